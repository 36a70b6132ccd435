//! Company: capitalised words and a legal form.
//!
//! `Häring Krein GmbH & Co. KG`. The first word of a sentence is capitalised as well: a match that begins with one of
//! those (`Bei Siemens AG`) is refused, and the next one begins at the company.

use llmguard_types::Accept;

use crate::words::{is_legal_form, is_opener};

/// HGB §§ 17–19 and the company laws of the neighbours. Counted as 20; `UG` alone is also a basement and counts as 1.
#[must_use]
pub fn company(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let first = text.split(' ').next()?;
    if is_opener(first) || is_legal_form(first) || first == "&" {
        return None;
    }
    Accept::structure(candidate, if text.ends_with(" UG") { 1 } else { 20 })
}
