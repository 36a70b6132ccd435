//! Prints: the fingerprints of short literals, cues and codes, spread over the buckets of the block pass.
//!
//! A bucket accepts every mixture of its literals: with `frau` and `herr` in one, `fear` passes too. Literals that are
//! alike therefore share a bucket: each is put where it lets the fewest texts through that no other lets through yet.
//! Eight buckets are a set; what is asked everywhere in a text, and has many texts, is spread over several.

use std::cmp::Reverse;
use std::ops::Range;

use crate::plan::Property;

/// Buckets of a set.
const BUCKETS: usize = 8;
/// Sets of buckets.
pub(crate) const SETS: usize = 7;
/// Bytes of a literal that count.
pub(crate) const DEPTH: usize = 4;

/// Symbols: the low six bits of a byte. Capitals, small letters and the rest differ, nearly.
pub(crate) const SYMBOLS: usize = 64;

/// How often each symbol occurs in text, in parts of 2048: German and English prose, `@` to `_` (capitals), then blank
/// to `?` together with small letters, which have the same low bits.
const FREQUENCY: [u16; SYMBOLS] = [
    2, 10, 9, 5, 9, 8, 6, 8, 6, 8, 3, 6, 6, 9, 6, 4, 7, 1, 6, 14, 6, 4, 5, 7, 1, 1, 4, 2, 2, 2, 2, 6, //
    300, 100, 32, 52, 80, 256, 32, 50, 75, 132, 12, 24, 72, 70, 150, 64, 50, 20, 120, 120, 116, 64, 22, 28, 14, 16, 14,
    12, 6, 6, 6, 6,
];

/// Which symbols a literal or a bucket has at each place, as bits.
pub(crate) type Shape = [u64; DEPTH];

/// What a fingerprint stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Print {
    /// A literal of less than four bytes with a boundary before it.
    Bounded,
    /// A literal of less than four bytes that may begin anywhere.
    Free,
    /// A cue that announces and has a boundary before it.
    Cue,
    /// A cue that announces and may be the tail of a word.
    Tail,
    /// A code with this property.
    Code(Property),
}

impl Print {
    const ALL: [Print; 6] = [
        Print::Bounded,
        Print::Free,
        Print::Cue,
        Print::Tail,
        Print::Code(Property::DigitNear),
        Print::Code(Property::DigitFar),
    ];

    /// The sets it is spread over; [`SETS`] in all.
    pub(crate) const fn sets(self) -> Range<usize> {
        match self {
            Print::Bounded => 0..1,
            Print::Free => 1..2,
            Print::Cue => 2..3,
            Print::Tail => 3..5,
            Print::Code(Property::DigitNear) => 5..6,
            // What is rare anyway shares one.
            Print::Code(_) => 6..7,
        }
    }
}

/// All fingerprints, by what they stand for.
#[derive(Default)]
pub(crate) struct Prints([Vec<Shape>; Print::ALL.len()]);

impl Prints {
    /// Adds what begins with these symbols.
    pub(crate) fn add(&mut self, print: Print, shape: Shape) {
        let list = Print::ALL.iter().position(|known| known.sets() == print.sets()).and_then(|at| self.0.get_mut(at));
        list.into_iter().for_each(|list| list.push(shape));
    }

    /// What the block pass looks up.
    pub(crate) fn tables(mut self) -> [[[u8; SYMBOLS]; DEPTH]; SETS] {
        let mut tables = [[[0; SYMBOLS]; DEPTH]; SETS];
        for (print, shapes) in Print::ALL.into_iter().zip(&mut self.0) {
            shapes.sort_by_cached_key(|shape| (Reverse(rate(shape)), *shape));
            shapes.dedup();
            let sets = tables.get_mut(print.sets()).unwrap_or_default();
            let mut buckets = vec![[0; DEPTH]; BUCKETS * sets.len()];
            spread(shapes, &mut buckets);
            sets.iter_mut().zip(buckets.chunks(BUCKETS)).for_each(|(set, buckets)| *set = table(buckets));
        }
        tables
    }
}

/// Spreads shapes, the widest first, over empty buckets.
fn spread(shapes: &[Shape], buckets: &mut [Shape]) {
    let mut rates = vec![0; buckets.len()];
    for shape in shapes {
        let added = |(bucket, rated): (&Shape, &u64)| rate(&join(*bucket, *shape)) - rated;
        let costs = buckets.iter().zip(&rates).map(added);
        let best = costs.enumerate().min_by_key(|(_, cost)| *cost).map_or(0, |(at, _)| at);
        if let (Some(bucket), Some(rated)) = (buckets.get_mut(best), rates.get_mut(best)) {
            *bucket = join(*bucket, *shape);
            *rated = rate(bucket);
        }
    }
}

fn join(a: Shape, b: Shape) -> Shape {
    let mut joined = a;
    joined.iter_mut().zip(b).for_each(|(a, b)| *a |= b);
    joined
}

/// How often text passes a bucket, in parts of 2^44.
fn rate(bucket: &Shape) -> u64 {
    bucket.iter().map(|symbols| share(*symbols)).product()
}

/// How often symbols occur, in parts of 2048; looked up for eight at a time.
fn share(symbols: u64) -> u64 {
    let parts = symbols.to_le_bytes();
    parts.iter().zip(&SHARES).map(|(part, shares)| shares.get(usize::from(*part)).copied().map_or(0, u64::from)).sum()
}

/// For each eight symbols, and each choice of them: how often they occur.
#[expect(clippy::indexing_slicing, reason = "the compiler evaluates it")]
static SHARES: [[u16; 256]; SYMBOLS / 8] = {
    let mut shares = [[0; 256]; SYMBOLS / 8];
    let mut part = 0;
    while part < SYMBOLS / 8 {
        let mut choice = 1;
        while choice < 256 {
            let lowest = (choice as u8).trailing_zeros() as usize;
            shares[part][choice] = shares[part][choice & (choice - 1)] + FREQUENCY[8 * part + lowest];
            choice += 1;
        }
        part += 1;
    }
    shares
};

fn table(buckets: &[Shape]) -> [[u8; SYMBOLS]; DEPTH] {
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
