//! Fakes: detectors a reader of an engine test need not decode.
//!
//! One for each thing the engine must serve: literal and literal-free starts, context on either side, every kind of
//! bounds, an open and a lazy repeat, a validator that vetoes, one that shortens, cues, letters beyond ASCII, a lexicon, mentions.

use llmguard_types::{Accept, Begins, Bounds, Detector, DetectorSpec, Evidence, Validate};

/// All of them.
pub fn detectors() -> Vec<Detector> {
    let plain = DetectorSpec::plain;
    let own = |list: &[&str]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
    let table: Vec<(DetectorSpec, Option<Validate>)> = vec![
        (DetectorSpec { prefix: true, ..plain("fake.key", "key_[a-z0-9]{4,8}") }, None),
        (DetectorSpec { cues: own(&["badge", "prüfnummer"]), ..plain("fake.badge", "[A-Z]{2}-[0-9]{3,5}") }, None),
        (
            DetectorSpec {
                strength: 20,
                cues: own(&["card no."]),
                ..plain("fake.even", "[0-9]{3}(?: ?[0-9]{2}){1,4}")
            },
            Some(even),
        ),
        (
            DetectorSpec {
                announced: true,
                cues: own(&["badge", "prüfnummer"]),
                ..plain("fake.number", "(?:N ?)?[0-9]{4,6}")
            },
            None,
        ),
        (DetectorSpec { lead: "(?i:name: )".into(), ..plain("fake.name", "{upper}{lower}{1,12}") }, None),
        (DetectorSpec { tail: " (?:EUR|€)".into(), ..plain("fake.price", "[0-9]{1,6}(?:,[0-9]{2})?") }, None),
        (DetectorSpec { bounds: Bounds::Line, ..plain("fake.line", "(?i:secret) ?[!.]{0,2}") }, None),
        (DetectorSpec { bounds: Bounds::None, ..plain("fake.foo", "fo{2,4}") }, None),
        (DetectorSpec { max_len: Some(40), bounds: Bounds::None, ..plain("fake.block", "<<[a-z ]*(?:>>)?") }, None),
        (plain("fake.words", "{letter}{2,6}(?: {letter}{2,6}){1,3}"), Some(first_words)),
        (
            DetectorSpec { specimens: own(&["11 22 33"]), ..plain("fake.pairs", "[0-9]{2}(?: [0-9]{2}){2,5}") },
            Some(no_date),
        ),
        (
            DetectorSpec {
                entity: "PERSON".into(),
                mentions: own(&["PERSON"]),
                ..plain("fake.again", "{letter}{1,12}(?:[ \u{a0}-]{letter}{1,12}){0,3}")
            },
            Some(first_words),
        ),
        (
            DetectorSpec {
                entity: "FIRM".into(),
                ..plain("fake.firm", "{upper}{letter}{1,9}(?: {upper}{letter}{1,9})? AG")
            },
            None,
        ),
        (DetectorSpec { max_len: Some(40), ..plain("fake.lazy", "from[^\\n]*?[0-9]+") }, None),
        (DetectorSpec { strength: 1000, ..plain("fake.at", "[a-z0-9]{1,10}@[a-z0-9]{1,10}") }, None),
    ];
    let given = DetectorSpec {
        entity: "PERSON".into(),
        strength: 20,
        max_len: Some(40),
        ..plain("fake.given", "{letter}+(?:-{letter}+)?(?: {upper}{letter}{1,9}){0,2}")
    };
    let begins = Some(Begins { lexicon: given_names, marks: 2 });
    let given = Detector { begins, ..Detector::from_spec(given, None) };
    table.into_iter().map(|(spec, validate)| Detector::from_spec(spec, validate)).chain([given]).collect()
}

/// A lexicon of three names, one of them only common in another country.
fn given_names(word: &[u8]) -> u8 {
    match std::str::from_utf8(word) {
        Ok("Eve" | "Änne") => 3,
        Ok("Bob") => 2,
        Ok("Zoë") => 1,
        _ => 0,
    }
}

/// Texts in which the fakes find something, nearly find something, or stop each other.
pub const PIECES: &[&str] = &[
    "key_abcd1",
    "key_abc",
    "AB-123",
    "badge",
    "Badges",
    "Mitarbeiterprüfnummern",
    "PRUEFNUMMER",
    "123 45 67 8",
    "124 44",
    "11 22 33",
    "24 12 31 07 08",
    "card no.",
    "12345678901",
    "4711",
    "N 4711",
    "name: Änne",
    "NAME: Bob",
    "42,00 EUR",
    "7 €",
    "secret",
    "SECRET!",
    "foo",
    "fooooo",
    "<<open",
    "<<closed>>",
    ">>",
    "ab cd ef",
    "straße über maß",
    "me@home",
    "from 1ä",
    "a@a@a@",
    "Änne",
    "Eve-Bob",
    "Eve Müller",
    "Zoë Müller",
    "Müller",
    "MUELLERS",
    "Müller-Eve",
    "Müller AG",
    "Bob Groß AG",
    "Bob Groß",
    "GROSS",
    "\n",
    "\r\n",
    " ",
    ", ",
    "\u{a0}",
    "_",
    "ſ",
    "😀",
    "é",
    "1",
];

/// Accepts candidates whose digits sum up to an even number.
pub fn even(candidate: &[u8]) -> Option<Accept> {
    let sum: u32 = candidate.iter().filter(|b| b.is_ascii_digit()).map(|b| u32::from(*b)).sum();
    sum.is_multiple_of(2).then_some(Accept { len: candidate.len(), strength: 2, evidence: Evidence::CHECKSUM })
}

/// Knows pairs that begin like a date for something else, and refuses those that begin with 99.
fn no_date(candidate: &[u8]) -> Option<Accept> {
    match candidate {
        [b'2', ..] => Accept::other(candidate),
        [b'9', b'9', ..] => None,
        _ => Accept::structure(candidate, 1),
    }
}

/// Keeps the first two words of a candidate.
fn first_words(candidate: &[u8]) -> Option<Accept> {
    let accept = Accept::structure(candidate, 1)?;
    let spaces: Vec<usize> = candidate.iter().enumerate().filter(|(_, b)| **b == b' ').map(|(at, _)| at).collect();
    Some(spaces.get(1).map_or(accept, |second| accept.shortened(*second)))
}
