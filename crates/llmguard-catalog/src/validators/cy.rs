//! Cypriot VAT number, which is also the tax number: eight digits and a letter.
//!
//! Digits at odd places count 1 0 5 7 9 13 15 17 19 21, those at even places themselves; the sum modulo 26 names the letter:
//! `CY 10259033 P`.

use llmguard_types::Accept;

use crate::digits::{alnums, digits};

/// What a digit counts at an odd place.
const ODD: [u32; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];

/// Cyprus Tax Department; European Commission, VIES. Nothing begins with 12. One of 26 candidates passes, with the country
/// code ten times that. Without it eight digits and a letter are rather a Spanish DNI, so the bare form counts 15.
#[must_use]
pub fn cy_vat(candidate: &[u8]) -> Option<Accept> {
    let bare = candidate.strip_prefix(b"CY");
    let [number @ .., letter] = alnums::<9>(bare.unwrap_or(candidate))?;
    let number = digits::<8>(&number)?;
    let counted = |(at, d): (usize, &u8)| match at % 2 {
        0 => ODD.get(usize::from(*d)).copied().unwrap_or(0),
        _ => u32::from(*d),
    };
    let sum: u32 = number.iter().enumerate().map(counted).sum();
    let expected = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ".get((sum % 26) as usize);
    (!number.starts_with(&[1, 2]) && expected == Some(&letter)).then_some(())?;
    Accept::checksum(candidate, if bare.is_some() { 260 } else { 15 })
}
