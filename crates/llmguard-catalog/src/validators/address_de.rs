//! German address: a street with a number, with postal code and place or without.
//!
//! `Holzapfelgasse 161, 72464 Saarbrücken` leaves no doubt, and words that end in -straße or -gasse hardly do. A -weg,
//! -platz or -ring alone may be anything (`Parkplatz 12`) and needs a cue; so do the lines and places of a plant. `Im Mai
//! 2024` and `Postfach 12` are addresses only if a place follows.

use llmguard_types::Accept;

/// Street words that need no place beside them.
const STREETS: [&str; 7] = ["straße", "strasse", "str.", "str", "gasse", "allee", "chaussee"];

/// Words that open a street's name (`Am Anger 3`) and many other things (`Im Mai 2024`).
const OPENERS: [&str; 16] = [
    "am ",
    "an ",
    "im ",
    "an der ",
    "an den ",
    "an dem ",
    "auf der ",
    "auf den ",
    "auf dem ",
    "zum ",
    "zur ",
    "unter den ",
    "in ",
    "hinter der ",
    "vor der ",
    "bei",
];

/// Words that end a street's name and stand by themselves: `Am Alten Markt 3`.
const ENDS: [&str; 13] = [
    "straße",
    "strasse",
    "str.",
    "weg",
    "platz",
    "allee",
    "gasse",
    "ring",
    "damm",
    "ufer",
    "promenade",
    "markt",
    "wall",
];

/// What such words are called inside a plant.
const PLANT: [&str; 14] = [
    "fertigung",
    "produktion",
    "montage",
    "lackier",
    "walz",
    "transfer",
    "press",
    "schweiß",
    "förder",
    "verpackung",
    "prüf",
    "misch",
    "bearbeitung",
    "trocken",
];

/// DIN 5008. With a postal code or a telling street word counted as 25, otherwise as 1.
#[must_use]
pub fn address_de(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let digit = |c: char| c.is_ascii_digit();
    let (street, rest) = text.split_at_checked(text.find(digit)?)?;
    street.starts_with(char::is_uppercase).then_some(())?;
    let street = street.trim_end().to_lowercase();
    let digits: Vec<&str> = rest.split(|c: char| !digit(c)).filter(|run| !run.is_empty()).collect();
    let placed = digits.iter().skip(1).any(|run| run.len() == 5);
    let plant = PLANT.iter().any(|stem| street.starts_with(stem));
    let named = STREETS.iter().any(|word| street.ends_with(word)) || street.matches('-').count() >= 2;
    let postbox = street == "postfach";
    let opened = OPENERS.iter().any(|word| street.starts_with(word)) && !ENDS.iter().any(|word| street.ends_with(word));
    if !placed && (opened || (postbox && digits.len() < 2)) {
        return None;
    }
    Accept::structure(candidate, if placed || postbox || (named && !plant) { 25 } else { 1 })
}
