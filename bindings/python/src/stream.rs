//! Stream: a text that arrives in pieces and leaves as soon as nothing that follows can change it.

use std::sync::Mutex;

use llmguard::{Code, Error, Released};
use pyo3::prelude::*;

use crate::call::call;
use crate::decision::Decision;
use crate::error;
use crate::finding::{Finding, findings};
use crate::text::{Piece, Text};

/// A text that arrives in pieces. For one thread at a time.
#[pyclass(frozen, module = "llmguard")]
pub(crate) struct Stream(Mutex<State>);

struct State {
    stream: llmguard::Stream,
    denied: bool,
    /// Whether pieces are `bytes`, once one has come.
    bytes: Option<bool>,
}

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
        Ok(Stream(Mutex::new(State { stream, denied: false, bytes: None })))
    }

    /// Runs a step of the stream. What it releases has the type of the pieces.
    fn step(
        &self,
        py: Python<'_>,
        len: usize,
        bytes: Option<bool>,
        step: impl FnOnce(&mut llmguard::Stream) -> Result<Released<'_>, Error> + Send,
    ) -> PyResult<Py<PyAny>> {
        let (text, bytes) = call(py, len, || {
            let mut state = self.0.lock().map_err(|_| Error::new(Code::Internal, "an earlier call panicked"))?;
            state.bytes = state.bytes.or(bytes);
            let released = step(&mut state.stream)?;
            let (text, denied) = (released.text.to_owned(), released.denied);
            state.denied |= denied;
            Ok((text, state.bytes.unwrap_or(false)))
        })?;
        Ok(Text::owned(py, &text, bytes))
    }

    fn read<V: Send>(&self, py: Python<'_>, read: impl FnOnce(&State) -> V + Send) -> PyResult<V> {
        call(py, 0, || {
            let state = self.0.lock().map_err(|_| Error::new(Code::Internal, "an earlier call panicked"))?;
            Ok(read(&state))
        })
    }
}

#[pymethods]
impl Stream {
    /// Takes a piece, `str` or `bytes` that may be cut inside a character, and returns what may go.
    fn push(&self, py: Python<'_>, piece: Piece<'_>) -> PyResult<Py<PyAny>> {
        let bytes = piece.bytes();
        self.step(py, bytes.len(), Some(piece.is_bytes()), |stream| stream.push_bytes(bytes))
    }

    /// Ends the text and returns what was held.
    fn finish(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.step(py, 0, None, llmguard::Stream::finish)
    }

    /// Whether the text has ended early because the rest may not go.
    #[getter]
    fn denied(&self, py: Python<'_>) -> PyResult<bool> {
        self.read(py, |state| state.denied)
    }

    /// How many bytes of the text are held.
    #[getter]
    fn held(&self, py: Python<'_>) -> PyResult<usize> {
        self.read(py, |state| state.stream.held())
    }

    /// How many tokens were turned back so far.
    #[getter]
    fn restored(&self, py: Python<'_>) -> PyResult<usize> {
        self.read(py, |state| state.stream.restored())
    }

    /// How many read as tokens so far but belong to no value of the session.
    #[getter]
    fn unknown(&self, py: Python<'_>) -> PyResult<usize> {
        self.read(py, |state| state.stream.unknown())
    }

    /// What was decided, once the text has ended; None before, and where no policy was asked.
    #[getter]
    fn decision(&self, py: Python<'_>) -> PyResult<Option<Decision>> {
        let decided =
            self.read(py, |state| (state.stream.session().guard().clone(), state.stream.decision().cloned()))?;
        Ok(decided.1.map(|decision| Decision::released(&decided.0, decision)))
    }

    /// What is reported of the text, once it has ended. Positions count bytes.
    #[getter]
    fn findings(&self, py: Python<'_>) -> PyResult<Vec<Finding>> {
        let (guard, found) =
            self.read(py, |state| (state.stream.session().guard().clone(), state.stream.findings()))?;
        Ok(findings(&guard, &found))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Stream(held={}, denied={})", self.held(py)?, if self.denied(py)? { "True" } else { "False" }))
    }
}
