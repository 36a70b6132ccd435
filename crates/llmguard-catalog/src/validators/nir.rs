//! NIR: the French social security number, 13 characters and a key of two digits.
//!
//! The key is 97 minus the number modulo 97. Corsica writes 2A and 2B, which count as 19 and 18:
//! `2 55 08 14 168 025 38`.

use llmguard_types::Accept;

use crate::digits::{alnums, number};

/// Code de la sécurité sociale R115-1; INSEE. One of 97 candidates passes, fewer by the month.
#[must_use]
pub fn nir(candidate: &[u8]) -> Option<Accept> {
    let mut text = alnums::<15>(candidate)?;
    let [_, _, _, m1, m2, d1, d2, ..] = &mut text;
    match (*d1, *d2) {
        (b'2', b'A') => (*d1, *d2) = (b'1', b'9'),
        (b'2', b'B') => (*d1, *d2) = (b'1', b'8'),
        _ => {}
    }
    let month = u32::from(m1.wrapping_sub(b'0')) * 10 + u32::from(m2.wrapping_sub(b'0'));
    let known = matches!(month, 1..=12 | 20..=42 | 50..=99);
    (known && text.iter().all(u8::is_ascii_digit)).then_some(())?;
    let [body @ .., k1, k2] = text.map(|c| c - b'0');
    (97 - number(&body) % 97 == number(&[k1, k2])).then_some(())?;
    Accept::checksum(candidate, 97)
}
