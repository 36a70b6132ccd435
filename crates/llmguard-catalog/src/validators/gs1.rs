//! GS1 numbers: articles, places and consignments share one check digit; SIM cards have that of payment cards.
//!
//! `4006381333931`: from the right, without the last digit, 3×3 + 9 + 3×3 + 3 + 3×3 + 1 + 3×8 + 3 + 3×6 + 0 + 3×0 + 4 = 89, and
//! 89 + 1 is a multiple of 10.

use llmguard_types::Accept;

use crate::checks::luhn;
use crate::digits::value;

/// GS1 General Specifications, section 7.9. One of 10 candidates passes.
#[must_use]
pub fn gs1(candidate: &[u8]) -> Option<Accept> {
    let (check, body) = candidate.split_last()?;
    let sum: u32 = body.iter().rev().zip([3, 1].into_iter().cycle()).map(|(c, weight)| value(*c) * weight).sum();
    (sum > 0 && (sum + value(*check)).is_multiple_of(10)).then_some(())?;
    Accept::checksum(candidate, 10)
}

/// ITU-T E.118. One of 10 candidates passes.
#[must_use]
pub fn iccid(candidate: &[u8]) -> Option<Accept> {
    let digits: Vec<u8> = candidate.iter().map(|c| c.wrapping_sub(b'0')).collect();
    luhn(&digits).then_some(())?;
    Accept::checksum(candidate, 10)
}
