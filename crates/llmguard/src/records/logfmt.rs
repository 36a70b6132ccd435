//! Logfmt: pairs of a name and a value, a record a line.
//!
//! ```text
//! line     station 7: op=Hans Müller level=info msg="sagt \"ja\"" url=http://h/?q=1
//! words    ~~~~~~~~~~
//! names               ~~             ~~~~~      ~~~               ~~~
//! values                 ~~~~~~~~~~~       ~~~~     ~~~~~~~~~~~~~     ~~~~~~~~~~~~~
//! ```
//!
//! As <https://pkg.go.dev/github.com/kr/logfmt> has it, and never refused, since a log is cut and glued by many hands: words
//! behind a value without quotes belong to it, all others are a value that nothing announces, and so is text in quotes. A
//! quote that nothing closes is text. A name ends at a `=` that something follows at once; in `aGk=`, `aGk==`, `/?q=1` and
//! `a&b=1` there is none. Pairs stand apart by blanks, or by the delimiter that is stated, `OP=Hans Müller;STATION=7`.

use llmguard_types::Span;

use super::cell::{Cell, Form, Place, Reading};
use super::json::is_blank;
use super::tree::{Step, Tree};
use crate::stream::{code_point, escape as escape_into};

/// The cells of a line and the names they stand under.
pub(super) fn cells(line: &str, delimiter: Option<u8>) -> (Vec<Cell>, Tree) {
    let mut pairs = Pairs { line: line.as_bytes(), delimiter, cells: Vec::new(), tree: Tree::default() };
    let mut at = pairs.skip(0);
    while at < line.len() {
        let (node, start) = match pairs.name(at) {
            Some((name, start)) => (Some(pairs.take_name(name)), start),
            None => (None, at),
        };
        at = pairs.take_value(node, start);
        at = pairs.skip(at);
    }
    (pairs.cells, pairs.tree)
}

/// A line, and what was told of it.
struct Pairs<'l> {
    line: &'l [u8],
    delimiter: Option<u8>,
    cells: Vec<Cell>,
    tree: Tree,
}

impl Pairs<'_> {
    fn take_name(&mut self, span: Span) -> usize {
        let node = self.tree.add(None, Step::Name(span, Form::Key));
        self.cells.push(Cell { span, form: Form::Key, place: Place::Name(node) });
        node
    }

    /// Takes the value that begins there; returns where it ends.
    fn take_value(&mut self, node: Option<usize>, start: usize) -> usize {
        let (end, form) = match self.quoted(start) {
            Some(end) => (end, Form::Quoted),
            None => (self.words(start), if node.is_some() { Form::Bare } else { Form::Words }),
        };
        self.cells.push(Cell { span: Span::new(start, end), form, place: Place::Node(node) });
        end
    }

    /// The name that begins there, and where its value does.
    fn name(&self, at: usize) -> Option<(Span, usize)> {
        let ends = |byte: u8| self.parts(byte) || matches!(byte, b'=' | b'"' | b'?' | b'&');
        let end = self.find(at, ends);
        let start = self.delimiter.map_or(end + 1, |_| self.find(end + 1, |byte| !is_blank(byte)));
        let follows = self.line.get(start).is_some_and(|byte| *byte != b'=' && !self.parts(*byte));
        let is_name = end > at && self.line.get(end) == Some(&b'=') && follows;
        is_name.then(|| (Span::new(at, self.trimmed(at, end)), start))
    }

    /// Where the text in quotes ends that begins there.
    fn quoted(&self, at: usize) -> Option<usize> {
        let mut inside = self.line.get(at..)?.strip_prefix(b"\"")?.iter();
        while let Some(byte) = inside.next() {
            match byte {
                b'\\' => drop(inside.next()),
                b'"' => return Some(self.line.len() - inside.len()),
                _ => {}
            }
        }
        None
    }

    /// Where the words end that begin there: before a name, or text in quotes.
    fn words(&self, at: usize) -> usize {
        let mut next = at;
        loop {
            let end = self.find(next, |byte| self.parts(byte));
            next = self.skip(end);
            if next == self.line.len() || self.name(next).is_some() || self.quoted(next).is_some() {
                return self.trimmed(at, end);
            }
        }
    }

    /// Whether a byte stands between pairs.
    fn parts(&self, byte: u8) -> bool {
        self.delimiter.map_or_else(|| is_blank(byte), |delimiter| byte == delimiter)
    }

    /// Where what stands between pairs, and blanks, end.
    fn skip(&self, at: usize) -> usize {
        self.find(at, |byte| !self.parts(byte) && !is_blank(byte))
    }

    /// Without blanks at the end.
    fn trimmed(&self, start: usize, end: usize) -> usize {
        let inside = self.line.get(start..end).unwrap_or_default();
        end - inside.iter().rev().take_while(|byte| is_blank(**byte)).count()
    }

    /// The first such byte at or behind a place, or the end.
    fn find(&self, at: usize, is: impl Fn(u8) -> bool) -> usize {
        let rest = self.line.get(at..).unwrap_or_default();
        rest.iter().position(|byte| is(*byte)).map_or(self.line.len(), |skipped| at + skipped)
    }
}

/// Reads what a text in quotes says. What is no escape is text, as in `"C:\Users"`.
pub(super) fn read(raw: &str, reading: &mut Reading) {
    let inside = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
    reading.unescape(inside, 1, |text| {
        let bytes = text.as_bytes();
        match bytes.get(1)? {
            quoted @ (b'"' | b'\\') => Some((2, char::from(*quoted))),
            b'n' => Some((2, '\n')),
            b'r' => Some((2, '\r')),
            b't' => Some((2, '\t')),
            b'u' if bytes.get(2..6)?.iter().all(u8::is_ascii_hexdigit) => Some(code_point(text)),
            _ => None,
        }
    });
}

/// Writes a value where one of this form stood: in quotes if that was, or if it would be read as something else otherwise. A
/// name takes `_` for what it cannot hold.
pub(super) fn write(form: Form, raw: &str, value: &str, delimiter: Option<u8>, out: &mut String) {
    let parts = |c: char| delimiter.map_or(c == ' ', |byte| c == char::from(byte));
    let breaks = |c: char| c < ' ' || c == '"' || (parts(c) && !raw.contains(parts));
    let stays = match form {
        Form::Key => {
            let fits = |c: char| if breaks(c) || matches!(c, '=' | '?' | '&') { '_' } else { c };
            return out.extend(value.chars().map(fits));
        }
        Form::Bare => {
            !value.contains(|c| breaks(c) || c == '=') && value.trim_matches(' ') == value && !value.is_empty()
        }
        _ => !value.contains(breaks) && is_words(value, delimiter),
    };
    if form != Form::Quoted && stays {
        return out.push_str(value);
    }
    out.push('"');
    escape_into(value, out);
    out.push('"');
}

/// Whether a text is read as words, from its first to its last byte.
fn is_words(text: &str, delimiter: Option<u8>) -> bool {
    let (cells, _) = cells(text, delimiter);
    matches!(cells.as_slice(), [only] if only.form == Form::Words && only.span == Span::new(0, text.len()))
}
