//! The block pass on any processor: table lookups, and eight bits gathered by one multiplication.

use super::{BLOCK, Bits, Tables, put};
use crate::blocks::{self, CLASSES, Starts};
use crate::prints::SETS;

pub(super) fn pass(tables: &Tables, text: &[u8], blocks: usize, before: bool, bits: &mut Bits, starts: &mut Starts) {
    fill(tables, text, blocks, bits);
    blocks::starts(bits, blocks.saturating_sub(1), before, starts);
}

fn fill(tables: &Tables, text: &[u8], blocks: usize, bits: &mut Bits) {
    for block in 0..blocks {
        let bytes = text.get(block * BLOCK..).unwrap_or_default();
        let mut classes = [0u64; CLASSES];
        let mut prints = [0u64; SETS];
        for (group, eight) in bytes.chunks_exact(8).take(BLOCK / 8).enumerate() {
            let packed = eight.iter().rev().fold(0u64, |packed, byte| {
                packed << 8 | u64::from(tables.ascii.get(usize::from(*byte)).copied().unwrap_or(tables.other))
            });
            for (class, word) in classes.iter_mut().enumerate() {
                *word |= gather(packed >> class) << (8 * group);
            }
        }
        for (at, four) in bytes.windows(4).take(BLOCK).enumerate() {
            for (set, word) in tables.prints.iter().zip(&mut prints) {
                let fits = set.iter().zip(four).fold(u8::MAX, |fits, (symbols, byte)| {
                    fits & symbols.get(usize::from(byte & 63)).copied().unwrap_or(0)
                });
                *word |= u64::from(fits != 0) << at;
            }
        }
        let words = bits.classes.iter_mut().chain(&mut bits.prints);
        for (bitmap, word) in words.zip(classes.into_iter().chain(prints)) {
            put(bitmap, block, word);
        }
    }
}

/// The lowest bits of eight bytes, as one byte.
fn gather(bytes: u64) -> u64 {
    (bytes & 0x0101_0101_0101_0101).wrapping_mul(0x0102_0408_1020_4080) >> 56
}
