//! URL: an address of a resource, without the punctuation of the sentence around it.
//!
//! Of `https://example.com/a.` the full stop is not part, and a closing bracket only belongs to it if one was opened.

use llmguard_types::Accept;

/// RFC 3986. The scheme makes the shape rare: counted as 20.
#[must_use]
pub fn url(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let mut end = text;
    while let Some(last) = end.chars().next_back() {
        let closes = |open: char| last_closes(end, open, last);
        if !(".,;:!?*_'…".contains(last) || (last == ')' && closes('(')) || (last == ']' && closes('['))) {
            break;
        }
        end = end.strip_suffix(last)?;
    }
    let host = end.split_once("://").map_or(end, |(_, rest)| rest);
    host.starts_with(|c: char| c.is_alphanumeric() || c == '[').then_some(())?;
    Some(Accept::structure(candidate, 20)?.shortened(end.len()))
}

/// Whether a closing bracket has no opening one inside.
fn last_closes(text: &str, open: char, close: char) -> bool {
    text.matches(close).count() > text.matches(open).count()
}
