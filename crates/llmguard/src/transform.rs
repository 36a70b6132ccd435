//! Transform, step 9: the edits become a new text, in one copy.
//!
//! Where a text may come back (a conversation, or any edit that tokenises), one more rule holds: *what reads as a
//! token in the new text must be a token of ours*. The user may have typed `[PERSON_1]`, or an edit may have left
//! `PERSON_` standing before digits. Such text is itself tokenised as `[TEXT_n]`, so that the way back is exact:
//!
//! ```text
//! text     Use [PERSON_1], says Herr Huber
//! output   Use [TEXT_1], says Herr [PERSON_1]
//! ```

use llmguard_policy::Transform;
use llmguard_types::{Entity, Error, Span};

use crate::decision::AppliedEdit;
use crate::edits::{Edit, Edited, apply};
use crate::guard::Inner;
use crate::replacement::irreversible;
use crate::token::{Grammar, TEXT};
use crate::vault::Vault;

/// After so many rounds of look-alikes that new tokens bring about, the whole text becomes one token.
const MAX_ROUNDS: usize = 8;

/// A new text and what was replaced in it.
#[derive(Debug)]
pub(crate) struct Rewritten {
    pub(crate) text: String,
    pub(crate) edits: Vec<AppliedEdit>,
}

impl Rewritten {
    /// The span of the original behind a span of the new text; edits it touches count wholly.
    pub(crate) fn original(&self, span: Span) -> Span {
        let spans = |of: fn(&AppliedEdit) -> Span| self.edits.iter().map(of).collect::<Vec<_>>();
        original(span, &spans(|edit| edit.span), &spans(|edit| edit.output))
    }

    /// The parts of a span of the new text that no edit touched, as spans of the original.
    pub(crate) fn untouched(&self, span: Span) -> Vec<Span> {
        let mut parts = Vec::new();
        let first = self.edits.partition_point(|edit| edit.output.end <= span.start);
        let mut at = span.start;
        let mut shift =
            first.checked_sub(1).and_then(|i| self.edits.get(i)).map_or((0, 0), |e| (e.output.end, e.span.end));
        let original = |at: usize, shift: (usize, usize)| at - shift.0 + shift.1;
        for edit in self.edits.iter().skip(first).take_while(|edit| edit.output.start < span.end) {
            if edit.output.start > at {
                parts.push(Span::new(original(at, shift), original(edit.output.start, shift)));
            }
            at = at.max(edit.output.end);
            shift = (edit.output.end, edit.span.end);
        }
        if at < span.end {
            parts.push(Span::new(original(at, shift), original(span.end, shift)));
        }
        parts
    }
}

/// What replaces a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Planned {
    span: Span,
    transform: Transform,
    /// `None`: text that reads as a token.
    entity: Option<Entity>,
}

/// Applies edits. With `look_alikes`, text that reads as a token is tokenised too.
pub(crate) fn rewrite(
    inner: &Inner,
    text: &str,
    edits: &[Edit],
    vault: &mut Vault,
    look_alikes: bool,
) -> Result<Rewritten, Error> {
    let mut planned: Vec<Planned> =
        edits.iter().map(|e| Planned { span: e.span, transform: e.transform, entity: Some(e.entity) }).collect();
    if look_alikes {
        let grammar = inner.grammar()?;
        add_look_alikes(grammar, text, &mut planned);
        for round in 0..=MAX_ROUNDS {
            // Tried with a vault of its own: which numbers tokens have makes no difference to what reads as one.
            let edited = fill(inner, text, &planned, &mut Vault::default())?;
            let strays = strays(grammar, &planned, &edited);
            if strays.is_empty() {
                break;
            }
            planned = if round == MAX_ROUNDS {
                merge(planned, vec![Span::new(0, text.len())])
            } else {
                let spans: Vec<Span> = planned.iter().map(|p| p.span).collect();
                let originals = strays.into_iter().map(|stray| original(stray, &spans, &edited.replaced)).collect();
                merge(planned, originals)
            };
        }
    }
    let edited = fill(inner, text, &planned, vault)?;
    let applied = planned.iter().zip(&edited.replaced);
    let edits =
        applied.map(|(p, output)| AppliedEdit { span: p.span, output: *output, transform: p.transform }).collect();
    Ok(Rewritten { text: edited.text, edits })
}

fn fill(inner: &Inner, text: &str, planned: &[Planned], vault: &mut Vault) -> Result<Edited, Error> {
    apply(
        text,
        planned,
        |edit| edit.span,
        |edit, value| {
            let label = edit.entity.map_or(TEXT, |entity| inner.label(entity));
            match (edit.transform, edit.entity) {
                (Transform::Tokenize, _) => vault.token(label, value),
                (transform, entity) => Ok(irreversible(transform, entity.unwrap_or(Entity::OTHER_PII), label, value)),
            }
        },
    )
}

/// What reads as a token in the original and is not edited anyway.
fn add_look_alikes(grammar: &Grammar, text: &str, planned: &mut Vec<Planned>) {
    let edited: Vec<Span> = planned.iter().map(|p| p.span).collect();
    let free = grammar.tokens(text).into_iter().map(|token| token.span).filter(|span| {
        // The first edit that ends behind the token's start is the only one that could touch it first.
        edited.get(edited.partition_point(|e| e.end <= span.start)).is_none_or(|e| !e.overlaps(*span))
    });
    planned.extend(free.map(|span| Planned { span, transform: Transform::Tokenize, entity: None }));
    planned.sort_unstable_by_key(|p| p.span);
}

/// What reads as a token in the new text and is none of ours, and what is ours and does not read as a token.
fn strays(grammar: &Grammar, planned: &[Planned], edited: &Edited) -> Vec<Span> {
    let ours = planned.iter().zip(&edited.replaced).filter(|(p, _)| p.transform == Transform::Tokenize);
    let ours: Vec<Span> = ours.map(|(_, span)| *span).collect();
    let tokens = grammar.tokens(&edited.text);
    tokens.iter().map(|token| token.span).filter(|span| ours.binary_search(span).is_err()).collect()
}

/// The span of the original behind a span of the new text, by what edits replaced and where their replacements stand.
fn original(span: Span, edited: &[Span], replaced: &[Span]) -> Span {
    let first = replaced.partition_point(|output| output.end <= span.start);
    let behind = replaced.partition_point(|output| output.start < span.end);
    // Before the edit with this number, texts differ by what the edits before it added or took away.
    let shifted = |position: usize, edit: usize| {
        let before = edit.checked_sub(1).and_then(|before| Some((replaced.get(before)?, edited.get(before)?)));
        before.map_or(position, |(output, edit)| position - output.end + edit.end)
    };
    let touched = |edit: usize, position: usize| {
        let output = replaced.get(edit)?;
        edited.get(edit).filter(|_| output.start <= position && position <= output.end)
    };
    let start = touched(first, span.start).map_or_else(|| shifted(span.start, first), |edit| edit.start);
    let last = behind.checked_sub(1).and_then(|last| touched(last, span.end));
    Span::new(start, last.map_or_else(|| shifted(span.end, behind), |edit| edit.end))
}

/// Adds look-alikes; edits they touch are swallowed, and the strictest transform is kept.
fn merge(planned: Vec<Planned>, look_alikes: Vec<Span>) -> Vec<Planned> {
    let new = look_alikes.into_iter().map(|span| Planned { span, transform: Transform::Tokenize, entity: None });
    let mut all: Vec<Planned> = planned.into_iter().chain(new).collect();
    all.sort_unstable_by_key(|p| (p.span.start, p.entity.is_some()));
    let mut merged: Vec<Planned> = Vec::with_capacity(all.len());
    for next in all {
        match merged.last_mut().filter(|last| last.span.overlaps(next.span)) {
            Some(last) => {
                last.span.end = last.span.end.max(next.span.end);
                let stricter = last.transform.max(next.transform);
                // Two edits that became one are one look-alike, unless one of them may not come back.
                last.entity = if stricter > Transform::Tokenize { last.entity.or(next.entity) } else { None };
                last.transform = stricter.max(Transform::Tokenize);
            }
            None => merged.push(next),
        }
    }
    merged
}
