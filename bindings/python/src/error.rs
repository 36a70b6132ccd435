//! Error: `llmguard::Error` as the Python exception of its code.
//!
//! The classes are written in Python (`llmguard/_errors.py`); the first letter of the code chooses one. An exception
//! carries what the error carries and nothing else: no cause, no context, no text.

use llmguard::{Code, Error};
use pyo3::exceptions::PyUnicodeEncodeError;
use pyo3::prelude::*;

/// The exception of an error, as `raise … from None` makes it.
pub(crate) fn raise(py: Python<'_>, error: &Error) -> PyErr {
    match exception(py, error) {
        Ok(raised) => raised,
        Err(broken) => broken,
    }
}

fn exception(py: Python<'_>, error: &Error) -> PyResult<PyErr> {
    let code = error.code().as_str();
    let class = match code.chars().next() {
        Some('D') => "DetectorError",
        Some('C') => "CompileError",
        Some('P') => "PolicyError",
        Some('V') => "VaultError",
        Some('A') => "AuditError",
        Some('I') => "InputError",
        Some('T') => "DictionaryError",
        Some('G') => "GrantError",
        _ => "InternalError",
    };
    let arguments = (code, error.message(), error.how_to_mend(), error.file(), error.line(), error.offset());
    let raised = PyErr::from_value(py.import("llmguard._errors")?.getattr(class)?.call1(arguments)?);
    raised.set_cause(py, None);
    Ok(raised)
}

/// What a `str` that cannot be lent as UTF-8 raises. CPython's own exception holds the text, so it ends here.
pub(crate) fn not_lent(py: Python<'_>, refused: &PyErr) -> PyErr {
    if !refused.is_instance_of::<PyUnicodeEncodeError>(py) {
        return refused.clone_ref(py); // out of memory
    }
    let error = Error::new(Code::InputUtf8, "the text has a lone surrogate, which is no character")
        .mend("replace it first, for instance with `text.encode('utf-8', 'replace').decode()`");
    let place = refused.value(py).getattr("start").and_then(|start| start.extract::<usize>());
    raise(py, &place.map_or(error.clone(), |place| error.at_offset(place)))
}
