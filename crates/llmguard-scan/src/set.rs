//! Set: a set of byte values.

use crate::image::{Reader, Writer};

/// 256 bits, one a byte value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Set([u64; 4]);

impl Set {
    pub(crate) const ALL: Set = Set([u64::MAX; 4]);

    /// The capitals of ASCII, and all bytes beyond ASCII.
    pub(crate) const CAPITALS: Set = Set([0, 0x07ff_fffe, u64::MAX, u64::MAX]);

    pub(crate) fn of(bytes: impl IntoIterator<Item = u8>) -> Set {
        let mut set = Set::default();
        bytes.into_iter().for_each(|byte| set.insert(byte));
        set
    }

    pub(crate) fn digits() -> Set {
        Set::of(b'0'..=b'9')
    }

    /// The letters and digits of ASCII, and `_`.
    pub(crate) fn words() -> Set {
        Set::of((0..=u8::MAX).filter(|byte| is_ascii_word(*byte)))
    }

    pub(crate) fn insert(&mut self, byte: u8) {
        if let Some(word) = self.0.get_mut(usize::from(byte >> 6)) {
            *word |= 1 << (byte & 63);
        }
    }

    #[inline(always)]
    pub(crate) fn contains(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte >> 6)).is_some_and(|word| word & (1 << (byte & 63)) != 0)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0 == [0; 4]
    }

    pub(crate) fn and(self, other: Set) -> Set {
        self.zip(other, |a, b| a & b)
    }

    pub(crate) fn or(self, other: Set) -> Set {
        self.zip(other, |a, b| a | b)
    }

    pub(crate) fn without(self, other: Set) -> Set {
        self.zip(other, |a, b| a & !b)
    }

    pub(crate) fn is_subset(self, other: Set) -> bool {
        self.without(other).is_empty()
    }

    /// The low six bits of the bytes, as bits.
    pub(crate) fn folded(&self) -> u64 {
        self.0.iter().fold(0, |all, word| all | word)
    }

    pub(crate) fn bytes(&self) -> impl Iterator<Item = u8> {
        (0..=u8::MAX).filter(|byte| self.contains(*byte))
    }

    pub(crate) fn write(self, out: &mut Writer) {
        self.0.into_iter().for_each(|word| out.word(word));
    }

    pub(crate) fn read(input: &mut Reader<'_>) -> Option<Set> {
        Some(Set([input.word()?, input.word()?, input.word()?, input.word()?]))
    }

    fn zip(self, other: Set, with: impl Fn(u64, u64) -> u64) -> Set {
        let mut out = self;
        out.0.iter_mut().zip(other.0).for_each(|(a, b)| *a = with(*a, b));
        out
    }
}

/// Whether a byte is a letter, a digit or `_` of ASCII.
pub(crate) const fn is_ascii_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
