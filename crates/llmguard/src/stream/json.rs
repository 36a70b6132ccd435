//! JSON in pieces: what the escapes of a text mean, and where each character came from.
//!
//! The arguments of a tool call arrive as JSON that is cut anywhere, also inside an escape. What is looked through is the
//! text the escapes stand for; what goes out is the JSON as it came, but for the edits, which are escaped again:
//!
//! ```text
//! pieces   {"to":"m\u00  fcller@firm  a.de\n"}
//! read     {"to":"mü     ller@firm    a.de↵"}
//! out      {"to":"[EMAIL_1]\n"}
//! ```
//!
//! Quotes and backslashes stay escaped in what is read: they say where a value ends. What goes out is JSON all the same:
//!
//! ```text
//! found    {"a":"pw: x\"y\\","b":-4.5}     a finding may begin or end within an escape, and go on behind its string
//!                    ~~~~~~~~~~~~~~~
//! out      {"a":"pw: [1]","[2]":"[3]"}     each string in it is edited by itself, as what it says, and so is each number,
//!                                         which becomes a string
//! ```

use std::borrow::Cow;
use std::collections::VecDeque;

use llmguard_types::{Code, Error, Span};

/// JSON as it came, and as it is read.
#[derive(Debug, Default)]
pub(crate) struct Json {
    /// As it came, from `base` on.
    raw: String,
    base: usize,
    /// How much of it has been read.
    done: usize,
    /// As it is read: what the last piece added, and how long all of it is.
    read: String,
    len: usize,
    /// Places in both where an escape begins or ends.
    marks: VecDeque<(usize, usize)>,
    /// Quotes that begin or end a string, as places of what is read; and whether a string was open before the first.
    quotes: VecDeque<usize>,
    open: bool,
    /// What is escaped and stays so, as spans of what is read.
    escapes: VecDeque<Span>,
    /// Up to which place of what is read everything went out.
    written: usize,
}

/// A part of what an edit replaces.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'j> {
    /// It stays, as it came: a quote, and what is between values.
    Stays(&'j str),
    /// It is edited as what it says, within a string.
    Inside(Cow<'j, str>),
    /// It is edited, and becomes a string.
    Outside(Cow<'j, str>),
}

/// What an escape is.
enum Unit {
    /// So many bytes mean this character.
    Means(usize, char),
    /// So many bytes stay as they are.
    Stays(usize),
    /// It is cut.
    Cut,
}

impl Json {
    /// Reads more, all that is left if the text is over.
    pub(crate) fn read(&mut self, piece: &str, over: bool) -> &str {
        self.raw.push_str(piece);
        self.read.clear();
        while let Some(rest) = self.raw.get(self.done..).filter(|rest| !rest.is_empty()) {
            let plain = rest.find(['\\', '"']).unwrap_or(rest.len());
            self.read.push_str(rest.get(..plain).unwrap_or_default());
            self.done += plain;
            let rest = rest.get(plain..).unwrap_or_default();
            match unit(rest, over) {
                Unit::Cut => break,
                Unit::Stays(len) => {
                    let at = self.len + self.read.len();
                    if rest.starts_with('"') {
                        self.quotes.push_back(at);
                    } else {
                        self.escapes.push_back(Span::new(at, at + len));
                    }
                    self.read.push_str(rest.get(..len).unwrap_or_default());
                    self.done += len;
                }
                Unit::Means(len, character) => {
                    self.marks.push_back((self.len + self.read.len(), self.base + self.done));
                    self.read.push(character);
                    self.done += len;
                    self.marks.push_back((self.len + self.read.len(), self.base + self.done));
                }
            }
        }
        self.len += self.read.len();
        &self.read
    }

    /// What goes out, as it came, where a span of what is read stays: all behind what went out before, but for an escape that
    /// is begun.
    pub(crate) fn kept(&mut self, span: Span) -> Result<&str, Error> {
        let from = self.written;
        self.written = self.escape_around(span.end).map_or(span.end, |escape| escape.start).max(from);
        self.raw(Span::new(from, self.written))
    }

    /// The span of what is read that goes out where this one is edited: whole escapes.
    pub(crate) fn taken(&mut self, span: Span) -> Span {
        let from = self.written;
        self.written = self.escape_around(span.end).map_or(span.end, |escape| escape.end).max(from);
        Span::new(from, self.written)
    }

    /// The parts of a span that was [taken](Json::taken), which is read as `text`.
    pub(crate) fn pieces<'j>(&'j self, span: Span, text: &'j str) -> Result<Vec<Piece<'j>>, Error> {
        let first = self.quotes.partition_point(|quote| *quote < span.start);
        let mut inside = self.open != (first % 2 == 1);
        let (mut pieces, mut at) = (Vec::new(), span.start);
        let quotes = self.quotes.range(first..).copied().take_while(|quote| *quote < span.end);
        for end in quotes.chain([span.end]) {
            let part = Span::new(at - span.start, end - span.start).of(text).unwrap_or_default();
            if !inside {
                self.outside(at, part, &mut pieces)?;
            } else if !part.is_empty() {
                pieces.push(Piece::Inside(unescaped(part)));
            }
            if end < span.end {
                pieces.push(Piece::Stays("\""));
            }
            (inside, at) = (!inside, end + 1);
        }
        Ok(pieces)
    }

    /// The parts of a text outside of strings, which begins at a place of what is read.
    fn outside<'j>(&'j self, base: usize, text: &'j str, pieces: &mut Vec<Piece<'j>>) -> Result<(), Error> {
        let between = |c: char| c.is_ascii_whitespace() || ",:{}[]".contains(c);
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let stays = rest.find(|c| !between(c)).unwrap_or(rest.len());
            let (stays, rest) = rest.split_at(stays);
            let (value, _) = rest.split_at(rest.find(between).unwrap_or(rest.len()));
            let start = base + at;
            if !stays.is_empty() {
                pieces.push(Piece::Stays(self.raw(Span::new(start, start + stays.len()))?));
            }
            if !value.is_empty() {
                pieces.push(Piece::Outside(unescaped(value)));
            }
            at += stays.len() + value.len();
        }
        Ok(())
    }

    /// The escape that a place of what is read is within.
    fn escape_around(&self, place: usize) -> Option<Span> {
        let behind = self.escapes.partition_point(|escape| escape.end <= place);
        self.escapes.get(behind).filter(|escape| escape.start < place).copied()
    }

    /// What came of a span of what is read.
    fn raw(&self, span: Span) -> Result<&str, Error> {
        let lost = || Error::new(Code::Internal, "a part does not fit the text");
        let (start, end) = (self.place(span.start), self.place(span.end));
        let start = start.checked_sub(self.base).ok_or_else(lost)?;
        self.raw.get(start..end.saturating_sub(self.base)).ok_or_else(lost)
    }

    /// How many bytes have come that did not go out.
    pub(crate) fn held(&self) -> usize {
        self.base + self.raw.len() - self.place(self.written)
    }

    /// Forgets what went out.
    pub(crate) fn forget(&mut self) {
        let place = self.written;
        let raw = self.place(place);
        if raw - self.base > 4096 {
            self.raw.drain(..raw - self.base);
            self.done -= raw - self.base;
            self.base = raw;
            let marks = self.marks.partition_point(|(read, _)| *read <= place).saturating_sub(1);
            self.marks.drain(..marks);
            let quotes = self.quotes.partition_point(|quote| *quote < place);
            self.open ^= quotes % 2 == 1;
            self.quotes.drain(..quotes);
            let escapes = self.escapes.partition_point(|escape| escape.end <= place);
            self.escapes.drain(..escapes);
        }
    }

    /// Where a place of what is read came from.
    fn place(&self, place: usize) -> usize {
        let behind = self.marks.partition_point(|(read, _)| *read <= place);
        match behind.checked_sub(1).and_then(|before| self.marks.get(before)) {
            Some((read, raw)) => raw + (place - read),
            None => place,
        }
    }
}

/// What a text says in which quotes and backslashes are escaped.
fn unescaped(text: &str) -> Cow<'_, str> {
    let (mut said, mut rest) = (String::new(), text);
    while let Some((plain, escape)) = rest.find('\\').and_then(|at| rest.split_at_checked(at)) {
        let (len, character) = match escape.as_bytes().get(1) {
            Some(b'u') => code_point(escape),
            Some(b'b') => (2, '\u{8}'),
            Some(b'f') => (2, '\u{c}'),
            Some(sign @ (b'"' | b'\\')) => (2, char::from(*sign)),
            _ => (1, '\\'),
        };
        said.push_str(plain);
        said.push(character);
        rest = escape.get(len..).unwrap_or_default();
    }
    if said.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(said + rest) }
}

/// Writes what stands in a string of JSON for a text.
pub(crate) fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
}

/// How long the `\uXXXX` is that a text begins with, that of a surrogate pair as one, and what it says.
pub(crate) fn code_point(text: &str) -> (usize, char) {
    match unit(text, true) {
        Unit::Means(len, character) => (len, character),
        // A quote or a backslash.
        _ => (6, code(text, 0, true).ok().flatten().and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)),
    }
}

/// The quote or escape at the beginning of a text.
fn unit(rest: &str, over: bool) -> Unit {
    let cut = if over && !rest.is_empty() { Unit::Stays(1) } else { Unit::Cut };
    if !rest.starts_with('\\') {
        return if rest.is_empty() { cut } else { Unit::Stays(1) };
    }
    match rest.as_bytes().get(1) {
        None => cut,
        Some(b'n') => Unit::Means(2, '\n'),
        Some(b'r') => Unit::Means(2, '\r'),
        Some(b't') => Unit::Means(2, '\t'),
        Some(b'/') => Unit::Means(2, '/'),
        Some(b'u') => match code(rest, 0, over) {
            Ok(Some(high @ 0xd800..=0xdbff)) => match code(rest, 6, over) {
                Err(()) => cut,
                Ok(Some(low @ 0xdc00..=0xdfff)) => {
                    let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                    Unit::Means(12, char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
                }
                Ok(_) => Unit::Means(6, char::REPLACEMENT_CHARACTER),
            },
            Ok(Some(code)) => match char::from_u32(code) {
                Some('"' | '\\') => Unit::Stays(6),
                Some(character) => Unit::Means(6, character),
                None => Unit::Means(6, char::REPLACEMENT_CHARACTER),
            },
            Ok(None) => Unit::Stays(2),
            Err(()) => cut,
        },
        Some(byte) if byte.is_ascii() => Unit::Stays(2),
        Some(_) => Unit::Stays(1),
    }
}

/// The code of a `\uXXXX` at a place; nothing if something else stands there, an error if it is cut.
fn code(text: &str, at: usize, over: bool) -> Result<Option<u32>, ()> {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let digits = rest.get(2..).unwrap_or_default();
    let begins = b"\\u".starts_with(rest.get(..rest.len().min(2)).unwrap_or_default());
    let hex = digits.iter().take(4).take_while(|b| b.is_ascii_hexdigit()).count();
    if !begins || (hex < 4 && digits.len() > hex) {
        return Ok(None);
    }
    match text.get(at + 2..at + 6).and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
        Some(code) => Ok(Some(code)),
        None if over => Ok(None),
        None => Err(()),
    }
}
