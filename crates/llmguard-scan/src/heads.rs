//! Heads: how literals of four bytes and more begin, as a bit table that the block pass looks up at every byte.
//!
//! Thousands of literals begin in thousands of ways, which no few [buckets](crate::prints) tell apart. Their first four
//! bytes, folded and hashed, do: a slot says whether such a literal may begin here if no word character stands before,
//! and whether one may begin anywhere.
//!
//! ```text
//! literal  ghp_[A-Za-z0-9]{36}, behind a boundary    its head ghp_ hashes to slot 15921: bit 0
//! text     a ghp_7…                                  at 2, slot 15921 is looked up: the literal may begin there
//! text     Ghp-free                                  another slot, and nothing begins
//! ```

/// How many bytes are hashed.
pub(crate) const HEAD: usize = 4;
/// Bits of a hash.
const BITS: u32 = 16;
/// Slots of a word of the table, as bits of a hash.
pub(crate) const PACKED: u32 = 4;
/// Words of the table.
pub(crate) const LEN: usize = 1 << (BITS - PACKED);
/// The hash is what the multiplication leaves in the highest bits.
pub(crate) const FACTOR: u32 = 0x9e37_79b1;
pub(crate) const SHIFT: u32 = u32::BITS - BITS;
/// What tells capitals from small letters, and more.
pub(crate) const FOLD: u32 = 0x2020_2020;
/// Bits of a slot, and how many these are: one behind a boundary, one anywhere.
pub(crate) const KINDS: usize = 2;

/// The table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heads(pub(crate) Box<[u32; LEN]>);

impl Heads {
    pub(crate) fn none() -> Heads {
        Heads(Box::new([0; LEN]))
    }

    /// Adds a literal that may begin anywhere, or behind a boundary only. Shorter ones have no head.
    pub(crate) fn add(&mut self, literal: &[u8], anywhere: bool) {
        let Some(head) = literal.first_chunk() else { return };
        let (word, shift) = place(*head);
        if let Some(word) = self.0.get_mut(word) {
            *word |= 1 << (shift + u32::from(anywhere));
        }
    }

    /// The bits of what begins with these bytes: the lowest behind a boundary, the next anywhere.
    #[inline(always)]
    pub(crate) fn at(&self, head: [u8; HEAD]) -> u32 {
        let (word, shift) = place(head);
        self.0.get(word).map_or(0, |word| word >> shift & 0b11)
    }
}

/// Which word of the table, and where in it a slot begins.
#[inline(always)]
fn place(head: [u8; HEAD]) -> (usize, u32) {
    let hash = (u32::from_le_bytes(head) | FOLD).wrapping_mul(FACTOR) >> SHIFT;
    ((hash >> PACKED) as usize, (hash & ((1 << PACKED) - 1)) * KINDS as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_known_behind_a_boundary_or_anywhere() {
        assert_eq!(place(*b"ghp_"), (15921 >> PACKED, 2), "slot 15921, the second of its word");
        let mut heads = Heads::none();
        heads.add(b"ghp_", false);
        heads.add(b"password", true);
        heads.add(b"pin", true);
        let at = |head: &[u8; HEAD]| heads.at(*head);
        assert_eq!([at(b"ghp_"), at(b"GHP_"), at(b"pass"), at(b"Ghp-"), at(b"pin ")], [0b01, 0b01, 0b10, 0, 0]);
    }
}
