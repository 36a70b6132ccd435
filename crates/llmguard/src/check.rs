//! Check: steps 6 to 9 of the way of one text, in order.
//!
//! ```text
//! findings ─ exclude ─ classify ─ decide ─┬─ Deny, Approval: no output
//!                ▲                        └─ Allow, Transform: flow ─ audit event ─ output
//!                └──── what rewriting brought about ───────────┘
//! ```
//!
//! No event, no output; and tokens are numbered only for a text that goes out.

use std::cmp::Reverse;
use std::sync::Arc;

use llmguard_policy::{Ask, Direction, Found, Level, Reason, Ruling, Transform, Verdict};
use llmguard_scan::{Statistics, resolve};
use llmguard_types::{Code, Confidence, Error, Finding, Span};

use crate::audit::{AuditEvent, Tally};
use crate::classify::{Kinds, values};
use crate::decision::{AppliedEdit, Decision};
use crate::flow::{Again, Flow, Part, Stop};
use crate::grants::{self, Granted};
use crate::guard::{Guard, Inner};
use crate::heading::Heading;
use crate::history::{Carried, Values};
use crate::judge::Judge;
use crate::messages::locked;
use crate::ours::Ours;
use crate::register::Register;
use crate::request::Request;
use crate::session::Session;
use crate::transform::LookAlikes;

/// Decides about one text, within a conversation or without.
pub(crate) fn check(
    guard: &Guard,
    text: &str,
    request: &Request,
    session: Option<&Session>,
) -> Result<Decision, Error> {
    let inner = guard.inner();
    let heading = inner.heading(request);
    let scan = inner.run(text, heading)?;
    let (kept, excluded) = inner.split_excluded(text, &scan, heading);
    let mut read: Vec<Finding> = kept.into_iter().filter(|f| reads(inner, request, heading, f)).collect();
    Ours::sift(inner, request, session, text, &mut read)?;

    let granted = grants::verified(inner, Some(text), request);
    let before = Arc::new(Before::of(inner, granted, text.len(), request, session)?);
    let (mut decision, tokenizes) = settle(inner, request, &read, &values(inner, text, &read), &before);
    let mut parts = Vec::new();
    if decision.verdict <= Verdict::Transform {
        let way = Way::of(inner, request, session.is_some(), tokenizes);
        let mut flow = way.flow(guard, request, &before);
        flow.push(text);
        flow.learn(&scan.findings, &read, text.len(), true);
        way.advance(&mut flow, session)?;
        if !flow.brought.is_empty() {
            read.extend(flow.brought.iter().map(|(finding, _)| *finding));
            read.sort_unstable_by_key(|f| (f.span.start, f.span.end, f.detector));
            decision = settle(inner, request, &read, &values(inner, text, &read), &before).0;
        }
        if let Some(Stop::Reason(reason)) = flow.stopped.take() {
            decision.deny(reason);
        }
        parts = std::mem::take(&mut flow.parts);
    }
    decision.excluded = excluded;
    decision.statistics = scan.statistics;
    if decision.verdict == Verdict::Approval {
        decision.request_digest = grants::digest(inner, text, request).ok();
    }
    if decision.verdict <= Verdict::Transform
        && let Err(reason) = grants::spend(inner, request, &decision.used)
    {
        decision.deny(*reason);
    }
    if decision.verdict <= Verdict::Transform {
        write(inner, text, &parts, &mut Register::default(), &mut decision)?;
    }
    record(inner, text.len(), Some(text), request, &Tally::of(&read, &decision.edits), &mut decision);
    if let Some(session) = session.filter(|_| decision.verdict <= Verdict::Transform) {
        let mut register = session.register()?;
        write(inner, text, &parts, &mut register, &mut decision)?;
        register.commit()?;
    }
    if let Some(session) = session.filter(|_| decision.verdict <= Verdict::Transform) {
        let sees = inner.policy.level(&decision.residual_level).unwrap_or(inner.policy.top());
        locked(session.history())?.remember(request.direction, sees, values(inner, text, &read));
    }
    Ok(decision)
}

/// Whether a finding decides.
pub(crate) fn reads(inner: &Inner, request: &Request, heading: Heading<'_>, finding: &Finding) -> bool {
    let unread = request.direction == Direction::Response && !inner.policy.scans_output();
    !unread && inner.standings.reads(finding, inner.threshold, heading)
}

/// What is known before a text is read.
#[derive(Default)]
pub(crate) struct Before {
    granted: Granted,
    carried: Carried,
    /// The levels of the sources, and of what the model was shown before.
    levels: Vec<Level>,
    /// A source has a level that the policy does not know.
    unlabelled: Option<Box<Reason>>,
    /// A grant is wrong, or the conversation has used up its budget.
    refusal: Option<Box<Reason>>,
}

impl Before {
    /// A step of a conversation, or a text on its own, of so many bytes; none of a text in pieces, which are counted when it
    /// ends.
    pub(crate) fn of(
        inner: &Inner,
        granted: Result<Granted, Box<Reason>>,
        bytes: usize,
        request: &Request,
        session: Option<&Session>,
    ) -> Result<Before, Error> {
        let mut before = Before::default();
        match source_levels(inner, request) {
            Ok(levels) => before.levels = levels,
            Err(reason) => before.unlabelled = Some(reason),
        }
        match granted {
            Ok(granted) => before.granted = granted,
            Err(reason) => before.refusal = Some(reason),
        }
        if let Some(session) = session {
            session.tell_time(request.now.unwrap_or_default())?;
            let mut history = locked(session.history())?;
            let step = history.step(inner.policy.budget(), request, bytes);
            before.refusal = before.refusal.or(step.err());
            before.carried = history.carried(request);
            before.levels.extend(before.carried.level);
        }
        Ok(before)
    }
}

/// Which way a text is rewritten.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way {
    pub(crate) look_alikes: LookAlikes,
    pub(crate) again: Again,
}

impl Way {
    /// The way of a request. Text that reads as a token is tokenised where tokens may come back: in a conversation or
    /// where something is tokenised. In what a model wrote tokens are our own, and are turned back for those who may read
    /// them.
    pub(crate) fn of(inner: &Inner, request: &Request, talks: bool, tokenizes: bool) -> Way {
        let roles: Vec<&str> = request.roles.iter().map(String::as_str).collect();
        match request.direction {
            Direction::Response if talks && inner.policy.may_reveal(&roles) => {
                let again = if inner.policy.scans_output() { Again::Forbidden } else { Again::No };
                Way { look_alikes: LookAlikes::Reveal, again }
            }
            Direction::Response | Direction::ToolCall => Way { look_alikes: LookAlikes::Stay, again: Again::New },
            _ if talks || tokenizes => Way { look_alikes: LookAlikes::Hide, again: Again::New },
            _ => Way { look_alikes: LookAlikes::Stay, again: Again::New },
        }
    }

    pub(crate) fn flow(self, guard: &Guard, request: &Request, before: &Arc<Before>) -> Flow {
        Flow::new(guard.clone(), Judge::policy(request.clone(), Arc::clone(before)), self.look_alikes, self.again)
    }

    /// Hands out what is decided, with tokens turned back on the way that does.
    pub(crate) fn advance(self, flow: &mut Flow, session: Option<&Session>) -> Result<(), Error> {
        match session.filter(|_| self.look_alikes == LookAlikes::Reveal) {
            Some(session) => {
                let register = session.register()?;
                flow.advance(|token| register.value(token).map(|(value, ending)| [value, ending].concat()))
            }
            None => flow.advance(|_| None),
        }
    }
}

/// Steps 6 to 8 for a set of findings and its values; and whether anything is tokenised.
pub(crate) fn settle(
    inner: &Inner,
    request: &Request,
    read: &[Finding],
    values: &Values,
    before: &Before,
) -> (Decision, bool) {
    let kinds = Kinds::of(&inner.standings, read, inner.heading(request));
    let ruling = rule(inner, request, &kinds, values, before);
    let tokenizes = read.iter().any(|finding| kinds.transform(&ruling, finding) == Transform::Tokenize);
    let mut decision = Decision {
        destination: request.destination.clone(),
        verdict: ruling.verdict,
        would: ruling.would,
        level: inner.policy.level_name(ruling.level).to_owned(),
        residual_level: inner.policy.level_name(ruling.residual_level).to_owned(),
        output: None,
        reasons: ruling.reasons.clone(),
        observed: ruling.observed.clone(),
        used: ruling.used.clone(),
        request_digest: None,
        destinations: ruling.destinations.clone(),
        names: inner.names.as_ref().map(|finder| Arc::clone(&finder.version)),
        findings: resolve(read, Confidence::Low),
        edits: Vec::new(),
        excluded: 0,
        statistics: Statistics::default(),
    };
    if decision.verdict <= Verdict::Transform {
        decision.reasons.extend(kinds.lifted(&ruling).map(least_reason));
        decision.reasons.sort_by_key(|reason| Reverse(reason.verdict));
    }
    if let Some(reason) = &before.unlabelled {
        decision.deny(Reason::clone(reason));
        decision.destinations.iter_mut().for_each(|route| route.verdict = Verdict::Deny);
    }
    if let Some(reason) = &before.refusal {
        decision.deny(Reason::clone(reason));
    }
    (decision, tokenizes)
}

/// Writes the text that may go, with the tokens of a register.
fn write(
    inner: &Inner,
    text: &str,
    parts: &[Part],
    register: &mut Register,
    decision: &mut Decision,
) -> Result<(), Error> {
    let lost = || Error::new(Code::Internal, "a part does not fit the text");
    let (mut output, mut edits) = (String::with_capacity(text.len()), Vec::new());
    for part in parts {
        match part {
            Part::Keep(span) => output.push_str(span.of(text).ok_or_else(lost)?),
            Part::Edit(planned) => {
                let start = output.len();
                output.push_str(&planned.written(inner, planned.span.of(text).ok_or_else(lost)?, register)?);
                let written = Span::new(start, output.len());
                if planned.value.is_none() && planned.transform > Transform::Keep {
                    edits.push(AppliedEdit { span: planned.span, output: written, transform: planned.transform });
                }
            }
        }
    }
    decision.take(output, edits);
    Ok(())
}

/// Steps 7 and 8. The levels of sources count as findings of no class.
pub(crate) fn rule(inner: &Inner, request: &Request, kinds: &Kinds<'_>, values: &Values, before: &Before) -> Ruling {
    let roles = names(&request.roles);
    let ask = Ask {
        roles: &roles,
        purpose: request.purpose.as_deref(),
        destination: &request.destination,
        direction: request.direction,
        tool: request.tool.as_deref(),
        sources: &names(&request.sources),
        amounts: &before.carried.amounts(values),
        answer_confidence: request.answer_confidence,
        approved: &names(&before.granted.approved),
        unlocked: &names(&before.granted.unlocked),
    };
    let levels = before.levels.iter().map(|level| Found { classes: &[], level: *level });
    inner.policy.decide(&ask, &kinds.found(inner.policy.top()).chain(levels).collect::<Vec<_>>())
}

fn names(list: &[String]) -> Vec<&str> {
    list.iter().map(String::as_str).collect()
}

/// The levels that the sources of the text carry; an unknown one denies.
pub(crate) fn source_levels(inner: &Inner, request: &Request) -> Result<Vec<Level>, Box<Reason>> {
    let level = |label: &String| inner.policy.level_of_label(label);
    request.source_labels.iter().map(level).collect::<Option<_>>().ok_or_else(|| {
        let known: Vec<&str> = inner.policy.levels().map(|(_, name)| name).collect();
        let known = known.join(", ");
        let english = format!("a source label is not among the policy's levels: {known}");
        let german = format!("eine Einstufung der Quelle gehört nicht zu den Stufen des Regelwerks: {known}");
        Box::new(Reason::denial(Some(Code::PolicyLevel), "source_labels", english, german))
    })
}

/// Hands the event to the sink; what cannot be recorded is denied.
pub(crate) fn record(
    inner: &Inner,
    bytes: usize,
    text: Option<&str>,
    request: &Request,
    tally: &Tally,
    decision: &mut Decision,
) {
    let Some(sink) = &inner.sink else { return };
    let event = AuditEvent::new(inner, request, tally, decision, bytes, text);
    if sink.record(&event).is_err() {
        let english = String::from("the audit sink did not take the event; nothing is released");
        let german = String::from("das Protokoll hat den Eintrag nicht angenommen; nichts wird herausgegeben");
        decision.deny(Reason::denial(Some(Code::AuditSink), "audit", english, german));
    }
}

/// What is done whatever the policy says.
fn least_reason(transform: Transform) -> Reason {
    let word = transform.as_str();
    let english =
        format!("addresses on hosts that are not permitted, and leaks, are under `{word}` in what leaves a model");
    let german = format!(
        "Adressen auf nicht erlaubten Hosts und Preisgegebenes fallen in dem, was ein Modell verlässt, unter `{word}`"
    );
    let mut reason = Reason::denial(None, "links", english, german);
    reason.verdict = Verdict::Transform;
    reason
}

/// What the re-scan found.
pub(crate) fn new_finding_reason(inner: &Inner, finding: &Finding) -> Reason {
    let id = inner.program.detector(finding.detector).map_or("", |detector| &detector.id);
    let english = format!("the rewritten text holds a `{id}` that the original did not; nothing is released");
    let german =
        format!("der geänderte Text enthält ein `{id}`, das der ursprüngliche nicht hatte; nichts wird herausgegeben");
    Reason::denial(None, "re-scan", english, german)
}

/// A forbidden class that would be turned back.
pub(crate) fn behind_a_token(class: &str) -> Reason {
    let english = format!("class `{class}` stands behind a token and is forbidden in answers");
    let german = format!("die Klasse `{class}` steht hinter einem Platzhalter und darf in Antworten nicht vorkommen");
    Reason::denial(None, "output.forbid", english, german)
}
