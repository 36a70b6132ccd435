//! Rentenversicherungsnummer: the German pension and social insurance number, 12 characters.
//!
//! Area (2), birth date DDMMYY, initial of the birth name, serial (2), check digit. A letter counts as two digits
//! (`A` = 01); weights 2 1 2 5 7 1 2 1 2 1 2 1, cross sums, sum modulo 10: `15 070649 C 103`.

use llmguard_types::Accept;

use crate::calendar::{is_day, two};
use crate::checks::cross_weighted;
use crate::digits::alnums;

/// § 2 VKVV and its annex. One of 134 candidates passes: check digit and day (a supplementary number adds 50 to it).
#[must_use]
pub fn rvnr(candidate: &[u8]) -> Option<Accept> {
    let number = alnums::<12>(candidate)?;
    let digit = |c: u8| c.is_ascii_digit().then(|| c - b'0');
    let [a1, a2, d1, d2, m1, m2, y1, y2, letter, s1, s2, check] = number;
    let letter = letter.is_ascii_uppercase().then(|| letter - b'A' + 1)?;
    let (day, month) = (two(digit(d1)?, digit(d2)?), two(digit(m1)?, digit(m2)?));
    let day = if day > 50 { day - 50 } else { day };
    let mut digits = [0; 12];
    let values = [a1, a2, d1, d2, m1, m2, y1, y2].map(digit).into_iter();
    let values = values.chain([Some(letter / 10), Some(letter % 10)]).chain([s1, s2].map(digit));
    for (slot, value) in digits.iter_mut().zip(values) {
        *slot = value?;
    }
    let sum = cross_weighted(&digits, &[2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]);
    (is_day(month, day) && sum % 10 == u32::from(digit(check)?)).then_some(())?;
    Accept::checksum(candidate, 134)
}
