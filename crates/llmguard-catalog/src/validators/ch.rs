//! Switzerland: the number of an enterprise and the reference of a payment slip. AHV numbers are in `ahv`.
//!
//! `CHE-100.155.212`: weights 5 4 3 2 7 6 5 4 make 86, with the check digit 2 a multiple of 11. Behind it a VAT number
//! says so in one of the four languages: `CHE-107.787.577 IVA`. A reference ends in a digit of the recursive modulo
//! 10: `21 00000 00003 13947 14300 09017`.

use llmguard_types::Accept;

use crate::checks::weighted;
use crate::digits::digits;

/// What a carry becomes, by carry plus digit.
const CARRY: [u8; 10] = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5];

/// UIDG, UIDV Art. 2; Bundesamt für Statistik. One of 11 candidates passes; `CHE` is rare, which is counted as another factor
/// of ten.
#[must_use]
pub fn ch_uid(candidate: &[u8]) -> Option<Accept> {
    let number = candidate.strip_prefix(b"CHE")?;
    let end = number.iter().rposition(u8::is_ascii_digit)?;
    let number = digits::<9>(number.get(..=end)?)?;
    let sum = weighted(&number, &[5, 4, 3, 2, 7, 6, 5, 4, 1]);
    (number.iter().any(|d| *d != 0) && sum.is_multiple_of(11)).then_some(())?;
    Accept::checksum(candidate, 110)
}

/// SIX Interbank Clearing, Swiss Payment Standards, annex "Modulo 10 recursive". One of 10 candidates passes; the printed
/// blocks of five are rare, which is counted as another factor of ten.
#[must_use]
pub fn ch_reference(candidate: &[u8]) -> Option<Accept> {
    let digits: Vec<u8> = candidate.iter().filter(|c| c.is_ascii_digit()).map(|c| c - b'0').collect();
    let (check, body) = digits.split_last()?;
    let carry = body.iter().try_fold(0, |carry, d| CARRY.get(usize::from((carry + d) % 10)).copied())?;
    (digits.iter().any(|d| *d != 0) && (carry + check).is_multiple_of(10)).then_some(())?;
    Accept::checksum(candidate, if candidate.len() > digits.len() { 100 } else { 10 })
}
