//! Bitmap: places read out of the bits of a chunk.
//!
//! ```text
//! bits     . 1 . . 1 1 .        bit 0 is the text's byte 4096
//! places   4097 4100 4101
//! ```

use crate::simd::{BLOCK, WORDS};

/// Lists the places of the bits of the first `blocks` words, the text's byte `from` being bit 0.
///
/// How many bits a word has cannot be predicted, so that a loop over them costs more than writing some too many.
pub(crate) fn list<'a>(bitmap: &[u64; WORDS], blocks: usize, from: usize, places: &'a mut [usize]) -> &'a mut [usize] {
    let mut len = 0;
    for (block, word) in bitmap.iter().take(blocks).enumerate().filter(|(_, word)| **word != 0) {
        let mut left = *word;
        let count = left.count_ones() as usize;
        for four in (0..count).step_by(4) {
            let Some(slots) = places.get_mut(len + four..len + four + 4) else { break };
            for slot in slots {
                *slot = from + block * BLOCK + left.trailing_zeros() as usize;
                left &= left.wrapping_sub(1);
            }
        }
        len += count;
    }
    places.get_mut(..len).unwrap_or_default()
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

/// The bits of either bitmap.
pub(crate) fn any(a: &[u64; WORDS], b: &[u64; WORDS]) -> [u64; WORDS] {
    let mut any = *a;
    any.iter_mut().zip(b).for_each(|(a, b)| *a |= b);
    any
}

#[inline(always)]
pub(crate) fn is_set(bitmap: &[u64; WORDS], at: usize) -> bool {
    bitmap.get(at / BLOCK).is_some_and(|word| word >> (at % BLOCK) & 1 == 1)
}

/// The bits from `at` on, the first of them lowest.
#[inline(always)]
pub(crate) fn ahead(bitmap: &[u64; WORDS], at: usize) -> u64 {
    let word = |n: usize| bitmap.get(n).copied().unwrap_or(0);
    let (from, by) = (at / BLOCK, at % BLOCK);
    word(from) >> by | word(from + 1) << 1 << (BLOCK - 1 - by)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_bits() {
        let (mut even, mut last) = ([0; WORDS], [0; WORDS]);
        even[0] = 0b10010;
        last[1] = 1 << 63;
        let both = any(&even, &last);
        let mut places = [0; 3 * BLOCK];
        assert_eq!(list(&both, 2, 4096, &mut places), [4097, 4100, 4096 + 127]);
        assert_eq!(list(&both, 1, 0, &mut places), [1, 4]);
        assert_eq!([is_set(&both, 4), is_set(&both, 5), is_set(&both, 127)], [true, false, true]);
        assert_eq!((ahead(&both, 4), ahead(&both, 127), ahead(&both, 5) >> 58), (1, 1, 0));
        assert_eq!(keep(&mut [1, 2, 3, 4], |place| place % 2 == 0), 2);
    }
}
