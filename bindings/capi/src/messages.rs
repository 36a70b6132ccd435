//! Messages: a chat history as a list of parts, decided about as a whole.

#![expect(unsafe_code, reason = "exported names; there is no unsafe block in this file")]

use llmguard::{Author, Message, MessagesDecision, Part};

use crate::boundary::{call, free, get};
use crate::decision::llmguard_decision;
use crate::error::llmguard_error;
use crate::fail::Fail;
use crate::handle::Kind;
use crate::numbers;
use crate::request::{llmguard_request, read_request};
use crate::session::llmguard_session;
use crate::slice::{items, llmguard_str};

/// Part: text of the system, a user or the model.
pub const LLMGUARD_PART_TEXT: u32 = 0;
/// Part: the arguments of a tool call that was made; `name` is the tool.
pub const LLMGUARD_PART_TOOL_CALL: u32 = 1;
/// Part: what a tool answered; `name` is the tool.
pub const LLMGUARD_PART_TOOL_RESULT: u32 = 2;
/// Part: text that was retrieved; `name` is its source, as the policy names it.
pub const LLMGUARD_PART_RETRIEVED: u32 = 3;

/// A part of a chat history. The strings are read during the call only.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct llmguard_part {
    /// `LLMGUARD_PART_*`.
    pub kind: u32,
    /// Zero.
    pub reserved: u32,
    /// The tool or the source; otherwise no string.
    pub name: llmguard_str,
    /// Its text.
    pub text: llmguard_str,
}

/// What may happen to a chat history. Owned by whoever received it; release it with `llmguard_messages_free`. Immutable:
/// any number of threads may read it. Its strings live as long as it does. A null or foreign handle denies.
pub struct llmguard_messages {
    decision: MessagesDecision,
    /// The text of each part as it may go.
    texts: Vec<String>,
    parts: Vec<llmguard_decision>,
}

impl Kind for llmguard_messages {
    const TAG: [u8; 8] = *b"lgMESSG\0";
}

/// Decides about a chat history as a whole, each part as what it is; `direction`, `tool` and `sources` of the request do
/// not count. Everything in a history goes to the model, so that the strictest decision is that of the whole. What a tool
/// or a source that is not trusted says is marked as data. `unit` is what offsets count, `LLMGUARD_UNIT_*`.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_session_check_messages(
    session: *const llmguard_session,
    parts: *const llmguard_part,
    parts_len: usize,
    request: *const llmguard_request,
    unit: u32,
    messages: *mut *mut llmguard_messages,
    error: *mut *mut llmguard_error,
) -> u32 {
    call(session, messages, error, |session| {
        let (unit, request) = (numbers::unit(unit)?, read_request(request)?);
        let parts: Vec<Part> = items(parts, parts_len)?.iter().map(part).collect::<Result<_, Fail>>()?;
        let history = [Message { author: Author::User, parts }];
        let mut decision = session.0.check_messages(&history, &request)?;
        let [Message { parts, .. }] = history;
        let texts = decision.messages.take().into_iter().flatten().flat_map(|message| message.parts);
        let texts = texts.map(|part| part.as_text().to_owned()).collect();
        let decisions = parts.iter().zip(std::mem::take(&mut decision.parts));
        let guard = session.0.guard();
        let parts = decisions.map(|(part, (.., own))| llmguard_decision::new(guard, part.as_text(), unit, own));
        Ok(llmguard_messages { texts, parts: parts.collect(), decision })
    })
}

/// What happens, `LLMGUARD_VERDICT_*`: the strictest verdict of all parts.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_messages_verdict(messages: *const llmguard_messages) -> u32 {
    get(messages, numbers::LLMGUARD_VERDICT_DENY, |messages| numbers::verdict(messages.decision.verdict))
}

/// How confidential the most confidential part is, as the policy names it.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_messages_level(messages: *const llmguard_messages) -> llmguard_str {
    get(messages, llmguard_str::NONE, |messages| llmguard_str::of(&messages.decision.level))
}

/// The text of a part that may go. No string unless the verdict of the whole is allow or transform.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_messages_text(messages: *const llmguard_messages, index: usize) -> llmguard_str {
    get(messages, llmguard_str::NONE, |messages| {
        messages.texts.get(index).map_or(llmguard_str::NONE, |text| llmguard_str::of(text))
    })
}

/// The decision about a part, as a handle of its own.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_messages_decision(
    messages: *const llmguard_messages,
    index: usize,
    decision: *mut *mut llmguard_decision,
    error: *mut *mut llmguard_error,
) -> u32 {
    call(messages, decision, error, |messages| messages.parts.get(index).cloned().ok_or(Fail::OUT_OF_RANGE))
}

/// Releases a decision about a chat history. Null is permitted.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_messages_free(messages: *mut llmguard_messages) {
    free(messages);
}

fn part(from: &llmguard_part) -> Result<Part, Fail> {
    let (name, text) = (|| from.name.text().map(str::to_owned), from.text.text()?.to_owned());
    match from.kind {
        _ if from.reserved != 0 => Err(Fail::BAD_VALUE),
        LLMGUARD_PART_TEXT => Ok(Part::Text(text)),
        LLMGUARD_PART_TOOL_CALL => Ok(Part::ToolCall { tool: name()?, text }),
        LLMGUARD_PART_TOOL_RESULT => Ok(Part::ToolResult { tool: name()?, text }),
        LLMGUARD_PART_RETRIEVED => Ok(Part::Retrieved { source: name()?, text }),
        _ => Err(Fail::BAD_VALUE),
    }
}
