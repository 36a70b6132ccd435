//! International phone number: `+` or `00`, a dialling code, a national number.
//!
//! The dialling code says how many digits may follow; of `+49 711 123456 4711 Stück` the last group does not fit and is
//! left out. A trunk zero in brackets, `+49 (0)711 …`, does not count.

use llmguard_types::Accept;

use crate::countries::dialling;
use crate::digits::runs;

/// ITU-T E.164, E.123. With `+` or with separators counted as 30, a bare run of digits behind `00` as 5.
#[must_use]
pub fn phone_e164(candidate: &[u8]) -> Option<Accept> {
    let prefix = if candidate.starts_with(b"+") { 1 } else { 2 };
    let ends: Vec<usize> = runs(candidate).map(|(_, end)| end).filter(|end| *end > prefix).collect();
    ends.iter().rev().find_map(|end| {
        let number = significant(candidate.get(prefix..*end)?);
        let (code, min, max) = dialling(&number)?;
        (min..=max).contains(&(number.len() - code)).then_some(())?;
        let telling = prefix == 1 || ends.len() > 1;
        Some(Accept::structure(candidate, if telling { 30 } else { 5 })?.shortened(*end))
    })
}

/// The digits, without a trunk zero in brackets.
fn significant(text: &[u8]) -> Vec<u8> {
    let trunk = text.windows(3).position(|w| w == b"(0)");
    let counts = |at: usize| trunk.is_none_or(|start| at != start + 1);
    text.iter().enumerate().filter(|(at, c)| c.is_ascii_digit() && counts(*at)).map(|(_, c)| c - b'0').collect()
}
