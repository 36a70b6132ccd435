//! BIC: the business identifier code of a bank, 8 or 11 characters.
//!
//! Characters 5 and 6 are a country: `COBADEFF`. Many words in capitals look like that, so the bare form needs a
//! cue; the head office's branch code `XXX` is telling by itself.

use llmguard_types::Accept;

use crate::countries::is_country;

/// ISO 9362. One of 3 candidates passes; that one ending in `XXX` is met by accident is one in 17,000, counted as 20.
#[must_use]
pub fn bic(candidate: &[u8]) -> Option<Accept> {
    let [_, _, _, _, a, b, _, _, branch @ ..] = candidate else { return None };
    is_country([*a, *b]).then_some(())?;
    Accept::structure(candidate, if branch == b"XXX" { 20 } else { 3 })
}
