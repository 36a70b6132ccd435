//! Names: what the embedded weights find, that they are whole, and that no cut of a text changes anything.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "a test stops where it fails")]

use llmguard_names::{LEFT, Name, RIGHT, Scratch, Tagger};
use llmguard_types::{Code, Entity, Names};
use proptest::prelude::*;

const WEIGHTS: &[u8] = include_bytes!("../weights.bin");

fn whole(text: &str, names: Names) -> Vec<Name> {
    let mut found = Vec::new();
    let open = Tagger::embedded().unwrap().advance(&mut Scratch::default(), text, 0, true, names, &mut found);
    assert_eq!(open, text.len());
    found
}

/// The names of a text that is known up to each cut in turn, with no more than [`LEFT`] bytes kept before what is open.
fn in_pieces(text: &str, cuts: &[usize], names: Names) -> Vec<Name> {
    let tagger = Tagger::embedded().unwrap();
    let mut scratch = Scratch::default();
    let mut all = Vec::new();
    let mut bounds: Vec<usize> = cuts.iter().map(|cut| cut % (text.len() + 1)).chain([text.len()]).collect();
    bounds.retain(|cut| text.is_char_boundary(*cut));
    bounds.sort_unstable();
    let (mut dropped, mut from) = (0, 0);
    for (at, bound) in bounds.iter().enumerate() {
        let over = at + 1 == bounds.len();
        let mut found = Vec::new();
        from = dropped + tagger.advance(&mut scratch, &text[dropped..*bound], from - dropped, over, names, &mut found);
        assert!(bound - from <= RIGHT, "{from} is open when {bound} bytes are known");
        for name in &mut found {
            name.span.start += dropped;
            name.span.end += dropped;
        }
        all.extend(found);
        dropped = from.saturating_sub(LEFT);
        while !text.is_char_boundary(dropped) {
            dropped -= 1;
        }
    }
    all
}

fn people(text: &str) -> Vec<&str> {
    let people = whole(text, Names::Balanced).into_iter().filter(|name| name.entity == Entity::PERSON);
    people.map(|name| &text[name.span.start..name.span.end]).collect()
}

#[test]
fn names_that_nothing_announces_are_found() {
    for (text, expected) in [
        ("Gestern hat Katharina Brandstetter angerufen.", vec!["Katharina Brandstetter"]),
        ("Das übernimmt Thomas Wiesinger bis Freitag.", vec!["Thomas Wiesinger"]),
        ("I met Jonathan Whitfield and Laura Benson in the plant.", vec!["Jonathan Whitfield", "Laura Benson"]),
        ("Heute sprach Mahmud al-Sadr mit den Lieferanten.", vec!["Mahmud al-Sadr"]),
        ("Il faut demander à Camille Lefebvre si la livraison est partie.", vec!["Camille Lefebvre"]),
    ] {
        assert_eq!(people(text), expected, "{text}");
    }
}

#[test]
fn places_that_nothing_announces_are_found() {
    let text = "Das Angebot der Niederlassung, Stuttgart und München, fehlt noch.";
    let found: Vec<Name> = whole(text, Names::Balanced);
    let places: Vec<&str> = found.iter().map(|name| &text[name.span.start..name.span.end]).collect();
    assert_eq!(places, ["Stuttgart", "München"]);
    assert!(found.iter().all(|name| name.entity == Entity::LOCATION && !name.sure));
}

#[test]
fn what_is_no_name_is_left_alone() {
    for text in [
        "Die Pumpe am Vorratsbehälter ist undicht, bitte Dichtung tauschen.",
        "The Order was shipped on Monday. See Chapter Three for Details.",
        "public class OrderHandler extends BaseHandler { private Logger log; }",
        "2026-01-04 INFO Server started on Port 8080",
        "IF Motor.Running AND NOT Safety.Stop THEN Valve := Open; END_IF",
        "Montag Dienstag Mittwoch Donnerstag Freitag",
        "Zahlung an Muster Stahl GmbH, IBAN DE89 3704 0044 0532 0130 00",
        "an max.mustermann@werk.de oder https://Werk.de/Peter",
        "Kevin.A.Boone@werk.de",
        "Grafana, Jenkins, Ruby und Rust werden unterstützt.",
    ] {
        assert_eq!(people(text), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn each_point_finds_what_the_one_before_it_finds() {
    let texts = corpus();
    let bytes = |text: &str, names| whole(text, names).iter().map(|name| name.span.len()).sum::<usize>();
    for text in &texts {
        let [precise, balanced, thorough] = [Names::Precise, Names::Balanced, Names::Thorough].map(|n| bytes(text, n));
        assert!(precise <= balanced && balanced <= thorough, "{text}");
    }
    assert!(texts.iter().all(|text| whole(text, Names::Off).is_empty()));
}

/// Sentences of every sort, put together from parts.
fn corpus() -> Vec<String> {
    let given = ["Anna", "Jürgen", "Łukasz", "María José", "J. R.", "Ngozi", "van", "Peter"];
    let family = ["Müller", "O’Neill", "Brandstetter-Lang", "de la Cruz", "WEBER", "Kowalski", "Kaiser", ""];
    let around = [
        "{} hat die Bestellung 4711 geprüft.",
        "Betreff: Liefertermin\n{}\nWerk 3",
        "cc {}, {}; Termin am Montag",
        "The board elected {} as chairman of Siemens AG in Munich.",
        "- {}\t4711\n- {}\t4712",
        "„{}“ (Łódź) – {} & Söhne",
    ];
    let mut corpus = Vec::new();
    for (at, template) in around.iter().cycle().take(given.len() * family.len()).enumerate() {
        let name = format!("{} {}", given[at % given.len()], family[at / given.len() % family.len()]);
        corpus.push(template.replace("{}", name.trim()));
    }
    corpus
}

/// The same on every machine and for every build: if this fails, the weights or the arithmetic changed.
#[test]
fn the_spans_of_a_fixed_corpus_have_this_checksum() {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |number: usize| sum = (sum ^ number as u64).wrapping_mul(0x0000_0100_0000_01b3);
    for text in corpus() {
        for name in whole(&text, Names::Thorough) {
            [name.span.start, name.span.end, usize::from(name.sure)].into_iter().for_each(&mut add);
        }
    }
    assert_eq!(format!("{} {sum:016x}", Tagger::embedded().unwrap().version()), include_str!("checksum.txt").trim());
}

#[test]
fn weights_that_are_damaged_are_refused() {
    assert!(WEIGHTS.len() <= 1_500_000);
    assert!(Tagger::from_bytes(WEIGHTS).is_ok());
    let refused = |bytes: &[u8]| Tagger::from_bytes(bytes).unwrap_err().code() == Code::NamesWeights;
    for at in (0..WEIGHTS.len()).step_by(100_003).chain(0..70) {
        let mut bytes = WEIGHTS.to_vec();
        bytes[at] ^= 1;
        assert!(refused(&bytes), "a bit of byte {at}");
    }
    for len in [0, 7, 195, 196, 1000, WEIGHTS.len() - 1] {
        assert!(refused(&WEIGHTS[..len]), "{len} bytes");
    }
}

#[test]
fn a_flood_of_capitals_is_held_no_longer_than_promised() {
    for text in
        ["A ".repeat(4000), "Anna ".repeat(2000), "A".repeat(9000), "Ä.".repeat(3000), "Peter von der ".repeat(900)]
    {
        let cuts: Vec<usize> = (0..text.len()).step_by(97).collect();
        assert_eq!(in_pieces(&text, &cuts, Names::Thorough), whole(&text, Names::Thorough));
    }
}

/// Words and signs that names are made of and stand between.
const STOCK: &str = "Anna Peter Müller Müller-Lüdenscheidt A. J. von der de la und , ; . : & / - Werk Siemens AG GmbH Berlin Łódź \
    O’Neill O'Brien's WEBER 4711 M8 x@y.de Foo.Bar a_B http://Anna Herr Dr. 😀 中 “ ( ) Bericht sagte the of é É – \
    Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenantrag";

fn pieces() -> impl Strategy<Value = String> {
    let stock: Vec<&str> = STOCK.split(' ').chain(["\n", "\r\n", "\t", "    "]).collect();
    let piece = prop_oneof![9 => proptest::sample::select(stock).prop_map(str::to_owned), 1 => "\\PC{1,4}"];
    let gap = proptest::sample::select(vec![" ", " ", " ", "", "  "]);
    proptest::collection::vec((piece, gap), 0..40).prop_map(|all| all.into_iter().map(|(a, b)| a + b).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_cut_changes_a_name(text in pieces(), cuts in proptest::collection::vec(any::<usize>(), 0..12)) {
        let expected = whole(&text, Names::Thorough);
        prop_assert_eq!(in_pieces(&text, &cuts, Names::Thorough), expected.clone());
        let all: Vec<usize> = (0..text.len()).collect();
        prop_assert_eq!(in_pieces(&text, &all, Names::Thorough), expected);
    }

    #[test]
    fn names_are_whole_words_in_order(text in pieces()) {
        let mut end = 0;
        for name in whole(&text, Names::Thorough) {
            prop_assert!(name.span.start >= end && name.span.end > name.span.start);
            prop_assert!(text.is_char_boundary(name.span.start) && text.is_char_boundary(name.span.end));
            prop_assert!(!text[..name.span.start].ends_with(|c: char| c.is_ascii_alphanumeric()));
            end = name.span.end;
        }
    }
}
