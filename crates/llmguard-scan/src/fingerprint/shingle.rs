//! Shingle: six words in a row, as one number; and which shingles stand for a text.
//!
//! Not every shingle is remembered. Winnowing (Schleimer, Wilkerson, Aiken, 2003) keeps the least of every few in a row,
//! so that no copied passage of some length is without one. Closed syncmers (Edgar, 2021) give the same promise and need
//! no neighbours: a shingle is chosen if the least of its five pairs of words is the first or the last.
//!
//! ```text
//! words    w0  w1  w2  w3  w4  w5
//! pairs       p1  p2  p3  p4  p5      chosen if p1 or p5 is the least of the five
//! ```
//!
//! Among any four shingles in a row one is chosen: the least of all their pairs that are last or first decides. So any
//! nine words in a row that were copied share a chosen shingle with their source, wherever they stand; two of five
//! shingles are chosen. And whether one is depends on its own six words alone, which makes finding it in a stream the
//! same as finding it in the whole text.

use crate::dictionary::keys::{Keys, multiply};

/// Words of a shingle.
pub(crate) const WORDS: usize = 6;
/// Words that are shingled together.
pub(crate) const BATCH: usize = 256;
/// Pairs of a shingle that belong to words before its last.
const BEFORE: usize = WORDS - 2;

/// A chosen shingle.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Shingle {
    /// Its last word, counted from the beginning of the text.
    pub(crate) word: u64,
    /// Where that word ends.
    pub(crate) end: usize,
    /// What stands for its words.
    pub(crate) sum: u64,
}

/// The words of a text that have not been shingled yet, and what the next ones need of those before.
#[derive(Debug)]
pub(crate) struct Shingler {
    numbers: [[u64; 2]; 2],
    /// How many words there were before this batch.
    before: u64,
    ends: [usize; BATCH],
    words: [u64; BATCH],
    len: usize,
    /// The number of the word before.
    last: u64,
    /// The pairs that end with the words before, then those of this batch.
    pairs: [u64; BEFORE + BATCH],
    chosen: [Shingle; BATCH],
}

impl Shingler {
    pub(crate) fn new(keys: &Keys) -> Shingler {
        Shingler {
            numbers: keys.numbers(),
            before: 0,
            ends: [0; BATCH],
            words: [0; BATCH],
            len: 0,
            last: 0,
            pairs: [0; BEFORE + BATCH],
            chosen: [Shingle::default(); BATCH],
        }
    }

    /// Another text begins.
    pub(crate) fn reset(&mut self) {
        (self.before, self.len) = (0, 0);
    }

    /// Adds a word and says whether there is room for another; otherwise it is time to take what is
    /// [chosen](Shingler::chosen).
    #[inline(always)]
    pub(crate) fn add(&mut self, end: usize, number: u64) -> bool {
        if let (Some(to_end), Some(to_word)) = (self.ends.get_mut(self.len), self.words.get_mut(self.len)) {
            (*to_end, *to_word) = (end, number);
        }
        self.len += 1;
        self.len < BATCH
    }

    /// The chosen shingles that end with the words added since the last call.
    pub(crate) fn chosen(&mut self) -> &[Shingle] {
        let [[a, b], [c, d]] = self.numbers;
        let len = self.len.min(BATCH);
        let mut last = self.last;
        for (pair, word) in self.pairs.iter_mut().skip(BEFORE).zip(self.words.iter().take(len)) {
            *pair = multiply(last ^ a, word ^ b);
            last = *word;
        }
        let mut count = 0;
        let shingles = self.pairs.windows(BEFORE + 1).zip(&self.ends).zip(self.before..).take(len);
        for ((pairs, end), word) in shingles {
            let [p1, p2, p3, p4, p5] = *pairs else { break };
            let within = p2.min(p3).min(p4);
            let chosen = (p1.min(p5) <= within) & (word + 1 >= WORDS as u64);
            let sum = multiply(multiply(p1 ^ c, p3 ^ d) ^ b, p5 ^ a);
            if let Some(place) = self.chosen.get_mut(count) {
                *place = Shingle { word, end: *end, sum };
            }
            count += usize::from(chosen);
        }
        self.pairs.copy_within(len..len + BEFORE, 0);
        (self.last, self.before, self.len) = (last, self.before + len as u64, 0);
        self.chosen.get(..count).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ListKey;
    use crate::dictionary::keys::FINGERPRINTS;

    fn keys() -> Keys {
        Keys::new(&ListKey::new(&[7; 32]).unwrap(), FINGERPRINTS)
    }

    /// The chosen shingles, taken whenever `cuts` says so.
    fn chosen(words: &[u64], cuts: &[bool]) -> Vec<Shingle> {
        let (mut shingler, mut all) = (Shingler::new(&keys()), Vec::new());
        for (at, word) in words.iter().enumerate() {
            if !shingler.add(10 * at, *word) || cuts.get(at) == Some(&true) {
                all.extend_from_slice(shingler.chosen());
            }
        }
        all.extend_from_slice(shingler.chosen());
        all
    }

    proptest! {
        #[test]
        fn a_shingle_depends_on_its_words_alone(
            words in prop::collection::vec(0..40u64, 0..700),
            other in prop::collection::vec(any::<u64>(), 0..20),
            cuts in prop::collection::vec(any::<bool>(), 0..700),
        ) {
            let whole = chosen(&words, &[]);
            prop_assert_eq!(&whole, &chosen(&words, &cuts));
            let behind = chosen(&[&other[..], &words].concat(), &[]);
            let shift = other.len() as u64;
            let moved: Vec<u64> = whole.iter().map(|s| s.sum).collect();
            let inside: Vec<u64> = behind.iter().filter(|s| s.word >= shift + 5).map(|s| s.sum).collect();
            prop_assert_eq!(moved, inside);
        }

        #[test]
        fn any_nine_words_have_one(words in prop::collection::vec(any::<u64>(), 9..200)) {
            let ends: Vec<u64> = chosen(&words, &[]).iter().map(|s| s.word).collect();
            for first in 0..=words.len() as u64 - 9 {
                prop_assert!(ends.iter().any(|end| (first + 5..first + 9).contains(end)), "{first} {ends:?}");
            }
        }
    }

    #[test]
    fn two_of_five_are_chosen() {
        let words: Vec<u64> = (0..50_000u64).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect();
        assert!((19_000..21_000).contains(&chosen(&words, &[]).len()));
    }
}
