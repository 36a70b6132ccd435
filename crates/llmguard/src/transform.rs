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
//! Our tokens in brackets and redactions are walls: nothing is read across them, so each [gap](crate::gap) between two is
//! looked through by itself, once. What reads as a token and holds a masked or generalised part is redacted.
//!
//! A [surrogate](crate::surrogate) has no brackets. It is tried in its gap, with any number, and stands where exactly it is read
//! again; where something is glued to it, a token in brackets takes its place:
//!
//! ```text
//! text     DE89 3704 0044 0532 0130 00/jo.huber@muster-werke.de    "/" is a part of the address
//! output   [IBAN_1]rudewodi@example.com
//! ```

use std::borrow::Cow;

use llmguard_policy::{Tokens, Transform};
use llmguard_types::{Code, Entity, Error, Span};

use crate::edits::Edit;
use crate::gap::Gap;
use crate::grammar::{Grammar, Next};
use crate::guard::Inner;
use crate::reading::Stop;
use crate::register::Register;
use crate::replacement::irreversible;
use crate::surrogate::{self, Gender};
use crate::token::{self, TEXT, Token};

/// What replaces a span of the original.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Planned {
    pub(crate) span: Span,
    pub(crate) transform: Transform,
    /// `None`: text that reads as a token; but a person's name may be no token.
    pub(crate) entity: Option<Entity>,
    /// The value of a token that is turned back; the other fields have no meaning then.
    pub(crate) value: Option<String>,
    /// Whether a surrogate may stand for it, without brackets, and what a salutation before it says.
    pub(crate) bare: bool,
    pub(crate) gender: Option<Gender>,
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

    /// What stands before a span.
    fn before(&self, span: Span) -> &'a str {
        self.text.get(..span.start.saturating_sub(self.base)).unwrap_or_default()
    }
}

impl Planned {
    fn of(edit: &Edit) -> Planned {
        Planned::new(edit.span, edit.transform, Some(edit.entity))
    }

    fn new(span: Span, transform: Transform, entity: Option<Entity>) -> Planned {
        Planned { span, transform, entity, value: None, bare: false, gender: None }
    }

    /// Whether what is written stands in brackets of its own.
    fn is_wall(&self) -> bool {
        self.value.is_none() && self.transform >= Transform::Tokenize && !self.bare
    }

    /// The surrogate that is tried for what is written here, and the spans of its parts that are to be read again.
    fn surrogate(&self, inner: &Inner, original: &str) -> Option<(String, Vec<Span>)> {
        let tokenizes = self.transform == Transform::Tokenize && inner.policy.tokens() == Tokens::Surrogate;
        if tokenizes { surrogate::any(self.label(inner), original) } else { None }
    }

    fn label<'i>(&self, inner: &'i Inner) -> &'i str {
        self.entity.map_or(TEXT, |entity| inner.label(entity))
    }

    /// What is written when tokens are not numbered yet: all of them are the first.
    pub(crate) fn tried<'p>(&'p self, inner: &Inner, original: &str) -> Cow<'p, str> {
        match (&self.value, self.transform) {
            (Some(value), _) => Cow::Borrowed(value),
            (None, Transform::Tokenize) => {
                let surrogate = if self.bare { self.surrogate(inner, original) } else { None };
                Cow::Owned(surrogate.map_or_else(|| token::render(self.label(inner), 1, 0), |(surrogate, _)| surrogate))
            }
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
            (None, Transform::Tokenize) if self.bare => {
                register.surrogate(self.label(inner), original, self.gender).map(Cow::Owned)
            }
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
    value: impl FnMut(&Token<'_>) -> Option<String>,
) -> Result<(Vec<Planned>, usize), Error> {
    let mut edits: Vec<Planned> = edits.iter().map(Planned::of).collect();
    if look_alikes == LookAlikes::Stay {
        return Ok((edits, window.span.end));
    }
    let mut filler = Filler { grammar: inner.grammar(), look_alikes, value, all: Vec::with_capacity(edits.len()) };
    let (mut at, mut first) = (window.span.start, 0);
    gap.begin(window.before);
    for number in 0..edits.len() {
        let Some(edit) = edits.get_mut(number) else { break };
        let kept = Span::new(at, edit.span.start);
        gap.keep(window.of(kept)?, kept);
        at = edit.span.end;
        let original = window.of(edit.span)?;
        let surrogate = if look_alikes == LookAlikes::Hide { edit.surrogate(inner, original) } else { None };
        if let Some((surrogate, parts)) = surrogate {
            edit.bare = true;
            edit.gender = surrogate::salutation(window.before(edit.span));
            gap.bare(&surrogate, edit.span, number - first, &parts);
            continue;
        }
        if !edit.is_wall() {
            gap.edited(&edit.tried(inner, original), edit.span, number - first);
            continue;
        }
        let wall = edit.clone();
        filler.fill(gap, edits.get_mut(first..number).unwrap_or_default(), true);
        filler.all.push(wall);
        gap.begin("");
        first = number + 1;
    }
    let kept = Span::new(at, window.span.end);
    gap.keep(window.of(kept)?, kept);
    let decided = filler.fill(gap, edits.get_mut(first..).unwrap_or_default(), window.over);
    Ok((filler.all, decided.unwrap_or(window.span.end)))
}

/// What fills gaps: their edits, and what reads as a token there.
struct Filler<'g, V> {
    grammar: &'g Grammar,
    look_alikes: LookAlikes,
    value: V,
    all: Vec<Planned>,
}

impl<V: FnMut(&Token<'_>) -> Option<String>> Filler<'_, V> {
    /// Adds the edits of one gap and what reads as a token there. Returns where it is not decided, if there is such a place.
    fn fill(&mut self, gap: &Gap, edits: &mut [Planned], over: bool) -> Option<usize> {
        let (read, decided) = self.read(gap, edits, over);
        let cut = if decided < gap.text.len() { gap.cut(decided) } else { None };
        let end = cut.unwrap_or(usize::MAX);
        let mut read = read.into_iter().peekable();
        for edit in edits.iter().filter(|edit| edit.span.end <= end) {
            while let Some(before) = read.next_if(|look_alike| look_alike.span.start <= edit.span.start) {
                self.all.push(before);
            }
            if self.all.last().is_none_or(|last| last.span.end <= edit.span.start) {
                self.all.push(edit.clone());
            }
        }
        self.all.extend(read);
        cut
    }

    /// What reads as a token in a gap but for its surrogates, and up to where that is decided. A surrogate that is not read
    /// exactly gets brackets.
    fn read(&mut self, gap: &Gap, edits: &mut [Planned], over: bool) -> (Vec<Planned>, usize) {
        let (grammar, text, mut read) = (self.grammar, gap.text.as_str(), Vec::new());
        let (mut floor, mut at) = (0, gap.from);
        for surrogate in &gap.surrogates {
            let span = surrogate.span;
            let exact = loop {
                match grammar.next(text, floor, at..surrogate.first() + 1, over) {
                    Next::Open(open) => return (read, open),
                    Next::Token(token) if token.span.end <= span.start => {
                        (floor, at) = (token.span.end, token.span.end);
                        read.extend(self.taken(gap, edits, &token));
                    }
                    Next::Token(_) | Next::Nothing => break surrogate.is_read(grammar, text, floor, at, over),
                }
            };
            match exact {
                Err(Stop::Open) => return (read, span.start),
                Ok(()) => {}
                // Something is glued to it. Before a bracket, what stands before it may read as a token.
                Err(Stop::No) => {
                    edits.get_mut(surrogate.edit).into_iter().for_each(|edit| edit.bare = false);
                    let before = text.get(..span.start).unwrap_or_default();
                    let from = boundary(text, span.start.saturating_sub(grammar.longest())).max(at);
                    let tokens = tokens(grammar, before, floor, from);
                    read.extend(tokens.iter().filter_map(|token| self.taken(gap, edits, token)));
                }
            }
            (floor, at) = (span.end, span.end);
        }
        loop {
            match grammar.next(text, floor, at..text.len(), over) {
                Next::Open(open) => return (read, open),
                Next::Nothing => return (read, text.len()),
                Next::Token(token) => {
                    (floor, at) = (token.span.end, token.span.end);
                    read.extend(self.taken(gap, edits, &token));
                }
            }
        }
    }

    /// What is done about text that reads as a token.
    fn taken(&mut self, gap: &Gap, edits: &[Planned], token: &Token<'_>) -> Option<Planned> {
        let span = gap.original(token.span)?;
        let touched = gap.edits(token.span).filter_map(|number| edits.get(number));
        let strictest = touched.max_by_key(|edit| edit.transform);
        let (transform, entity) = strictest.map_or((Transform::Tokenize, None), |e| (Transform::Redact, e.entity));
        match self.look_alikes {
            LookAlikes::Hide => Some(Planned::new(span, transform, entity)),
            // One that nobody knows stays, and is counted if it is no word of everybody's.
            LookAlikes::Reveal if strictest.is_none() => {
                let value = (self.value)(token);
                let entity = if token.is_countable() { None } else { Some(Entity::PERSON) };
                Some(Planned { value, ..Planned::new(span, Transform::Keep, entity) })
            }
            _ => None,
        }
    }
}

/// The tokens in a text that is over, from a place on.
fn tokens<'t>(grammar: &'t Grammar, text: &'t str, floor: usize, from: usize) -> Vec<Token<'t>> {
    let (mut floor, mut at, mut tokens) = (floor, from, Vec::new());
    while let Next::Token(token) = grammar.next(text, floor, at..text.len(), true) {
        (floor, at) = (token.span.end, token.span.end);
        tokens.push(token);
    }
    tokens
}

/// The first bound of a character at or behind a place.
fn boundary(text: &str, at: usize) -> usize {
    (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}
