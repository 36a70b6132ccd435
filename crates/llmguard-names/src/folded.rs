//! Folded: a word in lower case and without regard to how many bytes its letters have, with its hash.
//!
//! A letter of ASCII or Latin-1 is one byte, any other two; eight bytes of ASCII are read at a time.
//!
//! ```text
//! Müller      6d fc 6c 6c 65 72
//! Łódź        42 01 f3 64 7a 01
//! ```

use crate::token::MAX_WORD;

/// Room for the longest word, what is read behind it, and a block.
const ROOM: usize = (MAX_WORD + 16).next_multiple_of(8);
const HIGH: u64 = 0x8080_8080_8080_8080;
const ONES: u64 = 0x0101_0101_0101_0101;

/// A folded word.
#[derive(Debug, Clone)]
pub(crate) struct Folded {
    /// Nothing but zeros behind the word.
    bytes: [u8; ROOM],
    pub(crate) len: usize,
}

impl Default for Folded {
    fn default() -> Folded {
        Folded { bytes: [0; ROOM], len: 0 }
    }
}

impl Folded {
    /// Adds a folded letter; what there is no room for is left out.
    pub(crate) fn push(&mut self, letter: u32) {
        let [low, high, ..] = letter.to_le_bytes();
        let bytes = [low, high];
        for byte in bytes.iter().take(1 + usize::from(high > 0)) {
            if let Some(slot) = self.bytes.get_mut(self.len) {
                *slot = *byte;
                self.len += 1;
            }
        }
    }

    /// Adds the word characters that a block begins with.
    #[inline]
    pub(crate) fn extend(&mut self, block: &Block) {
        if let Some(slot) = self.bytes.get_mut(self.len..).and_then(|rest| rest.first_chunk_mut()) {
            *slot = block.folded.to_le_bytes();
            self.len += block.len;
        }
    }

    /// The hash of the word.
    #[inline]
    pub(crate) fn hash(&self) -> u64 {
        let mut hash = self.len as u64;
        for block in self.bytes.as_chunks::<8>().0.iter().take(self.len.div_ceil(8)) {
            hash = (hash ^ u64::from_le_bytes(*block)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
        }
        finish(hash)
    }

    pub(crate) fn head(&self) -> u32 {
        self.bytes.first_chunk().copied().map(u32::from_le_bytes).unwrap_or_default()
    }

    #[inline]
    pub(crate) fn tail(&self) -> u32 {
        let word = self.bytes.get(..self.len).unwrap_or_default();
        match word.last_chunk() {
            Some(last) => u32::from_be_bytes(*last),
            None => word.iter().fold(0, |tail, byte| tail << 8 | u32::from(*byte)),
        }
    }

    /// The same but for the last byte.
    pub(crate) fn without_last(&self) -> Folded {
        let mut shorter = self.clone();
        shorter.len = self.len.saturating_sub(1);
        shorter.bytes.iter_mut().skip(shorter.len).take(1).for_each(|byte| *byte = 0);
        shorter
    }

    /// What stands between hyphens.
    pub(crate) fn parts(&self) -> impl Iterator<Item = Folded> {
        self.bytes.get(..self.len).unwrap_or_default().split(|byte| *byte == b'-').map(|part| {
            let mut folded = Folded { len: part.len(), ..Folded::default() };
            folded.bytes.iter_mut().zip(part).for_each(|(to, from)| *to = *from);
            folded
        })
    }
}

/// The last step of a hash.
#[inline]
pub(crate) fn finish(hash: u64) -> u64 {
    let hash = (hash ^ hash >> 31).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ hash >> 32
}

/// The letters and digits of ASCII that eight bytes begin with, a bit each in three masks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) len: usize,
    /// In lower case; nothing behind them.
    pub(crate) folded: u64,
    /// The high bit of each byte that is such a letter or digit.
    pub(crate) upper: u64,
    pub(crate) lower: u64,
    pub(crate) digits: u64,
}

impl Block {
    /// The block at a place; zeros stand behind the end.
    #[inline]
    pub(crate) fn at(bytes: &[u8], at: usize) -> Block {
        let rest = bytes.get(at..).unwrap_or_default();
        let block = match rest.first_chunk::<8>() {
            Some(block) => *block,
            None => std::array::from_fn(|at| rest.get(at).copied().unwrap_or(0)),
        };
        Block::of(u64::from_le_bytes(block))
    }

    #[inline]
    fn of(bytes: u64) -> Block {
        // The high bit of each byte of ASCII that is at least `from` and at most `to`.
        let within = |bytes: u64, from: u8, to: u8| {
            let low = bytes & !HIGH;
            let (least, most) = (ONES * u64::from(0x80 - from), ONES * u64::from(0x7f - to));
            (low + least) & !(low + most) & !bytes & HIGH
        };
        // Upper and lower case differ in the bit that is shifted to the highest here.
        let (letters, is_lower) = (within(bytes | (ONES * 0x20), b'a', b'z'), bytes << 2);
        let (upper, lower, digits) = (letters & !is_lower, letters & is_lower, within(bytes, b'0', b'9'));
        let other = !(letters | digits) & HIGH;
        // All bits below the lowest byte that is something else.
        let first = ((other & other.wrapping_neg()) >> 7).wrapping_sub(1);
        Block {
            len: other.trailing_zeros() as usize / 8,
            folded: (bytes | upper >> 2) & first,
            upper: upper & first,
            lower: lower & first,
            digits: digits & first,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_says_of_each_byte_what_it_is() {
        for byte in 0..=u8::MAX {
            let block = Block::at(&[byte, b'x'], 0);
            let is = [byte.is_ascii_uppercase(), byte.is_ascii_lowercase(), byte.is_ascii_digit()];
            assert_eq!([block.upper, block.lower, block.digits].map(|mask| mask & 0x80 == 0x80), is, "{byte}");
            assert_eq!(block.len, if byte.is_ascii_alphanumeric() { 2 } else { 0 }, "{byte}");
            let folded = u64::from_le_bytes([byte.to_ascii_lowercase(), b'x', 0, 0, 0, 0, 0, 0]);
            assert_eq!(block.folded, if block.len == 2 { folded } else { 0 }, "{byte}");
        }
        assert_eq!(Block::at(b"Abcdefgh1", 0).len, 8);
        assert_eq!(Block::at(b"ab-cd", 0).folded, u64::from(b'a') | u64::from(b'b') << 8);
    }

    #[test]
    fn letters_and_blocks_make_the_same_word() {
        let (mut one, mut other) = (Folded::default(), Folded::default());
        "müller-lüdenscheidt".chars().for_each(|c| one.push(u32::from(c)));
        other.extend(&Block::at(b"M", 0));
        other.push(0xfc);
        other.extend(&Block::at(b"ller-", 0));
        "-lüdenscheidt".chars().for_each(|c| other.push(u32::from(c)));
        assert_eq!((one.hash(), one.head(), one.tail()), (other.hash(), other.head(), other.tail()));
        assert_eq!(one.parts().map(|part| part.len).collect::<Vec<_>>(), [6, 12]);
        assert_eq!(one.without_last().tail(), u32::from_be_bytes(*b"heid"));
    }
}
