//! Slovakia: the VAT number IČ DPH. The birth number is in `rodne_cislo.rs`.
//!
//! `SK` and ten digits, divisible by 11; the third digit is 2, 3, 4, 7, 8 or 9: `SK2022749619`. Persons may be registered
//! with their birth number.

use llmguard_types::Accept;

use super::rodne_cislo::rodne_cislo;
use crate::digits::{bare, behind, digits, number};

/// Zákon č. 222/2004 Z. z., § 4; European Commission, VIES. One of 20 bare candidates passes and counts as 15; the country
/// code counts as another factor of ten.
#[must_use]
pub fn sk_vat(candidate: &[u8]) -> Option<Accept> {
    let (plain, rarer) = behind(candidate, "SK");
    let all = digits::<10>(plain)?;
    let firm = matches!(all, [1..=9, _, 2 | 3 | 4 | 7 | 8 | 9, ..]) && number(&all).is_multiple_of(11);
    (firm || rodne_cislo(plain).is_some()).then_some(())?;
    Accept::checksum(candidate, bare(candidate, rarer * 20))
}
