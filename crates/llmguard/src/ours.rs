//! Ours: what in the text of a model is a surrogate of the conversation. It is no finding, however much it looks like one.
//!
//! ```text
//! text    Ich schreibe an rudewodi@example.com und an x.y@firma.de
//! found                   ~~~~~~~~~~~~~~~~~~~~        ~~~~~~~~~~~~
//! ours                    ~~~~~~~~~~~~~~~~~~~~                          the other one decides
//! ```

use llmguard_policy::{Direction, Tokens};
use llmguard_types::{Error, Finding, Span};

use crate::grammar::Next;
use crate::guard::Inner;
use crate::register::Register;
use crate::request::Request;
use crate::session::Session;
use crate::surrogate;

/// What is needed of the text before the place up to which it was read, in bytes.
const CONTEXT: usize = 32;

/// The surrogates of a conversation in a text, as far as it is known.
#[derive(Debug, Default)]
pub(crate) struct Ours {
    spans: Vec<Span>,
    /// Up to where it is read, and where the last token ends.
    at: usize,
    floor: usize,
    /// Findings behind that place.
    waiting: Vec<Finding>,
}

impl Ours {
    /// For a request that may hold some: what a model has written.
    pub(crate) fn of(inner: &Inner, request: &Request, session: Option<&Session>) -> Option<Ours> {
        let written_by_model = matches!(request.direction, Direction::Response | Direction::ToolCall);
        let any = written_by_model && session.is_some() && inner.policy.tokens() == Tokens::Surrogate;
        any.then(Ours::default)
    }

    /// Takes from the findings of a whole text those that are ours.
    pub(crate) fn sift(
        inner: &Inner,
        request: &Request,
        session: Option<&Session>,
        text: &str,
        findings: &mut Vec<Finding>,
    ) -> Result<(), Error> {
        let (Some(mut ours), Some(session)) = (Ours::of(inner, request, session), session) else { return Ok(()) };
        ours.read(inner, &*session.register()?, text, 0, true);
        findings.retain(|finding| !ours.holds(finding.span));
        Ok(())
    }

    /// Where the text that is read next begins.
    pub(crate) fn from(&self) -> usize {
        self.at.saturating_sub(CONTEXT)
    }

    /// Takes further findings.
    pub(crate) fn take(&mut self, findings: Vec<Finding>) {
        self.waiting.extend(findings);
    }

    /// Reads on. `text` begins at `base`, which is at [`Ours::from`] or before.
    pub(crate) fn read(&mut self, inner: &Inner, register: &Register, text: &str, base: usize, over: bool) {
        loop {
            let (floor, at) = (self.floor.saturating_sub(base), self.at.saturating_sub(base));
            match inner.grammar().next(text, floor, at..text.len(), over) {
                Next::Token(token) => {
                    if token.is_surrogate() && register.value(&token).is_some() {
                        self.add(text, base, token.span);
                    }
                    (self.floor, self.at) = (base + token.span.end, base + token.span.end);
                }
                Next::Open(open) => {
                    self.at = base + open;
                    return;
                }
                Next::Nothing => {
                    self.at = base + text.len();
                    return;
                }
            }
        }
    }

    /// Adds a surrogate, and joins the words of a name.
    fn add(&mut self, text: &str, base: usize, span: Span) {
        let new = Span::new(base + span.start, base + span.end);
        match self.spans.last_mut() {
            Some(last)
                if base <= last.end && text.get(last.end - base..span.start).is_some_and(surrogate::is_between) =>
            {
                last.end = new.end;
            }
            _ => self.spans.push(new),
        }
    }

    /// The findings taken so far that are not ours, as far as that is known; and up to where it is, of what is found up to
    /// `known`.
    pub(crate) fn decided(&mut self, known: usize, over: bool) -> (Vec<Finding>, usize) {
        let read = if over { usize::MAX } else { self.at };
        let mut findings: Vec<Finding> = self.waiting.extract_if(.., |finding| finding.span.end <= read).collect();
        findings.retain(|finding| !self.holds(finding.span));
        let waiting = self.waiting.iter().map(|finding| finding.span.start).min().unwrap_or(usize::MAX);
        let known = known.min(read).min(waiting);
        self.spans.retain(|ours| ours.end > known);
        (findings, known)
    }

    /// Whether a span is part of a surrogate.
    fn holds(&self, span: Span) -> bool {
        let last = self.spans.partition_point(|ours| ours.start <= span.start).checked_sub(1);
        last.and_then(|last| self.spans.get(last)).is_some_and(|ours| span.end <= ours.end)
    }
}
