//! Words: a table of texts to be found, looked up by their first bytes.
//!
//! Every byte counts by its low five bits only, its *symbol*, so that letters are folded and four of them make a number
//! of 20 bits, the key. A small bit table, hashed, says for nearly every place of a text that no word begins there; the
//! rest is compared, without ASCII case:
//!
//! ```text
//! word   Frau      symbols  f=6 r=18 a=1 u=21      key  6 | 18<<5 | 1<<10 | 21<<15
//! text   "Frauen"  key is in the bit table, the entry begins with "frau": found
//! text   "fRAuD"   found as well: what a hit means is for the caller to verify
//! ```
//!
//! Words of one to three bytes have shorter keys and bit tables of their own.

use crate::set::Set;

/// At most so many bytes make a key.
const KEY: usize = 4;
/// Bits of a hashed key: as many as a key of three bytes has.
const BITS: u32 = 15;
/// So many bytes are compared at once.
const HEAD: usize = 8;
/// Bits of a slot's number.
const SLOT_BITS: u32 = 11;

/// Texts to be found; each stands for one `T`.
#[derive(Debug)]
pub(crate) struct Words<T> {
    /// The bytes a word may begin with.
    first: Set,
    /// By length of the key: one bit a key.
    filters: [Vec<u64>; KEY],
    /// By a shorter hash of the key: where its entries begin. One more than there are hashes.
    slots: Vec<u32>,
    entries: Vec<Entry<T>>,
}

#[derive(Debug)]
struct Entry<T> {
    /// The first eight bytes, folded, …
    head: u64,
    /// … of which these count.
    mask: u64,
    meaning: T,
    /// In lower case.
    word: Box<[u8]>,
}

impl<T: Copy> Words<T> {
    pub(crate) fn new(words: impl IntoIterator<Item = (Vec<u8>, T)>) -> Words<T> {
        let mut filters: [Vec<u64>; KEY] = Default::default();
        let mut entries: Vec<(usize, Entry<T>)> = Vec::new();
        let mut first = Set::default();
        for (word, meaning) in words {
            let len = word.len().min(KEY);
            let (Some(filter), Some(begin)) = (filters.get_mut(len.wrapping_sub(1)), word.first()) else { continue };
            first = first.or(Set::of([begin.to_ascii_lowercase(), begin.to_ascii_uppercase()]));
            let key = shortened(key_at(&word, 0), len);
            filter.resize((1 << (5 * len.min(KEY - 1))) / 64 + 1, 0);
            let bit = bit(key, len);
            if let Some(bits) = filter.get_mut(bit >> 6) {
                *bits |= 1 << (bit & 63);
            }
            let mask = u64::MAX >> (64 - 8 * word.len().min(HEAD));
            let entry = Entry { head: head_at(&word, 0) & mask, mask, word: word.into_boxed_slice(), meaning };
            entries.push((slot(key, len), entry));
        }
        entries.sort_by_key(|(slot, entry)| (*slot, entry.head));
        let mut slots = vec![0; (1 << SLOT_BITS) + 1];
        for (slot, _) in &entries {
            if let Some(count) = slots.get_mut(slot + 1) {
                *count += 1;
            }
        }
        let entries = entries.into_iter().map(|(_, entry)| entry).collect();
        let mut sum = 0;
        slots.iter_mut().for_each(|slot| {
            sum += *slot;
            *slot = sum;
        });
        Words { first, filters, slots, entries }
    }

    /// Calls `found` for every word that stands at `at`, with its length.
    #[inline(always)]
    pub(crate) fn at(&self, text: &[u8], at: usize, mut found: impl FnMut(usize, T)) {
        if !text.get(at).is_some_and(|byte| self.first.contains(*byte)) {
            return;
        }
        let key = key_at(text, at);
        for (filter, len) in self.filters.iter().zip(1..) {
            let key = shortened(key, len);
            let bit = bit(key, len);
            if filter.get(bit >> 6).is_some_and(|bits| bits & (1 << (bit & 63)) != 0) {
                self.compare(text, at, slot(key, len), &mut found);
            }
        }
    }

    #[inline(never)]
    fn compare(&self, text: &[u8], at: usize, slot: usize, found: &mut impl FnMut(usize, T)) {
        let head = head_at(text, at);
        let (Some(from), Some(to)) = (self.slots.get(slot), self.slots.get(slot + 1)) else { return };
        for entry in self.entries.get(*from as usize..*to as usize).unwrap_or_default() {
            if head & entry.mask == entry.head {
                let len = entry.word.len();
                if text.get(at..at + len).is_some_and(|t| t.eq_ignore_ascii_case(&entry.word)) {
                    found(len, entry.meaning);
                }
            }
        }
    }
}

/// The key of what stands at a place; bytes behind the end count as zero.
#[inline(always)]
fn key_at(text: &[u8], at: usize) -> u32 {
    let bytes = match text.get(at..at + KEY).and_then(|b| b.try_into().ok()) {
        Some(bytes) => u32::from_le_bytes(bytes),
        None => text.get(at..).unwrap_or_default().iter().rev().fold(0, |word, byte| word << 8 | u32::from(*byte)),
    };
    let symbols = bytes & 0x1f1f_1f1f;
    let pairs = symbols | symbols >> 3;
    pairs & 0x0000_03ff | pairs >> 6 & 0x000f_fc00
}

/// The key of the first `len` bytes only.
#[inline(always)]
fn shortened(key: u32, len: usize) -> u32 {
    key & ((1 << (5 * len)) - 1)
}

/// The first eight bytes from a place on, folded by setting one bit, which makes a few other bytes equal as well.
#[inline(always)]
fn head_at(text: &[u8], at: usize) -> u64 {
    let bytes = match text.get(at..at + HEAD).and_then(|b| b.try_into().ok()) {
        Some(bytes) => u64::from_le_bytes(bytes),
        None => text.get(at..).unwrap_or_default().iter().take(HEAD).rev().fold(0, |w, byte| w << 8 | u64::from(*byte)),
    };
    bytes | 0x2020_2020_2020_2020
}

/// Where the entries of a key of `len` bytes begin.
#[inline(always)]
fn slot(key: u32, len: usize) -> usize {
    ((key << 3 | len as u32).wrapping_mul(0x85eb_ca6b) >> (32 - SLOT_BITS)) as usize
}

/// Which bit of its filter stands for a key: its own, or, of the longest keys, that of a hash.
#[inline(always)]
fn bit(key: u32, len: usize) -> usize {
    let bit = if len == KEY { key.wrapping_mul(0x9e37_79b1) >> (32 - BITS) } else { key };
    bit as usize
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
