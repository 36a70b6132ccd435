//! International phone number: `+` or `00`, a dialling code, a national number.
//!
//! The dialling code says how many digits may follow; of `+49 711 123456 4711 Stück` the last group does not fit and is
//! left out. A trunk zero in brackets, `+49 (0)711 …`, does not count. A number that the country's plan does not have
//! (`+32 45 25 56 33`) needs a cue.

use llmguard_types::Accept;

use crate::countries::dialling;
use crate::digits::{number, runs};
use crate::numbering::fits;

/// ITU-T E.164, E.123. A number of the country's plan, with `+` or with separators, is counted as 30, all others as 5.
#[must_use]
pub fn phone_e164(candidate: &[u8]) -> Option<Accept> {
    let prefix = if candidate.starts_with(b"+") { 1 } else { 2 };
    let ends: Vec<usize> = runs(candidate).map(|(_, end)| end).filter(|end| *end > prefix).collect();
    let number = |end: &usize| Some((*end, is_number(&significant(candidate.get(prefix..*end)?))?));
    let mut numbers = ends.iter().rev().filter_map(number);
    let (end, planned) = numbers.clone().find(|(_, planned)| *planned).or_else(|| numbers.next())?;
    let telling = prefix == 1 || ends.len() > 1;
    Some(Accept::structure(candidate, if planned && telling { 30 } else { 5 })?.shortened(end))
}

/// Whether the plan has this number; `None` if it is too short or too long for its dialling code.
fn is_number(digits: &[u8]) -> Option<bool> {
    let (len, fewest, most) = dialling(digits)?;
    let (code, national) = digits.split_at_checked(len)?;
    (fewest..=most).contains(&national.len()).then_some(())?;
    Some(fits(number(code) as u16, national).unwrap_or(true))
}

/// The digits, without a trunk zero in brackets.
fn significant(text: &[u8]) -> Vec<u8> {
    let trunk = text.windows(3).position(|w| w == b"(0)");
    let counts = |at: usize| trunk.is_none_or(|start| at != start + 1);
    text.iter().enumerate().filter(|(at, c)| c.is_ascii_digit() && counts(*at)).map(|(_, c)| c - b'0').collect()
}
