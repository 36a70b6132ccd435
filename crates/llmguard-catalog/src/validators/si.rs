//! Slovenia: the tax number and the register of firms. EMŠO is in `jmbg.rs`.
//!
//! The tax number, with `SI` the VAT number, has eight digits and weights 8 to 2: `SI50223054`. The matična številka has
//! seven digits and weights 7 to 2, and three more for a unit of the firm: `1732803000`. Both take 11 minus the remainder
//! of 11: ten is written 0, eleven is not issued.

use llmguard_types::Accept;

use crate::checks::checked;
use crate::digits::{alnums, behind, digits};

/// Zakon o davčni službi; Zakon o DDV; European Commission, VIES. One of 11 bare candidates passes; the country code
/// counts as another factor of ten.
#[must_use]
pub fn si_vat(candidate: &[u8]) -> Option<Accept> {
    let (plain, rarer) = behind(candidate, "SI");
    let number = digits::<8>(plain)?;
    (number.first() != Some(&0) && checked(&number, &[8, 7, 6, 5, 4, 3, 2], check)).then_some(())?;
    Accept::checksum(candidate, rarer * 11)
}

/// Zakon o Poslovnem registru Slovenije; AJPES. One of 11 candidates passes.
#[must_use]
pub fn si_maticna(candidate: &[u8]) -> Option<Accept> {
    let firm = match alnums::<10>(candidate) {
        Some([firm @ .., _, _, _]) => firm,
        None => alnums::<7>(candidate)?,
    };
    checked(&digits::<7>(&firm)?, &[7, 6, 5, 4, 3, 2], check).then_some(())?;
    Accept::checksum(candidate, 11)
}

/// 11 minus the remainder of 11: ten is written 0; eleven is no digit.
fn check(sum: u32) -> u32 {
    match 11 - sum % 11 {
        10 => 0,
        digit => digit,
    }
}
