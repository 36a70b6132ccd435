//! Call: the way into the library and out again, without the GIL where that pays, and with panics held.
//!
//! A panic's message may quote the text it fell over (`byte index 5 is not a char boundary; it is inside 'ü' …`), so
//! neither pyo3 nor the standard library gets to see one: [`hold_panics`] keeps them off standard error, and [`call`]
//! turns them into `X001` with the place in our source and nothing else. The hook is that of this extension module's
//! own copy of the standard library; other modules in the process keep theirs.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};

use llmguard::{Code, Error};
use pyo3::prelude::*;

use crate::error;

/// From how many bytes of text on the GIL is released.
///
/// Measured by `python/bench.py gil` (2 cores, loaded, CPython 3.11): to release and to take it again costs 0.1 to
/// 0.4 µs while nobody wants it, and up to a switch interval (5 ms) while another thread does. A scan of 2 KiB takes 60 µs,
/// so that from here on the release costs under 1 %, and what is shorter blocks nobody for long.
pub(crate) const DETACH_FROM: usize = 2048;

/// Whether something that is locked may call Python. Who waits for that lock must not have the GIL.
static CALLS_BACK: AtomicBool = AtomicBool::new(false);

/// From here on every call releases the GIL.
pub(crate) fn always_detach() {
    CALLS_BACK.store(true, Ordering::Relaxed);
}

thread_local! {
    /// Where this thread last panicked: file and line of our source.
    static PANICKED_AT: RefCell<Option<(String, u32)>> = const { RefCell::new(None) };
}

/// Keeps the messages of panics off standard error; remembers where they happened.
pub(crate) fn hold_panics() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(|at| (at.file().to_owned(), at.line()));
        let _ = PANICKED_AT.try_with(|at| at.replace(place));
    }));
}

/// Runs `work` on a text of `bytes` bytes.
pub(crate) fn call<T: Send>(
    py: Python<'_>,
    bytes: usize,
    work: impl FnOnce() -> Result<T, Error> + Send,
) -> PyResult<T> {
    let held = || panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(panicked()));
    let detach = bytes >= DETACH_FROM || CALLS_BACK.load(Ordering::Relaxed);
    let outcome = if detach { py.detach(held) } else { held() };
    outcome.map_err(|error| error::raise(py, &error))
}

/// The error a panic becomes.
fn panicked() -> Error {
    let error = Error::new(Code::Internal, "llmguard panicked; nothing is released").mend("please report it");
    match PANICKED_AT.with(RefCell::take) {
        Some((file, line)) => error.in_file(file).at_line(line),
        None => error,
    }
}
