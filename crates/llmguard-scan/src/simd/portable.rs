//! The block pass on any processor: table lookups, and eight bits gathered by one multiplication.

use super::{BLOCK, Bits, Tables, put};
use crate::blocks::{self, CLASSES, Starts};
use crate::heads::{HEAD, KINDS};
use crate::prints::{DEPTH, SETS, SYMBOLS};

pub(super) fn pass(tables: &Tables, text: &[u8], blocks: usize, before: bool, bits: &mut Bits, starts: &mut Starts) {
    fill(tables, text, blocks, bits);
    blocks::starts(bits, blocks.saturating_sub(1), before, starts);
}

fn fill(tables: &Tables, text: &[u8], blocks: usize, bits: &mut Bits) {
    let wide = wide(&tables.prints);
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
        for group in 0..BLOCK / 8 {
            let mut packed = 0u64;
            for (at, four) in bytes.get(8 * group..).unwrap_or_default().windows(DEPTH).take(8).enumerate() {
                let fits = wide.iter().zip(four).fold(u64::MAX, |fits, (symbols, byte)| {
                    fits & symbols.get(usize::from(byte & 63)).copied().unwrap_or(0)
                });
                packed |= gather(any(fits)) << (8 * at);
            }
            for (set, word) in prints.iter_mut().enumerate() {
                *word |= gather(packed >> set) << (8 * group);
            }
        }
        let mut heads = [0u64; KINDS];
        for (at, head) in bytes.windows(HEAD).take(BLOCK).enumerate() {
            let found = head.first_chunk().map_or(0, |head| tables.heads.at(*head));
            for (kind, word) in heads.iter_mut().enumerate() {
                *word |= u64::from(found >> kind & 1) << at;
            }
        }
        let words = bits.classes.iter_mut().chain(&mut bits.prints).chain(&mut bits.heads);
        for (bitmap, word) in words.zip(classes.into_iter().chain(prints).chain(heads)) {
            put(bitmap, block, word);
        }
    }
}

/// The buckets of all sets, a byte each, so that one lookup answers for all.
fn wide(prints: &[[[u8; SYMBOLS]; DEPTH]; SETS]) -> [[u64; SYMBOLS]; DEPTH] {
    const { assert!(8 * SETS <= u64::BITS as usize) };
    let mut wide = [[0; SYMBOLS]; DEPTH];
    for (number, set) in prints.iter().enumerate() {
        for (all, buckets) in wide.iter_mut().flatten().zip(set.iter().flatten()) {
            *all |= u64::from(*buckets) << (8 * number);
        }
    }
    wide
}

/// The lowest bit of each of eight bytes that has any.
fn any(bytes: u64) -> u64 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    (((bytes & LOW) + LOW) | bytes) >> 7
}

/// The lowest bits of eight bytes, as one byte.
fn gather(bytes: u64) -> u64 {
    (bytes & 0x0101_0101_0101_0101).wrapping_mul(0x0102_0408_1020_4080) >> 56
}
