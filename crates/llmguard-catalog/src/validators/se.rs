//! Sweden: personal, co-ordination, organisation and VAT numbers.
//!
//! Personnummer: birth date YYMMDD or YYYYMMDD, `-` (`+` from the hundredth birthday on), serial (3) and a Luhn digit
//! over the ten digits without the century: `880320-0016`. A co-ordination number adds 60 to the day: `701063-2391`.

use llmguard_types::Accept;

use crate::calendar::{is_date, is_day, two};
use crate::checks::luhn;
use crate::digits::digits;

/// Folkbokföringslag (1991:481) 18 §; Skatteverket. One of 270 candidates of ten digits has a birth date and a good check
/// digit, one of 19 500 of twelve digits, whose year is from 1900 to 2039. Ten digits in a row count 15; so do twelve
/// which could also be a moment, as `202407121534`; dead and unborn people count 10.
#[must_use]
pub fn se_personnummer(candidate: &[u8]) -> Option<Accept> {
    person(candidate, 0)
}

/// Lag (2022:1697) om samordningsnummer; Skatteverket. As the personal number with 60 added to the day.
#[must_use]
pub fn se_samordningsnummer(candidate: &[u8]) -> Option<Accept> {
    person(candidate, 60)
}

/// Lag (1974:174) om identitetsbeteckning för juridiska personer; Skatteverket. Ten digits with a Luhn digit:
/// `123456-7897`. The third digit of a legal person's number is 2 or more; sole traders use their own personal number,
/// so others do not veto. One of 10 candidates passes.
#[must_use]
pub fn se_orgnr(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<10>(candidate)?;
    (number.iter().any(|d| *d != 0) && luhn(&number)).then_some(())?;
    Accept::checksum(candidate, 10)
}

/// Mervärdesskattelag (2023:200); VIES. The organisation number and 01: `SE123456789701`. One of 10 bare candidates
/// passes; `SE` is worth another factor of ten.
#[must_use]
pub fn se_vat(candidate: &[u8]) -> Option<Accept> {
    let bare = candidate.strip_prefix(b"SE");
    let [number @ .., zero, one] = digits::<12>(bare.unwrap_or(candidate))?;
    (number.iter().any(|d| *d != 0) && luhn(&number) && (zero, one) == (0, 1)).then_some(())?;
    Accept::checksum(candidate, if bare.is_some() { 100 } else { 10 })
}

fn person(candidate: &[u8], add: u32) -> Option<Accept> {
    if let Some(number) = digits::<10>(candidate) {
        let [_, _, m1, m2, d1, d2, ..] = number;
        (is_day(two(m1, m2), two(d1, d2).checked_sub(add)?) && luhn(&number)).then_some(())?;
        return Accept::checksum(candidate, if candidate.len() > 10 { 270 } else { 15 });
    }
    let [c1, c2, number @ ..] = digits::<12>(candidate)?;
    let [y1, y2, m1, m2, d1, d2, h1, h2, i1, i2] = number;
    let year = two(c1, c2) * 100 + two(y1, y2);
    (is_date(year, two(m1, m2), two(d1, d2).checked_sub(add)?) && luhn(&number)).then_some(())?;
    let moment = add == 0 && year >= 1990 && two(h1, h2) < 24 && two(i1, i2) < 60;
    let strength = match year {
        1900..2040 if moment => 15,
        1900..2040 => 19_500,
        1800..1900 => 10,
        _ => return None,
    };
    Accept::checksum(candidate, strength)
}
