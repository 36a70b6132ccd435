//! Dates: days that exist, and what machines write rather than people.
//!
//! `12.08.2024`, `2024-08-12 14:30 Uhr`, `12.-14.8.24` and `03/2024` are days or months of the calendar, `31.02.2024` is
//! none. A time to the second beside a written month is a line of a log and stays below every threshold; so does a week
//! without its year.

use llmguard_types::Accept;

use crate::calendar::{is_date, is_day};
use crate::digits::runs;

/// ISO 8601, DIN 5008: the last day or month that is written in numbers, before any time. The calendar only vetoes.
#[must_use]
pub fn numeric_date(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let colon = text.find(':').unwrap_or(text.len());
    let mut numbers = Vec::new();
    for (from, to) in runs(candidate).take_while(|(from, _)| *from < colon) {
        numbers.push(text.get(from..to)?.parse::<u32>().ok()?);
    }
    if colon < text.len() {
        numbers.pop();
    }
    let exists = match *numbers.as_slice() {
        [.., first, second, third] => {
            let (year, number, day) = if first > 31 { (first, second, third) } else { (third, second, first) };
            let year = if year < 100 { 2000 + year } else { year };
            let swapped = first <= 31 && is_date(year, day, number);
            (1500..2200).contains(&year) && (is_date(year, number, day) || swapped)
        }
        // `12.08.` of this year, `03/2024`.
        [first, second] => {
            if second > 31 {
                first <= 12
            } else {
                is_day(second, first)
            }
        }
        _ => false,
    };
    exists.then(|| Accept::structure(candidate, 1))?
}

/// A day or month written as a word, told by its pattern. Counted as 25, to the second as 1.
#[must_use]
pub fn written_date(candidate: &[u8]) -> Option<Accept> {
    let seconds = candidate.iter().filter(|byte| **byte == b':').count() > 1;
    Accept::structure(candidate, if seconds { 1 } else { 25 })
}

/// ISO 8601. A week with its year counts as 25, without as 1.
#[must_use]
pub fn calendar_week(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let numbers: Vec<u32> = text.split(|c: char| !c.is_ascii_digit()).filter_map(|run| run.parse().ok()).collect();
    match *numbers.as_slice() {
        [week] if (1..=53).contains(&week) => Accept::structure(candidate, 1),
        [week, _] if (1..=53).contains(&week) => Accept::structure(candidate, 25),
        [_, week] if (1..=53).contains(&week) => Accept::structure(candidate, 25),
        _ => None,
    }
}
