//! Person's name: what stands where a name should stand, if it is one.
//!
//! German capitalises all nouns, so `Liebe Kolleginnen` and `Kontakt: Vertrieb` are refused by a list of what no name
//! is, `Hallo zur Verfügung` by its first word, and `Frau Müller Telefon` ends before the label. A legal form makes it a company, which is another detector's.

use llmguard_types::Accept;

use crate::words::{is_legal_form, is_no_name};

/// The validator only vetoes and shortens; that it is a name at all is said by what stands before it.
#[must_use]
pub fn person_name(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let opener = text.split(' ').next()?;
    if text.split(' ').any(is_legal_form) || ["dem", "den", "der", "vom", "zum", "zur"].contains(&opener) {
        return None;
    }
    let mut end = 0;
    let mut at = 0;
    for word in text.split_inclusive(' ') {
        let bare = word.trim_end_matches([' ', '.', ',', '-', '\'', '’']);
        if is_no_name(bare) {
            break;
        }
        if bare.starts_with(char::is_uppercase) {
            // An initial keeps its full stop while another word follows.
            end = at + bare.len();
        }
        at += word.len();
    }
    let kept = text.get(..end)?;
    (kept.chars().filter(|c| c.is_alphabetic()).count() >= 2).then_some(())?;
    Some(Accept::structure(candidate, 1)?.shortened(end))
}
