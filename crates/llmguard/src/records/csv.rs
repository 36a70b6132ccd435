//! CSV: where records and their fields begin and end, told while they arrive.
//!
//! ```text
//! text      Name;IBAN⏎"Huber; Jo";DE89 3704 …⏎
//! fields    ~~~~ ~~~~  ~~~~~~~~~~~ ~~~~~~~~~~~
//! ```
//!
//! As RFC 4180 has it, with what spreadsheets do besides: any delimiter, `\n`, `\r\n` or `\r` behind a record, records of
//! different lengths, quotes that begin inside a field are text. Unless it is stated, the delimiter is the one of `,`, `;`,
//! tab and `|` that occurs most in the first line, outside of quotes. A first line `sep=;`, as Excel takes it, states the
//! delimiter and is no record.

use llmguard_types::Span;
use memchr::{memchr, memchr3};

use super::cell::{Cell, Form, Place, Reading};
use super::cut::{Fault, Next};

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// What stands before the delimiter in a line that states it.
const STATES: &[u8] = b"sep=";

/// A reader of CSV.
#[derive(Debug, Default)]
pub(super) struct Csv {
    pub(super) delimiter: Option<u8>,
    /// Whether it is known if the first line states the delimiter.
    begun: bool,
    sniffed: Sniffed,
    state: State,
    /// Up to where the record at hand has been read, and where its last field begins.
    seen: usize,
    start: usize,
    fields: Vec<Cell>,
}

/// What is known of the first line.
#[derive(Debug, Default)]
struct Sniffed {
    counts: [usize; 4],
    quoted: bool,
    seen: usize,
}

/// Where in a field the reader stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    Start,
    Bare,
    Quoted,
    /// Behind a quote that ends the field, or is the first of two.
    Closed,
}

impl Csv {
    /// What comes next of a text that begins where the last answer ended.
    ///
    /// # Errors
    ///
    /// For a quote that nothing closes.
    pub(super) fn next(&mut self, text: &str, over: bool) -> Result<Next, Fault> {
        if !self.begun
            && let Some(next) = self.begin(text.as_bytes(), over)
        {
            return Ok(next);
        }
        let Some(delimiter) = self.delimiter.or_else(|| self.sniff(text.as_bytes(), over)) else {
            return Ok(Next::More);
        };
        let bytes = text.as_bytes();
        while let Some(rest) = bytes.get(self.seen..).filter(|rest| !rest.is_empty()) {
            let skip = match self.state {
                State::Quoted => memchr(b'"', rest),
                State::Bare => memchr3(delimiter, b'\n', b'\r', rest),
                State::Start | State::Closed => Some(0),
            };
            let Some((skip, byte)) = skip.and_then(|skip| Some((skip, *rest.get(skip)?))) else {
                self.seen = bytes.len();
                break;
            };
            self.seen += skip;
            self.state = match (self.state, byte) {
                (State::Start | State::Closed, b'"') => State::Quoted,
                (State::Quoted, _) => State::Closed,
                (_, b'\n' | b'\r') => match line_end(bytes, self.seen, over) {
                    Some(end) => return Ok(self.record(end)),
                    None => return Ok(Next::More),
                },
                (_, byte) if byte == delimiter => {
                    self.field();
                    self.start = self.seen + 1;
                    State::Start
                }
                _ => State::Bare,
            };
            self.seen += 1;
        }
        match self.state {
            _ if !over || bytes.is_empty() => Ok(Next::More),
            State::Quoted => Err(Fault { at: self.start, what: "a quote is opened that nothing closes" }),
            _ => Ok(self.record(bytes.len())),
        }
    }

    /// The fields of the record that was told last.
    pub(super) fn take_fields(&mut self) -> Vec<Cell> {
        std::mem::take(&mut self.fields)
    }

    /// Writes a value where a field stood: in quotes if that was, or if it would not be one field otherwise.
    pub(super) fn write(&self, field: &str, value: &str, out: &mut String) {
        let breaks = |byte: u8| matches!(byte, b'"' | b'\n' | b'\r') || Some(byte) == self.delimiter;
        if !field.starts_with('"') && !value.bytes().any(breaks) {
            return out.push_str(value);
        }
        out.push('"');
        for (number, part) in value.split('"').enumerate() {
            out.push_str(if number > 0 { "\"\"" } else { "" });
            out.push_str(part);
        }
        out.push('"');
    }

    fn field(&mut self) {
        let column = self.fields.len();
        self.fields.push(Cell {
            span: Span::new(self.start, self.seen),
            form: Form::Field,
            place: Place::Column(column),
        });
    }

    /// Ends the record at hand, whose line ends there. A blank line is none.
    fn record(&mut self, end: usize) -> Next {
        let blank = self.seen == 0;
        if !blank {
            self.field();
        }
        (self.state, self.seen, self.start) = (State::Start, 0, 0);
        if blank { Next::Glue(end) } else { Next::Record(end) }
    }

    /// Takes a first line that states the delimiter; `None` if there is none.
    fn begin(&mut self, bytes: &[u8], over: bool) -> Option<Next> {
        let line: &[u8] = bytes.get(..bytes.len().min(STATES.len() + 1))?;
        let (states, delimiter) = line.split_at(line.len().min(STATES.len()));
        let begins = states.eq_ignore_ascii_case(STATES.get(..states.len())?) && delimiter.iter().all(|b| divides(*b));
        let end = bytes.get(line.len()).filter(|byte| b"\r\n".contains(byte));
        let end = end.and_then(|_| line_end(bytes, line.len(), over));
        let open = end.is_none() && bytes.get(line.len()).is_none_or(|byte| *byte == b'\r');
        if begins && open && !over {
            return Some(Next::More);
        }
        self.begun = true;
        let (end, delimiter) = (end.filter(|_| begins)?, delimiter.first()?);
        self.delimiter = self.delimiter.or(Some(*delimiter));
        Some(Next::Glue(end))
    }

    fn sniff(&mut self, bytes: &[u8], over: bool) -> Option<u8> {
        let sniffed = &mut self.sniffed;
        for byte in bytes.get(sniffed.seen..).unwrap_or_default() {
            match byte {
                b'"' => sniffed.quoted ^= true,
                b'\n' | b'\r' if !sniffed.quoted => {
                    self.delimiter = Some(sniffed.most());
                    return self.delimiter;
                }
                _ if sniffed.quoted => {}
                byte => {
                    let known = DELIMITERS.iter().position(|delimiter| delimiter == byte);
                    if let Some(count) = known.and_then(|at| sniffed.counts.get_mut(at)) {
                        *count += 1;
                    }
                }
            }
        }
        sniffed.seen = bytes.len();
        if over {
            self.delimiter = Some(sniffed.most());
        }
        self.delimiter
    }
}

impl Sniffed {
    /// The delimiter that occurs most; of two, the first.
    fn most(&self) -> u8 {
        let pairs = DELIMITERS.into_iter().zip(self.counts);
        pairs.rev().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| delimiter)
    }
}

/// Whether a byte may stand between fields.
pub(super) fn divides(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'"' | b'\n' | b'\r')
}

/// Where the end of line that begins here ends; `None` if more has to come to know it.
fn line_end(bytes: &[u8], at: usize, over: bool) -> Option<usize> {
    match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'\r'), Some(b'\n')) => Some(at + 2),
        (Some(b'\r'), None) if !over => None,
        _ => Some(at + 1),
    }
}

/// Reads what a field says.
pub(super) fn read(raw: &str, reading: &mut Reading) {
    let mut rest = raw.strip_prefix('"');
    let mut at = usize::from(rest.is_some());
    while let Some(quoted) = rest.take() {
        let (inside, behind) = quoted.split_once('"').unwrap_or((quoted, ""));
        reading.push(inside, at);
        at += inside.len();
        if let Some(more) = behind.strip_prefix('"') {
            reading.push("\"", at);
            (rest, at) = (Some(more), at + 2);
        } else {
            reading.push("", at);
            at += 1;
        }
    }
    reading.push(raw.get(at..).unwrap_or_default(), at);
}
