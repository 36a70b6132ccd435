//! BitLocker recovery key: eight groups of six digits, each eleven times a number of 16 bits.
//!
//! `135795` is 11 × 12345 and may be a group; `135796` may not.

use llmguard_types::Accept;

/// Eleven times the largest number of 16 bits.
const LARGEST: u32 = 11 * 0xffff;

/// Of eight random groups one in 11⁸ would pass.
#[must_use]
pub fn bitlocker_key(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let valid = |group: &str| group.parse::<u32>().is_ok_and(|number| number % 11 == 0 && number <= LARGEST);
    text.split('-').all(valid).then_some(())?;
    Accept::structure(candidate, 1000)
}
