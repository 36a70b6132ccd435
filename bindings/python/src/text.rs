//! Text: a `str` or `bytes`, lent as UTF-8 for the length of a call.
//!
//! An ASCII `str` is read in place, any other costs one UTF-8 copy that CPython keeps with it; `bytes` are checked and
//! read in place. What comes back has the type that went in, and is the same object where nothing changed.

use llmguard::{Finding, OffsetUnit, Span, convert_spans, text_from_utf8};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::error;
use crate::words::Offsets;

/// The text of a call.
pub(crate) struct Text<'a, 'py> {
    object: Borrowed<'a, 'py, PyAny>,
    text: &'a str,
    bytes: bool,
}

impl<'a, 'py> FromPyObject<'a, 'py> for Text<'a, 'py> {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Text<'a, 'py>> {
        let py = object.py();
        if object.is_instance_of::<PyString>() {
            let text = object.extract::<&'a str>().map_err(|refused| error::not_lent(py, &refused))?;
            Ok(Text { object, text, bytes: false })
        } else if object.is_instance_of::<PyBytes>() {
            let text = text_from_utf8(object.extract::<&'a [u8]>()?).map_err(|error| error::raise(py, &error))?;
            Ok(Text { object, text, bytes: true })
        } else {
            Err(PyTypeError::new_err(format!("a text is str or bytes, not {}", object.get_type().name()?)))
        }
    }
}

impl<'a, 'py> Text<'a, 'py> {
    /// The text.
    pub(crate) fn as_str(&self) -> &'a str {
        self.text
    }

    /// Its length in bytes.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// What positions count: what the caller asks for, or what the type of the text counts itself.
    pub(crate) fn unit(&self, asked: Option<Offsets>) -> OffsetUnit {
        match asked {
            Some(Offsets(unit)) => unit,
            None if self.bytes => OffsetUnit::Byte,
            None => OffsetUnit::Codepoint,
        }
    }

    /// A text of one of the two types.
    pub(crate) fn owned(py: Python<'_>, text: &str, bytes: bool) -> Py<PyAny> {
        if bytes {
            PyBytes::new(py, text.as_bytes()).into_any().unbind()
        } else {
            PyString::new(py, text).into_any().unbind()
        }
    }

    /// A text of the same type; the same object if it is equal.
    pub(crate) fn like(&self, text: &str) -> Py<PyAny> {
        let py = self.object.py();
        if text == self.text && (self.bytes || self.object.is_exact_instance_of::<PyString>()) {
            self.object.to_owned().unbind()
        } else {
            Text::owned(py, text, self.bytes)
        }
    }
}

/// A piece of a text: a `str`, or `bytes` that may be cut inside a character.
pub(crate) enum Piece<'a> {
    Text(&'a str),
    Bytes(&'a [u8]),
}

impl<'a, 'py> FromPyObject<'a, 'py> for Piece<'a> {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Piece<'a>> {
        if object.is_instance_of::<PyBytes>() {
            return Ok(Piece::Bytes(object.extract::<&'a [u8]>()?));
        }
        Text::extract(object).map(|text| Piece::Text(text.text))
    }
}

impl<'a> Piece<'a> {
    pub(crate) fn bytes(&self) -> &'a [u8] {
        match self {
            Piece::Text(text) => text.as_bytes(),
            Piece::Bytes(bytes) => bytes,
        }
    }

    pub(crate) fn is_bytes(&self) -> bool {
        matches!(self, Piece::Bytes(_))
    }
}

/// Translates what `spans` lends of every item from bytes of `text` into `unit`, in one pass.
pub(crate) fn translate<T>(text: &str, unit: OffsetUnit, items: &mut [T], span: impl Fn(&mut T) -> &mut Span) {
    if unit == OffsetUnit::Byte || items.is_empty() {
        return;
    }
    let mut spans: Vec<Span> = items.iter_mut().map(|item| *span(item)).collect();
    convert_spans(text, unit, &mut spans);
    for (item, place) in items.iter_mut().zip(spans) {
        *span(item) = place;
    }
}

/// Translates findings.
pub(crate) fn translate_findings(text: &str, unit: OffsetUnit, findings: &mut [Finding]) {
    translate(text, unit, findings, |finding| &mut finding.span);
}
