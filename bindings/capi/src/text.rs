//! Text: what `redact`, `protect`, `reveal` and others write, behind a handle.

#![expect(unsafe_code, reason = "exported names; there is no unsafe block in this file")]

use crate::boundary::{fill, free, get};
use crate::finding::{Findings, llmguard_finding};
use crate::handle::Kind;
use crate::slice::llmguard_str;

/// A rewritten text. Owned by whoever received it; release it with `llmguard_text_free`. Immutable: any number of
/// threads may read it.
pub struct llmguard_text {
    pub(crate) text: String,
    pub(crate) findings: Option<Findings>,
    pub(crate) restored: usize,
    pub(crate) unknown: usize,
    pub(crate) instruction: Option<String>,
}

impl llmguard_text {
    /// A text with nothing to say about how it came to be.
    pub(crate) fn plain(text: String) -> llmguard_text {
        llmguard_text { text, findings: None, restored: 0, unknown: 0, instruction: None }
    }
}

impl Kind for llmguard_text {
    const TAG: [u8; 8] = *b"lgTEXT\0\0";
}

/// The rewritten text. Lives as long as `text`.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_text_value(text: *const llmguard_text) -> llmguard_str {
    get(text, llmguard_str::NONE, |text| llmguard_str::of(&text.text))
}

/// How many findings there were in the original; 0 for a revealed text.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_text_findings_len(text: *const llmguard_text) -> usize {
    get(text, 0, |text| text.findings.as_ref().map_or(0, Findings::len))
}

/// Fills `finding`, whose `size` must be set, with the finding of this index. Its strings live as long as `text`.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_text_finding(
    text: *const llmguard_text,
    index: usize,
    finding: *mut llmguard_finding,
) -> u32 {
    fill(text, finding, |text| {
        text.findings.as_ref().ok_or(crate::fail::Fail::OUT_OF_RANGE).and_then(|findings| findings.get(index))
    })
}

/// How many tokens were turned back; 0 unless the text was revealed.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_text_restored(text: *const llmguard_text) -> u64 {
    get(text, 0, |text| text.restored as u64)
}

/// How many tokens belong to no value of the session and were left as they are.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_text_unknown(text: *const llmguard_text) -> u64 {
    get(text, 0, |text| text.unknown as u64)
}

/// A sentence for the system prompt that says what the marks mean; no string unless the text was marked as untrusted.
/// Lives as long as `text`.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_text_instruction(text: *const llmguard_text) -> llmguard_str {
    get(text, llmguard_str::NONE, |text| text.instruction.as_deref().map_or(llmguard_str::NONE, llmguard_str::of))
}

/// Releases a text. Null is permitted.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_text_free(text: *mut llmguard_text) {
    free(text);
}
