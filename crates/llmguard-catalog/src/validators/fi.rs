//! Finland: personal identity code, business ID and VAT number.
//!
//! Henkilötunnus: birth date DDMMYY, a sign for the century, serial (3) and a check character, which the nine digits
//! modulo 31 name: `131052-308T`, 131052308 mod 31 = 25, `T`.

use llmguard_types::Accept;

use crate::calendar::{is_date, two};
use crate::checks::weighted;
use crate::digits::{digits, number};

const CHECK: &[u8; 31] = b"0123456789ABCDEFHJKLMNPRSTUVWXY";

/// Laki väestötietojärjestelmästä 661/2009 § 11; Digi- ja väestötietovirasto. The sign is `+` for 18xx, `-` and `Y X W V
/// U` for 19xx, `A` to `F` for 20xx; serials from 002, from 900 on temporary. One of 850 candidates passes; people born
/// before 1900 or after 2039 count 10.
#[must_use]
pub fn fi_hetu(candidate: &[u8]) -> Option<Accept> {
    let (day, sign, serial, check) = match candidate {
        [day @ .., sign, s1, s2, s3, check] => (day, sign, [*s1, *s2, *s3], check),
        _ => return None,
    };
    let [d1, d2, m1, m2, y1, y2] = digits::<6>(day)?;
    let [s1, s2, s3] = digits::<3>(&serial)?;
    let year = match sign {
        b'+' => 1800,
        b'-' | b'U'..=b'Y' => 1900,
        b'A'..=b'F' => 2000,
        _ => return None,
    } + two(y1, y2);
    let rest = number(&[d1, d2, m1, m2, y1, y2, s1, s2, s3]) % 31;
    let good = CHECK.get(rest as usize) == Some(check) && number(&[s1, s2, s3]) >= 2;
    (good && is_date(year, two(m1, m2), two(d1, d2))).then_some(())?;
    Accept::checksum(candidate, if (1900..2040).contains(&year) { 850 } else { 10 })
}

/// Yritys- ja yhteisötietolaki 244/2001; PRH. Weights 7 9 10 5 8 4 2 1, sum divisible by 11: `2077474-0`. One of 11
/// candidates passes.
#[must_use]
pub fn fi_ytunnus(candidate: &[u8]) -> Option<Accept> {
    business(candidate)?;
    Accept::checksum(candidate, 11)
}

/// Verohallinto; VIES: the business ID without its hyphen. One of 11 bare candidates passes; `FI` is worth another factor
/// of ten.
#[must_use]
pub fn fi_vat(candidate: &[u8]) -> Option<Accept> {
    let bare = candidate.strip_prefix(b"FI");
    business(bare.unwrap_or(candidate))?;
    Accept::checksum(candidate, if bare.is_some() { 110 } else { 11 })
}

fn business(candidate: &[u8]) -> Option<()> {
    let number = digits::<8>(candidate)?;
    let sum = weighted(&number, &[7, 9, 10, 5, 8, 4, 2, 1]);
    (number.iter().any(|d| *d != 0) && sum.is_multiple_of(11)).then_some(())
}
