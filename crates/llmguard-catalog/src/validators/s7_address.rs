//! S7 address: a data block, input, output or marker of a Siemens controller.
//!
//! `DB10.DBX0.3`, `%QW16`, `E 4.7`. A data block or the sign `%` is telling; `A 4.1` may be an appendix and needs a cue.
//! The strength class `M 8.8` never matches: a byte has eight bits, 0 to 7.

use llmguard_types::Accept;

/// Siemens, "System manual S7-1500", addressing. Data blocks (1 to 65535) and `%` count as 20, others as 1.
#[must_use]
pub fn s7_address(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let bare = text.strip_prefix('%').unwrap_or(text);
    if let Some((block, _)) = bare.strip_prefix("DB").and_then(|rest| rest.split_once('.')) {
        block.parse::<u16>().ok()?;
        return Accept::structure(candidate, 20);
    }
    Accept::structure(candidate, if bare.len() < text.len() { 20 } else { 1 })
}
