//! Partita IVA: the Italian VAT number, eleven digits.
//!
//! Seven digits of the taxpayer, three of the tax office, a Luhn digit: `IT 0074311 015 7` was given in Milan (`015`).

use llmguard_types::Accept;

use crate::checks::luhn;
use crate::digits::digits;

/// DPR 633/1972 art. 35; European Commission, VIES. One of 96 candidates passes (check digit and office); with the country
/// code the shape itself is rare, which is counted as another factor of ten, without it eleven digits in a row count 15.
#[must_use]
pub fn it_vat(candidate: &[u8]) -> Option<Accept> {
    let bare = candidate.strip_prefix(b"IT");
    is_partita_iva(&digits(bare.unwrap_or(candidate))?).then_some(())?;
    Accept::checksum(candidate, if bare.is_some() { 960 } else { 15 })
}

/// Whether a taxpayer, an office that exists (the provinces, foreigners and central ones) and the check digit stand there.
pub(super) fn is_partita_iva(number: &[u8; 11]) -> bool {
    let [taxpayer @ .., p1, p2, p3, _] = number;
    let office = u32::from(*p1) * 100 + u32::from(*p2) * 10 + u32::from(*p3);
    taxpayer.iter().any(|d| *d != 0) && matches!(office, 1..=100 | 120 | 121 | 888 | 999) && luhn(number)
}
