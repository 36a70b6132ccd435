//! Session: one conversation, in which the same value gets the same token and tokens lead back.

#![expect(unsafe_code, reason = "exported names; there is no unsafe block in this file")]

use llmguard::Session;

use crate::boundary::{call, free};
use crate::decision::llmguard_decision;
use crate::error::llmguard_error;
use crate::finding::Findings;
use crate::guard::llmguard_guard;
use crate::handle::Kind;
use crate::numbers;
use crate::request::{llmguard_request, read_request};
use crate::slice::llmguard_str;
use crate::text::llmguard_text;

/// One conversation and the values its tokens stand for. Owned by whoever received it; release it with
/// `llmguard_session_free`, and the values are gone. Any number of threads may use it at once; tokens are numbered by
/// arrival.
pub struct llmguard_session(pub(crate) Session);

impl Kind for llmguard_session {
    const TAG: [u8; 8] = *b"lgSESSN\0";
}

/// Begins a conversation. It may outlive the handle of the guard.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_session_new(
    guard: *const llmguard_guard,
    session: *mut *mut llmguard_session,
    error: *mut *mut llmguard_error,
) -> u32 {
    call(guard, session, error, |guard| Ok(llmguard_session(guard.0.session())))
}

/// Decides about a text as `llmguard_check` does, with the tokens of this conversation. In a response that is allowed,
/// tokens are turned back if the policy's `reveal_for` names one of the roles.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_session_check(
    session: *const llmguard_session,
    text: llmguard_str,
    request: *const llmguard_request,
    unit: u32,
    decision: *mut *mut llmguard_decision,
    error: *mut *mut llmguard_error,
) -> u32 {
    call(session, decision, error, |session| {
        let (unit, text, request) = (numbers::unit(unit)?, text.text()?, read_request(request)?);
        Ok(llmguard_decision::new(session.0.guard(), text, unit, session.0.check(text, &request)?))
    })
}

/// Replaces what is in a text by tokens, whatever the policy says. `llmguard_session_reveal` gives the text back.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_session_protect(
    session: *const llmguard_session,
    text: llmguard_str,
    unit: u32,
    protected: *mut *mut llmguard_text,
    error: *mut *mut llmguard_error,
) -> u32 {
    call(session, protected, error, |session| {
        let (unit, text) = (numbers::unit(unit)?, text.text()?);
        let protected = session.0.protect(text)?;
        let findings = Findings::new(session.0.guard(), text, unit, protected.findings);
        Ok(llmguard_text { findings: Some(findings), ..llmguard_text::plain(protected.text) })
    })
}

/// Turns tokens back into the values they stand for. Whether the reader may see them is the caller's decision here;
/// `llmguard_session_check` with a response leaves it to the policy.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_session_reveal(
    session: *const llmguard_session,
    text: llmguard_str,
    revealed: *mut *mut llmguard_text,
    error: *mut *mut llmguard_error,
) -> u32 {
    call(session, revealed, error, |session| {
        let revealed = session.0.reveal(text.text()?)?;
        let (restored, unknown) = (revealed.restored, revealed.unknown);
        Ok(llmguard_text { restored, unknown, ..llmguard_text::plain(revealed.text) })
    })
}

/// Puts a document, a search result or a tool's answer between marks that nobody can guess; `llmguard_text_instruction` is
/// the sentence that says so to the model. It makes orders in the text less likely to be followed; it does not make them
/// harmless. Fails with `X001` if the system has no randomness.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_session_mark_untrusted(
    session: *const llmguard_session,
    text: llmguard_str,
    marked: *mut *mut llmguard_text,
    error: *mut *mut llmguard_error,
) -> u32 {
    call(session, marked, error, |session| {
        let marked = session.0.mark_untrusted(text.text()?)?;
        Ok(llmguard_text { instruction: Some(marked.instruction), ..llmguard_text::plain(marked.text) })
    })
}

/// A word to put into a confidential prompt: whoever finds it in an answer knows that the prompt was repeated. Every guard
/// finds it as `output.leak.canary`. Fails with `X001` if the system has no randomness.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_session_canary(
    session: *const llmguard_session,
    canary: *mut *mut llmguard_text,
    error: *mut *mut llmguard_error,
) -> u32 {
    call(session, canary, error, |session| Ok(llmguard_text::plain(session.0.canary()?)))
}

/// Releases a session and the values it holds. Null is permitted. No other thread may be using it.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_session_free(session: *mut llmguard_session) {
    free(session);
}
