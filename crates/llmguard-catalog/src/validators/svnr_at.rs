//! Sozialversicherungsnummer: the Austrian social insurance number, ten digits.
//!
//! Serial (3), check digit, birth date DDMMYY; the month exceeds 12 when the serials of a day are used up. Weights
//! 3 7 9 – 5 8 4 2 1 6, sum modulo 11, never 10: `1237 010180`.

use llmguard_types::Accept;

use crate::calendar::two;
use crate::checks::weighted;
use crate::digits::digits;

/// § 31 ASVG; published by the Dachverband der Sozialversicherungsträger. One of 10 candidates passes, one of 230 with a
/// plausible date; compact ones with a date count 15. A date that is none does not veto, since the authority may have
/// run out of those as well.
#[must_use]
pub fn svnr_at(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<10>(candidate)?;
    let [first, _, _, check, d1, d2, m1, m2, ..] = number;
    let date = (1..=31).contains(&two(d1, d2)) && (1..=15).contains(&two(m1, m2));
    let sum = weighted(&number, &[3, 7, 9, 0, 5, 8, 4, 2, 1, 6]);
    (first != 0 && sum % 11 == u32::from(check)).then_some(())?;
    let printed = candidate.len() > number.len();
    Accept::checksum(
        candidate,
        if date && printed {
            230
        } else if date {
            15
        } else {
            10
        },
    )
}
