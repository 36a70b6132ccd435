//! Names: what the tagger adds to what detectors find, in whole texts and in streams.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use std::sync::{Arc, OnceLock};

use llmguard::{Confidence, Evidence, Guard, MemorySink, Names, Request, Session, Views};
use llmguard_testkit::texts;
use proptest::prelude::*;

/// No stream looks through disguises: both sides read the text as it is.
const AS_IT_IS: Views = Views { usual: false, rot13: false, reversed: false };

fn guard() -> &'static Guard {
    static GUARD: OnceLock<Guard> = OnceLock::new();
    GUARD.get_or_init(|| Guard::builder().views(AS_IT_IS).names(Names::Thorough).build().unwrap())
}

fn without() -> &'static Guard {
    static GUARD: OnceLock<Guard> = OnceLock::new();
    GUARD.get_or_init(|| Guard::builder().views(AS_IT_IS).names(Names::Off).build().unwrap())
}

#[test]
fn a_name_that_nothing_announces_is_a_finding_of_the_tagger() {
    let text = "Die Prüfung am Montag macht dann Brandstetter allein.";
    assert_eq!(without().scan(text).unwrap(), []);
    let found = guard().scan(text).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].span.of(text), Some("Brandstetter"));
    assert_eq!(guard().detector_id(&found[0]), "person.name.tagged");
    assert_eq!(guard().entity_label(&found[0]), "PERSON");
    assert!(found[0].evidence.contains(Evidence::MODEL) && found[0].confidence >= Confidence::Medium);
}

#[test]
fn a_place_that_nothing_announces_is_one_too() {
    let text = "Das Angebot der Niederlassung, Stuttgart und München, fehlt noch.";
    let places = |guard: &Guard| -> Vec<String> {
        let found = guard.scan(text).unwrap();
        let tagged = found.iter().filter(|finding| guard.detector_id(finding) == "place.name.tagged");
        tagged.map(|finding| format!("{} {}", guard.entity_label(finding), finding.span.of(text).unwrap())).collect()
    };
    assert_eq!(places(guard()), ["LOCATION Stuttgart", "LOCATION München"]);
    assert_eq!(places(without()), Vec::<String>::new());
}

#[test]
fn makers_are_no_people_and_people_are_no_makers() {
    let people = |text: &str| -> Vec<String> {
        let found = Guard::new().unwrap().scan(text).unwrap();
        let people = found.iter().filter(|f| guard().entity_label(f) == "PERSON");
        people.map(|f| f.span.of(text).unwrap().to_owned()).collect()
    };
    for text in ["Im TIA Portal V18 ist das Projekt gespeichert.", "Gantt Chart in MS Project.", "Bosch hat angefragt."]
    {
        assert_eq!(people(text), [""; 0], "{text}");
    }
    assert_eq!(people("Georg Fischer kommt um zehn."), ["Georg Fischer"]);
    assert_eq!(people("Tia Becker und Robert Bosch sind da."), ["Tia Becker", "Robert Bosch"]);
    assert_eq!(people("Das hat Anna Schmidt Motor für Motor geprüft."), ["Anna Schmidt"]);
}

#[test]
fn a_greeting_is_no_part_of_a_name_and_a_shared_family_name_hides_both() {
    for (text, redacted) in [
        ("Moin Friedhelm, die Gehäuse sind wieder porös.", "Moin [PERSON_1], die Gehäuse sind wieder porös."),
        ("Eheleute Sabine und Dirk Becker, Mieter", "Eheleute [PERSON_1] und [PERSON_2], Mieter"),
        ("Mieter ist Ernst-August Becker.", "Mieter ist [PERSON_1]."),
    ] {
        assert_eq!(guard().session().protect(text).unwrap().text, redacted);
    }
}

#[test]
fn detectors_know_better() {
    let text = "an Katharina Brandstetter, k.brandstetter@muster-werke.de, Brandstetter GmbH, Frau Huber";
    let id = |guard: &Guard| {
        let found = guard.scan_all(text).unwrap().findings;
        let tagged: Vec<&str> = found
            .iter()
            .filter(|finding| guard.detector_id(finding) == "person.name.tagged")
            .map(|finding| finding.span.of(text).unwrap())
            .collect();
        assert!(tagged.iter().all(|name| *name == "Katharina Brandstetter"), "{tagged:?}");
        guard.redact(text).unwrap().text
    };
    assert!(
        id(guard())
            .starts_with("an [REDACTED_PERSON], [REDACTED_EMAIL], [REDACTED_ORGANIZATION], Frau [REDACTED_PERSON]")
    );
}

#[test]
fn names_off_is_as_if_there_were_no_tagger() {
    assert!(without().detectors().all(|detector| !detector.id.ends_with(".name.tagged")));
    assert_eq!(without().detectors().len() + 2, guard().detectors().len());
}

#[test]
fn a_decision_and_its_audit_event_say_which_weights_looked_for_names() {
    let sink = Arc::new(MemorySink::default());
    for (names, expected) in [(Names::Precise, Some("precise 2+")), (Names::Off, None)] {
        let guard = Guard::builder().names(names).audit_sink(sink.clone()).build().unwrap();
        let decision = guard.check("Hallo", &Request::new("buyer", "eu")).unwrap();
        let event = sink.events().pop().unwrap();
        assert_eq!(event.names.is_some(), expected.is_some());
        assert_eq!(event.names.as_deref(), decision.names.as_deref());
        assert!(event.names.unwrap_or_default().starts_with(expected.unwrap_or_default()));
    }
}

fn protect(session: &Session, text: &str, cuts: &[usize]) -> (String, usize) {
    let mut stream = session.protect_stream();
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % (text.len() + 1)).chain([0, text.len()]).collect();
    cuts.sort_unstable();
    let (mut out, mut held) = (String::new(), 0);
    for pair in cuts.windows(2) {
        out.push_str(stream.push_bytes(&text.as_bytes()[pair[0]..pair[1]]).unwrap().text);
        held = held.max(stream.held());
    }
    out.push_str(stream.finish().unwrap().text);
    assert_eq!(stream.findings(), session.guard().redact(text).unwrap().findings, "cut at {cuts:?} in {text:?}");
    (out, held)
}

fn stock() -> Vec<String> {
    let mut stock = texts::stock(llmguard_catalog::detectors());
    let names = [
        "Katharina Brandstetter",
        "Brandstetter",
        "Thomas",
        "sagt",
        "Jonathan Whitfield",
        "J. Whitfield",
        "Müller, Anna",
        "von der Heide",
        "Bitte",
        "die Prüfung",
        "macht",
        "mit",
        "und",
        "am Montag",
        "in Graz",
        "Siemens AG",
        "\n",
        ".",
        ",",
        "IBAN",
        "Łukasz Kowalski",
    ];
    stock.extend(names.iter().cycle().take(400).map(ToString::to_string));
    stock
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_stream_finds_the_names_of_the_whole(text in texts::mixed(stock(), 16), cuts in proptest::collection::vec(any::<usize>(), 0..12)) {
        let whole = guard().session().protect(&text).unwrap().text;
        let bytes: Vec<usize> = (0..text.len()).collect();
        prop_assert_eq!(&protect(&guard().session(), &text, &cuts).0, &whole);
        prop_assert_eq!(&protect(&guard().session(), &text, &bytes).0, &whole);
    }

    #[test]
    fn a_prompt_is_decided_as_the_whole_is(text in texts::mixed(stock(), 12), cut in any::<usize>()) {
        let request = Request::new("buyer", "eu");
        let checked = guard().session().check(&text, &request).unwrap();
        let mut stream = guard().session().stream(&request).unwrap();
        let bytes = text.as_bytes();
        let (head, rest) = bytes.split_at(cut % (bytes.len() + 1));
        let mut out = stream.push_bytes(head).unwrap().text.to_owned();
        out.push_str(stream.push_bytes(rest).unwrap().text);
        let last = stream.finish().unwrap();
        out.push_str(last.text);
        prop_assert_eq!(last.denied, checked.output.is_none(), "{:?}", text);
        if let Some(output) = checked.output {
            prop_assert_eq!(out, output);
            prop_assert_eq!(&stream.decision().unwrap().findings, &checked.findings);
        }
    }

    #[test]
    fn what_detectors_find_stays(text in texts::mixed(stock(), 16)) {
        let with = guard().scan_all(&text).unwrap().findings;
        let id = |finding: &_| guard().detector_id(finding).to_owned();
        let kept: Vec<_> = with.iter().filter(|f| !id(f).ends_with(".name.tagged")).map(|f| (f.span, id(f), f.confidence)).collect();
        let before = without().scan_all(&text).unwrap().findings;
        let before: Vec<_> =
            before.iter().map(|f| (f.span, without().detector_id(f).to_owned(), f.confidence)).collect();
        prop_assert_eq!(kept, before);
    }
}

#[test]
fn every_two_way_split_of_a_letter() {
    let text = "Hallo zusammen,\ngestern hat Katharina Brandstetter (k.brandstetter@muster-werke.de) mit Thomas Wiesinger die \
                Prüfung gemacht; Wiesinger schickt es an Łukasz Kowalski. Konto DE89 3704 0044 0532 0130 00, danke 😀";
    let whole = guard().session().protect(text).unwrap().text;
    for cut in 0..=text.len() {
        assert_eq!(protect(&guard().session(), text, &[cut]).0, whole, "cut at {cut}");
    }
    assert!(!whole.contains("Wiesinger") && !whole.contains("Kowalski"), "{whole}");
}

#[test]
fn names_hold_back_a_row_of_capitals_and_two_words() {
    let text = "der Bericht über die Pumpe liegt vor und wird am Montag mit dem Betriebsrat besprochen, \
                so dass Katharina Brandstetter ihn bis zum Freitag prüfen kann; danach geht er an die Leitung. "
        .repeat(20);
    let bytes: Vec<usize> = (0..text.len()).collect();
    let held = |guard: &Guard| protect(&guard.session(), &text, &bytes).1;
    assert!(held(guard()) <= held(without()) + 96, "{} and {}", held(guard()), held(without()));
}
