//! German identity documents: serial numbers of the identity card and the passport.
//!
//! Nine characters carry no check digit at all; the official specimen `L01X00T47` is complete. Where ten are
//! written (online forms, the machine-readable zone), the tenth is the ICAO check digit: `L01X00T471`; a `D` for the
//! nationality may follow.

use llmguard_types::Accept;

use crate::checks::mrz;
use crate::digits::alnums;

/// § 2 (8) PAuswG, PassV; ICAO Doc 9303. Every 9-character candidate passes, one of 10 with ten characters.
#[must_use]
pub fn german_document(candidate: &[u8]) -> Option<Accept> {
    if alnums::<9>(candidate).is_some() {
        return Accept::structure(candidate, 1);
    }
    let zone = candidate.strip_suffix(b"D").unwrap_or(candidate);
    let [serial @ .., check] = alnums::<10>(zone)?;
    (check.is_ascii_digit() && mrz(&serial) == u32::from(check - b'0')).then_some(())?;
    Accept::checksum(candidate, 10)
}
