//! Gazetteer: which words are given names, family names, places or ordinary words.
//!
//! A word is 16 bits in one of two buckets that its hash names: 11 bits of the hash and five marks. A word that is not
//! there is taken for one that is about once in three hundred times; the tagger was trained with that.
//!
//! ```text
//! kaiser   hash … bucket 0x3fa2 or its twin   fingerprint 0x2c7, FAMILY | COMMON
//! ```

/// A given name.
pub const GIVEN: u8 = 1;
/// A family name.
pub const FAMILY: u8 = 1 << 1;
/// A word of the name of a place.
pub const PLACE: u8 = 1 << 2;
/// An ordinary word.
pub const COMMON: u8 = 1 << 3;
/// A name that many have.
pub const FREQUENT: u8 = 1 << 4;

/// How many entries share a bucket.
pub(crate) const BUCKET: usize = 4;
/// A one in each entry of a bucket.
const ONES: u64 = 0x0001_0001_0001_0001;

/// Words and their marks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Gazetteer {
    /// A power of two of them, each of four entries.
    buckets: Vec<u64>,
}

impl Gazetteer {
    /// From buckets, a power of two of them.
    pub(crate) fn new(buckets: Vec<u64>) -> Gazetteer {
        Gazetteer { buckets }
    }

    /// The marks of the word with a hash; none if it is not there.
    #[inline]
    pub(crate) fn marks(&self, hash: u64) -> u8 {
        let fingerprint = fingerprint(hash);
        let first = first(hash, self.buckets.len());
        let twin = twin(first, fingerprint, self.buckets.len());
        let bucket = |at| self.buckets.get(at).copied().unwrap_or_default();
        entry(bucket(first), fingerprint).or_else(|| entry(bucket(twin), fingerprint)).unwrap_or(0)
    }

    pub(crate) fn buckets(&self) -> &[u64] {
        &self.buckets
    }
}

/// The marks of the entry of a bucket that has a fingerprint, all four compared at once.
#[inline]
fn entry(bucket: u64, fingerprint: u16) -> Option<u8> {
    let other = (bucket ^ (ONES * u64::from(fingerprint << 5))) & (ONES * 0xffe0);
    // The high bit of the lowest entry that is zero now; above it there may be wrong ones.
    let equal = other.wrapping_sub(ONES) & !other & (ONES << 15);
    (equal != 0).then(|| (bucket >> (equal.trailing_zeros() & !15)) as u8 & 31)
}

/// What of a hash stands in the table; never zero, which is an empty entry.
#[inline]
pub(crate) fn fingerprint(hash: u64) -> u16 {
    ((hash >> 48) as u16 >> 5).max(1)
}

/// The bucket a hash names.
#[inline]
pub(crate) fn first(hash: u64, buckets: usize) -> usize {
    (hash & 0xffff_ffff) as usize & buckets.wrapping_sub(1)
}

/// The other bucket of an entry, from either of the two.
#[inline]
pub(crate) fn twin(bucket: usize, fingerprint: u16, buckets: usize) -> usize {
    let by = (usize::from(fingerprint) + 1).wrapping_mul(0x5bd1_e995);
    bucket ^ (by & buckets.wrapping_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_found_wherever_it_stands() {
        for place in 0..BUCKET {
            let mut entries = [0x7ff << 5 | 1, 0x001 << 5 | 2, 0, 0x2c6 << 5 | 3];
            entries[place] = 0x2c7 << 5 | 9;
            let bucket = entries.iter().rev().fold(0, |bucket, entry| bucket << 16 | u64::from(*entry as u16));
            assert_eq!(entry(bucket, 0x2c7), Some(9), "{place}");
            assert_eq!(entry(bucket, 0x123), None);
        }
        assert_eq!(entry(0, 1), None);
    }
}
