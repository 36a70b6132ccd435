//! Denmark: civil registration and company numbers.
//!
//! CPR: birth date DDMMYY and four digits, of which the first names the century: `211062-5629`. The old check modulo 11
//! does not hold for numbers given out since October 2007, so the date is all there is to check.

use llmguard_types::Accept;

use crate::calendar::{is_date, two};
use crate::checks::weighted;
use crate::digits::digits;

/// CPR-loven; CPR-kontoret, "Personnummeret i CPR". One of 27 candidates has a birth date; without the hyphen they count
/// 15, or every `051110 0407` of a log would be one; people born before 1900 or after 2039 count 10.
#[must_use]
pub fn dk_cpr(candidate: &[u8]) -> Option<Accept> {
    let [d1, d2, m1, m2, y1, y2, century, ..] = digits::<10>(candidate)?;
    let year = match (century, two(y1, y2)) {
        (0..=3, year) | (4 | 9, year @ 37..) => 1900 + year,
        (4.., year @ 0..=57) => 2000 + year,
        (_, year) => 1800 + year,
    };
    is_date(year, two(m1, m2), two(d1, d2)).then_some(())?;
    let strength = match year {
        1900..2040 if candidate.contains(&b'-') => 27,
        1900..2040 => 15,
        _ => 10,
    };
    Accept::structure(candidate, strength)
}

/// CVR-loven; Erhvervsstyrelsen; VIES. The first digit is not 0; weights 2 7 6 5 4 3 2 1, sum divisible by 11:
/// `13585628`. One of 11 bare candidates passes; `DK` is worth another factor of ten.
#[must_use]
pub fn dk_cvr(candidate: &[u8]) -> Option<Accept> {
    let bare = candidate.strip_prefix(b"DK");
    let number = digits::<8>(bare.unwrap_or(candidate))?;
    let sum = weighted(&number, &[2, 7, 6, 5, 4, 3, 2, 1]);
    (number.first() != Some(&0) && sum.is_multiple_of(11)).then_some(())?;
    Accept::checksum(candidate, if bare.is_some() { 110 } else { 11 })
}
