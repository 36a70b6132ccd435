//! Luxembourg: national identification number, VAT number and document numbers.
//!
//! Matricule: birth date YYYYMMDD, serial (3), then two check digits over the same eleven digits, the first by Luhn, the
//! second by Verhoeff: `1893 1201 057 32`.

use llmguard_types::Accept;

use crate::calendar::{is_date, two};
use crate::checks::luhn;
use crate::digits::{alnums, digits, number};

/// Loi du 19 juin 2013 relative à l'identification des personnes physiques; EU TIN portal. Of 195 000 candidates one has
/// good check digits and a birth date from 1900 to 2039; other years count as 10.
#[must_use]
pub fn lu_matricule(candidate: &[u8]) -> Option<Accept> {
    let [y1, y2, y3, y4, m1, m2, d1, d2, s1, s2, s3, first, second] = digits::<13>(candidate)?;
    let year = two(y1, y2) * 100 + two(y3, y4);
    let body = [y1, y2, y3, y4, m1, m2, d1, d2, s1, s2, s3];
    let with = |check: u8| {
        let [a, b, c, d, e, f, g, h, i, j, k] = body;
        [a, b, c, d, e, f, g, h, i, j, k, check]
    };
    (is_date(year, two(m1, m2), two(d1, d2)) && luhn(&with(first)) && verhoeff(&with(second))).then_some(())?;
    Accept::checksum(candidate, if (1900..2040).contains(&year) { 195_000 } else { 10 })
}

/// Administration de l'enregistrement, des domaines et de la TVA; VIES. The last two digits are the first six modulo 89.
/// One of 89 candidates passes; bare digits in a row count 15, `LU` is worth another factor of ten.
#[must_use]
pub fn lu_vat(candidate: &[u8]) -> Option<Accept> {
    let bare = candidate.strip_prefix(b"LU");
    let [body @ .., c1, c2] = digits::<8>(bare.unwrap_or(candidate))?;
    let body = number(&body);
    (body != 0 && body % 89 == number(&[c1, c2])).then_some(())?;
    Accept::checksum(candidate, if bare.is_some() { 890 } else { 15 })
}

/// Passport: seven or eight letters and digits without a check digit, at least two of them digits, or any word in
/// capitals behind "passport" would be one.
#[must_use]
pub fn lu_passport(candidate: &[u8]) -> Option<Accept> {
    (alnums::<7>(candidate).is_some() || alnums::<8>(candidate).is_some()).then_some(())?;
    (candidate.iter().filter(|c| c.is_ascii_digit()).count() >= 2).then_some(())?;
    Accept::structure(candidate, 1)
}

/// Verhoeff, "Error detecting decimal codes" (1969): digits as elements of the dihedral group of order ten, each
/// permuted by its place from the right; the product of all is 0.
fn verhoeff(digits: &[u8]) -> bool {
    digits.iter().rev().enumerate().fold(0, |product, (place, digit)| {
        let permuted = (0..place % 8).fold(*digit, |d, _| permute(d));
        times(product, permuted)
    }) == 0
}

/// One step of Verhoeff's permutation, (0 1 5 8 9 4 2 7)(3 6).
fn permute(digit: u8) -> u8 {
    match digit {
        0 => 1,
        1 => 5,
        2 => 7,
        3 => 6,
        4 => 2,
        5 => 8,
        6 => 3,
        7 => 0,
        8 => 9,
        _ => 4,
    }
}

/// The product in the dihedral group: 0 to 4 are rotations of a pentagon, 5 to 9 reflections.
fn times(a: u8, b: u8) -> u8 {
    let turn = (if a < 5 { a + b } else { a + 10 - b }) % 5;
    turn + if (a < 5) == (b < 5) { 0 } else { 5 }
}
