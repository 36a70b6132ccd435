//! Bulgaria: the personal number ЕГН, the number of foreigners ЛНЧ and the VAT number, which holds the ЕИК of a firm.
//!
//! ЕГН: YYMMDD (the month names the century), serial, check digit: `8032056031`. ЛНЧ: ten digits with weights 21 19 17 13
//! 11 9 7 3 1 modulo 10: `7111042925`. VAT: `BG` and the nine digits of a firm or ten of anybody else: `BG175074752`.

use llmguard_types::Accept;

use crate::calendar::{is_date, two};
use crate::checks::{checked, weighted};
use crate::digits::{bare, behind, digits};

/// Закон за гражданската регистрация, чл. 11; ГРАО. One of 96 candidates has a birth date and the check digit; ten digits
/// count as 15.
#[must_use]
pub fn bg_egn(candidate: &[u8]) -> Option<Accept> {
    let all = digits::<10>(candidate)?;
    let [y1, y2, m1, m2, d1, d2, ..] = all;
    let (century, month) = match two(m1, m2) {
        late @ 41..=52 => (2000, late - 40),
        early @ 21..=32 => (1800, early - 20),
        month => (1900, month),
    };
    let born = is_date(century + two(y1, y2), month, two(d1, d2));
    (born && checked(&all, &[2, 4, 8, 5, 10, 9, 7, 3, 6], |sum| sum % 11 % 10)).then_some(())?;
    Accept::checksum(candidate, 15)
}

/// Закон за чужденците в Република България; ГРАО. One of 10 candidates passes.
#[must_use]
pub fn bg_lnch(candidate: &[u8]) -> Option<Accept> {
    checked(&digits::<10>(candidate)?, &[21, 19, 17, 13, 11, 9, 7, 3, 1], |sum| sum % 10).then_some(())?;
    Accept::checksum(candidate, 10)
}

/// ЗДДС, чл. 94; Закон за регистър БУЛСТАТ; European Commission, VIES. One of 10 candidates of nine digits passes, one of 5
/// of ten: a foreign firm, a person with ЕГН or ЛНЧ. The country code counts as another factor of ten.
#[must_use]
pub fn bg_vat(candidate: &[u8]) -> Option<Accept> {
    let (plain, rarer) = behind(candidate, "BG");
    if let Some(firm) = digits::<9>(plain) {
        let [body @ .., _] = &firm;
        let second = weighted(body, &[3, 4, 5, 6, 7, 8, 9, 10]) % 11 % 10;
        let check = |sum: u32| if sum % 11 == 10 { second } else { sum % 11 };
        checked(&firm, &[1, 2, 3, 4, 5, 6, 7, 8], check).then_some(())?;
        return Accept::checksum(candidate, rarer * 10);
    }
    let other = digits::<10>(plain)?;
    let foreign = checked(&other, &[4, 3, 2, 7, 6, 5, 4, 3, 2], |sum| (11 - sum % 11) % 11);
    (foreign || bg_egn(plain).is_some() || bg_lnch(plain).is_some()).then_some(())?;
    Accept::checksum(candidate, bare(candidate, rarer * 5))
}
