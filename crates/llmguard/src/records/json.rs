//! JSON: the values of a record, the names above them, and how a value is read and written.
//!
//! ```text
//! record   {"order":{"buyer":"J\u00f6rg","lots":[7,12]}}
//! cells      ~~~~~   ~~~~~~~ ~~~~~~~~~~ ~~~~~~ ~ ~~
//! paths                      /order/buyer     /order/lots/0
//! names                      buyer            lots      the nearest name above announces a value
//! ```

use llmguard_types::Span;
use serde::de::IgnoredAny;

use super::cell::{Cell, Form, Place, Reading};
use super::cut::Fault;
use super::tree::{Step, Tree, VALUE};
use crate::stream::{code_point, escape as escape_into};

/// Deeper than this nothing is read.
pub(super) const MAX_DEPTH: usize = 128;

/// Names of members that say what the `value` beside them is called.
const CALLS: [&str; 2] = ["name", "key"];

/// A list or an object that is open.
#[derive(Default)]
struct Open<'r> {
    /// The node it is the value of.
    node: Option<usize>,
    /// The number of the next element; `None` in an object.
    element: Option<usize>,
    /// In an object, the node of the name that was read last and has no value yet.
    name: Option<usize>,
    /// How that name is written.
    written: &'r str,
    /// What stands behind one of [`CALLS`].
    called: Option<Span>,
    /// The node of a `value`.
    value: Option<usize>,
}

/// The cells of a record and what stands above them.
///
/// # Errors
///
/// For what is not one JSON value, or nests deeper than [`MAX_DEPTH`].
pub(super) fn cells(record: &str) -> Result<(Vec<Cell>, Tree), Fault> {
    serde_json::from_str::<IgnoredAny>(record).map_err(|_| Fault { at: 0, what: "a record is not valid JSON" })?;
    let (bytes, mut at) = (record.as_bytes(), 0);
    let (mut cells, mut tree, mut open) = (Vec::new(), Tree::default(), Vec::<Open<'_>>::new());
    while let Some(byte) = bytes.get(at) {
        let start = at;
        at += match byte {
            b'"' => string_len(record, at),
            b'-' | b'0'..=b'9' | b'a'..=b'z' => word_len(bytes, at),
            _ => 1,
        };
        let span = Span::new(start, at);
        match byte {
            b'{' | b'[' => {
                if open.len() == MAX_DEPTH {
                    return Err(Fault { at: start, what: "a record nests deeper than 128 lists and objects" });
                }
                let node = place(&mut tree, open.last_mut());
                open.push(Open { node, element: (*byte == b'[').then_some(0), ..Open::default() });
            }
            b'}' | b']' => {
                let closed = open.pop().unwrap_or_default();
                if let (Some(node), Some(by)) = (closed.value, closed.called) {
                    tree.call(node, by);
                }
            }
            b'"' => {
                let place = string(span, span.of(record).unwrap_or_default(), open.last_mut(), &mut tree);
                cells.push(Cell { span, form: Form::String, place });
            }
            b'-' | b'0'..=b'9' | b'a'..=b'z' => {
                let place = Place::Node(place(&mut tree, open.last_mut()));
                match byte {
                    b'n' => {}
                    b't' | b'f' => cells.push(Cell { span, form: Form::Bool, place }),
                    _ => cells.push(Cell { span, form: Form::Number, place }),
                }
            }
            _ => {}
        }
    }
    Ok((cells, tree))
}

/// Takes a string in what is open: a name, or a value.
fn string<'r>(span: Span, written: &'r str, open: Option<&mut Open<'r>>, tree: &mut Tree) -> Place {
    let is_any =
        |names: &[&str], written: &str| names.iter().any(|name| written.trim_matches('"').eq_ignore_ascii_case(name));
    match open {
        Some(object) if object.element.is_none() && object.name.is_none() => {
            let node = tree.add(object.node, Step::Name(span, Form::String));
            (object.name, object.written) = (Some(node), written);
            if is_any(&[VALUE], written) {
                object.value = Some(node);
            }
            Place::Name(node)
        }
        mut open => {
            if let Some(object) = open.as_deref_mut().filter(|open| open.name.is_some() && is_any(&CALLS, open.written))
            {
                object.called = Some(span);
            }
            Place::Node(place(tree, open))
        }
    }
}

/// The node of the next value in what is open; `None` for the record itself.
fn place(tree: &mut Tree, open: Option<&mut Open<'_>>) -> Option<usize> {
    let open = open?;
    match &mut open.element {
        Some(element) => {
            *element += 1;
            Some(tree.add(open.node, Step::Element(*element - 1)))
        }
        None => open.name.take(),
    }
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// How long the string is that begins here, quotes included.
fn string_len(record: &str, at: usize) -> usize {
    let (mut len, mut escaped) = (1, false);
    for byte in record.as_bytes().get(at + 1..).unwrap_or_default() {
        len += 1;
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => break,
            _ => {}
        }
    }
    len
}

/// How long the number or word is that begins here.
fn word_len(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter().take_while(|byte| !is_blank(**byte) && !matches!(byte, b',' | b']' | b'}')).count()
}

/// Reads what a valid string says. Half of a surrogate pair reads as U+FFFD.
pub(super) fn read(raw: &str, reading: &mut Reading) {
    let inside = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
    reading.unescape(inside, 1, |text| Some(escape(text)));
}

/// How long the escape is that a text begins with, and what it says.
fn escape(text: &str) -> (usize, char) {
    match text.as_bytes().get(1) {
        Some(b'b') => (2, '\u{8}'),
        Some(b'f') => (2, '\u{c}'),
        Some(b'n') => (2, '\n'),
        Some(b'r') => (2, '\r'),
        Some(b't') => (2, '\t'),
        Some(b'u') => code_point(text),
        other => (2, char::from(other.copied().unwrap_or(b'\\'))),
    }
}

/// Writes a value where one of this form stood. What is no number any more is a string.
pub(super) fn write(form: Form, value: &str, out: &mut String) {
    if form == Form::Number && is_number(value) {
        return out.push_str(value);
    }
    out.push('"');
    escape_into(value, out);
    out.push('"');
}

/// Whether a text is a number as JSON writes them.
fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c == '-' || c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit())
        && serde_json::from_str::<IgnoredAny>(text).is_ok()
}
