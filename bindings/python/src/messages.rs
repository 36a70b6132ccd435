//! Messages: what may happen to a chat history.

use llmguard::{Author, Error, Guard, Message, Part};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::decision::Decision;

/// A part of a chat history: kind, name of the tool or source, text.
pub(crate) type Triple = (String, String, String);

/// What may happen to the parts of a chat history.
#[pyclass(frozen, module = "llmguard")]
pub(crate) struct Checked {
    decision: llmguard::MessagesDecision,
    texts: Option<Vec<String>>,
    decisions: Py<PyTuple>,
}

/// The parts that triples describe.
pub(crate) fn parts(triples: Vec<Triple>) -> PyResult<Vec<Part>> {
    let part = |(kind, name, text): Triple| match kind.as_str() {
        "text" => Ok(Part::Text(text)),
        "tool-call" => Ok(Part::ToolCall { tool: name, text }),
        "tool-result" => Ok(Part::ToolResult { tool: name, text }),
        "retrieved" => Ok(Part::Retrieved { source: name, text }),
        _ => Err(PyValueError::new_err("a part is one of text, tool-call, tool-result, retrieved")),
    };
    triples.into_iter().map(part).collect()
}

/// The decision about parts.
pub(crate) fn check(
    session: &llmguard::Session,
    parts: Vec<Part>,
    request: &llmguard::Request,
) -> Result<llmguard::MessagesDecision, Error> {
    session.check_messages(&[Message { author: Author::User, parts }], request)
}

impl Checked {
    pub(crate) fn new(py: Python<'_>, guard: &Guard, mut decision: llmguard::MessagesDecision) -> PyResult<Checked> {
        let messages = decision.messages.take();
        let texts = messages.map(|messages| {
            let parts = messages.iter().flat_map(|message| &message.parts);
            parts.map(|part| part.as_text().to_owned()).collect()
        });
        let own = std::mem::take(&mut decision.parts).into_iter().map(|(.., own)| Decision::released(guard, own));
        let decisions = PyTuple::new(py, own.collect::<Vec<_>>())?.unbind();
        Ok(Checked { decision, texts, decisions })
    }
}

#[pymethods]
impl Checked {
    /// The strictest verdict of all parts.
    #[getter]
    fn verdict(&self) -> &'static str {
        self.decision.verdict.as_str()
    }

    /// What would happen if every rule were enforced.
    #[getter]
    fn would(&self) -> &'static str {
        self.decision.would.as_str()
    }

    /// How confidential the most confidential part is, as the policy names it.
    #[getter]
    fn level(&self) -> &str {
        &self.decision.level
    }

    /// How confidential what goes out still is.
    #[getter]
    fn residual_level(&self) -> &str {
        &self.decision.residual_level
    }

    /// The texts that may go, one a part; None unless the verdict is allow or transform.
    #[getter]
    fn texts(&self) -> Option<Vec<String>> {
        self.texts.clone()
    }

    /// The decision about each part, without its output. Positions count bytes.
    #[getter]
    fn decisions(&self, py: Python<'_>) -> Py<PyTuple> {
        self.decisions.clone_ref(py)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Checked(verdict={}, parts={})", self.verdict(), self.decisions.bind(py).len()))
    }
}
