//! USt-IdNr.: the German VAT identification number, `DE` and nine digits.
//!
//! The first digit is not 0, the last is ISO 7064 MOD 11,10 over the first eight: `DE136695976`. Forms leave the country code away.

use llmguard_types::Accept;

use crate::checks::mod_11_10;
use crate::digits::digits;

/// § 27a UStG; European Commission, VIES. One of 10 bare candidates passes; with the country code the shape itself
/// is rare, which is counted as another factor of ten.
#[must_use]
pub fn vat_de(candidate: &[u8]) -> Option<Accept> {
    let digits_only = candidate.strip_prefix(b"DE");
    let number = digits::<9>(digits_only.unwrap_or(candidate))?;
    (number.first() != Some(&0) && mod_11_10(&number)).then_some(())?;
    Accept::checksum(candidate, if digits_only.is_some() { 100 } else { 10 })
}
