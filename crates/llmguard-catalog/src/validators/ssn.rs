//! SSN: the US social security number, nine digits in groups of 3, 2 and 4.
//!
//! No check digit; area 000, 666 and 9xx, group 00 and serial 0000 are never issued. `078-05-1120` was withdrawn after a
//! wallet maker printed it, and is found nevertheless.

use llmguard_types::Accept;

use crate::digits::digits;

/// Social Security Administration, randomisation of 2011. Nine of ten candidates pass, but the hyphenated shape is
/// rare and counted as 20.
#[must_use]
pub fn ssn(candidate: &[u8]) -> Option<Accept> {
    let [a, b, c, d, e, serial @ ..] = digits::<9>(candidate)?;
    let issued = [a, b, c] != [0; 3] && [a, b, c] != [6; 3] && a != 9 && [d, e] != [0; 2] && serial != [0; 4];
    issued.then_some(())?;
    Accept::structure(candidate, if candidate.contains(&b'-') { 20 } else { 1 })
}
