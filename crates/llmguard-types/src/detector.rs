//! Detector: what to look for.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{DetectorSpec, Evidence, pattern};

/// A detector's place in one compiled engine. Detectors are ordered by id, so smaller index = smaller id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DetectorIndex(pub u32);

/// What must stand on either side of a detector's match (lead, pattern and tail together).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Bounds {
    /// No letter, digit or `_` (Unicode) on either side.
    #[default]
    Token,
    /// Anything.
    None,
    /// The beginning of a line before, the end of a line behind.
    Line,
}

/// What a validator says of a candidate it accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accept {
    /// How many bytes of the candidate belong to the finding. Never more than the candidate has; fewer where a
    /// greedy pattern ate into the next word.
    pub len: usize,
    /// One over the share of random candidates that would pass; 0 for something else: see [`Accept::other`].
    pub strength: u32,
    /// What the strength rests on: [`Evidence::CHECKSUM`] or [`Evidence::STRUCTURE`].
    pub evidence: Evidence,
}

impl Accept {
    /// The whole candidate, because its check digits hold.
    #[must_use]
    pub fn checksum(candidate: &[u8], strength: u32) -> Option<Accept> {
        Some(Accept { len: candidate.len(), strength, evidence: Evidence::CHECKSUM })
    }

    /// The whole candidate, because its structure is plausible.
    #[must_use]
    pub fn structure(candidate: &[u8], strength: u32) -> Option<Accept> {
        Some(Accept { len: candidate.len(), strength, evidence: Evidence::STRUCTURE })
    }

    /// The whole candidate is something else: it is passed over, nothing is found in it and the search goes on behind it.
    /// A date is no phone number, and neither are its last six digits.
    #[must_use]
    pub fn other(candidate: &[u8]) -> Option<Accept> {
        Some(Accept { len: candidate.len(), strength: 0, evidence: Evidence::NONE })
    }

    /// The same verdict on the first `len` bytes only.
    #[must_use]
    pub fn shortened(self, len: usize) -> Accept {
        Accept { len, ..self }
    }
}

/// A validator: `None` vetoes the candidate. Sees the bytes of the pattern's match and nothing else.
pub type Validate = fn(&[u8]) -> Option<Accept>;

/// What to look for: one table of a detector file, resolved and ready to compile.
///
/// Built-in detectors are constants; users' detectors own their strings.
#[derive(Debug, Clone)]
pub struct Detector {
    /// Two or three segments of `[a-z0-9-]`, stable for ever.
    pub id: Cow<'static, str>,
    /// One line for people, in the language of the thing.
    pub title: Cow<'static, str>,
    /// Label of the [`Entity`](crate::Entity).
    pub entity: Cow<'static, str>,
    /// Default level by name; a policy may only raise it.
    pub level: Cow<'static, str>,
    /// Where the thing comes from, ISO 3166 alpha-2; empty for everywhere.
    pub regions: Cow<'static, [Cow<'static, str>]>,
    /// Bounded context before the finding, not part of it.
    pub lead: Cow<'static, str>,
    /// The finding is exactly this.
    pub pattern: Cow<'static, str>,
    /// Bounded context behind the finding, not part of it.
    pub tail: Cow<'static, str>,
    /// What must stand on either side.
    pub bounds: Bounds,
    /// Longest match of lead, pattern and tail in bytes, for a pattern with an open repeat.
    pub max_len: Option<u32>,
    /// Whether the pattern begins with text that hardly occurs otherwise.
    pub prefix: bool,
    /// What the bare shape is worth: one over the share of random candidates that have it.
    pub strength: u32,
    /// Check digits and structure.
    pub validate: Option<Validate>,
    /// Words that make the finding more likely when they stand nearby.
    pub cues: Cow<'static, [Cow<'static, str>]>,
    /// Published examples and documentation ranges, which belong to nobody: a finding that is one of them carries
    /// [`Evidence::SPECIMEN`]. Compared in upper case and without blanks, brackets, `-` and `/`; a `*` at the beginning or the
    /// end stands for anything.
    pub specimens: Cow<'static, [Cow<'static, str>]>,
    /// Where the format is written down.
    pub references: Cow<'static, [Cow<'static, str>]>,
    /// Vectors that must be found, as templates.
    pub matches: Cow<'static, [Cow<'static, str>]>,
    /// Vectors in which nothing may be found.
    pub rejects: Cow<'static, [Cow<'static, str>]>,
}

impl Detector {
    /// The regular expression of lead, pattern, tail and bounds; group 1 is the finding.
    #[must_use]
    pub fn regex(&self) -> String {
        pattern::regex(&self.lead, &self.pattern, &self.tail, self.bounds)
    }

    /// Whether the match is more than the finding: a lead or a tail belongs to it.
    #[must_use]
    pub fn has_context(&self) -> bool {
        !(self.lead.is_empty() && self.tail.is_empty())
    }

    /// Whether a finding is one of the detector's [`specimens`](Detector::specimens).
    ///
    /// ```
    /// use llmguard_types::{Detector, DetectorSpec};
    /// let specimens = vec!["DE89370400440532013000".into(), "192.0.2.*".into()];
    /// let detector = Detector::from_spec(DetectorSpec { specimens, ..DetectorSpec::plain("x.y", "[0-9.]+") }, None);
    /// assert!(detector.is_specimen("DE89 3704 0044 0532 0130 00") && detector.is_specimen("192.0.2.7"));
    /// assert!(!detector.is_specimen("192.0.3.7"));
    /// ```
    #[must_use]
    pub fn is_specimen(&self, found: &str) -> bool {
        let plain = |text: &str| -> String {
            text.chars()
                .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '/' | '(' | ')'))
                .flat_map(char::to_uppercase)
                .collect()
        };
        if self.specimens.is_empty() {
            return false;
        }
        let found = plain(found);
        self.specimens.iter().any(|specimen| {
            let known = plain(specimen);
            match (known.strip_prefix('*'), known.strip_suffix('*')) {
                (Some(end), _) => found.ends_with(end),
                (None, Some(start)) => found.starts_with(start),
                (None, None) => found == known,
            }
        })
    }

    /// The detector a table of a detector file describes, with its validator already looked up.
    #[must_use]
    pub fn from_spec(spec: DetectorSpec, validate: Option<Validate>) -> Detector {
        let own = |list: Vec<String>| Cow::Owned(list.into_iter().map(Cow::Owned).collect());
        Detector {
            id: spec.id.into(),
            title: spec.title.into(),
            entity: spec.entity.into(),
            level: spec.level.into(),
            regions: own(spec.regions),
            lead: spec.lead.into(),
            pattern: spec.pattern.into(),
            tail: spec.tail.into(),
            bounds: spec.bounds,
            max_len: spec.max_len,
            prefix: spec.prefix,
            strength: spec.strength,
            validate,
            cues: own(spec.cues),
            specimens: own(spec.specimens),
            references: own(spec.references),
            matches: own(spec.matches),
            rejects: own(spec.rejects),
        }
    }
}

/// Whether `id` has the form of a detector id: two or three segments of `[a-z0-9-]`, joined by dots.
#[must_use]
pub fn is_detector_id(id: &str) -> bool {
    let segments: Vec<&str> = id.split('.').collect();
    let plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
    (2..=3).contains(&segments.len()) && segments.iter().all(|s| !s.is_empty() && s.bytes().all(plain))
}
