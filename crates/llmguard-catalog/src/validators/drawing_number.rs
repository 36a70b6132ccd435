//! Drawing number: the code behind "Zeichnungsnummer", which has digits in it.
//!
//! `4711-0815-02 Index C`, `1K0 907 530 AB`, `A 204 820 03 42`. Groups end where a word begins.

use llmguard_types::Accept;

/// Every firm has its own scheme (DIN EN ISO 7200 names the field only), so the validator only vetoes and shortens.
#[must_use]
pub fn drawing_number(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let end = text.trim_end_matches([' ', '.', '-', '/', '_']).len();
    let digits = candidate.iter().filter(|c| c.is_ascii_digit()).count();
    (digits >= 2).then_some(())?;
    Some(Accept::structure(candidate, 1)?.shortened(end))
}
