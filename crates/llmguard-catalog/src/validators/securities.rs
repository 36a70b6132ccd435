//! Securities and those who issue them: ISIN, CUSIP, LEI.
//!
//! `US0378331005`: letters become two digits, `30280378331005`, and Luhn holds. The nine characters in the middle are the
//! American CUSIP, `037833100`, with a check digit of its own. `5493001KJTIIGC8Y1R12` is a legal entity, read modulo 97 as one
//! number it leaves 1.

use llmguard_types::Accept;

use crate::checks::{luhn, mod_97};
use crate::countries::is_country;
use crate::digits::{alnums, value};

/// Prefixes of ISO 6166 that are no country: international, European and for derivatives and indices.
const SUPRANATIONAL: [[u8; 2]; 10] = [*b"EU", *b"EZ", *b"QS", *b"QT", *b"XA", *b"XB", *b"XC", *b"XD", *b"XF", *b"XS"];

/// ISO 6166:2021. One of 26 candidates passes: check digit and prefix; where ten digits behind the country's code may be
/// its VAT number it counts 15.
#[must_use]
pub fn isin(candidate: &[u8]) -> Option<Accept> {
    let number = alnums::<12>(candidate)?;
    let [a, b, ..] = number;
    (is_country([a, b]) || SUPRANATIONAL.contains(&[a, b])).then_some(())?;
    let digits: Vec<u8> = number
        .iter()
        .map(|c| value(*c) as u8)
        .flat_map(|v| if v < 10 { vec![v] } else { vec![v / 10, v % 10] })
        .collect();
    luhn(&digits).then_some(())?;
    let taxed = matches!(&[a, b], b"BE" | b"BG" | b"CZ" | b"PL" | b"RO" | b"SE" | b"SK" | b"CH");
    let vat = taxed && number.iter().skip(3).all(u8::is_ascii_digit);
    Accept::checksum(candidate, if vat { 15 } else { 26 })
}

/// ANSI X9.6; CUSIP Global Services. One of 10 candidates passes.
#[must_use]
pub fn cusip(candidate: &[u8]) -> Option<Accept> {
    let number = alnums::<9>(candidate)?;
    let sum: u32 = number.iter().zip([1, 2].iter().cycle()).map(|(c, w)| value(*c) * w).map(|v| v / 10 + v % 10).sum();
    (number.iter().any(|c| *c != b'0') && sum.is_multiple_of(10)).then_some(())?;
    Accept::checksum(candidate, 10)
}

/// ISO 17442-1:2020. One of 97 candidates passes; one of digits alone is some other number and counts 15.
#[must_use]
pub fn lei(candidate: &[u8]) -> Option<Accept> {
    let number = alnums::<20>(candidate)?;
    (mod_97(number.into_iter()) == 1).then_some(())?;
    Accept::checksum(candidate, if number.iter().any(u8::is_ascii_alphabetic) { 97 } else { 15 })
}
