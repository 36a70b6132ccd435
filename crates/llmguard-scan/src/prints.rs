//! Prints: the fingerprints of all literals, spread over the buckets of the block pass.
//!
//! A bucket accepts every mixture of its literals: with `frau` and `herr` in one, `fear` passes too. Literals that are
//! alike therefore share a bucket: each is put where it lets the fewest texts through that no other lets through yet.

use std::cmp::Reverse;

use crate::set::Set;

/// Buckets of a set.
const BUCKETS: usize = 8;
/// Bytes of a literal that count.
pub(crate) const DEPTH: usize = 4;

/// Symbols: the low six bits of a byte. Capitals, small letters and the rest differ, nearly.
pub(crate) const SYMBOLS: usize = 64;

/// How often each symbol occurs in text, in parts of 2048: German and English prose, `@` to `_` (capitals), then blank
/// to `?` together with small letters, which have the same low bits.
const FREQUENCY: [u32; SYMBOLS] = [
    2, 10, 9, 5, 9, 8, 6, 8, 6, 8, 3, 6, 6, 9, 6, 4, 7, 1, 6, 14, 6, 4, 5, 7, 1, 1, 4, 2, 2, 2, 2, 6, //
    300, 100, 32, 52, 80, 256, 32, 50, 75, 132, 12, 24, 72, 70, 150, 64, 50, 20, 120, 120, 116, 64, 22, 28, 14, 16, 14,
    12, 6, 6, 6, 6,
];

/// Which symbols a literal or a bucket has at each place, as bits.
type Shape = [u64; DEPTH];

/// Literals that may begin anywhere, and literals that need a boundary before them.
#[derive(Default)]
pub(crate) struct Prints {
    bounded: Vec<Shape>,
    free: Vec<Shape>,
}

impl Prints {
    /// Adds a literal of a detector of which is known what bytes its first ones may be.
    pub(crate) fn add(&mut self, literal: &[u8], first: &[Set], bounded: bool) {
        let mut shape = [u64::MAX; DEPTH];
        for (at, symbols) in shape.iter_mut().enumerate() {
            let known = first.get(at).copied().unwrap_or(Set::ALL);
            let letter =
                literal.get(at).map(|letter| Set::of([letter.to_ascii_lowercase(), letter.to_ascii_uppercase()]));
            *symbols = known.and(letter.unwrap_or(Set::ALL)).folded();
        }
        let list = if bounded { &mut self.bounded } else { &mut self.free };
        list.push(shape);
    }

    /// What the block pass looks up.
    pub(crate) fn tables(mut self) -> [[[u8; SYMBOLS]; DEPTH]; 2] {
        [&mut self.bounded, &mut self.free].map(|shapes| {
            shapes.sort_by_cached_key(|shape| (Reverse(rate(shape)), *shape));
            shapes.dedup();
            table(&spread(shapes))
        })
    }
}

/// Spreads shapes, the widest first, over buckets.
fn spread(shapes: &[Shape]) -> [Shape; BUCKETS] {
    let mut buckets = [[0; DEPTH]; BUCKETS];
    let mut rates = [0; BUCKETS];
    for shape in shapes {
        let joined = buckets.map(|bucket| join(bucket, *shape));
        let costs = joined.map(|bucket| rate(&bucket));
        let added = |at: &usize| costs.get(*at).zip(rates.get(*at)).map_or(u64::MAX, |(with, without)| with - without);
        let best = (0..BUCKETS).min_by_key(added).unwrap_or(0);
        for (at, (bucket, rate)) in buckets.iter_mut().zip(&mut rates).enumerate() {
            if let (true, Some(with), Some(cost)) = (at == best, joined.get(at), costs.get(at)) {
                (*bucket, *rate) = (*with, *cost);
            }
        }
    }
    buckets
}

fn join(a: Shape, b: Shape) -> Shape {
    let mut joined = a;
    joined.iter_mut().zip(b).for_each(|(a, b)| *a |= b);
    joined
}

/// How often text passes a bucket, in parts of 2^44.
fn rate(bucket: &Shape) -> u64 {
    let share = |symbols: &u64| {
        let (mut left, mut sum) = (*symbols, 0);
        while left != 0 {
            sum += FREQUENCY.get(left.trailing_zeros() as usize).copied().map_or(0, u64::from);
            left &= left - 1;
        }
        sum
    };
    bucket.iter().map(share).product()
}

fn table(buckets: &[Shape; BUCKETS]) -> [[u8; SYMBOLS]; DEPTH] {
    let mut table = [[0; SYMBOLS]; DEPTH];
    for (number, bucket) in buckets.iter().enumerate() {
        for (symbols, row) in bucket.iter().zip(&mut table) {
            for (symbol, cell) in row.iter_mut().enumerate() {
                *cell |= u8::from(symbols >> symbol & 1 == 1) << number;
            }
        }
    }
    table
}
