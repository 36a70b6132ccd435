//! NHS number: the English and Welsh patient number, ten digits.
//!
//! Weights 10 to 2, 11 minus the sum modulo 11 is the check digit, 11 counts as 0, 10 is never issued: `943 476 5919`.

use llmguard_types::Accept;

use crate::checks::weighted;
use crate::digits::digits;

/// NHS Data Dictionary, "NHS NUMBER". One of 11 candidates passes.
#[must_use]
pub fn nhs(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<10>(candidate)?;
    let sum = weighted(&number, &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    (number.iter().any(|d| *d != 0) && sum.is_multiple_of(11)).then_some(())?;
    Accept::checksum(candidate, 11)
}
