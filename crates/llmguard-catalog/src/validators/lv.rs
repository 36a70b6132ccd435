//! Latvia: the personal code and the VAT number.
//!
//! Personas kods: DDMMYY, a hyphen, the century from 1800 on, serial, check digit: `161175-19997`. Since July 2017 new codes begin
//! with 32 to 39 and tell nothing. PVN: `LV` and eleven digits, of which a firm's begin with 4 or more: `LV40003521600`.

use llmguard_types::Accept;

use crate::calendar::{is_date, two};
use crate::checks::weighted;
use crate::digits::{behind, digits};

/// What modulo 11 is left of the weighted sum of a firm's number.
const FIRM: u32 = 3;

/// Fizisko personu reģistra likums; Iedzīvotāju reģistra likums. One of 1,900 candidates with a birth date from 1900 to 2039
/// passes; other centuries count as 10. The codes without a date have no check digit that anybody has published: 1.
#[must_use]
pub fn lv_personas_kods(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<11>(candidate)?;
    if matches!(number, [3, 2..=9, ..]) {
        return Accept::structure(candidate, 1);
    }
    let [d1, d2, m1, m2, y1, y2, century, ..] = number;
    let year = 1800 + 100 * u32::from(century) + two(y1, y2);
    (is_date(year, two(m1, m2), two(d1, d2)) && checked_person(&number)).then_some(())?;
    Accept::checksum(candidate, if (1900..2040).contains(&year) { 1900 } else { 10 })
}

/// Pievienotās vērtības nodokļa likums; European Commission, VIES. One of 11 bare candidates passes; the country code counts
/// as another factor of ten. People are registered with their personal code.
#[must_use]
pub fn lv_vat(candidate: &[u8]) -> Option<Accept> {
    let (plain, rarer) = behind(candidate, "LV");
    let number = digits::<11>(plain)?;
    let holds = match number {
        [4..=9, ..] => weighted(&number, &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == FIRM,
        _ => lv_personas_kods(plain).is_some() && checked_person(&number),
    };
    holds.then_some(())?;
    Accept::checksum(candidate, rarer * 11)
}

/// The check digit of a personal code: 1101 minus the weighted sum, modulo 11; ten is written 0.
fn checked_person(number: &[u8; 11]) -> bool {
    let [body @ .., check] = number;
    (1101 - weighted(body, &[1, 6, 3, 7, 9, 10, 5, 8, 4, 2])) % 11 % 10 == u32::from(*check)
}
