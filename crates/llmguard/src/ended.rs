//! Ended: how a text, or records, that came in pieces came to the end, and what the conversation remembers then.

use llmguard_policy::{Reason, Verdict};
use llmguard_types::Error;

use crate::decision::Decision;
use crate::flow::{Flow, Stop};
use crate::messages::locked;
use crate::request::Request;
use crate::session::Session;

/// How it ended.
pub(crate) enum Ended {
    Over,
    Denied,
    /// What failed once releases nothing any more.
    Broken(Error),
}

/// Denies what was stopped on its way.
pub(crate) fn stop(decision: &mut Decision, stopped: Option<Stop>) {
    match stopped {
        Some(Stop::Reason(reason)) => decision.deny(reason),
        Some(Stop::Ruling) if decision.verdict <= Verdict::Transform => decision.deny(late_reason()),
        _ => {}
    }
}

/// A kind of finding for whose sake what was released would have been treated otherwise.
fn late_reason() -> Reason {
    let english = "with this finding, what was released before would have been treated otherwise".to_owned();
    let german = "mit diesem Fund wäre anders behandelt worden, was schon herausgegeben ist".to_owned();
    Reason::denial(None, "stream", english, german)
}

/// The conversation remembers what the receiver saw of `bytes` bytes.
pub(crate) fn remember(
    session: &Session,
    request: &Request,
    flow: &Flow,
    bytes: usize,
    decision: &Decision,
) -> Result<(), Error> {
    let policy = &session.guard().inner().policy;
    let sees = policy.level(&decision.residual_level).unwrap_or(policy.top());
    locked(session.history())?.read(request.direction, sees, flow.values(), bytes);
    Ok(())
}
