//! Registration plate: a German vehicle's district, letters and digits.
//!
//! `M-AB 1234`, `LÖ-XY 77E`: at most eight characters, the district must exist. Without the hyphen the shape is common
//! (`DIN EN 1090`) and needs a cue; standards that hide behind a district's letters are none.

use llmguard_types::Accept;

use crate::districts::is_district;

/// Letters of standards and alloys that would pass: `DIN EN 1090`, `PN-EN 3531`, `EN AW 6082`.
const STANDARDS: [(&str, &str); 5] = [("DIN", "EN"), ("PN", "EN"), ("EN", "AW"), ("EN", "AC"), ("EN", "AB")];

/// FZV Annex 2 and 3. One of 25 candidates has a district; with a hyphen and two digits counted so, otherwise as 1.
#[must_use]
pub fn kfz(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let mut parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let district = parts.next()?;
    let rest: String = parts.collect();
    let split = rest.find(|c: char| c.is_ascii_digit())?;
    let (letters, number) = rest.split_at_checked(split)?;
    let short = district.chars().count() + rest.len() <= 8;
    if !short || !is_district(district) || STANDARDS.contains(&(district, letters)) {
        return None;
    }
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    Accept::structure(candidate, if text.contains('-') && digits >= 2 { 25 } else { 1 })
}
