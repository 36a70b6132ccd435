//! Marking: a confidentiality marking, and not its negation.
//!
//! `STRENG VERTRAULICH` is one. `NICHT STRENG VERTRAULICH` is a form with a box to tick or a sentence in capitals: it is
//! taken as a whole, so that the words behind the negation are not found by themselves, and is worth nothing.

use llmguard_types::Accept;

/// VDA ISA 6, information classification. The spelling of a heading is counted as 20, a negated one as 1, which is below
/// every threshold.
#[must_use]
pub fn marking(candidate: &[u8]) -> Option<Accept> {
    let first = candidate.split(|c| !c.is_ascii_alphabetic()).next()?.to_ascii_lowercase();
    let negated = [b"nicht".as_slice(), b"kein", b"not", b"non"].contains(&first.as_slice());
    Accept::structure(candidate, if negated { 1 } else { 20 })
}
