//! PESEL: the Polish national number, 11 digits.
//!
//! Birth date YYMMDD (the month names the century), serial, check digit with weights 1 3 7 9: `44051401359`.

use llmguard_types::Accept;

use crate::calendar::{is_day, two};
use crate::checks::weighted;
use crate::digits::digits;

/// Ustawa o ewidencji ludności Art. 15; gov.pl. Of 195 candidates one has a good check digit and a birth date from 1900 to
/// 2039. The months also name other centuries, but nobody with such a number is alive: these are counted as 10, the check
/// digit alone.
#[must_use]
pub fn pesel(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<11>(candidate)?;
    let [y1, y2, m1, m2, d1, d2, ..] = number;
    let (year, month) = (two(y1, y2), two(m1, m2));
    let sum = weighted(&number, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]);
    (is_day(month % 20, two(d1, d2)) && sum.is_multiple_of(10)).then_some(())?;
    let alive = month <= 12 || (month <= 32 && year < 40);
    Accept::checksum(candidate, if alive { 195 } else { 10 })
}
