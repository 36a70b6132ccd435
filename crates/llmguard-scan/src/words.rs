//! Words: a table of texts to be found, looked up by their first bytes.
//!
//! What stands at a place is read as eight bytes, folded: the bit that tells capitals from small letters is set. A word
//! has a key, its first eight, six, four, three, two or one folded bytes, whichever it has. Bit tables, of the first
//! four bytes and of keys, say for nearly every place of a text that no word begins there; the rest is compared, without
//! ASCII case:
//!
//! ```text
//! word   Frau Dr.     folded  frau dr.        key of eight bytes
//! text   "FRAU DR. "  its first eight bytes, hashed, are in the bit table; the entry is compared: found
//! text   "Fraueneis"  its first four bytes are in the first table, but neither its first eight, six … in the second
//! ```

use std::ops::Range;

use crate::set::{Set, is_ascii_word};

/// So many bytes are read at once.
pub(crate) const HEAD: usize = 8;
/// How long a key can be.
const KEYS: [usize; 6] = [8, 6, 4, 3, 2, 1];
/// So many bytes are looked up first.
const BEGIN: usize = 4;
/// Bits of a hash: a table of 8 KiB.
const BITS: u32 = 16;
/// Bits of a slot's number.
const SLOT_BITS: u32 = 11;

/// Texts to be found; each stands for one `T`.
#[derive(Debug)]
pub(crate) struct Words<T> {
    /// The bytes a word may begin with.
    first: Set,
    /// The bytes that words begin with which have one or two bytes.
    short: Set,
    /// One bit a hash of the three bytes of a word.
    threes: Vec<u64>,
    /// One bit a hash of four bytes that a longer word may begin with.
    begins: Vec<u64>,
    /// Of every length of a key that occurs: which bytes of a head count.
    masks: Vec<u64>,
    /// One bit a hashed key.
    filter: Vec<u64>,
    /// By the first bits of a hashed key: where its entries begin. One more than there are such.
    slots: Vec<u32>,
    entries: Vec<Entry<T>>,
}

#[derive(Debug)]
struct Entry<T> {
    key: u64,
    meaning: T,
    /// In lower case.
    word: Box<[u8]>,
}

impl<T: Copy> Words<T> {
    pub(crate) fn new(words: impl IntoIterator<Item = (Vec<u8>, T)>) -> Words<T> {
        let (mut first, mut short, mut masks) = (Set::default(), Set::default(), Vec::new());
        let (mut threes, mut begins, mut filter) = (none(), none(), none());
        let mut entries: Vec<Entry<T>> = Vec::new();
        for (word, meaning) in words {
            let (Some(len), Some(letter)) = (KEYS.into_iter().find(|len| *len <= word.len()), word.first()) else {
                continue;
            };
            let letters = Set::of([letter.to_ascii_lowercase(), letter.to_ascii_uppercase()]);
            first = first.or(letters);
            match word.get(..BEGIN - 1) {
                None => short = short.or(letters),
                Some(_) if word.len() >= BEGIN => put(&mut begins, begin(head(&word, 0))),
                Some(_) => put(&mut threes, begin(head(&word, 0) << 8)),
            }
            let mask = u64::MAX >> (64 - 8 * len);
            if !masks.contains(&mask) {
                masks.push(mask);
            }
            let key = head(&word, 0) & mask;
            put(&mut filter, hash(key));
            entries.push(Entry { key, word: word.into_boxed_slice(), meaning });
        }
        entries.sort_by_key(|entry| (slot(hash(entry.key)), entry.key));
        let mut slots = vec![0; (1 << SLOT_BITS) + 1];
        for entry in &entries {
            if let Some(count) = slots.get_mut(slot(hash(entry.key)) + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        slots.iter_mut().for_each(|slot| {
            sum += *slot;
            *slot = sum;
        });
        Words { first, short, threes, begins, masks, filter, slots, entries }
    }

    /// Whether a word may stand at a place.
    #[inline(always)]
    pub(crate) fn may_stand(&self, text: &[u8], at: usize) -> bool {
        let head = head(text, at);
        has(&self.begins, begin(head))
            | has(&self.threes, begin(head << 8))
            | text.get(at).is_some_and(|byte| self.short.contains(*byte))
    }

    /// Calls `found` for every place in a range and every word that stands there, save for those of less than four
    /// bytes behind a letter or digit.
    #[inline(always)]
    pub(crate) fn within(&self, text: &[u8], range: Range<usize>, mut found: impl FnMut(usize, usize, T)) {
        let mut inside = range.start.checked_sub(1).and_then(|at| text.get(at)).is_some_and(|b| is_ascii_word(*b));
        for at in range {
            let Some(byte) = text.get(at) else { break };
            let tail = inside && is_ascii_word(*byte);
            let may = self.first.contains(*byte)
                && if tail { has(&self.begins, begin(head(text, at))) } else { self.may_stand(text, at) };
            inside = is_ascii_word(*byte);
            if may {
                self.at(text, at, |len, meaning| found(at, len, meaning));
            }
        }
    }

    /// Keeps the places at which a word may stand and says how many these are.
    pub(crate) fn keep(&self, text: &[u8], places: &mut [usize]) -> usize {
        keep(places, |at| self.may_stand(text, at))
    }

    /// Calls `found` for every word that stands at `at`, with its length.
    #[inline(always)]
    pub(crate) fn at(&self, text: &[u8], at: usize, mut found: impl FnMut(usize, T)) {
        if !text.get(at).is_some_and(|byte| self.first.contains(*byte)) {
            return;
        }
        let head = head(text, at);
        for mask in &self.masks {
            let key = head & mask;
            if has(&self.filter, hash(key)) {
                self.compare(text, at, key, &mut found);
            }
        }
    }

    #[inline(never)]
    fn compare(&self, text: &[u8], at: usize, key: u64, found: &mut impl FnMut(usize, T)) {
        let slot = slot(hash(key));
        let (Some(from), Some(to)) = (self.slots.get(slot), self.slots.get(slot + 1)) else { return };
        for entry in self.entries.get(*from as usize..*to as usize).unwrap_or_default() {
            let len = entry.word.len();
            if key == entry.key && text.get(at..at + len).is_some_and(|t| t.eq_ignore_ascii_case(&entry.word)) {
                found(len, entry.meaning);
            }
        }
    }
}

/// Moves the places for which `holds` is true to the front and says how many these are.
///
/// Whether it is true cannot be predicted, so that a jump would cost more than a store too many.
#[inline(always)]
pub(crate) fn keep(places: &mut [usize], mut holds: impl FnMut(usize) -> bool) -> usize {
    let mut kept = 0;
    for next in 0..places.len() {
        let Some(at) = places.get(next).copied() else { break };
        if let Some(slot) = places.get_mut(kept) {
            *slot = at;
        }
        kept += usize::from(holds(at));
    }
    kept
}

/// The eight bytes from a place on, folded; bytes behind the end count as blanks.
#[inline(always)]
fn head(text: &[u8], at: usize) -> u64 {
    let bytes = match text.get(at..at + HEAD).and_then(|b| b.try_into().ok()) {
        Some(bytes) => u64::from_le_bytes(bytes),
        None => text.get(at..).unwrap_or_default().iter().take(HEAD).rev().fold(0, |w, byte| w << 8 | u64::from(*byte)),
    };
    bytes | 0x2020_2020_2020_2020
}

fn none() -> Vec<u64> {
    vec![0; 1 << (BITS - 6)]
}

fn put(bits: &mut [u64], at: usize) {
    if let Some(word) = bits.get_mut(at >> 6) {
        *word |= 1 << (at & 63);
    }
}

#[inline(always)]
fn has(bits: &[u64], at: usize) -> bool {
    bits.get(at >> 6).is_some_and(|word| word >> (at & 63) & 1 == 1)
}

/// The hash of the first [`BEGIN`] bytes of a head.
#[inline(always)]
fn begin(head: u64) -> usize {
    hash(head << (8 * (HEAD - BEGIN)))
}

#[inline(always)]
fn hash(key: u64) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS)) as usize
}

#[inline(always)]
fn slot(hash: usize) -> usize {
    hash >> (BITS - SLOT_BITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_all_lengths_are_found_in_any_case() {
        let list = ["a", "ab", "abc", "abcdefgh", "-----beg", "ök"];
        let words = Words::new(list.iter().map(|word| (word.as_bytes().to_vec(), *word)));
        let found = |text: &str| {
            let mut all = Vec::new();
            words.at(text.as_bytes(), 0, |len, meaning| all.push((len, meaning)));
            all
        };
        assert_eq!(found("ABCdEFGHi"), [(1, "a"), (2, "ab"), (3, "abc"), (8, "abcdefgh")]);
        assert_eq!(found("ab"), [(1, "a"), (2, "ab")]);
        assert_eq!(found("a\u{e2}x9"), [(1, "a")]);
        assert_eq!(found("-----BEGIN"), [(8, "-----beg")]);
        assert_eq!(found("ökonom"), [(3, "ök")]);
        assert_eq!(found("-----BEE"), []);
    }
}
