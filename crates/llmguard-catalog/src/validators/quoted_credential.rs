//! Quoted credential: a passphrase with blanks, which only its quotes hold together.
//!
//! `Passwort: "blaue Katze 77"` is one; `token: "the next word"` and `secret: "see section 4.2 of the manual for more"`
//! are sentences. What has no blank is the business of the unquoted detectors.

use llmguard_types::Accept;

/// More words than this are a sentence.
const MAX_WORDS: usize = 5;

/// OWASP Authentication Cheat Sheet: passphrases may hold blanks. Few words, with a letter and a digit; counts as 1.
#[must_use]
pub fn quoted_credential(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let words = text.split_whitespace().count();
    let has = |kind: fn(char) -> bool| text.chars().any(kind);
    let mixed = has(char::is_alphabetic) && has(|c| c.is_ascii_digit());
    let reference = text.contains("${") || text.contains("{{") || text.contains("://") || text.starts_with(['<', '[']);
    ((2..=MAX_WORDS).contains(&words) && mixed && !reference && text.trim() == text).then_some(())?;
    Accept::structure(candidate, 1)
}
