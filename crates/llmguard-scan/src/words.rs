//! Words: a table of texts to be found, looked up by their first bytes.
//!
//! What stands at a place is read as eight bytes, folded: the bit that tells capitals from small letters is set. A word
//! has a key, its first six, four, three, two or one folded bytes, whichever it has. Bit tables of keys say for nearly every
//! place of a text that no word begins there. The words of one key stand together; their first eight bytes are compared
//! as one number, and the whole word, without ASCII case, only where these fit:
//!
//! ```text
//! word   Frau Dr.     folded  frau dr.        key  frau d
//! text   "FRAU DR. "  its first four and six bytes, hashed, are in the tables; the eight of the word fit: found
//! text   "Fraueneis"  its first four bytes are in a table, but neither a key of four nor one of six is
//! text   "Eisbär"     its first four bytes are in no table
//! ```

use std::ops::Range;

use crate::set::{Set, is_ascii_word};

/// So many bytes are read at once.
pub(crate) const HEAD: usize = 8;
/// How long a key can be.
const KEYS: [usize; 5] = [6, 4, 3, 2, 1];
/// So many bytes are looked up first.
const BEGIN: usize = 4;
/// Bits of a hash: a table of 8 KiB.
const BITS: u32 = 16;

/// Texts to be found; each stands for one `T`.
#[derive(Debug)]
pub(crate) struct Words<T> {
    /// The bytes that words begin with which have one or two bytes.
    short: Set,
    /// The keys of three bytes.
    threes: Hashes,
    /// The keys of four bytes.
    fours: Hashes,
    /// The keys of six bytes, …
    sixes: Hashes,
    /// … and what they and those of four bytes begin with.
    begins: Hashes,
    /// By the first bits of a hashed key: where its entries begin. One more than there are such.
    slots: Vec<u32>,
    /// How many bits of a hash do not count for that.
    shift: u32,
    entries: Vec<Entry<T>>,
    /// The words, one behind the other, in lower case.
    bytes: Vec<u8>,
}

#[derive(Debug, Clone, Copy)]
struct Entry<T> {
    /// The first bytes, folded, …
    head: u64,
    /// … and which of them count.
    mask: u64,
    /// Where the word begins, and its length.
    from: u32,
    len: u32,
    meaning: T,
}

impl<T: Copy> Words<T> {
    pub(crate) fn new<B: AsRef<[u8]>>(words: impl IntoIterator<Item = (B, T)>) -> Words<T> {
        let (mut short, mut threes, mut fours) = (Set::default(), Hashes::none(), Hashes::none());
        let (mut sixes, mut begins) = (Hashes::none(), Hashes::none());
        let (mut found, mut bytes) = (Vec::new(), Vec::new());
        for (word, meaning) in words {
            let word = word.as_ref();
            let (Some(letter), Some(key)) = (word.first(), key(word.len())) else { continue };
            let head = head(word, 0);
            let hashed = hash(head, key);
            match key {
                6 => sixes.insert(hashed),
                4 => fours.insert(hashed),
                3 => threes.insert(hashed),
                _ => short = short.or(Set::of([letter.to_ascii_lowercase(), letter.to_ascii_uppercase()])),
            }
            if key >= BEGIN {
                begins.insert(hash(head, BEGIN));
            }
            let mask = u64::MAX >> (8 * HEAD.saturating_sub(word.len()));
            let (from, len) = (bytes.len() as u32, word.len() as u32);
            bytes.extend(word.iter().map(u8::to_ascii_lowercase));
            found.push((hashed, Entry { head: head & mask, mask, from, len, meaning }));
        }
        let shift = BITS - found.len().next_power_of_two().ilog2().clamp(4, BITS);
        let mut slots = vec![0; (1 << (BITS - shift)) + 1];
        for (hashed, _) in &found {
            if let Some(count) = slots.get_mut((hashed >> shift) + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        slots.iter_mut().for_each(|slot| {
            sum += *slot;
            *slot = sum;
        });
        let mut next = slots.clone();
        let mut entries: Vec<Entry<T>> = found.iter().map(|(_, entry)| *entry).collect();
        for (hashed, entry) in &found {
            let Some(next) = next.get_mut(hashed >> shift) else { continue };
            entries.get_mut(*next as usize).into_iter().for_each(|slot| *slot = *entry);
            *next += 1;
        }
        Words { short, threes, fours, sixes, begins, slots, shift, entries, bytes }
    }

    /// Whether a word may stand at a place.
    #[inline(always)]
    pub(crate) fn may_stand(&self, text: &[u8], at: usize) -> bool {
        let head = head(text, at);
        self.begins.contains(hash(head, BEGIN)) | self.threes.contains(hash(head, 3)) | self.may_be_short(text, at)
    }

    #[inline(always)]
    fn may_be_short(&self, text: &[u8], at: usize) -> bool {
        text.get(at).is_some_and(|byte| self.short.contains(*byte))
    }

    /// Calls `found` for every place in a range and every word that stands there, save for those of less than four
    /// bytes behind a letter or digit.
    #[inline(always)]
    pub(crate) fn within(&self, text: &[u8], range: Range<usize>, mut found: impl FnMut(usize, usize, T)) {
        let mut inside = range.start.checked_sub(1).and_then(|at| text.get(at)).is_some_and(|b| is_ascii_word(*b));
        for at in range {
            let Some(byte) = text.get(at) else { break };
            let tail = inside && is_ascii_word(*byte);
            let may = if tail { self.begins.contains(hash(head(text, at), BEGIN)) } else { self.may_stand(text, at) };
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
        let head = head(text, at);
        if self.may_be_short(text, at) {
            self.compare(text, at, head, 1, &mut found);
            self.compare(text, at, head, 2, &mut found);
        }
        if self.threes.contains(hash(head, 3)) {
            self.compare(text, at, head, 3, &mut found);
        }
        if self.begins.contains(hash(head, BEGIN)) {
            if self.fours.contains(hash(head, 4)) {
                self.compare(text, at, head, 4, &mut found);
            }
            if self.sixes.contains(hash(head, 6)) {
                self.compare(text, at, head, 6, &mut found);
            }
        }
    }

    /// Compares the words whose key has `known` bytes.
    #[inline(never)]
    fn compare(&self, text: &[u8], at: usize, head: u64, known: usize, found: &mut impl FnMut(usize, T)) {
        let slot = hash(head, known) >> self.shift;
        let (Some(from), Some(to)) = (self.slots.get(slot), self.slots.get(slot + 1)) else { return };
        for entry in self.entries.get(*from as usize..*to as usize).unwrap_or_default() {
            let (from, len) = (entry.from as usize, entry.len as usize);
            if head & entry.mask == entry.head
                && key(len) == Some(known)
                && let (Some(word), Some(here)) = (self.bytes.get(from..from + len), text.get(at..at + len))
                && here.eq_ignore_ascii_case(word)
            {
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

/// How many bytes the key of a word has.
#[inline(always)]
fn key(len: usize) -> Option<usize> {
    KEYS.into_iter().find(|key| *key <= len)
}

/// The hash of the first `key` bytes of a head.
#[inline(always)]
fn hash(head: u64, key: usize) -> usize {
    ((head << (8 * (HEAD - key))).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS)) as usize
}

/// A set of hashes, as bits.
#[derive(Debug)]
struct Hashes(Box<[u64; 1 << (BITS - 6)]>);

impl Hashes {
    fn none() -> Hashes {
        Hashes(Box::new([0; 1 << (BITS - 6)]))
    }

    fn insert(&mut self, hash: usize) {
        if let Some(word) = self.0.get_mut(hash >> 6) {
            *word |= 1 << (hash & 63);
        }
    }

    #[inline(always)]
    fn contains(&self, hash: usize) -> bool {
        self.0.get(hash >> 6).is_some_and(|word| word >> (hash & 63) & 1 == 1)
    }
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
