//! Generalisation: a value made coarser, so that it can still be reasoned about.
//!
//! A number becomes the range of half its leading digit's unit around it, written the way it was written:
//! `0,438 EUR` → `0,40–0,45 EUR`, `12.500 €` → `10.000–15.000 €`. A date becomes its year. Integer arithmetic
//! throughout, so that every machine writes the same bytes.
//!
//! In columns a number stays one: it is rounded to the same steps, or to one that the policy states, and its unit stays:
//! `182,4 °C` → `200 °C`, to `0.5`: `182,5 °C`. A single mark is the decimal one there, as machines write numbers.

use llmguard_policy::Step;
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
    let (before, written, behind) = around(value)?;
    let number = parse(written, false)?;
    let Scale { value, decimals, step, needed } = half_unit(&number)?;
    let low = value / step * step;
    let high = low.checked_add(step)?;
    let [low, high] = [low, high].map(|bound| write(&number, bound, decimals, needed));
    Some(format!("{before}{low}–{high}{behind}"))
}

/// The only number of a value, rounded to a step or else to half the unit of its leading digit; the year of a date.
pub(crate) fn round(value: &str, to: Option<Step>) -> Option<String> {
    if let Some(year) = year_of_day(value) {
        return Some(year);
    }
    let (before, written, behind) = around(value)?;
    let number = parse(written, true)?;
    let scale = to.map_or_else(|| half_unit(&number), |step| stated(&number, step))?;
    let rounded = scale.value.checked_add(scale.step / 2)? / scale.step * scale.step;
    let is_whole = number.decimals == 0 && rounded % 10u128.checked_pow(u32::try_from(scale.decimals).ok()?)? == 0;
    let needed = if is_whole { 0 } else { scale.needed };
    Some(format!("{before}{}{behind}", write(&number, rounded, scale.decimals, needed)))
}

/// The year of a date that is written in numbers, a time behind it or not.
fn year_of_day(value: &str) -> Option<String> {
    let day = value.split([' ', 'T']).next()?;
    let parts: Vec<&str> = day.split(['.', '-', '/']).collect();
    let lens: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let year = match lens.as_slice() {
        [4, 1..=2, 1..=2] => parts.first()?,
        [1..=2, 1..=2, 4] => parts.last()?,
        _ => return None,
    };
    day.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_punctuation()).then(|| (*year).to_owned())
}

/// What stands before the only number of a value, the number, and what stands behind.
fn around(value: &str) -> Option<(&str, &str, &str)> {
    let start = value.find(|c: char| c.is_ascii_digit())?;
    let end = value.rfind(|c: char| c.is_ascii_digit())? + 1;
    Some((value.get(..start)?, value.get(start..end)?, value.get(end..)?))
}

/// Reads `1.234,56`, `1,234.56`, `1'234.56`, `1 234,5`, `0,438`, `12.500`; `None` for two numbers or too many digits.
/// A single mark before three digits separates thousands, but for machines.
fn parse(written: &str, machine: bool) -> Option<Number> {
    let marks: Vec<(usize, char)> = written.char_indices().filter(|(_, c)| !c.is_ascii_digit()).collect();
    let spaces = [' ', '\'', '’', '\u{a0}', '\u{202f}'];
    if marks.iter().any(|(_, c)| !matches!(c, '.' | ',') && !spaces.contains(c)) {
        return None;
    }
    let behind = |at: usize| written.get(at..).map_or(0, |rest| rest.chars().filter(char::is_ascii_digit).count());
    let last = marks.last().copied();
    let repeated = |mark: char| marks.iter().filter(|(_, c)| *c == mark).count() > 1;
    let mixed = |mark: char| marks.iter().any(|(_, c)| *c != mark);
    let decimal = machine || written.starts_with('0');
    let point =
        last.filter(|(at, c)| matches!(c, '.' | ',') && !repeated(*c) && (mixed(*c) || behind(*at) != 3 || decimal));
    let thousands = marks.iter().map(|(_, c)| *c).find(|c| point.is_none_or(|(_, p)| p != *c));
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let default_point = if machine || thousands == Some(',') { '.' } else { ',' };
    (digits.len() <= 24).then_some(())?;
    Some(Number {
        digits: digits.parse().ok()?,
        decimals: point.map_or(0, |(at, _)| behind(at)),
        point: point.map_or(default_point, |(_, c)| c),
        thousands,
    })
}

/// A number and what it is made a multiple of, both with so many decimals, of which so many are written.
struct Scale {
    value: u128,
    decimals: usize,
    step: u128,
    needed: usize,
}

/// Half the unit of the leading digit.
fn half_unit(number: &Number) -> Option<Scale> {
    // One digit more, so that the step of a single-digit number is whole.
    let value = number.digits.checked_mul(10)?;
    let decimals = number.decimals + 1;
    let leading = value.checked_ilog10().unwrap_or(1);
    let step = (10u128.checked_pow(leading)? / 2).max(1);
    // As many decimals as the step needs, and no more than that.
    let needed = decimals.saturating_sub(usize::try_from(leading.saturating_sub(1)).ok()?);
    Some(Scale { value, decimals, step, needed })
}

/// A step that is stated.
fn stated(number: &Number, step: Step) -> Option<Scale> {
    let needed = usize::try_from(step.decimals).ok()?;
    let decimals = number.decimals.max(needed);
    let more =
        |digits: u128, known: usize| digits.checked_mul(10u128.checked_pow(u32::try_from(decimals - known).ok()?)?);
    Some(Scale {
        value: more(number.digits, number.decimals)?,
        decimals,
        step: more(step.digits.into(), needed)?,
        needed,
    })
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
    fn numbers_of_columns_are_rounded_and_stay_numbers() {
        for (value, step, expected) in [
            ("182,4 °C", None, "200 °C"),
            ("182.437", None, "200"),
            ("-0.0123", None, "-0.010"),
            ("7", None, "7"),
            ("0", None, "0"),
            ("182,4 °C", Some("5"), "180 °C"),
            ("182.437", Some("0.5"), "182.5"),
            ("3", Some("2.5"), "2.5"),
            ("12.500,00", Some("1000"), "13.000"),
            ("1,0 mm", Some("5"), "0 mm"),
            ("2024-11-05T10:12:00Z", None, "2024"),
            ("5.11.2024", Some("5"), "2024"),
        ] {
            assert_eq!(round(value, step.and_then(Step::parse)).as_deref(), Some(expected), "{value}");
        }
        assert_eq!(["OK", "3 x 5", "1e-7"].map(|value| round(value, None)), [None, None, None]);
    }

    #[test]
    fn dates_become_years() {
        assert_eq!(generalize(Entity::DATE_OF_BIRTH, "12.08.1964").as_deref(), Some("1964"));
        assert_eq!(generalize(Entity::DATE_OF_BIRTH, "1964-08-12").as_deref(), Some("1964"));
        assert_eq!(generalize(Entity::DATE_OF_BIRTH, "12.08.64"), None);
    }
}
