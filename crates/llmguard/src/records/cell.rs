//! Cell: a value of a record, where it stands and what it says.

use llmguard_types::Span;

use super::{csv, json};

/// A value, or the name of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    /// Where in the record, quotes included.
    pub(super) span: Span,
    pub(super) form: Form,
    pub(super) place: Place,
}

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A field of CSV.
    Field,
    /// The name of a member in JSON.
    Key,
    /// A string of JSON.
    String,
    /// A number of JSON.
    Number,
    /// `true` or `false`.
    Bool,
}

/// Where a value belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The column with this number.
    Column(usize),
    /// The node of a [`json::Tree`]; `None` for a record that is one value.
    Node(Option<usize>),
}

/// What a cell says behind what announces it, and where each character came from.
///
/// ```text
/// name     IBAN          cell   "DE89\u00203704"
/// text     IBAN: DE89 3704
///                ~~~~~~~~~ from here on
/// ```
#[derive(Default)]
pub(super) struct Reading {
    pub(super) text: String,
    /// Where the value begins.
    pub(super) start: usize,
    /// Places in the text and in the cell, from each of which on both go on alike.
    marks: Vec<(usize, usize)>,
}

impl Reading {
    /// Reads a cell as it is written, behind a name.
    pub(super) fn read(&mut self, name: &str, cell: Cell, raw: &str) {
        self.text.clear();
        self.marks.clear();
        if !name.is_empty() {
            self.text.push_str(name);
            self.text.push_str(": ");
        }
        self.start = self.text.len();
        match cell.form {
            Form::Field => csv::read(raw, self),
            Form::Key | Form::String => json::read(raw, self),
            Form::Number | Form::Bool => self.push(raw, 0),
        }
    }

    /// Adds text that stands at a place of the cell, or what is written there as something else.
    pub(super) fn push(&mut self, text: &str, at: usize) {
        self.marks.push((self.text.len(), at));
        self.text.push_str(text);
    }

    /// The value.
    pub(super) fn value(&self) -> &str {
        self.text.get(self.start..).unwrap_or_default()
    }

    /// The part of a span that belongs to the value.
    pub(super) fn inside(&self, span: Span) -> Option<Span> {
        (span.end > self.start).then(|| Span::new(span.start.max(self.start), span.end))
    }

    /// Where in the cell a span of the value is written.
    pub(super) fn written(&self, span: Span) -> Span {
        Span::new(self.place(span.start), self.place_before(span.end))
    }

    fn place(&self, at: usize) -> usize {
        let behind = self.marks.partition_point(|(read, _)| *read <= at);
        self.marks.get(behind.wrapping_sub(1)).map_or(0, |(read, raw)| raw + (at - read))
    }

    /// The end of what is written for the character before.
    fn place_before(&self, at: usize) -> usize {
        let behind = self.marks.partition_point(|(read, _)| *read < at);
        let own = self.marks.get(behind.wrapping_sub(1)).map_or(0, |(read, raw)| raw + (at - read));
        // What is escaped is longer than what it says, and shorter than where the next part begins.
        self.marks.get(behind).filter(|(read, _)| *read == at).map_or(own, |(_, raw)| own.max(*raw))
    }
}
