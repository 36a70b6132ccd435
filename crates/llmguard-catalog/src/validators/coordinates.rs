//! Coordinates: a latitude up to 90 degrees and a longitude up to 180, in this order.
//!
//! `48°23'54"N 9°59'27"E`, `48.3984, 9.9916`. Two angles are no place: degrees need minutes or the letters of both
//! directions.

use llmguard_types::Accept;

/// ISO 6709. Counted as 100: degrees of latitude and longitude side by side.
#[must_use]
pub fn degrees(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?.replace("deg", "°");
    let letters = |set: &str| text.chars().filter(|c| set.contains(c.to_ascii_uppercase())).count();
    let minutes = text.chars().filter(|c| "'′’".contains(*c)).count();
    ((letters("NS") == 1 && letters("EWO") == 1) || minutes >= 2).then_some(())?;
    let mut whole = text.split(['°', 'º']).map(|part| {
        let number = part.rsplit(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).find(|n| !n.is_empty());
        number.and_then(|n| n.replace(',', ".").parse::<f64>().ok())
    });
    let (latitude, longitude) = (whole.next()??, whole.next()??);
    (latitude <= 90.0 && longitude <= 180.0).then(|| Accept::structure(candidate, 100))?
}

/// ISO 6709, decimal. What they are is said before them, the ranges only veto.
#[must_use]
pub fn latitude_longitude(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let mut numbers = text
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .filter(|run| run.contains('.'))
        .map(|run| run.parse::<f64>().ok());
    let (latitude, longitude) = (numbers.next()??, numbers.next()??);
    (latitude <= 90.0 && longitude <= 180.0).then(|| Accept::structure(candidate, 1))?
}
