//! Terms of trade: values of an offer, delivery terms, customs and export control numbers.
//!
//! Behind "Bonus" stands a share or an amount, and not the year 2024. `DAP Leipzig` is a term, `CPT Code` is not. A customs
//! number begins with its chapter, 01 to 97 without 77.

use llmguard_types::Accept;

use crate::digits::value;

/// Words behind an Incoterm that are no place.
const NO_PLACE: &[&str] =
    &["Code", "Group", "Incoterm", "Incoterms", "Price", "Preis", "Value", "Wert", "Terms", "Und"];

/// The value of a term; a year is none.
#[must_use]
pub fn terms(candidate: &[u8]) -> Option<Accept> {
    let year = candidate.len() == 4 && (candidate.starts_with(b"19") || candidate.starts_with(b"20"));
    (!year).then_some(())?;
    Accept::structure(candidate, 20)
}

/// A share before the name of what it is: `17,5 %` of `17,5 % Rabatt`.
#[must_use]
pub fn discount(candidate: &[u8]) -> Option<Accept> {
    let len = candidate.iter().rposition(|c| *c == b' ')?;
    Some(Accept::structure(candidate, 20)?.shortened(len))
}

/// ICC Incoterms 2020. Three letters and a place: worth something near a word of trade only.
#[must_use]
pub fn incoterm(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let (_, place) = text.split_once(' ')?;
    (!NO_PLACE.contains(&place)).then_some(())?;
    Accept::structure(candidate, 1)
}

/// Regulation (EEC) No 2658/87: six digits of the Harmonised System, eight of the Combined Nomenclature, ten or eleven nationally.
#[must_use]
pub fn customs_code(candidate: &[u8]) -> Option<Accept> {
    let digits: Vec<u32> = candidate.iter().filter(|c| c.is_ascii_digit()).map(|c| value(*c)).collect();
    let &[a, b, c, d, ..] = digits.as_slice() else { return None };
    let (chapter, heading) = (10 * a + b, 10 * c + d);
    // Chapter 20 ends with heading 2009; what looks like one behind it is a year.
    let year = chapter == 20 && heading > 9;
    ((1..=97).contains(&chapter) && chapter != 77 && heading > 0 && !year).then_some(())?;
    Accept::structure(candidate, 1)
}

/// Regulation (EU) 2021/821, Annex I. `EAR99` counts as 20, others as 1.
#[must_use]
pub fn export_control(candidate: &[u8]) -> Option<Accept> {
    Accept::structure(candidate, if candidate == b"EAR99" { 20 } else { 1 })
}
