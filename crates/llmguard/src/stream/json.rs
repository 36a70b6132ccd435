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
//! An edit outside of a string, of a number, becomes a string. Quotes and backslashes stay escaped in what is read: they
//! say where a value ends.

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
    /// Quotes that begin or end a string, as it came; and whether a string was open before the first.
    quotes: VecDeque<usize>,
    open: bool,
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
                    if rest.starts_with('"') {
                        self.quotes.push_back(self.base + self.done);
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

    /// What came of a span of what is read.
    pub(crate) fn raw(&self, span: Span) -> Result<&str, Error> {
        let lost = || Error::new(Code::Internal, "a part does not fit the text");
        let (start, end) = (self.place(span.start), self.place(span.end));
        let start = start.checked_sub(self.base).ok_or_else(lost)?;
        self.raw.get(start..end.saturating_sub(self.base)).ok_or_else(lost)
    }

    /// Writes what replaces a span of what is read.
    pub(crate) fn write(&self, span: Span, with: &str, out: &mut String) {
        let start = self.place(span.start);
        let before = self.quotes.partition_point(|quote| *quote < start);
        let inside = self.open != (before % 2 == 1);
        let quote = if inside { "" } else { "\"" };
        out.push_str(quote);
        escape(with, out);
        out.push_str(quote);
    }

    /// How many bytes have come since a place of what is read.
    pub(crate) fn since(&self, place: usize) -> usize {
        self.base + self.raw.len() - self.place(place)
    }

    /// Forgets what came before a place of what is read.
    pub(crate) fn forget(&mut self, place: usize) {
        let raw = self.place(place);
        if raw - self.base > 4096 {
            self.raw.drain(..raw - self.base);
            self.done -= raw - self.base;
            self.base = raw;
            let marks = self.marks.partition_point(|(read, _)| *read <= place).saturating_sub(1);
            self.marks.drain(..marks);
            let quotes = self.quotes.partition_point(|quote| *quote < raw);
            self.open ^= quotes % 2 == 1;
            self.quotes.drain(..quotes);
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
