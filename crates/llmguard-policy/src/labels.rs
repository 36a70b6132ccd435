//! Labels: how other vocabularies say how confidential something is.
//!
//! Documents arrive with labels of other houses and tools. Each vocabulary is a table from its words to the names of
//! levels; a policy whose levels have other names has no level for them, and what has no level is denied.
//!
//! ```text
//! vda-isa:sehr hoch                     strictly-confidential
//! microsoft:Confidential\Finance        confidential            a sublabel counts as its label
//! ```
//!
//! Sources: VDA ISA 6 (protection needs normal, high, very high; TISAX labels Confidential and Strictly Confidential),
//! BSI Standard 200-2 (protection needs normal, hoch, sehr hoch), the default sensitivity labels of Microsoft Purview.

use crate::{Level, Policy};

/// Labels of one vocabulary and the names of the levels they mean, in lower case; for each level the usual one first.
type Vocabulary = (&'static str, &'static [(&'static str, &'static str)]);

static VOCABULARIES: &[Vocabulary] = &[
    (
        "bsi",
        &[
            ("normal", "internal"),
            ("hoch", "confidential"),
            ("sehr hoch", "strictly-confidential"),
            ("high", "confidential"),
            ("very high", "strictly-confidential"),
        ],
    ),
    (
        "microsoft",
        &[
            ("public", "public"),
            ("general", "internal"),
            ("confidential", "confidential"),
            ("highly confidential", "strictly-confidential"),
            ("personal", "internal"),
            ("öffentlich", "public"),
            ("allgemein", "internal"),
            ("vertraulich", "confidential"),
            ("streng vertraulich", "strictly-confidential"),
            ("persönlich", "internal"),
        ],
    ),
    (
        "vda-isa",
        &[
            ("normal", "internal"),
            ("high", "confidential"),
            ("very high", "strictly-confidential"),
            ("hoch", "confidential"),
            ("sehr hoch", "strictly-confidential"),
            ("public", "public"),
            ("internal", "internal"),
            ("confidential", "confidential"),
            ("strictly confidential", "strictly-confidential"),
            ("öffentlich", "public"),
            ("intern", "internal"),
            ("vertraulich", "confidential"),
            ("streng vertraulich", "strictly-confidential"),
        ],
    ),
];

impl Policy {
    /// The names of the vocabularies of labels.
    pub fn vocabularies() -> impl Iterator<Item = &'static str> {
        VOCABULARIES.iter().map(|(name, _)| *name)
    }

    /// The level that a label means: one of the policy's own names, or `vocabulary:label`. Case does not count, and a
    /// sublabel behind `\` or `/` counts as its label.
    ///
    /// # Example
    /// ```
    /// use llmguard_policy::Policy;
    ///
    /// let policy = Policy::template("company")?;
    /// let level = |label| policy.level_of_label(label).map(|level| policy.level_name(level));
    /// assert_eq!(level("internal"), Some("internal"));
    /// assert_eq!(level("vda-isa:Sehr hoch"), Some("strictly-confidential"));
    /// assert_eq!(level("microsoft:Confidential\\Finance"), Some("confidential"));
    /// assert_eq!(level("microsoft:Top Secret"), None);
    /// # Ok::<(), llmguard_types::Error>(())
    /// ```
    #[must_use]
    pub fn level_of_label(&self, label: &str) -> Option<Level> {
        let foreign = || {
            let (vocabulary, label) = label.split_once(':')?;
            let label = label.split(['\\', '/']).next()?.trim().to_lowercase();
            let (_, labels) = VOCABULARIES.iter().find(|(name, _)| *name == vocabulary)?;
            self.level(labels.iter().find(|(own, _)| *own == label)?.1)
        };
        self.level(label).or_else(foreign)
    }

    /// How each vocabulary calls a level: vocabulary and label, for those that have a word for it.
    ///
    /// # Example
    /// ```
    /// use llmguard_policy::Policy;
    ///
    /// let policy = Policy::template("company")?;
    /// let labels: Vec<_> = policy.level("confidential").into_iter().flat_map(|level| policy.labels_of(level)).collect();
    /// assert_eq!(labels, [("bsi", "hoch"), ("microsoft", "confidential"), ("vda-isa", "high")]);
    /// # Ok::<(), llmguard_types::Error>(())
    /// ```
    pub fn labels_of(&self, level: Level) -> impl Iterator<Item = (&'static str, &'static str)> {
        let name = self.level_name(level);
        VOCABULARIES.iter().filter_map(move |(vocabulary, labels)| {
            let (label, _) = labels.iter().find(|(_, own)| *own == name)?;
            Some((*vocabulary, *label))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_means_a_level_of_the_shared_vocabulary() {
        let policy = Policy::template("company").unwrap();
        for (vocabulary, labels) in VOCABULARIES {
            for (label, level) in *labels {
                assert_eq!(policy.level_of_label(&format!("{vocabulary}:{label}")), policy.level(level));
                assert!(policy.level(level).is_some() && *label == label.to_lowercase());
            }
        }
        assert!(
            ["never", "vda-isa:", ":high", "nowhere:high", "vda-isa"]
                .iter()
                .skip(1)
                .all(|label| { policy.level_of_label(label).is_none() })
        );
    }
}
