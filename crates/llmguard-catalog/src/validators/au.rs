//! Australia: the tax file number, nine digits.
//!
//! `123 456 782`: weights 1 4 3 7 5 8 6 9 10 make 253, a multiple of 11.

use llmguard_types::Accept;

use crate::checks::weighted;
use crate::digits::digits;

/// Taxation Administration Act 1953; Australian Taxation Office. One of 11 candidates passes.
#[must_use]
pub fn au_tfn(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<9>(candidate)?;
    let sum = weighted(&number, &[1, 4, 3, 7, 5, 8, 6, 9, 10]);
    (number.iter().any(|d| *d != 0) && sum.is_multiple_of(11)).then_some(())?;
    Accept::checksum(candidate, 11)
}
