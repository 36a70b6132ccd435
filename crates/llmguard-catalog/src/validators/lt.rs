//! Lithuania: the personal code and the VAT number.
//!
//! Asmens kodas is built as Estonia's: `33309240064`; people whose birth date is not known have a 9 and no date. PVM: `LT` and
//! nine digits with a 1 before the check digit, or twelve for those registered for a while: `LT119511515`.

use llmguard_types::Accept;

use super::ee::personal_code;
use crate::checks::mod_11_twice;
use crate::digits::{bare, behind, digits};

/// Gyventojų registro įstatymas. One of 970 candidates has the check digit and a birth date from 1900 to 2039; without a date
/// and in other centuries it counts as 10.
#[must_use]
pub fn lt_asmens_kodas(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<11>(candidate)?;
    let undated = number.first() == Some(&9) && mod_11_twice(&number);
    let alive = if undated { false } else { personal_code(&number)? };
    Accept::checksum(candidate, if alive { 970 } else { 10 })
}

/// Pridėtinės vertės mokesčio įstatymas; European Commission, VIES. One of 100 bare candidates passes: the 1 and the check
/// digit. Without the country code it counts as 15, for a time of twelve digits looks the same; with it ten times as much.
#[must_use]
pub fn lt_vat(candidate: &[u8]) -> Option<Accept> {
    let (plain, rarer) = behind(candidate, "LT");
    let holds = match digits::<9>(plain) {
        Some(number) => matches!(number, [.., 1, _]) && mod_11_twice(&number),
        None => {
            let number = digits::<12>(plain)?;
            matches!(number, [.., 1, _]) && mod_11_twice(&number)
        }
    };
    holds.then_some(())?;
    Accept::checksum(candidate, bare(candidate, rarer * 100))
}
