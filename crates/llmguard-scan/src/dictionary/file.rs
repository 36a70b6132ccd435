//! File: how a dictionary lies on disk and in memory, byte by byte. All numbers are little-endian.
//!
//! | from | bytes | what |
//! |--:|--:|---|
//! | 0 | 8 | `LLMGDICT` |
//! | 8 | 4 | format, 1 |
//! | 12 | 4 | folding, 1 |
//! | 16 | 4 | terms |
//! | 20 | 4 | entries of the table: terms, and first words that are no terms |
//! | 24 | 4 | words in the longest term |
//! | 28 | 4 | filter: segment bits |
//! | 32 | 4 | filter: segments |
//! | 36 | 4 | table: bucket bits |
//! | 40 | 16 | nonce of the filter |
//! | 56 | 16 | key check: a block of the key alone |
//! | 72 | 32 | digest: SHA-256 of bytes 0 to 71 and of all from 128 on |
//! | 104 | 16 | seal: what the key makes of the digest |
//! | 120 | 8 | zero |
//! | 128 | | filter: cells and heads, encrypted; then the table's offsets, rests and lengths |
//!
//! The digest finds damage without the key; the seal finds a change that somebody made on purpose.

use std::ops::Range;

use llmguard_types::{Code, Error};
use sha2::{Digest, Sha256};

use super::filter::{HEAD_BYTES, Shape};
use super::{fold, table};

/// The first bytes of a file.
pub(crate) const MAGIC: [u8; 8] = *b"LLMGDICT";
const FORMAT: u32 = 1;
/// Where the filter begins.
pub(crate) const HEADER: usize = 128;
/// Where what the digest covers stops, and goes on at [`HEADER`].
const COVERED: usize = 72;

/// Everything before the filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) terms: u32,
    pub(crate) entries: u32,
    pub(crate) longest: u32,
    pub(crate) shape: Shape,
    pub(crate) bucket_bits: u32,
    pub(crate) nonce: u128,
    pub(crate) check: u128,
    pub(crate) digest: [u8; 32],
    pub(crate) seal: u128,
}

impl Header {
    /// Reads the header of a whole file and makes sure that the file is what it says.
    pub(crate) fn read(file: &[u8]) -> Result<Header, Error> {
        let Some(bytes) = file.first_chunk::<HEADER>().filter(|bytes| bytes.starts_with(&MAGIC)) else {
            return Err(damaged("this is no dictionary"));
        };
        for (what, at, known) in [("format", 8, FORMAT), ("folding", 12, fold::VERSION)] {
            let version = u32::from_le_bytes(array(bytes, at));
            if version != known {
                return Err(Error::new(
                    Code::DictionaryVersion,
                    format!("the dictionary has {what} {version}, this version of llmguard knows {known}"),
                )
                .mend("build it again with this version"));
            }
        }
        let number = |at| u32::from_le_bytes(array(bytes, at));
        let block = |at| u128::from_le_bytes(array(bytes, at));
        let header = Header {
            terms: number(16),
            entries: number(20),
            longest: number(24),
            shape: Shape { segment_bits: number(28), segments: number(32) },
            bucket_bits: number(36),
            nonce: block(40),
            check: block(56),
            digest: array(bytes, 72),
            seal: block(104),
        };
        if header.layout().is_none_or(|layout| layout.lengths.end != file.len()) {
            return Err(damaged("the dictionary is cut off, or its header is wrong"));
        }
        if digest(file) != header.digest || array(bytes, 120) != [0; 8] {
            return Err(damaged("the digest is not that of the content"));
        }
        Ok(header)
    }

    /// Writes everything but digest and seal, which [`Header::sign`] adds when the rest is there.
    pub(crate) fn write(&self) -> [u8; HEADER] {
        let numbers = [
            FORMAT,
            fold::VERSION,
            self.terms,
            self.entries,
            self.longest,
            self.shape.segment_bits,
            self.shape.segments,
            self.bucket_bits,
        ];
        let mut header = [0; HEADER];
        let fields = MAGIC.into_iter().chain(numbers.into_iter().flat_map(u32::to_le_bytes));
        let fields = fields.chain(self.nonce.to_le_bytes()).chain(self.check.to_le_bytes());
        header.iter_mut().zip(fields).for_each(|(to, from)| *to = from);
        header
    }

    /// Writes the digest of a file into it, and the seal that `seal` makes of it.
    pub(crate) fn sign(file: &mut [u8], seal: impl FnOnce(&[u8; 32]) -> u128) {
        let digest = digest(file);
        let fields = digest.into_iter().chain(seal(&digest).to_le_bytes());
        file.iter_mut().skip(COVERED).zip(fields).for_each(|(to, from)| *to = from);
    }

    /// Where the parts lie; `None` if the numbers are none that a writer writes.
    pub(crate) fn layout(&self) -> Option<Layout> {
        let (entries, shape) = (self.entries as usize, self.shape);
        let plausible = (1..=self.entries).contains(&self.terms)
            && (1..=table::MAX_WORDS).contains(&(self.longest as usize))
            && shape.is_plausible()
            && entries <= 1 << 28
            && self.bucket_bits == table::bucket_bits(entries);
        if !plausible {
            return None;
        }
        let mut from = HEADER;
        let mut next = |bytes: usize| {
            let range = from..from.checked_add(bytes)?;
            from = range.end;
            Some(range)
        };
        let (cells, heads) = (next(shape.cells())?, next(HEAD_BYTES)?);
        let offsets = next(((1 << self.bucket_bits) + 1) * 4)?;
        Some(Layout { cells, heads, offsets, rests: next(entries * 8)?, lengths: next(entries * 2)? })
    }
}

/// Where the parts of a file lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layout {
    pub(crate) cells: Range<usize>,
    pub(crate) heads: Range<usize>,
    pub(crate) offsets: Range<usize>,
    pub(crate) rests: Range<usize>,
    pub(crate) lengths: Range<usize>,
}

/// The refusal of a file that is not, or no longer, a dictionary.
pub(crate) fn damaged(what: &str) -> Error {
    Error::new(Code::DictionaryFile, what).mend("build it again, or take it from where it was whole")
}

fn digest(file: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(file.get(..COVERED).unwrap_or_default());
    hash.update(file.get(HEADER..).unwrap_or_default());
    hash.finalize().into()
}

fn array<const N: usize>(header: &[u8; HEADER], at: usize) -> [u8; N] {
    header.get(at..).and_then(|bytes| bytes.first_chunk()).copied().unwrap_or([0; N])
}
