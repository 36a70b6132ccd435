//! Tests of surrogates: made from a number, and read again as it.

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;

use super::*;

/// Values as people write them, and what their surrogates begin with.
const WRITTEN: &[(Kind, &str, &str)] = &[
    (Kind::Email, "jo.huber@muster-werke.de", ""),
    (Kind::Email, "JO.HUBER@MUSTER-WERKE.DE", ""),
    (Kind::Email, "Jörg.Huber@Muster-Werke.de", ""),
    (Kind::Iban, "DE89 3704 0044 0532 0130 00", "DE"),
    (Kind::Iban, "de89-3704-0044-0532-0130-00", "de"),
    (Kind::Iban, "AT611904300234573201", "AT"),
    (Kind::Iban, "GB29 NWBK 6016 1331 9268 19", "GB"),
    (Kind::Iban, "NO93 8601 1117 947", "NO"),
    (Kind::Iban, "FR14 2004 1010 0505 0001 3M02 606", "FR"),
    (Kind::Phone, "0711 23125-0", "0"),
    (Kind::Phone, "(0711) 23125-0", "(0"),
    (Kind::Phone, "0221/4710456", "0"),
    (Kind::Phone, "+49 (0)711/23125-0", "+49 (0)"),
    (Kind::Phone, "0049 711 231250", "0049 "),
    (Kind::Phone, "+4971123125", "+49"),
    (Kind::Phone, "+44 20 7183 8750", "+44 "),
    (Kind::Phone, "+33 6 12 34 56 78", "+33 "),
    (Kind::Phone, "+1 (202) 456-1111", "+1 ("),
];

/// The surrogate that a text is, all of it.
fn whole(text: &str) -> Option<Surrogate> {
    read(text, 0, 0, true).ok().filter(|surrogate| surrogate.end == text.len())
}

fn digits(text: &str) -> Vec<u8> {
    text.bytes().filter(u8::is_ascii_digit).map(|c| c - b'0').collect()
}

#[test]
fn a_surrogate_looks_like_its_value() {
    for (kind, written, begins) in WRITTEN {
        let surrogate = kind.write(787, written).unwrap();
        assert!(surrogate.starts_with(begins), "{surrogate} for {written}");
        if *kind == Kind::Iban {
            let accept = llmguard_catalog::validator("iban").unwrap()(surrogate.as_bytes()).unwrap();
            assert_eq!((accept.len, surrogate.len()), (surrogate.len(), written.len()), "{surrogate}");
        }
    }
    let shown = |kind: Kind, written| kind.write(787, written).unwrap();
    assert_eq!(shown(Kind::Phone, "+49 (0)711/23125-0"), "+49 (0)89/99998-369");
    assert_eq!(shown(Kind::Phone, "+1 (202) 456-1111"), "+1 (312) 555-0169");
    assert_eq!(shown(Kind::Email, "JO.HUBER@MUSTER-WERKE.DE"), shown(Kind::Email, "j@x.de").to_uppercase());
}

#[test]
fn the_first_of_each_kind_are_those_of_the_documentation() {
    let shown = |kind: Kind, number, written| kind.write(number, written).unwrap();
    assert_eq!(shown(Kind::Email, 1, "jo.huber@muster-werke.de"), "rudewodi@example.com");
    assert_eq!(shown(Kind::Iban, 1, "DE89 3704 0044 0532 0130 00"), "DE56 9999 9999 0007 3687 87");
    assert_eq!(shown(Kind::Phone, 1, "0711 23125-0"), "030 23125-787");
    assert_eq!(shown(Kind::Phone, 1, "+49 (0)711/23125-0"), "+49 (0)30/23125-787");
    assert_eq!((shown(Kind::Female, 1, "Petra"), shown(Kind::Male, 1, "Hans")), ("Adelheid".into(), "Ansgar".into()));
    assert_eq!(shown(Kind::Family, 1, "MÜLLER"), "SELLMEYER");
    assert_eq!(shown(Kind::Phone, 1, "+33 6 12 34 56 78"), "+33 5 36 49 87 87");
}

#[test]
fn what_nobody_keeps_free_has_none() {
    for (kind, written) in [
        (Kind::Phone, "+43 1 5321234"),
        (Kind::Phone, "4711"),
        (Kind::Phone, "+49 711 x12"),
        (Kind::Iban, "BE68 5390 0754 7034"),
        (Kind::Iban, "DE89 3704 0044 0532"),
        (Kind::Email, "jo%40muster-werke.de"),
        (Kind::Email, "jo&#64;x@muster-werke.de"),
        (Kind::Email, "a@b@c.de"),
    ] {
        assert_eq!(kind.write(1, written), None, "{written}");
    }
    // There are as many as a table holds.
    assert_eq!(
        (Kind::Phone.write(4_000, "0711 23125"), Kind::Phone.write(3_999, "0711 23125").is_some()),
        (None, true)
    );
    assert_eq!(Kind::Email.write(0, "jo@x.de"), None);
    assert_eq!(Kind::Iban.write(482_913_067, "DE89370400440532013000"), None);
}

#[test]
fn numbers_have_surrogates_of_their_own() {
    for (kind, written, _) in WRITTEN {
        let all: HashSet<_> = (1..1000).map(|number| kind.write(number, written).unwrap()).collect();
        assert_eq!(all.len(), 999, "{written}");
    }
}

#[test]
fn domain_ranges_and_bank_codes_are_reserved() {
    for number in [1, 2, 50, 999] {
        let domain = Kind::Email.write(number, "jo@x.de").unwrap();
        assert!(domain.ends_with("@example.com"));
        let iban = digits(&Kind::Iban.write(number, "DE89370400440532013000").unwrap());
        // No clearing area begins with 9.
        assert_eq!(iban[2..10], [9; 8]);
        let phone = Kind::Phone.write(number, "071123125").unwrap();
        assert!(["03023125", "06990009", "04066969", "08999998"].iter().any(|range| phone.starts_with(range)));
    }
}

#[test]
fn a_slip_of_a_digit_leads_to_no_neighbour() {
    for (kind, written, _) in WRITTEN.iter().filter(|(kind, ..)| *kind == Kind::Iban) {
        let surrogate = kind.write(7, written).unwrap();
        let start = surrogate.get(..surrogate.len() - 1).unwrap();
        let slipped = ('0'..='9').map(|digit| format!("{start}{digit}"));
        let numbers: Vec<u32> = slipped.filter_map(|text| whole(&text)).map(|read| read.number).collect();
        assert_eq!(numbers.iter().filter(|number| **number < 10_000).collect::<Vec<_>>(), [&7], "{numbers:?}");
    }
}

#[test]
fn models_change_case_blanks_and_signs() {
    type Change = fn(&str) -> String;
    let changes: [(Kind, &str, &[Change]); 3] = [
        (Kind::Email, "jo@x.de", &[str::to_uppercase, |text| text.replace('@', "%40")]),
        (
            Kind::Iban,
            "DE89 3704 0044 0532 0130 00",
            &[str::to_lowercase, |text| text.replace(' ', ""), |text| text.replace(' ', "\u{a0}")],
        ),
        (
            Kind::Phone,
            "0711 23125-0",
            &[
                |text| text.replace(' ', "/"),
                |text| text.replacen('0', "+49 ", 1),
                |text| text.replacen('0', "0049 (0)", 1),
            ],
        ),
    ];
    for (kind, written, changes) in changes {
        let surrogate = kind.write(787, written).unwrap();
        for change in changes {
            let changed = change(&surrogate);
            let read = whole(&changed).map(|read| (read.kind, read.number));
            assert_eq!(read, Some((kind, 787)), "{changed}");
        }
    }
}

#[test]
fn what_goes_on_is_none() {
    let email = Kind::Email.write(7, "jo@x.de").unwrap();
    let phone = Kind::Phone.write(7, "0711 23125-0").unwrap();
    for text in [
        format!("{email}.au"),
        format!("{email}n"),
        format!("a.{email}"),
        format!("{email}@x"),
        format!("{phone}1"),
        format!("1{phone}"),
        format!("({phone}"),
        format!("_{phone}__"),
        format!("x_{phone}"),
    ] {
        let read = (0..text.len()).find_map(|at| read(&text, 0, at, true).ok());
        assert!(read.is_none_or(|read| text.starts_with('(') && read.end == text.len()), "{text}: {read:?}");
    }
}

const POOLS: [(Kind, &[&str]); 4] = [
    (Kind::Family, pools::FAMILY),
    (Kind::Female, pools::FEMALE),
    (Kind::Male, pools::MALE),
    (Kind::Given, pools::EITHER),
];

#[test]
fn pools_are_ordered_and_their_names_are_in_the_lexicon_and_nothing_else() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../llmguard-catalog/lexicons/names.tsv");
    let lexicon = std::fs::read_to_string(path).unwrap();
    let marks: HashMap<&str, &str> = lexicon.lines().filter_map(|line| line.split_once('\t')).collect();
    let mut seen = HashSet::new();
    for (kind, names) in POOLS {
        assert!(names.windows(2).all(|pair| pair[0] < pair[1]), "{kind:?}");
        for name in names {
            let marks = marks.get(name).unwrap_or_else(|| panic!("{name} is in no lexicon"));
            let wanted = if kind == Kind::Family { "f" } else { "gG" };
            assert!(marks.contains(|mark| wanted.contains(mark)) && !marks.contains('o'), "{name} {marks}");
            assert!(name.is_ascii() && name.len() >= 4 && seen.insert(*name), "{name}");
        }
        // None is another one with an ending, or the beginning of an address.
        let ended = |name: &str| {
            name::ENDINGS.iter().skip(1).any(|end| name.strip_suffix(end).is_some_and(|stem| seen.contains(stem)))
        };
        assert!(!seen.iter().any(|name| ended(name)));
    }
    for names in [pools::WOMEN, pools::MEN] {
        assert!(names.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(names.iter().all(|name| !seen.contains(name)));
    }
    assert!(pools::WOMEN.iter().all(|name| !pools::MEN.contains(name)));
}

#[test]
fn every_name_of_a_pool_is_one_number_in_capitals_too() {
    for (kind, names) in POOLS {
        let mut seen = HashSet::new();
        for number in 1..names.len() as u32 {
            for written in ["Müller", "MÜLLER"] {
                let name = kind.write(number, written).unwrap();
                assert_eq!(whole(&name).map(|read| (read.kind, read.number)), Some((kind, number)), "{name}");
                seen.insert(name);
            }
        }
        assert_eq!((seen.len(), kind.write(names.len() as u32, "Müller")), (2 * (names.len() - 1), None));
    }
    for none in ["müller", "McDonald", "H", "M2", ""] {
        assert_eq!(Kind::Family.write(1, none), None, "{none}");
    }
}

#[test]
fn names_are_read_with_endings_and_not_within_words() {
    let name = Kind::Family.write(1, "Müller").unwrap();
    let upper = name.to_uppercase();
    for ending in name::ENDINGS {
        for text in
            [format!("{name}{ending}"), format!("{name}{ending}-Werk"), format!("{upper}{}.", ending.to_uppercase())]
        {
            let read = read(&text, 0, 0, true).map(|read| (read.end, read.ending));
            assert_eq!(read, Ok((name.len() + ending.len(), ending.len())), "{text}");
        }
    }
    for text in [
        name.to_lowercase(),
        format!("{name}straße"),
        format!("{name}1"),
        format!("{name}S"),
        format!("{upper}s"),
        format!("{name}@werk.de"),
        format!("{name}_1"),
    ] {
        assert!(read(&text, 0, 0, true).is_err(), "{text}");
    }
    assert_eq!(read(&format!("x{name}"), 0, 1, true), Err(Stop::No));
}

#[test]
fn the_words_of_a_name_are_told_apart() {
    let shown = |written, salutation| {
        let parts = parts("PERSON", written, salutation)?;
        let part = |part: &Part<'_>| match part {
            Part::Kept(kept) => (*kept).to_owned(),
            Part::Surrogate { kinds, written } => format!("{:?}({written})", kinds[0]),
        };
        Some(parts.iter().map(part).collect::<String>())
    };
    for (written, wanted) in [
        ("Müller", "Family(Müller)"),
        ("Petra", "Female(Petra)"),
        ("Petra Müller", "Female(Petra) Family(Müller)"),
        ("Hans-Peter von der Müller", "Male(Hans)-Male(Peter) von der Family(Müller)"),
        ("Müller-Lüdenscheidt, Petra", "Family(Müller)-Family(Lüdenscheidt), Female(Petra)"),
        ("Xiaodong Huber", "Given(Xiaodong) Family(Huber)"),
        ("ADELHEID MÜLLER", "Female(ADELHEID) Family(MÜLLER)"),
    ] {
        assert_eq!(shown(written, None).as_deref(), Some(wanted));
    }
    assert_eq!(shown("Petra", Some(Gender::Male)).as_deref(), Some("Family(Petra)"));
    assert_eq!(shown("Xiaodong Huber", Some(Gender::Male)).as_deref(), Some("Male(Xiaodong) Family(Huber)"));
    for none in ["H. Müller", "Mary O'Brien", "müller", "Müller von", "Anna  Müller", "Anna\nMüller", "4711"] {
        assert_eq!(shown(none, None), None, "{none}");
    }
    let spoken = |before| salutation(before);
    assert_eq!(spoken("Sehr geehrte Frau Prof. Dr. "), Some(Gender::Female));
    assert_eq!(spoken("an Herrn\n"), Some(Gender::Male));
    assert_eq!((spoken("Frau Huber und "), spoken("")), (None, None));
}

proptest! {
    /// What is held while it is open is bounded.
    #[test]
    fn little_of_any_text_is_open(text in "[+0-9A-Za-z@. ()/_-]{0,80}", at in 0_usize..80) {
        let open = (at..text.len().max(at)).find(|from| read(&text, 0, *from, false) == Err(Stop::Open));
        prop_assert!(open.is_none_or(|from| text.len() - from <= 442));
    }

    /// Whatever the number, what is written is read, all of it, and prefixes wait.
    #[test]
    fn what_is_written_is_read(place in 0..WRITTEN.len(), number in 1_u32..999, behind in "[ .,;:)]{0,2}") {
        let (kind, written, _) = WRITTEN[place];
        let surrogate = kind.write(number, written).unwrap();
        let text = format!("{surrogate}{behind}");
        let surrogate_read = read(&text, 0, 0, true).unwrap();
        prop_assert_eq!(surrogate_read.end, surrogate.len());
        prop_assert_eq!((surrogate_read.kind, surrogate_read.number), (kind, number));
        prop_assert_eq!(Some(surrogate_read.place), kind.place(written));
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            match read(text.get(..end).unwrap(), 0, 0, false) {
                Err(Stop::Open) => {}
                // The empty text begins with none; one that was read stays.
                Err(Stop::No) => prop_assert_eq!(end, 0),
                Ok(early) => prop_assert_eq!(early, surrogate_read),
            }
        }
    }

    /// Any text is read or not, and what was decided early stays.
    #[test]
    fn all_prefixes_agree_with_the_whole(text in "[+0(]{0,2}[0-9A-Za-z@. ()/_-]{0,40}|(Adelheid|BUCHEGGER|Tie)[a-zA-Z@. _]{0,12}") {
        let whole = read(&text, 0, 0, true);
        for end in 0..text.len() {
            let start = text.get(..end).unwrap();
            let early = read(start, 0, 0, false);
            prop_assert!(end == 0 || early == Err(Stop::Open) || early == whole, "{:?}", start);
        }
    }
}
