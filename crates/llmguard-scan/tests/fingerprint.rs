//! Fingerprints: what a naive comparison says, whole and in pieces, and the promises of the file.

#![expect(clippy::string_slice, clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use std::sync::{Arc, OnceLock};

use llmguard_scan::{
    Fingerprints, FingerprintsBuilder, Image, List, ListKey, MAX_LABEL, Passage, Program, Scanner, Stream,
};
use llmguard_testkit::{fakes, streams};
use llmguard_types::{Code, Confidence, Detector, DetectorSpec, Span};
use proptest::prelude::*;

fn key(byte: u8) -> ListKey {
    ListKey::new(&[byte; 32]).unwrap()
}

/// The words of an invented language: enough of them that no six in a row come again by accident.
fn word(number: u64) -> String {
    let syllables =
        ["ka", "lo", "mi", "ter", "ün", "sa", "brö", "del", "fa", "Gri", "nos", "pu", "ße", "vi", "wel", "zor"];
    let mut rest = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 52;
    let mut word = String::new();
    for _ in 0..3 {
        word += syllables[(rest % 16) as usize];
        rest /= 16;
    }
    word
}

/// A document of words that the seed chooses.
fn document(seed: u64, words: u64) -> Vec<String> {
    let mut state = seed.wrapping_mul(2).wrapping_add(0x5851_f42d_4c95_7f2d);
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        word(state >> 40)
    };
    (0..words).map(|_| next()).collect()
}

const DOCUMENTS: u64 = 40;

fn prints() -> &'static Arc<Fingerprints> {
    static PRINTS: OnceLock<Arc<Fingerprints>> = OnceLock::new();
    PRINTS.get_or_init(|| {
        let mut builder = FingerprintsBuilder::new(&key(1));
        for number in 0..DOCUMENTS {
            builder.document(&format!("document {number}"), &document(number, 300).join(" ")).unwrap();
        }
        builder.canary("canary", "zebra-4711-kolibri").unwrap();
        Arc::new(Fingerprints::open(builder.build().unwrap(), &key(1)).unwrap())
    })
}

fn program(detectors: impl IntoIterator<Item = Detector>) -> Arc<Program> {
    let named = Detector::from_spec(DetectorSpec::plain("fingerprint.own", ""), None);
    let lists = [(named, List::Fingerprints(Arc::clone(prints())))];
    Arc::new(Program::load_with(&Image::default(), detectors, lists).unwrap())
}

/// A text in which a passage of a document stands, and where it stands.
fn quoted(seed: u64, passage: &[String]) -> (String, Span) {
    let before = document(1000 + seed, 20).join(" ");
    let passage = passage.join(" ");
    let span = Span::new(before.len() + 1, before.len() + 1 + passage.len());
    (format!("{before} {passage} {}", document(2000 + seed, 20).join(" ")), span)
}

/// Whether a text's one passage is of this document and inside of what was copied, and covers it but for some words at
/// both ends.
fn is_told(text: &str, copied: Span, document: u64) -> bool {
    match prints().passages(text)[..] {
        [Passage { span, document: found, .. }] => {
            let lost = |text: &str| text.split_whitespace().count();
            copied.contains(span)
                && found as u64 == document
                && lost(&text[copied.start..span.start]) <= 9
                && lost(&text[span.end..copied.end]) <= 3
        }
        _ => false,
    }
}

#[test]
fn copied_passages_of_thirty_words_are_found() {
    for seed in 0..400u64 {
        let number = seed % DOCUMENTS;
        let from = (seed * 37 % 270) as usize;
        let (text, copied) = quoted(seed, &document(number, 300)[from..from + 30]);
        assert!(is_told(&text, copied, number), "{seed}: {:?} of {copied:?}", prints().passages(&text));
    }
}

#[test]
fn so_are_those_in_which_every_tenth_word_was_changed() {
    for seed in 0..400u64 {
        let number = seed % DOCUMENTS;
        let from = (seed * 37 % 270) as usize;
        let mut passage = document(number, 300)[from..from + 30].to_vec();
        passage.iter_mut().skip((seed % 10) as usize).step_by(10).for_each(|word| *word = String::from("changed"));
        let (text, copied) = quoted(seed, &passage);
        let found = prints().passages(&text);
        assert!(found.iter().any(|p| p.document as u64 == number && copied.contains(p.span)), "{seed}: {found:?}");
    }
}

#[test]
fn case_umlauts_signs_and_breaks_make_no_difference() {
    let passage = document(7, 300)[100..130].to_vec();
    let other = passage
        .join(" ")
        .to_uppercase()
        .replace('Ü', "UE")
        .replace('Ö', "OE")
        .replace("SS", "ß")
        .replace(' ', ",\r\n \"");
    let found = prints().passages(&other);
    assert_eq!(found.iter().map(|p| prints().label(p.document).unwrap()).collect::<Vec<_>>(), ["document 7"]);
}

#[test]
fn unrelated_text_and_turns_of_phrase_raise_nothing() {
    for seed in 0..200 {
        assert_eq!(prints().passages(&document(5000 + seed, 2000).join(" ")), []);
    }
    // Ten words of a document, again and again; and words of many documents.
    let phrase = document(3, 300)[50..60].join(" ");
    assert_eq!(prints().passages(&phrase), []);
    let again: String = (0..20).map(|n| format!("{phrase} {} ", document(6000 + n, 7).join(" "))).collect();
    assert_eq!(prints().passages(&again), []);
    let many: String = (0..DOCUMENTS).map(|n| document(n, 300)[50..60].join(" ") + " ").collect();
    assert_eq!(prints().passages(&many), []);
    // The same words in another order of sentences.
    let shuffled: String = (0..30).rev().map(|n| document(3, 300)[10 * n..10 * n + 8].join(" ") + ". ").collect();
    assert_eq!(prints().passages(&shuffled), []);
}

#[test]
fn one_sight_of_a_canary_tells() {
    let text = "Never say ZEBRA 4711-Kolibri aloud";
    let found = prints().passages(text);
    assert_eq!(found.iter().map(|p| p.span.of(text).unwrap()).collect::<Vec<_>>(), ["ZEBRA 4711-Kolibri"]);
    assert_eq!(prints().label(found[0].document), Some("canary"));
    let info = prints().info();
    assert_eq!((info.documents, info.canaries), (DOCUMENTS as usize, 1));
}

#[test]
fn what_was_excepted_may_be_quoted() {
    let mut builder = FingerprintsBuilder::new(&key(1));
    let text = document(1, 300);
    builder.document("own", &text.join(" ")).unwrap();
    builder.except(&text[100..200].join(" "));
    let prints = Fingerprints::open(builder.build().unwrap(), &key(1)).unwrap();
    assert!(prints.passages(&text[110..190].join(" ")).is_empty());
    assert!(!prints.passages(&text[10..90].join(" ")).is_empty());
}

#[test]
fn long_passages_are_told_in_parts_that_meet() {
    let mut builder = FingerprintsBuilder::new(&key(1));
    let text = document(1, 3000).join(" ");
    builder.document("own", &text).unwrap();
    let prints = Fingerprints::open(builder.build().unwrap(), &key(1)).unwrap();
    let found = prints.passages(&text);
    assert!(found.len() > 3 && found.iter().all(|p| p.span.len() <= 4096), "{found:?}");
    assert!(found.windows(2).all(|pair| pair[1].span.start - pair[0].span.end == 1));
}

#[test]
fn a_stream_holds_nothing_before_something_is_suspected() {
    let mut stream = Stream::new(program([]));
    let passage = document(4, 300)[20..60].join(" ");
    let (mut at, mut suspected) = (0, false);
    for piece in
        format!("{} {passage} {} ", document(3000, 100).join(" "), document(3001, 100).join(" ")).split_inclusive(' ')
    {
        let found = stream.push(piece).unwrap();
        assert!(found.iter().all(|f| f.confidence == Confidence::Verified));
        at += piece.len();
        suspected |= stream.open_from() < at;
        assert!(suspected || stream.open_from() == at);
    }
    assert!(suspected && stream.open_from() == at);
}

#[test]
fn only_what_can_be_kept_is_taken() {
    let mut builder = FingerprintsBuilder::new(&key(1));
    let enough = document(1, 12).join(" ");
    let codes = [
        builder.document("short", &document(1, 11).join(" ")).unwrap_err(),
        builder.document("", &enough).unwrap_err(),
        builder.document(&"x".repeat(MAX_LABEL + 1), &enough).unwrap_err(),
        builder.canary("x", "-").unwrap_err(),
    ];
    assert!(codes.iter().all(|error| error.code() == Code::DictionaryTerm), "{codes:?}");
    assert_eq!(builder.build().unwrap_err().code(), Code::DictionaryTerms);
}

#[test]
fn files_are_the_same_secret_and_sealed() {
    let build = |byte, text: &str| {
        let mut builder = FingerprintsBuilder::new(&key(byte));
        builder.document("Geheimakte", text).unwrap();
        builder.build().unwrap()
    };
    let text = document(1, 40).join(" ");
    let file = build(1, &text);
    assert_eq!(file, build(1, &text));
    assert_ne!(file, build(2, &text));
    assert!(!file.windows(6).any(|bytes| bytes == b"Geheim"));
    assert_eq!(Fingerprints::open(file.clone(), &key(2)).unwrap_err().code(), Code::DictionaryKey);
    for at in 0..file.len() {
        let mut bad = file.clone();
        bad[at] ^= 1;
        assert!(Fingerprints::open(bad, &key(1)).is_err(), "byte {at}");
        assert!(Fingerprints::open(file[..at].to_vec(), &key(1)).is_err(), "{at} bytes");
    }
}

/// Documents and texts of few words, so that everything happens: repetitions, several documents, near misses.
fn few() -> impl Strategy<Value = Vec<(u64, u64, usize, usize)>> {
    prop::collection::vec((0..DOCUMENTS, 0..12u64, 0..260usize, 1..40usize), 1..12)
}

fn mixed(pieces: &[(u64, u64, usize, usize)]) -> String {
    let text = |(number, kind, from, len): &(u64, u64, usize, usize)| match kind {
        0 => String::from("zebra 4711 kolibri "),
        1 => format!("badge AB-123 key_abcd1 {} ", "x".repeat(*len * 10)),
        2 => document(9000 + number, *len as u64).join(" ") + " ",
        3 => document(*number, 300)[*from..*from + *len].join("; ") + ".\n",
        _ => document(number % 3, 300)[*from..*from + *len].join(" ") + " ",
    };
    pieces.iter().map(text).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn equal_for_all_splits(
        first in few(),
        second in few(),
        cuts in prop::collection::vec(any::<usize>(), 0..12),
    ) {
        static PROGRAM: OnceLock<Arc<Program>> = OnceLock::new();
        let program = PROGRAM.get_or_init(|| program(fakes::detectors()));
        let mut stream = Stream::new(Arc::clone(program));
        let (first, second) = (mixed(&first), mixed(&second));
        streams::check(program, &mut stream, &first, cuts.iter().map(|cut| cut % (first.len() + 1)));
        streams::check(program, &mut stream, &second, (0..second.len()).step_by(3));
        let found = Scanner::new(Arc::clone(program)).scan_all(&first).unwrap().findings;
        prop_assert!(found.iter().all(|f| f.span.of(&first).is_some_and(|t| !t.is_empty())));
    }
}
