//! Vehicles, ships and containers.
//!
//! `1M8GDM9AXKP042788`: letters count as on a keyboard of three rows (`A` 1 to `I` 9, `J` 1 to `R` 9, `S` 2 to `Z` 9), weights 8 7 6
//! 5 4 3 2 10 0 9 8 7 6 5 4 3 2 make 351, 351 mod 11 = 10, written `X`, stands at place nine; Europe has none there. Ship
//! `9074729`: weights 7 to 2 make 139, its last digit is the last. Container `CSQU 305438 3`.

use llmguard_types::Accept;

use crate::checks::weighted;
use crate::digits::{alnums, digits, value};

/// ISO 3779 and 3780; 49 CFR 565. Letters and digits without I, O and Q, the last four digits, no 0 at the beginning. One of 11
/// candidates has the North American check digit and counts 110 because of the rare shape, any other one 10.
#[must_use]
pub fn vin(candidate: &[u8]) -> Option<Accept> {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let number = alnums::<17>(candidate)?;
    let [region, _, _, _, _, _, _, _, check, ..] = number;
    let plausible = region != b'0'
        && number.iter().any(u8::is_ascii_alphabetic)
        && number.iter().rev().take(4).all(u8::is_ascii_digit)
        && number.iter().any(|c| Some(c) != number.first());
    plausible.then_some(())?;
    let counted = |c: &u8| match *c {
        b'0'..=b'9' => c - b'0',
        b'A'..=b'R' => (c - b'A') % 9 + 1,
        _ => (c - b'S') % 9 + 2,
    };
    let sum: u32 = number.iter().map(counted).zip(WEIGHTS).map(|(v, w)| u32::from(v) * w).sum();
    let expected = *b"0123456789X".get(sum as usize % 11)?;
    if check == expected { Accept::checksum(candidate, 110) } else { Accept::structure(candidate, 10) }
}

/// IMO Resolution A.1117(30). One of 10 candidates passes.
#[must_use]
pub fn imo(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<7>(candidate.strip_prefix(b"IMO").unwrap_or(candidate))?;
    let [.., check] = number;
    let sum = weighted(&number, &[7, 6, 5, 4, 3, 2]);
    (sum != 0 && sum % 10 == u32::from(check)).then_some(())?;
    Accept::checksum(candidate, 10)
}

/// ISO 6346:2022. Three letters of the owner, `U`, `J` or `Z`, six digits, a check digit: the places count 1, 2, 4, 8 and so on, the
/// letters skip the multiples of 11. One of 87 candidates passes.
#[must_use]
pub fn container(candidate: &[u8]) -> Option<Accept> {
    let [body @ .., check] = alnums::<11>(candidate)?;
    let counted = |c: u8| if c.is_ascii_digit() { value(c) } else { value(c) + (value(c) - 1) / 10 };
    let sum: u32 = body.iter().enumerate().map(|(place, c)| counted(*c) << place).sum();
    (sum % 11 % 10 == value(check)).then_some(())?;
    Accept::checksum(candidate, 87)
}
