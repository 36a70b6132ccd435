//! Numbers of Greece: ΑΦΜ and ΑΜΚΑ.
//!
//! ΑΦΜ, the tax and VAT number: nine digits, powers of two as weights, sum modulo 11 modulo 10 is the last: `EL 094259216`.
//! ΑΜΚΑ, social security: birth date DDMMYY, serial (4), Luhn digit: `01013099997`.

use llmguard_types::Accept;

use crate::calendar::{is_day, two};
use crate::checks::{luhn, weighted};
use crate::digits::digits;

/// ΑΑΔΕ; European Commission, VIES. One of 10 bare candidates passes; the country code (`EL`, rarely `GR`) is counted as
/// another factor of ten.
#[must_use]
pub fn gr_afm(candidate: &[u8]) -> Option<Accept> {
    let bare = candidate.strip_prefix(b"EL").or_else(|| candidate.strip_prefix(b"GR"));
    let number = digits::<9>(bare.unwrap_or(candidate))?;
    let [body @ .., check] = &number;
    let sum = weighted(body, &[256, 128, 64, 32, 16, 8, 4, 2]);
    (body.iter().any(|d| *d != 0) && sum % 11 % 10 == u32::from(*check)).then_some(())?;
    Accept::checksum(candidate, if bare.is_some() { 100 } else { 10 })
}

/// Ν. 3655/2008 art. 153; ΗΔΙΚΑ. One of 272 candidates passes: a day that exists and the check digit.
#[must_use]
pub fn gr_amka(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<11>(candidate)?;
    let [d1, d2, m1, m2, ..] = number;
    (is_day(two(m1, m2), two(d1, d2)) && luhn(&number)).then_some(())?;
    Accept::checksum(candidate, 272)
}
