//! Austria: the VAT number and the tax account number.
//!
//! `ATU13585627`: `U` and eight digits. The cross sums of the first seven with weights 1 2 1 2 1 2 1 make 29, and
//! (96 − 29) mod 10 = 7 is the last. `59-119/9013`: tax office, number, Luhn digit. Insurance numbers are in
//! `svnr_at`.

use llmguard_types::Accept;

use crate::checks::{cross_weighted, luhn};
use crate::digits::digits;

/// Umsatzsteuergesetz 1994 Art. 28; European Commission, VIES. One of 10 candidates passes; with the country code the
/// shape itself is rare, which is counted as another factor of ten.
#[must_use]
pub fn at_vat(candidate: &[u8]) -> Option<Accept> {
    let start = candidate.iter().position(|c| *c == b'U')?;
    let number = digits::<8>(candidate.get(start + 1..)?)?;
    let [.., check] = number;
    let sum = cross_weighted(&number, &[1, 2, 1, 2, 1, 2, 1]) + u32::from(check);
    (sum % 10 == 6).then_some(())?;
    Accept::checksum(candidate, if candidate.starts_with(b"AT") { 100 } else { 10 })
}

/// Bundesministerium für Finanzen, Abgabenkontonummer. One of 10 candidates passes. Whether the office exists is not asked:
/// offices merged in 2021, their numbers stayed.
#[must_use]
pub fn at_tin(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<9>(candidate)?;
    (number.iter().any(|d| *d != 0) && luhn(&number)).then_some(())?;
    Accept::checksum(candidate, 10)
}
