//! Materials: steels, alloys and plastics by their designations, substances by their CAS numbers.
//!
//! `42CrMo4` and `PA66-GF30` are telling; `1.7225` may be a version and `C45E` anything, they need a cue. CAS `7732-18-5`: digits
//! from the right count 1, 2, 3 and so on, 8×1 + 1×2 + 2×3 + 3×4 + 7×5 + 7×6 = 105, its last digit is 5.

use llmguard_types::Accept;

use crate::digits::value;

/// Structural steels by their yield strength.
const STEELS: &[&str] =
    &["S185", "S235", "S275", "S355", "S420", "S450", "S460", "S500", "S550", "S690", "S700", "P265", "P355"];

/// EN 10027, EN 573-3, EN 1560, ISO 1043.
#[must_use]
pub fn material(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let leading = text.trim_start_matches(['G', 'X']).bytes().take_while(u8::is_ascii_digit).count();
    let alloyed = text.starts_with(|c: char| c.is_ascii_digit() || c == 'X' || c == 'G') && !text.contains('.');
    let base = text.split('+').next()?;
    if alloyed {
        // A number of hundredths of carbon, elements, a number: `42CrMo4`.
        (base.ends_with(|c: char| c.is_ascii_digit()) && (leading >= 2 || text.contains('X'))).then_some(())?;
        return Accept::structure(candidate, 20);
    }
    let plastic = text.starts_with('P') || text.starts_with("ABS");
    let telling = text.starts_with("EN")
        || STEELS.iter().any(|steel| text.starts_with(steel))
        || plastic && text.contains(['-', ' ']);
    Accept::structure(candidate, if telling { 20 } else { 1 })
}

/// CAS registry numbers. One of 10 candidates passes.
#[must_use]
pub fn cas(candidate: &[u8]) -> Option<Accept> {
    let digits: Vec<u32> = candidate.iter().filter(|c| c.is_ascii_digit()).map(|c| value(*c)).collect();
    let (check, body) = digits.split_last()?;
    let sum: u32 = body.iter().rev().zip(1..).map(|(digit, weight)| digit * weight).sum();
    (sum > 0 && sum % 10 == *check).then_some(())?;
    Accept::checksum(candidate, 10)
}
