//! The block pass with AVX-512 VBMI: a table of 128 bytes is one instruction. Heads are looked up as with AVX2.

use std::arch::x86_64::{
    __m512i, _mm512_and_si512, _mm512_loadu_si512, _mm512_mask_mov_epi8, _mm512_movepi8_mask, _mm512_permutex2var_epi8,
    _mm512_permutexvar_epi8, _mm512_set1_epi8, _mm512_ternarylogic_epi64, _mm512_test_epi8_mask,
};

use super::avx2::heads;
use super::{BLOCK, Bits, Tables, put};
use crate::blocks::{self, Starts};
use crate::prints::{DEPTH, SETS};

/// Whether the processor has every feature named in this file.
pub(super) fn is_available() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vl")
        && is_x86_feature_detected!("avx512vbmi")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,bmi1,bmi2")]
pub(super) fn pass(tables: &Tables, text: &[u8], blocks: usize, before: bool, bits: &mut Bits, starts: &mut Starts) {
    fill(tables, text, blocks, bits);
    blocks::starts(bits, blocks.saturating_sub(1), before, starts);
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,bmi1,bmi2")]
fn fill(tables: &Tables, text: &[u8], blocks: usize, bits: &mut Bits) {
    let (low, high) = tables.ascii.split_at(BLOCK);
    let (Some(low), Some(high)) = (low.first_chunk().map(|b| load(b)), high.first_chunk().map(|b| load(b))) else {
        return;
    };
    let other = _mm512_set1_epi8(tables.other.cast_signed());
    // Not by `map`: that is compiled without the features, and would call a function for every load.
    let mut prints = [[other; DEPTH]; SETS];
    for (vectors, set) in prints.iter_mut().zip(&tables.prints) {
        for (vector, symbols) in vectors.iter_mut().zip(set) {
            *vector = load(symbols);
        }
    }
    for block in 0..blocks {
        let at = |offset: usize| text.get(block * BLOCK + offset..).and_then(|b| b.first_chunk::<BLOCK>());
        let (Some(t0), Some(t1), Some(t2), Some(t3)) = (at(0), at(1), at(2), at(3)) else { return };
        let (v0, v1, v2, v3) = (load(t0), load(t1), load(t2), load(t3));
        let looked_up = _mm512_permutex2var_epi8(low, v0, high);
        let class = _mm512_mask_mov_epi8(looked_up, _mm512_movepi8_mask(v0), other);
        let bit = |n: u32| _mm512_test_epi8_mask(class, _mm512_set1_epi8((1u8 << n).cast_signed()));
        let print = |set: &[__m512i; 4]| {
            let [s0, s1, s2, s3] = set;
            let three = _mm512_ternarylogic_epi64::<0x80>(
                _mm512_permutexvar_epi8(v0, *s0),
                _mm512_permutexvar_epi8(v1, *s1),
                _mm512_permutexvar_epi8(v2, *s2),
            );
            let fits = _mm512_and_si512(three, _mm512_permutexvar_epi8(v3, *s3));
            _mm512_test_epi8_mask(fits, fits)
        };
        for (number, bitmap) in (0..).zip(&mut bits.classes) {
            put(bitmap, block, bit(number));
        }
        for (set, bitmap) in prints.iter().zip(&mut bits.prints) {
            put(bitmap, block, print(set));
        }
        let Some(found) = heads(&tables.heads, text.get(block * BLOCK..).unwrap_or_default()) else { return };
        for (bitmap, word) in bits.heads.iter_mut().zip(found) {
            put(bitmap, block, word);
        }
    }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn load(bytes: &[u8; BLOCK]) -> __m512i {
    #[expect(unsafe_code, reason = "vectors are loaded through a pointer")]
    // SAFETY: the reference covers all 64 bytes; the load needs no alignment.
    unsafe {
        _mm512_loadu_si512(bytes.as_ptr().cast())
    }
}
