//! Verification and validation, steps 3 and 4: does the pattern match at a candidate, how far, and do its check
//! digits hold?
//!
//! A detector's findings are defined position by position, left to right: at each position its pattern is matched,
//! anchored and leftmost-first, in the text up to [`Plan::max_len`](crate::Plan) bytes ahead. A match whose validator accepts
//! is a finding, and the next one begins at or behind the finding's end (its lead may reach back before it no
//! further). A match whose validator refuses is nothing, and the next position is tried.

use llmguard_types::{Accept, Bounds, Error, Evidence, Span};
use regex_automata::util::primitives::NonMaxUsize;
use regex_automata::{Anchored, Input, meta};

use crate::cue::is_word;
use crate::program::Rule;

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
    /// It is one.
    Hit(Hit),
}

/// One thread's scratch space for one detector's automata, made when first needed.
#[derive(Debug, Default)]
pub(crate) struct Caches {
    probe: Option<meta::Cache>,
    exact: Option<meta::Cache>,
}

/// Tries one detector at one position.
pub(crate) fn verify(rule: &Rule, caches: &mut Caches, text: &str, start: usize) -> Result<Outcome, Error> {
    let mut end = start.saturating_add(rule.plan.max_len).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let input = Input::new(text).span(start..end).anchored(Anchored::Yes);
    let probe = rule.probe()?;
    let cache = caches.probe.get_or_insert_with(|| probe.create_cache());
    if probe.search_half_with(cache, &input).is_none() {
        return Ok(Outcome::NoMatch);
    }
    let exact = rule.exact()?;
    let cache = caches.exact.get_or_insert_with(|| exact.create_cache());
    let found = if rule.detector.has_context() {
        let mut slots: [Option<NonMaxUsize>; 4] = [None; 4];
        exact.search_slots_with(cache, &input, &mut slots);
        match slots {
            [.., Some(from), Some(to)] => Some(Span::new(from.get(), to.get())),
            _ => None,
        }
    } else {
        exact.search_with(cache, &input).map(|m| Span::new(m.start(), m.end()))
    };
    let Some(span) = found else { return Ok(Outcome::NoMatch) };
    Ok(validate(rule, text, span).map_or(Outcome::Vetoed, Outcome::Hit))
}

/// Asks the validator; `None` is its veto.
fn validate(rule: &Rule, text: &str, span: Span) -> Option<Hit> {
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
    Some(Hit { span: kept, strength: shape.strength.max(strength), evidence })
}

/// Whether a finding that its validator shortened may end here.
fn may_end(rule: &Rule, text: &str, end: usize) -> bool {
    let Some(rest) = text.get(end..) else { return false };
    rule.detector.tail.is_empty()
        && match rule.detector.bounds {
            Bounds::Token => !rest.chars().next().is_some_and(is_word),
            Bounds::Line => rest.is_empty() || rest.starts_with(['\n', '\r']),
            Bounds::None => true,
        }
}
