//! Request: who asks, what for, where to, which way.

use llmguard::{Grant, Request};

use crate::fail::Fail;
use crate::numbers;
use crate::slice::{llmguard_str, read, texts};

/// Who asks, what for, where the text goes and which way. Fill it with zeros, set `size`, then what you know. The
/// strings are read during the call only. The library authorises, it does not authenticate: `subject` and `roles` come
/// from the caller's own login.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct llmguard_request {
    /// `sizeof(llmguard_request)`.
    pub size: u32,
    /// Which way the text goes, `LLMGUARD_DIRECTION_*`; 0 is a prompt.
    pub direction: u32,
    /// Roles of the subject. A role the policy does not know denies, and so does none.
    pub roles: *const llmguard_str,
    /// How many roles.
    pub roles_len: usize,
    /// Where to, as the policy names it.
    pub destination: llmguard_str,
    /// What for. If it is no string, the only purpose that a policy declares.
    pub purpose: llmguard_str,
    /// Levels that the sources of the text carry; the text is at least as confidential.
    pub source_labels: *const llmguard_str,
    /// How many source labels.
    pub source_labels_len: usize,
    /// Who, as the caller names people; for the audit record.
    pub subject: llmguard_str,
    /// Model, for the audit record.
    pub model: llmguard_str,
    /// Version of the model, for the audit record.
    pub model_version: llmguard_str,
    /// The caller's trace id, for the audit record.
    pub trace_id: llmguard_str,
    /// The caller's clock, in milliseconds since 1970-01-01 UTC, if `has_now` is not 0. The library reads no clock.
    pub now: u64,
    /// Whether `now` is given.
    pub has_now: u32,
    /// Whether `answer_confidence` is given.
    pub has_answer_confidence: u32,
    /// How sure the caller is of an answer, in percent.
    pub answer_confidence: u32,
    /// Zero.
    pub reserved: u32,
    /// The tool whose call or result the text is; no string if it is none's.
    pub tool: llmguard_str,
    /// Where the text was retrieved from, as the policy names sources; each has to be allowed at the destination.
    pub sources: *const llmguard_str,
    /// How many sources.
    pub sources_len: usize,
    /// Approvals and unlocks, each as JSON; they need `subject` and `now`. One that does not fit denies.
    pub grants: *const llmguard_str,
    /// How many grants.
    pub grants_len: usize,
}

/// The request behind a pointer.
pub(crate) fn read_request(from: *const llmguard_request) -> Result<Request, Fail> {
    let from = read(from)?;
    if from.reserved != 0 {
        return Err(Fail::BAD_VALUE);
    }
    let mut request = Request::default();
    request.direction = numbers::direction(from.direction)?;
    request.roles = texts(from.roles, from.roles_len)?;
    request.destination = from.destination.text()?.to_owned();
    request.purpose = from.purpose.optional()?;
    request.source_labels = texts(from.source_labels, from.source_labels_len)?;
    request.subject = from.subject.optional()?;
    request.model = from.model.optional()?;
    request.model_version = from.model_version.optional()?;
    request.trace_id = from.trace_id.optional()?;
    request.now = (from.has_now != 0).then_some(from.now);
    request.answer_confidence = (from.has_answer_confidence != 0).then_some(from.answer_confidence);
    request.tool = from.tool.optional()?;
    request.sources = texts(from.sources, from.sources_len)?;
    for grant in texts(from.grants, from.grants_len)? {
        request.grants.push(Grant::from_json(&grant)?);
    }
    Ok(request)
}
