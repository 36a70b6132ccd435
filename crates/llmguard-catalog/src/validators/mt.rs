//! Maltese VAT number: eight digits.
//!
//! Weights 3 4 6 7 8 9 for six digits; the last two complete the sum to a multiple of 37: `MT 1167 9112`.

use llmguard_types::Accept;

use crate::checks::weighted;
use crate::digits::digits;

/// Commissioner for Revenue; European Commission, VIES. One of 37 candidates passes, with the country code ten times that;
/// without it eight digits are anything, `2006-2010` for one, and count 15.
#[must_use]
pub fn mt_vat(candidate: &[u8]) -> Option<Accept> {
    let bare = candidate.strip_prefix(b"MT");
    let number = digits::<8>(bare.unwrap_or(candidate))?;
    let sum = weighted(&number, &[3, 4, 6, 7, 8, 9, 10, 1]);
    (number.first() != Some(&0) && sum.is_multiple_of(37)).then_some(())?;
    Accept::checksum(candidate, if bare.is_some() { 370 } else { 15 })
}
