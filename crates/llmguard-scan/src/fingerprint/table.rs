//! Table: which shingle stands in which document, and where.
//!
//! A filter says of nearly every shingle of an unrelated text that it is in no document: one in 256 passes. It is the
//! binary fuse filter of dictionaries, nine bits a shingle. Behind it lie six bytes a shingle, in buckets:
//!
//! ```text
//! sum      [bucket 19 bits] … [rest 16 bits]
//! offsets  u32, where each bucket begins, one more at the end
//! entries  rest u16 · document 18 bits and word 14 bits in a u32
//! ```
//!
//! Filter, bucket and rest leave one in some million chosen shingles of an unrelated text in the table by accident. That
//! is enough, because a passage is reported only where several of one document stand in its order.
//!
//! A shingle that stands in several documents, or several times in one, is that of the first.

use llmguard_types::Error;

use super::MAX_DOCUMENTS;
use crate::dictionary::filter::{self, Filter, Shape};

/// Bytes of an entry.
pub(crate) const ENTRY: usize = 6;
/// Bits of a word's number.
const PLACE_BITS: u32 = 14;

/// Where a shingle stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) document: u32,
    /// The number of its last word, as far as 14 bits go.
    pub(crate) word: u16,
}

impl Place {
    pub(crate) fn new(document: u32, word: u64) -> Place {
        Place { document, word: word as u16 & PLACE_MASK }
    }

    /// How many words further a place of the same document is: less than nothing is more than half of what fits.
    pub(crate) fn until(self, later: Place) -> u16 {
        later.word.wrapping_sub(self.word) & PLACE_MASK
    }
}

const PLACE_MASK: u16 = (1 << PLACE_BITS) - 1;
const _: () = assert!(MAX_DOCUMENTS == 1 << (u32::BITS - PLACE_BITS));

/// The table as it lies in memory.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table<'t> {
    pub(crate) filter: Filter<'t>,
    pub(crate) bucket_bits: u32,
    pub(crate) offsets: &'t [u8],
    pub(crate) entries: &'t [u8],
}

impl Table<'_> {
    #[inline(always)]
    pub(crate) fn admits(&self, sum: u64) -> bool {
        self.filter.admits(sum)
    }

    pub(crate) fn get(&self, sum: u64) -> Option<Place> {
        let (offsets, _) = self.offsets.as_chunks::<4>();
        let (entries, _) = self.entries.as_chunks::<ENTRY>();
        let [from, to] = offsets.get(bucket(sum, self.bucket_bits)..)?.first_chunk::<2>()?.map(u32::from_le_bytes);
        let [low, high, ..] = sum.to_le_bytes();
        let [_, _, place @ ..] =
            entries.get(from as usize..to as usize)?.iter().find(|e| e.starts_with(&[low, high]))?;
        let place = u32::from_le_bytes(*place);
        Some(Place { document: place >> PLACE_BITS, word: place as u16 & PLACE_MASK })
    }

    /// Whether the buckets lie one behind the other and end with the entries.
    pub(crate) fn is_sound(&self) -> bool {
        let (offsets, _) = self.offsets.as_chunks::<4>();
        offsets.is_sorted_by_key(|offset| u32::from_le_bytes(*offset))
            && offsets.last().is_some_and(|last| u32::from_le_bytes(*last) as usize * ENTRY == self.entries.len())
    }
}

/// How many bits number the buckets for so many entries, about twelve in each.
pub(crate) fn bucket_bits(entries: usize) -> u32 {
    (entries / 8).max(2).ilog2()
}

/// How many bytes the offsets take.
pub(crate) fn offsets(bucket_bits: u32) -> usize {
    ((1 << bucket_bits) + 1) * 4
}

/// Writes filter, offsets and entries one behind the other and gives the filter's shape. Of equal sums the first counts.
pub(crate) fn write(all: &mut Vec<(u64, Place)>, out: &mut Vec<u8>) -> Result<Shape, Error> {
    all.sort_unstable();
    all.dedup_by_key(|(sum, _)| *sum);
    let mut sums: Vec<u64> = all.iter().map(|(sum, _)| *sum).collect();
    let (shape, mut cells) = filter::build(&mut sums)?;
    drop(sums);
    out.append(&mut cells);
    let bits = bucket_bits(all.len());
    let (mut behind, mut rest) = (0u32, all.iter().peekable());
    out.extend_from_slice(&behind.to_le_bytes());
    for number in 0..1usize << bits {
        while rest.next_if(|(sum, _)| bucket(*sum, bits) == number).is_some() {
            behind += 1;
        }
        out.extend_from_slice(&behind.to_le_bytes());
    }
    for (sum, place) in all.iter() {
        out.extend((*sum as u16).to_le_bytes());
        out.extend((place.document << PLACE_BITS | u32::from(place.word)).to_le_bytes());
    }
    Ok(shape)
}

fn bucket(sum: u64, bits: u32) -> usize {
    (sum >> (64 - bits)) as usize
}
