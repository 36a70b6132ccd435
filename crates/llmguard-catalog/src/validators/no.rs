//! Norway: national identity number, organisation number and bank account.
//!
//! Fødselsnummer: birth date DDMMYY, individual number (3), two check digits modulo 11, the first over nine digits
//! (weights 3 7 6 1 8 9 4 5 2), the second over ten (5 4 3 2 7 6 5 4 3 2): `151086 95088`. A D-number adds 40 to the day,
//! a health service's number 40 to the month, a synthetic person of the tax authority's tests 80.

use llmguard_types::Accept;

use crate::calendar::{is_date, two};
use crate::checks::{luhn, weighted};
use crate::digits::{digits, number};

/// Folkeregisterforskriften, chapter 2; Skatteetaten. The individual number names the century. Of 3300 candidates one has
/// good check digits and a birth date; with everything that may be added to day and month it is one of 550. Numbers from
/// before 1900 count 10. From 2032 on the first check digit may be given up for want of numbers.
#[must_use]
pub fn no_fodselsnummer(candidate: &[u8]) -> Option<Accept> {
    let digits = digits::<11>(candidate)?;
    let [d1, d2, m1, m2, y1, y2, i1, i2, i3, ..] = digits;
    let first = weighted(&digits, &[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]);
    let second = weighted(&digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]);
    let (day, month) = (two(d1, d2), two(m1, m2));
    let plain = day <= 31 && month <= 12;
    let (day, month) = (if day > 40 { day - 40 } else { day }, month % 40);
    let year = match (number(&[i1, i2, i3]), two(y1, y2)) {
        (0..=499, year) | (900.., year @ 40..) => 1900 + year,
        (500.., year @ 0..=39) => 2000 + year,
        (500..=749, year @ 54..) => 1800 + year,
        _ => return None,
    };
    (is_date(year, month, day) && first.is_multiple_of(11) && second.is_multiple_of(11)).then_some(())?;
    let strength = match year {
        ..1900 => 10,
        _ if plain => 3300,
        _ => 550,
    };
    Accept::checksum(candidate, strength)
}

/// Enhetsregisterloven; Brønnøysundregistrene. Weights 3 2 7 6 5 4 3 2 1, sum divisible by 11: `988 077 917`. So far all
/// begin with 8 or 9, which is not asked for. One of 11 candidates passes.
#[must_use]
pub fn no_orgnr(candidate: &[u8]) -> Option<Accept> {
    organisation(candidate)?;
    Accept::checksum(candidate, 11)
}

/// Bokføringsforskriften § 5-1-2: the organisation number and `MVA`, abroad with `NO` before: `NO 988 077 917 MVA`. One of
/// 11 candidates passes; `MVA` or `NO` is worth another factor of ten.
#[must_use]
pub fn no_mva(candidate: &[u8]) -> Option<Accept> {
    let bare = candidate.strip_prefix(b"NO").unwrap_or(candidate);
    let bare = bare.strip_suffix(b"MVA").unwrap_or(bare);
    organisation(bare)?;
    Accept::checksum(candidate, if bare.len() < candidate.len() { 110 } else { 11 })
}

/// Finans Norge: bank account, bank (4), group (2), customer (4), check digit, `8601 11 17947`. Weights 5 4 3 2 7 6 5 4 3 2
/// 1, sum divisible by 11. Accounts of the former postal bank have four zeros before, or nothing, and a Luhn digit. One of
/// 11 candidates passes, one of 10 of the postal bank's.
#[must_use]
pub fn no_kontonr(candidate: &[u8]) -> Option<Accept> {
    let giro = match digits::<11>(candidate) {
        Some([0, 0, 0, 0, giro @ ..]) => giro,
        Some(account) => {
            let sum = weighted(&account, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]);
            sum.is_multiple_of(11).then_some(())?;
            return Accept::checksum(candidate, 11);
        }
        None => digits::<7>(candidate)?,
    };
    (giro.iter().any(|d| *d != 0) && luhn(&giro)).then_some(())?;
    Accept::checksum(candidate, 10)
}

fn organisation(candidate: &[u8]) -> Option<()> {
    let number = digits::<9>(candidate)?;
    let sum = weighted(&number, &[3, 2, 7, 6, 5, 4, 3, 2, 1]);
    (number.iter().any(|d| *d != 0) && sum.is_multiple_of(11)).then_some(())
}
