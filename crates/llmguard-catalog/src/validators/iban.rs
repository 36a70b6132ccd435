//! IBAN: the international bank account number, compact or in groups.
//!
//! The country says how long it is, the remainder of the rearranged number by 97 must be 1. A pattern cannot know the
//! length, so it takes too much: of `DE89 3704 0044 0532 0130 00 BIC` the first 27 bytes are the finding.

use llmguard_types::Accept;

use crate::checks::mod_97;
use crate::countries::iban_len;

/// ISO 13616-1, SWIFT IBAN registry. One of more than 10,000 candidates passes: a country of the registry, its length,
/// the check digits.
#[must_use]
pub fn iban(candidate: &[u8]) -> Option<Accept> {
    let significant = || candidate.iter().enumerate().filter(|(_, c)| c.is_ascii_alphanumeric());
    let number = || significant().map(|(_, c)| c.to_ascii_uppercase());
    let len = iban_len([number().next()?, number().nth(1)?])?;
    let end = significant().nth(len - 1)?.0 + 1;
    let cut_word = candidate.get(end).is_some_and(u8::is_ascii_alphanumeric);
    let check_digits = number().skip(2).take(2).all(|c| c.is_ascii_digit());
    let rearranged = number().take(len).skip(4).chain(number().take(4));
    (check_digits && !cut_word && mod_97(rearranged) == 1).then_some(())?;
    Some(Accept::checksum(candidate, 10_000)?.shortened(end))
}
