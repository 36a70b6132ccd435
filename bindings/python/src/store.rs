//! Store: a Python object with `read` and `write` as the place where the records of a vault lie.
//!
//! What its methods raise goes to `sys.unraisablehook`; the call that needed the store raises `V006`. They run while the
//! session is locked, so that from the first store on every call releases the GIL, see [`crate::call`].

use llmguard::StoreError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyList};

use crate::call;

/// An object with the methods of `llmguard.Store`.
pub(crate) struct Store(Py<PyAny>);

impl Store {
    pub(crate) fn new(object: Py<PyAny>) -> Store {
        call::always_detach();
        Store(object)
    }

    /// Runs one of its methods.
    fn ask<T>(&self, ask: impl FnOnce(&Bound<'_, PyAny>) -> PyResult<T>) -> Result<T, StoreError> {
        let asked = Python::try_attach(|py| {
            let object = self.0.bind(py);
            ask(object).map_err(|error| error.write_unraisable(py, Some(object)))
        });
        match asked {
            Some(Ok(answer)) => Ok(answer),
            Some(Err(())) => Err("the store raised an exception".into()),
            None => Err("the interpreter has ended".into()),
        }
    }
}

impl llmguard::Store for Store {
    fn read(&self, name: &str) -> Result<Vec<Vec<u8>>, StoreError> {
        self.ask(|object| {
            let records = object.call_method1("read", (name,))?;
            records.try_iter()?.map(|record| Ok(record?.extract::<PyBackedBytes>()?.to_vec())).collect()
        })
    }

    fn write(&self, name: &str, count: usize, keep: usize, records: &[Vec<u8>]) -> Result<bool, StoreError> {
        self.ask(|object| {
            let records = PyList::new(object.py(), records.iter().map(|record| PyBytes::new(object.py(), record)))?;
            object.call_method1("write", (name, count, keep, records))?.extract()
        })
    }
}
