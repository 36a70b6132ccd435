//! Hungary: TAJ, the tax numbers of persons and firms and the personal identifier.
//!
//! TAJ, the number in social insurance, weighs 3 7 3 7 3 7 3 7 modulo 10: `111 111 110`. The tax number of a person begins
//! with 8 and counts the days between 1 January 1867 and the birth: `8071592153`. A firm's is eight digits, at home with the
//! kind of taxation and the county: `12892312-2-42`. The personal identifier is sex and century, YYMMDD, serial, check
//! digit: `1-800101-0016`.

use llmguard_types::Accept;

use crate::calendar::{is_day, two};
use crate::checks::{checked, weighted};
use crate::digits::{behind, digits, number};

/// The places of ten digits from the left.
const RISING: [u32; 10] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
/// The places of ten digits from the right.
const FALLING: [u32; 10] = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
/// More days than this lie between 1867 and any birth: 2036.
const DAYS: u64 = 62_000;

/// Törvény 1996. évi XX., melléklet 2. One of 10 candidates passes.
#[must_use]
pub fn hu_taj(candidate: &[u8]) -> Option<Accept> {
    checked(&digits::<9>(candidate)?, &[3, 7, 3, 7, 3, 7, 3, 7], |sum| sum % 10).then_some(())?;
    Accept::checksum(candidate, 10)
}

/// Törvény 1996. évi XX., melléklet 1. One of 177 candidates passes: the first digit is 8, the days are not in the
/// future, a remainder of ten is not issued. Ten digits count as 15.
#[must_use]
pub fn hu_tin(candidate: &[u8]) -> Option<Accept> {
    let all = digits::<10>(candidate)?;
    let [first, days @ .., _, _, _, _] = &all;
    (*first == 8 && number(days) <= DAYS && checked(&all, &RISING, |sum| sum % 11)).then_some(())?;
    Accept::checksum(candidate, 15)
}

/// Törvény 2017. évi CL. (Art.); European Commission, VIES. One of 10 candidates of eight digits passes, and the country
/// code counts as another factor of ten; one of 46 with the kind of taxation (1 to 5) and the county.
#[must_use]
pub fn hu_vat(candidate: &[u8]) -> Option<Accept> {
    let (plain, rarer) = behind(candidate, "HU");
    let firm =
        |body: &[u8]| body.iter().any(|d| *d != 0) && weighted(body, &[9, 7, 3, 1, 9, 7, 3, 1]).is_multiple_of(10);
    if let Some(body) = digits::<8>(plain) {
        firm(&body).then_some(())?;
        return Accept::checksum(candidate, rarer * 10);
    }
    let all = digits::<11>(plain)?;
    let [body @ .., kind, c1, c2] = &all;
    let county = matches!(two(*c1, *c2), 2..=20 | 22..=44 | 51);
    (firm(body) && (1..=5).contains(kind) && county).then_some(())?;
    Accept::checksum(candidate, rarer * 46)
}

/// Törvény 1996. évi XX., melléklet 3. One of 540 candidates passes, but the weights, rising for those born until
/// 1996 and falling since, are not confirmed by the authority: counted as 15.
#[must_use]
pub fn hu_szemelyi(candidate: &[u8]) -> Option<Accept> {
    let all = digits::<11>(candidate)?;
    let [sex, y1, y2, m1, m2, d1, d2, ..] = all;
    let year = two(y1, y2);
    // 1 and 2 are men and women born until 1999, 3 and 4 since; 5 to 8 the same of other nationality.
    let (known, old) = match sex {
        1 | 2 | 5 | 6 => (true, year < 97),
        3 | 4 | 7 | 8 => (year < 40, false),
        _ => (false, false),
    };
    let weights = if old { RISING } else { FALLING };
    (known && is_day(two(m1, m2), two(d1, d2)) && checked(&all, &weights, |sum| sum % 11)).then_some(())?;
    Accept::checksum(candidate, 15)
}
