//! Burgerservicenummer: the Dutch citizen service number, nine digits.
//!
//! The "elfproef": weights 9 8 7 6 5 4 3 2 and -1, sum divisible by 11: `1112.22.333`.

use llmguard_types::Accept;

use crate::checks::weighted;
use crate::digits::digits;

/// Wet algemene bepalingen burgerservicenummer; RvIG. One of 11 candidates passes.
#[must_use]
pub fn bsn(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<9>(candidate)?;
    // -1 is 10 modulo 11.
    let sum = weighted(&number, &[9, 8, 7, 6, 5, 4, 3, 2, 10]);
    (number.iter().any(|d| *d != 0) && sum.is_multiple_of(11)).then_some(())?;
    Accept::checksum(candidate, 11)
}
