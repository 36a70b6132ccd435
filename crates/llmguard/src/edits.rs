//! Edits: which bytes are replaced, and how.
//!
//! Not only reported findings are edited. Every byte gets the strictest transform of any finding on it, so that
//! a secret inside a longer, weaker finding is never let through, and what remains of the other one is an edit of its
//! own:
//!
//! ```text
//! https://bot:pa55@host/x
//! ~~~~~~~~~~~~~~~~~~~~~~~  net.url                  tokenize
//!             ----         secret.url.credentials   redact
//! [URL_1]     [REDACTED_PASSWORD]   [URL_2]
//! ```

use std::cmp::Reverse;
use std::collections::BTreeSet;

use llmguard_policy::Transform;
use llmguard_scan::{Cluster, clusters};
use llmguard_types::{Code, Entity, Error, Evidence, Finding, Span};

/// One replacement: a span of the original text and what happens to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) span: Span,
    pub(crate) transform: Transform,
    pub(crate) entity: Entity,
}

/// The edits for findings (ordered as a scan returns them) and the transform of each: ordered, disjoint, none that
/// keeps.
pub(crate) fn plan(findings: &[Finding], transform_of: impl Fn(&Finding) -> Transform) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    for cluster in clusters(findings) {
        plan_cluster(&cluster, &mut edits, &transform_of);
    }
    edits
}

/// Adds the edits of one cluster to those of the clusters before.
pub(crate) fn plan_cluster(
    cluster: &Cluster<'_>,
    edits: &mut Vec<Edit>,
    transform_of: &impl Fn(&Finding) -> Transform,
) {
    let before = edits.last().map_or(0, |edit| edit.span.end);
    if cluster.cut {
        edits.extend(whole(cluster, before, transform_of));
    } else {
        edits.extend(pieces(cluster, before, transform_of));
    }
}

/// What becomes of a finding for which this is planned: a part of what is encoded would show what it decodes to.
pub(crate) fn unshown(finding: &Finding, planned: Transform) -> Transform {
    let shows = matches!(planned, Transform::Generalize | Transform::Mask);
    if shows && finding.evidence.contains(Evidence::DECODED) { Transform::Redact } else { planned }
}

/// A cluster that was cut is one edit: the strictest transform, and nothing that shows a part of the value.
fn whole(cluster: &Cluster<'_>, before: usize, transform_of: &impl Fn(&Finding) -> Transform) -> Option<Edit> {
    let strictest = cluster.findings.iter().max_by_key(|f| (transform_of(f), f.confidence, Reverse(f.detector)))?;
    let transform = transform_of(strictest);
    let span = Span::new(cluster.span.start.max(before), cluster.span.end);
    let shows = matches!(transform, Transform::Generalize | Transform::Mask);
    let edit = Edit { span, transform: if shows { Transform::Redact } else { transform }, entity: strictest.entity };
    (transform > Transform::Keep && !span.is_empty()).then_some(edit)
}

/// Sweeps over a cluster from boundary to boundary; between two, the first in rank of the findings there decides.
fn pieces(cluster: &Cluster<'_>, before: usize, transform_of: &impl Fn(&Finding) -> Transform) -> Vec<Edit> {
    let rank = |f: &Finding| {
        (Reverse(transform_of(f)), Reverse(f.confidence), Reverse(f.span.len()), f.span.start, f.detector)
    };
    let edited: Vec<&Finding> = cluster.findings.iter().filter(|f| transform_of(f) > Transform::Keep).collect();
    let mut events: Vec<(usize, bool, usize)> = Vec::with_capacity(edited.len() * 2);
    for (index, finding) in edited.iter().enumerate() {
        events.push((finding.span.start, true, index));
        events.push((finding.span.end, false, index));
    }
    events.sort_unstable();

    let mut active = BTreeSet::new();
    let mut at = before;
    let mut pieces: Vec<(usize, Edit)> = Vec::new();
    for (position, opens, index) in events {
        if position > at {
            if let Some((_, decides)) = active.first() {
                push_piece(&mut pieces, *decides, &edited, Span::new(at, position), transform_of);
            }
            at = position;
        }
        let Some(finding) = edited.get(index) else { continue };
        if opens {
            active.insert((rank(finding), index));
        } else {
            active.remove(&(rank(finding), index));
        }
    }
    pieces.into_iter().map(|(_, edit)| edit).collect()
}

/// Adds a piece, joined to the one before when the same finding decides both, or when two redactions would say the same.
fn push_piece(
    pieces: &mut Vec<(usize, Edit)>,
    decides: usize,
    edited: &[&Finding],
    span: Span,
    transform_of: &impl Fn(&Finding) -> Transform,
) {
    let Some(finding) = edited.get(decides) else { return };
    let new = Edit { span, transform: transform_of(finding), entity: finding.entity };
    if let Some((last, edit)) = pieces.last_mut()
        && edit.span.end == span.start
        && (*last == decides
            || (edit.transform, edit.entity, new.transform) == (new.transform, new.entity, Transform::Redact))
    {
        edit.span.end = span.end;
        return;
    }
    pieces.push((decides, new));
}

/// Applies edits in one copy. Edits that overlap or do not fit the text are an error: no text is ever lost.
pub(crate) fn apply(text: &str, edits: &[Edit], replacement: impl Fn(&Edit, &str) -> String) -> Result<String, Error> {
    let lost = || Error::new(Code::Internal, "an edit does not fit the text");
    let mut new = String::with_capacity(text.len() + 16 * edits.len());
    let mut at = 0;
    for edit in edits {
        new.push_str(text.get(at..edit.span.start).ok_or_else(lost)?);
        new.push_str(&replacement(edit, edit.span.of(text).ok_or_else(lost)?));
        at = edit.span.end;
    }
    new.push_str(text.get(at..).ok_or_else(lost)?);
    Ok(new)
}

#[cfg(test)]
mod tests {
    use llmguard_types::{Confidence, DetectorIndex};

    use super::*;

    fn finding(start: usize, end: usize, detector: u32) -> Finding {
        let (span, detector) = (Span::new(start, end), DetectorIndex(detector));
        Finding { span, detector, entity: Entity::URL, confidence: Confidence::Medium, evidence: Evidence::PATTERN }
    }

    fn planned(findings: &[Finding], transforms: &[Transform]) -> Vec<(usize, usize, Transform)> {
        let edits = plan(findings, |f| transforms[f.detector.0 as usize]);
        edits.iter().map(|e| (e.span.start, e.span.end, e.transform)).collect()
    }

    #[test]
    fn the_strictest_transform_wins_each_byte() {
        let all = [finding(0, 20, 0), finding(5, 9, 1)];
        let (tokenize, redact, keep) = (Transform::Tokenize, Transform::Redact, Transform::Keep);
        assert_eq!(planned(&all, &[tokenize, redact]), [(0, 5, tokenize), (5, 9, redact), (9, 20, tokenize)]);
        assert_eq!(planned(&all, &[redact, tokenize]), [(0, 20, redact)]);
        assert_eq!(planned(&all, &[keep, redact]), [(5, 9, redact)]);
        assert_eq!(planned(&all, &[keep, keep]), []);
    }

    /// A secret and a longer, weaker reading of it are one mark.
    #[test]
    fn redactions_of_one_kind_that_touch_are_one() {
        let all = [finding(0, 20, 0), Finding { confidence: Confidence::High, ..finding(0, 9, 1) }];
        let (tokenize, redact) = (Transform::Tokenize, Transform::Redact);
        assert_eq!(planned(&all, &[redact, redact]), [(0, 20, redact)]);
        assert_eq!(planned(&all, &[tokenize, tokenize]), [(0, 9, tokenize), (9, 20, tokenize)]);
    }

    #[test]
    fn a_cut_chain_is_one_redaction() {
        let chain: Vec<Finding> = (0..900).map(|i| finding(i * 10, i * 10 + 15, 0)).collect();
        let edits = planned(&chain, &[Transform::Mask]);
        assert_eq!(edits[0], (0, 8205, Transform::Redact));
        assert_eq!(planned(&chain, &[Transform::Tokenize])[0], (0, 8205, Transform::Tokenize));
        assert!(edits[1..].iter().all(|e| e.0 >= 8205));
    }
}
