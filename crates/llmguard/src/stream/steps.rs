//! Steps: what a stream does with a piece, and at the end.
//!
//! ```text
//! piece ─ JSON ─ findings ─ flow ─ written parts ─ released       end: decision, audit event
//! ```

use std::borrow::Cow;

use llmguard_policy::{Reason, Transform, Verdict};
use llmguard_types::{Error, Finding, Span};

use super::json::{Json, Piece, escape};
use super::{Kind, Released, Stream};
use crate::audit::Tally;
use crate::check::{reads, record, settle};
use crate::decision::AppliedEdit;
use crate::ended::{Ended, remember, stop};
use crate::flow::{Flow, Part, Stop};
use crate::guard::Inner;
use crate::heading::Heading;
use crate::transform::Planned;
use crate::view::Aside;

impl Stream {
    pub(super) fn released(&self) -> Released<'_> {
        Released { text: &self.out, denied: matches!(self.ended, Some(Ended::Denied)) }
    }

    pub(super) fn usable(&self) -> Result<(), Error> {
        match &self.ended {
            Some(Ended::Broken(error)) => Err(error.clone()),
            _ => Ok(()),
        }
    }

    /// What failed once releases nothing any more.
    pub(super) fn broken(&mut self, done: Result<(), Error>) -> Result<(), Error> {
        done.inspect_err(|error| {
            self.out.clear();
            self.ended = Some(Ended::Broken(error.clone()));
        })
    }

    /// Takes whole characters.
    pub(super) fn take(&mut self, piece: &str, over: bool) -> Result<(), Error> {
        if self.ended.is_some() || (piece.is_empty() && !over) {
            return Ok(());
        }
        let piece = match &mut self.json {
            Some(json) => json.read(piece, over),
            None => piece,
        };
        self.flow.push(piece);
        let inner = self.session.guard().inner();
        let (found, aside, known) = match &mut self.source {
            Some(source) => source.push(inner, piece, over, heading(inner, &self.kind))?,
            None => (Vec::new(), Aside::default(), usize::MAX),
        };
        let read = if found.is_empty() { Vec::new() } else { self.read_of(&found, &aside)? };
        let (read, known) = self.without_ours(read, known, over)?;
        self.flow.learn(&found, &read, known, over);
        match &self.kind {
            Kind::Policy(_, way, _) => way.advance(&mut self.flow, Some(&self.session))?,
            Kind::Protect => self.flow.advance(|_| None)?,
            Kind::Reveal => {
                let register = self.session.register()?;
                self.flow.advance(|token| register.value(token).map(|(value, ending)| [value, ending].concat()))?;
            }
        }
        self.write()?;
        if self.flow.stopped.is_none() && self.flow.held() > self.max_hold {
            let english = format!("the text makes the stream hold more than {} bytes", self.max_hold);
            let german = format!("der Text lässt den Strom mehr als {} Bytes zurückhalten", self.max_hold);
            self.flow.stopped = Some(Stop::Reason(Reason::denial(None, "max_hold_bytes", english, german)));
        }
        if over || self.flow.stopped.is_some() { self.end() } else { Ok(()) }
    }

    /// The findings that decide.
    fn read_of(&mut self, found: &[Finding], aside: &Aside) -> Result<Vec<Finding>, Error> {
        let inner = self.session.guard().inner();
        let heading = heading(inner, &self.kind);
        let mut read = Vec::with_capacity(found.len());
        for finding in found {
            if inner.excludes(finding, aside, self.flow.text(finding.span)?, heading) {
                self.excluded += 1;
                continue;
            }
            let decides = match &self.kind {
                Kind::Policy(request, ..) => reads(inner, request, heading, finding),
                _ => inner.is_rewritten(finding),
            };
            if decides {
                read.push(*finding);
            }
        }
        Ok(read)
    }

    /// Those that are no surrogates of the conversation, as far as that is known; and up to where everything is.
    fn without_ours(&mut self, read: Vec<Finding>, known: usize, over: bool) -> Result<(Vec<Finding>, usize), Error> {
        let Some(ours) = &mut self.ours else { return Ok((read, known)) };
        let span = Span::new(self.flow.boundary(ours.from()), self.flow.end());
        let (inner, register) = (self.session.guard().inner(), self.session.register()?);
        ours.read(inner, &register, self.flow.text(span)?, span.start, over);
        ours.take(read);
        Ok(ours.decided(known, over))
    }

    /// Writes what the flow hands out.
    fn write(&mut self) -> Result<(), Error> {
        let mut register = None;
        for part in &self.flow.parts {
            match part {
                Part::Keep(span) => keep(&self.flow, self.json.as_mut(), *span, &mut self.out)?,
                Part::Edit(Planned { span, transform: Transform::Keep, value: None, entity, .. }) => {
                    self.unknown += usize::from(entity.is_none());
                    keep(&self.flow, self.json.as_mut(), *span, &mut self.out)?;
                }
                Part::Edit(planned) => {
                    let register = match &mut register {
                        Some(register) => register,
                        none => none.insert(self.session.register()?),
                    };
                    let start = self.len + self.out.len();
                    let written =
                        |text: &str| planned.written(self.session.guard().inner(), text, register).map(Cow::into_owned);
                    edit(&self.flow, self.json.as_mut(), planned.span, written, &mut self.out)?;
                    let output = Span::new(start, self.len + self.out.len());
                    match planned.value {
                        Some(_) => self.restored += 1,
                        None => {
                            let transform = planned.transform;
                            self.edits.push(AppliedEdit { span: planned.span, output, transform });
                        }
                    }
                }
            }
        }
        if let Some(mut register) = register {
            register.commit()?;
        }
        self.len += self.out.len();
        self.read.append(&mut self.flow.decided);
        self.json.iter_mut().for_each(Json::forget);
        Ok(())
    }

    /// Ends the text: what was decided, and the audit event.
    pub(super) fn end(&mut self) -> Result<(), Error> {
        let stopped = self.flow.stopped.take();
        self.ended = Some(if stopped.is_some() { Ended::Denied } else { Ended::Over });
        let Kind::Policy(request, _, before) = &self.kind else { return Ok(()) };
        let inner = self.session.guard().inner();
        let (mut decision, _) = settle(inner, request, &self.read, &self.flow.values(), before);
        remember(&self.session, request, &self.flow, self.flow.end(), &decision)?;
        stop(&mut decision, stopped);
        decision.excluded = self.excluded;
        decision.statistics.bytes = self.flow.end();
        if decision.verdict <= Verdict::Transform {
            decision.take(String::new(), std::mem::take(&mut self.edits));
            decision.output = None;
        }
        let tally = Tally::of(&self.read, &decision.edits);
        record(inner, self.flow.end(), None, request, &tally, &mut decision);
        if decision.verdict > Verdict::Transform {
            self.ended = Some(Ended::Denied);
        }
        self.decision = Some(decision);
        Ok(())
    }
}

impl Drop for Stream {
    /// A text that was not finished was seen as far as it went.
    fn drop(&mut self) {
        if let (None, Kind::Policy(request, _, before)) = (&self.ended, &self.kind) {
            let inner = self.session.guard().inner();
            let (decision, _) = settle(inner, request, &self.read, &self.flow.values(), before);
            // A poisoned history denies every later step.
            drop(remember(&self.session, request, &self.flow, self.flow.end(), &decision));
        }
    }
}

/// Where the text is going.
fn heading<'g>(inner: &'g Inner, kind: &Kind) -> Heading<'g> {
    match kind {
        Kind::Policy(request, ..) => inner.heading(request),
        _ => Heading::default(),
    }
}

/// Writes text that stays, as it came.
fn keep(flow: &Flow, json: Option<&mut Json>, span: Span, out: &mut String) -> Result<(), Error> {
    out.push_str(match json {
        Some(json) => json.kept(span)?,
        None => flow.text(span)?,
    });
    Ok(())
}

/// Writes what `written` makes of text that is edited.
fn edit(
    flow: &Flow,
    json: Option<&mut Json>,
    span: Span,
    mut written: impl FnMut(&str) -> Result<String, Error>,
    out: &mut String,
) -> Result<(), Error> {
    let Some(json) = json else {
        out.push_str(&written(flow.text(span)?)?);
        return Ok(());
    };
    let span = json.taken(span);
    for piece in json.pieces(span, flow.text(span)?)? {
        let (text, quote) = match piece {
            Piece::Stays(raw) => {
                out.push_str(raw);
                continue;
            }
            Piece::Inside(text) => (text, ""),
            Piece::Outside(text) => (text, "\""),
        };
        out.push_str(quote);
        escape(&written(&text)?, out);
        out.push_str(quote);
    }
    Ok(())
}
