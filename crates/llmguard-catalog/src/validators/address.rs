//! Address: a street with a number, with postal code and place or without.
//!
//! `Holzapfelgasse 161, 72464 Saarbrücken` leaves no doubt, and words that end in -straße, -gracht or Street hardly do. A
//! -weg, -platz or Way alone may be anything (`Parkplatz 12`) and needs a cue; so do the lines and places of a plant. Where
//! a word opens a street's name (`Im Grund 3`) it opens many other things too (`Im Mai 2024`).

use llmguard_types::Accept;

use crate::places::{Kind, place};
use crate::word_list::WordList;

/// An address whose street or place is telling.
const CLEAR: u32 = 25;
/// One that needs a cue.
const VAGUE: u32 = 1;

/// A shorter name of a place says nothing alone.
const MIN_TOWN: usize = 3;

/// `Hauptstraße 5, 89073 Ulm`, `Berliner Str. 5`. What follows in ` in Ulm` tells and does not belong to it.
#[must_use]
pub fn address_de(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let (street, rest) = street(text)?;
    let name = street.to_lowercase();
    let is_code = |behind: &str| behind.trim_start_matches(['D', 'E', '-']).starts_with(|c: char| c.is_ascii_digit());
    let town = text.find(" in ").filter(|at| !text.get(at + 4..).is_some_and(is_code));
    let end = town.unwrap_or(text.len());
    let thing = THINGS.iter().any(|stem| name.starts_with(stem));
    let named = STREETS.iter().any(|word| name.ends_with(word)) || name.matches('-').count() >= 2;
    let clear = is_placed(rest) || !thing && (named || end < text.len());
    Some(Accept::structure(candidate, if clear { CLEAR } else { VAGUE })?.shortened(end))
}

/// `Im Grund 3`, `Straße des 17. Juni 135`, `Postfach 12 34`.
#[must_use]
pub fn address_open(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let (street, rest) = street(text)?;
    let placed = is_placed(rest);
    if street.starts_with("Straße") || street == "Postfach" && rest.contains(' ') {
        return Accept::structure(candidate, CLEAR);
    }
    let mut words = street.split(' ').filter(|word| word.starts_with(char::is_uppercase)).skip(1);
    let number = rest.bytes().take_while(u8::is_ascii_digit).count();
    let other = street == "Postfach" || number > 3 || words.any(|word| NO_STREETS.has(word));
    (placed || !other).then(|| Accept::structure(candidate, if placed { CLEAR } else { VAGUE }))?
}

/// `Lange Reihe 88, 18439 Stralsund`: nothing but postal code and place say that it is a street, so the place must be known.
#[must_use]
pub fn address_coded(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let (street, rest) = street(text)?;
    let (_, coded) = rest.rsplit_once(',')?;
    let town = coded.get(coded.find(char::is_uppercase)?..)?.trim_start_matches("D-").trim_start_matches("DE-");
    let town = town.get(town.find(char::is_alphabetic)?..)?;
    let other = street.split(' ').any(|word| NO_STREETS.has(word));
    let known = place(town).is_some_and(|(len, kind)| kind != Kind::Word && len >= MIN_TOWN);
    (!other).then(|| Accept::structure(candidate, if known { CLEAR } else { VAGUE }))?
}

/// `lindenstr. 4, 73728 esslingen`: in small letters a known place says that it is one. Words behind it stay.
#[must_use]
pub fn address_small(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let (street, rest) = street(text)?;
    let town_at = rest.rfind(|c: char| c.is_ascii_digit())? + 2;
    let town = capitalised(rest.get(town_at..)?);
    let (len, kind) = place(&town)?;
    let whole = !town.get(len..)?.starts_with(char::is_alphanumeric) && len >= MIN_TOWN && kind != Kind::Word;
    let thing = STREET_WORDS.contains(&street) || THINGS.iter().any(|stem| street.starts_with(stem));
    (whole && !thing).then_some(())?;
    Some(Accept::structure(candidate, CLEAR)?.shortened(text.len() - rest.len() + town_at + len))
}

/// A name in small letters as it is written: `Esslingen am Neckar`.
fn capitalised(small: &str) -> String {
    let word = |word: &str| match word {
        "am" | "an" | "der" | "im" | "in" | "ob" | "bei" | "vor" => word.to_owned(),
        word => {
            let mut chars = word.chars();
            chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
        }
    };
    small.split(' ').map(word).collect::<Vec<String>>().join(" ")
}

/// `Keizersgracht 5, 1015 CJ Amsterdam`.
#[must_use]
pub fn address_nl(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let (street, rest) = street(text)?;
    let named =
        ["straat", "laan", "gracht", "plein", "kade", "dijk", "singel", "dreef", "steenweg", "plantsoen", "kaai"];
    let clear = is_placed(rest) || named.iter().any(|word| street.ends_with(word));
    Accept::structure(candidate, if clear { CLEAR } else { VAGUE })
}

/// `Via Roma 12, 20121 Milano MI`. In other languages `via` is a preposition.
#[must_use]
pub fn address_it(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let (street, rest) = street(text)?;
    let last = street.trim_end_matches([',', ' ', '.']).rsplit(' ').find(|word| word.len() > 2)?;
    let clear = is_placed(rest) || !street.starts_with("via") && last.contains(char::is_lowercase);
    Accept::structure(candidate, if clear { CLEAR } else { VAGUE })
}

/// `Calle Mayor 5, 3º B, 28013 Madrid`. A street's name begins with a capital, and few small words stand in it.
#[must_use]
pub fn address_es(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let (street, rest) = street(text).or_else(|| text.split_at_checked(text.to_ascii_lowercase().find("s/n")?))?;
    if street.to_lowercase().starts_with("ap") {
        return Accept::structure(candidate, CLEAR);
    }
    let names = || street.split([' ', ',', '.']).skip(1).filter(|word| !word.is_empty());
    let capital = names().any(|word| word.starts_with(char::is_uppercase) && word.len() > 1);
    let small = |word: &str| word.starts_with(char::is_lowercase) && !ES_PARTICLES.contains(&word);
    let strange = names().filter(|word| small(word)).count();
    (names().count() <= 7 && (capital || is_placed(rest)) && strange <= 1).then_some(())?;
    Accept::structure(candidate, CLEAR)
}

/// `10 Downing Street, London SW1A 2AA`.
#[must_use]
pub fn address_en(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let words: Vec<&str> = text.split([' ', ',', '\n', '\r']).filter(|word| !word.is_empty()).collect();
    let kind = words.iter().skip(2).take(6).position(|word| EN_KINDS.contains(&word.trim_end_matches('.')))? + 2;
    let name = words.get(kind - 1)?;
    name.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() && name.len() > 2).then_some(())?;
    let clear = words.get(kind).is_some_and(|word| EN_CLEAR.contains(&word.trim_end_matches('.')));
    let thing = EN_THINGS.contains(name);
    let placed = words.iter().skip(kind + 1).any(|word| word.bytes().filter(u8::is_ascii_digit).count() >= 5)
        || words.last().is_some_and(|word| word.len() == 3 && word.starts_with(|c: char| c.is_ascii_digit()));
    Accept::structure(candidate, if placed || clear && !thing { CLEAR } else { VAGUE })
}

/// The street's name and what begins with its number.
fn street(text: &str) -> Option<(&str, &str)> {
    let (street, rest) = text.split_at_checked(text.find(|c: char| c.is_ascii_digit())?)?;
    Some((street.trim_end(), rest))
}

/// Whether a postal code and a place follow the number.
fn is_placed(rest: &str) -> bool {
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = |word: &str| word.bytes().filter(u8::is_ascii_digit).count();
    let mut words = behind.split([' ', ',', '\n', '\r', '\t', '>']).filter(|word| !word.is_empty());
    words.any(|word| digits(word) >= 4) && words.any(|word| word.starts_with(char::is_uppercase))
}

/// German street words that need no place beside them.
const STREETS: [&str; 7] = ["straße", "strasse", "str.", "str", "gasse", "allee", "chaussee"];

/// Words for a street that are none by themselves, small.
const STREET_WORDS: [&str; 10] = ["straße", "strasse", "str.", "str", "weg", "platz", "allee", "gasse", "ring", "damm"];

/// What begins like a street and is a thing: the lines of a plant, places of other kinds.
#[rustfmt::skip]
const THINGS: [&str; 41] = [
    "fertigung", "produktion", "montage", "lackier", "walz", "transfer", "press", "schweiß", "förder", "verpackung", "prüf",
    "misch", "bearbeitung", "trocken", "parkplatz", "parkhof", "stellplatz", "arbeitsplatz", "lagerplatz", "liegeplatz",
    "sitzplatz", "bahnhof", "umweg", "ausweg", "rückweg", "hinweg", "verfahrweg", "dichtring", "kolbenring", "lagerring",
    "sprengring", "kabelweg", "datenweg", "laufweg", "meldeweg", "o-ring", "bundesstraße", "landesstraße",
    "kreisstraße", "staatsstraße", "bundesstrasse",
];

/// What `Am` and `Im` open besides streets.
#[rustfmt::skip]
static NO_STREETS: WordList = WordList::new(&[
    "Abbildung", "Absatz", "Abschnitt", "Alter", "Anfang", "Anhang", "Anlage", "April", "Artikel", "August", "Ausgabe",
    "Beispiel", "Bereich", "Bereichs", "Bild", "Block", "Dezember", "Dienstag", "Donnerstag", "Durchschnitt", "Ende",
    "Fall", "Februar", "Folge", "Form", "Frage", "Freitag", "Fälle", "Gegensatz", "Gegenzug", "Gruppe", "Halle",
    "Herbst", "Hinblick", "Jahr", "Jahre", "Jahren", "Januar", "Juli", "Juni", "Jänner", "Kapitel", "Klasse", "Laufe",
    "Linie", "Mai", "Minuten", "Mittel", "Mittwoch", "Monat", "Montag", "Morgen", "März", "Nachgang", "Nacht",
    "November", "Oktober", "Paragraph", "Platz", "Position", "Preis", "Punkt", "Quartal", "Rahmen", "Raum", "Samstag",
    "Schicht", "Schnitt", "Schritt", "Seite", "September", "Sommer", "Sonntag", "Standort", "Stock", "Stufe", "Tabelle",
    "Tag", "Teil", "Umfang", "Vergleich", "Version", "Werk", "Wert", "Winter", "Zeile",
]);

/// Small words in Spanish and Portuguese names.
#[rustfmt::skip]
const ES_PARTICLES: [&str; 20] = [
    "a", "da", "das", "de", "del", "do", "dos", "e", "el", "els", "i", "la", "las", "les", "los", "n", "no", "núm", "nº", "y",
];

/// Kinds of street, English.
#[rustfmt::skip]
const EN_KINDS: [&str; 52] = [
    "Alley", "Ave", "Avenue", "Blvd", "Boulevard", "Broadway", "Cir", "Circle", "Close", "Court", "Cres", "Crescent", "Ct",
    "Dr", "Drive", "Embankment", "Gardens", "Gdns", "Green", "Grove", "Highway", "Hill", "Hwy", "Lane", "Ln", "Loop", "Mews",
    "Parade", "Park", "Parkway", "Pkwy", "Pl", "Place", "Plaza", "Quay", "Rd", "Rise", "Road", "Row", "Sq", "Square", "St",
    "Street", "Ter", "Terrace", "Trail", "Trl", "Turnpike", "View", "Walk", "Way", "Wharf",
];

/// Those that need nothing beside them.
#[rustfmt::skip]
const EN_CLEAR: [&str; 22] = [
    "Ave", "Avenue", "Blvd", "Boulevard", "Crescent", "Ct", "Dr", "Drive", "Gardens", "Hwy", "Lane", "Ln", "Mews", "Parkway",
    "Pkwy", "Rd", "Road", "Sq", "St", "Street", "Terrace", "Turnpike",
];

/// What before them makes them something else.
const EN_THINGS: [&str; 10] = ["Disk", "Flash", "Google", "Hard", "Network", "Pen", "Solid", "Tape", "Test", "Thumb"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_makes_a_vague_street_clear() {
        let strength = |text: &str| address_de(text.as_bytes()).map(|accept| (accept.strength, accept.len));
        assert_eq!(strength("Birkenweg 7"), Some((VAGUE, 11)));
        assert_eq!(strength("Birkenweg 7, 89073 Ulm"), Some((CLEAR, 22)));
        assert_eq!(strength("Birkenweg 7 in Ulm"), Some((CLEAR, 11)));
        assert_eq!(strength("Parkplatz 7 in Ulm"), Some((VAGUE, 11)));
    }

    #[test]
    fn a_street_that_only_its_place_tells_stands_before_a_known_one() {
        let strength = |text: &str| address_coded(text.as_bytes()).map(|accept| accept.strength);
        let clear = if cfg!(feature = "places") { CLEAR } else { VAGUE };
        assert_eq!(strength("Lange Reihe 88, 18439 Stralsund"), Some(clear));
        assert_eq!(strength("Lange Reihe 88, D-18439 Stralsund"), Some(clear));
        assert_eq!(strength("Bohrer Satz 8, 18439 Umdrehungen"), Some(VAGUE));
        assert_eq!(strength("Tabelle 8, 18439 Stralsund"), None);
    }
}
