//! United Kingdom: tax, VAT, pupils, patients in Scotland, drivers. Insurance numbers are in `nino`, NHS numbers in `nhs`.
//!
//! Tax reference `1955839661`: weights 6 7 8 9 10 5 4 3 2 over all but the first digit make 320, the remainder by 11 is 1
//! and stands for 1, the first digit. VAT `GB 980 7806 84`: weights 8 to 2 make 207, plus 84 is 291, three times 97.

use llmguard_types::Accept;

use crate::calendar::{is_day, two};
use crate::checks::weighted;
use crate::digits::{alnums, digits, number};

/// HMRC, Unique Taxpayer Reference; check as published by the OECD, "United Kingdom – TIN". One of 11 candidates passes.
#[must_use]
pub fn gb_utr(candidate: &[u8]) -> Option<Accept> {
    let [check, rest @ ..] = digits::<10>(candidate.strip_suffix(b"K").unwrap_or(candidate))?;
    let sum = weighted(&rest, &[6, 7, 8, 9, 10, 5, 4, 3, 2]);
    let expected = [2, 1, 9, 8, 7, 6, 5, 4, 3, 2, 1].get(sum as usize % 11)?;
    (rest.iter().any(|d| *d != 0) && check == *expected).then_some(())?;
    Accept::checksum(candidate, 11)
}

/// HMRC VAT Notice 700, VATREG; European Commission, VIES. One of 32 candidates passes, compact ones without country count 15;
/// with `GB` or `XI` the shape is rare, which is counted as another factor of ten. Departments (`GD`) and health
/// authorities (`HA`) have no check digit.
#[must_use]
pub fn gb_vat(candidate: &[u8]) -> Option<Accept> {
    let national = candidate.strip_prefix(b"GB").or_else(|| candidate.strip_prefix(b"XI"));
    let text = national.unwrap_or(candidate);
    if let Some([_, _, serial @ ..]) = alnums::<5>(text) {
        serial.iter().all(u8::is_ascii_digit).then_some(())?;
        return Accept::structure(candidate, 10);
    }
    let trader = digits::<9>(text).or_else(|| {
        let [trader @ .., _, _, _] = digits::<12>(text)?;
        Some(trader)
    })?;
    let rest = weighted(&trader, &[8, 7, 6, 5, 4, 3, 2, 10, 1]) % 97;
    let [first, ..] = trader;
    (trader.iter().any(|d| *d != 0) && (rest == 0 || first != 0 && (rest == 42 || rest == 55))).then_some(())?;
    let printed = text.iter().any(|c| !c.is_ascii_digit());
    Accept::checksum(
        candidate,
        if national.is_some() {
            320
        } else if printed {
            32
        } else {
            15
        },
    )
}

/// Department for Education, "Unique pupil numbers (UPNs): a guide". One of 31 candidates passes: check letter and the number of
/// a local authority, 201 to 938. A temporary number ends in a letter.
#[must_use]
pub fn gb_upn(candidate: &[u8]) -> Option<Accept> {
    const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";
    let letter = |c: u8| LETTERS.iter().position(|known| *known == c).and_then(|at| u8::try_from(at).ok());
    let [check, body @ .., last] = alnums::<13>(candidate)?;
    let body = digits::<11>(&body)?;
    let last = if last.is_ascii_digit() { last - b'0' } else { letter(last)? };
    let [a, b, c, ..] = body;
    let sum = weighted(&body, &[2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) + 13 * u32::from(last);
    let authority = number(&[a, b, c]);
    ((201..=938).contains(&authority) && LETTERS.get(sum as usize % 23) == Some(&check)).then_some(())?;
    Accept::checksum(candidate, 31)
}

/// NHS Data Dictionary, "COMMUNITY HEALTH INDEX NUMBER"; Public Health Scotland. One of 300 candidates passes: check digit as
/// in the NHS number and a birth date. It has no printed form of its own, and a blank behind six digits is found in logs: it
/// counts 15.
#[must_use]
pub fn gb_chi(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<10>(candidate)?;
    let [d1, d2, m1, m2, ..] = number;
    let sum = weighted(&number, &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    (is_day(two(m1, m2), two(d1, d2)) && sum.is_multiple_of(11)).then_some(())?;
    Accept::checksum(candidate, 15)
}

/// DVLA, driver number: five letters of the surname, decade, month (women +50), day and year of birth, initials, `9` where
/// there is none. One of 13 candidates of that shape has a date; the check letters are not public.
#[must_use]
pub fn gb_driving_licence(candidate: &[u8]) -> Option<Accept> {
    let bare = || alnums::<16>(candidate);
    // The photocard adds how often it was issued.
    let issued = || alnums::<18>(candidate)?.first_chunk().copied();
    let [s1, s2, s3, s4, s5, _, m1, m2, d1, d2, _, i1, i2, ..]: [u8; 16] = bare().or_else(issued)?;
    let padded = [s1, s2, s3, s4, s5].is_sorted_by_key(|c| *c == b'9');
    let [month, day] = [[m1, m2], [d1, d2]].map(|[a, b]| two(a.wrapping_sub(b'0'), b.wrapping_sub(b'0')));
    let month = if month > 50 { month - 50 } else { month };
    (padded && s1 != b'9' && is_day(month, day) && (i1 != b'9' || i2 == b'9')).then_some(())?;
    Accept::structure(candidate, 13)
}
