//! Token body: the random part of a key, told apart from placeholders.
//!
//! `AKIAXXXXXXXXXXXXXXXX` and `glpat-aaaaaaaaaaaaaaaaaaaa` are how people write "your key here". Random text of 16
//! characters or more has many different ones.

use llmguard_types::Accept;

/// Counts the different characters of the last 16; random base32 has at least 6 in all but one of ten million cases.
#[must_use]
pub fn token_body(candidate: &[u8]) -> Option<Accept> {
    let tail: Vec<u8> = candidate.iter().rev().filter(|c| c.is_ascii_alphanumeric()).take(16).copied().collect();
    let distinct = tail.iter().enumerate().filter(|(at, c)| tail.iter().position(|d| d == *c) == Some(*at)).count();
    (distinct >= 6).then_some(())?;
    Accept::structure(candidate, 20)
}
