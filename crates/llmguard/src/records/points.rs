//! Points: lines of the InfluxDB line protocol, each with what it measures, tags, fields and a time.
//!
//! ```text
//! line     press,hall=Halle\ 3,op=huber temp=182.4,shots=17i,note="sagt \"ja\"" 1556813561098000000
//! cells    ~~~~~ ~~~~ ~~~~~~~~ ~~ ~~~~~ ~~~~ ~~~~~ ~~~~~ ~~~ ~~~~ ~~~~~~~~~~~~~
//! paths    /press     /press/hall         /press/temp       …
//! ```
//!
//! As <https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/> has it; lines that begin with `#` are comments,
//! and checked. The time stays. A number that is rewritten to something else becomes a string.

use llmguard_types::Span;

use super::cell::{Cell, Form, Place, Reading};
use super::cut::Fault;
use super::json::is_blank;
use super::tree::{Step, Tree};

/// What a backslash may stand before, outside of strings.
const ESCAPED: &[u8] = b",= \\";
/// What a backslash may stand before in strings.
const ESCAPED_IN_TEXT: &[u8] = b"\"\\";
const BOOLEANS: [&str; 10] = ["t", "T", "true", "True", "TRUE", "f", "F", "false", "False", "FALSE"];

/// The cells of a line and the names they stand under.
///
/// # Errors
///
/// Where the line is no point.
pub(super) fn cells(line: &str) -> Result<(Vec<Cell>, Tree), Fault> {
    let line = line.trim_end_matches(|c: char| u8::try_from(c).is_ok_and(is_blank));
    let mut point = Point { line, at: 0, cells: Vec::new(), tree: Tree::default() };
    point.skip_blanks();
    if point.next() == Some(b'#') {
        point.take(line.len(), Form::Comment, Place::Node(None));
        return Ok((point.cells, point.tree));
    }
    let measured = point.name(None, Form::Measurement, b", ")?;
    while point.eat(b',') {
        let tag = point.named(measured)?;
        let end = point.end_of(b",= ");
        if end == point.at || point.line.as_bytes().get(end) == Some(&b'=') {
            return Err(point.fault("a tag is empty, or has a `=` without a backslash"));
        }
        point.take(end, Form::Escaped, Place::Node(Some(tag)));
    }
    if point.skip_blanks() == 0 {
        return Err(point.fault("a point has no fields"));
    }
    point.field(measured)?;
    while point.eat(b',') {
        point.field(measured)?;
    }
    point.time()?;
    Ok((point.cells, point.tree))
}

/// A line as far as it is read, and what was told of it.
struct Point<'l> {
    line: &'l str,
    at: usize,
    cells: Vec<Cell>,
    tree: Tree,
}

impl Point<'_> {
    /// A name and the `=` behind it.
    fn named(&mut self, measured: usize) -> Result<usize, Fault> {
        let node = self.name(Some(measured), Form::Escaped, b",= ")?;
        if self.eat(b'=') { Ok(node) } else { Err(self.fault("a name has no `=` behind it")) }
    }

    /// A name that ends before one of these.
    fn name(&mut self, above: Option<usize>, form: Form, ends: &[u8]) -> Result<usize, Fault> {
        let end = self.end_of(ends);
        if end == self.at {
            return Err(self.fault("a name is missing"));
        }
        let node = self.tree.add(above, Step::Name(Span::new(self.at, end), form));
        self.take(end, form, Place::Name(node));
        Ok(node)
    }

    fn field(&mut self, measured: usize) -> Result<(), Fault> {
        let node = self.named(measured)?;
        let rest = self.line.get(self.at..).unwrap_or_default();
        let (end, form) = if rest.starts_with('"') {
            (self.end_of_text().ok_or_else(|| self.fault("a quote is opened that nothing closes"))?, Form::Text)
        } else {
            (self.at + rest.find([',', ' ', '\t']).unwrap_or(rest.len()), Form::Figure)
        };
        let written = self.line.get(self.at..end).unwrap_or_default();
        if form == Form::Figure && !BOOLEANS.contains(&written) && !is_number(written) {
            return Err(self.fault("a field is no number, no boolean and no string in quotes"));
        }
        self.take(end, form, Place::Node(Some(node)));
        Ok(())
    }

    /// What may stand behind the fields.
    fn time(&mut self) -> Result<(), Fault> {
        let blanks = self.skip_blanks();
        let rest = self.line.get(self.at..).unwrap_or_default();
        if rest.is_empty() || (blanks > 0 && !rest.starts_with('+') && rest.parse::<i64>().is_ok()) {
            return Ok(());
        }
        Err(self.fault("something stands behind the fields that is no time"))
    }

    fn take(&mut self, end: usize, form: Form, place: Place) {
        self.cells.push(Cell { span: Span::new(self.at, end), form, place });
        self.at = end;
    }

    fn next(&self) -> Option<u8> {
        self.line.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let is_next = self.next() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn skip_blanks(&mut self) -> usize {
        let start = self.at;
        while self.next().is_some_and(is_blank) {
            self.at += 1;
        }
        self.at - start
    }

    /// The first of these that no backslash stands before, or the end.
    fn end_of(&self, ends: &[u8]) -> usize {
        let bytes = self.line.as_bytes();
        let mut at = self.at;
        while let Some(byte) = bytes.get(at).filter(|byte| !ends.contains(byte)) {
            let is_escape = *byte == b'\\' && bytes.get(at + 1).is_some_and(|next| ESCAPED.contains(next));
            at += 1 + usize::from(is_escape);
        }
        at
    }

    /// Behind the quote that closes the string at hand.
    fn end_of_text(&self) -> Option<usize> {
        let bytes = self.line.as_bytes();
        let mut at = self.at + 1;
        loop {
            match bytes.get(at)? {
                b'"' => return Some(at + 1),
                b'\\' if bytes.get(at + 1).is_some_and(|next| ESCAPED_IN_TEXT.contains(next)) => at += 2,
                _ => at += 1,
            }
        }
    }

    fn fault(&self, what: &'static str) -> Fault {
        Fault { at: self.at, what }
    }
}

/// Reads what a value says; a number without the letter behind it.
pub(super) fn read(form: Form, raw: &str, reading: &mut Reading) {
    let escape = |of: &'static [u8]| {
        move |text: &str| {
            let next = text.as_bytes().get(1).filter(|byte| of.contains(byte))?;
            Some((2, char::from(*next)))
        }
    };
    match form {
        Form::Text => {
            reading.unescape(raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default(), 1, escape(ESCAPED_IN_TEXT));
        }
        Form::Figure => reading.push(raw.strip_suffix(suffix(raw)).unwrap_or(raw), 0),
        _ => reading.unescape(raw, 0, escape(ESCAPED)),
    }
}

/// Writes a value where one of this form stood. There are no lines inside a value: `\n` is written for their ends.
pub(super) fn write(form: Form, raw: &str, value: &str, out: &mut String) {
    let number = [value, suffix(raw)].concat();
    match form {
        Form::Figure if is_number(&number) => out.push_str(&number),
        Form::Figure | Form::Text => {
            out.push('"');
            escape(value, ESCAPED_IN_TEXT, out);
            out.push('"');
        }
        Form::Comment => escape(value, &[], out),
        // A tag may not be empty, and a line that begins with `#` is a comment.
        _ if value.is_empty() => out.push('_'),
        _ => {
            out.push_str(if form == Form::Measurement && value.starts_with('#') { "\\" } else { "" });
            escape(value, ESCAPED, out);
        }
    }
}

fn escape(value: &str, escaped: &[u8], out: &mut String) {
    for c in value.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => {
                out.push_str(if u8::try_from(c).is_ok_and(|byte| escaped.contains(&byte)) { "\\" } else { "" });
                out.push(c);
            }
        }
    }
}

/// The letter behind a whole number.
fn suffix(number: &str) -> &str {
    let start = number.strip_suffix(['i', 'u']).map_or(number.len(), str::len);
    let is_whole = number.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    number.get(start..).filter(|_| is_whole).unwrap_or_default()
}

fn is_number(text: &str) -> bool {
    let is_one = match text.as_bytes().last() {
        Some(b'i') => text.strip_suffix('i').is_some_and(|whole| whole.parse::<i64>().is_ok()),
        Some(b'u') => text.strip_suffix('u').is_some_and(|whole| whole.parse::<u64>().is_ok()),
        _ => {
            let reads = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E');
            text.chars().all(reads) && text.parse::<f64>().is_ok_and(f64::is_finite)
        }
    };
    is_one && !text.starts_with('+')
}
