//! Watch: a table for exact data match and a text that arrives in pieces.
//!
//! A key waits until the window behind it is known, and is looked at once:
//!
//! ```text
//! … Huber, geb. 12.03.1985, hat die Kundennummer 4711823 und wohnt in Musterstadt …
//!   |<----------------- 256 bytes -------------->|key    |<------- 256 bytes ------->|
//! ```

use std::collections::VecDeque;

use llmguard_types::Span;

use super::{CELL, Matching, WINDOW, cell};
use crate::dictionary;
use crate::dictionary::fold::Folded;
use crate::dictionary::words::{is_word, joiner, next_word};
use crate::mention::Known;

/// How far a table has come in a text.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    keys: dictionary::Watch,
    /// Keys whose windows are not known yet, in the order of the text.
    waiting: VecDeque<Span>,
}

impl Watch {
    pub(crate) fn open_from(&self) -> usize {
        self.waiting.front().map_or(usize::MAX, |key| key.start).min(self.keys.open_from())
    }

    /// Looks through what has been added, and reports what nothing that follows can change. The text goes back to
    /// [`WINDOW`] bytes and a character before the first place that is open.
    pub(crate) fn advance(&mut self, matching: &Matching, known: Known<'_>, mut report: impl FnMut(Span)) {
        self.keys.advance(&matching.terms, known, |key| self.waiting.push_back(key));
        // One character behind the window says whether its last word is one.
        let known_to = known.dropped + known.text.len();
        let ready = |key: &Span| known.over || key.end + WINDOW + char::MAX.len_utf8() <= known_to;
        while let Some(key) = self.waiting.front().copied().filter(ready) {
            self.waiting.pop_front();
            let at = Span::new(key.start - known.dropped, key.end - known.dropped);
            if matching.is_corroborated(at, known.text) {
                report(key);
            }
        }
    }
}

impl Matching {
    /// Whether enough of a row stands around its key.
    fn is_corroborated(&self, key: Span, text: &str) -> bool {
        let rows = key.of(text).and_then(|term| self.terms.mark_of(term)).map(|mark| self.rows_of(mark as u64));
        let Some(rows) = rows.filter(|rows| !rows.is_empty()) else { return false };
        let around = self.around(key, text);
        rows.chunks_exact(CELL * self.columns).any(|row| {
            let (cells, _) = row.as_chunks::<CELL>();
            let stands = |cell: &&[u8; CELL]| **cell != [0; CELL] && around.binary_search(cell).is_ok();
            cells.iter().filter(stands).count() >= self.needed
        })
    }

    /// Everything around a key that could be a cell, as cells have it, in order.
    fn around(&self, key: Span, text: &str) -> Vec<[u8; CELL]> {
        let keys = self.terms.keys();
        let words = words(key, text);
        let mut folded = Folded::default();
        let mut stem = |word: &Span| {
            folded.read(word.of(text)?);
            folded.stem().map(|stem| keys.mark(stem))
        };
        let marks: Vec<Option<u128>> = words.iter().map(&mut stem).collect();
        let mut cells = Vec::with_capacity(words.len() * self.longest);
        for first in 0..words.len() {
            let (Some(Some(mark)), Some(word)) = (marks.get(first), words.get(first)) else { continue };
            cells.push(cell(*mark));
            let (mut chain, mut end) = (keys.chain(*mark), word.end);
            for (word, mark) in words.iter().zip(&marks).skip(first + 1).take(self.longest - 1) {
                let gap = Span::new(end, word.start);
                let (Some(mark), Some(joiner)) = (mark, gap.of(text).and_then(joiner)) else { break };
                if gap.contains(key) {
                    break;
                }
                chain = keys.extend(chain, joiner, *mark);
                end = word.end;
                cells.push(cell(keys.close(chain)));
            }
        }
        cells.sort_unstable();
        cells
    }
}

/// The whole words of the window around a key, without those of the key.
fn words(key: Span, text: &str) -> Vec<Span> {
    let (mut from, mut to) = (key.start.saturating_sub(WINDOW), (key.end + WINDOW).min(text.len()));
    while !text.is_char_boundary(from) {
        from += 1;
    }
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let side = |from: usize, to: usize| {
        let text = text.get(..to).unwrap_or_default();
        std::iter::successors(next_word(text, from), |(_, end)| next_word(text, *end))
    };
    let cut_before = text.get(..from).is_some_and(|before| before.ends_with(is_word));
    let cut_behind = text.get(to..).is_some_and(|behind| behind.starts_with(is_word));
    side(from, key.start)
        .filter(|(start, _)| !(cut_before && *start == from))
        .chain(side(key.end, to).filter(|(_, end)| !(cut_behind && *end == to)))
        .map(|(start, end)| Span::new(start, end))
        .collect()
}
