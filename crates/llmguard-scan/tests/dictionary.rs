//! Dictionaries: they find what a naive search finds, and refuse every file that is not one.

#![expect(clippy::string_slice, clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use llmguard_scan::{Dictionary, DictionaryBuilder, DictionaryInfo, ListKey, MAX_TERM};
use llmguard_types::{Code, Error, Span};
use proptest::prelude::*;

fn key(byte: u8) -> ListKey {
    ListKey::new(&[byte; 32]).unwrap()
}

fn file<T: AsRef<str>>(terms: &[T], key: &ListKey) -> Result<Vec<u8>, Error> {
    let mut builder = DictionaryBuilder::new(key);
    terms.iter().try_for_each(|term| builder.add(term.as_ref()))?;
    builder.build()
}

fn dictionary<T: AsRef<str>>(terms: &[T]) -> Dictionary {
    Dictionary::open(file(terms, &key(1)).unwrap(), &key(1)).unwrap()
}

fn found<'t>(terms: &[&str], text: &'t str) -> Vec<&'t str> {
    dictionary(terms).find_all(text).into_iter().map(|span| span.of(text).unwrap()).collect()
}

/// The same rules, written as plainly as possible: lists of strings, compared.
mod naive {
    use llmguard_types::Span;
    use regex_syntax::try_is_word_character;
    use unicode_normalization::UnicodeNormalization;

    /// Stems and the joiners before them, with where each word lies.
    type Words = Vec<(String, Option<String>, Span)>;

    fn is_word(c: char) -> bool {
        try_is_word_character(c).unwrap()
    }

    pub(crate) fn stem(word: &str) -> String {
        let mut folded = String::new();
        for c in word.to_lowercase().nfd() {
            match c {
                '\u{308}' if folded.ends_with(['a', 'o', 'u']) => folded.push('e'),
                '\u{300}'..='\u{36f}' => {}
                'ß' => folded += "ss",
                'æ' => folded += "ae",
                'œ' | 'ø' => folded += "oe",
                'ł' => folded += "l",
                c => folded.push(if c == 'ς' { 'σ' } else { c }),
            }
        }
        if folded.chars().any(|c| c.is_ascii_digit()) {
            return folded;
        }
        if folded.ends_with('s') && !folded.ends_with("ss") && folded.len() >= 5 {
            folded.pop();
        }
        for ending in ["ern", "en", "er", "e", "n"] {
            if folded.ends_with(ending) && folded.len() >= ending.len() + 4 {
                folded.truncate(folded.len() - ending.len());
                break;
            }
        }
        folded
    }

    fn joiner(gap: &str) -> Option<String> {
        let counts = |c: &char| !c.is_whitespace() && !"-\u{ad}‐‑‒–—―−".contains(*c);
        let short = gap.len() <= 12 && gap.matches('\n').count() <= 1;
        short.then(|| gap.chars().filter(counts).map(|c| if c == '’' { '\'' } else { c }).collect())
    }

    fn words(text: &str) -> Words {
        let mut words = Words::new();
        let mut at = 0;
        while let Some(start) = text[at..].find(is_word).map(|n| at + n) {
            let end = text[start..].find(|c| !is_word(c)).map_or(text.len(), |n| start + n);
            words.push((stem(&text[start..end]), joiner(&text[at..start]), Span::new(start, end)));
            at = end;
        }
        words
    }

    pub(crate) fn find(terms: &[String], text: &str) -> Vec<Span> {
        let terms: Vec<Words> = terms.iter().map(|term| words(term)).collect();
        let text = words(text);
        let mut found = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let same = |term: &&Words| {
                let window = text.get(at..at + term.len()).unwrap_or_default();
                window.len() == term.len()
                    && window
                        .iter()
                        .zip(term.iter())
                        .enumerate()
                        .all(|(n, (a, b))| a.0 == b.0 && (n == 0 || (a.1 == b.1 && a.1.is_some())))
            };
            match terms.iter().filter(same).map(Vec::len).max() {
                Some(count) => {
                    found.push(Span::new(text[at].2.start, text[at + count - 1].2.end));
                    at += count;
                }
                None => at += 1,
            }
        }
        found
    }
}

#[test]
fn terms_are_found_in_every_spelling() {
    let terms = ["Müller & Söhne", "Knorr-Bremse AG", "Weidenbach", "Knorr", "L-SP 4711", "O'Brien", "Dr. Oetker"];
    let text = "MUELLER&SOEHNEN, Müller  & Sohn; an Weidenbachs Knorr bremse\nAG. L SP-4711 o’briens Dr Oetker dr.oetker Knorrs";
    assert_eq!(
        found(&terms, text),
        ["MUELLER&SOEHNEN", "Weidenbachs", "Knorr bremse\nAG", "L SP-4711", "o’briens", "dr.oetker", "Knorrs"]
    );
}

#[test]
fn words_are_whole_and_sentences_end() {
    assert_eq!(
        found(&["Muster Stahl"], "Mustermann Stahl, Muster. Stahl, Muster\n\nStahl, Muster Stahlbau, xMuster Stahl"),
        [""; 0]
    );
    assert_eq!(found(&["Weidenbach"], "Weidenbachhalle Weidenbach_1 1Weidenbach (Weidenbach)"), ["Weidenbach"]);
}

#[test]
fn the_worked_example() {
    let spans = dictionary(&["Knorr-Bremse AG", "Weidenbach"]).find_all("an Weidenbachs Halle, KNORR BREMSE AG.");
    assert_eq!(spans, [Span::new(3, 14), Span::new(22, 37)]);
}

#[test]
fn long_words_many_words_and_long_texts() {
    let long = "Donaudampfschifffahrtsgesellschaft";
    let many = "eins zwei drei vier fuenf sechs sieben acht neun zehn elf zwoelf dreizehn vierzehn fuenfzehn sechzehn";
    let dictionary = dictionary(&[long, many, &"ä".repeat(64), "ende"]);
    let text = format!("{long}s {} {many} {}Ende", "x".repeat(100_000), "wort ".repeat(10_000));
    let spans: Vec<&str> = dictionary.find_all(&text).iter().map(|span| span.of(&text).unwrap()).collect();
    assert_eq!(spans, [&text[..long.len() + 1], many, "Ende"]);
    assert_eq!(dictionary.find_all(&"Ä".repeat(64)).len(), 1);
    assert!(dictionary.find_all(&"ä".repeat(50_000)).is_empty());
    assert!(spans.iter().all(|span| span.len() <= MAX_TERM));
}

#[test]
fn only_what_is_asked_for_is_taken() {
    let refusal = |terms: &[&str]| file(terms, &key(1)).unwrap_err();
    for term in ["", " ", "C++", "\u{301}", "-", &"x".repeat(129), &"a1 ".repeat(17), "a    -    -    - b", "ab\n\ncd"]
    {
        let error = refusal(&["good", term]);
        assert_eq!(error.code(), Code::DictionaryTerm, "{term:?}");
        assert!(term.len() < 3 || !error.to_string().contains(term), "{error}");
    }
    assert_eq!(refusal(&[]).code(), Code::DictionaryTerms);
    assert!(file(&[&"a1 ".repeat(16)], &key(1)).is_ok());
}

#[test]
fn the_same_terms_make_the_same_file() {
    let one = file(&["alpha beta", "gamma", "alpha"], &key(1)).unwrap();
    assert_eq!(one, file(&["GAMMA", "alpha", "Alpha-Beta", "gammas"], &key(1)).unwrap());
    assert_ne!(one, file(&["alpha beta", "gamma", "alpha"], &key(2)).unwrap());
    let info = DictionaryInfo::read(&one).unwrap();
    assert_eq!((info.terms, info.entries, info.longest, info.bytes), (3, 3, 2, one.len()));
    assert_eq!(Dictionary::open(one, &key(1)).unwrap().info(), info);
}

#[test]
fn another_key_is_refused() {
    let error = Dictionary::open(file(&["alpha"], &key(1)).unwrap(), &key(2)).unwrap_err();
    assert_eq!(error.code(), Code::DictionaryKey);
}

/// Every change of one byte is noticed, with the key and, but for the seal, without.
#[test]
fn every_flipped_byte_is_noticed() {
    let good = file(&["alpha beta", "gamma", "delta"], &key(1)).unwrap();
    for at in 0..good.len() {
        for bit in [1, 0x80] {
            let mut bad = good.clone();
            bad[at] ^= bit;
            let without_key = DictionaryInfo::read(&bad).map_err(|error| error.code());
            let expected = if (8..16).contains(&at) { Code::DictionaryVersion } else { Code::DictionaryFile };
            // The digest cannot cover what is made of it.
            if !(104..120).contains(&at) {
                assert_eq!(without_key, Err(expected), "byte {at}");
            }
            assert!(Dictionary::open(bad, &key(1)).is_err(), "byte {at}");
        }
    }
    assert!((0..good.len()).all(|len| Dictionary::open(good[..len].to_vec(), &key(1)).is_err()));
    let mut longer = good.clone();
    longer.push(0);
    assert_eq!(Dictionary::open(longer, &key(1)).unwrap_err().code(), Code::DictionaryFile);
}

fn term() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        8 => prop::sample::select(vec!["Müller", "mueller", "AG", "ag", "Stahl", "stahls", "Knorr", "Bremse", "O", "Brien", "a_1", "Straße", "STRASSEN", "Kind", "Kinder", "4711", "é", "Łe\u{301}", "Sechzehnbuchstaben"]).prop_map(String::from),
        1 => "[a-eA-EäöüßÄn]{1,6}[ernsERNS]{0,3}",
        1 => "[a-z0-9_]{1,20}",
    ];
    let joiner = prop::sample::select(vec![
        " ",
        "-",
        "\n",
        " & ",
        "&",
        ". ",
        "’",
        "'",
        "  ",
        "\u{a0}",
        " – ",
        "\n\n",
        "!",
        "             ",
        "\u{200b}",
        "ß",
        "😀",
    ]);
    prop::collection::vec((word, joiner), 1..7)
        .prop_map(|parts| parts.into_iter().flat_map(|(word, joiner)| [word, joiner.to_owned()]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn finds_what_a_naive_search_finds(terms in prop::collection::vec(term(), 1..12), text in prop::collection::vec(term(), 0..60)) {
        let terms: Vec<String> = terms.into_iter().filter(|term| file(&[term], &key(1)).is_ok()).collect();
        if terms.is_empty() {
            return Ok(());
        }
        let dictionary = dictionary(&terms);
        // Half of the time the terms themselves stand in the text.
        let text: String = text.iter().enumerate().map(|(n, piece)| if n % 2 == 0 { piece } else { &terms[n % terms.len()] }).map(|piece| format!("{piece} ")).collect();
        prop_assert_eq!(dictionary.find_all(&text), naive::find(&terms, &text), "{:?} in {:?}", terms, text);
    }

    #[test]
    fn any_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), headed in any::<bool>()) {
        let mut bytes = bytes;
        if headed {
            let good = file(&["alpha beta", "gamma"], &key(1)).unwrap();
            bytes.splice(..bytes.len().min(28), good[..28].iter().copied());
        }
        prop_assert!(Dictionary::open(bytes, &key(1)).is_err());
    }

    #[test]
    fn any_blocks_do_no_harm(text in ".{0,200}", blocks in prop::collection::vec(any::<u64>(), 0..6)) {
        dictionary(&["a", "b"].map(|t| t.repeat(2))).find_in(&text, blocks, |span| assert!(span.of(&text).is_some()));
    }
}
