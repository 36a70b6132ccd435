//! Identifiers: generated valid numbers are found behind their labels, and numbers with a wrong digit are not mistaken for them.
//!
//! `data/identifiers.jsonl` of testkit was made for this project from public check-digit rules; offsets are code points.
//! Phone numbers have no check digit: their near misses only break a numbering plan, and are left out.

use llmguard::{Confidence, Guard, OffsetUnit, convert_spans};
use serde_json::Value;

#[test]
fn valid_numbers_are_found_and_near_misses_are_not_believed() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../llmguard-testkit/data/identifiers.jsonl");
    let guard = Guard::new().unwrap();
    let (mut valid, mut found, mut typed, mut near, mut believed) = (0, 0, 0, 0, 0);
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        let text = record["text"].as_str().unwrap();
        let findings = guard.scan(text).unwrap();
        match record["spans"].as_array().unwrap().first() {
            Some(gold) if record["form"] != "bare" => {
                let mut spans: Vec<_> = findings.iter().map(|f| f.span).collect();
                convert_spans(text, OffsetUnit::Codepoint, &mut spans);
                let (start, end) = (gold["start"].as_u64().unwrap() as usize, gold["end"].as_u64().unwrap() as usize);
                let label = gold["type"].as_str().unwrap().split(':').next();
                let hits: Vec<_> =
                    findings.iter().zip(spans).filter(|(_, span)| span.start < end && start < span.end).collect();
                valid += 1;
                found += u32::from(!hits.is_empty());
                typed += u32::from(hits.iter().any(|(finding, _)| finding.entity.label() == label));
            }
            None if !record["kind"].as_str().unwrap().starts_with("phone.") => {
                near += 1;
                believed += u32::from(findings.iter().any(|f| f.confidence >= Confidence::High));
            }
            _ => {}
        }
    }
    let share = |part: u32, whole: u32| f64::from(part) / f64::from(whole);
    assert!(share(found, valid) >= 0.98, "found {found} of {valid}");
    assert!(share(typed, valid) >= 0.95, "{typed} of {valid} with the right type");
    assert!(share(believed, near) <= 0.01, "{believed} of {near} near misses");
}
