//! Birth date: a day that exists and on which someone alive may have been born.
//!
//! `12.08.1964`, `12.8.64`, `1964-08-12`, `12. August 1964`, `August 12, 1964`. What makes it a birth date is said
//! before it; only the calendar is checked here.

use llmguard_types::Accept;

use crate::calendar::is_date;
use crate::digits::runs;

/// The first three letters of the months in German, English, French and Italian, folded.
const MONTHS: [&[&str]; 12] = [
    &["jan", "jän", "gen"],
    &["feb", "fév", "fev"],
    &["mär", "mar", "mae"],
    &["apr", "avr"],
    &["mai", "may", "mag"],
    &["jun", "giu"],
    &["jul", "lug"],
    &["aug", "aoû", "aou", "ago"],
    &["sep", "set"],
    &["okt", "oct", "ott"],
    &["nov"],
    &["dez", "dec", "déc", "dic"],
];

/// DIN 5008, ISO 8601. The calendar only vetoes.
#[must_use]
pub fn birth_date(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let mut numbers = Vec::new();
    for (from, to) in runs(candidate) {
        numbers.push((to - from, text.get(from..to)?.parse::<u32>().ok()?));
    }
    let word: String = text.chars().filter(|c| c.is_alphabetic()).take(3).collect::<String>().to_lowercase();
    let named = MONTHS.iter().position(|names| names.contains(&word.as_str())).map(|at| at as u32 + 1);
    let (year, month, day) = match (numbers.as_slice(), named) {
        ([(4, year), (_, month), (_, day)], None) => (*year, *month, *day),
        ([(_, day), (_, month), (_, year)], None) => (*year, *month, *day),
        ([(_, day), (_, year)], Some(month)) => (*year, month, *day),
        _ => return None,
    };
    let year = if year < 100 { 1900 + year } else { year };
    let swapped = text.contains('/') && is_date(year, day, month);
    let exists = is_date(year, month, day) || swapped;
    (exists && (1880..=2099).contains(&year)).then_some(())?;
    Accept::structure(candidate, 1)
}
