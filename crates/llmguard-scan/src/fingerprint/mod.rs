//! Fingerprint: confidential documents, known again by any dozen words copied from them.
//!
//! # The idea
//!
//! Every six words in a row, folded, are a number; two of five of these numbers are kept, together with document and
//! place. The same is done with a text, and where its numbers stand in the table, in a document's order, there is a
//! passage of that document. Case, umlauts, punctuation and line breaks make no difference; where a word was changed, the
//! words on either side still tell.
//!
//! | module | noun |
//! |---|---|
//! | `words` | words and their numbers |
//! | `shingle` | six words in a row, and which of them count |
//! | `table` | which shingle stands where |
//! | `trail` | from shingles to passages |
//! | `watch` | the same while a text arrives |
//! | `builder` | from documents to a file |
//!
//! # One worked example
//!
//! A recipe of a thousand words has some 400 chosen shingles. An answer quotes thirty words of it and changes every
//! tenth: three runs of nine words stay, and any nine words share a chosen shingle with the recipe. Two of these that
//! follow one another as in the recipe cover twelve words: the passage is reported, from behind the first shingle to the
//! end of the last.
//!
//! # What is promised
//!
//! A copy of 18 words or more is found wherever it stands; so is one of any length in which changed words leave two runs
//! of nine with at most 256 bytes from shingle to shingle. A dozen words may be enough. Of what several documents have in
//! common the first is named; what public texts have in common with documents can be [excepted](FingerprintsBuilder::except).
//!
//! In a stream nothing is held that would not be held anyway, until a shingle stands in a document; then the text behind
//! it, until it is clear whether it is a passage: at most 4 KB and a word. That is why a finding begins behind its first six words:
//! they have been passed on.
//!
//! # What a file discloses
//!
//! Without the key: its size. Everything in it is encrypted, labels included. With the key: labels, how long the
//! documents are, and whether six given words stand in one of them; so sentences can be guessed, and a document of which
//! drafts are known can be compared. The words themselves are not in it.
//!
//! # What it does not do
//!
//! Translations and retellings are other words. Scripts that write no spaces have few words, so that only exact sentences
//! are found. Tables of numbers are words like others.

mod builder;
mod shingle;
mod table;
mod trail;
mod watch;
mod words;

use std::ops::Range;

use llmguard_types::{Error, Span};

pub use builder::FingerprintsBuilder;
pub(crate) use watch::Watch;

use crate::ListKey;
use crate::dictionary::Dictionary;
use crate::dictionary::filter::{Filter, HEAD_BYTES, Shape};
use crate::dictionary::keys::{FINGERPRINTS, Keys};
use crate::mention::Known;
use crate::sealed::{Kind, Parts};
use table::{ENTRY, Table};

/// The most documents of one set of fingerprints, canaries included.
pub const MAX_DOCUMENTS: u32 = 1 << 18;
/// The most fingerprints of one set: some 30 million words.
pub const MAX_FINGERPRINTS: usize = 12_000_000;
/// The longest label of a document, in bytes.
pub const MAX_LABEL: usize = 255;
/// How many bytes behind its start a passage may depend on.
pub(crate) const RIGHT: usize = trail::MAX_PASSAGE + trail::REACH;

/// The file of fingerprints.
const FILE: Kind = Kind { magic: b"LLMGPRNT", format: 1, name: "the fingerprints are" };
const NO_HEADS: [u8; HEAD_BYTES] = [0; HEAD_BYTES];

/// Documents to be known again.
pub struct Fingerprints {
    bytes: Vec<u8>,
    keys: Keys,
    labels: Vec<String>,
    /// The mark of each canary and its document, ordered by mark.
    marks: Vec<(u64, usize)>,
    canaries: Option<Dictionary>,
    shape: Shape,
    cells: Range<usize>,
    offsets: Range<usize>,
    entries: Range<usize>,
    digest: [u8; 32],
}

/// A passage of a document in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Passage {
    /// Where in the text, in bytes. Begins behind the first six words of what was copied, and ends with a word.
    pub span: Span,
    /// Which document, for [`Fingerprints::label`].
    pub document: usize,
}

/// What fingerprints say about themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct FingerprintsInfo {
    /// How many documents there are, canaries not included.
    pub documents: usize,
    /// How many canaries.
    pub canaries: usize,
    /// How many fingerprints.
    pub fingerprints: usize,
    /// The size in bytes, on disk and in memory.
    pub bytes: usize,
    /// SHA-256 of the content.
    pub digest: [u8; 32],
}

impl Fingerprints {
    /// Takes the bytes of a file, which stay the memory of the fingerprints.
    ///
    /// # Errors
    /// `T003` for what is no file of fingerprints or a damaged one, `T004` for one of an unknown format or folding, `T005`
    /// if the key is not the one it was built with.
    pub fn open(bytes: Vec<u8>, key: &ListKey) -> Result<Fingerprints, Error> {
        let keys = Keys::new(key, FINGERPRINTS);
        let (bytes, digest) = FILE.open(&keys, bytes)?;
        let damaged = || FILE.damaged("the parts do not fit");
        let mut parts = Parts::new(&bytes);
        let mut number = || parts.number().ok_or_else(damaged);
        let [labels, fingerprints, marks, canaries] = [number()?, number()?, number()?, number()?];
        let shape = Shape { segment_bits: number()? as u32, segments: number()? as u32 };
        let read = |parts: &mut Parts<'_>| {
            let label = |_| {
                let len = parts.number()?;
                String::from_utf8(parts.bytes(len)?.to_vec()).ok()
            };
            let labels: Vec<String> = (0..labels).map(label).collect::<Option<_>>()?;
            let mark = |_| Some((u64::from_le_bytes(*parts.bytes(8)?.first_chunk()?), parts.number()?));
            let marks: Vec<(u64, usize)> = (0..marks).map(mark).collect::<Option<_>>()?;
            let canaries = parts.bytes(canaries)?.to_vec();
            let bits = table::bucket_bits(fingerprints);
            let cells = parts.range(Some(shape).filter(|shape| shape.is_plausible())?.cells())?;
            let offsets = parts.range(table::offsets(bits))?;
            let entries = parts.range(fingerprints.checked_mul(ENTRY)?)?;
            parts.is_over().then_some((labels, marks, canaries, cells, offsets, entries))
        };
        let (labels, marks, canaries, cells, offsets, entries) = read(&mut parts).ok_or_else(damaged)?;
        let canaries = (!canaries.is_empty()).then(|| Dictionary::open(canaries, key)).transpose()?;
        let all = Fingerprints { bytes, keys, labels, marks, canaries, shape, cells, offsets, entries, digest };
        if all.table().is_sound() { Ok(all) } else { Err(damaged()) }
    }

    /// The passages of a text, in no particular order. Those of one document do not overlap unless it was quoted twice at
    /// once; those of several may.
    #[must_use]
    pub fn passages(&self, text: &str) -> Vec<Passage> {
        let mut passages = Vec::new();
        Watch::new(self).advance(self, Known { text, dropped: 0, over: true }, |passage| passages.push(passage));
        passages
    }

    /// The label of a document; `None` for one of other fingerprints.
    #[must_use]
    pub fn label(&self, document: usize) -> Option<&str> {
        self.labels.get(document).map(String::as_str)
    }

    /// What the fingerprints say about themselves.
    #[must_use]
    pub fn info(&self) -> FingerprintsInfo {
        FingerprintsInfo {
            documents: self.labels.len().saturating_sub(self.marks.len()),
            canaries: self.marks.len(),
            fingerprints: self.entries.len() / ENTRY,
            bytes: self.bytes.len(),
            digest: self.digest,
        }
    }

    /// The document of a canary.
    fn canary(&self, text: &str) -> usize {
        let mark = self.canaries.as_ref().and_then(|canaries| canaries.mark_of(text)).unwrap_or_default() as u64;
        let at = self.marks.partition_point(|(known, _)| *known < mark);
        self.marks.get(at).filter(|(known, _)| *known == mark).map_or(usize::MAX, |(_, document)| *document)
    }

    fn table(&self) -> Table<'_> {
        let part = |range: &Range<usize>| self.bytes.get(range.clone()).unwrap_or_default();
        Table {
            filter: Filter { shape: self.shape, cells: part(&self.cells), heads: &NO_HEADS },
            bucket_bits: table::bucket_bits(self.entries.len() / ENTRY),
            offsets: part(&self.offsets),
            entries: part(&self.entries),
        }
    }
}

impl std::fmt::Debug for Fingerprints {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fingerprints").field("info", &self.info()).finish_non_exhaustive()
    }
}
