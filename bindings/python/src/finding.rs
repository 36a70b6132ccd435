//! Finding: one verified hit, with positions the caller can use.

use std::hash::{DefaultHasher, Hash, Hasher};

use pyo3::prelude::*;
use pyo3::types::PyTuple;

/// One verified hit: where, what kind of thing, found by which detector, how sure and why. Never holds the text.
#[pyclass(frozen, module = "llmguard")]
pub(crate) struct Finding {
    guard: llmguard::Guard,
    /// Its span is in the caller's unit already.
    finding: llmguard::Finding,
}

/// Findings whose spans are translated, for Python.
pub(crate) fn findings(guard: &llmguard::Guard, found: &[llmguard::Finding]) -> Vec<Finding> {
    found.iter().map(|finding| Finding { guard: guard.clone(), finding: *finding }).collect()
}

impl Finding {
    /// What makes two findings equal, whichever guard made them.
    fn key(&self) -> (usize, usize, &str, &'static str, u32) {
        let (finding, span) = (&self.finding, self.finding.span);
        (span.start, span.end, self.detector(), finding.confidence.as_str(), finding.evidence.bits())
    }
}

#[pymethods]
impl Finding {
    /// First position inside.
    #[getter]
    fn start(&self) -> usize {
        self.finding.span.start
    }

    /// First position behind.
    #[getter]
    fn end(&self) -> usize {
        self.finding.span.end
    }

    /// Label of the kind of thing, for instance IBAN.
    #[getter]
    fn r#type(&self) -> &str {
        self.guard.entity_label(&self.finding)
    }

    /// Id of the detector, for instance bank.iban.
    #[getter]
    fn detector(&self) -> &str {
        self.guard.detector_id(&self.finding)
    }

    /// How sure: low, medium, high or verified.
    #[getter]
    fn confidence(&self) -> &'static str {
        self.finding.confidence.as_str()
    }

    /// Why: pattern, prefix, checksum, cue, structure.
    #[getter]
    fn evidence<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.finding.evidence.names().collect::<Vec<_>>())
    }

    /// The classes the policy puts it into.
    #[getter]
    fn classes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.guard.class_names(&self.finding).collect::<Vec<_>>())
    }

    fn __eq__(&self, other: &Finding) -> bool {
        self.key() == other.key()
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.key().hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self) -> String {
        let (start, end, detector, confidence, _) = self.key();
        let kind = self.r#type();
        format!("Finding(start={start}, end={end}, type='{kind}', detector='{detector}', confidence='{confidence}')")
    }
}
