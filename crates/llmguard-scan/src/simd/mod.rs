//! Block pass: the class of every byte and the [fingerprints](crate::prints) at it, 64 bytes at a time, as bitmaps.
//!
//! This is the only part of the engine that looks at every byte, and the only one that knows instruction sets. Each
//! path fills the same [`Bits`] from the same [`Tables`]; nothing else differs, which a test holds against every path
//! the machine has. What is made of the bits, see [`crate::blocks`], is compiled into each path, because it is as fast
//! as the path's vectors are wide.
//!
//! ```text
//! text          I B A N   D E 8 9   3 7 0 4
//! class digit   . . . . . . . 1 1 . 1 1 1 1      one bitmap for each class, bit n = byte n
//! class word    1 1 1 1 . 1 1 1 1 . 1 1 1 1
//! fingerprint   1 . . . . . . . . . . . . .      a cue may begin here: its first four symbols fit
//! head          . . . . . . . . . . . . . .      a literal may begin here: its first four bytes, hashed, are in the table
//! ```
//!
//! A fingerprint is the AND of four table lookups, one for each of four bytes in a row, by the byte's low six bits.
//! Each table says for eight buckets of literals whether a literal of that bucket has such a byte at that place; a bit
//! that survives all four is a possible start.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod portable;

use crate::blocks::{CLASSES, Starts};
use crate::heads::{self, Heads};
use crate::prints::{DEPTH, SETS, SYMBOLS};

/// Bytes of a block: bits of a bitmap's word.
pub(crate) const BLOCK: usize = 64;
/// Words of a bitmap: a chunk of 64 blocks, one to look ahead, and some to make vectors of.
pub(crate) const WORDS: usize = 72;
/// How many bytes beyond the last block are read.
pub(crate) const BEYOND: usize = 8;

/// What every path looks up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tables {
    /// The classes of an ASCII byte, one bit each.
    pub(crate) ascii: [u8; 128],
    /// The classes of every other byte.
    pub(crate) other: u8,
    /// For each set of fingerprints and each of [`DEPTH`] bytes in a row, by symbol: the buckets that have it there.
    pub(crate) prints: [[[u8; SYMBOLS]; DEPTH]; SETS],
    pub(crate) heads: Heads,
}

/// What every path fills: a bitmap a class, one for each set of fingerprints, and one for each kind of head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bits {
    pub(crate) classes: [[u64; WORDS]; CLASSES],
    pub(crate) prints: [[u64; WORDS]; SETS],
    pub(crate) heads: [[u64; WORDS]; heads::KINDS],
}

impl Bits {
    pub(crate) const EMPTY: Bits =
        Bits { classes: [[0; WORDS]; CLASSES], prints: [[0; WORDS]; SETS], heads: [[0; WORDS]; heads::KINDS] };
}

/// An instruction set the block pass is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[doc(hidden)]
pub enum Isa {
    /// Any processor.
    Portable,
    /// x86-64 with AVX2.
    Avx2,
    /// x86-64 with AVX-512 VBMI.
    Avx512,
}

impl Isa {
    /// Those this machine has, slowest first.
    #[must_use]
    pub fn available() -> Vec<Isa> {
        [Isa::Portable, Isa::Avx2, Isa::Avx512].into_iter().filter(|isa| isa.is_available()).collect()
    }

    /// The fastest this machine has.
    #[must_use]
    pub fn best() -> Isa {
        [Isa::Avx512, Isa::Avx2].into_iter().find(|isa| isa.is_available()).unwrap_or(Isa::Portable)
    }

    fn is_available(self) -> bool {
        match self {
            Isa::Portable => true,
            #[cfg(target_arch = "x86_64")]
            Isa::Avx2 => avx2::is_available(),
            #[cfg(target_arch = "x86_64")]
            Isa::Avx512 => avx512::is_available(),
            #[cfg(not(target_arch = "x86_64"))]
            _ => false,
        }
    }
}

/// Fills the first `blocks` words of every bitmap and works out the starts in all but the last of these blocks, which
/// is looked ahead at. Reads [`BEYOND`] bytes more than the blocks have; where the text is shorter, nothing is filled.
/// `before` says whether the byte before the text is a word character.
pub(crate) fn pass(
    isa: Isa,
    tables: &Tables,
    text: &[u8],
    blocks: usize,
    before: bool,
    bits: &mut Bits,
    starts: &mut Starts,
) {
    let Some(text) = text.get(..blocks * BLOCK + BEYOND).filter(|_| blocks <= WORDS) else { return };
    match isa {
        #[cfg(target_arch = "x86_64")]
        #[expect(unsafe_code, reason = "what needs an instruction set is called where the processor has it")]
        // SAFETY: the guard has just asked for every feature that the path is compiled with.
        Isa::Avx512 if isa.is_available() => unsafe { avx512::pass(tables, text, blocks, before, bits, starts) },
        #[cfg(target_arch = "x86_64")]
        #[expect(unsafe_code, reason = "what needs an instruction set is called where the processor has it")]
        // SAFETY: as above.
        Isa::Avx2 if isa.is_available() => unsafe { avx2::pass(tables, text, blocks, before, bits, starts) },
        _ => portable::pass(tables, text, blocks, before, bits, starts),
    }
}

/// Writes a word of a bitmap.
#[inline(always)]
fn put(bitmap: &mut [u64; WORDS], block: usize, word: u64) {
    if let Some(slot) = bitmap.get_mut(block) {
        *slot = word;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tables() -> impl Strategy<Value = Tables> {
        let print = || proptest::collection::vec(any::<u8>(), SYMBOLS * DEPTH * SETS);
        let head = || proptest::collection::vec(any::<u32>(), heads::LEN);
        (proptest::collection::vec(any::<u8>(), 128), any::<u8>(), print(), head()).prop_map(
            |(ascii, other, prints, heads)| {
                let heads = Heads(heads.try_into().expect("as many as the table has"));
                let mut tables = Tables { ascii: [0; 128], other, prints: [[[0; SYMBOLS]; DEPTH]; SETS], heads };
                tables.ascii.iter_mut().zip(ascii).for_each(|(to, from)| *to = from);
                let cells = tables.prints.iter_mut().flatten().flatten();
                cells.zip(prints).for_each(|(to, from)| *to = from);
                tables
            },
        )
    }

    proptest! {
        #[test]
        fn every_path_fills_the_same_bits(
            tables in tables(),
            blocks in 0usize..6,
            text in proptest::collection::vec(any::<u8>(), 6 * BLOCK + BEYOND),
        ) {
            let mut plain = Bits::EMPTY;
            for block in 0..blocks {
                for bit in 0..BLOCK {
                    let at = block * BLOCK + bit;
                    let class = tables.ascii.get(usize::from(text[at])).copied().unwrap_or(tables.other);
                    for (number, words) in plain.classes.iter_mut().enumerate() {
                        words[block] |= u64::from(class >> number & 1) << bit;
                    }
                    for (prints, words) in tables.prints.iter().zip(&mut plain.prints) {
                        let fits = (0..DEPTH).fold(u8::MAX, |m, i| m & prints[i][usize::from(text[at + i] & 63)]);
                        words[block] |= u64::from(fits != 0) << bit;
                    }
                    let head = tables.heads.at([text[at], text[at + 1], text[at + 2], text[at + 3]]);
                    for (kind, words) in plain.heads.iter_mut().enumerate() {
                        words[block] |= u64::from(head >> kind & 1) << bit;
                    }
                }
            }
            let mut plain_starts = Starts::EMPTY;
            crate::blocks::starts(&plain, blocks.saturating_sub(1), true, &mut plain_starts);
            for isa in Isa::available() {
                let (mut bits, mut starts) = (Bits::EMPTY, Starts::EMPTY);
                pass(isa, &tables, &text, blocks, true, &mut bits, &mut starts);
                prop_assert!(bits == plain && starts == plain_starts, "{isa:?}");
            }
        }
    }
}
