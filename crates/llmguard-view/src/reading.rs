//! Reading: a window of a text with its changes applied, and the way back to the bytes they came from.
//!
//! Changes that stand close together share a window; it begins and ends some way before and behind them, so that a value
//! that is disguised in part, and the cue word before it, are read together:
//!
//! ```text
//! text      …  Rückfragen an max%40muster-werke%2Ede bitte  …
//! changes                       ---            ---
//! reading      Rückfragen an max@muster-werke.de bitte
//! found                      ~~~~~~~~~~~~~~~~~~~         comes back as max%40muster-werke%2Ede
//! ```
//!
//! A change is a unit: what touches a part of it in the reading covers all of it in the text. What a change takes away
//! without writing anything counts only inside of what is found.

use llmguard_types::Span;

use crate::CONTEXT;
use crate::changes::{Change, Changes};

/// So much further a window reaches for the next blank.
pub(crate) const TOKEN: usize = 1024;

/// A window of a text, read in one way.
pub(crate) struct Reading {
    pub(crate) text: String,
    /// The window in the text.
    pub(crate) window: Span,
    /// How long the text is.
    whole: usize,
    pieces: Vec<Piece>,
}

/// A change that was applied: where what was written stands in the reading, and what stood there in the text.
struct Piece {
    read: Span,
    original: Span,
}

/// The window of changes that share one.
pub(crate) fn window(text: &str, these: &[Change]) -> Span {
    let [Some(first), Some(last)] = [these.first(), these.last()] else { return Span::new(0, 0) };
    Span::new(before(text, first.span.start), behind(text, last.span.end))
}

impl Reading {
    /// What a text says with changes that share a window applied.
    pub(crate) fn of(text: &str, changes: &Changes, these: &[Change]) -> Option<Reading> {
        let window = window(text, these);
        let mut reading = Reading {
            text: String::with_capacity(window.len()),
            window,
            whole: text.len(),
            pieces: Vec::with_capacity(these.len()),
        };
        let mut at = window.start;
        for change in these {
            reading.text.push_str(text.get(at..change.span.start)?);
            let start = reading.text.len();
            reading.text.push_str(changes.with(change));
            reading.pieces.push(Piece { read: Span::new(start, reading.text.len()), original: change.span });
            at = change.span.end;
        }
        reading.text.push_str(text.get(at..window.end)?);
        Some(reading)
    }

    /// The bytes of the text behind a span of the reading.
    pub(crate) fn original(&self, span: Span) -> Span {
        let ends_behind = self.pieces.partition_point(|piece| piece.read.end <= span.start);
        let start = match self.pieces.get(ends_behind).filter(|piece| piece.read.start <= span.start) {
            Some(piece) => piece.original.start,
            None => self.copied(ends_behind, span.start),
        };
        let begun = self.pieces.partition_point(|piece| piece.read.start < span.end);
        let last = begun.checked_sub(1).and_then(|last| self.pieces.get(last));
        let end = match last.filter(|piece| piece.read.end >= span.end) {
            Some(piece) => piece.original.end,
            None => self.copied(begun, span.end),
        };
        Span::new(start.min(end), start.max(end))
    }

    /// Where a position comes from that stands behind so many pieces and before all others.
    fn copied(&self, pieces: usize, position: usize) -> usize {
        match pieces.checked_sub(1).and_then(|last| self.pieces.get(last)) {
            Some(last) => last.original.end + (position - last.read.end),
            None => self.window.start + position,
        }
    }

    /// Whether a span of the reading holds something that was changed.
    pub(crate) fn changed(&self, span: Span) -> bool {
        let from = self.pieces.partition_point(|piece| piece.read.end <= span.start);
        self.pieces.get(from).is_some_and(|piece| piece.read.start < span.end)
    }

    /// Whether something was changed in a span of the reading or near it.
    pub(crate) fn changed_near(&self, span: Span) -> bool {
        self.changed(Span::new(span.start.saturating_sub(CONTEXT), span.end + CONTEXT))
    }

    /// Whether a span of the reading stands between two quotes of which one was changed and one was not.
    pub(crate) fn quoted_unlike(&self, span: Span) -> bool {
        let before = Span::new(span.start.saturating_sub(1), span.start);
        let behind = Span::new(span.end, span.end + 1);
        let quote = |at: Span| matches!(at.of(&self.text), Some("\"" | "'"));
        quote(before) && quote(behind) && self.changed(before) != self.changed(behind)
    }

    /// Whether a span of the reading reaches to where the window was cut.
    pub(crate) fn is_cut(&self, span: Span) -> bool {
        (span.start == 0 && self.window.start > 0) || (span.end == self.text.len() && self.window.end < self.whole)
    }
}

/// Where a window begins whose first change begins at `at`: with a blank, if there is one not too far, so that what stands
/// behind it does not seem to begin a line.
pub(crate) fn before(text: &str, at: usize) -> usize {
    let near = floor(text, at.saturating_sub(CONTEXT));
    let far = floor(text, near.saturating_sub(TOKEN));
    let blank = text.get(far..near).and_then(|piece| piece.rfind(char::is_whitespace));
    blank.map_or(if far == 0 { 0 } else { near }, |blank| far + blank)
}

/// Where a window ends whose last change ends at `at`.
fn behind(text: &str, at: usize) -> usize {
    let near = floor(text, (at + CONTEXT).min(text.len())).max(at);
    let far = floor(text, (near + TOKEN).min(text.len())).max(near);
    let blank = text.get(near..far).and_then(|piece| piece.find(char::is_whitespace));
    blank.map_or(if far == text.len() { far } else { near }, |blank| near + blank)
}

/// The last boundary of a character up to `at`.
pub(crate) fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::changes::groups;

    fn readings<'c>(text: &'c str, changes: &'c Changes) -> impl Iterator<Item = Reading> + use<'c> {
        groups(changes.list()).filter_map(|these| Reading::of(text, changes, these))
    }

    #[test]
    fn what_is_found_comes_back_as_whole_units() {
        let text = "an max%40muster%2Ede bitte";
        let mut changes = Changes::default();
        changes.add(Span::new(6, 9), "@");
        changes.add(Span::new(15, 18), ".");
        let reading = readings(text, &changes).next().unwrap();
        assert_eq!(reading.text, "an max@muster.de bitte");
        assert_eq!(reading.original(Span::new(3, 16)), Span::new(3, 20));
        assert_eq!(reading.original(Span::new(6, 7)), Span::new(6, 9));
        assert_eq!(reading.original(Span::new(7, 13)), Span::new(9, 15));
        assert!(reading.changed(Span::new(3, 7)) && !reading.changed(Span::new(7, 13)));
    }

    #[test]
    fn quotes_that_belong_together_are_written_alike() {
        let mut changes = Changes::default();
        for at in [5, 8, 11] {
            changes.add(Span::new(at, at + 2), "\"");
        }
        let reading = readings(r#"k: "a\"b\"c\"d""#, &changes).next().unwrap();
        assert_eq!(reading.text, r#"k: "a"b"c"d""#);
        let unlike = |at| reading.quoted_unlike(Span::new(at, at + 1));
        assert_eq!([4, 6, 8, 10].map(unlike), [true, false, false, true]);
    }

    #[test]
    fn what_is_taken_away_counts_inside_only() {
        let mut changes = Changes::default();
        for at in [0, 2, 4] {
            changes.add(Span::new(at, at + 1), "");
        }
        let reading = readings("-a-b-", &changes).next().unwrap();
        assert_eq!(reading.text, "ab");
        assert_eq!(reading.original(Span::new(0, 2)), Span::new(1, 4));
        assert!(reading.changed(Span::new(0, 2)) && !reading.changed(Span::new(0, 1)));
    }

    proptest! {
        /// The way back never goes back, stays in the window and covers what an unchanged piece was copied from.
        #[test]
        fn the_way_back_is_monotone(
            text in "[a-zäß ]{0,400}",
            picks in prop::collection::vec((0_usize..400, 0_usize..4, "[a-zä]{0,3}"), 0..12),
        ) {
            let mut picks = picks;
            picks.sort();
            let mut changes = Changes::default();
            for (at, len, with) in &picks {
                let start = floor(&text, (*at).min(text.len()));
                changes.add(Span::new(start, floor(&text, (start + len).min(text.len())).max(start)), with);
            }
            let mut last = 0;
            for reading in readings(&text, &changes) {
                for (at, c) in reading.text.char_indices() {
                    let span = Span::new(at, at + c.len_utf8());
                    let original = reading.original(span);
                    prop_assert!(reading.window.contains(original) && original.of(&text).is_some());
                    prop_assert!(reading.changed(span) || original.of(&text) == span.of(&reading.text));
                }
                let all = reading.original(Span::new(0, reading.text.len()));
                prop_assert!(reading.text.is_empty() || reading.window.contains(all));
                prop_assert!(reading.window.start >= last || reading.window.start < reading.window.end);
                last = reading.window.start;
            }
        }
    }
}
