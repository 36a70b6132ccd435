//! DNI and NIE: the Spanish identity numbers, digits and a letter.
//!
//! The number modulo 23 names the letter: `54362315K`. Foreigners' numbers begin with X, Y or Z, which count as 0, 1
//! and 2: `X-2482300W`.

use llmguard_types::Accept;

use crate::digits::{alnums, number};

/// The letter of each remainder; other Spanish numbers use the same table.
pub(super) const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";

/// Real Decreto 1553/2005 (DNI). One of 23 candidates passes.
#[must_use]
pub fn dni(candidate: &[u8]) -> Option<Accept> {
    check(candidate, alnums::<9>(candidate)?)
}

/// Real Decreto 557/2011 Art. 206 (NIE). One of 23 candidates passes.
#[must_use]
pub fn nie(candidate: &[u8]) -> Option<Accept> {
    let [series, rest @ ..] = alnums::<9>(candidate)?;
    let series = series.checked_sub(b'X').filter(|s| *s <= 2)?;
    let [a, b, c, d, e, f, g, letter] = rest;
    check(candidate, [b'0' + series, a, b, c, d, e, f, g, letter])
}

fn check(candidate: &[u8], text: [u8; 9]) -> Option<Accept> {
    let [digits @ .., letter] = text;
    digits.iter().all(u8::is_ascii_digit).then_some(())?;
    let rest = number(&digits.map(|c| c - b'0')) % 23;
    (LETTERS.get(rest as usize) == Some(&letter)).then_some(())?;
    Accept::checksum(candidate, 23)
}
