//! National phone number: the form a country writes for itself, without its dialling code.
//!
//! `07 93 74 99 18`, `664 45 85 65`, `06 20 036 6843`: only the numbering plans of Europe can say whether digits are a
//! phone number at all, and many plans have nearly every number of their length. So it takes a cue.

use llmguard_types::Accept;

use crate::calendar::{is_day, two};
use crate::digits::runs;
use crate::numbering::is_national;

/// National numbering plans, ITU-T E.164. A number of some European plan, or one with its area in brackets, is counted as 3.
#[must_use]
pub fn phone_national(candidate: &[u8]) -> Option<Accept> {
    let groups: Vec<usize> = runs(candidate).map(|(from, to)| to - from).collect();
    let digits: Vec<u8> = candidate.iter().filter(|c| c.is_ascii_digit()).map(|c| c - b'0').collect();
    let dated = match (groups.as_slice(), digits.as_slice()) {
        ([2, 2, 2 | 4, ..], [a, b, c, d, ..]) => is_day(two(*c, *d), two(*a, *b)) || is_day(two(*a, *b), two(*c, *d)),
        ([4, 2, 2, ..], [b'\x01' | b'\x02', _, _, _, a, b, c, d, ..]) => is_day(two(*a, *b), two(*c, *d)),
        _ => false,
    };
    let year = runs(candidate)
        .any(|(from, to)| to - from == 4 && matches!(candidate.get(from..from + 2), Some(b"19" | b"20")));
    let short = groups.len() < 4 && digits.len() < 9 && year;
    let machine = groups.len() == 4 && candidate.iter().filter(|c| **c == b'.').count() == 3;
    let thousands = groups.len() > 2 && digits.iter().rev().take(6).all(|d| *d == 0);
    if candidate.starts_with(b"(") && (8..=13).contains(&digits.len()) {
        return Accept::structure(candidate, 3);
    }
    if dated || short || machine || thousands || digits.len() < 7 || !is_national(&digits) {
        return Accept::other(candidate);
    }
    Accept::structure(candidate, 3)
}
