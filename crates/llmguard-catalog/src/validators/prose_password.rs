//! Password in prose: the word behind "das Passwort lautet", if it can be one.
//!
//! `Sommer2024!` and the PIN `4711` can; `abgelaufen`, `falsch` and `required` are what sentences say about passwords. The
//! full stop of the sentence is not part of it, an exclamation mark may well be.

use llmguard_types::Accept;

use crate::validators::credential_value;

/// Four digits or more, or anything a credential's value may be. The validator only vetoes.
#[must_use]
pub fn prose_password(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let word = text.trim_end_matches(['.', ',', ';', ':', ')', '"', '“', '”', '»', '\'']);
    let pin = (3..=12).contains(&word.len()) && word.bytes().all(|c| c.is_ascii_digit());
    let len = if pin { word.len() } else { credential_value(word.as_bytes())?.len };
    Some(Accept::structure(candidate, 1)?.shortened(len))
}
