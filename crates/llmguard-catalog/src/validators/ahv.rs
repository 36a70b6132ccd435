//! AHV number: the Swiss social insurance number, 13 digits.
//!
//! Built like an EAN: 756, nine digits, check digit with weights 1 and 3: `756.9217.0769.85`.

use llmguard_types::Accept;

use crate::checks::weighted;
use crate::digits::digits;

/// AHVV Art. 133; GS1 General Specifications 7.9. One of 10 candidates passes.
#[must_use]
pub fn ahv(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<13>(candidate)?;
    let sum = weighted(&number, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]);
    (number.starts_with(&[7, 5, 6]) && sum.is_multiple_of(10)).then_some(())?;
    Accept::checksum(candidate, 10)
}
