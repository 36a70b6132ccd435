//! The built-in catalogue: lints clean, and the engine finds with it exactly what the oracle finds.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::collections::BTreeSet;
use std::sync::OnceLock;

use llmguard::{Cost, Guard, Names};
use llmguard_testkit::{oracle::Oracle, texts};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

fn guard() -> &'static Guard {
    static GUARD: OnceLock<Guard> = OnceLock::new();
    GUARD.get_or_init(|| Guard::builder().names(Names::Off).build().unwrap())
}

fn oracle() -> &'static Oracle {
    static ORACLE: OnceLock<Oracle> = OnceLock::new();
    ORACLE.get_or_init(|| Oracle::new(llmguard_catalog::detectors().iter().cloned()))
}

fn stock() -> Vec<String> {
    texts::stock(llmguard_catalog::detectors())
}

#[test]
fn every_detector_holds_its_own_vectors() {
    let errors: Vec<_> = guard().detectors().flat_map(llmguard::lint).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn no_built_in_detector_is_slow() {
    let slow: Vec<_> = guard().costs().filter(|(_, cost)| *cost == Cost::Slow).map(|(d, _)| &d.id).collect();
    assert!(slow.is_empty(), "{slow:?}");
    // Neither is one with a wide lead that a user compiles alone.
    let wide = guard().detectors().find(|d| d.id == "secret.generic.prose-de").unwrap();
    assert_ne!(llmguard::cost(wide).unwrap(), Cost::Slow);
}

#[test]
fn generated_texts_reach_every_detector() {
    let mut runner = TestRunner::deterministic();
    let strategy = texts::mixed(stock(), 16);
    let mut reached = BTreeSet::new();
    for _ in 0..32_768 {
        let text = strategy.new_tree(&mut runner).unwrap().current();
        reached.extend(guard().scan_all(&text).unwrap().findings.iter().map(|f| guard().detector_id(f).to_owned()));
    }
    let missed: Vec<_> = guard().detectors().filter(|d| !reached.contains(&*d.id)).map(|d| &d.id).collect();
    assert!(missed.is_empty(), "{missed:?}");
}

proptest! {
    // The oracle takes a second a text; `make fuzz` runs it on millions.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn findings_equal_the_oracle(text in texts::mixed(stock(), 16)) {
        prop_assert_eq!(guard().scan_all(&text).unwrap().findings, oracle().look(&text));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn reported_spans_are_sorted_disjoint_and_on_boundaries(text in texts::mixed(stock(), 24)) {
        let found = guard().scan(&text).unwrap();
        prop_assert!(found.windows(2).all(|pair| matches!(pair, [a, b] if a.span.end <= b.span.start)));
        prop_assert!(found.iter().all(|f| f.span.of(&text).is_some_and(|value| !value.is_empty())));
    }

    #[test]
    fn text_outside_the_published_window_changes_no_finding(
        middle in texts::mixed(stock(), 12),
        far in proptest::array::uniform4(texts::mixed(stock(), 6)),
    ) {
        // Longer than any window, and nothing in it that a detector could start or a cue could be.
        let pad = "- -\n".repeat(5000);
        let [a, b, c, d] = far;
        let found: Vec<_> = [(a, b), (c, d)].into_iter().map(|(before, behind)| {
            let text = format!("{before}{pad}{middle}{pad}{behind}");
            let start = before.len() + pad.len();
            let inside = guard().scan_all(&text).unwrap().findings.into_iter()
                .filter(|f| f.span.start >= start && f.span.end <= start + middle.len());
            inside.map(|f| (f.span.start - start, f.span.end - start, f.detector, f.confidence, f.evidence)).collect::<Vec<_>>()
        }).collect();
        prop_assert_eq!(found.first(), found.last());
    }
}

/// Texts that drive naive engines into quadratic time.
const FLOODS: &[&str] = &[
    "1",
    "1.",
    "1 ",
    "a@",
    "a@a.",
    "eyJ",
    "eyJeyJ.",
    "-----BEGIN RSA PRIVATE KEY-----\n",
    "A",
    "Herr ",
    "AB-",
    "::",
    "1-",
    "DE",
    "[PERSON_1",
    "PERSON_",
    "password = ",
    "https://a:",
    "+49",
    "é",
    "𝔸",
    "Müller-",
];

#[test]
fn work_grows_with_the_text_and_no_faster() {
    for flood in FLOODS {
        let work = |bytes: usize| {
            let scan = guard().scan_all(&flood.repeat(bytes / flood.len())).unwrap();
            scan.statistics.candidates + scan.findings.len()
        };
        let (once, twice) = (work(60_000), work(120_000));
        assert!(twice <= 2 * once + 64, "{flood:?}: {once} for 60 kB, {twice} for 120 kB");
        // At most so many detectors begin at one place.
        assert!(once <= 60_000 * 24, "{flood:?}: {once} for 60 kB");
    }
}

#[test]
fn floods_come_back_whole() {
    for flood in FLOODS {
        let text = flood.repeat(20_000 / flood.len());
        let session = guard().session();
        assert_eq!(session.reveal(&session.protect(&text).unwrap().text).unwrap().text, text, "{flood:?}");
    }
}

#[test]
fn no_byte_of_a_long_secret_stays() {
    for (text, length) in [
        ("access_token = \"${alnum:#}\" ok", 400),
        ("password=${alnum:#} ok", 3000),
        ("Das Passwort lautet ${alnum:#} ok", 600),
        ("https://app:${alnum:#}@db.muster.de/x", 700),
        ("sk-ant-api03-${alnum:#} ok", 900),
    ] {
        let text = text.replace('#', &length.to_string());
        let secret = llmguard_catalog::template::expand(&text, 5).unwrap();
        let redacted = guard().redact(&secret).unwrap().text;
        assert!(redacted.len() < 60, "{text}: {} bytes stay", redacted.len());
    }
}
