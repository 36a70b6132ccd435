//! PESEL: the Polish national number, 11 digits.
//!
//! Birth date YYMMDD (the month names the century), serial, check digit with weights 1 3 7 9: `44051401359`.

use llmguard_types::Accept;

use crate::calendar::{is_day, two};
use crate::checks::weighted;
use crate::digits::digits;

/// Ustawa o ewidencji ludności Art. 15; gov.pl. One of 50 candidates passes: check digit and date.
#[must_use]
pub fn pesel(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<11>(candidate)?;
    let [_, _, m1, m2, d1, d2, ..] = number;
    let sum = weighted(&number, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]);
    (is_day(two(m1, m2) % 20, two(d1, d2)) && sum.is_multiple_of(10)).then_some(())?;
    Accept::checksum(candidate, 50)
}
