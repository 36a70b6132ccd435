//! Plant text: what a manufacturer fears to lose is found in our own documents, by family, and little else is.
//!
//! The documents are those of `crates/llmguard-testkit/data/plant`, see its README; traps are texts that look like something they
//! are not.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::collections::BTreeMap;
use std::path::Path;

use llmguard::{Finding, Guard};

/// Text without its marks, and where each type is marked, in bytes.
fn parse(marked: &str) -> (String, Vec<(String, usize, usize)>) {
    let (mut text, mut spans, mut rest) = (String::new(), Vec::new(), marked);
    // "[[[TYPE|" is a bracket before a mark.
    let mark = |rest: &str| {
        rest.match_indices("[[").map(|(at, _)| at).find(|at| {
            rest.get(at + 2..).is_some_and(|behind| {
                behind.split_once('|').is_some_and(|(kind, _)| {
                    !kind.is_empty() && kind.bytes().all(|c| c.is_ascii_uppercase() || c == b'_')
                })
            })
        })
    };
    while let Some(at) = mark(rest) {
        let (before, behind) = rest.split_at(at);
        let (kind, behind) = behind.get(2..).unwrap().split_once('|').unwrap();
        let (value, behind) = behind.split_once("]]").unwrap();
        text.push_str(before);
        spans.push((kind.to_owned(), text.len(), text.len() + value.len()));
        text.push_str(value);
        rest = behind;
    }
    (text + rest, spans)
}

/// A text and its marked parts: entity, start and end in bytes.
type Document = (String, Vec<(String, usize, usize)>);

/// The documents with their spans: those of `none-*` files, or the others.
fn documents(look_alikes: bool) -> Vec<Document> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../llmguard-testkit/data/plant");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.retain(|path| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.ends_with(".txt") && name.starts_with("none-") == look_alikes
    });
    let texts = paths.iter().map(|path| std::fs::read_to_string(path).unwrap());
    texts
        .flat_map(|text| text.split("\n====\n").map(|document| parse(document.trim_end())).collect::<Vec<_>>())
        .collect()
}

/// Everything of the types that are marked somewhere.
fn found(guard: &Guard, text: &str, kinds: &BTreeMap<String, [u32; 3]>) -> Vec<(String, usize, usize)> {
    let kind = |finding: &Finding| finding.entity.label().unwrap_or_default().to_owned();
    let all = guard.scan(text).unwrap();
    all.iter().map(|f| (kind(f), f.span.start, f.span.end)).filter(|(kind, ..)| kinds.contains_key(kind)).collect()
}

#[test]
fn every_family_is_found_and_look_alikes_are_not() {
    let guard = Guard::new().unwrap();
    let (marked, plain) = (documents(false), documents(true));
    assert!(marked.len() + plain.len() >= 500 && plain.len() >= 200, "{} and {}", marked.len(), plain.len());
    // By type: right, found, marked.
    let mut families: BTreeMap<String, [u32; 3]> =
        marked.iter().flat_map(|(_, spans)| spans).map(|(kind, ..)| (kind.clone(), [0; 3])).collect();
    for (text, gold) in &marked {
        let spans = found(&guard, text, &families);
        for span in gold {
            let counts = families.get_mut(&span.0).unwrap();
            counts[2] += 1;
            counts[0] += u32::from(spans.contains(span));
        }
        spans.iter().for_each(|(kind, ..)| families.get_mut(kind).unwrap()[1] += 1);
    }
    for (kind, [right, found, marked]) in &families {
        let f1 = 2.0 * f64::from(*right) / f64::from(found + marked);
        assert!(f1 >= 0.90, "{kind}: F1 {f1:.3}, {right} right of {found} found and {marked} marked");
    }
    let alarms: Vec<_> = plain.iter().filter(|(text, _)| !found(&guard, text, &families).is_empty()).collect();
    let size: usize = plain.iter().map(|(text, _)| text.chars().count()).sum();
    assert!(alarms.len() * 20_000 <= size, "{} false alarms in {size} characters: {alarms:#?}", alarms.len());
}

#[test]
fn traps_raise_nothing() {
    let guard = Guard::new().unwrap();
    let plant = ["OT_ADDRESS", "PART_NUMBER", "RECIPE", "MARKING", "COMPANY_REG", "QUALITY", "ORDER_NUMBER"];
    for text in [
        "Härte HRB 100 nach Rockwell",
        "Schraube M 8.8, verzinkt",
        "Die SPS hält mit Schrauben M 8.8",
        "Ein PT-100 misst Temperaturen",
        "Messumformer für PT-1000",
        "Lager in 40001 Düsseldorf",
        "PLZ 40213, Werk in 45127 Essen",
        "Ein GEHEIM-Tipp aus der Kantine",
        "Der DB 11/2024 fährt ab",
        "Norm DIN 931-2, ersetzt durch ISO 4014",
        "In Anhang A 4.1 steht die Energie E 4.7",
        "Version 1.7225 der Software",
        "Raumtemperatur 21 °C im Büro",
        "G20 und G7 treffen sich, M25 gesperrt",
        "Die H7-Lampe ist defekt",
    ] {
        let all = guard.scan(text).unwrap();
        let found: Vec<_> = all.iter().filter(|f| f.entity.label().is_some_and(|l| plant.contains(&l))).collect();
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}
