//! Payment card: the number on a card, compact or in groups.
//!
//! Issuer prefix and length belong together and the Luhn digit must hold: `4111 1111 1111 1111`. A pattern takes what
//! follows, too (a security code, a date); the longest prefix of whole groups that holds is the finding.

use llmguard_types::Accept;

use crate::checks::luhn;
use crate::digits::runs;

/// ISO/IEC 7812-1, issuers' published ranges. One of 40 candidates passes: 10 by Luhn, 4 by issuer and length.
#[must_use]
pub fn card(candidate: &[u8]) -> Option<Accept> {
    let head = candidate.iter().filter(|c| c.is_ascii_digit()).take(4).fold(0, |n, c| n * 10 + u32::from(c - b'0'));
    if !(12..=19).any(|len| is_issued(len, head)) {
        return None;
    }
    let groups: Vec<(usize, usize)> = runs(candidate).collect();
    (1..=groups.len()).rev().find_map(|count| {
        let (groups, end) = (groups.get(..count)?, groups.get(count - 1)?.1);
        let plausible = count == 1 || groups.iter().all(|(from, to)| (3..=6).contains(&(to - from)));
        let digits: Vec<u8> = candidate.get(..end)?.iter().filter(|c| c.is_ascii_digit()).map(|c| c - b'0').collect();
        let distinct = digits.iter().any(|d| Some(d) != digits.first());
        (plausible && distinct && is_issued(digits.len(), head) && luhn(&digits)).then_some(())?;
        Some(Accept::checksum(candidate, 40)?.shortened(end))
    })
}

/// Whether an issuer has numbers of this length that begin with these four digits.
fn is_issued(len: usize, head: u32) -> bool {
    match (len, head) {
        (13 | 16 | 19, 4000..=4999) => true,                               // Visa
        (16, 2221..=2720 | 5100..=5599) => true,                           // Mastercard
        (15, 3400..=3499 | 3700..=3799) => true,                           // American Express
        (14, 3000..=3059 | 3600..=3699 | 3800..=3999) => true,             // Diners Club
        (16..=19, 3528..=3589) => true,                                    // JCB
        (16..=19, 6011 | 6440..=6599 | 6200..=6299) => true,               // Discover, UnionPay
        (12..=19, 5018 | 5020 | 5038 | 5893 | 6304 | 6759..=6763) => true, // Maestro
        _ => false,
    }
}
