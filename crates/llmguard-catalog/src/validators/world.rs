//! Works and those who made them: GRid and ISNI.
//!
//! `A1-2425G-ABC1234002-M` names a recording, ISO 7064 MOD 37,36. `0000 0001 2281 955X` names an author, MOD 11-2; the researchers'
//! ORCID is a range of it: `0000-0002-1825-0097`.

use llmguard_types::Accept;

use crate::digits::{alnums, value};

/// IFPI, GRid standard 2.1. One of 36 candidates passes; with the scheme `A1`, the only one in use, one of 9,000, counted as
/// 1000.
#[must_use]
pub fn grid(candidate: &[u8]) -> Option<Accept> {
    let [body @ .., check] = alnums::<18>(candidate)?;
    let product = body.iter().fold(36, |product, c| {
        let sum = (product + value(*c)) % 36;
        (if sum == 0 { 36 } else { sum }) * 2 % 37
    });
    ((product + value(check)) % 36 == 1).then_some(())?;
    Accept::checksum(candidate, if body.starts_with(b"A1") { 1000 } else { 15 })
}

/// ISO 27729:2012; ORCID, "Structure of the ORCID Identifier". One of 11 candidates passes. Numbers that
/// were issued begin with seven zeros, but so do account numbers in groups: with ORCID's hyphens these count 1000.
#[must_use]
pub fn isni(candidate: &[u8]) -> Option<Accept> {
    let [body @ .., check] = alnums::<16>(candidate)?;
    let rest = body.iter().fold(0, |rest, d| (rest + value(*d)) * 2 % 11);
    let expected = *b"0123456789X".get((12 - rest as usize) % 11)?;
    (check == expected && body.iter().any(|d| *d != b'0')).then_some(())?;
    let issued = candidate.contains(&b'-') && body.starts_with(b"0000000");
    Accept::checksum(candidate, if issued { 1000 } else { 11 })
}
