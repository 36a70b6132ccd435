//! Lists in a program: found like anything else, whole or in pieces.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::sync::{Arc, OnceLock};

use llmguard_scan::{Dictionary, DictionaryBuilder, Image, List, ListKey, Program, Scanner, Stream};
use llmguard_testkit::{fakes, streams, texts};
use llmguard_types::{Confidence, Detector, DetectorSpec, Evidence, Finding, Span};
use proptest::prelude::*;

const TERMS: [&str; 9] = [
    "Knorr-Bremse AG",
    "Knorr",
    "Weidenbach",
    "badge",
    "AB-123",
    "Müller & Söhne",
    "Ein Text",
    "a b c d e",
    "offen bis zum",
];

fn key() -> ListKey {
    ListKey::new(&[7; 32]).unwrap()
}

fn dictionary() -> Dictionary {
    let mut builder = DictionaryBuilder::new(&key());
    TERMS.iter().for_each(|term| builder.add(term).unwrap());
    Dictionary::open(builder.build().unwrap(), &key()).unwrap()
}

fn named(id: &str) -> Detector {
    Detector::from_spec(DetectorSpec { entity: String::from("OWN"), ..DetectorSpec::plain(id, "") }, None)
}

fn program(detectors: impl IntoIterator<Item = Detector>) -> Arc<Program> {
    let lists = [(named("dict.own"), List::Dictionary(Arc::new(dictionary())))];
    Arc::new(Program::load_with(&Image::default(), detectors, lists).unwrap())
}

/// The list among other detectors, made once.
fn among_others() -> Arc<Program> {
    static PROGRAM: OnceLock<Arc<Program>> = OnceLock::new();
    Arc::clone(PROGRAM.get_or_init(|| program(fakes::detectors())))
}

fn pieces() -> Vec<String> {
    let own = [
        "Knorr",
        "Bremse",
        "AG",
        "knorrs",
        "Weidenbachs",
        "müller",
        "& SOEHNE",
        "a",
        "b",
        "c",
        "d",
        "e",
        "Ein Text",
        "“",
        "é",
    ];
    fakes::PIECES.iter().copied().chain(own).map(String::from).collect()
}

/// What one detector found.
fn of<'p>(program: &'p Program, found: &'p [Finding], id: &'p str) -> impl Iterator<Item = Finding> + 'p {
    found.iter().copied().filter(move |f| program.detector(f.detector).is_some_and(|d| d.id == id))
}

#[test]
fn a_list_finds_beside_the_detectors() {
    let program = program(fakes::detectors());
    let scan = Scanner::new(Arc::clone(&program)).scan_all("an Weidenbachs Halle, KNORR BREMSE AG.").unwrap();
    let found: Vec<Finding> = of(&program, &scan.findings, "dict.own").collect();
    assert_eq!(found.iter().map(|f| f.span).collect::<Vec<_>>(), [Span::new(3, 14), Span::new(22, 37)]);
    assert!(found.iter().all(|f| f.confidence == Confidence::High && f.evidence.contains(Evidence::LIST)));
    assert_eq!(program.entities().label(found[0].entity), "OWN");
    assert!(program.detectors().map(|d| &d.id).is_sorted());
}

#[test]
fn an_id_is_used_once() {
    let lists = ["dict.own", "dict.own"].map(|id| (named(id), List::Dictionary(Arc::new(dictionary()))));
    assert!(Program::load_with(&Image::default(), [], lists).is_err());
}

#[test]
fn a_stream_waits_for_a_longer_term_and_no_longer() {
    let mut stream = Stream::new(program([]));
    let mut push = |piece: &str| (stream.push(piece).unwrap().len(), stream.open_from());
    assert_eq!(push("Die "), (0, 4));
    assert_eq!(push("kno"), (0, 4));
    assert_eq!(push("rr"), (0, 4));
    assert_eq!(push(" bremse "), (0, 4));
    assert_eq!(push("in "), (1, 20));
    assert_eq!(push(&"x".repeat(100)), (0, 20));
    assert_eq!(push(&"x".repeat(100)), (0, 220));
    assert_eq!(push("Knorr"), (0, 225));
    assert_eq!(push(" Knorr."), (0, 226));
    assert_eq!(push(" Und das "), (1, 241));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn whole_texts_have_what_the_dictionary_finds(text in texts::mixed(pieces(), 30)) {
        static OWN: OnceLock<Dictionary> = OnceLock::new();
        let dictionary = OWN.get_or_init(dictionary);
        let program = among_others();
        let scan = Scanner::new(Arc::clone(&program)).scan_all(&text).unwrap();
        let found: Vec<Span> = of(&program, &scan.findings, "dict.own").map(|f| f.span).collect();
        prop_assert_eq!(found, dictionary.find_all(&text));
    }

    #[test]
    fn equal_for_all_splits(
        first in texts::mixed(pieces(), 24),
        second in texts::mixed(pieces(), 8),
        cuts in proptest::collection::vec(any::<usize>(), 0..12),
    ) {
        let program = among_others();
        let mut stream = Stream::new(Arc::clone(&program));
        streams::check(&program, &mut stream, &first, cuts.iter().map(|cut| cut % (first.len() + 1)));
        streams::check(&program, &mut stream, &second, 0..second.len());
    }
}
