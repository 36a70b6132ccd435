//! Reported findings are sorted, disjoint and the best of their cluster.

#![expect(clippy::indexing_slicing, reason = "a test stops where it fails")]

use llmguard_scan::{MAX_CHAIN, clusters, resolve};
use llmguard_types::{Confidence, DetectorIndex, Entity, Evidence, Finding, Span};
use proptest::prelude::*;

fn finding(start: usize, len: usize, detector: u32, confidence: Confidence) -> Finding {
    let span = Span::new(start, start + len);
    Finding {
        span,
        detector: DetectorIndex(detector),
        entity: Entity::OTHER_PII,
        confidence,
        evidence: Evidence::PATTERN,
    }
}

fn findings() -> impl Strategy<Value = Vec<Finding>> {
    let one = (0usize..30_000, 1usize..600, 0u32..9, 0usize..4);
    proptest::collection::vec(one, 0..200).prop_map(|list| {
        let mut findings: Vec<Finding> = list
            .into_iter()
            .map(|(start, len, detector, c)| finding(start, len, detector, Confidence::ALL[c]))
            .collect();
        findings.sort_by_key(|f| (f.span.start, f.span.end, f.detector));
        findings
    })
}

proptest! {
    #[test]
    fn reported_findings_are_sorted_disjoint_and_sure(all in findings()) {
        let reported = resolve(&all, Confidence::Medium);
        prop_assert!(reported.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        prop_assert!(reported.iter().all(|f| f.confidence >= Confidence::Medium && all.contains(f)));
    }

    #[test]
    fn a_finding_that_is_not_reported_overlaps_one_that_is(all in findings()) {
        let reported = resolve(&all, Confidence::Low);
        prop_assert!(all.iter().all(|f| reported.iter().any(|r| r.span.overlaps(f.span))));
    }

    #[test]
    fn clusters_hold_every_finding_once_and_end_in_time(all in findings()) {
        let joined: Vec<Finding> = clusters(&all).flat_map(|c| c.findings.to_vec()).collect();
        prop_assert_eq!(&joined, &all);
        for cluster in clusters(&all) {
            prop_assert!(cluster.findings.iter().all(|f| f.span.start < cluster.span.start + MAX_CHAIN && cluster.span.contains(f.span)));
        }
    }
}

#[test]
fn higher_confidence_then_longer_then_earlier_then_smaller_id() {
    let high_short = finding(4, 2, 3, Confidence::High);
    let long = finding(0, 10, 2, Confidence::Medium);
    assert_eq!(resolve(&[long, high_short], Confidence::Medium), [high_short]);
    let early = finding(0, 5, 2, Confidence::Medium);
    let late = finding(4, 5, 1, Confidence::Medium);
    assert_eq!(resolve(&[early, late], Confidence::Medium), [early]);
    let twin = finding(0, 5, 1, Confidence::Medium);
    assert_eq!(resolve(&[twin, early], Confidence::Medium), [twin]);
}

#[test]
fn an_endless_chain_is_cut() {
    let chain: Vec<Finding> = (0..2000).map(|i| finding(i * 10, 15, 0, Confidence::Medium)).collect();
    let parts: Vec<_> = clusters(&chain).collect();
    assert!(parts.len() > 2 && parts[0].cut && parts[0].span.len() < MAX_CHAIN + 20);
    assert!(!parts[parts.len() - 1].cut);
}
