//! E-mail: an address with a local part and a domain.
//!
//! A domain of several labels that ends in letters is worth a lot (`anna@werk.intern`), a bare host little
//! (`backup@srv01`). Not addresses: `lodash@4.17.21` and `icon@2x.png`.

use llmguard_types::Accept;

/// Endings of file names that stand behind an `@2x`.
const FILES: [&str; 6] = ["gif", "jpeg", "jpg", "png", "svg", "webp"];

/// RFC 5321, RFC 6531. A dotted domain is counted as 20, a bare host as 1.
#[must_use]
pub fn email(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let mut text = text.trim_end_matches(['-', '.']);
    // A number that follows a sentence's full stop without a space is no domain.
    while let Some((rest, last)) = text.rsplit_once('.')
        && rest.contains('@')
        && !last.chars().any(char::is_alphabetic)
    {
        text = rest.trim_end_matches(['-', '.']);
    }
    let (local, domain) = text.rsplit_once('@')?;
    if local.is_empty() || local.len() > 64 || domain.len() > 255 || local.contains("..") {
        return None;
    }
    let labels = domain.split('.');
    if labels.clone().any(|label| label.is_empty() || label.len() > 63) {
        return None;
    }
    let last = domain.rsplit('.').next()?;
    if !last.chars().any(char::is_alphabetic) || FILES.contains(&last) {
        return None;
    }
    let top_level = last.chars().count() >= 2 && last.starts_with(char::is_alphabetic);
    let strength = if top_level && domain.contains('.') { 20 } else { 1 };
    Some(Accept::structure(candidate, strength)?.shortened(text.len()))
}
