//! Audit: a Python callable as the sink of audit events.
//!
//! The callable gets one `dict` per decision and may raise: then the decision is a denial, and what it raised goes to
//! `sys.unraisablehook`, because there is nobody else to hear it. It runs while nothing of the guard or session is
//! locked, and it may call them.

use std::error::Error;

use llmguard::{AuditEvent, AuditSink};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use serde_json::Value;

/// A callable that takes audit events.
pub(crate) struct Callback(pub(crate) Py<PyAny>);

impl AuditSink for Callback {
    fn record(&self, event: &AuditEvent) -> Result<(), Box<dyn Error + Send + Sync>> {
        let value = serde_json::to_value(event)?;
        let taken = Python::try_attach(|py| {
            let called = to_python(py, &value).and_then(|event| self.0.call1(py, (event,)));
            called.map_err(|error| error.write_unraisable(py, Some(self.0.bind(py))))
        });
        match taken {
            Some(Ok(_)) => Ok(()),
            Some(Err(())) => Err("the callable raised an exception".into()),
            None => Err("the interpreter has ended".into()),
        }
    }
}

/// A JSON value as Python's `json.loads` would return it.
fn to_python<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Null => py.None().into_bound(py),
        Value::Bool(value) => value.into_pyobject(py)?.to_owned().into_any(),
        Value::Number(number) => match number.as_u64() {
            Some(number) => number.into_pyobject(py)?.into_any(),
            None => number.as_f64().into_pyobject(py)?,
        },
        Value::String(text) => text.into_pyobject(py)?.into_any(),
        Value::Array(values) => {
            let list = PyList::empty(py);
            values.iter().try_for_each(|value| list.append(to_python(py, value)?))?;
            list.into_any()
        }
        Value::Object(fields) => {
            let dict = PyDict::new(py);
            fields.iter().try_for_each(|(key, value)| dict.set_item(key, to_python(py, value)?))?;
            dict.into_any()
        }
    })
}
