//! Filter: one bit and one byte that say *surely no term begins with this word*, or *perhaps*.
//!
//! The bit is asked first: of 131,072 **heads**, a hash of the first four letters, which lie in 16 KB and need no stem. How
//! many words of a text it lets through depends on the list: few where its words begin alike, all where they are random.
//!
//! The byte comes from
//! a binary fuse filter (Graf and Lemire, 2022; ACM J. Exp. Algorithmics 27, "Binary Fuse Filters: Fast and Smaller Than
//! Xor Filters"): every sum names three cells in three neighbouring segments, and the cells are filled so that for each
//! sum in the set their exclusive or is the sum's own byte. 9.0 bits a first word; one of 256 other words passes.
//!
//! ```text
//! sum → cells 17, 1041, 2210   0x3a ^ 0x91 ^ 0xc4 = 0x6f   is 0x6f the byte of this sum? then: perhaps
//! ```

use llmguard_types::{Code, Error};

/// How many heads there are, as a power of two.
pub(crate) const HEAD_BITS: u32 = 17;
/// The heads in bytes.
pub(crate) const HEAD_BYTES: usize = 1 << (HEAD_BITS - 3);

/// More cells than a million sums ever need: two sums in a small set that these cannot part are one.
const MAX_CELLS: usize = 1 << 24;

/// How the cells are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Cells in a segment, as a power of two; at most 18.
    pub(crate) segment_bits: u32,
    /// Segments where the first cell may lie.
    pub(crate) segments: u32,
}

impl Shape {
    /// The shape for so many sums, with `growth` thousandths more room than should be needed. Only integers, so that
    /// every machine makes the same file.
    fn of(sums: usize, growth: u64) -> Shape {
        let count = sums.max(2) as u64;
        let log = u64::from(count.ilog2());
        let segment_bits = ((log * 577 + 2250) / 1000).min(18) as u32;
        let room = (875 + 4983 / log).max(1125);
        let cells = (count * room * (1000 + growth)).div_ceil(1_000_000);
        Shape { segment_bits, segments: (cells.div_ceil(1 << segment_bits) as u32).saturating_sub(2).max(1) }
    }

    /// Whether [`build`] may have chosen it.
    pub(crate) fn is_plausible(self) -> bool {
        self.segment_bits <= 18
            && self.segments >= 1
            && (u64::from(self.segments) + 2) << self.segment_bits <= MAX_CELLS as u64
    }

    /// How many cells there are.
    pub(crate) fn cells(self) -> usize {
        (self.segments as usize + 2) << self.segment_bits
    }

    /// The three cells of a sum.
    #[inline(always)]
    fn places(self, sum: u64) -> [usize; 3] {
        let starts = u64::from(self.segments) << self.segment_bits;
        let segment = 1u64 << self.segment_bits;
        let first = ((u128::from(sum) * u128::from(starts)) >> 64) as u64;
        let second = (first + segment) ^ (sum >> 18 & (segment - 1));
        let third = (first + 2 * segment) ^ (sum & (segment - 1));
        [first as usize, second as usize, third as usize]
    }
}

/// A sum's own byte.
#[inline(always)]
fn own(sum: u64) -> u8 {
    (sum ^ sum >> 32) as u8
}

/// The filter as it lies in the file, decrypted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Filter<'f> {
    pub(crate) shape: Shape,
    pub(crate) cells: &'f [u8],
    pub(crate) heads: &'f [u8; HEAD_BYTES],
}

impl Filter<'_> {
    /// Whether a term may begin with a word of this head.
    #[inline(always)]
    pub(crate) fn admits_head(&self, head: usize) -> bool {
        self.heads.get(head / 8).is_some_and(|byte| byte >> (head % 8) & 1 == 1)
    }

    /// Whether a term may begin with a word of this sum.
    #[inline(always)]
    pub(crate) fn admits(&self, sum: u64) -> bool {
        let [a, b, c] = self.shape.places(sum);
        let cell = |place: usize| self.cells.get(place).copied().unwrap_or(0);
        cell(a) ^ cell(b) ^ cell(c) == own(sum)
    }
}

/// Fills cells for these sums; the sums come back sorted and without repetition.
pub(crate) fn build(sums: &mut Vec<u64>) -> Result<(Shape, Vec<u8>), Error> {
    sums.sort_unstable();
    sums.dedup();
    // A shape fails for one set in some thousand, small sets more often; a larger shape is another draw.
    let mut growth = 0;
    loop {
        let shape = Shape::of(sums.len(), growth);
        if !shape.is_plausible() {
            return Err(Error::new(Code::Internal, "no filter holds these terms"));
        }
        if let Some(order) = peel(shape, sums) {
            return Ok((shape, fill(shape, &order)));
        }
        growth += growth / 4 + 30;
    }
}

/// Takes away, again and again, a sum that is alone in one of its cells. Gives the sums in that order, each with the
/// number of its cell (0, 1, 2); `None` if some sums are never alone.
fn peel(shape: Shape, sums: &[u64]) -> Option<Vec<(u64, usize)>> {
    // Of each cell: how many sums, and all of them in one exclusive or, which is the sum itself when it is alone.
    let mut cells = vec![(0u32, 0u64); shape.cells()];
    for sum in sums {
        for place in shape.places(*sum) {
            let cell = cells.get_mut(place)?;
            *cell = (cell.0 + 1, cell.1 ^ sum);
        }
    }
    let mut alone: Vec<usize> = cells.iter().enumerate().filter(|(_, cell)| cell.0 == 1).map(|(at, _)| at).collect();
    let mut order = Vec::with_capacity(sums.len());
    while let Some(at) = alone.pop() {
        let (1, sum) = *cells.get(at)? else { continue };
        let places = shape.places(sum);
        order.push((sum, places.iter().position(|place| *place == at)?));
        for place in places {
            let cell = cells.get_mut(place)?;
            *cell = (cell.0 - 1, cell.1 ^ sum);
            if cell.0 == 1 {
                alone.push(place);
            }
        }
    }
    (order.len() == sums.len()).then_some(order)
}

/// Sets each sum's cell, last taken first: nobody after it shares that cell.
fn fill(shape: Shape, order: &[(u64, usize)]) -> Vec<u8> {
    let mut cells = vec![0u8; shape.cells()];
    for (sum, which) in order.iter().rev() {
        let places = shape.places(*sum);
        let value = places.iter().fold(own(*sum), |value, place| value ^ cells.get(*place).copied().unwrap_or(0));
        if let Some(cell) = places.get(*which).and_then(|place| cells.get_mut(*place)) {
            *cell = value;
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(seed: u64, count: u64) -> Vec<u64> {
        (0..count)
            .map(|n| (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15 ^ seed << 1).wrapping_mul(0xbf58_476d_1ce4_e5b9))
            .map(|z| z ^ z >> 31)
            .map(|z| z.wrapping_mul(0x94d0_49bb_1331_11eb))
            .collect()
    }

    #[test]
    fn admits_its_own_and_few_others() {
        for count in (0..60).chain([100, 1000, 100_000]) {
            for seed in 0..if count < 100 { 20 } else { 1 } {
                let mut sums = numbers(seed, count);
                let own = sums.clone();
                let (shape, cells) = build(&mut sums).unwrap();
                assert_eq!(cells.len(), shape.cells());
                let filter = Filter { shape, cells: &cells, heads: &[0; HEAD_BYTES] };
                assert!(own.iter().all(|sum| filter.admits(*sum)), "{count} {seed}");
            }
        }
        let mut sums = numbers(1, 100_000);
        let (shape, cells) = build(&mut sums).unwrap();
        assert!(cells.len() * 8 < sums.len() * 10, "{} cells", cells.len());
        let filter = Filter { shape, cells: &cells, heads: &[0; HEAD_BYTES] };
        let passed = numbers(99, 100_000).iter().filter(|sum| filter.admits(**sum)).count();
        assert!((200..700).contains(&passed), "{passed}");
    }

    #[test]
    fn repetitions_do_not_matter() {
        let mut sums = vec![5 << 50, 5 << 50, 9 << 50];
        assert!(build(&mut sums).is_ok());
        assert_eq!(sums, [5 << 50, 9 << 50]);
    }
}
