//! Lexicon: which words are names, and which are ordinary.
//!
//! `lexicons/names.tsv` holds a word and its marks on each line; `python/lexicons.py` makes it from free lists (NOTICE says
//! which). `build.rs` turns it into a table of hashes, 3 bytes a word, that lies in the program as it is:
//!
//! ```text
//! word      Jürgen  → folded juergen → hash 0x3fa2_91c7
//! buckets   where the entries begin whose hash begins with 0x3fa2: 16 bits choose one of 65,536
//! entries   0x91c7 and the marks GIVEN | FREQUENT_GIVEN, among the two or three of that bucket
//! ```
//!
//! A word that is not there is taken for one that is once in 20,000 times. Case is not looked at; umlauts count as two
//! letters.

use llmguard_types::Begins;

/// A given name.
pub(crate) const GIVEN: u8 = 1;
/// A given name that many have.
pub(crate) const FREQUENT_GIVEN: u8 = 1 << 1;
/// A family name.
pub(crate) const FAMILY: u8 = 1 << 2;
/// An ordinary word of German or English, whatever else it is.
pub(crate) const ORDINARY: u8 = 1 << 3;

/// Made by `build.rs`, little-endian: 65,537 numbers of 4 bytes, then entries of 3.
static TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/names.lexicon"));
const BUCKETS: usize = 1 << 16;
const ENTRY: usize = 3;

/// A given name and no ordinary word.
pub(crate) const ONLY_GIVEN: u8 = 1 << 4;

/// What `begins = "given-name"` says.
pub(crate) const GIVEN_NAME: Begins = Begins { lexicon: marks_of, marks: GIVEN };
/// What `begins = "only-given-name"` says.
pub(crate) const ONLY_GIVEN_NAME: Begins = Begins { lexicon: marks_of, marks: ONLY_GIVEN };
/// What `begins = "family-name"` says.
pub(crate) const FAMILY_NAME: Begins = Begins { lexicon: marks_of, marks: FAMILY };

/// The words of this name, for the `begins` key of users' detector files.
#[must_use]
pub(crate) fn by_name(name: &str) -> Option<Begins> {
    match name {
        "given-name" => Some(GIVEN_NAME),
        "only-given-name" => Some(ONLY_GIVEN_NAME),
        "family-name" => Some(FAMILY_NAME),
        _ => None,
    }
}

/// The marks of a word; none for one that the lexicon does not hold.
pub(crate) fn marks_of(word: &[u8]) -> u8 {
    let hash = hash(word);
    let bucket = (hash >> 16) as usize;
    let from = |bucket: usize| {
        let bytes = TABLE.get(bucket * 4..)?.first_chunk::<4>()?;
        Some((BUCKETS + 1) * 4 + u32::from_le_bytes(*bytes) as usize * ENTRY)
    };
    let (Some(begin), Some(end)) = (from(bucket), from(bucket + 1)) else { return 0 };
    let [low, high, ..] = hash.to_le_bytes();
    let entries = TABLE.get(begin..end).unwrap_or_default();
    let found = entries.chunks_exact(ENTRY).find_map(|entry| match entry {
        [a, b, marks] if [*a, *b] == [low, high] => Some(*marks),
        _ => None,
    });
    found.unwrap_or(0)
}

include!("lexicon_hash.rs");

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(word: &str) -> u8 {
        marks_of(word.as_bytes())
    }

    #[test]
    fn names_and_ordinary_words_are_told_apart() {
        assert_eq!(marks("Sabine") & (GIVEN | FREQUENT_GIVEN | ORDINARY), GIVEN | FREQUENT_GIVEN);
        assert_eq!(marks("JÜRGEN"), marks("Juergen"));
        assert_eq!(marks("Sommer") & (FAMILY | ORDINARY), FAMILY | ORDINARY);
        assert_eq!(marks("Bestellung"), ORDINARY);
        assert_eq!(marks("Xqzwv"), 0);
        assert_eq!(marks(""), 0);
    }

    #[test]
    fn few_words_that_are_not_there_are_found() {
        let letters =
            |n: u32| (0..8u32).map(move |at| char::from(b'a' + (n.wrapping_mul(0x9e37_79b9) >> (at * 3) & 7) as u8));
        let found = (0..20_000u32).filter(|n| marks(&format!("xq{}{n}", letters(*n).collect::<String>())) != 0).count();
        assert!(found < 10, "{found}");
    }
}
