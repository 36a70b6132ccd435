//! Quoted credential: what stands in quotes behind the name of a password or a key.
//!
//! `password: "Xk9417?ta"` and the passphrases `"blaue Katze 77"` and `"correct horse battery staple"` are credentials;
//! `token: "the next word"` and `secret: "see section 4.2 of the manual"` are sentences.

use llmguard_types::Accept;

use crate::credentials::worth;
use crate::phrases::is_passphrase;

/// OWASP Authentication Cheat Sheet: passphrases may hold blanks. Counts as 1, or 20 if nothing else looks like it.
#[must_use]
pub fn quoted_credential(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?.trim_end_matches([' ', '\u{a0}']).trim_end_matches("''");
    let strength = if text.contains([' ', '\t']) { is_passphrase(text).then_some(1)? } else { worth(text)? };
    Some(Accept::structure(candidate, strength)?.shortened(text.len()))
}
