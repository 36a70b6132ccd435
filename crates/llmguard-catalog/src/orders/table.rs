//! Table: the marks of a word in one look-up.
//!
//! A word is folded and hashed while it is read, and the hash of each of its beginnings falls out on the way: one of them
//! may be a stem (`anweisung*`). Most words of a text are neither a word of the table nor begin with a stem, and 2 KiB of
//! bits say so; the others are found among 8 KiB of places.
//!
//! ```text
//! Anweisungen     a an anw anwe anwei anweis anweisu anweisun anweisung anweisunge   is one of them a stem?
//!                 anweisungen                                                        is it a word?
//! ```
//!
//! A hash has 32 bits and the words are not kept: one of a million other words is taken for one of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::words::WORDS;

/// Letters of the longest word and of the shortest stem in the table.
const LONGEST: usize = 24;
const SHORTEST: usize = 4;

/// A word in small letters without accents, as the hashes of its beginnings.
pub(super) struct Folded {
    /// Of so many bytes.
    hashes: [u32; LONGEST + 1],
    /// How many bytes it has; more than `LONGEST` are not hashed.
    len: usize,
}

impl Folded {
    pub(super) const fn new() -> Folded {
        Folded { hashes: [0; LONGEST + 1], len: 0 }
    }

    /// Reads the letters and digits that a text begins with; how many bytes they are.
    pub(super) fn read(&mut self, text: &str) -> usize {
        let mut at = self.read_ascii(text.as_bytes());
        while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()).filter(|c| c.is_alphanumeric()) {
            c.to_lowercase().for_each(|c| self.push_plain(c));
            at += c.len_utf8();
        }
        at
    }

    /// The same of the first word of most texts, which is ASCII and no longer than those of the table.
    fn read_ascii(&mut self, text: &[u8]) -> usize {
        let (mut hash, mut len) = (0, 0);
        for (slot, byte) in self.hashes.iter_mut().skip(1).zip(text) {
            let small = byte | 0x20;
            if !(small.is_ascii_lowercase() || byte.is_ascii_digit()) {
                break;
            }
            hash = next(hash, small);
            *slot = hash;
            len += 1;
        }
        self.len = len;
        len
    }

    fn push(&mut self, byte: u8) {
        let before = self.hashes.get(self.len).copied().unwrap_or_default();
        self.len += 1;
        self.hashes.get_mut(self.len).into_iter().for_each(|hash| *hash = next(before, byte));
    }

    /// Without its accent.
    fn push_plain(&mut self, c: char) {
        let mut other = [0; 4];
        let plain: &[u8] = match c {
            'ä' | 'à' | 'á' | 'â' | 'ã' => b"a",
            'ö' | 'ò' | 'ó' | 'ô' => b"o",
            'ü' | 'ù' | 'ú' | 'û' => b"u",
            'é' | 'è' | 'ê' | 'ë' => b"e",
            'í' | 'ì' | 'î' | 'ï' => b"i",
            'ñ' => b"n",
            'ç' => b"c",
            'ß' => b"ss",
            _ => c.encode_utf8(&mut other).as_bytes(),
        };
        plain.iter().for_each(|byte| self.push(*byte));
    }

    /// Of the whole word.
    fn whole(&self) -> Option<u32> {
        self.hashes.get(self.len).copied()
    }

    /// Of the beginning that every stem has.
    fn shortest(&self) -> Option<u32> {
        self.hashes.get(SHORTEST).copied().filter(|_| self.len >= SHORTEST)
    }

    /// Of each beginning that may be a stem.
    fn beginnings(&self) -> impl Iterator<Item = u32> {
        self.hashes.iter().take(self.len + 1).skip(SHORTEST).copied()
    }
}

/// The hash of a word that goes on.
fn next(hash: u32, byte: u8) -> u32 {
    (hash.rotate_left(5) ^ u32::from(byte)).wrapping_mul(0x9e37_79b1)
}

/// A stem is another key than the word spelled so, and how stems begin is yet another.
fn stem(hash: u32) -> u32 {
    hash.wrapping_mul(0x85eb_ca6b)
}

fn begin(hash: u32) -> u32 {
    hash.wrapping_mul(0xc2b2_ae35)
}

/// The marks of a folded word.
pub(super) fn marks_of(word: &Folded) -> u128 {
    let table = &*TABLE;
    let whole = word.whole().map_or(0, |hash| table.marks(hash));
    if word.shortest().is_some_and(|hash| table.may_hold(begin(hash))) {
        word.beginnings().fold(whole, |marks, hash| marks | table.marks(stem(hash)))
    } else {
        whole
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::of_words);

struct Table {
    /// Whether a key may be there.
    filter: Box<[u64]>,
    /// What tells a key apart, and in the low bits the number of its marks; 0 where there is none.
    places: Box<[u32]>,
    /// The marks by number; those of number 0 are none.
    marks: Vec<u128>,
}

const FILTER: u32 = 14;
const PLACES: u32 = 11;

/// Where a search for a key begins, and what tells it from others that begin there.
fn place(key: u32) -> (usize, u32) {
    ((key >> (32 - PLACES)) as usize, key << PLACES)
}

/// The word and the bit of a key in the filter.
fn bit(key: u32) -> (usize, u64) {
    let bit = key >> (32 - FILTER);
    ((bit / 64) as usize, 1 << (bit % 64))
}

impl Table {
    fn of_words() -> Table {
        let mut known = BTreeMap::new();
        for (mark, word) in
            WORDS.iter().flat_map(|(mark, words)| words.split_whitespace().map(move |word| (mark, word)))
        {
            *known.entry(word).or_insert(0) |= mark;
        }
        let marks = known.values().copied().chain([0]).collect::<BTreeSet<u128>>().into_iter().collect();
        let mut table = Table { filter: vec![0; 1 << FILTER >> 6].into(), places: vec![0; 1 << PLACES].into(), marks };
        let mut folded = Folded::new();
        for (word, marks) in known {
            folded.read(word);
            match (folded.whole(), folded.shortest()) {
                (Some(hash), Some(shortest)) if word.ends_with('*') => {
                    table.let_through(begin(shortest));
                    table.add(stem(hash), marks);
                }
                (Some(hash), _) => table.add(hash, marks),
                (None, _) => {}
            }
        }
        table
    }

    fn add(&mut self, key: u32, marks: u128) {
        self.let_through(key);
        let number = self.marks.partition_point(|known| *known < marks);
        let (from, rest) = place(key);
        let mut free = Table::from(from).filter(|at| self.places.get(*at) == Some(&0));
        if let Some(free) = free.next().and_then(|at| self.places.get_mut(at)) {
            *free = rest | u32::try_from(number).unwrap_or_default();
        }
    }

    fn let_through(&mut self, key: u32) {
        let (at, bit) = bit(key);
        self.filter.get_mut(at).into_iter().for_each(|bits| *bits |= bit);
    }

    fn may_hold(&self, key: u32) -> bool {
        let (at, bit) = bit(key);
        self.filter.get(at).is_some_and(|bits| bits & bit != 0)
    }

    fn marks(&self, key: u32) -> u128 {
        if !self.may_hold(key) {
            return 0;
        }
        let (from, rest) = place(key);
        let known = Table::from(from).map_while(|at| self.places.get(at).copied().filter(|known| *known != 0));
        let number = known.map(|known| known ^ rest).find(|left| left >> PLACES == 0);
        number.and_then(|number| self.marks.get(number as usize)).copied().unwrap_or_default()
    }

    /// All places, in the order of a search.
    fn from(place: usize) -> impl Iterator<Item = usize> {
        (0..1 << PLACES).map(move |on| (place + on) % (1 << PLACES))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(word: &str) -> u128 {
        let mut folded = Folded::new();
        assert_eq!(folded.read(word), word.len());
        marks_of(&folded)
    }

    /// What the table stands for.
    fn plainly(word: &str) -> u128 {
        let words = WORDS.iter().flat_map(|(mark, words)| words.split_whitespace().map(|word| (*mark, word)));
        let fits =
            words.filter(|(_, known)| known.strip_suffix('*').map_or(*known == word, |stem| word.starts_with(stem)));
        fits.fold(0, |marks, (mark, _)| marks | mark)
    }

    #[test]
    fn the_table_says_what_the_lists_say() {
        for word in WORDS.iter().flat_map(|(_, words)| words.split_whitespace()) {
            let word = word.trim_end_matches('*');
            assert!((SHORTEST..=LONGEST).contains(&word.len()) || word.len() < SHORTEST, "{word}");
            let cut = word.get(..word.len() - 1).unwrap();
            for written in [word.into(), cut.into(), format!("{word}e"), format!("{word}en"), word.to_uppercase()] {
                assert_eq!(marks(&written), plainly(&written.to_lowercase()), "{written}");
            }
        }
    }

    #[test]
    fn no_word_is_lost() {
        let keys: BTreeSet<&str> = WORDS.iter().flat_map(|(_, words)| words.split_whitespace()).collect();
        let places = TABLE.places.iter().filter(|place| **place != 0);
        assert_eq!(places.collect::<BTreeSet<_>>().len(), keys.len());
    }

    #[test]
    fn accents_and_capitals_do_not_count() {
        for (written, plain) in [("Übergehe", "ubergehe"), ("PRÉCÉDENTES", "precedentes"), ("äußer", "ausser")] {
            assert_eq!(marks(written), marks(plain), "{written}");
            assert_ne!(marks(written), 0, "{written}");
        }
    }

    #[test]
    fn a_word_may_be_longer_than_any_of_the_table() {
        assert_eq!(marks(&"anweisungs".repeat(9)), plainly("anweisungs"));
        assert_eq!(marks(&"x".repeat(999)), 0);
    }
}
