//! Re-scan, the end of step 9: did rewriting make something findable that was not there before?
//!
//! The rewritten text is scanned again. A finding wholly inside a replacement is what the policy chose to show (a
//! generalised price is still a price; `residual` says what it counts as). Any other finding must have been found
//! before, by the same detector at the same place: bytes that were left alone were left alone on purpose. Everything
//! else was brought about by the edits, and is decided about like any other finding:
//!
//! ```text
//! text          078-05-1120 0221/4710-456       the telephone number begins inside the longer, better finding
//! rewritten     [NATIONAL_ID_1] 0221/4710-456   … and is a finding of its own once that is gone
//! ```
//!
//! The whole text is scanned, not only the surroundings of the edits: findings are local, so the answer is the same.

use std::collections::BTreeMap;

use llmguard_types::{DetectorIndex, Error, Finding, Span};

use crate::guard::Inner;
use crate::transform::Rewritten;

/// The findings of the rewritten text that the original did not have, at their places in the original.
pub(crate) fn new_findings(inner: &Inner, before: &[Finding], rewritten: &Rewritten) -> Result<Vec<Finding>, Error> {
    if rewritten.edits.is_empty() {
        return Ok(Vec::new());
    }
    let (after, _) = inner.split_excluded(&rewritten.text, &inner.rerun(&rewritten.text)?.findings);
    let before = by_detector(before);
    let new =
        after.into_iter().filter(|f| inner.standings.reads(f, inner.threshold) && !existed(f, &before, rewritten));
    Ok(new.map(|f| Finding { span: rewritten.original(f.span), ..f }).collect())
}

/// What each detector's findings cover, as ordered and disjoint spans.
fn by_detector(findings: &[Finding]) -> BTreeMap<DetectorIndex, Vec<Span>> {
    let mut spans: BTreeMap<DetectorIndex, Vec<Span>> = BTreeMap::new();
    for finding in findings {
        spans.entry(finding.detector).or_default().push(finding.span);
    }
    for list in spans.values_mut() {
        list.sort_unstable();
        list.dedup_by(|next, last| {
            let joined = next.start <= last.end;
            if joined {
                last.end = last.end.max(next.end);
            }
            joined
        });
    }
    spans
}

/// Whether every byte of a finding outside of replacements was found before by the same detector.
fn existed(finding: &Finding, before: &BTreeMap<DetectorIndex, Vec<Span>>, rewritten: &Rewritten) -> bool {
    let known = before.get(&finding.detector).map_or(&[][..], Vec::as_slice);
    rewritten.untouched(finding.span).into_iter().all(|part| covered(part, known))
}

/// Whether ordered, disjoint spans cover a part of the original together.
fn covered(part: Span, known: &[Span]) -> bool {
    let first = known.partition_point(|span| span.end <= part.start);
    let mut at = part.start;
    for span in known.iter().skip(first) {
        if span.start > at || at >= part.end {
            break;
        }
        at = span.end;
    }
    at >= part.end
}
