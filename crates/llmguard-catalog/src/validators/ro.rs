//! Romania: the personal code CNP, the tax number of firms and the trade register.
//!
//! CNP: sex and century, YYMMDD, county, serial, check digit with weights 2 7 9 1 4 6 3 5 8 2 7 9: `1630615123457`. The tax
//! number (CUI, CIF) has two to ten digits and weights 7 5 3 2 1 7 5 3 2, counted from the right: `RO18547290`. The register
//! writes `J52/750/2012`: kind, county, serial, year; since July 2024 `J2012000750528`: kind, year, serial, county, check
//! digit.

use llmguard_types::Accept;

use crate::calendar::{is_date, is_day, two};
use crate::checks::{checked, weighted_from_right};
use crate::digits::{alnums, behind, digits, number, runs};

/// Legea nr. 105/1996; OUG nr. 97/2005. One of 1,100 candidates has the check digit, a county and a plausible birth date. But
/// article numbers of thirteen digits that begin with 50 look like the first decade of this century: counted as 560. Births
/// before 1900, in times to come and of unknown century count as 10.
#[must_use]
pub fn ro_cnp(candidate: &[u8]) -> Option<Accept> {
    let all = digits::<13>(candidate)?;
    let [sex, y1, y2, m1, m2, d1, d2, c1, c2, ..] = all;
    let (year, month, day) = (two(y1, y2), two(m1, m2), two(d1, d2));
    let (born, alive) = match sex {
        1 | 2 => (is_date(1900 + year, month, day), true),
        3 | 4 => (is_date(1800 + year, month, day), false),
        5 | 6 => (is_date(2000 + year, month, day), year < 40),
        // Residents: the century is not told.
        7 | 8 => (is_day(month, day), true),
        // The tax number of people without a CNP.
        9 => (is_day(month, day), false),
        _ => (false, false),
    };
    // 70 and 80 to 83 are registered online and abroad; 48 is not issued.
    let county = matches!(two(c1, c2), 1..=48 | 51 | 52 | 70 | 80..=83);
    let check = |sum: u32| if sum % 11 == 10 { 1 } else { sum % 11 };
    (born && county && checked(&all, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9], check)).then_some(())?;
    Accept::checksum(candidate, if alive { 560 } else { 10 })
}

/// Legea nr. 227/2015 (Codul fiscal), art. 82; Ministerul Finanțelor. One of 10 candidates passes.
#[must_use]
pub fn ro_cui(candidate: &[u8]) -> Option<Accept> {
    let short = candidate.len() <= 10 && candidate.first().is_some_and(|c| (b'1'..=b'9').contains(c));
    (short && candidate.iter().all(u8::is_ascii_digit)).then_some(())?;
    let (check, body) = candidate.split_last()?;
    let sum = weighted_from_right(body, &[2, 3, 5, 7, 1, 2, 3, 5, 7]);
    (sum * 10 % 11 % 10 == u32::from(check - b'0')).then_some(())?;
    Accept::checksum(candidate, 10)
}

/// Legea nr. 227/2015 (Codul fiscal), art. 316; European Commission, VIES. What a bare tax number or a person's CNP is
/// worth, with the country code ten times as much.
#[must_use]
pub fn ro_vat(candidate: &[u8]) -> Option<Accept> {
    let (plain, rarer) = behind(candidate, "RO");
    let plain = plain.get(plain.iter().position(u8::is_ascii_digit)?..)?;
    let accept = ro_cui(plain).or_else(|| ro_cnp(plain))?;
    Accept::checksum(candidate, rarer * accept.strength)
}

/// Legea nr. 265/2022 (numărul de ordine în registrul comerțului); the check digit after published examples. The old form has no check digit:
/// a county, 1 to 40 or 51 and 52, and a year from 1990 to 2024, counted as 15. One of 4,000 candidates of the new form
/// passes: its check digit is the last of the sum of the digits, to which J adds 4, F nothing, C 7. Firms registered since
/// have the county 00.
#[must_use]
pub fn ro_onrc(candidate: &[u8]) -> Option<Accept> {
    let county = |n: u64| matches!(n, 1..=40 | 51 | 52);
    if !candidate.contains(&b'/') {
        let [kind, number_of @ ..] = alnums::<14>(candidate)?;
        let all = number_of.map(|c| c.wrapping_sub(b'0'));
        let [y1, y2, y3, y4, .., c1, c2, _] = all;
        let year = number(&[y1, y2, y3, y4]);
        let place = u64::from(two(c1, c2));
        let begin = match kind {
            b'J' => 4,
            b'F' => 0,
            b'C' => 7,
            _ => return None,
        };
        let holds = checked(&all, &[1; 12], |sum| (sum + begin) % 10);
        (holds && (1990..2040).contains(&year) && (place == 0 || county(place))).then_some(())?;
        return Accept::checksum(candidate, 4000);
    }
    let mut parts = runs(candidate).filter_map(|(start, end)| candidate.get(start..end)).map(spelled);
    let (place, year) = (parts.next()?, parts.last()?);
    (county(place) && (1990..=2024).contains(&year)).then_some(())?;
    Accept::structure(candidate, 15)
}

/// The number some ASCII digits spell.
fn spelled(text: &[u8]) -> u64 {
    text.iter().fold(0, |n, c| n * 10 + u64::from(c.wrapping_sub(b'0')))
}
