//! Scan: what is in a text, and the text without it.

#![expect(unsafe_code, reason = "exported names; there is no unsafe block in this file")]

use crate::boundary::call;
use crate::error::llmguard_error;
use crate::finding::{Findings, llmguard_findings};
use crate::guard::llmguard_guard;
use crate::numbers;
use crate::slice::llmguard_str;
use crate::text::llmguard_text;

/// Finds what is in a text. `unit` is what offsets count, `LLMGUARD_UNIT_*`. Any number of threads may call it with one
/// guard. Fails with `I001` for a text over the limit and `I002` for one that is not UTF-8.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_scan(
    guard: *const llmguard_guard,
    text: llmguard_str,
    unit: u32,
    findings: *mut *mut llmguard_findings,
    error: *mut *mut llmguard_error,
) -> u32 {
    call(guard, findings, error, |guard| {
        let (unit, text) = (numbers::unit(unit)?, text.text()?);
        Ok(llmguard_findings(Findings::new(&guard.0, text, unit, guard.0.scan(text)?)))
    })
}

/// Replaces what is in a text by `[REDACTED_IBAN]` and the like, whatever the policy says. Otherwise as
/// `llmguard_scan`.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_redact(
    guard: *const llmguard_guard,
    text: llmguard_str,
    unit: u32,
    redacted: *mut *mut llmguard_text,
    error: *mut *mut llmguard_error,
) -> u32 {
    call(guard, redacted, error, |guard| {
        let (unit, text) = (numbers::unit(unit)?, text.text()?);
        let redacted = guard.0.redact(text)?;
        let findings = Findings::new(&guard.0, text, unit, redacted.findings);
        Ok(llmguard_text { findings: Some(findings), ..llmguard_text::plain(redacted.text) })
    })
}
