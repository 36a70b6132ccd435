//! Cell: a value of a record, where it stands and what it says.

use llmguard_types::Span;

use super::{csv, json, logfmt, points};

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
    /// A string of JSON, or the name of a member.
    String,
    /// A number of JSON.
    Number,
    /// `true` or `false`, in JSON.
    Bool,
    /// A name of logfmt.
    Key,
    /// A value of logfmt in quotes.
    Quoted,
    /// A value of logfmt without quotes.
    Bare,
    /// Words of logfmt that are in no pair.
    Words,
    /// What a line of the line protocol measures.
    Measurement,
    /// A name or the value of a tag in the line protocol.
    Escaped,
    /// A string of the line protocol.
    Text,
    /// A number or boolean of the line protocol.
    Figure,
    /// A comment of the line protocol.
    Comment,
}

/// Where a value belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The column with this number.
    Column(usize),
    /// It is the name of a node of a [`Tree`](super::tree::Tree).
    Name(usize),
    /// A node of the tree; `None` for what stands under no name.
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
    pub(super) fn read(&mut self, name: &str, form: Form, raw: &str) {
        self.text.clear();
        self.marks.clear();
        if !name.is_empty() {
            self.text.push_str(name);
            self.text.push_str(": ");
        }
        self.start = self.text.len();
        match form {
            Form::Field => csv::read(raw, self),
            Form::String => json::read(raw, self),
            Form::Quoted => logfmt::read(raw, self),
            Form::Measurement | Form::Escaped | Form::Text | Form::Figure => points::read(form, raw, self),
            Form::Number | Form::Bool | Form::Key | Form::Bare | Form::Words | Form::Comment => self.push(raw, 0),
        }
    }

    /// Adds text that stands at a place of the cell, in which a backslash may begin an escape: `escape` says how long it is
    /// and what it means. One that begins none is text.
    pub(super) fn unescape(&mut self, raw: &str, at: usize, escape: impl Fn(&str) -> Option<(usize, char)>) {
        let (mut plain, mut from) = (0, 0);
        while let Some((start, rest)) = backslash(raw, from) {
            from = start + 1;
            if let Some((len, character)) = escape(rest) {
                self.push(raw.get(plain..start).unwrap_or_default(), at + plain);
                self.push(character.encode_utf8(&mut [0; 4]), at + start);
                plain = start + len;
                from = plain;
            }
        }
        self.push(raw.get(plain..).unwrap_or_default(), at + plain);
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

/// The first backslash at or behind a place, and what begins with it.
fn backslash(raw: &str, from: usize) -> Option<(usize, &str)> {
    let start = from + raw.get(from..)?.find('\\')?;
    Some((start, raw.get(start..)?))
}
