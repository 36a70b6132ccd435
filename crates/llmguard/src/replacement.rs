//! Replacement: what stands where a value stood.

use llmguard_policy::Transform;
use llmguard_types::Entity;
use unicode_segmentation::UnicodeSegmentation;

use crate::generalize::generalize;

/// What replaces a value without a way back. A value that cannot be generalised is masked.
///
/// The redaction marker is written so that the type in it is never read as a cue word: `_` is a word character.
pub(crate) fn irreversible(transform: Transform, entity: Entity, label: &str, value: &str) -> String {
    match transform {
        Transform::Keep => value.to_owned(),
        Transform::Generalize => generalize(entity, value).unwrap_or_else(|| mask(value)),
        Transform::Mask => mask(value),
        Transform::Tokenize | Transform::Redact | Transform::Block => format!("[REDACTED_{label}]"),
    }
}

/// Every grapheme that holds a letter, a digit or anything beyond ASCII becomes `*`; separators stay.
fn mask(value: &str) -> String {
    let separator = |grapheme: &str| grapheme.bytes().all(|b| b.is_ascii() && !b.is_ascii_alphanumeric());
    value.graphemes(true).map(|grapheme| if separator(grapheme) { grapheme } else { "*" }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_counts_graphemes_and_keeps_the_shape() {
        assert_eq!(mask("Jo\u{308}rg Müller-Ли"), "**** ******-**");
        assert_eq!(mask("👩‍🔧 1-2"), "* *-*");
    }

    #[test]
    fn what_cannot_be_generalised_is_masked() {
        assert_eq!(irreversible(Transform::Generalize, Entity::PERSON, "PERSON", "Al"), "**");
        assert_eq!(irreversible(Transform::Redact, Entity::PERSON, "PERSON", "Al"), "[REDACTED_PERSON]");
    }
}
