//! Estonia: the personal code isikukood, the VAT number and the code of the commercial register.
//!
//! Isikukood: sex and century, YYMMDD, serial, the Baltic check digit: `36805280109` is a man of 28 May 1968. KMKR: `EE` and
//! nine digits that weigh 3 7 1 modulo 10: `EE100594102`. Registrikood: eight digits with the same check digit as people.

use llmguard_types::Accept;

use crate::calendar::{is_date, two};
use crate::checks::{mod_11_twice, weighted};
use crate::digits::{bare, behind, digits};

/// Rahvastikuregistri seadus; EVS 585:2007. One of 970 candidates has the check digit and a birth date from 1900 to 2039.
/// Other centuries count as 10, the check digit alone.
#[must_use]
pub fn ee_isikukood(candidate: &[u8]) -> Option<Accept> {
    let alive = personal_code(&digits::<11>(candidate)?)?;
    Accept::checksum(candidate, if alive { 970 } else { 10 })
}

/// Käibemaksuseadus; European Commission, VIES. One of 10 bare candidates passes; the country code counts as another factor
/// of ten.
#[must_use]
pub fn ee_vat(candidate: &[u8]) -> Option<Accept> {
    let (plain, rarer) = behind(candidate, "EE");
    let number = digits::<9>(plain)?;
    let sum = weighted(&number, &[3, 7, 1, 3, 7, 1, 3, 7, 1]);
    (number.iter().any(|d| *d != 0) && sum.is_multiple_of(10)).then_some(())?;
    Accept::checksum(candidate, rarer * 10)
}

/// Äriregistri seadus. One of 25 candidates passes, eight digits count as 15.
#[must_use]
pub fn ee_registrikood(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<8>(candidate)?;
    (matches!(number.first(), Some(1 | 7 | 8 | 9)) && mod_11_twice(&number)).then_some(())?;
    Accept::checksum(candidate, bare(candidate, 25))
}

/// The personal code of Estonia and Lithuania: whether its owner can be alive. `None` where it does not hold.
pub(crate) fn personal_code(number: &[u8; 11]) -> Option<bool> {
    let [sex, y1, y2, m1, m2, d1, d2, ..] = *number;
    let year = 1700 + 100 * u32::from(sex.div_ceil(2)) + two(y1, y2);
    let born = (1..=8).contains(&sex) && is_date(year, two(m1, m2), two(d1, d2));
    (born && mod_11_twice(number)).then_some((1900..2040).contains(&year))
}
