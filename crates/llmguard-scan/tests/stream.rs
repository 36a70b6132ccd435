//! A text in pieces has the findings of the whole, none of them late.

use std::sync::Arc;

use llmguard_scan::{Program, Scanner, Stream};
use llmguard_testkit::streams::check;
use llmguard_testkit::{fakes, texts};
use llmguard_types::{Detector, DetectorSpec};
use proptest::prelude::*;

fn pieces() -> Vec<String> {
    fakes::PIECES.iter().map(ToString::to_string).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn equal_for_all_splits(
        first in texts::mixed(pieces(), 24),
        second in texts::mixed(pieces(), 8),
        cuts in proptest::collection::vec(any::<usize>(), 0..12),
    ) {
        let program = Arc::new(Program::compile(fakes::detectors()).unwrap());
        let mut stream = Stream::new(Arc::clone(&program));
        check(&program, &mut stream, &first, cuts.iter().map(|cut| cut % (first.len() + 1)));
        check(&program, &mut stream, &second, 0..second.len());
    }

    #[test]
    fn the_last_piece_may_end_the_text(text in texts::mixed(pieces(), 24), cut in any::<usize>()) {
        let program = Arc::new(Program::compile(fakes::detectors()).unwrap());
        let mut cut = cut % (text.len() + 1);
        while !text.is_char_boundary(cut) {
            cut -= 1;
        }
        let mut stream = Stream::new(Arc::clone(&program));
        let (first, last) = text.split_at(cut);
        let mut found = stream.push(first).unwrap();
        found.extend(stream.finish_with(last).unwrap());
        found.sort_by_key(|finding| (finding.span.start, finding.span.end, finding.detector));
        let mut whole = Scanner::new(program).scan_all(&text).unwrap().findings;
        whole.sort_by_key(|finding| (finding.span.start, finding.span.end, finding.detector));
        prop_assert_eq!(found, whole);
    }
}

#[test]
fn long_texts_are_not_kept_and_stay_equal() {
    let program = Arc::new(Program::compile(fakes::detectors()).unwrap());
    let text = "Ein Text mit badge AB-123 und <<offen bis zum Ende, key_abcd1 und 123 45 67 8. ".repeat(400);
    let mut stream = Stream::new(Arc::clone(&program));
    check(&program, &mut stream, &text, (0..text.len()).step_by(4));
    check(&program, &mut stream, &text, []);
}

#[test]
fn what_is_plain_is_decided_at_once() {
    let spec = DetectorSpec::plain("fake.key", "key_[a-z0-9]{4,8}");
    let program = Arc::new(Program::compile([Detector::from_spec(spec, None)]).unwrap());
    let mut stream = Stream::new(program);
    let mut open = |piece| {
        stream.push(piece).unwrap();
        stream.open_from()
    };
    assert_eq!(open("The quick brown fox "), 20);
    assert_eq!(open("ke"), 20);
    assert_eq!(open("ttle "), 27);
    assert_eq!(open("key_ab"), 27);
    assert_eq!(open("!"), 34);
}

#[test]
fn a_finding_waits_for_its_cue_and_no_longer() {
    let spec = DetectorSpec { cues: vec!["badge".into()], ..DetectorSpec::plain("fake.badge", "[A-Z]{2}-[0-9]{3}") };
    let program = Arc::new(Program::compile([Detector::from_spec(spec, None)]).unwrap());
    let mut stream = Stream::new(Arc::clone(&program));
    assert!(stream.push("AB-123 is his").unwrap().is_empty());
    assert_eq!(stream.open_from(), 0);
    assert_eq!(
        stream.push(" badge.").unwrap(),
        Scanner::new(program).scan_all("AB-123 is his badge.").unwrap().findings
    );
    assert_eq!(stream.push("\nAB-123\n").unwrap().len(), 1);
}

#[test]
fn what_ends_before_a_letter_beyond_ascii_may_go_on_to_another_end() {
    let spec = DetectorSpec { max_len: Some(40), ..DetectorSpec::plain("fake.lazy", "from[^\n]*?[0-9]+") };
    let program = Arc::new(Program::compile([Detector::from_spec(spec, None)]).unwrap());
    let mut stream = Stream::new(Arc::clone(&program));
    for text in ["from 1ä0", "from 1ä 2 is", "from 1€", "from 1ä, and no other number behind it"] {
        check(&program, &mut stream, text, 0..text.len());
    }
}
