//! Matching: rows of a table, found by their key where enough of the same row stands beside it.
//!
//! # The idea
//!
//! A customer number is a number like any other. It is a customer's when that customer's name stands nearby. So the keys
//! of all rows are a [dictionary](crate::dictionary); where one stands, the words around it are compared with the other
//! cells of its row.
//!
//! | module | noun |
//! |---|---|
//! | `watch` | keys in a text, and what stands around them |
//! | `builder` | from rows to a file |
//!
//! # One worked example
//!
//! The row is `4711823 | Anna | Huber | 12.03.1985 | Musterstadt`, its first cell the key; two of the others are needed.
//!
//! ```text
//! Kunde 4711823 (Huber, A.), geboren am 12.03.1985       two of the row: 6..13 is a hit
//! Teil 4711823 für Huber                                 one of the row: none
//! Teil 4711823, 12.03.1985, Meier                        one of the row, and a name of another one: none
//! ```
//!
//! A cell counts where it stands whole, in any case, umlaut spelling and ending, at most [`WINDOW`] bytes to the left or
//! right of the key. What is reported is the key; in a stream it waits for the window behind it.
//!
//! # What a file discloses
//!
//! Without the key: its size. Everything in it is encrypted. With the key: how many rows it has, and for any value
//! whether it is a key, and then whether any other stands in its row. Customer numbers can be tried out one by one, and
//! so can first names for each that is found: it is as secret as the key is, no more. The cells themselves are not in
//! it, only 40 bits of a keyed hash of each.
//!
//! A cell that does not stand there passes for one with a probability of 2⁻⁴⁰ for each group of words it is compared
//! with: with one column needed, less than once in 10⁹ keys.
//!
//! # What it does not do
//!
//! A key is found as dictionaries find terms: `DE89 3704` and `DE893704` are two and one word, and not the same. Give
//! every spelling its own row.

mod builder;
mod watch;

use std::ops::Range;

use llmguard_types::Error;

pub use builder::MatchingBuilder;
pub(crate) use watch::Watch;

use crate::ListKey;
use crate::dictionary::keys::{Keys, MATCHING};
use crate::dictionary::{Dictionary, MAX_TERM};
use crate::mention::Known;
use crate::sealed::{Kind, Parts};

/// How far from its key a cell may stand, in bytes.
pub const WINDOW: usize = 256;
/// The most columns beside the key.
pub const MAX_COLUMNS: usize = 16;
/// How many bytes behind its start a finding may depend on.
pub(crate) const RIGHT: usize = MAX_TERM + WINDOW + char::MAX.len_utf8();
/// How many bytes before its start.
pub(crate) const LEFT: usize = WINDOW + char::MAX.len_utf8();
/// The most words of a cell.
const MAX_WORDS: usize = 8;
/// The most rows of one key.
const MAX_SAME: usize = 64;
/// Bytes of a cell.
const CELL: usize = 5;

/// The file of a table.
const FILE: Kind = Kind { magic: b"LLMGROWS", format: 1, name: "the table is" };

/// A table for exact data match.
pub struct Matching {
    bytes: Vec<u8>,
    terms: Dictionary,
    columns: usize,
    needed: usize,
    longest: usize,
    marks: Range<usize>,
    cells: Range<usize>,
    digest: [u8; 32],
}

/// What a table says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct MatchingInfo {
    /// How many rows it has.
    pub rows: usize,
    /// How many columns beside the key.
    pub columns: usize,
    /// How many of them are needed for a hit.
    pub needed: usize,
    /// The size in bytes, on disk and in memory.
    pub bytes: usize,
    /// SHA-256 of the content.
    pub digest: [u8; 32],
}

impl Matching {
    /// Takes the bytes of a file.
    ///
    /// # Errors
    /// `T003` for what is no such table or a damaged one, `T004` for one of an unknown format or folding, `T005` if the key
    /// is not the one it was built with.
    pub fn open(bytes: Vec<u8>, key: &ListKey) -> Result<Matching, Error> {
        let (mut bytes, digest) = FILE.open(&Keys::new(key, MATCHING), bytes)?;
        let damaged = || FILE.damaged("the parts do not fit");
        let read = |parts: &mut Parts<'_>| {
            let [rows, columns, needed, longest, terms] =
                [parts.number()?, parts.number()?, parts.number()?, parts.number()?, parts.number()?];
            let terms = parts.range(terms)?;
            let marks = parts.range(rows.checked_mul(8)?)?;
            let cells = parts.range(rows.checked_mul(columns.checked_mul(CELL)?)?)?;
            let plausible = (1..=MAX_COLUMNS).contains(&columns)
                && (1..=columns).contains(&needed)
                && (1..=MAX_WORDS).contains(&longest)
                && parts.is_over();
            plausible.then_some((columns, needed, longest, terms, marks, cells))
        };
        let (columns, needed, longest, terms, marks, cells) = read(&mut Parts::new(&bytes)).ok_or_else(damaged)?;
        // The terms get memory of their own; what lies before the marks is not needed any more.
        let from = marks.start;
        let terms = Dictionary::open(bytes.get(terms).unwrap_or_default().to_vec(), key)?;
        bytes.drain(..from);
        bytes.shrink_to_fit();
        let (marks, cells) = (0..marks.len(), marks.len()..marks.len() + cells.len());
        Ok(Matching { bytes, terms, columns, needed, longest, marks, cells, digest })
    }

    /// The keys in a text beside which enough of their rows stands, in order.
    #[must_use]
    pub fn find_all(&self, text: &str) -> Vec<llmguard_types::Span> {
        let mut found = Vec::new();
        Watch::default().advance(self, Known { text, dropped: 0, over: true }, |span| found.push(span));
        found
    }

    /// What the table says about itself.
    #[must_use]
    pub fn info(&self) -> MatchingInfo {
        MatchingInfo {
            rows: self.marks.len() / 8,
            columns: self.columns,
            needed: self.needed,
            bytes: self.bytes.len() + self.terms.info().bytes,
            digest: self.digest,
        }
    }

    /// The cells of all rows that have this key.
    fn rows_of(&self, mark: u64) -> &[u8] {
        let (marks, _) = self.bytes.get(self.marks.clone()).unwrap_or_default().as_chunks::<8>();
        let from = marks.partition_point(|known| u64::from_le_bytes(*known) < mark);
        let count = marks.iter().skip(from).take_while(|known| u64::from_le_bytes(**known) == mark).count();
        let width = CELL * self.columns;
        let cells = self.bytes.get(self.cells.clone()).unwrap_or_default();
        cells.get(from * width..(from + count) * width).unwrap_or_default()
    }
}

impl std::fmt::Debug for Matching {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Matching").field("info", &self.info()).finish_non_exhaustive()
    }
}

/// What is kept of a cell's mark; never all zeros, which stand for an empty cell.
fn cell(mark: u128) -> [u8; CELL] {
    let [.., a, b, c, d, e] = mark.to_le_bytes();
    [a | u8::from(a == 0), b, c, d, e]
}
