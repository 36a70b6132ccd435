//! Random: numbers from a seed, the same everywhere.

/// splitmix64: small, and the same everywhere.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 33) % limit
    }

    /// Something of a stock.
    pub(crate) fn one_of<T: Copy>(&mut self, stock: &[T]) -> T {
        stock[usize::try_from(self.below(stock.len() as u64)).unwrap_or(0)]
    }

    /// So many characters of an alphabet.
    pub(crate) fn text(&mut self, alphabet: &str, length: usize) -> String {
        (0..length).map(|_| char::from(self.one_of(alphabet.as_bytes()))).collect()
    }
}

/// So many digits.
pub(crate) fn digits(random: &mut Random, length: usize) -> String {
    random.text("0123456789", length)
}
