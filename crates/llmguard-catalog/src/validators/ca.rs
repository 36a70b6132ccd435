//! Canada: the social insurance number, nine digits in groups of three with a Luhn digit: `046 454 286`.

use llmguard_types::Accept;

use crate::checks::luhn;
use crate::digits::digits;

/// Employment Insurance Regulations s. 89; Service Canada. One of 12 candidates passes: a number begins with neither 0 nor 8.
/// The specimen `046 454 286` does, and is found nevertheless.
#[must_use]
pub fn ca_sin(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<9>(candidate)?;
    let issued = !matches!(number, [0 | 8, ..]) || number == [0, 4, 6, 4, 5, 4, 2, 8, 6];
    (issued && luhn(&number)).then_some(())?;
    Accept::checksum(candidate, 12)
}
