//! The engine finds exactly what the naive oracle finds.

use std::sync::Arc;

use llmguard_scan::{Isa, Program, Scanner};
use llmguard_testkit::{fakes, oracle::Oracle, texts};
use llmguard_types::{Bounds, Detector, DetectorSpec};
use proptest::prelude::*;

fn pieces() -> Vec<String> {
    fakes::PIECES.iter().map(ToString::to_string).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn equal_on_generated_texts_and_every_instruction_set(text in texts::mixed(pieces(), 24)) {
        let program = Arc::new(Program::compile(fakes::detectors()).unwrap());
        let expected = Oracle::new(fakes::detectors()).scan_all(&text);
        for isa in Isa::available() {
            let found = Scanner::with_isa(Arc::clone(&program), isa).scan_all(&text).unwrap().findings;
            prop_assert_eq!(&found, &expected, "{:?}", isa);
        }
    }

    #[test]
    fn a_scanner_keeps_nothing_from_the_text_before(first in texts::mixed(pieces(), 12), second in texts::mixed(pieces(), 12)) {
        let program = Arc::new(Program::compile(fakes::detectors()).unwrap());
        let mut used = Scanner::new(Arc::clone(&program));
        used.scan_all(&first).unwrap();
        prop_assert_eq!(used.scan_all(&second).unwrap(), Scanner::new(program).scan_all(&second).unwrap());
    }

    /// Anchors that overlap, at a distance and behind what they are made of themselves; case, and what must follow.
    #[test]
    fn equal_where_anchors_overlap(text in "(?:[abx]|ab|aba|xab|XAB|[01,(\n]){0,60}") {
        let detectors = || {
            let patterns = ["[a-z01]{4}(?:aba|xab)[01]", "[abx]{1,5}\\(x", "[a-x]{2},[01]{2}", "xab[01]", "(?i-u:xab)[a(]"];
            patterns.into_iter().zip(["one", "two", "three", "four", "five"]).flat_map(|(pattern, id)| {
                [Bounds::None, Bounds::Token, Bounds::Line].into_iter().zip(["none", "token", "line"]).map(move |(bounds, at)| {
                    let spec = DetectorSpec { bounds, ..DetectorSpec::plain(&format!("{id}.{at}"), pattern) };
                    Detector::from_spec(spec, None)
                })
            })
        };
        let found = Scanner::new(Arc::new(Program::compile(detectors()).unwrap())).scan_all(&text).unwrap().findings;
        prop_assert_eq!(found, Oracle::new(detectors()).scan_all(&text));
    }
}
