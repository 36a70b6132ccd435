//! The block pass with AVX2: a table of 128 bytes is eight lookups of 16, of which one answers.

use std::arch::x86_64::{
    __m256i, _mm_cvtsi32_si128, _mm_loadu_si128, _mm256_add_epi32, _mm256_adds_epu8, _mm256_and_si256,
    _mm256_blendv_epi8, _mm256_broadcastsi128_si256, _mm256_castsi256_ps, _mm256_cmpeq_epi8, _mm256_i32gather_epi32,
    _mm256_loadu_si256, _mm256_movemask_epi8, _mm256_movemask_ps, _mm256_mullo_epi32, _mm256_or_si256,
    _mm256_set1_epi8, _mm256_set1_epi32, _mm256_setr_epi8, _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_sll_epi16,
    _mm256_slli_epi16, _mm256_slli_epi32, _mm256_srli_epi32, _mm256_srlv_epi32, _mm256_xor_si256,
};

use super::{BLOCK, Bits, Tables, put};
use crate::blocks::{self, CLASSES, Starts};
use crate::heads::{FACTOR, FOLD, Heads, KINDS, PACKED, SHIFT};
use crate::prints::{DEPTH, SETS, SYMBOLS};

const HALF: usize = 32;
/// So many heads are looked up at once.
const EIGHT: usize = 8;

/// Whether the processor has every feature named in this file.
pub(super) fn is_available() -> bool {
    is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi1") && is_x86_feature_detected!("bmi2")
}

#[target_feature(enable = "avx2,bmi1,bmi2")]
pub(super) fn pass(tables: &Tables, text: &[u8], blocks: usize, before: bool, bits: &mut Bits, starts: &mut Starts) {
    fill(tables, text, blocks, bits);
    blocks::starts(bits, blocks.saturating_sub(1), before, starts);
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2")]
fn fill(tables: &Tables, text: &[u8], blocks: usize, bits: &mut Bits) {
    let mut rows = [_mm256_setzero_si256(); 8];
    for (row, sixteen) in rows.iter_mut().zip(tables.ascii.as_chunks().0) {
        *row = lane(sixteen);
    }
    let other = _mm256_set1_epi8(tables.other.cast_signed());
    for block in 0..blocks {
        let (mut found, mut fit) = ([0u64; CLASSES], [0u64; SETS]);
        for half in 0..2 {
            let at =
                |offset: usize| text.get(block * BLOCK + half * HALF + offset..).and_then(|b| b.first_chunk::<HALF>());
            let (Some(t0), Some(t1), Some(t2), Some(t3)) = (at(0), at(1), at(2), at(3)) else { return };
            let bytes = load(t0);
            let classes = classes(bytes, &rows, other);
            for (number, word) in (0..).zip(&mut found) {
                let shifted = _mm256_sll_epi16(classes, _mm_cvtsi32_si128(7 - number));
                *word |= mask(shifted) << (half * HALF);
            }
            let symbols = [Symbols::of(bytes), Symbols::of(load(t1)), Symbols::of(load(t2)), Symbols::of(load(t3))];
            for (set, word) in tables.prints.iter().zip(&mut fit) {
                *word |= print(&symbols, set) << (half * HALF);
            }
        }
        for (bitmap, word) in bits.classes.iter_mut().zip(found) {
            put(bitmap, block, word);
        }
        for (bitmap, word) in bits.prints.iter_mut().zip(fit) {
            put(bitmap, block, word);
        }
        let Some(heads) = heads(&tables.heads, text.get(block * BLOCK..).unwrap_or_default()) else { return };
        for (bitmap, word) in bits.heads.iter_mut().zip(heads) {
            put(bitmap, block, word);
        }
    }
}

/// The classes of 32 bytes. Row `r` holds those of the bytes `16r` to `16r + 15`; a shuffle answers zero where the
/// index has its top bit set, which is so in every row but one.
#[target_feature(enable = "avx2")]
fn classes(bytes: __m256i, rows: &[__m256i; 8], other: __m256i) -> __m256i {
    let not_ascii = _mm256_cmpeq_epi8(_mm256_and_si256(bytes, _mm256_set1_epi8(i8::MIN)), _mm256_set1_epi8(i8::MIN));
    let mut found = _mm256_and_si256(not_ascii, other);
    for (row, table) in (0i8..8).zip(rows) {
        let inside = _mm256_xor_si256(bytes, _mm256_set1_epi8(row << 4));
        let index = _mm256_adds_epu8(inside, _mm256_set1_epi8(0x70));
        found = _mm256_or_si256(found, _mm256_shuffle_epi8(*table, index));
    }
    found
}

/// The low six bits of bytes, as they are looked up.
#[derive(Clone, Copy)]
struct Symbols {
    /// The low four.
    index: __m256i,
    /// The fifth and the sixth, each as the top bit of its byte.
    fifth: __m256i,
    sixth: __m256i,
}

impl Symbols {
    #[target_feature(enable = "avx2")]
    fn of(bytes: __m256i) -> Symbols {
        Symbols {
            index: _mm256_and_si256(bytes, _mm256_set1_epi8(15)),
            fifth: _mm256_slli_epi16::<3>(bytes),
            sixth: _mm256_slli_epi16::<2>(bytes),
        }
    }
}

/// Where the four bytes from each on fit a literal of a set. Its rows are more than there are registers: each is loaded
/// where it is needed, so that a short text does not pay for a copy of them all.
#[target_feature(enable = "avx2")]
fn print(symbols: &[Symbols; DEPTH], set: &[[u8; SYMBOLS]; DEPTH]) -> u64 {
    let mut fits = _mm256_set1_epi8(-1);
    for (Symbols { index, fifth, sixth }, rows) in symbols.iter().zip(set) {
        let [q0, q1, q2, q3] = rows.as_chunks().0 else { continue };
        let look = |row| _mm256_shuffle_epi8(lane(row), *index);
        let low = _mm256_blendv_epi8(look(q0), look(q1), *fifth);
        let high = _mm256_blendv_epi8(look(q2), look(q3), *fifth);
        fits = _mm256_and_si256(fits, _mm256_blendv_epi8(low, high, *sixth));
    }
    !mask(_mm256_cmpeq_epi8(fits, _mm256_setzero_si256())) & u64::from(u32::MAX)
}

/// The heads that begin in a block; eight bytes more are read.
#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn heads(table: &Heads, bytes: &[u8]) -> Option<[u64; KINDS]> {
    let mut heads = [0; KINDS];
    for from in (0..BLOCK).step_by(EIGHT) {
        let sixteen = lane(bytes.get(from..)?.first_chunk()?);
        for (word, bits) in heads.iter_mut().zip(eight_heads(table, sixteen)) {
            *word |= bits << from;
        }
    }
    Some(heads)
}

/// Those that begin in the first eight of sixteen bytes, which both halves of the vector have.
#[inline]
#[target_feature(enable = "avx2")]
fn eight_heads(table: &Heads, sixteen: __m256i) -> [u64; KINDS] {
    let windows = _mm256_setr_epi8(
        0, 1, 2, 3, 1, 2, 3, 4, 2, 3, 4, 5, 3, 4, 5, 6, //
        4, 5, 6, 7, 5, 6, 7, 8, 6, 7, 8, 9, 7, 8, 9, 10,
    );
    let head = _mm256_or_si256(_mm256_shuffle_epi8(sixteen, windows), _mm256_set1_epi32(FOLD.cast_signed()));
    let product = _mm256_mullo_epi32(head, _mm256_set1_epi32(FACTOR.cast_signed()));
    let hash = _mm256_srli_epi32::<{ SHIFT.cast_signed() }>(product);
    let at = _mm256_srli_epi32::<{ PACKED.cast_signed() }>(hash);
    #[expect(unsafe_code, reason = "lookups go through a pointer")]
    // SAFETY: a hash has 16 bits, of which 12 are left: an index into the 4,096 words of the table.
    let words = unsafe { _mm256_i32gather_epi32::<4>(table.0.as_ptr().cast(), at) };
    let slot = _mm256_and_si256(hash, _mm256_set1_epi32((1 << PACKED) - 1));
    let found = _mm256_srlv_epi32(words, _mm256_add_epi32(slot, slot));
    let bits = |found: __m256i| u64::from(_mm256_movemask_ps(_mm256_castsi256_ps(found)).cast_unsigned());
    [bits(_mm256_slli_epi32::<31>(found)), bits(_mm256_slli_epi32::<30>(found))]
}

#[target_feature(enable = "avx2")]
fn mask(bytes: __m256i) -> u64 {
    u64::from(_mm256_movemask_epi8(bytes).cast_unsigned())
}

#[target_feature(enable = "avx2")]
fn load(bytes: &[u8; HALF]) -> __m256i {
    #[expect(unsafe_code, reason = "vectors are loaded through a pointer")]
    // SAFETY: the reference covers all 32 bytes; the load needs no alignment.
    unsafe {
        _mm256_loadu_si256(bytes.as_ptr().cast())
    }
}

/// Sixteen bytes in both halves of a vector.
#[target_feature(enable = "avx2")]
fn lane(bytes: &[u8; 16]) -> __m256i {
    #[expect(unsafe_code, reason = "vectors are loaded through a pointer")]
    // SAFETY: the reference covers all 16 bytes; the load needs no alignment.
    let half = unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) };
    _mm256_broadcastsi128_si256(half)
}
