//! Croatia: OIB, the personal number of people and firms, and the VAT number made of it. The older JMBG is in `jmbg.rs`.
//!
//! Eleven digits, the last ISO 7064 MOD 11,10: `33392005961`; for VAT with `HR` before it.

use llmguard_types::Accept;

use crate::checks::mod_11_10;
use crate::digits::{behind, digits};

/// Zakon o osobnom identifikacijskom broju; Zakon o PDV-u, čl. 77. One of 10 bare candidates passes; the country code counts
/// as another factor of ten.
#[must_use]
pub fn hr_oib(candidate: &[u8]) -> Option<Accept> {
    let (number, rarer) = behind(candidate, "HR");
    mod_11_10(&digits::<11>(number)?).then_some(())?;
    Accept::checksum(candidate, rarer * 10)
}
