//! Birth date: a day that exists and on which someone alive may have been born.
//!
//! `12.08.1964`, `12.8.64`, `1964-08-12`, `12. August 1964`, `August 12, 1964`. What makes it a birth date is said
//! before it; only the calendar is checked here.

use llmguard_types::Accept;

use crate::calendar::is_date;
use crate::digits::runs;
use crate::months::month;

/// DIN 5008, ISO 8601. Counted as 25: behind its label a day that exists leaves no doubt, and beats a mere date.
#[must_use]
pub fn birth_date(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let mut numbers = Vec::new();
    for (from, to) in runs(candidate) {
        numbers.push((to - from, text.get(from..to)?.parse::<u32>().ok()?));
    }
    // Other words are ordinals and articles: `15th of June 1991`, `12 de agosto de 1964`.
    let folded = text.to_lowercase();
    let named = folded.split(|c: char| !c.is_alphabetic()).find_map(month);
    let (year, number, day) = match (numbers.as_slice(), named) {
        ([(4, year), (_, month), (_, day)], None) => (*year, *month, *day),
        // `19640812`, as data bases write it.
        ([(8, digits)], None) => (digits / 10_000, digits / 100 % 100, digits % 100),
        ([(_, day), (_, month), (_, year)], None) => (*year, *month, *day),
        ([(_, day), (_, year)], Some(month)) => (*year, month, *day),
        _ => return None,
    };
    let year = if year < 100 { 1900 + year } else { year };
    let year_first = numbers.first().is_some_and(|(len, _)| *len >= 4);
    let swapped = !year_first && text.contains(['/', '-', '.']) && is_date(year, day, number);
    let exists = is_date(year, number, day) || swapped;
    (exists && (1880..=2099).contains(&year)).then_some(())?;
    Accept::structure(candidate, 25)
}
