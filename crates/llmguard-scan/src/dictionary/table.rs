//! Table: the marks of all terms and of all first words, in buckets.
//!
//! A mark has 128 bits. Its top bits choose a bucket of about four entries, its low 64 bits are stored there, and the 16
//! bits above these mask what is stored beside it:
//!
//! ```text
//! mark     [bucket 17 bits] … [mask 16 bits] [rest 64 bits]
//! offsets  0 3 9 …            u32, where each bucket begins, one more at the end
//! rests    sorted in each bucket, u64
//! lengths  u16 for each, exclusive or with the mask: bit n - 1 says that a term of n words begins with this one word;
//!          for a mark of several words only bit 0 counts, as for a single word: this is a term
//! ```
//!
//! So an entry is found by 64 bits and its bucket, and what it says is hidden from whoever has not the key. With
//! 1,000,000 entries that is 81 bits: a word of the text that is no term passes for one with a probability of 2⁻⁶¹, a
//! million entries among 2⁸¹. A billion billion words hold less than one such mistake.

/// What a mark says: bit n - 1 for terms of n words.
pub(crate) type Lengths = u16;

/// The most words a term may have.
pub(crate) const MAX_WORDS: usize = Lengths::BITS as usize;

/// How many low bits of the bucket number a table of so many entries has.
pub(crate) fn bucket_bits(entries: usize) -> u32 {
    (entries / 4).max(1).ilog2()
}

/// The table as it lies in the file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table<'t> {
    pub(crate) bucket_bits: u32,
    pub(crate) offsets: &'t [u8],
    pub(crate) rests: &'t [u8],
    pub(crate) lengths: &'t [u8],
}

impl Table<'_> {
    /// What the table says about a mark; 0 if it has no such mark.
    pub(crate) fn get(&self, mark: u128) -> Lengths {
        let rest = mark as u64;
        let Some((from, to)) = self.bucket(bucket(mark, self.bucket_bits)) else { return 0 };
        let (rests, _) = self.rests.as_chunks::<8>();
        let entries = rests.get(from..to).unwrap_or_default();
        let Some(at) = entries.iter().position(|entry| u64::from_le_bytes(*entry) == rest) else { return 0 };
        let (lengths, _) = self.lengths.as_chunks::<2>();
        lengths.get(from + at).map_or(0, |masked| u16::from_le_bytes(*masked) ^ mask(mark))
    }

    fn bucket(&self, number: usize) -> Option<(usize, usize)> {
        let (offsets, _) = self.offsets.as_chunks::<4>();
        let [from, to] = offsets.get(number..)?.first_chunk::<2>()?.map(u32::from_le_bytes);
        Some((from as usize, to as usize))
    }

    /// Whether the buckets lie one behind the other and end with the entries.
    pub(crate) fn is_sound(&self) -> bool {
        let (offsets, _) = self.offsets.as_chunks::<4>();
        let entries = self.rests.len() / 8;
        offsets.is_sorted_by_key(|offset| u32::from_le_bytes(*offset))
            && offsets.first() == Some(&[0; 4])
            && offsets.last().is_some_and(|last| u32::from_le_bytes(*last) as usize == entries)
    }
}

/// Merges entries of one mark and writes offsets, rests and lengths one behind the other.
pub(crate) fn write(entries: &mut Vec<(u128, Lengths)>, out: &mut Vec<u8>) -> u32 {
    merge(entries);
    let bits = bucket_bits(entries.len());
    let mut behind = 0u32;
    out.extend_from_slice(&behind.to_le_bytes());
    let mut rest = entries.iter().peekable();
    for number in 0..1usize << bits {
        while rest.next_if(|(mark, _)| bucket(*mark, bits) == number).is_some() {
            behind += 1;
        }
        out.extend_from_slice(&behind.to_le_bytes());
    }
    out.extend(entries.iter().flat_map(|(mark, _)| (*mark as u64).to_le_bytes()));
    out.extend(entries.iter().flat_map(|(mark, lengths)| (lengths ^ mask(*mark)).to_le_bytes()));
    bits
}

/// Sorts entries as the table wants them and joins what is said of one mark.
fn merge(entries: &mut Vec<(u128, Lengths)>) {
    entries.sort_unstable();
    entries.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 |= next.1;
        }
        same
    });
    // Inside a bucket the order is that of the middle bits, which are not stored: as good as any.
}

fn bucket(mark: u128, bits: u32) -> usize {
    (mark >> 64 >> (64 - bits)) as usize
}

fn mask(mark: u128) -> Lengths {
    (mark >> 64) as Lengths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(n: u64) -> u128 {
        u128::from(n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)
    }

    fn table(count: u64) -> (u32, Vec<u8>, usize) {
        let mut entries: Vec<(u128, Lengths)> = (0..count).map(|n| (mark(n), n as u16)).collect();
        entries.push((mark(0), 0x8000));
        let mut out = Vec::new();
        let bits = write(&mut entries, &mut out);
        (bits, out, entries.len())
    }

    fn parts((bits, bytes, entries): &(u32, Vec<u8>, usize)) -> Table<'_> {
        let (offsets, rest) = bytes.split_at(((1 << bits) + 1) * 4);
        let (rests, lengths) = rest.split_at(entries * 8);
        Table { bucket_bits: *bits, offsets, rests, lengths }
    }

    #[test]
    fn gives_what_was_written_and_nothing_else() {
        for count in [1, 2, 7, 8, 100, 5000] {
            let bytes = table(count);
            let table = parts(&bytes);
            assert!(table.is_sound());
            assert_eq!(table.get(mark(0)), 0x8000);
            assert!((1..count).all(|n| table.get(mark(n)) == n as u16));
            assert!((count..count + 1000).all(|n| table.get(mark(n)) == 0));
        }
    }

    #[test]
    fn an_unsound_table_is_known_and_answers_all_the_same() {
        let mut bytes = table(100);
        bytes.1[7] = 0xff;
        assert!(!parts(&bytes).is_sound());
        assert!((0..100).filter(|n| parts(&bytes).get(mark(*n)) != *n as u16).count() > 0);
    }
}
