//! Reason, route, edit: the parts of a decision.

use llmguard::AppliedEdit;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

/// One thing that contributed to a verdict.
#[pyclass(frozen, module = "llmguard")]
pub(crate) struct Reason(pub(crate) llmguard::Reason);

#[pymethods]
impl Reason {
    /// The error code, where the request itself is refused.
    #[getter]
    fn code(&self) -> Option<&'static str> {
        self.0.code.map(llmguard::Code::as_str)
    }

    /// The place in the policy: transform[3], destinations.eu.ceiling, roles.
    #[getter]
    fn rule(&self) -> &str {
        &self.0.rule
    }

    /// The classes concerned, in the order of the policy.
    #[getter]
    fn classes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.classes.iter().map(|class| &**class))
    }

    /// The verdict this alone leads to.
    #[getter]
    fn verdict(&self) -> &'static str {
        self.0.verdict.as_str()
    }

    /// One sentence.
    #[getter]
    fn message(&self) -> &str {
        self.0.message()
    }

    fn __repr__(&self) -> String {
        let code = self.0.code.map(|code| format!("code='{}', ", code.as_str())).unwrap_or_default();
        format!("Reason({code}rule={:?}, verdict='{}')", self.0.rule, self.verdict())
    }
}

/// A destination the roles may use, with the verdict on the same text.
#[pyclass(frozen, module = "llmguard")]
pub(crate) struct Route(pub(crate) llmguard::Route);

#[pymethods]
impl Route {
    /// Name of the destination.
    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    /// The verdict there.
    #[getter]
    fn verdict(&self) -> &'static str {
        self.0.verdict.as_str()
    }

    fn __repr__(&self) -> String {
        format!("Route(name={:?}, verdict='{}')", self.0.name, self.verdict())
    }
}

/// One replacement.
#[pyclass(frozen, module = "llmguard")]
pub(crate) struct Edit(pub(crate) AppliedEdit);

#[pymethods]
impl Edit {
    /// First position of what stood there, in the original.
    #[getter]
    fn start(&self) -> usize {
        self.0.span.start
    }

    /// First position behind it, in the original.
    #[getter]
    fn end(&self) -> usize {
        self.0.span.end
    }

    /// First position of what stands there now, in the output.
    #[getter]
    fn output_start(&self) -> usize {
        self.0.output.start
    }

    /// First position behind it, in the output.
    #[getter]
    fn output_end(&self) -> usize {
        self.0.output.end
    }

    /// How it was replaced: generalize, mask, tokenize or redact.
    #[getter]
    fn transform(&self) -> &'static str {
        self.0.transform.as_str()
    }

    fn __repr__(&self) -> String {
        let (span, output) = (self.0.span, self.0.output);
        format!(
            "Edit(start={}, end={}, output_start={}, output_end={}, transform='{}')",
            span.start,
            span.end,
            output.start,
            output.end,
            self.transform()
        )
    }
}
