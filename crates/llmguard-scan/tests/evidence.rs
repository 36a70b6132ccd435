//! Evidence: what a finding says of itself, and what a validator keeps from being one.

#![expect(clippy::unwrap_used, reason = "a test that fails is meant to panic")]

use std::sync::Arc;

use llmguard_scan::{Program, Scanner};
use llmguard_testkit::fakes;
use llmguard_types::{Evidence, Finding};

/// What the fake `fake.pairs` finds.
fn pairs(text: &str) -> Vec<Finding> {
    let detectors = fakes::detectors().into_iter().filter(|d| d.id == "fake.pairs");
    Scanner::new(Arc::new(Program::compile(detectors).unwrap())).scan_all(text).unwrap().findings
}

#[test]
fn a_specimen_is_found_and_says_so() {
    let found = pairs("11 22 33, 11 22 34");
    let specimens: Vec<bool> = found.iter().map(|f| f.evidence.contains(Evidence::SPECIMEN)).collect();
    assert_eq!(specimens, [true, false]);
    assert_eq!(found[0].confidence, found[1].confidence);
}

/// A refused match is tried again one byte later; what is known for something else is passed over whole.
#[test]
fn something_else_is_passed_over() {
    assert_eq!(pairs("99 12 31 07 08").iter().map(|f| f.span.start).collect::<Vec<_>>(), [3]);
    assert_eq!(pairs("24 12 31 07 08"), []);
    assert_eq!(pairs("24 12 31, 12 31 07").iter().map(|f| f.span.start).collect::<Vec<_>>(), [10]);
}
