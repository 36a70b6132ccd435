//! United States: tax numbers without check digits, the numbers of banks and of doctors. Social security numbers are in `ssn`.
//!
//! `912-70-1234`: begins with 9, the fourth and fifth digit are of the ranges given to foreigners. `12-3456789`: a firm's; the
//! first two digits name the office, and some of them none.

use llmguard_types::Accept;

use crate::calendar::two;
use crate::checks::{luhn, weighted};
use crate::digits::digits;

/// IRS Publication 1915, Internal Revenue Manual 3.21.263. One of 14 candidates passes; the hyphenated shape is rare and
/// counted as 20, as for social security numbers.
#[must_use]
pub fn us_itin(candidate: &[u8]) -> Option<Accept> {
    let [a, _, _, d, e, ..] = digits::<9>(candidate)?;
    (a == 9 && matches!(two(d, e), 50..=65 | 70..=88 | 90..=92 | 94..=99)).then_some(())?;
    Accept::structure(candidate, if candidate.contains(&b'-') { 20 } else { 14 })
}

/// IRS, "How EINs are assigned and valid EIN prefixes". Five of six candidates pass.
#[must_use]
pub fn us_ein(candidate: &[u8]) -> Option<Accept> {
    let [a, b, ..] = digits::<9>(candidate)?;
    let unused = matches!(two(a, b), 0 | 7..=9 | 17..=19 | 28 | 29 | 49 | 69 | 70 | 78 | 79 | 89 | 96 | 97);
    (!unused).then_some(())?;
    Accept::structure(candidate, 1)
}

/// The routing transit number of a bank: three weights in turn, a multiple of ten; the first two digits name the district.
/// ABA Routing Number Policy.
#[must_use]
pub fn aba_routing(candidate: &[u8]) -> Option<Accept> {
    let digits = digits::<9>(candidate)?;
    let [a, b, ..] = digits;
    let district = matches!(two(a, b), 1..=12 | 21..=32 | 61..=72 | 80);
    (district && weighted(&digits, &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10)).then_some(())?;
    Accept::checksum(candidate, 10)
}

/// The number of a provider of health care: the Luhn digit of the ten digits behind `80840`. 45 CFR 162.406.
#[must_use]
pub fn us_npi(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<10>(candidate)?;
    let mut whole = [8, 0, 8, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    whole.iter_mut().skip(5).zip(number).for_each(|(to, from)| *to = from);
    luhn(&whole).then(|| Accept::checksum(candidate, 10))?
}
