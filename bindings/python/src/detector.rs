//! Detector: what a guard looks for, for lists and reports.

use pyo3::prelude::*;
use pyo3::types::PyTuple;

/// What to look for.
#[pyclass(frozen, module = "llmguard")]
pub(crate) struct Detector(pub(crate) llmguard::Detector);

#[pymethods]
impl Detector {
    /// Two or three segments, stable for ever: bank.iban.
    #[getter]
    fn id(&self) -> &str {
        &self.0.id
    }

    /// One line for people.
    #[getter]
    fn title(&self) -> &str {
        &self.0.title
    }

    /// Label of the kind of thing it finds.
    #[getter]
    fn r#type(&self) -> &str {
        &self.0.entity
    }

    /// Default level; a policy may only raise it.
    #[getter]
    fn level(&self) -> &str {
        &self.0.level
    }

    /// Where the thing comes from, ISO 3166 alpha-2; empty for everywhere.
    #[getter]
    fn regions<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.regions.iter().map(|region| &**region).collect::<Vec<_>>())
    }

    fn __repr__(&self) -> String {
        format!("Detector(id='{}', type='{}')", self.0.id, self.0.entity)
    }
}
