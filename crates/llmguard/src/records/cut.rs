//! Cut: the records of an input, told apart while it arrives.
//!
//! ```text
//! JSON             [{"id":1},{"id":2}]     each element of the outermost list; what is no list is one record
//! JSON Lines       {"id":1}⏎{"id":2}⏎      each line that is not blank
//! logfmt, points   id=1⏎id=2⏎              each line that is not blank
//! CSV              id;name⏎1;Huber⏎        each record, the header too
//!                  ~       ~       ~       glue: what belongs to no record and stays
//! ```

use memchr::memchr;

use super::cell::{Cell, Form};
use super::csv::{Csv, divides};
use super::format::RecordFormat;
use super::tree::Tree;
use super::{json, logfmt, points};

/// What comes next of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// So many bytes belong to no record.
    Glue(usize),
    /// So many bytes are a record.
    Record(usize),
    /// More has to come, or nothing is left.
    More,
}

/// What is wrong with an input, and at which byte of what was cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) at: usize,
    pub(super) what: &'static str,
}

/// How the records of an input are told apart.
#[derive(Debug)]
pub(super) enum Cutter {
    Json(Elements),
    Lines { of: Line, seen: usize },
    Csv(Csv),
}

/// What a line is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Line {
    Json,
    Logfmt { delimiter: Option<u8> },
    Point,
}

/// The elements of the outermost list.
#[derive(Debug, Default)]
pub(super) struct Elements {
    stands: Stands,
    seen: usize,
    depth: usize,
    quoted: bool,
    escaped: bool,
}

/// Where in the document the next byte stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Stands {
    #[default]
    Before,
    /// In what is no list.
    Alone,
    /// Before the first element, or the end.
    First,
    /// Before an element.
    Element,
    /// Behind an element.
    Behind,
    After,
}

impl Cutter {
    pub(super) fn new(format: RecordFormat) -> Cutter {
        let lines = |of: Line| Cutter::Lines { of, seen: 0 };
        match format {
            RecordFormat::Json => Cutter::Json(Elements::default()),
            RecordFormat::JsonLines => lines(Line::Json),
            RecordFormat::Logfmt => lines(Line::Logfmt { delimiter: None }),
            RecordFormat::LineProtocol => lines(Line::Point),
            RecordFormat::Csv => Cutter::Csv(Csv::default()),
        }
    }

    /// States what stands between fields or pairs; says whether it can.
    pub(super) fn divide(&mut self, delimiter: u8) -> bool {
        let fits = divides(delimiter);
        match self {
            Cutter::Csv(csv) if fits => csv.delimiter = Some(delimiter),
            Cutter::Lines { of: Line::Logfmt { delimiter: stated }, .. } if fits && !b"=\\".contains(&delimiter) => {
                *stated = Some(delimiter).filter(|byte| !json::is_blank(*byte));
            }
            _ => return false,
        }
        true
    }

    /// What comes next of a text that begins where the last answer ended.
    ///
    /// # Errors
    ///
    /// Where the text is not of its format.
    pub(super) fn next(&mut self, text: &str, over: bool) -> Result<Next, Fault> {
        match self {
            Cutter::Json(elements) => elements.next(text.as_bytes(), over),
            Cutter::Lines { seen, .. } => Ok(line(seen, text, over)),
            Cutter::Csv(csv) => csv.next(text, over),
        }
    }

    /// The cells of the record that was told last, in order, and where in it they belong.
    ///
    /// # Errors
    ///
    /// Where the record is not of its format.
    pub(super) fn cells(&mut self, record: &str) -> Result<(Vec<Cell>, Tree), Fault> {
        match self {
            Cutter::Csv(csv) => Ok((csv.take_fields(), Tree::default())),
            Cutter::Json(_) | Cutter::Lines { of: Line::Json, .. } => json::cells(record),
            Cutter::Lines { of: Line::Logfmt { delimiter }, .. } => Ok(logfmt::cells(record, *delimiter)),
            Cutter::Lines { of: Line::Point, .. } => points::cells(record),
        }
    }

    /// Writes a value where a cell of this form stood, written so.
    pub(super) fn write(&self, form: Form, raw: &str, value: &str, out: &mut String) {
        match self {
            Cutter::Csv(csv) => csv.write(raw, value, out),
            Cutter::Json(_) | Cutter::Lines { of: Line::Json, .. } => json::write(form, value, out),
            Cutter::Lines { of: Line::Logfmt { delimiter }, .. } => logfmt::write(form, raw, value, *delimiter, out),
            Cutter::Lines { of: Line::Point, .. } => points::write(form, raw, value, out),
        }
    }

    /// Whether each record is an element of one list.
    pub(super) fn is_list(&self) -> bool {
        matches!(self, Cutter::Json(elements) if elements.stands != Stands::Alone)
    }
}

/// The next line; one that is blank belongs to no record.
fn line(seen: &mut usize, text: &str, over: bool) -> Next {
    let rest = text.as_bytes().get(*seen..).unwrap_or_default();
    let Some(end) = memchr(b'\n', rest).map(|at| *seen + at).or(over.then_some(text.len())) else {
        *seen = text.len();
        return Next::More;
    };
    *seen = 0;
    let blank = text.get(..end).is_none_or(|line| line.bytes().all(json::is_blank));
    match (end + 1).min(text.len()) {
        0 => Next::More,
        with_end if blank => Next::Glue(with_end),
        _ => Next::Record(end),
    }
}

impl Elements {
    fn next(&mut self, bytes: &[u8], over: bool) -> Result<Next, Fault> {
        if self.stands == Stands::Alone || self.seen > 0 {
            return self.record(bytes, over);
        }
        let blanks = bytes.iter().take_while(|byte| json::is_blank(**byte)).count();
        if blanks > 0 {
            return Ok(Next::Glue(blanks));
        }
        let Some(byte) = bytes.first() else {
            return match self.stands {
                Stands::After => Ok(Next::More),
                _ if over => Err(Fault { at: 0, what: "the document ends before its last value" }),
                _ => Ok(Next::More),
            };
        };
        self.stands = match (self.stands, byte) {
            (Stands::Before, b'[') => Stands::First,
            (Stands::Before, _) => Stands::Alone,
            (Stands::Behind, b',') => Stands::Element,
            (Stands::First | Stands::Behind, b']') => Stands::After,
            (Stands::First | Stands::Element, _) => return self.record(bytes, over),
            _ => return Err(Fault { at: 0, what: "something stands where a list goes on or has ended" }),
        };
        if self.stands == Stands::Alone { self.record(bytes, over) } else { Ok(Next::Glue(1)) }
    }

    /// A record as far as it has come.
    fn record(&mut self, bytes: &[u8], over: bool) -> Result<Next, Fault> {
        if self.stands == Stands::Alone {
            return Ok(if over && !bytes.is_empty() { Next::Record(bytes.len()) } else { Next::More });
        }
        for byte in bytes.get(self.seen..).unwrap_or_default() {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' if self.quoted => self.escaped = true,
                b'"' => self.quoted ^= true,
                _ if self.quoted => {}
                b'[' | b'{' => self.depth += 1,
                b',' | b']' if self.depth == 0 => {
                    let end = std::mem::take(&mut self.seen);
                    self.stands = Stands::Behind;
                    return Ok(Next::Record(end));
                }
                b']' | b'}' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
            self.seen += 1;
        }
        if over {
            Err(Fault { at: bytes.len(), what: "the document ends before its last value" })
        } else {
            Ok(Next::More)
        }
    }
}
