//! Age: a number of years, months or weeks that a person can have.
//!
//! Of `54 Jahre alt`, `35-year-old` and `61 y/o` the age is the number; of `de 56 años`, where the noun is all there is,
//! it is number and noun. `turned 90 degrees` and `de 5 años de evolución` are no ages.

use llmguard_types::Accept;

/// Words by which a number says that it is an age; what stands before them is the finding.
const OLD: &[&str] = &[
    "old", "y/o", "yo", "y.o", "alt", "jung", "jährig", "jaehrig", "oud", "gammal", "gammel", "letni", "letý", "éves",
    "d'età",
];

/// Units and followers with which it is none.
const OTHER: &[&str] = &[
    "degrees",
    "degree",
    "°",
    "%",
    "grad",
    "mm",
    "cm",
    "km",
    "px",
    "ms",
    "min",
    "sec",
    "seconds",
    "minutes",
    "hours",
    "kg",
    "evolución",
    "duración",
    "experiencia",
    "seguimiento",
    "antigüedad",
    "garantía",
    "tratamiento",
];

/// The oldest person of whom there are papers was 122.
const OLDEST: u32 = 125;

/// An age that states itself: counted as 25.
#[must_use]
pub fn age_stated(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let number = number(text)?;
    let folded = text.to_lowercase();
    OLD.iter().any(|word| folded.contains(word)).then_some(())?;
    let free = !text.get(number..)?.starts_with(char::is_alphabetic);
    Some(Accept::structure(candidate, 25)?.shortened(if free { number } else { text.len() }))
}

/// An age that is said to be one: the validator only vetoes and shortens.
#[must_use]
pub fn age_said(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let number = number(text)?;
    let folded = text.to_lowercase();
    let words = || folded.split(|c: char| !c.is_alphabetic() && c != '°' && c != '%');
    if words().any(|word| OTHER.contains(&word)) {
        return None;
    }
    let old = words().any(|word| OLD.contains(&word)) || folded.contains("y/o");
    let end = if old && !text.get(number..)?.starts_with(char::is_alphabetic) { number } else { text.len() };
    Some(Accept::structure(candidate, 1)?.shortened(end))
}

/// How many bytes the number has, if someone can be that old.
fn number(text: &str) -> Option<usize> {
    let whole = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let years: u32 = text.get(..whole)?.parse().ok()?;
    let half = text
        .get(whole..)
        .filter(|rest| rest.starts_with(['.', ',']))
        .and_then(|rest| rest.get(1..))
        .map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
    (years <= OLDEST).then_some(if half > 0 { whole + 1 + half } else { whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_the_age_unless_a_noun_is_all_there_is() {
        let stated = |text: &str| age_stated(text.as_bytes()).map(|accept| accept.len);
        let said = |text: &str| age_said(text.as_bytes()).map(|accept| accept.len);
        assert_eq!([stated("54 Jahre alt"), stated("54-jährig"), stated("54jährig")], [Some(2), Some(2), Some(9)]);
        assert_eq!([stated("3.5 years old"), stated("130 years old"), stated("54 Jahre")], [Some(3), None, None]);
        assert_eq!(
            [said("56 años"), said("58 years old"), said("90 degrees"), said("54")],
            [Some(8), Some(2), None, Some(2)]
        );
    }
}
