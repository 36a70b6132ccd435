//! Steuer-ID: the German tax identification number, 11 digits.
//!
//! The first digit is not 0. Among the first ten exactly one value occurs twice or three times (never three in a row),
//! every other at most once. The last digit is ISO 7064 MOD 11,10. `36574261809` holds, `12345678903` has a good check
//! digit but no repeated value.

use llmguard_types::Accept;

use crate::checks::mod_11_10;
use crate::digits::digits;

/// § 139b AO; BZSt, "Aufbau der Identifikationsnummer". One of 262 candidates passes.
#[must_use]
pub fn steuer_id(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<11>(candidate)?;
    let [body @ .., _] = &number;
    let mut repeated = (0..10).map(|d| body.iter().filter(|b| **b == d).count()).filter(|count| *count > 1);
    let once = matches!((repeated.next(), repeated.next()), (Some(2 | 3), None));
    let in_a_row = body.windows(3).any(|w| matches!(w, [a, b, c] if a == b && b == c));
    (number.first() != Some(&0) && once && !in_a_row && mod_11_10(&number)).then_some(())?;
    Accept::checksum(candidate, 262)
}
