//! Classification: how confidential a text is, as a whole and section by section.

use llmguard::OffsetUnit;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::reason::Reason;
use crate::text::translate;

/// How confidential a text is.
#[pyclass(frozen, module = "llmguard")]
pub(crate) struct Classification(llmguard::Classification);

/// A section of a text.
#[pyclass(frozen, module = "llmguard")]
pub(crate) struct Section(llmguard::Section);

impl Classification {
    /// A classification with spans in a unit.
    pub(crate) fn new(text: &str, unit: OffsetUnit, mut own: llmguard::Classification) -> Classification {
        translate(text, unit, &mut own.sections, |section| &mut section.span);
        Classification(own)
    }
}

fn reasons<'py>(py: Python<'py>, reasons: &[llmguard::Reason]) -> PyResult<Bound<'py, PyTuple>> {
    PyTuple::new(py, reasons.iter().cloned().map(Reason).collect::<Vec<_>>())
}

#[pymethods]
impl Classification {
    /// The level of the whole, as the policy names it.
    #[getter]
    fn level(&self) -> &str {
        &self.0.level
    }

    /// What has this level: sources, classes and numbers of values.
    #[getter]
    fn reasons<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        reasons(py, &self.0.reasons)
    }

    /// What other vocabularies call the level: vocabulary and label.
    #[getter]
    fn labels<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.0.labels)
    }

    /// Its sections, in order; together they are the whole text.
    #[getter]
    fn sections<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.sections.iter().cloned().map(Section).collect::<Vec<_>>())
    }

    fn __repr__(&self) -> String {
        format!("Classification(level={:?}, sections={})", self.0.level, self.0.sections.len())
    }
}

#[pymethods]
impl Section {
    /// The first position inside.
    #[getter]
    fn start(&self) -> usize {
        self.0.span.start
    }

    /// The first position behind.
    #[getter]
    fn end(&self) -> usize {
        self.0.span.end
    }

    /// Its level by itself, as the policy names it.
    #[getter]
    fn level(&self) -> &str {
        &self.0.level
    }

    /// What has this level.
    #[getter]
    fn reasons<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        reasons(py, &self.0.reasons)
    }

    fn __repr__(&self) -> String {
        format!("Section(start={}, end={}, level={:?})", self.0.span.start, self.0.span.end, self.0.level)
    }
}
