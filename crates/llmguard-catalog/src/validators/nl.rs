//! The Netherlands: VAT identification and pupil's number. The citizen service number is in `bsn.rs`.
//!
//! Btw-id: nine digits, `B`, two digits. For companies the nine are an RSIN, which passes the "elfproef" of the citizen
//! service number; sole traders have since 2020 a number of their own, where country code, digits and letter are ISO
//! 7064 MOD 97-10: `NL002455799B11` leaves 1.

use llmguard_types::Accept;

use crate::checks::{mod_97, weighted};
use crate::digits::{alnums, digits};

/// Wet op de omzetbelasting 1968 art. 2a; Belastingdienst. The suffix is never 00. One of 11 bare candidates passes as a
/// company's, one of 97 as a sole trader's; the country code is worth another factor of ten.
#[must_use]
pub fn nl_btw(candidate: &[u8]) -> Option<Accept> {
    let bare = candidate.strip_prefix(b"NL");
    let number = alnums::<12>(bare.unwrap_or(candidate))?;
    let [rsin @ .., letter, _, _] = &number;
    let suffix = number.last_chunk::<2>()?;
    (*letter == b'B' && suffix.iter().all(u8::is_ascii_digit) && suffix != b"00").then_some(())?;
    let strength = if mod_97(b"NL".iter().chain(&number).copied()) == 1 {
        97
    } else if elfproef(&digits::<9>(rsin)?) == 0 {
        11
    } else {
        return None;
    };
    Accept::checksum(candidate, if bare.is_some() { strength * 10 } else { strength })
}

/// Wet op het voortgezet onderwijs; DUO. The number of pupils without a citizen service number: it begins with 10 and
/// leaves 5 in the elfproef: `101222331`. One of 1100 candidates passes; nine digits in a row count 15.
#[must_use]
pub fn nl_onderwijsnummer(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<9>(candidate)?;
    (matches!(number, [1, 0, ..]) && elfproef(&number) == 5).then_some(())?;
    Accept::checksum(candidate, 15)
}

/// The sum of the elfproef modulo 11; its last weight is −1, which is 10.
fn elfproef(number: &[u8; 9]) -> u32 {
    weighted(number, &[9, 8, 7, 6, 5, 4, 3, 2, 10]) % 11
}
