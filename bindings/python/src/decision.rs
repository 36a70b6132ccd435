//! Decision: what may happen to a text, why, and the text that may go.

use llmguard::{Error, Guard, OffsetUnit};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyGenericAlias, PyTuple, PyType};

use crate::finding::findings;
use crate::reason::{Edit, Reason, Route};
use crate::text::{Text, translate, translate_findings};
use crate::words::{Word, language};

/// What may happen to one text, and why.
#[pyclass(frozen, module = "llmguard")]
pub(crate) struct Decision {
    guard: Guard,
    /// Its spans are in the caller's unit already; its output has moved to `output`.
    decision: llmguard::Decision,
    output: Option<Py<PyAny>>,
    reasons: PyOnceLock<Py<PyTuple>>,
    observed: PyOnceLock<Py<PyTuple>>,
    destinations: PyOnceLock<Py<PyTuple>>,
    findings: PyOnceLock<Py<PyTuple>>,
    edits: PyOnceLock<Py<PyTuple>>,
}

/// Translates the spans of a decision: part of the work that needs no GIL.
pub(crate) fn translated(
    text: &str,
    unit: OffsetUnit,
    decision: Result<llmguard::Decision, Error>,
) -> Result<llmguard::Decision, Error> {
    let mut decision = decision?;
    translate_findings(text, unit, &mut decision.findings);
    translate(text, unit, &mut decision.edits, |edit| &mut edit.span);
    if let Some(output) = &decision.output {
        translate(output, unit, &mut decision.edits, |edit| &mut edit.output);
    }
    Ok(decision)
}

impl Decision {
    /// A translated decision for Python.
    pub(crate) fn new(guard: &Guard, text: &Text<'_, '_>, mut decision: llmguard::Decision) -> Decision {
        let output = decision.output.take().map(|output| text.like(&output));
        Decision { output, ..Decision::released(guard, decision) }
    }

    /// A decision whose output the caller has by another way, with spans in bytes.
    pub(crate) fn released(guard: &Guard, decision: llmguard::Decision) -> Decision {
        Decision {
            guard: guard.clone(),
            decision,
            output: None,
            reasons: PyOnceLock::new(),
            observed: PyOnceLock::new(),
            destinations: PyOnceLock::new(),
            findings: PyOnceLock::new(),
            edits: PyOnceLock::new(),
        }
    }
}

/// A tuple that is made when it is first asked for.
fn kept<'py, T: IntoPyObject<'py>>(
    py: Python<'py>,
    cell: &PyOnceLock<Py<PyTuple>>,
    make: impl FnOnce() -> Vec<T>,
) -> PyResult<Bound<'py, PyTuple>> {
    cell.get_or_try_init(py, || PyTuple::new(py, make()).map(Bound::unbind)).map(|tuple| tuple.bind(py).clone())
}

#[pymethods]
impl Decision {
    /// What happens: allow, transform, approval or deny.
    #[getter]
    fn verdict(&self) -> &'static str {
        self.decision.verdict.as_str()
    }

    /// What would happen if every rule were enforced.
    #[getter]
    fn would(&self) -> &'static str {
        self.decision.would.as_str()
    }

    /// How confidential the text is, as the policy names it.
    #[getter]
    fn level(&self) -> &str {
        &self.decision.level
    }

    /// How confidential it still is for the destination, after transforms.
    #[getter]
    fn residual_level(&self) -> &str {
        &self.decision.residual_level
    }

    /// The text that may go; None unless the verdict is allow or transform.
    #[getter]
    fn output(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        self.output.as_ref().map(|output| output.clone_ref(py))
    }

    /// What caused the verdict, strictest first.
    #[getter]
    fn reasons<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        kept(py, &self.reasons, || self.decision.reasons.iter().cloned().map(Reason).collect())
    }

    /// What else would have been a reason if every rule were enforced.
    #[getter]
    fn observed<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        kept(py, &self.observed, || self.decision.observed.iter().cloned().map(Reason).collect())
    }

    /// The ids of the approvals and unlocks that were spent.
    #[getter]
    fn used<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.decision.used)
    }

    /// What an approval has to be bound to, where one is needed and the guard has a key.
    #[getter]
    fn request_digest(&self) -> Option<&str> {
        self.decision.request_digest.as_deref()
    }

    /// How eagerly names were looked for and with which weights.
    #[getter]
    fn names(&self) -> Option<&str> {
        self.decision.names.as_deref()
    }

    /// What happens, why, where else the text may go, and who could let it, in plain sentences.
    #[pyo3(signature = (*, language=None))]
    fn explain(&self, language: Option<Word<'_>>) -> PyResult<Vec<String>> {
        Ok(self.guard.explain(&self.decision, self::language(language)?))
    }

    /// Every destination the roles may use, in the role's order, with its own verdict on the same text.
    #[getter]
    fn destinations<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        kept(py, &self.destinations, || self.decision.destinations.iter().cloned().map(Route).collect())
    }

    /// The names of the destinations this text may go to, in the role's order.
    #[getter]
    fn permitted<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.decision.permitted().collect::<Vec<_>>())
    }

    /// What is reported of the text, disjoint and ordered.
    #[getter]
    fn findings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        kept(py, &self.findings, || findings(&self.guard, &self.decision.findings))
    }

    /// What was replaced, in order; empty unless the verdict is transform.
    #[getter]
    fn edits<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        kept(py, &self.edits, || self.decision.edits.iter().copied().map(Edit).collect())
    }

    /// How many findings an exclude of the policy set aside.
    #[getter]
    fn excluded(&self) -> usize {
        self.decision.excluded
    }

    #[classmethod]
    fn __class_getitem__<'py>(
        class: &Bound<'py, PyType>,
        key: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyGenericAlias>> {
        PyGenericAlias::new(class.py(), class, key)
    }

    fn __repr__(&self) -> String {
        let decision = &self.decision;
        format!(
            "Decision(verdict='{}', level={:?}, residual_level={:?}, findings={}, edits={})",
            self.verdict(),
            decision.level,
            decision.residual_level,
            decision.findings.len(),
            decision.edits.len()
        )
    }
}
