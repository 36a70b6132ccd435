//! Vectors: every detector finds its own, and nothing in its near misses.
//!
//! The scan is the naive one that defines what the engine must do: the detector's expression at every position, its
//! validator, the bound behind a shortened finding, restart one character behind a refusal.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that fails is meant to panic"
)]

use llmguard_catalog::{detectors, template, validators};
use llmguard_types::{Bounds, Detector};
use regex::Regex;

/// The findings of one detector in one text, as byte ranges.
fn findings(detector: &Detector, text: &str) -> Vec<std::ops::Range<usize>> {
    let regex = Regex::new(&detector.regex()).unwrap_or_else(|e| {
        panic!("{}: {}", detector.id, e.to_string().lines().last().unwrap_or_default());
    });
    let mut found = Vec::new();
    let mut at = 0;
    while at <= text.len()
        && let Some(captures) = regex.captures_at(text, at)
    {
        let (whole, group) = (captures.get(0).unwrap(), captures.get(1).unwrap());
        let word: String = text[whole.start()..].chars().take_while(|c| c.is_alphabetic()).collect();
        if detector.begins.is_some_and(|begins| (begins.lexicon)(word.as_bytes()) & begins.marks == 0) {
            at = whole.start() + word.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        match accepted_len(detector, text, group.range()) {
            Some((len, is_one)) => {
                if is_one {
                    found.push(group.start()..group.start() + len);
                }
                at = group.start() + len.max(1);
            }
            None => at = whole.start() + text[whole.start()..].chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// How much of a candidate is passed over, and whether it is a finding.
fn accepted_len(detector: &Detector, text: &str, range: std::ops::Range<usize>) -> Option<(usize, bool)> {
    let Some(validate) = detector.validate else { return Some((range.len(), true)) };
    let accept = validate(&text.as_bytes()[range.clone()])?;
    assert!(accept.len <= range.len(), "{}: longer than its candidate", detector.id);
    assert!(accept.len > 0, "{}: an empty finding", detector.id);
    assert!(text.is_char_boundary(range.start + accept.len), "{}: half a character", detector.id);
    if accept.len < range.len() {
        assert!(detector.tail.is_empty(), "{}: shortened before a tail", detector.id);
        let next = text[range.start + accept.len..].chars().next();
        let word = next.is_some_and(|c| c.is_alphanumeric() || c == '_');
        if detector.bounds == Bounds::Token && word {
            return None;
        }
    }
    Some((accept.len, accept.strength > 0))
}

#[test]
fn every_match_vector_is_found() {
    let mut failures = Vec::new();
    for detector in detectors() {
        for vector in detector.matches.iter() {
            for seed in 0..if vector.contains("${") { 8 } else { 1 } {
                let text = template::expand(vector, seed).unwrap_or_else(|e| panic!("{}: {e}", detector.id));
                if findings(detector, &text).is_empty() {
                    failures.push(format!("{}: not found: {text:?}", detector.id));
                }
            }
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn no_reject_vector_is_found() {
    let mut failures = Vec::new();
    // What is mentioned depends on what is found before: see the linter.
    for detector in detectors().iter().filter(|detector| detector.mentions.is_empty()) {
        for vector in detector.rejects.iter() {
            for seed in 0..if vector.contains("${") { 8 } else { 1 } {
                let text = template::expand(vector, seed).unwrap_or_else(|e| panic!("{}: {e}", detector.id));
                let found: Vec<&str> = findings(detector, &text).into_iter().map(|range| &text[range]).collect();
                if !found.is_empty() {
                    failures.push(format!("{}: {found:?} in {text:?}", detector.id));
                }
            }
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn the_catalogue_is_ordered_and_complete() {
    assert!(detectors().windows(2).all(|pair| pair[0].id < pair[1].id));
    for detector in detectors() {
        assert!(detector.matches.len() >= 2 && detector.rejects.len() >= 2, "{}: two vectors each", detector.id);
        assert!(detector.cues.iter().all(|cue| **cue == cue.to_lowercase()), "{}: cues are lower case", detector.id);
        let mut cues: Vec<_> = detector.cues.iter().collect();
        cues.sort();
        cues.dedup();
        assert_eq!(cues.len(), detector.cues.len(), "{}: a cue is listed twice", detector.id);
    }
}

#[test]
fn every_validator_has_a_name() {
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/catalog")).unwrap();
    let text: String = folder.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect();
    let names: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("validate")?.split('"').nth(1)).collect();
    assert_eq!(names.len(), detectors().iter().filter(|d| d.validate.is_some()).count());
    for name in names {
        assert!(validators::by_name(name).is_some(), "{name}");
    }
    assert!(validators::by_name("no_such").is_none());
}

/// What exactly is found, where a vector only says that something is.
#[test]
fn findings_are_exact() {
    let cases = [
        ("bank.iban", "IBAN: DE89 3704 0044 0532 0130 00 bei der Bank", "DE89 3704 0044 0532 0130 00"),
        ("bank.iban", "de89370400440532013000 oder", "de89370400440532013000"),
        ("bank.card", "4111 1111 1111 1111 123", "4111 1111 1111 1111"),
        ("contact.email", "an a.b@example.com.", "a.b@example.com"),
        ("contact.email", "wie jörg@büro-nord.example- da", "jörg@büro-nord.example"),
        ("contact.phone-e164", "Tel. +49 (0)711 23125-0, Herr", "+49 (0)711 23125-0"),
        ("contact.phone-e164", "+41 71 023 01 16 4711 Stück", "+41 71 023 01 16"),
        ("contact.phone-de", "(040) 66969-123 Lager", "(040) 66969-123"),
        ("net.url", "(siehe https://example.com/a_(b).)", "https://example.com/a_(b)"),
        ("person.name.salutation", "Herrn Prof. Dr.-Ing. Max von der Heide, Abt. 4", "Max von der Heide"),
        ("person.name.salutation", "Frau Müller-Lüdenscheidt Telefon 4711", "Müller-Lüdenscheidt"),
        ("person.name.salutation", "Kreditkarte von Frau Garcia wurde", "Garcia"),
        ("person.name.label", "Ansprechpartnerin: Frau Dr. Erika Musterfrau, Zimmer", "Erika Musterfrau"),
        ("person.name.label", "Konstrukteur A. Briemer.", "A. Briemer"),
        ("person.name.label", "Gemeldet von Muster, Lea, Tel. 4711", "Muster, Lea"),
        ("person.name.greeting", "Liebe Anna, danke", "Anna"),
        ("person.name.signature", "Mit freundlichen Grüßen\n\ni. A. Erika Mustermann\nMuster GmbH", "Erika Mustermann"),
        ("person.name.label", "Kontakt: Prof. Dr. rer. nat. Max von der Beispiel AG", "Max"),
        ("person.name.salutation", "Frau Anna und Max Muster ziehen um", "Anna und Max Muster"),
        ("net.ipv4", "OID 1.3.6.1.4.1 hier", "1.3.6.1.4.1"),
        ("marking.phrase.strictly-confidential", "Bericht, STRENG VERTRAULICH, an alle", "STRENG VERTRAULICH"),
        ("marking.segment.confidential", "Muster AG | Vertraulich | Seite 2", "Vertraulich | Seite 2"),
        ("marking.label.internal", "Klassifizierung: intern\nThema", "intern"),
        ("marking.state.restricted", "Anlage zum Bericht (VS-NfD), bitte", "VS-NfD"),
        ("prod.parameter", "Nachdruck: 450 bar, dann", "450 bar"),
        ("prod.parameter", "Massetemperatur 1.180 °C ± 5, Form", "1.180 °C ± 5"),
        ("prod.nc-block", "Satz N10 G1 X45.3 Y-12.0 F250.", "N10 G1 X45.3 Y-12.0 F250"),
        ("prod.recipe", "Rezeptur 4: PP 60 %, talc 20 %, EPDM 20 %; heiß", "PP 60 %, talc 20 %, EPDM 20 %"),
        ("eng.part-number", "Teilenummer 5Q0 199 262 BL 4 Stück", "5Q0 199 262 BL"),
        ("eng.part-number", "Art.-Nr. 100.234-56 4 Stück", "100.234-56"),
        ("trade.terms", "Payment terms net 45 days, then", "net 45 days"),
        ("net.hostname", "auf ts01.corp.lan. Danach", "ts01.corp.lan"),
        ("ot.endpoint", "Server opc.tcp://plc-07.werk1.local:4840.", "opc.tcp://plc-07.werk1.local:4840"),
        ("secret.url.credentials", "mongodb://app:p@ss1@db.intern/x", "p@ss1"),
        ("contact.phone-label", "Fax 07-93749918.", "07-93749918"),
        ("contact.email", "an a.b@example.com.4711 ", "a.b@example.com"),
        ("person.birth-date", "geboren am 16. April 1966, wohnhaft", "16. April 1966"),
        (
            "contact.address-de",
            "wohnhaft Irene-Muster-Platz 11-47, 76004 Bad Muster am See, Konto",
            "Irene-Muster-Platz 11-47, 76004 Bad Muster am See",
        ),
        ("contact.address-de", "aus der Meral-Muster-Straße 14 in Ulm", "Meral-Muster-Straße 14"),
        ("org.company", "Bei Muster & Sohn GmbH & Co. KG (DE1)", "Muster & Sohn GmbH & Co. KG"),
        ("org.company", "Die Lieferung der Rossi Muster S.r.l. kommt", "Rossi Muster S.r.l."),
        ("trade.price", "nur 0,438 €/Stk. netto", "0,438 €/Stk."),
        ("trade.price", "EUR 12.500,- plus", "EUR 12.500,-"),
        ("trade.price", "1'234.56 CHF", "1'234.56 CHF"),
        ("id.fr.nir", "NIR 2 33 07 2B 073 014 70.", "2 33 07 2B 073 014 70"),
        ("eng.drawing-number", "Zng.-Nr. 4711-0815-02 Index C vom", "4711-0815-02 Index C"),
        ("secret.generic.prose-de", "Das Passwort lautet Sommer2031!.", "Sommer2031!"),
        ("secret.generic.prose-de", "PIN: 4711.", "4711"),
        ("secret.url.credentials", "ftp://a:b1c2@example.com/x", "b1c2"),
        ("ot.opcua-nodeid", "Knoten ns=3;s=\"DB_P3\".\"Soll\".Druck lesen", "ns=3;s=\"DB_P3\".\"Soll\".Druck"),
    ];
    let mut failures = Vec::new();
    for (id, text, expected) in cases {
        let detector = detectors().iter().find(|d| d.id == id).unwrap_or_else(|| panic!("no detector {id}"));
        let found: Vec<&str> = findings(detector, text).into_iter().map(|range| &text[range]).collect();
        if found != [expected] {
            failures.push(format!("{id}: {found:?} instead of {expected:?}"));
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}
