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

/// Words and their marks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Gazetteer {
    /// The number of buckets is a power of two.
    buckets: Vec<[u16; BUCKET]>,
}

impl Gazetteer {
    /// From buckets, a power of two of them.
    pub(crate) fn new(buckets: Vec<[u16; BUCKET]>) -> Gazetteer {
        Gazetteer { buckets }
    }

    /// The marks of the word with a hash; none if it is not there.
    #[inline]
    pub(crate) fn marks(&self, hash: u64) -> u8 {
        let fingerprint = fingerprint(hash);
        let first = first(hash, self.buckets.len());
        for bucket in [first, twin(first, fingerprint, self.buckets.len())] {
            for entry in self.buckets.get(bucket).into_iter().flatten() {
                if entry >> 5 == fingerprint && entry & 31 != 0 {
                    return (entry & 31) as u8;
                }
            }
        }
        0
    }

    pub(crate) fn buckets(&self) -> &[[u16; BUCKET]] {
        &self.buckets
    }
}

/// What of a hash stands in the table.
#[inline]
pub(crate) fn fingerprint(hash: u64) -> u16 {
    (hash >> 48) as u16 >> 5
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
