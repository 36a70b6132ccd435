//! Context, step 5: do cue words nearby make the finding more likely, and how sure is it then?

use std::ops::Range;

use llmguard_types::{Confidence, DetectorIndex, Evidence, Finding, Span};

use crate::cue::word_end;
use crate::program::{Program, Rule};
use crate::verify::Hit;
use crate::{CUE_LEFT, CUE_RIGHT};

/// Turns a verified hit into a finding: its confidence is computed here and nowhere else.
/// `None` for a detector of another program.
pub(crate) fn weigh(
    program: &Program,
    index: DetectorIndex,
    hit: Hit,
    text: &str,
    before: &mut CuesBefore,
) -> Option<Finding> {
    let rule = program.rule(index)?;
    let cue = rule.detector.has_context() || has_cue(program, rule, hit, text, text.len(), before);
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
        || has_cue(program, rule, hit, text, text.len().saturating_sub(1), &mut CuesBefore::default())
}

/// The cues of a stretch of the text at hand, looked for once for all places behind and all detectors that ask.
#[derive(Debug, Default)]
pub(crate) struct CuesBefore {
    looked: Range<usize>,
    /// By where they begin.
    cues: Vec<Cue>,
}

#[derive(Debug, Clone, Copy)]
struct Cue {
    start: usize,
    end: usize,
    number: u32,
}

impl CuesBefore {
    /// A longer stretch begins anew.
    const LONGEST: usize = 1 << 14;

    /// Another text, or more of it, is at hand.
    pub(crate) fn reset(&mut self) {
        self.looked = 0..0;
        self.cues.clear();
    }

    /// Whether one of a rule's cues begins at most [`CUE_LEFT`] bytes before `start`, with at most one line break between.
    pub(crate) fn has(&mut self, program: &Program, rule: &Rule, text: &str, start: usize) -> bool {
        let from = start.saturating_sub(CUE_LEFT);
        self.look(program, text, from..start);
        let first = self.cues.partition_point(|cue| cue.start < from);
        let near = self.cues.iter().skip(first).take_while(|cue| cue.start < start);
        near.filter(|cue| rule.cues.numbers.binary_search(&cue.number).is_ok())
            .any(|cue| announces(text, cue.end, start))
    }

    /// Looks where it has not looked yet.
    fn look(&mut self, program: &Program, text: &str, Range { start, end }: Range<usize>) {
        let apart = start > self.looked.end || end < self.looked.start;
        if apart || self.looked.end.max(end) - self.looked.start.min(start) > CuesBefore::LONGEST {
            self.looked = start..start;
            self.cues.clear();
        }
        if start < self.looked.start {
            let behind = std::mem::take(&mut self.cues);
            self.add(program, text, start..self.looked.start);
            self.cues.extend(behind);
            self.looked.start = start;
        }
        if end > self.looked.end {
            self.add(program, text, self.looked.end..end);
            self.looked.end = end;
        }
    }

    fn add(&mut self, program: &Program, text: &str, range: Range<usize>) {
        program.cues().within(text.as_bytes(), range, |start, len, number| {
            self.cues.extend(word_end(text, start, start + len).map(|end| Cue { start, end, number }));
        });
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
fn has_cue(program: &Program, rule: &Rule, hit: Hit, text: &str, limit: usize, before: &mut CuesBefore) -> bool {
    let Span { start, end } = hit.span;
    !rule.cues.numbers.is_empty()
        && (before.has(program, rule, text, start)
            || follows(program, rule, text, end, limit.min(end.saturating_add(CUE_RIGHT))))
}

/// Whether one of the detector's cues begins behind `from`, on the same line, and ends no later than at `limit`.
fn follows(program: &Program, rule: &Rule, text: &str, from: usize, limit: usize) -> bool {
    let mut found = false;
    let here = text.as_bytes().get(from..limit).unwrap_or_default();
    let line = here.iter().take_while(|byte| **byte != b'\n');
    for (at, _) in (from..).zip(line).filter(|(_, byte)| rule.cues.first.contains(**byte)) {
        program.cues().at(text.as_bytes(), at, |len, cue| {
            found = found
                || rule.cues.numbers.binary_search(&cue).is_ok()
                    && word_end(text, at, at + len).is_some_and(|end| end <= limit);
        });
        if found {
            return true;
        }
    }
    false
}
