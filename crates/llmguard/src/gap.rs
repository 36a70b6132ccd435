//! Gap: the text between two of our tokens, as it will be written, and where it comes from.
//!
//! A gap holds what stays as it is and what was masked or generalised. Whatever reads as a token in it is none of ours:
//!
//! ```text
//! text   siehe PERSON_12,50 € [EMAIL_1] a@b.de
//! gap    siehe PERSON_10–15 € [EMAIL_1] |         12,50 was generalised; a@b.de becomes a token of ours
//! ```

use llmguard_types::Span;

use crate::grammar::{Grammar, Next};
use crate::reading::{Read, Stop};

/// Characters before the gap that its first token is read with.
const CONTEXT: usize = 8;

/// Text between two of our tokens.
#[derive(Debug, Default)]
pub(crate) struct Gap {
    /// What stands before, and the gap itself.
    pub(crate) text: String,
    /// Where the gap begins in `text`.
    pub(crate) from: usize,
    runs: Vec<Run>,
    /// What would stand without brackets.
    pub(crate) surrogates: Vec<Tried>,
}

/// A surrogate that is tried.
#[derive(Debug)]
pub(crate) struct Tried {
    /// In the text of the gap.
    pub(crate) span: Span,
    /// The parts of it that are to be read again.
    parts: Vec<Span>,
    /// Its edit, by its place among those of the gap.
    pub(crate) edit: usize,
}

impl Tried {
    /// Where the first part begins.
    pub(crate) fn first(&self) -> usize {
        self.parts.first().map_or(self.span.start, |part| part.start)
    }

    /// Whether it is read exactly, behind what was read up to `at`.
    pub(crate) fn is_read(&self, grammar: &Grammar, text: &str, floor: usize, at: usize, over: bool) -> Read<()> {
        let (mut floor, mut at) = (floor, at);
        for part in &self.parts {
            match grammar.next(text, floor, at..part.start + 1, over) {
                Next::Token(token) if token.span == *part && token.is_surrogate() => {
                    (floor, at) = (part.end, part.end);
                }
                Next::Open(_) => return Err(Stop::Open),
                Next::Token(_) | Next::Nothing => return Err(Stop::No),
            }
        }
        Ok(())
    }
}

#[derive(Debug, Clone, Copy)]
struct Run {
    /// Where it begins in the text of the gap.
    at: usize,
    /// What it stands for in the original.
    original: Span,
    /// The edit that wrote it, by its place among those of the window.
    edit: Option<usize>,
}

impl Gap {
    /// Begins a gap behind `before`.
    pub(crate) fn begin(&mut self, before: &str) {
        let mut from = before.len().saturating_sub(CONTEXT);
        while !before.is_char_boundary(from) {
            from += 1;
        }
        self.text.clear();
        self.text.push_str(before.get(from..).unwrap_or_default());
        self.from = self.text.len();
        self.runs.clear();
        self.surrogates.clear();
    }

    /// Adds text that stays.
    pub(crate) fn keep(&mut self, text: &str, original: Span) {
        if !original.is_empty() {
            self.runs.push(Run { at: self.text.len(), original, edit: None });
            self.text.push_str(text);
        }
    }

    /// Adds what an edit writes.
    pub(crate) fn edited(&mut self, written: &str, original: Span, edit: usize) {
        self.runs.push(Run { at: self.text.len(), original, edit: Some(edit) });
        self.text.push_str(written);
    }

    /// Adds a surrogate with its parts.
    pub(crate) fn bare(&mut self, surrogate: &str, original: Span, edit: usize, parts: &[Span]) {
        let start = self.text.len();
        let parts = parts.iter().map(|part| Span::new(part.start + start, part.end + start)).collect();
        self.edited(surrogate, original, edit);
        self.surrogates.push(Tried { span: Span::new(start, self.text.len()), parts, edit });
    }

    /// The span of the original behind a span of the text; an edit that it touches counts wholly.
    pub(crate) fn original(&self, span: Span) -> Option<Span> {
        let start = self.run(span.start)?;
        let last = self.run(span.end.checked_sub(1)?)?;
        let from =
            if start.edit.is_some() { start.original.start } else { start.original.start + (span.start - start.at) };
        let to = if last.edit.is_some() { last.original.end } else { last.original.start + (span.end - last.at) };
        Some(Span::new(from, to))
    }

    /// Where the original may be cut so that what is written before `at` is not touched.
    pub(crate) fn cut(&self, at: usize) -> Option<usize> {
        let run = self.run(at)?;
        Some(if run.edit.is_some() { run.original.start } else { run.original.start + (at - run.at) })
    }

    /// The edits that wrote something in a span of the text.
    pub(crate) fn edits(&self, span: Span) -> impl Iterator<Item = usize> {
        let first = self.runs.partition_point(|run| run.at <= span.start).saturating_sub(1);
        self.runs.iter().skip(first).take_while(move |run| run.at < span.end).filter_map(|run| run.edit)
    }

    fn run(&self, at: usize) -> Option<Run> {
        let behind = self.runs.partition_point(|run| run.at <= at);
        self.runs.get(behind.checked_sub(1)?).copied()
    }
}
