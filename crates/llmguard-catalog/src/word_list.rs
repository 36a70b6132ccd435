//! Word list: words of one kind, and a filter that tells most others from them without comparing any.
//!
//! A word can be on the list only if the bit of its first byte, its last byte and its length is set. A list of a hundred
//! words sets a hundred of 1,024 bits, and most words that are asked for are not on it:
//!
//! ```text
//! list     Dr  Frau  Herr        bits  D r 2   F u 4   H r 4
//! Hammer   H r 6: not set        no
//! Haar     H r 4: set            compared with one word after the other, halving: no
//! ```

/// Words ordered by bytes; a list that is not does not compile.
#[derive(Debug)]
pub(crate) struct WordList {
    words: &'static [&'static str],
    filter: [u64; 16],
}

impl WordList {
    pub(crate) const fn new(words: &'static [&'static str]) -> WordList {
        let mut filter = [0; 16];
        let (mut left, mut before): (_, &[u8]) = (words, b"");
        while let Some((word, rest)) = left.split_first() {
            assert!(is_before(before, word.as_bytes()), "words are ordered by bytes, and none is empty");
            let (cell, bit) = place(word.as_bytes());
            #[expect(clippy::indexing_slicing, reason = "the compiler evaluates it")]
            {
                filter[cell] |= bit;
            }
            (left, before) = (rest, word.as_bytes());
        }
        WordList { words, filter }
    }

    #[cfg(test)]
    pub(crate) fn words(&self) -> &'static [&'static str] {
        self.words
    }

    /// Whether a word is on the list, written so.
    pub(crate) fn has(&self, word: &str) -> bool {
        let (cell, bit) = place(word.as_bytes());
        self.filter.get(cell).is_some_and(|cell| cell & bit != 0) && self.words.binary_search(&word).is_ok()
    }
}

/// Which cell of a filter a word has, and which bit in it.
const fn place(word: &[u8]) -> (usize, u64) {
    let (Some(first), Some(last)) = (word.first(), word.last()) else { return (0, 0) };
    let seen = *first as u32 | (*last as u32) << 8 | (word.len() as u32) << 16;
    let hash = seen.wrapping_mul(0x9e37_79b1) >> 22;
    ((hash >> 6) as usize, 1 << (hash & 63))
}

const fn is_before(mut a: &[u8], mut b: &[u8]) -> bool {
    loop {
        match (a.split_first(), b.split_first()) {
            (Some((x, rest_a)), Some((y, rest_b))) if *x == *y => (a, b) = (rest_a, rest_b),
            (Some((x, _)), Some((y, _))) => return *x < *y,
            (a, b) => return a.is_none() && b.is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_on_the_list_as_it_is_written() {
        static LIST: WordList = WordList::new(&["Dr", "Frau", "Herr", "Österreich"]);
        assert!(["Dr", "Frau", "Herr", "Österreich"].iter().all(|word| LIST.has(word)));
        assert!(["", "D", "dr", "Haar", "Herrn", "Hammer", "österreich"].iter().all(|word| !LIST.has(word)));
    }

    #[test]
    fn words_are_ordered_by_bytes() {
        assert!(is_before(b"", b"a") && is_before(b"a", b"aa") && is_before(b"Zoo", b"a"));
        assert!(!is_before(b"a", b"a") && !is_before(b"", b"") && !is_before(b"ab", b"aa"));
    }
}
