//! Resolve, step 6: which finding is reported where several overlap?
//!
//! Findings that overlap, directly or through others, form a *cluster*. Inside a cluster the finding with the higher
//! confidence is reported; at equal confidence the longer, then the earlier, then the one with the smaller detector
//! id. Whatever overlaps a reported finding is a loser: not reported, but still read by classify and decide.
//!
//! ```text
//! https://bot:pa55@host/x      net.url                  medium   reported
//!             ----             secret.url.credentials   medium   loser (shorter), decides all the same
//! ```
//!
//! A cluster is closed [`MAX_CHAIN`] bytes after its start, so that what is decided here needs bounded memory also
//! when text arrives in pieces.

use std::cmp::Reverse;

use llmguard_types::{Confidence, Finding, Span};

use crate::MAX_CHAIN;

/// Findings that overlap, directly or through others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cluster<'a> {
    /// The findings, ordered as [`Scan::findings`](crate::Scan::findings).
    pub findings: &'a [Finding],
    /// From the first start to the last end.
    pub span: Span,
    /// Whether the chain went on when the cluster was closed: then it is one redaction of the strictest class.
    pub cut: bool,
}

/// Splits findings, ordered as a scan returns them, into clusters.
pub fn clusters(findings: &[Finding]) -> impl Iterator<Item = Cluster<'_>> {
    let mut rest = findings;
    std::iter::from_fn(move || {
        let first = rest.first()?;
        let mut span = first.span;
        let limit = span.start.saturating_add(MAX_CHAIN);
        let mut count = 0;
        let mut cut = false;
        for finding in rest {
            if finding.span.start >= span.end {
                break;
            }
            if finding.span.start >= limit {
                cut = true;
                break;
            }
            span.end = span.end.max(finding.span.end);
            count += 1;
        }
        let (findings, later) = rest.split_at(count);
        rest = later;
        Some(Cluster { findings, span, cut })
    })
}

/// The findings that are reported: of confidence `threshold` or more, disjoint, ordered by position.
///
/// `findings` are ordered as a scan returns them.
#[must_use]
pub fn resolve(findings: &[Finding], threshold: Confidence) -> Vec<Finding> {
    let sure: Vec<Finding> = findings.iter().filter(|f| f.confidence >= threshold).copied().collect();
    let mut reported: Vec<Finding> = Vec::with_capacity(sure.len());
    for cluster in clusters(&sure) {
        let before = reported.last().map_or(0, |last| last.span.end);
        let mut ranked: Vec<&Finding> = cluster.findings.iter().filter(|f| f.span.start >= before).collect();
        ranked.sort_unstable_by_key(|f| rank(f));
        let mut winners: Vec<Finding> = Vec::new();
        for finding in ranked {
            let at = winners.partition_point(|winner| winner.span.start < finding.span.start);
            let left = at.checked_sub(1).and_then(|at| winners.get(at));
            if ![left, winners.get(at)].into_iter().flatten().any(|winner| winner.span.overlaps(finding.span)) {
                winners.insert(at, *finding);
            }
        }
        reported.extend(winners);
    }
    reported
}

/// Sorts the finding to report first.
fn rank(finding: &Finding) -> impl Ord + use<> {
    (Reverse(finding.confidence), Reverse(finding.span.len()), finding.span.start, finding.detector)
}
