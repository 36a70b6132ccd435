//! Words: arguments that are names of something, and those of which there are only a few.

use llmguard::{Confidence, Direction, Language, Names, Neutralize, OffsetUnit};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::error;

/// A name: of a role, a destination, a subject. Like a text, it is never repeated by an exception.
pub(crate) struct Word<'a>(pub(crate) &'a str);

impl<'a, 'py> FromPyObject<'a, 'py> for Word<'a> {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Word<'a>> {
        if !object.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err(format!("a str is needed, not {}", object.get_type().name()?)));
        }
        object.extract::<&'a str>().map(Word).map_err(|refused| error::not_lent(object.py(), &refused))
    }
}

/// Several names, in any sequence but a `str`.
pub(crate) struct Words(pub(crate) Vec<String>);

impl<'a, 'py> FromPyObject<'a, 'py> for Words {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Words> {
        if object.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err("a sequence of str is needed, not one str"));
        }
        let one = |item: PyResult<Bound<'py, PyAny>>| Ok(item?.extract::<Word<'_>>()?.0.to_owned());
        object.try_iter()?.map(one).collect::<PyResult<_>>().map(Words)
    }
}

/// What positions count.
#[derive(Clone, Copy)]
pub(crate) struct Offsets(pub(crate) OffsetUnit);

impl<'a, 'py> FromPyObject<'a, 'py> for Offsets {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Offsets> {
        match object.extract::<Word<'_>>()?.0 {
            "byte" => Ok(Offsets(OffsetUnit::Byte)),
            "codepoint" => Ok(Offsets(OffsetUnit::Codepoint)),
            "utf16" => Ok(Offsets(OffsetUnit::Utf16)),
            _ => Err(PyValueError::new_err("offsets is one of byte, codepoint, utf16")),
        }
    }
}

/// Which way a text goes.
pub(crate) fn direction(word: &str) -> PyResult<Direction> {
    Direction::from_name(word).ok_or_else(|| {
        let words = Direction::ALL.map(Direction::as_str).join(", ");
        PyValueError::new_err(format!("direction is one of {words}"))
    })
}

/// How sure a finding has to be.
pub(crate) fn confidence(word: &str) -> PyResult<Confidence> {
    Confidence::from_name(word).ok_or_else(|| {
        let words = Confidence::ALL.map(Confidence::as_str).join(", ");
        PyValueError::new_err(format!("threshold is one of {words}"))
    })
}

/// In which language sentences are told; English unless said otherwise.
pub(crate) fn language(word: Option<Word<'_>>) -> PyResult<Language> {
    let Some(Word(word)) = word else { return Ok(Language::En) };
    Language::from_name(word).ok_or_else(|| PyValueError::new_err("language is one of de, en"))
}

/// How eagerly names are looked for.
pub(crate) fn names(word: &str) -> PyResult<Names> {
    word.parse().map_err(|_| {
        let words = Names::ALL.map(Names::as_str).join(", ");
        PyValueError::new_err(format!("names is one of {words}"))
    })
}

/// What becomes of addresses on other hosts.
pub(crate) fn other_hosts(word: Option<Word<'_>>) -> PyResult<Neutralize> {
    match word {
        None | Some(Word("generalize")) => Ok(Neutralize::Defang),
        Some(Word("redact")) => Ok(Neutralize::Drop),
        Some(_) => Err(PyValueError::new_err("other_hosts is one of generalize, redact")),
    }
}
