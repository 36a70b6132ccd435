//! Stream: a text that arrives in pieces and leaves as soon as nothing that follows can change it.

#![expect(unsafe_code, reason = "exported names; there is no unsafe block in this file")]

use std::sync::{Mutex, MutexGuard};

use llmguard::{Error, OffsetUnit, Released, Session, Stream};

use crate::boundary::{call, fill_or_fail, free, get};
use crate::decision::llmguard_decision;
use crate::error::llmguard_error;
use crate::fail::Fail;
use crate::finding::{Findings, llmguard_findings};
use crate::handle::Kind;
use crate::request::{llmguard_request, read_request};
use crate::session::llmguard_session;
use crate::slice::llmguard_str;

/// Notation: plain text.
pub const LLMGUARD_NOTATION_TEXT: u32 = 0;
/// Notation: JSON, as the arguments of a tool call. Escapes are read as what they stand for, also where they are cut, and
/// what is written instead is escaped.
pub const LLMGUARD_NOTATION_JSON: u32 = 1;

/// A text that arrives in pieces. Owned by whoever received it; release it with `llmguard_stream_free`. It belongs to one
/// text: let one thread push at a time, or the pieces mix.
pub struct llmguard_stream(Mutex<State>);

struct State {
    stream: Stream,
    /// What the last call released.
    out: String,
    denied: bool,
}

impl Kind for llmguard_stream {
    const TAG: [u8; 8] = *b"lgSTREM\0";
}

/// What a stream lets go.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct llmguard_released {
    /// `sizeof(llmguard_released)`, set by the caller.
    pub size: u32,
    /// 1 if the text has ended here because the rest may not go; `llmguard_stream_decision` says why.
    pub denied: u32,
    /// The next part of the text, often empty. Lives until the next call that pushes or finishes, and as the stream.
    pub text: llmguard_str,
    /// How many bytes are held.
    pub held: u64,
}

/// Begins a text that is decided about as `llmguard_session_check` decides about a whole one. `max_hold_bytes` is 0 for the
/// default; a text that makes the stream hold more ends as one that is denied.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_session_stream(
    session: *const llmguard_session,
    request: *const llmguard_request,
    notation: u32,
    max_hold_bytes: u64,
    stream: *mut *mut llmguard_stream,
    error: *mut *mut llmguard_error,
) -> u32 {
    begin(session, notation, max_hold_bytes, stream, error, |session| {
        session.stream(&read_request(request)?).map_err(Fail::from)
    })
}

/// Begins a text that is rewritten as `llmguard_session_protect` rewrites a whole one.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_session_protect_stream(
    session: *const llmguard_session,
    notation: u32,
    max_hold_bytes: u64,
    stream: *mut *mut llmguard_stream,
    error: *mut *mut llmguard_error,
) -> u32 {
    begin(session, notation, max_hold_bytes, stream, error, |session| Ok(session.protect_stream()))
}

/// Begins a text whose tokens are turned back as `llmguard_session_reveal` does. Whether the reader may see the values is
/// the caller's decision here.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_session_reveal_stream(
    session: *const llmguard_session,
    notation: u32,
    max_hold_bytes: u64,
    stream: *mut *mut llmguard_stream,
    error: *mut *mut llmguard_error,
) -> u32 {
    begin(session, notation, max_hold_bytes, stream, error, |session| Ok(session.reveal_stream()))
}

fn begin(
    session: *const llmguard_session,
    notation: u32,
    max_hold_bytes: u64,
    stream: *mut *mut llmguard_stream,
    error: *mut *mut llmguard_error,
    make: impl FnOnce(&Session) -> Result<Stream, Fail>,
) -> u32 {
    call(session, stream, error, |session| {
        let mut stream = make(&session.0)?;
        stream = match notation {
            LLMGUARD_NOTATION_TEXT => stream,
            LLMGUARD_NOTATION_JSON => stream.json(),
            _ => return Err(Fail::BAD_VALUE),
        };
        if max_hold_bytes > 0 {
            stream = stream.max_hold_bytes(usize::try_from(max_hold_bytes).unwrap_or(usize::MAX))?;
        }
        Ok(llmguard_stream(Mutex::new(State { stream, out: String::new(), denied: false })))
    })
}

/// Takes a piece of UTF-8, which may be cut inside a character. Fills `released`, whose `size` must be set. After a failure
/// the stream releases nothing any more.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_stream_push(
    stream: *const llmguard_stream,
    piece: llmguard_str,
    released: *mut llmguard_released,
    error: *mut *mut llmguard_error,
) -> u32 {
    fill_or_fail(stream, released, error, |stream| {
        step(stream, |stream, out| take(stream.push_bytes(piece.bytes()?), out))
    })
}

/// Ends the text and releases what was held. Fills `released`, whose `size` must be set.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_stream_finish(
    stream: *const llmguard_stream,
    released: *mut llmguard_released,
    error: *mut *mut llmguard_error,
) -> u32 {
    fill_or_fail(stream, released, error, |stream| step(stream, |stream, out| take(stream.finish(), out)))
}

fn take(released: Result<Released<'_>, Error>, out: &mut String) -> Result<bool, Fail> {
    let released = released?;
    out.push_str(released.text);
    Ok(released.denied)
}

fn step(
    stream: &llmguard_stream,
    body: impl FnOnce(&mut Stream, &mut String) -> Result<bool, Fail>,
) -> Result<llmguard_released, Fail> {
    let mut state = lock(stream)?;
    let State { stream, out, denied } = &mut *state;
    out.clear();
    *denied = body(stream, out)?;
    Ok(llmguard_released {
        size: 0,
        denied: u32::from(*denied),
        text: llmguard_str::of(out),
        held: stream.held() as u64,
    })
}

fn lock(stream: &llmguard_stream) -> Result<MutexGuard<'_, State>, Fail> {
    stream.0.lock().map_err(|_| Fail::POISONED)
}

/// What was decided about the text, once it has ended: a copy, which the caller releases. Its output is empty: it was
/// released. `LLMGUARD_STATUS_OUT_OF_RANGE` before the end, and where no policy was asked. Offsets count bytes.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_stream_decision(
    stream: *const llmguard_stream,
    decision: *mut *mut llmguard_decision,
    error: *mut *mut llmguard_error,
) -> u32 {
    call(stream, decision, error, |stream| {
        let state = lock(stream)?;
        let decision = state.stream.decision().cloned().ok_or(Fail::OUT_OF_RANGE)?;
        Ok(llmguard_decision::new(state.stream.session().guard(), "", OffsetUnit::Byte, decision))
    })
}

/// What is reported of the text, once it has ended: a copy, which the caller releases. Offsets count bytes.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_stream_findings(
    stream: *const llmguard_stream,
    findings: *mut *mut llmguard_findings,
    error: *mut *mut llmguard_error,
) -> u32 {
    call(stream, findings, error, |stream| {
        let state = lock(stream)?;
        let list = state.stream.findings();
        Ok(llmguard_findings(Findings::new(state.stream.session().guard(), "", OffsetUnit::Byte, list)))
    })
}

/// How many bytes of the text are held.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_stream_held(stream: *const llmguard_stream) -> u64 {
    get(stream, 0, |stream| lock(stream).map_or(0, |state| state.stream.held() as u64))
}

/// How many tokens were turned back so far.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_stream_restored(stream: *const llmguard_stream) -> u64 {
    get(stream, 0, |stream| lock(stream).map_or(0, |state| state.stream.restored() as u64))
}

/// How many read as tokens so far but belong to no value of the session; they were left as they are.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_stream_unknown(stream: *const llmguard_stream) -> u64 {
    get(stream, 0, |stream| lock(stream).map_or(0, |state| state.stream.unknown() as u64))
}

/// Releases a stream. Null is permitted. No other thread may be using it.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_stream_free(stream: *mut llmguard_stream) {
    free(stream);
}
