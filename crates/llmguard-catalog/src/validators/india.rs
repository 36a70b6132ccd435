//! India: the number of a resident and of a taxpayer.
//!
//! `2341 2341 2346`: the last digit is Verhoeff's, from the group of the symmetries of a pentagon. `ABCPE1234F`: the fourth
//! letter says what the taxpayer is, `P` a person.

use llmguard_types::Accept;

use crate::digits::digits;

/// Verhoeff's permutation, applied once more at every place.
const PERMUTED: [u8; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

/// UIDAI, "A UID Numbering Scheme"; Aadhaar Act 2016. One of 12 candidates passes: check digit, first digit 2 to 9.
#[must_use]
pub fn in_aadhaar(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<12>(candidate)?;
    let places = number.iter().rev().enumerate();
    let sum = places.fold(0, |sum, (place, d)| turn(sum, (0..place % 8).fold(*d, |d, _| permuted(d))));
    (!matches!(number, [0 | 1, ..]) && sum == 0).then_some(())?;
    Accept::checksum(candidate, 12)
}

/// Income-tax Act 1961 s. 139A, Rule 114. One of 2 candidates passes; how the check letter is made is not public.
#[must_use]
pub fn in_pan(candidate: &[u8]) -> Option<Accept> {
    let [_, _, _, holder, _, serial @ .., _] = candidate else { return None };
    (b"ABCFGHJKLPT".contains(holder) && serial != b"0000").then_some(())?;
    Accept::structure(candidate, 2)
}

/// One symmetry of the pentagon after another: 0 to 4 are rotations, 5 to 9 reflections.
fn turn(a: u8, b: u8) -> u8 {
    match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => (a + b) % 5 + 5,
        (false, true) => (a - b) % 5 + 5,
        (false, false) => (a + 5 - b) % 5,
    }
}

fn permuted(d: u8) -> u8 {
    PERMUTED.get(usize::from(d)).copied().unwrap_or(0)
}
