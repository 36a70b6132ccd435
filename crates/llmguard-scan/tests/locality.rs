//! What stands far away changes nothing.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::sync::Arc;

use llmguard_scan::{MAX_CHAIN, Program, Scanner};
use llmguard_testkit::{fakes, texts};
use llmguard_types::{Confidence, DetectorIndex, Evidence, Finding, Span};
use proptest::prelude::*;

fn pieces() -> Vec<String> {
    fakes::PIECES.iter().map(ToString::to_string).collect()
}

/// The findings of a text, but for mentions: what these carry is the words of earlier findings.
fn local(program: &Arc<Program>, text: &str) -> Vec<Finding> {
    let found = Scanner::new(Arc::clone(program)).scan_all(text).unwrap().findings;
    found.into_iter().filter(|f| !f.evidence.contains(Evidence::MENTION)).collect()
}

/// The findings wholly inside `middle`, counted from its start.
fn inside(program: &Arc<Program>, text: &str, middle: Span) -> Vec<Finding> {
    let found = local(program, text);
    let shift = |f: Finding| Finding { span: Span::new(f.span.start - middle.start, f.span.end - middle.start), ..f };
    found.into_iter().filter(|f| middle.contains(f.span)).map(shift).collect()
}

proptest! {
    #[test]
    fn text_outside_the_published_window_changes_no_finding(
        middle in texts::mixed(pieces(), 24),
        far in proptest::array::uniform4(texts::mixed(pieces(), 24)),
    ) {
        let program = Arc::new(Program::compile(fakes::detectors()).unwrap());
        let left = ".\n7 ".repeat(program.left() / 4 + 1);
        let right = "\n7 .".repeat(program.right() / 4 + 1);
        let [a, b, c, d] = far;
        let found: Vec<Vec<Finding>> = [(a, b), (c, d)]
            .into_iter()
            .map(|(before, behind)| {
                let start = before.len() + left.len();
                let text = format!("{before}{left}{middle}{right}{behind}");
                inside(&program, &text, Span::new(start, start + middle.len()))
            })
            .collect();
        prop_assert_eq!(&found[0], &found[1]);
    }

    /// Without padding: near matches stand everywhere. What is carried over the border is where each detector's last
    /// finding ended; once that is the same, nothing behind the border differs.
    #[test]
    fn behind_equal_carry_all_findings_are_equal(
        before in proptest::array::uniform2(texts::mixed(pieces(), 24)),
        behind in texts::mixed(pieces(), 60),
    ) {
        let program = Arc::new(Program::compile(fakes::detectors()).unwrap());
        let window = program.left() - MAX_CHAIN;
        let found = before.map(|before| {
            let text = format!("{before}{behind}");
            let all = local(&program, &text);
            let shifted = all.into_iter().map(|f| (f.span.start as isize - before.len() as isize, f.span.len(), f));
            shifted.collect::<Vec<_>>()
        });
        let border = |list: &[(isize, usize, Finding)]| -> Vec<(isize, usize, DetectorIndex)> {
            let near = list.iter().filter(|(start, len, _)| start + *len as isize > 0 && *start < window as isize);
            near.map(|(start, len, f)| (*start, *len, f.detector)).collect()
        };
        let rest = |list: &[(isize, usize, Finding)]| -> Vec<(isize, usize, DetectorIndex, Confidence)> {
            let far = list.iter().filter(|(start, _, _)| *start >= window as isize);
            far.map(|(start, len, f)| (*start, *len, f.detector, f.confidence)).collect()
        };
        prop_assume!(border(&found[0]) == border(&found[1]));
        prop_assert_eq!(rest(&found[0]), rest(&found[1]));
    }

    #[test]
    fn spans_lie_on_character_boundaries(text in texts::mixed(pieces(), 40)) {
        let program = Arc::new(Program::compile(fakes::detectors()).unwrap());
        let found = Scanner::new(program).scan_all(&text).unwrap().findings;
        prop_assert!(found.iter().all(|f| f.span.of(&text).is_some_and(|t| !t.is_empty())));
    }
}
