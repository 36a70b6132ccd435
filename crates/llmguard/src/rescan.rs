//! Re-scan, the end of step 9: did rewriting make something findable that was not there before?
//!
//! The rewritten text is scanned again. A finding wholly inside a replacement is what the policy chose to show (a
//! generalised price is still a price; `residual` says what it counts as). Any other finding must have been found
//! before, by the same detector at the same place: bytes that were left alone were left alone on purpose. Everything
//! else was made by the edits and nothing is released.
//!
//! The whole text is scanned, not only the surroundings of the edits: findings are local, so the answer is the same.

use llmguard_types::{Error, Finding, Span};

use crate::guard::Inner;
use crate::transform::Rewritten;

/// The first finding of the rewritten text that the original did not have.
pub(crate) fn new_finding(inner: &Inner, before: &[Finding], rewritten: &Rewritten) -> Result<Option<Finding>, Error> {
    if rewritten.edits.is_empty() {
        return Ok(None);
    }
    let (after, _) = inner.split_excluded(&rewritten.text, &inner.run(&rewritten.text)?.findings);
    let read = |f: &&Finding| inner.standings.reads(f, inner.threshold);
    Ok(after.iter().filter(read).find(|f| !existed(f, before, rewritten)).copied())
}

/// Whether every byte of a finding outside of replacements was found before by the same detector.
fn existed(finding: &Finding, before: &[Finding], rewritten: &Rewritten) -> bool {
    rewritten.untouched(finding.span).into_iter().all(|part| covered(part, finding, before))
}

/// Whether findings of the same detector cover a span of the original together.
fn covered(part: Span, finding: &Finding, before: &[Finding]) -> bool {
    let same = before.iter().filter(|f| f.detector == finding.detector && f.span.overlaps(part));
    let mut at = part.start;
    for known in same {
        if known.span.start > at {
            return false;
        }
        at = at.max(known.span.end);
    }
    at >= part.end
}
