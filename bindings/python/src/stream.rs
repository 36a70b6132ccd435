//! Stream: a text that arrives in pieces and leaves as soon as nothing that follows can change it.

use llmguard::Released;
use pyo3::prelude::*;

use crate::decision::Decision;
use crate::error;
use crate::finding::{Finding, findings};
use crate::pieces::Pieces;
use crate::text::Piece;

/// A text that arrives in pieces. For one thread at a time.
#[pyclass(frozen, module = "llmguard")]
pub(crate) struct Stream(Pieces<llmguard::Stream>);

impl Stream {
    /// A stream with the options Python gave.
    pub(crate) fn new(
        py: Python<'_>,
        stream: llmguard::Stream,
        json: bool,
        max_hold_bytes: Option<usize>,
    ) -> PyResult<Stream> {
        let stream = if json { stream.json() } else { stream };
        let stream = match max_hold_bytes {
            Some(bytes) => stream.max_hold_bytes(bytes).map_err(|error| error::raise(py, &error))?,
            None => stream,
        };
        Ok(Stream(Pieces::new(stream)))
    }
}

#[pymethods]
impl Stream {
    /// Takes a piece, `str` or `bytes` that may be cut inside a character, and returns what may go.
    fn push(&self, py: Python<'_>, piece: Piece<'_>) -> PyResult<Py<PyAny>> {
        self.0.step(py, Some(&piece), |stream| stream.push_bytes(piece.bytes()).map(parts))
    }

    /// Ends the text and returns what was held.
    fn finish(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.0.step(py, None, |stream| stream.finish().map(parts))
    }

    /// Whether the text has ended early because the rest may not go.
    #[getter]
    fn denied(&self, py: Python<'_>) -> PyResult<bool> {
        self.0.denied(py)
    }

    /// How many bytes of the text are held.
    #[getter]
    fn held(&self, py: Python<'_>) -> PyResult<usize> {
        self.0.read(py, |stream| stream.held())
    }

    /// How many tokens were turned back so far.
    #[getter]
    fn restored(&self, py: Python<'_>) -> PyResult<usize> {
        self.0.read(py, |stream| stream.restored())
    }

    /// How many read as tokens so far but belong to no value of the session.
    #[getter]
    fn unknown(&self, py: Python<'_>) -> PyResult<usize> {
        self.0.read(py, |stream| stream.unknown())
    }

    /// What was decided, once the text has ended; None before, and where no policy was asked.
    #[getter]
    fn decision(&self, py: Python<'_>) -> PyResult<Option<Decision>> {
        let decided = self.0.read(py, |stream| (stream.session().guard().clone(), stream.decision().cloned()))?;
        Ok(decided.1.map(|decision| Decision::released(&decided.0, decision)))
    }

    /// What is reported of the text, once it has ended. Positions count bytes.
    #[getter]
    fn findings(&self, py: Python<'_>) -> PyResult<Vec<Finding>> {
        let (guard, found) = self.0.read(py, |stream| (stream.session().guard().clone(), stream.findings()))?;
        Ok(findings(&guard, &found))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Stream(held={}, denied={})", self.held(py)?, if self.denied(py)? { "True" } else { "False" }))
    }
}

fn parts(released: Released<'_>) -> (String, bool) {
    (released.text.to_owned(), released.denied)
}
