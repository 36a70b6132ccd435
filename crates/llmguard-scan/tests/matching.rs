//! Exact data match: what a naive search says, whole and in pieces, and the promises of the file.

#![expect(clippy::string_slice, clippy::unwrap_used, reason = "a test stops where it fails")]

use std::sync::{Arc, OnceLock};

use llmguard_scan::{
    Dictionary, DictionaryBuilder, Image, List, ListKey, Matching, MatchingBuilder, Program, Stream, WINDOW,
};
use llmguard_testkit::{fakes, streams};
use llmguard_types::{Code, Detector, DetectorSpec, Error, Span};
use proptest::prelude::*;

const ROWS: [(&str, [&str; 3]); 7] = [
    ("4711823", ["Anna", "Huber", "12.03.1985"]),
    ("4711824", ["Jörg", "Maier-Schmidt", "Bad Homburg"]),
    ("KD 17", ["Anna", "Kolb", ""]),
    ("9000", ["Wort", "zwei Worte", "Huber"]),
    ("9000", ["Kolb", "Bad Homburg", "drei kurze Worte"]),
    ("Sondermann", ["Eva", "9000", "-"]),
    ("Kolb", ["Uwe", "12.03.1985", "AB-123"]),
];

fn key(byte: u8) -> ListKey {
    ListKey::new(&[byte; 32]).unwrap()
}

fn file(needed: usize, byte: u8) -> Vec<u8> {
    let mut builder = MatchingBuilder::new(&key(byte), 3, needed).unwrap();
    ROWS.iter().for_each(|(key, cells)| builder.row(key, cells).unwrap());
    builder.build().unwrap()
}

fn table(needed: usize) -> Matching {
    Matching::open(file(needed, 1), &key(1)).unwrap()
}

fn found(needed: usize, text: &str) -> Vec<&str> {
    table(needed).find_all(text).iter().map(|span| span.of(text).unwrap()).collect()
}

#[test]
fn a_key_needs_enough_of_its_own_row() {
    let text = "Kunde 4711823 (HUBER), geboren am 12.03.1985";
    assert_eq!(found(2, text), ["4711823"]);
    assert_eq!(found(3, text), [""; 0]);
    for none in [
        "Teil 4711823",
        "Teil 4711823 für Huber",
        "Teil 4711823, Jörg Maier-Schmidt, Bad Homburg",
        "Anna Huber, 12.03.1985",
        "4711823 4711823 4711823 Huber Huber",
    ] {
        assert_eq!(found(2, none), [""; 0], "{none}");
    }
    assert_eq!(found(2, "JOERG maier schmidts Nummer: 4711824"), ["4711824"]);
    assert_eq!(found(1, "Annas kd-17 und 4711824"), ["kd-17"]);
    assert_eq!(found(1, "Teil 4711823 von Hubertus"), [""; 0]);
}

#[test]
fn rows_of_one_key_are_not_mixed() {
    assert_eq!(found(2, "9000 zwei Worte, ein Huber"), ["9000"]);
    assert_eq!(found(2, "9000 drei kurze Worte in Bad Homburg"), ["9000"]);
    assert_eq!(found(2, "9000 Huber in Bad Homburg"), [""; 0]);
}

#[test]
fn a_key_does_not_corroborate_itself_and_cells_do_not_reach_over_it() {
    assert_eq!(found(1, "Sondermann"), [""; 0]);
    assert_eq!(found(1, "Bad 4711824 Homburg"), [""; 0]);
    assert_eq!(found(1, "Kolb Uwe"), ["Kolb"]);
}

#[test]
fn the_window_has_two_ends() {
    let at = |gap: usize| {
        (
            found(1, &format!("Huber{} 4711823", ".".repeat(gap))).len(),
            found(1, &format!("4711823{} Huber", ".".repeat(gap))).len(),
        )
    };
    assert_eq!(at(WINDOW - 6), (1, 1));
    assert_eq!(at(WINDOW - 5), (0, 0));
    // A word that the window cuts is none.
    assert_eq!(found(1, &format!("xHuber{} 4711823", ".".repeat(WINDOW - 6))), [""; 0]);
    assert_eq!(found(1, &format!("4711823 {}Huberx", ".".repeat(WINDOW - 6))), [""; 0]);
}

#[test]
fn only_what_can_be_kept_is_taken() {
    let code = |error: Result<(), Error>| error.unwrap_err().code();
    for (columns, needed) in [(0, 0), (17, 1), (2, 0), (2, 3)] {
        assert_eq!(MatchingBuilder::new(&key(1), columns, needed).unwrap_err().code(), Code::DictionaryColumn);
    }
    let mut builder = MatchingBuilder::new(&key(1), 1, 1).unwrap();
    assert_eq!(code(builder.row("4711", &["a", "b"])), Code::DictionaryColumn);
    assert_eq!(code(builder.row("-", &["a"])), Code::DictionaryTerm);
    assert_eq!(code(builder.row("4711", &[&"x".repeat(200)])), Code::DictionaryTerm);
    assert_eq!(builder.build().unwrap_err().code(), Code::DictionaryTerms);
    let mut builder = MatchingBuilder::new(&key(1), 1, 1).unwrap();
    (0..65).for_each(|n| builder.row("4711", &[&format!("n{n}")]).unwrap());
    assert_eq!(builder.build().unwrap_err().code(), Code::DictionaryTerms);
}

#[test]
fn files_are_the_same_secret_and_sealed() {
    let file = self::file(2, 1);
    assert_eq!(file, self::file(2, 1));
    assert_ne!(file, self::file(2, 2));
    assert_eq!(Matching::open(file.clone(), &key(2)).unwrap_err().code(), Code::DictionaryKey);
    for at in 0..file.len() {
        let mut bad = file.clone();
        bad[at] ^= 1;
        assert!(Matching::open(bad, &key(1)).is_err(), "byte {at}");
    }
    let info = table(2).info();
    assert_eq!((info.rows, info.columns, info.needed), (7, 3, 2));
}

/// All keys together, the other cells of each row, the key of each row.
type Dictionaries = (Dictionary, Vec<[Option<Dictionary>; 3]>, Vec<Dictionary>);

/// Dictionaries of single cells say where these stand; the rest is counting.
fn naive(needed: usize, text: &str) -> Vec<Span> {
    static DICTIONARIES: OnceLock<Dictionaries> = OnceLock::new();
    let of = |terms: &[&str]| {
        let mut builder = DictionaryBuilder::new(&key(1));
        terms.iter().for_each(|term| builder.add(term).unwrap());
        Dictionary::open(builder.build().unwrap(), &key(1)).unwrap()
    };
    let (keys, cells, own) = DICTIONARIES.get_or_init(|| {
        let cells = |row: &(&str, [&str; 3])| row.1.map(|cell| (cell.len() > 1).then(|| of(&[cell])));
        (
            of(&ROWS.map(|(key, _)| key)),
            ROWS.iter().map(cells).collect(),
            ROWS.iter().map(|(key, _)| of(&[key])).collect(),
        )
    });
    let hit = |key: &Span| {
        let near = |cell: &Dictionary| {
            // Both sides by themselves: a term may not reach over the key.
            let left = cell.find_all(&text[..key.start]).into_iter();
            let right =
                cell.find_all(&text[key.end..]).into_iter().map(|s| Span::new(s.start + key.end, s.end + key.end));
            left.chain(right).any(|s| s.start + WINDOW >= key.start && s.end <= key.end + WINDOW)
        };
        let corroborates = |cells: &[Option<Dictionary>; 3]| cells.iter().flatten().filter(|cell| near(cell)).count();
        cells.iter().zip(own).any(|(cells, own)| own.is_term(key.of(text).unwrap()) && corroborates(cells) >= needed)
    };
    keys.find_all(text).into_iter().filter(hit).collect()
}

fn texts() -> impl Strategy<Value = String> {
    let words = [
        "4711823",
        "4711824",
        "kd 17",
        "9000",
        "Sondermann",
        "Kolb",
        "Anna",
        "HUBERS",
        "12.03.1985",
        "joerg",
        "Maier Schmidt",
        "Bad",
        "Homburg",
        "zwei",
        "Worte",
        "drei kurze",
        "Eva",
        "Uwe",
        "badge AB-123",
        "key_abcd1",
        "über",
        "Wort",
    ];
    let gaps = [" ", " ", " ", ", ", "\n", " – ", "-"];
    let word = prop_oneof![8 => prop::sample::select(words.to_vec()).prop_map(String::from), 1 => "[a-z ]{40,120}"];
    prop::collection::vec((word, prop::sample::select(gaps.to_vec())), 0..40)
        .prop_map(|parts| parts.into_iter().map(|(word, gap)| word + gap).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn finds_what_a_naive_search_finds(text in texts(), needed in 1..4usize) {
        prop_assert_eq!(table(needed).find_all(&text), naive(needed, &text), "{}", text);
    }

    #[test]
    fn equal_for_all_splits(first in texts(), second in texts(), cuts in prop::collection::vec(any::<usize>(), 0..12)) {
        static PROGRAM: OnceLock<Arc<Program>> = OnceLock::new();
        let program = PROGRAM.get_or_init(|| {
            let named = Detector::from_spec(DetectorSpec::plain("match.customers", ""), None);
            let lists = [(named, List::Matching(Arc::new(table(2))))];
            Arc::new(Program::load_with(&Image::default(), fakes::detectors(), lists).unwrap())
        });
        let mut stream = Stream::new(Arc::clone(program));
        let long = format!("{}{first}", "Ein Text. ".repeat(1000));
        streams::check(program, &mut stream, &long, (9000..long.len()).step_by(7));
        streams::check(program, &mut stream, &second, cuts.iter().map(|cut| cut % (second.len() + 1)));
    }
}
