//! Seed of a second factor: base32, in one piece or in groups of four, that chance made.

use llmguard_types::Accept;

use crate::characters::randomness;
use crate::placeholder::is_placeholder;

/// From so many bits on letters alone are no word.
const RANDOM: i32 = 15;

/// RFC 6238 and the groups that applications show. Random base32 of 16 characters has a digit in 24 of 25 cases. Counts as 20.
#[must_use]
pub fn totp_seed(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let drawn = text.bytes().any(|c| c.is_ascii_digit()) || !text.contains(' ') && randomness(text) >= RANDOM;
    (drawn && !is_placeholder(candidate)).then_some(())?;
    Accept::structure(candidate, 20)
}
