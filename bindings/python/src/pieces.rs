//! Pieces: what takes a text piece by piece, a stream or records, for one thread at a time.

use std::sync::{Mutex, MutexGuard};

use llmguard::{Code, Error};
use pyo3::prelude::*;

use crate::call::call;
use crate::text::{Piece, Text};

/// What takes pieces.
pub(crate) struct Pieces<T>(Mutex<State<T>>);

struct State<T> {
    taker: T,
    denied: bool,
    /// Whether pieces are `bytes`, once one has come.
    bytes: Option<bool>,
}

impl<T: Send> Pieces<T> {
    pub(crate) fn new(taker: T) -> Pieces<T> {
        Pieces(Mutex::new(State { taker, denied: false, bytes: None }))
    }

    /// Hands over a piece, or the end. `step` says what it released and whether it was denied; the former has the type of the
    /// pieces.
    pub(crate) fn step(
        &self,
        py: Python<'_>,
        piece: Option<&Piece<'_>>,
        step: impl FnOnce(&mut T) -> Result<(String, bool), Error> + Send,
    ) -> PyResult<Py<PyAny>> {
        let (len, bytes) = (piece.map_or(0, |piece| piece.bytes().len()), piece.map(Piece::is_bytes));
        let (text, bytes) = call(py, len, || {
            let mut state = self.state()?;
            state.bytes = state.bytes.or(bytes);
            let (text, denied) = step(&mut state.taker)?;
            state.denied |= denied;
            Ok((text, state.bytes.unwrap_or(false)))
        })?;
        Ok(Text::owned(py, &text, bytes))
    }

    pub(crate) fn read<V: Send>(&self, py: Python<'_>, read: impl FnOnce(&T) -> V + Send) -> PyResult<V> {
        call(py, 0, || Ok(read(&self.state()?.taker)))
    }

    /// Whether it has ended early because the rest may not go.
    pub(crate) fn denied(&self, py: Python<'_>) -> PyResult<bool> {
        call(py, 0, || Ok(self.state()?.denied))
    }

    fn state(&self) -> Result<MutexGuard<'_, State<T>>, Error> {
        self.0.lock().map_err(|_| Error::new(Code::Internal, "an earlier call panicked"))
    }
}
