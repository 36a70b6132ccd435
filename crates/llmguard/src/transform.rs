//! Transform, step 9: the edits become a new text, from left to right.
//!
//! Where a text may come back (a conversation, or any edit that tokenises), one more rule holds: *what reads as a
//! token in the new text must be a token of ours*. The user may have typed `[PERSON_1]`, or an edit may have left
//! `PERSON_` standing before digits. Such text is itself tokenised as `[TEXT_n]`, so that the way back is exact:
//!
//! ```text
//! text     Use [PERSON_1], says Herr Huber
//! output   Use [TEXT_1], says Herr [PERSON_1]
//! ```
//!
//! Our tokens and redactions are walls: nothing is read across them, so each [gap](crate::gap) between two is looked
//! through by itself, once. What reads as a token and holds a masked or generalised part is redacted.

use std::borrow::Cow;

use llmguard_policy::Transform;
use llmguard_types::{Code, Entity, Error, Span};

use crate::edits::Edit;
use crate::gap::Gap;
use crate::guard::Inner;
use crate::register::Register;
use crate::replacement::irreversible;
use crate::token::{self, TEXT, Token};

/// What replaces a span of the original.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Planned {
    pub(crate) span: Span,
    pub(crate) transform: Transform,
    /// `None`: text that reads as a token.
    pub(crate) entity: Option<Entity>,
    /// The value of a token that is turned back; the other fields have no meaning then.
    pub(crate) value: Option<String>,
}

/// What happens to text that reads as a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LookAlikes {
    /// It stays: nobody will turn it back, or it is ours.
    Stay,
    /// It is tokenised itself.
    Hide,
    /// It is turned back.
    Reveal,
}

/// A part of a text whose edits are known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window<'a> {
    /// The part and what stands before.
    pub(crate) text: &'a str,
    /// Offset of the text.
    pub(crate) base: usize,
    /// The part.
    pub(crate) span: Span,
    /// Whether the text ends with it.
    pub(crate) over: bool,
    /// What was written before it, back to the last token at most.
    pub(crate) before: &'a str,
}

impl<'a> Window<'a> {
    pub(crate) fn of(&self, span: Span) -> Result<&'a str, Error> {
        let lost = || Error::new(Code::Internal, "an edit does not fit the text");
        let start = span.start.checked_sub(self.base).ok_or_else(lost)?;
        Span::new(start, span.end.saturating_sub(self.base)).of(self.text).ok_or_else(lost)
    }
}

impl Planned {
    pub(crate) fn of(edit: &Edit) -> Planned {
        Planned { span: edit.span, transform: edit.transform, entity: Some(edit.entity), value: None }
    }

    /// Whether what is written stands in brackets of its own.
    pub(crate) fn is_wall(&self) -> bool {
        self.value.is_none() && self.transform >= Transform::Tokenize
    }

    fn label<'i>(&self, inner: &'i Inner) -> &'i str {
        self.entity.map_or(TEXT, |entity| inner.label(entity))
    }

    /// What is written when tokens are not numbered yet: all of them are the first.
    pub(crate) fn tried<'p>(&'p self, inner: &Inner, original: &str) -> Cow<'p, str> {
        match (&self.value, self.transform) {
            (Some(value), _) => Cow::Borrowed(value),
            (None, Transform::Tokenize) => Cow::Owned(token::render(self.label(inner), 1, 0)),
            (None, transform) => Cow::Owned(self.without_return(inner, transform, original)),
        }
    }

    /// What is written, with the session's tokens.
    pub(crate) fn written<'p>(
        &'p self,
        inner: &Inner,
        original: &str,
        register: &mut Register,
    ) -> Result<Cow<'p, str>, Error> {
        match (&self.value, self.transform) {
            (Some(value), _) => Ok(Cow::Borrowed(value)),
            (None, Transform::Tokenize) => register.token(self.label(inner), original).map(Cow::Owned),
            (None, transform) => Ok(Cow::Owned(self.without_return(inner, transform, original))),
        }
    }

    fn without_return(&self, inner: &Inner, transform: Transform, original: &str) -> String {
        let entity = self.entity.unwrap_or(Entity::OTHER_PII);
        let of_column = || inner.columns.generalize(entity, original);
        let rounded = if transform == Transform::Generalize { of_column() } else { None };
        rounded.unwrap_or_else(|| irreversible(transform, entity, self.label(inner), original))
    }
}

/// The edits of a window and what they bring about, ordered and disjoint; and up to where that is decided. `value` says
/// what a token stands for.
pub(crate) fn plan_window(
    inner: &Inner,
    window: Window<'_>,
    edits: &[Edit],
    look_alikes: LookAlikes,
    gap: &mut Gap,
    mut value: impl FnMut(&Token<'_>) -> Option<String>,
) -> Result<(Vec<Planned>, usize), Error> {
    let edits: Vec<Planned> = edits.iter().map(Planned::of).collect();
    if look_alikes == LookAlikes::Stay {
        return Ok((edits, window.span.end));
    }
    let mut all = Vec::with_capacity(edits.len());
    let (mut at, mut first) = (window.span.start, 0);
    gap.begin(window.before);
    for (number, edit) in edits.iter().enumerate() {
        let kept = Span::new(at, edit.span.start);
        gap.keep(window.of(kept)?, kept);
        at = edit.span.end;
        if !edit.is_wall() {
            gap.edited(&edit.tried(inner, window.of(edit.span)?), edit.span, number);
            continue;
        }
        fill(inner, gap, edits.get(first..number).unwrap_or_default(), first, true, look_alikes, &mut value, &mut all);
        all.push(edit.clone());
        gap.begin("");
        first = number + 1;
    }
    let kept = Span::new(at, window.span.end);
    gap.keep(window.of(kept)?, kept);
    let rest = edits.get(first..).unwrap_or_default();
    let decided = fill(inner, gap, rest, first, window.over, look_alikes, &mut value, &mut all);
    Ok((all, decided.unwrap_or(window.span.end)))
}

/// Adds the edits of one gap and what reads as a token there. Returns where it is not decided, if there is such a place.
#[expect(clippy::too_many_arguments, reason = "the loop of `plan_window`, of which this is a step")]
fn fill(
    inner: &Inner,
    gap: &Gap,
    edits: &[Planned],
    first: usize,
    over: bool,
    look_alikes: LookAlikes,
    value: &mut impl FnMut(&Token<'_>) -> Option<String>,
    all: &mut Vec<Planned>,
) -> Option<usize> {
    let mut read = Vec::new();
    let decided = inner.grammar().read(&gap.text, gap.from, over, |token| {
        let Some(span) = gap.original(token.span) else { return };
        let touched = gap.edits(token.span).filter_map(|number| edits.get(number.checked_sub(first)?));
        let strictest = touched.max_by_key(|edit| edit.transform);
        let (transform, entity) = strictest.map_or((Transform::Tokenize, None), |e| (Transform::Redact, e.entity));
        let value = if strictest.is_none() { value(&token) } else { None };
        match look_alikes {
            LookAlikes::Hide => read.push(Planned { span, transform, entity, value: None }),
            // One that nobody knows stays, and is counted.
            LookAlikes::Reveal if strictest.is_none() => {
                read.push(Planned { span, transform: Transform::Keep, entity: None, value });
            }
            _ => {}
        }
    });
    let cut = if decided < gap.text.len() { gap.cut(decided) } else { None };
    let end = cut.unwrap_or(usize::MAX);
    let mut read = read.into_iter().peekable();
    for edit in edits.iter().filter(|edit| edit.span.end <= end) {
        while let Some(before) = read.next_if(|look_alike| look_alike.span.start <= edit.span.start) {
            all.push(before);
        }
        if all.last().is_none_or(|last| last.span.end <= edit.span.start) {
            all.push(edit.clone());
        }
    }
    all.extend(read);
    cut
}
