//! Disguises: what is found in plain text is found in every disguise and in every pair of them, with exactly the bytes it
//! was read from, and what was redacted can not be decoded any more. Honest text of every script raises no alarm.

#![expect(clippy::unwrap_used, reason = "a test fails where its helpers fail")]

use std::sync::OnceLock;

use llmguard::{Confidence, Finding, Guard, Views};
use llmguard_catalog::template::expand;
use llmguard_testkit::disguise::{DISGUISES, Disguise};
use llmguard_view::rotated;

const BEFORE: &str = "Notiz; ";
const BEHIND: &str = " und Ende";

/// What announces it, the value as a template, its kind.
const VALUES: &[(&str, &str, &str)] = &[
    ("an ", "max.muster@muster-werke.de", "EMAIL"),
    ("IBAN ", "${iban:DE}", "IBAN"),
    ("Tel. ", "+49 221 ${nonzero:1}${digits:6}", "PHONE"),
    ("Karte ", "${luhn:4:16}", "CREDIT_CARD"),
    ("Steuer-ID ", "${steuer_id}", "TAX_ID"),
    ("key ", "AKIA${base32:16}", "SECRET"),
    ("", "${crc62:ghp_}", "SECRET"),
    ("Das Passwort lautet ", "Sommer${digits:4}!", "PASSWORD"),
    ("", "Streng vertraulich", "MARKING"),
    ("für Jörg: ", "jörg.müller@muster-werke.de", "EMAIL"),
];

fn guard() -> &'static Guard {
    static GUARD: OnceLock<Guard> = OnceLock::new();
    GUARD.get_or_init(|| Guard::new().unwrap())
}

fn sure(text: &str) -> Vec<Finding> {
    let mut findings = guard().scan_all(text).unwrap().findings;
    findings.retain(|f| f.confidence >= Confidence::Medium);
    findings
}

fn is_found(text: &str, entity: &str) -> bool {
    sure(text).iter().any(|f| guard().entity_label(f) == entity)
}

/// UTF-16 in base64 is UTF-16, and there is one view for it.
fn view(disguise: &Disguise) -> &str {
    disguise.name.trim_end_matches(" in base64").trim_end_matches(" of lines")
}

/// Every value in its sentence, as it can be written in one disguise after another.
fn written(disguises: &[&Disguise]) -> Vec<(String, &'static str, String)> {
    let write = |text: &str| {
        disguises
            .iter()
            .try_fold(text.to_owned(), |text, disguise| disguise.fits(&text).then(|| (disguise.write)(&text)))
    };
    let one = |(seed, (cue, value, entity)): (u64, &(&str, &str, &'static str))| {
        let value = expand(value, seed).unwrap();
        let text = write(&format!("{cue}{value}"))?;
        Some((text, *entity, (*cue).to_owned()))
    };
    (1..).zip(VALUES).filter_map(one).collect()
}

#[test]
fn a_value_in_a_disguise_is_found_with_exactly_its_bytes() {
    for disguise in DISGUISES {
        let all = written(&[disguise]);
        assert!(!all.is_empty(), "{}", disguise.name);
        for (text, entity, cue) in all {
            let document = format!("{BEFORE}{text}{BEHIND}");
            let spans: Vec<(usize, usize)> = sure(&document)
                .iter()
                .filter(|f| guard().entity_label(f) == entity)
                .map(|f| (f.span.start - BEFORE.len(), f.span.end - BEFORE.len()))
                .collect();
            // Of what is written by itself, all that stands for the value; noise behind its last character is none of it.
            let start = if disguise.each { (disguise.write)(&cue).len() } else { 0 };
            let fits = |(from, to): &(usize, usize)| {
                let missing = text.get(*to..).unwrap_or("?");
                (*from == start || disguise.each && text.get(start..*from).is_some_and(|gap| gap.len() == 1))
                    && missing.chars().count() <= 1
                    && !missing.contains(|c: char| c.is_ascii_alphanumeric())
            };
            assert!(spans.iter().any(fits), "{}, {entity}: {spans:?} of {} in {text:?}", disguise.name, text.len());
        }
    }
}

/// Letters rotated, and the whole text from its end: read on request.
#[test]
fn a_value_that_is_rotated_or_reversed_is_found_by_who_asks() {
    let (rot13, reversed) = (Views { rot13: true, ..Views::default() }, Views { reversed: true, ..Views::default() });
    for (views, write) in [(rot13, rotated as fn(&str) -> String), (reversed, |text| text.chars().rev().collect())] {
        let asked = Guard::builder().views(views).build().unwrap();
        for (seed, (cue, value, entity)) in (1..).zip(VALUES) {
            let value = expand(value, seed).unwrap();
            let text = write(&format!("{BEFORE}{cue}{value}{BEHIND}"));
            let found = asked.scan_all(&text).unwrap().findings.into_iter();
            let spans: Vec<&str> = found
                .filter(|f| f.confidence >= Confidence::Medium && asked.entity_label(f) == *entity)
                .filter_map(|f| f.span.of(&text))
                .collect();
            assert!(spans.contains(&write(&value).as_str()), "{entity}: {spans:?} in {text}");
            let gone = asked.redact(&text).unwrap().text;
            assert!(!gone.contains(&write(&value)), "{entity} is left in {gone}");
        }
    }
}

#[test]
fn a_value_in_two_disguises_is_found_and_gone() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for first in DISGUISES {
        for second in DISGUISES.iter().filter(|second| view(second) != view(first)) {
            for (text, entity, _) in written(&[first, second]) {
                count += 1;
                let document = format!("{BEFORE}{text}{BEHIND}");
                let name = || format!("{} in {}: {entity}", first.name, second.name);
                if !is_found(&document, entity) {
                    wrong.push(name());
                } else if is_found(&guard().redact(&document).unwrap().text, entity) {
                    wrong.push(name() + " is left");
                }
            }
        }
    }
    assert!(count > 5000, "{count}");
    assert!(wrong.is_empty(), "{} of {count}: {wrong:#?}", wrong.len());
}

/// Markdown, Slack and Jira set off what stands between underscores.
#[test]
fn a_value_between_underscores_is_found_as_without_them() {
    for (seed, (cue, value, entity)) in (1..).zip(VALUES) {
        let value = expand(value, seed).unwrap();
        for line in ["_", "__", "___", "**_"] {
            let end: String = line.chars().rev().collect();
            let text = format!("{BEFORE}{cue}{line}{value}{end}{BEHIND}");
            let start = BEFORE.len() + cue.len() + line.len();
            let within = |f: &&Finding| f.span.start <= start && f.span.end >= start + value.len();
            assert!(sure(&text).iter().find(within).is_some_and(|f| guard().entity_label(f) == *entity), "{text}");
            assert!(!guard().redact(&text).unwrap().text.contains(&value), "{text}");
        }
        for disguise in DISGUISES.iter().filter(|disguise| disguise.each && disguise.fits(&value)) {
            let text = format!("{BEFORE}{cue}_{}_{BEHIND}", (disguise.write)(&value));
            assert!(is_found(&text, entity), "{entity}, {}, in {text:?}", disguise.name);
        }
    }
    let text = "Konto __DE89370400440532013000__ von _max.muster@muster-werke.de_";
    assert_eq!(guard().redact(text).unwrap().text, "Konto __[REDACTED_IBAN]__ von _[REDACTED_EMAIL]_");
    let honest = "class _Box: def __init__(self, _max): self._id = _next(_max_) # see _note_";
    assert_eq!(guard().redact(honest).unwrap().text, honest);
}

/// Names of files, columns and keys join their words so.
#[test]
fn a_number_that_underscores_join_to_words_is_found() {
    for (text, left) in [
        ("siehe rechnung_DE89370400440532013000_2024.pdf.", "siehe rechnung_[REDACTED_IBAN]_2024.pdf."),
        ("steuerid_86095742719.pdf", "steuerid_[REDACTED_TAX_ID].pdf"),
        ("card_4111111111111111", "card_[REDACTED_CREDIT_CARD]"),
        ("tel_+491701234567_neu", "tel_[REDACTED_PHONE]_neu"),
    ] {
        assert_eq!(guard().redact(text).unwrap().text, left);
    }
    for honest in ["IMG_20240312_101530.jpg", "order_1712345678901", "build_20240312101530_x86_64", "snake_case_12345"]
    {
        assert_eq!(guard().redact(honest).unwrap().text, honest);
    }
}

#[test]
fn control_characters_and_wide_blanks_hide_nothing() {
    for (seed, (cue, value, entity)) in (1..).zip(VALUES) {
        let value = expand(value, seed).unwrap();
        for control in ['\u{1}', '\u{8}', '\u{7f}', '\u{81}', '\u{2800}', '\u{fffc}'] {
            let apart: String = value.chars().flat_map(|c| [c, control]).collect();
            assert!(is_found(&format!("{cue}{apart} Ende"), entity), "{entity}, {control:?}");
        }
        if value.is_ascii() {
            assert!(is_found(&format!("{cue}{}", value.replace(' ', "\u{3000}")), entity), "{entity} in wide blanks");
        }
    }
}

/// Word processors and models write other hyphens and dashes than ASCII has.
#[test]
fn numbers_are_found_whatever_hyphen_parts_them() {
    for (text, entity) in [
        ("Karte 4111-1111-1111-1111", "CREDIT_CARD"),
        ("Tel. +49-711-2312500", "PHONE"),
        ("IBAN DE89-3704-0044-0532-0130-00", "IBAN"),
        ("Steuer-ID 65-929-970-489", "TAX_ID"),
    ] {
        for hyphen in ['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2212}', '\u{ff0d}'] {
            let text = text.replace('-', &hyphen.to_string());
            assert!(is_found(&text, entity), "{entity} in {text}");
            let value = text.split_once(' ').unwrap().1;
            assert!(!guard().redact(&text).unwrap().text.contains(value), "{text}");
        }
    }
    let honest = "Seiten 10–15, 2019–2023, von 8–17 Uhr, Müller‑Lüdenscheidt – so heißt er";
    assert_eq!(guard().redact(honest).unwrap().text.matches('–').count(), 4);
}
