//! Generalisation: a value made coarser, so that it can still be reasoned about.
//!
//! A number becomes the range of half its leading digit's unit around it, written the way it was written:
//! `0,438 EUR` → `0,40–0,45 EUR`, `12.500 €` → `10.000–15.000 €`. A date becomes its year. Integer arithmetic
//! throughout, so that every machine writes the same bytes.

use llmguard_types::Entity;

use crate::links::{defang, disarm};

/// The coarser form of a value; `None` where the kind of thing has none or the value is not understood.
pub(crate) fn generalize(entity: Entity, value: &str) -> Option<String> {
    match entity {
        Entity::PRICE | Entity::RECIPE | Entity::AGE => range(value),
        Entity::DATE | Entity::DATE_OF_BIRTH => year(value),
        Entity::LINK => defang(value),
        Entity::MARKUP => disarm(value),
        _ => None,
    }
}

/// The four-digit year of a date, if there is exactly one.
fn year(value: &str) -> Option<String> {
    let mut years = value.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
    let year = years.next()?;
    years.next().is_none().then(|| year.to_owned())
}

/// A number as it is written: digits, and what separates thousands and decimals.
#[derive(Debug, PartialEq, Eq)]
struct Number {
    /// The value without its decimal point.
    digits: u128,
    /// How many of the digits are decimals.
    decimals: usize,
    point: char,
    thousands: Option<char>,
}

/// The range around the only number of a value.
fn range(value: &str) -> Option<String> {
    let start = value.find(|c: char| c.is_ascii_digit())?;
    let end = value.rfind(|c: char| c.is_ascii_digit())? + 1;
    let number = parse(value.get(start..end)?)?;
    let (low, high) = bounds(&number)?;
    Some(format!("{}{low}–{high}{}", value.get(..start)?, value.get(end..)?))
}

/// Reads `1.234,56`, `1,234.56`, `1'234.56`, `1 234,5`, `0,438`, `12.500`; `None` for two numbers or too many digits.
fn parse(written: &str) -> Option<Number> {
    let marks: Vec<(usize, char)> = written.char_indices().filter(|(_, c)| !c.is_ascii_digit()).collect();
    let spaces = [' ', '\'', '’', '\u{a0}', '\u{202f}'];
    if marks.iter().any(|(_, c)| !matches!(c, '.' | ',') && !spaces.contains(c)) {
        return None;
    }
    let behind = |at: usize| written.get(at..).map_or(0, |rest| rest.chars().filter(char::is_ascii_digit).count());
    let last = marks.last().copied();
    let repeated = |mark: char| marks.iter().filter(|(_, c)| *c == mark).count() > 1;
    let mixed = |mark: char| marks.iter().any(|(_, c)| *c != mark);
    let zero = written.starts_with('0');
    let point =
        last.filter(|(at, c)| matches!(c, '.' | ',') && !repeated(*c) && (mixed(*c) || behind(*at) != 3 || zero));
    let thousands = marks.iter().map(|(_, c)| *c).find(|c| point.is_none_or(|(_, p)| p != *c));
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let default_point = if thousands == Some(',') { '.' } else { ',' };
    (digits.len() <= 24).then_some(())?;
    Some(Number {
        digits: digits.parse().ok()?,
        decimals: point.map_or(0, |(at, _)| behind(at)),
        point: point.map_or(default_point, |(_, c)| c),
        thousands,
    })
}

/// The multiples of the step below and above a number. The step is half the unit of its leading digit.
fn bounds(number: &Number) -> Option<(String, String)> {
    // One digit more, so that the step of a single-digit number is whole.
    let value = number.digits.checked_mul(10)?;
    let decimals = number.decimals + 1;
    let leading = value.checked_ilog10().unwrap_or(1);
    let step = (10u128.checked_pow(leading)? / 2).max(1);
    let low = value / step * step;
    // As many decimals as the step needs, and no more than that.
    let needed = decimals.saturating_sub(usize::try_from(leading.saturating_sub(1)).ok()?);
    Some((write(number, low, decimals, needed), write(number, low.checked_add(step)?, decimals, needed)))
}

/// A value with `decimals` decimals, written with `needed` of them.
fn write(number: &Number, value: u128, decimals: usize, needed: usize) -> String {
    let digits = format!("{value:0width$}", width = decimals + 1);
    let (whole, rest) = digits.split_at(digits.len() - decimals);
    let mut written = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if let Some(mark) = number.thousands
            && place > 0
            && (whole.len() - place) % 3 == 0
        {
            written.push(mark);
        }
        written.push(digit);
    }
    if needed > 0 {
        written.push(number.point);
        written.extend(rest.chars().take(needed));
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_ranges_written_as_they_were() {
        for (value, expected) in [
            ("0,438 EUR", "0,40–0,45 EUR"),
            ("12.500 €", "10.000–15.000 €"),
            ("EUR 12.500,00", "EUR 10.000–15.000"),
            ("1,234.56 USD", "1,000–1,500 USD"),
            ("95 €", "95–100 €"),
            ("7 €/Stk.", "7,0–7,5 €/Stk."),
            ("0,07 €", "0,070–0,075 €"),
            ("CHF 1'234.50", "CHF 1'000–1'500"),
            ("0 €", "0,0–0,5 €"),
        ] {
            assert_eq!(generalize(Entity::PRICE, value).as_deref(), Some(expected), "{value}");
        }
    }

    #[test]
    fn what_is_not_one_number_is_not_generalised() {
        assert_eq!(generalize(Entity::PRICE, "3 x 5 €"), None);
        assert_eq!(generalize(Entity::PRICE, "viel"), None);
        assert_eq!(generalize(Entity::PERSON, "7"), None);
    }

    #[test]
    fn dates_become_years() {
        assert_eq!(generalize(Entity::DATE_OF_BIRTH, "12.08.1964").as_deref(), Some("1964"));
        assert_eq!(generalize(Entity::DATE_OF_BIRTH, "1964-08-12").as_deref(), Some("1964"));
        assert_eq!(generalize(Entity::DATE_OF_BIRTH, "12.08.64"), None);
    }
}
