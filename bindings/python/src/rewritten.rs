//! Redacted, protected, revealed, marked: texts that were rewritten without asking the policy.

use llmguard::Guard;
use pyo3::prelude::*;
use pyo3::types::{PyGenericAlias, PyTuple, PyType};

use crate::finding::findings;

/// A text whose findings were redacted. There is no way back.
#[pyclass(frozen, module = "llmguard")]
pub(crate) struct Redacted {
    text: Py<PyAny>,
    findings: Py<PyTuple>,
}

impl Redacted {
    /// A redacted text and findings whose spans are translated.
    pub(crate) fn new(
        py: Python<'_>,
        guard: &Guard,
        text: Py<PyAny>,
        found: &[llmguard::Finding],
    ) -> PyResult<Redacted> {
        Ok(Redacted { text, findings: PyTuple::new(py, findings(guard, found))?.unbind() })
    }
}

#[pymethods]
impl Redacted {
    /// The text with every finding replaced by [REDACTED_TYPE].
    #[getter]
    fn text(&self, py: Python<'_>) -> Py<PyAny> {
        self.text.clone_ref(py)
    }

    /// What was found, disjoint and ordered, by position in the original.
    #[getter]
    fn findings(&self, py: Python<'_>) -> Py<PyTuple> {
        self.findings.clone_ref(py)
    }

    #[classmethod]
    fn __class_getitem__<'py>(
        class: &Bound<'py, PyType>,
        key: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyGenericAlias>> {
        PyGenericAlias::new(class.py(), class, key)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Redacted(findings={})", self.findings.bind(py).len()))
    }
}

/// A text whose findings were replaced by tokens of a session.
#[pyclass(frozen, module = "llmguard")]
pub(crate) struct Protected {
    text: Py<PyAny>,
    findings: Py<PyTuple>,
}

impl Protected {
    /// A protected text and findings whose spans are translated.
    pub(crate) fn new(
        py: Python<'_>,
        guard: &Guard,
        text: Py<PyAny>,
        found: &[llmguard::Finding],
    ) -> PyResult<Protected> {
        Ok(Protected { text, findings: PyTuple::new(py, findings(guard, found))?.unbind() })
    }
}

#[pymethods]
impl Protected {
    /// The text with every finding replaced by its token.
    #[getter]
    fn text(&self, py: Python<'_>) -> Py<PyAny> {
        self.text.clone_ref(py)
    }

    /// What was found, disjoint and ordered, by position in the original.
    #[getter]
    fn findings(&self, py: Python<'_>) -> Py<PyTuple> {
        self.findings.clone_ref(py)
    }

    #[classmethod]
    fn __class_getitem__<'py>(
        class: &Bound<'py, PyType>,
        key: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyGenericAlias>> {
        PyGenericAlias::new(class.py(), class, key)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Protected(findings={})", self.findings.bind(py).len()))
    }
}

/// A text whose tokens were turned back.
#[pyclass(frozen, module = "llmguard")]
pub(crate) struct Revealed {
    pub(crate) text: Py<PyAny>,
    pub(crate) restored: usize,
    pub(crate) unknown: usize,
}

#[pymethods]
impl Revealed {
    /// The text with every known token replaced by its value.
    #[getter]
    fn text(&self, py: Python<'_>) -> Py<PyAny> {
        self.text.clone_ref(py)
    }

    /// How many tokens were turned back.
    #[getter]
    fn restored(&self) -> usize {
        self.restored
    }

    /// How many read as tokens but belong to no value of the session; they were left as they are.
    #[getter]
    fn unknown(&self) -> usize {
        self.unknown
    }

    #[classmethod]
    fn __class_getitem__<'py>(
        class: &Bound<'py, PyType>,
        key: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyGenericAlias>> {
        PyGenericAlias::new(class.py(), class, key)
    }

    fn __repr__(&self) -> String {
        format!("Revealed(restored={}, unknown={})", self.restored, self.unknown)
    }
}

/// A text of others between marks that nobody can guess.
#[pyclass(frozen, module = "llmguard")]
pub(crate) struct Marked {
    pub(crate) text: Py<PyAny>,
    pub(crate) instruction: String,
}

#[pymethods]
impl Marked {
    /// The marks and the text between them.
    #[getter]
    fn text(&self, py: Python<'_>) -> Py<PyAny> {
        self.text.clone_ref(py)
    }

    /// A sentence for the system prompt that says what the marks mean.
    #[getter]
    fn instruction(&self) -> &str {
        &self.instruction
    }

    #[classmethod]
    fn __class_getitem__<'py>(
        class: &Bound<'py, PyType>,
        key: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyGenericAlias>> {
        PyGenericAlias::new(class.py(), class, key)
    }

    fn __repr__(&self) -> &'static str {
        "Marked()"
    }
}
