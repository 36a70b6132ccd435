//! Request: the keywords of `check` and `stream` as one value.

use llmguard::{Grant, Request};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::error::raise;
use crate::words::{Word, Words, direction};

/// The request that keywords describe. `role` stands before `roles`; `None` says nothing.
pub(crate) fn request(py: Python<'_>, keywords: Option<&Bound<'_, PyDict>>) -> PyResult<Request> {
    let mut request = Request::default();
    let mut missing = true;
    for (name, value) in keywords.into_iter().flatten() {
        let name: String = name.extract()?;
        missing &= name != "destination";
        if name == "destination" || !value.is_none() {
            take(py, &mut request, &name, &value).map_err(|error| named(py, &name, error))?;
        }
    }
    if missing {
        return Err(PyTypeError::new_err("missing the keyword argument 'destination'"));
    }
    Ok(request)
}

fn take(py: Python<'_>, request: &mut Request, name: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
    let word = || value.extract::<Word<'_>>().map(|word| word.0.to_owned());
    let words = || value.extract::<Words>().map(|words| words.0);
    match name {
        "destination" => request.destination = word()?,
        "role" => request.roles.insert(0, word()?),
        "roles" => request.roles.extend(words()?),
        "purpose" => request.purpose = Some(word()?),
        "direction" => request.direction = direction(&word()?)?,
        "subject" => request.subject = Some(word()?),
        "model" => request.model = Some(word()?),
        "model_version" => request.model_version = Some(word()?),
        "source_labels" => request.source_labels = words()?,
        "sources" => request.sources = words()?,
        "tool" => request.tool = Some(word()?),
        "answer_confidence" => request.answer_confidence = Some(value.extract()?),
        "grants" => {
            let grants = words()?.into_iter().map(|json| Grant::from_json(&json).map_err(|error| raise(py, &error)));
            request.grants = grants.collect::<PyResult<_>>()?;
        }
        "trace_id" => request.trace_id = Some(word()?),
        "now" => request.now = Some(value.extract()?),
        _ => return Err(PyTypeError::new_err("is no keyword of a request")),
    }
    Ok(())
}

/// A wrong type or value says which argument it was. Coded errors say it themselves.
fn named(py: Python<'_>, name: &str, error: PyErr) -> PyErr {
    if error.is_instance_of::<PyTypeError>(py) {
        PyTypeError::new_err(format!("argument '{name}': {}", error.value(py)))
    } else {
        error
    }
}
