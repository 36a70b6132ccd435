//! Verification and validation, steps 3 and 4: does the pattern match at a candidate, how far, and do its check
//! digits hold?
//!
//! A detector's findings are defined position by position, left to right: at each position its pattern is matched,
//! anchored and leftmost-first, in the text up to its longest match ahead. A match whose validator accepts is a finding,
//! and the next one begins at or behind the finding's end (its lead may reach back before it no further). A match whose
//! validator refuses is nothing, and the next position is tried; one that it knows for something else is passed over.
//!
//! The automata of the plan answer that where there is one way to part lead and pattern, and where the end bound does
//! not fall before a letter beyond ASCII. Elsewhere the exact search does, which is slow and rare.

use llmguard_types::{Accept, Bounds, Error, Evidence, Span};
use regex_automata::util::primitives::NonMaxUsize;
use regex_automata::{Anchored, Input, meta};

use crate::automaton::Begun;
use crate::candidates::{Candidate, Known};
use crate::cue::is_word;
use crate::program::Rule;

/// At most so many ends of a lead are told apart.
const LEADS: usize = 16;

/// A verified candidate: what step 5 turns into a finding.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hit {
    pub(crate) span: Span,
    pub(crate) strength: u32,
    pub(crate) evidence: Evidence,
}

/// What came of one candidate.
pub(crate) enum Outcome {
    /// The pattern does not match here.
    NoMatch,
    /// It matches, but the validator refused.
    Vetoed,
    /// It matches, and the validator knows it for something else, up to here.
    Other(usize),
    /// It is one.
    Hit(Hit),
}

/// What the automata of a plan say.
enum Answer {
    Match(Span),
    NoMatch,
    /// They cannot tell; if there is a match, it ends here or before.
    Ambiguous(usize),
}

/// Tries one detector at one position. `cache` is one thread's scratch space for the exact search.
pub(crate) fn verify(
    rule: &Rule,
    cache: &mut Option<meta::Cache>,
    text: &str,
    candidate: Candidate,
) -> Result<Outcome, Error> {
    let start = candidate.start;
    if !text.is_char_boundary(start) || !may_start(rule.detector.bounds, text, start) {
        return Ok(Outcome::NoMatch);
    }
    let found = match quick(rule, text, candidate) {
        Answer::Match(span) => Some(span),
        Answer::NoMatch => None,
        Answer::Ambiguous(mut end) => {
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            exact(rule, cache, text, Span::new(start, end))?
        }
    };
    let Some(span) = found else { return Ok(Outcome::NoMatch) };
    Ok(match validate(rule, text, span) {
        None => Outcome::Vetoed,
        Some(Hit { strength: 0, span, .. }) => Outcome::Other(span.end),
        Some(hit) => Outcome::Hit(hit),
    })
}

/// Asks the automata: every end of the lead, and from each the rest.
fn quick(rule: &Rule, text: &str, Candidate { start, known, .. }: Candidate) -> Answer {
    let matcher = &rule.plan.matcher;
    let bytes = text.as_bytes();
    let limit = start.saturating_add(rule.plan.max_len).min(bytes.len());
    let Some(body) = &matcher.body else { return Answer::Ambiguous(limit) };
    let begun = if let Known::Begun(begun) = known { begun } else { Begun::NOTHING };
    let found = match (&matcher.lead, known) {
        (None, Known::End(end)) if end.get() <= limit => Some(Span::new(start, end.get())),
        (None, _) => body.end(bytes, start, begun, limit).map(|end| Span::new(start, end)),
        (Some(lead), _) => {
            let ends = lead.ends::<LEADS>(bytes, start, begun, limit);
            let Some((ends, count)) = ends else { return Answer::Ambiguous(limit) };
            let body = |from| Some(Span::new(from, body.end(bytes, from, Begun::NOTHING, limit)?));
            let mut found = ends.into_iter().take(count).filter_map(body);
            match (found.next(), found.next()) {
                (first, None) => first,
                // A boundary that ASCII does not know may make another of its ends the right one.
                _ if rule.detector.bounds == Bounds::Token => return Answer::Ambiguous(limit),
                (first, second) => {
                    let ends = first.into_iter().chain(second).chain(found).map(|span| span.end);
                    return Answer::Ambiguous(ends.max().unwrap_or(limit));
                }
            }
        }
    };
    let Some(mut span) = found else { return Answer::NoMatch };
    if rule.detector.bounds == Bounds::Token && continues(text, span.end) {
        return Answer::Ambiguous(limit);
    }
    if !rule.detector.tail.is_empty() {
        let Some(last) = span.of(text).and_then(|t| t.chars().next_back()) else { return Answer::Ambiguous(limit) };
        span.end -= last.len_utf8();
    }
    Answer::Match(span)
}

/// Asks the whole pattern for a match that begins where `room` does and lies within.
pub(crate) fn exact(
    rule: &Rule,
    cache: &mut Option<meta::Cache>,
    text: &str,
    room: Span,
) -> Result<Option<Span>, Error> {
    let input = Input::new(text).span(room.start..room.end).anchored(Anchored::Yes);
    let regex = rule.exact()?;
    let cache = cache.get_or_insert_with(|| regex.create_cache());
    if !rule.detector.has_context() {
        return Ok(regex.search_with(cache, &input).map(|m| Span::new(m.start(), m.end())));
    }
    let mut slots: [Option<NonMaxUsize>; 4] = [None; 4];
    regex.search_slots_with(cache, &input, &mut slots);
    Ok(match slots {
        [.., Some(from), Some(to)] => Some(Span::new(from.get(), to.get())),
        _ => None,
    })
}

/// Asks the validator; `None` is its veto.
pub(crate) fn validate(rule: &Rule, text: &str, span: Span) -> Option<Hit> {
    let shape = Hit { span, strength: rule.detector.strength, evidence: Evidence::PATTERN };
    let Some(validate) = rule.detector.validate else { return Some(shape) };
    let Accept { len, strength, evidence } = validate(span.of(text)?.as_bytes())?;
    let end = span.start.checked_add(len).filter(|end| *end <= span.end && len > 0)?;
    let kept = Span::new(span.start, end);
    if end < span.end && !may_end(rule, text, end) {
        return None;
    }
    kept.of(text)?;
    let evidence = if strength > 1 { shape.evidence.with(evidence) } else { shape.evidence };
    let strength = if strength == 0 { 0 } else { shape.strength.max(strength) };
    Some(Hit { span: kept, strength, evidence })
}

/// Whether a detector with these bounds may start here.
fn may_start(bounds: Bounds, text: &str, start: usize) -> bool {
    let before = text.get(..start).and_then(|t| t.chars().next_back());
    match bounds {
        Bounds::None => true,
        Bounds::Token => !before.is_some_and(is_word),
        Bounds::Line => match before {
            None | Some('\n') => true,
            Some('\r') => text.as_bytes().get(start) != Some(&b'\n'),
            Some(_) => false,
        },
    }
}

/// Whether a finding that its validator shortened may end here.
fn may_end(rule: &Rule, text: &str, end: usize) -> bool {
    let Some(rest) = text.get(end..) else { return false };
    rule.detector.tail.is_empty()
        && match rule.detector.bounds {
            Bounds::Token => !continues(text, end),
            Bounds::Line => rest.is_empty() || rest.starts_with(['\n', '\r']),
            Bounds::None => true,
        }
}

/// Whether a word character stands at a position.
fn continues(text: &str, at: usize) -> bool {
    text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(is_word)
}
