//! Near: which known word an unknown one was probably meant to be.
//!
//! `clases` is one edit away from `classes`, so the mend is "did you mean `classes`?". Where nothing is near, the
//! mend lists what there is.

use crate::quote::{list, quote};

/// How to mend an unknown name, given those that would be right.
pub(crate) fn mend<'k>(name: &str, known: impl Iterator<Item = &'k str> + Clone) -> String {
    match nearest(name, known.clone()) {
        Some(near) => format!("did you mean {}?", quote(near)),
        None => format!("known are {}", list(known)),
    }
}

/// The known word with the fewest edits, at most one in three characters (and one in a short word).
pub(crate) fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    known
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(edits, candidate)| *edits <= (candidate.chars().count() / 3).max(1))
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// How many characters have to be put in, taken out or replaced to make one word of the other (Levenshtein).
fn distance(word: &str, candidate: &str) -> usize {
    let candidate: Vec<char> = candidate.chars().collect();
    let mut row: Vec<usize> = (1..=candidate.len()).collect();
    let mut edits = candidate.len();
    for (taken, letter) in word.chars().enumerate() {
        let mut diagonal = taken;
        edits = taken + 1;
        for (cell, other) in row.iter_mut().zip(&candidate) {
            let above = *cell;
            edits = (above.min(edits) + 1).min(diagonal + usize::from(letter != *other));
            diagonal = above;
            *cell = edits;
        }
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_edits() {
        for (word, candidate, edits) in [
            ("", "", 0),
            ("", "ab", 2),
            ("ab", "", 2),
            ("clases", "classes", 1),
            ("kitten", "sitting", 3),
            ("ü", "u", 1),
        ] {
            assert_eq!(distance(word, candidate), edits, "{word} {candidate}");
        }
    }

    #[test]
    fn short_words_need_to_be_near() {
        let known = ["eu", "us", "local"];
        assert_eq!(nearest("lokal", known.into_iter()), Some("local"));
        assert_eq!(nearest("xx", known.into_iter()), None);
        assert_eq!(mend("xx", known.into_iter()), "known are `eu`, `us`, `local`");
    }
}
