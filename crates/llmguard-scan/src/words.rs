//! Words: a table of texts to be found, looked up by their first bytes.
//!
//! What stands at a place is read as eight bytes, folded: the bit that tells capitals from small letters is set. A word
//! has a key, its first eight, six, four, three, two or one folded bytes, whichever it has. Tables of bits
//! say for nearly every place of a text that no word begins there; the longest, most of all, share one that is looked up
//! once for both lengths. The words of one key stand together; their first eight bytes are compared as one number, case included
//! where it matters, and the others, without ASCII case, only where these fit:
//!
//! ```text
//! word   Frau Dr      folded  frau dr         key  frau d
//! text   "FRAU DR. "  its first six bytes, hashed, are in the table; the seven of the word fit: found
//! text   "Fraueneis"  neither `frau` nor `frauen` nor `fraueneis` is in a table
//! ```

use std::ops::Range;

use crate::prints::{DEPTH, Shape};
use crate::set::{Set, is_ascii_word};

/// So many bytes are read at once.
pub(crate) const HEAD: usize = 8;
/// How long keys are; that of a word is the longest it has.
const KEYS: [usize; 6] = [1, 2, 3, 4, 6, 8];
/// So many bytes are looked up first.
const BEGIN: usize = 4;
/// Those in one table, by the shortest of them.
const LONG: [usize; 2] = [6, 8];
/// A word begins with the byte.
const FIRST: u8 = 1;
/// The byte is a letter or digit of ASCII, or `_`.
const LETTER: u8 = 2;
/// Bits of a hash.
const BITS: u32 = 16;
/// Bits of that which choose a word of the table of long keys: 32 KiB.
const WORD_BITS: u32 = 12;

/// Texts to be found; each stands for one `T`.
#[derive(Debug)]
pub(crate) struct Words<T> {
    /// By byte: whether a word begins with it, and whether it is a word character; see [`FIRST`] and [`LETTER`].
    kinds: Box<[u8; 256]>,
    /// The words of one byte.
    ones: Set,
    /// The hashed keys of two bytes, …
    twos: Hashes,
    /// … of three …
    threes: Hashes,
    /// … and of four.
    fours: Hashes,
    /// The hashed first four bytes of all words that have as many.
    begins: Hashes,
    /// By the hash of the first six bytes: two bits for each key that begins so.
    long: Box<[u64; 1 << WORD_BITS]>,
    /// By the first bits of a hashed key: where its entries begin. One more than there are such.
    slots: Vec<u32>,
    /// How many bits of a hash do not count for that.
    shift: u32,
    entries: Vec<Entry<T>>,
    /// What words have behind their first eight bytes, one behind the other, in lower case.
    bytes: Vec<u8>,
}

/// What the first bytes of a word, up to eight, must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Opening {
    /// What the bits must be …
    pub(crate) bits: u64,
    /// … that count.
    pub(crate) mask: u64,
}

impl Opening {
    /// That of a word whatever its case in the text.
    pub(crate) fn any_case(word: &[u8]) -> Opening {
        let (mut bits, mut mask) = ([0; HEAD], [0; HEAD]);
        for ((bits, mask), byte) in bits.iter_mut().zip(&mut mask).zip(word) {
            *mask = if byte.is_ascii_alphabetic() { !0x20 } else { u8::MAX };
            *bits = byte & *mask;
        }
        Opening { bits: u64::from_le_bytes(bits), mask: u64::from_le_bytes(mask) }
    }

    /// That of a word of which is known what its bytes may be: a small letter, a capital, or both.
    pub(crate) fn of(bytes: impl Iterator<Item = Set>) -> Opening {
        let (mut bits, mut mask) = ([0; HEAD], [0; HEAD]);
        for ((bits, mask), set) in bits.iter_mut().zip(&mut mask).zip(bytes) {
            let mut bytes = set.bytes();
            let first = bytes.next().unwrap_or(0);
            *mask = bytes.fold(u8::MAX, |mask, byte| mask & !(byte ^ first));
            *bits = first & *mask;
        }
        Opening { bits: u64::from_le_bytes(bits), mask: u64::from_le_bytes(mask) }
    }

    /// What each of the first eight bytes may be: one byte twice, or a letter in both cases.
    pub(crate) fn bytes(self) -> impl Iterator<Item = [u8; 2]> {
        self.bits.to_le_bytes().into_iter().zip(self.mask.to_le_bytes()).map(|(bits, mask)| [bits, bits | !mask])
    }

    /// The symbols that the word may begin with; all of them behind its end.
    pub(crate) fn shape(self) -> Shape {
        let mut shape = [u64::MAX; DEPTH];
        for (symbols, either) in shape.iter_mut().zip(self.bytes()).filter(|(_, either)| *either != [0, u8::MAX]) {
            *symbols = Set::of(either).folded();
        }
        shape
    }

    #[inline(always)]
    fn fits(self, head: u64) -> bool {
        head & self.mask == self.bits
    }
}

#[derive(Debug, Clone, Copy)]
struct Entry<T> {
    opening: Opening,
    /// Where the rest of the word begins.
    from: u32,
    len: u32,
    meaning: T,
}

impl<T: Copy> Words<T> {
    pub(crate) fn new<B: AsRef<[u8]>>(words: impl IntoIterator<Item = (B, Opening, T)>) -> Words<T> {
        let mut kinds = Box::new([0; 256]);
        kinds.iter_mut().zip(0..=u8::MAX).for_each(|(kind, byte)| *kind = u8::from(is_ascii_word(byte)) * LETTER);
        let mut ones = Set::default();
        let [mut twos, mut threes, mut fours, mut begins] = std::array::from_fn(|_| Hashes::none());
        let mut long = Box::new([0; 1 << WORD_BITS]);
        let words = words.into_iter();
        let mut found = Vec::with_capacity(words.size_hint().0);
        let mut bytes = Vec::new();
        for (word, opening, meaning) in words {
            let word = word.as_ref();
            let Some(letter) = word.first() else { continue };
            for byte in [letter.to_ascii_lowercase(), letter.to_ascii_uppercase()] {
                kinds.get_mut(usize::from(byte)).into_iter().for_each(|kind| *kind |= FIRST);
            }
            let folded = fold(head(word, 0));
            let key = key(word.len());
            match key {
                1 => ones = ones.or(Set::of([letter.to_ascii_lowercase(), letter.to_ascii_uppercase()])),
                2 => twos.insert(hash(folded, 2)),
                3 => threes.insert(hash(folded, 3)),
                4 => fours.insert(hash(folded, 4)),
                _ => long.get_mut(place(folded)).into_iter().for_each(|word| *word |= bits(folded, key)),
            }
            if key >= BEGIN {
                begins.insert(hash(folded, BEGIN));
            }
            let (from, len) = (bytes.len() as u32, word.len() as u32);
            bytes.extend(word.iter().skip(HEAD).map(u8::to_ascii_lowercase));
            found.push((hash(folded, key), Entry { opening, from, len, meaning }));
        }
        let shift = BITS - found.len().next_power_of_two().ilog2().clamp(4, BITS);
        let (slots, entries) = slots(&found, shift);
        Words { kinds, ones, twos, threes, fours, begins, long, slots, shift, entries, bytes }
    }

    /// Whether a word may stand at a place.
    #[inline(always)]
    fn may_stand(&self, text: &[u8], at: usize) -> bool {
        let folded = fold(head(text, at));
        let one = text.get(at).is_some_and(|byte| self.ones.contains(*byte));
        self.begins.contains(hash(folded, BEGIN))
            | self.threes.contains(hash(folded, 3))
            | self.twos.contains(hash(folded, 2))
            | one
    }

    /// Calls `found` for every place in a range and every word that stands there, save for those of less than four
    /// bytes behind a letter or digit.
    #[inline(always)]
    pub(crate) fn within(&self, text: &[u8], range: Range<usize>, mut found: impl FnMut(usize, usize, T)) {
        let kind = |byte: &u8| self.kinds.get(usize::from(*byte)).copied().unwrap_or(0);
        let mut before = range.start.checked_sub(1).and_then(|at| text.get(at)).map_or(0, kind);
        let start = range.start;
        for (offset, byte) in text.get(range).unwrap_or_default().iter().enumerate() {
            let (at, here) = (start + offset, kind(byte));
            let tail = before & here & LETTER != 0;
            before = here;
            if here & FIRST == 0 {
                continue;
            }
            let begins = self.begins.contains(hash(fold(head(text, at)), BEGIN));
            if begins || !tail && self.may_stand(text, at) {
                self.at(text, at, |len, meaning| found(at, len, meaning));
            }
        }
    }

    /// Calls `found` for every word that stands at `at`, with its length.
    #[inline(always)]
    pub(crate) fn at(&self, text: &[u8], at: usize, mut found: impl FnMut(usize, T)) {
        self.short(text, at, &mut found);
        if self.begins.contains(hash(fold(head(text, at)), BEGIN)) {
            self.long(text, at, &mut found);
        }
    }

    /// The same for words of less than four bytes.
    #[inline(always)]
    pub(crate) fn short(&self, text: &[u8], at: usize, found: &mut impl FnMut(usize, T)) {
        let head = head(text, at);
        if text.get(at).is_some_and(|byte| self.ones.contains(*byte)) {
            self.compare(text, at, head, 1, found);
        }
        for (key, keys) in [(2, &self.twos), (3, &self.threes)] {
            if keys.contains(hash(fold(head), key)) {
                self.compare(text, at, head, key, found);
            }
        }
    }

    /// The same for words of four bytes and more.
    #[inline(always)]
    pub(crate) fn long(&self, text: &[u8], at: usize, found: &mut impl FnMut(usize, T)) {
        let head = head(text, at);
        if self.fours.contains(hash(fold(head), 4)) {
            self.compare(text, at, head, 4, found);
        }
        let known = self.long.get(place(fold(head))).copied().unwrap_or(0);
        for key in LONG {
            if bits(fold(head), key) & !known == 0 {
                self.compare(text, at, head, key, found);
            }
        }
    }

    /// Compares the words whose key has `known` bytes.
    #[inline(never)]
    fn compare(&self, text: &[u8], at: usize, head: u64, known: usize, found: &mut impl FnMut(usize, T)) {
        let slot = hash(fold(head), known) >> self.shift;
        let (Some(from), Some(to)) = (self.slots.get(slot), self.slots.get(slot + 1)) else { return };
        for entry in self.entries.get(*from as usize..*to as usize).unwrap_or_default() {
            if !entry.opening.fits(head) {
                continue;
            }
            let (from, len) = (entry.from as usize, entry.len as usize);
            if key(len) == known
                && let Some(here) = text.get(at..at + len)
                && let Some(rest) = self.bytes.get(from..from + len.saturating_sub(HEAD))
                && here.get(HEAD..).unwrap_or_default().eq_ignore_ascii_case(rest)
            {
                found(len, entry.meaning);
            }
        }
    }
}

/// Where the entries of each hash begin, all of them in that order, and one more.
fn slots<E: Copy>(found: &[(usize, E)], shift: u32) -> (Vec<u32>, Vec<E>) {
    let mut slots = vec![0; (1 << (BITS - shift)) + 1];
    for (hashed, _) in found {
        slots.get_mut((hashed >> shift) + 1).into_iter().for_each(|count| *count += 1);
    }
    let mut sum = 0;
    slots.iter_mut().for_each(|slot| {
        sum += *slot;
        *slot = sum;
    });
    let mut next = slots.clone();
    let mut entries: Vec<E> = found.iter().map(|(_, entry)| *entry).collect();
    for (hashed, entry) in found {
        let Some(next) = next.get_mut(hashed >> shift) else { continue };
        entries.get_mut(*next as usize).into_iter().for_each(|slot| *slot = *entry);
        *next += 1;
    }
    (slots, entries)
}

/// The eight bytes from a place on; zeros behind the end.
#[inline(always)]
fn head(text: &[u8], at: usize) -> u64 {
    match text.get(at..at + HEAD).and_then(|b| b.try_into().ok()) {
        Some(bytes) => u64::from_le_bytes(bytes),
        None => text.get(at..).unwrap_or_default().iter().take(HEAD).rev().fold(0, |w, byte| w << 8 | u64::from(*byte)),
    }
}

/// Bytes without what tells capitals from small letters.
#[inline(always)]
fn fold(head: u64) -> u64 {
    head | 0x2020_2020_2020_2020
}

/// How many bytes the key of a word has.
#[inline(always)]
fn key(len: usize) -> usize {
    KEYS.into_iter().rev().find(|key| *key <= len).unwrap_or(1)
}

/// The hash of the first `key` bytes of a head.
#[inline(always)]
fn hash(head: u64, key: usize) -> usize {
    (first(head, key).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - BITS)) as usize
}

/// Which word of the table has the keys that begin as these bytes do, …
#[inline(always)]
fn place(folded: u64) -> usize {
    hash(folded, LONG[0]) >> (BITS - WORD_BITS)
}

/// … and the two bits there of the key of `len` bytes.
#[inline(always)]
fn bits(folded: u64, len: usize) -> u64 {
    let product = first(folded, len).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    1 << (product >> (u64::BITS - 6)) | 1 << (product >> (u64::BITS - 12) & 63)
}

/// The first `key` bytes of a head, in its highest bits.
#[inline(always)]
fn first(head: u64, key: usize) -> u64 {
    head << (8 * (HEAD - key))
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
        let words =
            Words::new(list.iter().map(|word| (word.as_bytes().to_vec(), Opening::any_case(word.as_bytes()), *word)));
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

    #[test]
    fn case_counts_where_it_matters() {
        let capitals = Opening::of("IBAN".bytes().map(|byte| Set::of([byte])));
        let either =
            Opening::of([b"Ff".as_slice(), b"r", b"a", b"u", b" "].into_iter().map(|set| Set::of(set.iter().copied())));
        let list = [("iban", capitals), ("frau ", either), ("der ", Opening::any_case(b"der "))];
        let words = Words::new(list.map(|(word, opening)| (word, opening, word)));
        let found = |text: &str| {
            let mut all = Vec::new();
            words.at(text.as_bytes(), 0, |_, meaning| all.push(meaning));
            all
        };
        assert_eq!([found("IBAN"), found("Iban"), found("iban")], [vec!["iban"], vec![], vec![]]);
        assert_eq!([found("Frau X"), found("frau X"), found("FRAU X")], [vec!["frau "], vec!["frau "], vec![]]);
        assert_eq!([found("DeR "), found("DER\0")], [vec!["der "], vec![]]);
    }
}
