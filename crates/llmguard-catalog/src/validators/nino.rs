//! NINO: the British national insurance number, two letters, six digits, a letter.
//!
//! No check digit, but many pairs of letters are never issued. The official dummy `QQ 12 34 56 C` is found as well.
//! Written in pairs it is telling, compact it needs a cue.

use llmguard_types::Accept;

use crate::digits::alnums;

/// HMRC manual NIM39110. One of 2 candidates passes; the spaced form is counted as 20.
#[must_use]
pub fn nino(candidate: &[u8]) -> Option<Accept> {
    let [a, b, ..] = alnums::<9>(candidate)?;
    let issued = !b"DFIQUV".contains(&a)
        && !b"DFIOQUV".contains(&b)
        && ![*b"BG", *b"GB", *b"KN", *b"NK", *b"NT", *b"TN", *b"ZZ"].contains(&[a, b]);
    (issued || [a, b] == *b"QQ").then_some(())?;
    Accept::structure(candidate, if candidate.len() > 9 { 20 } else { 2 })
}
