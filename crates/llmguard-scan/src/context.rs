//! Context, step 5: do cue words nearby make the finding more likely, and how sure is it then?

use llmguard_types::{Confidence, DetectorIndex, Evidence, Finding, Span};

use crate::cue::word_end;
use crate::program::{Program, Rule};
use crate::verify::Hit;
use crate::{CUE_LEFT, CUE_RIGHT};

/// Turns a verified hit into a finding: its confidence is computed here and nowhere else.
/// `None` for a detector of another program.
pub(crate) fn weigh(program: &Program, index: DetectorIndex, hit: Hit, text: &str) -> Option<Finding> {
    let rule = program.rule(index)?;
    let cue = rule.detector.has_context() || has_cue(program, rule, hit, text, text.len());
    let mut evidence = hit.evidence;
    for (holds, reason) in [
        (rule.detector.prefix, Evidence::PREFIX),
        (cue, Evidence::CUE),
        (rule.detector.strength > 1, Evidence::STRUCTURE),
        (
            text.get(hit.span.start..hit.span.end).is_some_and(|found| rule.detector.is_specimen(found)),
            Evidence::SPECIMEN,
        ),
    ] {
        if holds {
            evidence = evidence.with(reason);
        }
    }
    let confidence = Confidence::of(rule.detector.prefix, cue, hit.strength);
    Some(Finding { span: hit.span, detector: index, entity: rule.entity, confidence, evidence })
}

/// Whether [`weigh`] says the same of a hit whatever is added to the text.
pub(crate) fn is_final(program: &Program, index: DetectorIndex, hit: Hit, text: &str) -> bool {
    let Some(rule) = program.rule(index) else { return true };
    let rest = text.get(hit.span.end..).unwrap_or_default();
    // One character behind a cue says whether it is a word.
    rule.cues.numbers.is_empty()
        || rule.detector.has_context()
        || rest.len() >= CUE_RIGHT + char::MAX.len_utf8()
        || rest.contains('\n')
        || has_cue(program, rule, hit, text, text.len().saturating_sub(1))
}

/// The cues before one place, looked for once for all detectors that ask.
#[derive(Debug, Default)]
pub(crate) struct CuesBefore {
    /// Behind the place, on top of what the scanner counts.
    place: usize,
    cues: Vec<u32>,
}

impl CuesBefore {
    /// Whether one of a rule's cues stands before `start`, as [`has_cue`] looks to the left.
    pub(crate) fn has(&mut self, program: &Program, rule: &Rule, text: &str, start: usize, base: usize) -> bool {
        if self.place != base + start + 1 {
            self.place = base + start + 1;
            self.cues.clear();
            program.cues().within(text.as_bytes(), start.saturating_sub(CUE_LEFT)..start, |at, len, cue| {
                if word_end(text, at, at + len).is_some_and(|end| announces(text, end, start)) {
                    self.cues.push(cue);
                }
            });
        }
        self.cues.iter().any(|cue| rule.cues.numbers.binary_search(cue).is_ok())
    }
}

/// Whether a cue that ends at `end` is near enough to what begins at `start`, its beginning being so.
fn announces(text: &str, end: usize, start: usize) -> bool {
    end <= start && breaks(text, end, start) <= 1
}

fn breaks(text: &str, from: usize, to: usize) -> usize {
    text.get(from..to).map_or(usize::MAX, |between| between.bytes().filter(|byte| *byte == b'\n').count())
}

/// Whether one of the detector's cues begins at most [`CUE_LEFT`] bytes before the finding, with at most one line
/// break between, or ends at most [`CUE_RIGHT`] bytes behind it on the same line, and no later than at `limit`.
fn has_cue(program: &Program, rule: &Rule, hit: Hit, text: &str, limit: usize) -> bool {
    if rule.cues.numbers.is_empty() {
        return false;
    }
    let Span { start, end } = hit.span;
    let left = |_, to: usize| announces(text, to, start);
    let right = |from: usize, to: usize| to <= end.saturating_add(CUE_RIGHT).min(limit) && breaks(text, end, from) == 0;
    near(program, rule, text, start.saturating_sub(CUE_LEFT)..start, left)
        || near(program, rule, text, end..end.saturating_add(CUE_RIGHT).min(text.len()), right)
}

/// Whether one of the detector's cues begins in a range and lies as `fits` demands.
fn near(
    program: &Program,
    rule: &Rule,
    text: &str,
    range: std::ops::Range<usize>,
    fits: impl Fn(usize, usize) -> bool,
) -> bool {
    let mut found = false;
    for at in range.filter(|at| text.as_bytes().get(*at).is_some_and(|byte| rule.cues.first.contains(*byte))) {
        program.cues().at(text.as_bytes(), at, |len, cue| {
            found = found
                || rule.cues.numbers.binary_search(&cue).is_ok()
                    && word_end(text, at, at + len).is_some_and(|end| fits(at, end));
        });
        if found {
            return true;
        }
    }
    false
}
