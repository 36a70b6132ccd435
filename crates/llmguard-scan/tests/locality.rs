//! What stands far away changes nothing.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::sync::Arc;

use llmguard_scan::{Program, Scanner};
use llmguard_testkit::{fakes, texts};
use llmguard_types::{Finding, Span};
use proptest::prelude::*;

fn pieces() -> Vec<String> {
    fakes::PIECES.iter().map(ToString::to_string).collect()
}

/// The findings wholly inside `middle`, counted from its start.
fn inside(program: &Arc<Program>, text: &str, middle: Span) -> Vec<Finding> {
    let found = Scanner::new(Arc::clone(program)).scan_all(text).unwrap().findings;
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

    #[test]
    fn spans_lie_on_character_boundaries(text in texts::mixed(pieces(), 40)) {
        let program = Arc::new(Program::compile(fakes::detectors()).unwrap());
        let found = Scanner::new(program).scan_all(&text).unwrap().findings;
        prop_assert!(found.iter().all(|f| f.span.of(&text).is_some_and(|t| !t.is_empty())));
    }
}
