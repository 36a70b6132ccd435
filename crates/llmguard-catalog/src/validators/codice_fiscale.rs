//! Codice fiscale: the Italian tax code, 16 letters and digits.
//!
//! Name (6), year (2), month letter, day (2, women +40), place (4), check letter. Two people with the same code are told
//! apart by letters instead of digits (omocodia, `LMNPQRSTUV` for 0 to 9). `RCCMNL83S18D969H`. Firms and foundations have
//! eleven digits instead, built as a partita IVA: `07643520567`.

use llmguard_types::Accept;

use super::it::is_partita_iva;
use crate::digits::{alnums, digits};

/// What a character counts at an odd place, by its value as digit or as letter from `A` = 0.
const ODD: [u32; 26] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

/// D.M. 12 marzo 1974; Agenzia delle Entrate. The month letter is one of the twelve. One of 40 candidates passes: check
/// letter and day. Of the numeric ones one of 96 does; eleven digits in a row fill whole columns of tables and count 15.
#[must_use]
pub fn codice_fiscale(candidate: &[u8]) -> Option<Accept> {
    if let Some(number) = digits::<11>(candidate) {
        is_partita_iva(&number).then_some(())?;
        return Accept::checksum(candidate, 15);
    }
    let text = alnums::<16>(candidate)?;
    let value = |c: u8| if c.is_ascii_digit() { u32::from(c - b'0') } else { u32::from(c.wrapping_sub(b'A')) };
    let [body @ .., check] = text;
    let sum: Option<u32> = body
        .iter()
        .enumerate()
        .map(|(i, c)| if i % 2 == 0 { ODD.get(value(*c) as usize).copied() } else { Some(value(*c)) })
        .sum();
    let [_, _, _, _, _, _, _, _, month, d1, d2, ..] = text;
    let day = digit(d1)? * 10 + digit(d2)?;
    let day_exists = (1..=31).contains(&day) || (41..=71).contains(&day);
    (b"ABCDEHLMPRST".contains(&month) && day_exists && check.is_ascii_uppercase() && sum? % 26 == value(check))
        .then_some(())?;
    Accept::checksum(candidate, 40)
}

/// A digit, or the letter that stands for it.
fn digit(c: u8) -> Option<u32> {
    let found = b"0123456789LMNPQRSTUV".iter().position(|known| *known == c)?;
    Some(found as u32 % 10)
}
