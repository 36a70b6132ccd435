//! Context, step 5: do cue words nearby make the finding more likely, and how sure is it then?

use llmguard_types::{Confidence, DetectorIndex, Evidence, Finding};

use crate::candidates::CueHit;
use crate::program::Rule;
use crate::verify::Hit;
use crate::{CUE_LEFT, CUE_RIGHT};

/// Turns a verified hit into a finding: its confidence is computed here and nowhere else.
pub(crate) fn weigh(rule: &Rule, index: DetectorIndex, hit: Hit, text: &str, cues: &[CueHit]) -> Finding {
    let cue = rule.detector.has_context() || has_cue(rule, hit, text, cues);
    let mut evidence = hit.evidence;
    for (holds, reason) in [
        (rule.detector.prefix, Evidence::PREFIX),
        (cue, Evidence::CUE),
        (rule.detector.strength > 1, Evidence::STRUCTURE),
    ] {
        if holds {
            evidence = evidence.with(reason);
        }
    }
    let confidence = Confidence::of(rule.detector.prefix, cue, hit.strength);
    Finding { span: hit.span, detector: index, entity: rule.entity, confidence, evidence }
}

/// Whether one of the detector's cues begins at most [`CUE_LEFT`] bytes before the finding, with at most one line
/// break between, or ends at most [`CUE_RIGHT`] bytes behind it on the same line.
fn has_cue(rule: &Rule, hit: Hit, text: &str, cues: &[CueHit]) -> bool {
    if rule.cues.is_empty() {
        return false;
    }
    let breaks = |from, to| text.get(from..to).map_or(usize::MAX, |t| t.bytes().filter(|b| *b == b'\n').count());
    let (start, end) = (hit.span.start, hit.span.end);
    let from = start.saturating_sub(CUE_LEFT);
    let near = cues.get(cues.partition_point(|cue| cue.start < from)..).unwrap_or(&[]);
    near.iter().take_while(|cue| cue.start < end.saturating_add(CUE_RIGHT)).any(|cue| {
        let left = cue.end <= start && breaks(cue.end, start) <= 1;
        let right = cue.start >= end && cue.end <= end.saturating_add(CUE_RIGHT) && breaks(end, cue.start) == 0;
        (left || right) && rule.cues.binary_search(&cue.cue).is_ok()
    })
}
