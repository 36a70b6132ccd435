//! Candidates, step 2: where could any detector start?
//!
//! One run of the word automaton reports literal triggers and cue words; one run over the bytes reports starts of
//! detectors that begin with no literal. Both ask only what is cheap: the byte before, for detectors bounded as
//! tokens, the bytes possible at the first few positions, and whether a byte that every match holds is near.

use llmguard_types::{Bounds, DetectorIndex};

use crate::cue;
use crate::program::{Program, Rule, Use};

/// A place where a detector's lead or pattern may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Candidate {
    pub(crate) start: usize,
    pub(crate) rule: DetectorIndex,
}

/// A cue word in the text, its ending included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CueHit {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) cue: u32,
}

/// Finds every candidate and every cue word of `text`, each list in order and without repeats.
pub(crate) fn collect(program: &Program, text: &str, candidates: &mut Vec<Candidate>, cues: &mut Vec<CueHit>) {
    candidates.clear();
    cues.clear();
    words(program, text, candidates, cues);
    first_bytes(program, text.as_bytes(), candidates);
    candidates.sort_unstable();
    candidates.dedup();
    cues.sort_unstable();
}

fn words(program: &Program, text: &str, candidates: &mut Vec<Candidate>, cues: &mut Vec<CueHit>) {
    let bytes = text.as_bytes();
    for hit in program.words().find_overlapping_iter(text) {
        for meaning in program.uses(hit.pattern().as_usize()) {
            match *meaning {
                Use::Start(index) => {
                    let possible = |rule: &Rule| {
                        may_start(rule, bytes, hit.start())
                            && bytes.get(hit.start()..).is_some_and(|rest| rule.plan.admits(rest))
                    };
                    if program.rule(index).is_some_and(possible) {
                        candidates.push(Candidate { start: hit.start(), rule: index });
                    }
                }
                Use::Cue(cue) => {
                    if let Some(end) = cue::word_end(text, hit.start(), hit.end()) {
                        cues.push(CueHit { start: hit.start(), end, cue });
                    }
                }
            }
        }
    }
}

/// Candidates of detectors that begin with no literal.
fn first_bytes(program: &Program, bytes: &[u8], candidates: &mut Vec<Candidate>) {
    let mut rare = RareBytes::default();
    program.starts().each(bytes, |start, index| {
        let Some(rule) = program.rule(index) else { return };
        let near = rule.plan.required.is_none_or(|byte| rare.next(bytes, byte, start) < start + rule.plan.max_len);
        if near {
            candidates.push(Candidate { start, rule: index });
        }
    });
}

/// Where each rare byte stands next: asked for positions in ascending order, each byte of the text is searched once.
#[derive(Default)]
struct RareBytes(Vec<(u8, usize)>);

impl RareBytes {
    fn next(&mut self, bytes: &[u8], byte: u8, from: usize) -> usize {
        let at = self.0.iter().position(|(known, _)| *known == byte).unwrap_or_else(|| {
            self.0.push((byte, find(bytes, byte, 0)));
            self.0.len() - 1
        });
        let Some((_, next)) = self.0.get_mut(at) else { return from };
        if *next < from {
            *next = find(bytes, byte, from);
        }
        *next
    }
}

/// The first place of a byte at or behind `from`; far away if there is none.
fn find(bytes: &[u8], byte: u8, from: usize) -> usize {
    bytes.get(from..).and_then(|rest| memchr::memchr(byte, rest)).map_or(usize::MAX, |at| from + at)
}

/// Whether the byte before allows a start. What a byte cannot tell (half a letter) is left to the pattern's own bounds.
fn may_start(rule: &Rule, bytes: &[u8], start: usize) -> bool {
    rule.detector.bounds != Bounds::Token
        || start.checked_sub(1).and_then(|before| bytes.get(before)).is_none_or(|b| !is_ascii_word(*b))
}

/// Whether a byte is a letter, a digit or `_` of ASCII.
pub(crate) fn is_ascii_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
