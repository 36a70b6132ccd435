//! Krankenversichertennummer: the part of the German health insurance number that stays for life.
//!
//! A letter, eight digits, a check digit. The letter counts as two digits (`A` = 01); weights 1 2 1 2 …, cross sums,
//! sum modulo 10: `A123456780`.

use llmguard_types::Accept;

use crate::checks::cross_weighted;
use crate::digits::alnums;

/// § 290 SGB V; GKV-Spitzenverband, "Richtlinie KVNR". One of 10 candidates passes.
#[must_use]
pub fn kvnr(candidate: &[u8]) -> Option<Accept> {
    let [letter, body @ .., check] = alnums::<10>(candidate)?;
    let letter = letter.is_ascii_uppercase().then(|| letter - b'A' + 1)?;
    let digits_only = body.iter().chain([&check]).all(u8::is_ascii_digit);
    let mut digits = [letter / 10, letter % 10, 0, 0, 0, 0, 0, 0, 0, 0];
    for (slot, c) in digits.iter_mut().skip(2).zip(body) {
        *slot = c.wrapping_sub(b'0');
    }
    let weights = [1, 2, 1, 2, 1, 2, 1, 2, 1, 2];
    (digits_only && cross_weighted(&digits, &weights) % 10 == u32::from(check - b'0')).then_some(())?;
    Accept::checksum(candidate, 10)
}
