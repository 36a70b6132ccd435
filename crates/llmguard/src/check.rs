//! Check: steps 6 to 9 of the way of one text, in order.
//!
//! ```text
//! findings ─ exclude ─ classify ─ decide ─┬─ Deny, Approval: no output
//!                ▲                        └─ Allow, Transform: edits ─ re-scan ─ audit event ─ output
//!                └──── what rewriting brought about ──────────────────────┘
//! ```
//!
//! What the re-scan finds anew joins the findings and all of it is decided again, [`ROUNDS`] times at most; then it is
//! a denial. No event, no output; and tokens are numbered only for a text that goes out.

use llmguard_policy::{Ask, Direction, Found, Level, Reason, Ruling, Transform, Verdict};
use llmguard_scan::{Statistics, resolve};
use llmguard_types::{Code, Confidence, Error, Finding};

use crate::audit::AuditEvent;
use crate::classify::Kinds;
use crate::decision::Decision;
use crate::edits::{Edit, plan};
use crate::guard::{Guard, Inner};
use crate::request::Request;
use crate::rescan::new_findings;
use crate::session::Session;
use crate::transform::{Rewritten, rewrite};
use crate::vault::Vault;

/// How often rewriting may bring about new findings before the text is denied.
const ROUNDS: usize = 3;

/// Decides about one text, within a conversation or without.
pub(crate) fn check(
    guard: &Guard,
    text: &str,
    request: &Request,
    session: Option<&Session>,
) -> Result<Decision, Error> {
    let inner = guard.inner();
    let scan = inner.run(text)?;
    let (kept, excluded) = inner.split_excluded(text, &scan.findings);
    let unread = request.direction == Direction::Response && !inner.policy.scans_output();
    let reads = |f: &Finding| !unread && inner.standings.reads(f, inner.threshold);
    let mut read: Vec<Finding> = kept.into_iter().filter(reads).collect();

    let mut settled = settle(inner, text, request, session.is_some(), &read)?;
    for round in 0..=ROUNDS {
        let new = match &settled.rewritten {
            Some(rewritten) => new_findings(inner, &[&scan.findings[..], &read].concat(), rewritten)?,
            None => Vec::new(),
        };
        let Some(first) = new.first() else { break };
        if round == ROUNDS {
            let reason = new_finding_reason(inner, first);
            settled.decision.deny(reason);
            settled.edits.clear();
            break;
        }
        read.extend(new);
        read.sort_unstable_by_key(|f| (f.span.start, f.span.end, f.detector));
        settled = settle(inner, text, request, session.is_some(), &read)?;
    }
    let Settled { mut decision, edits, rewritten } = settled;
    decision.excluded = excluded;
    decision.statistics = scan.statistics;
    if let Some(rewritten) = rewritten.filter(|_| decision.verdict <= Verdict::Transform) {
        decision.take(rewritten);
    }
    if let Some(session) = session.filter(|_| is_answer(request, &edits) && decision.verdict <= Verdict::Transform) {
        reveal(inner, text, request, session, &mut decision)?;
    }
    record(inner, text, request, &read, &mut decision);
    if let Some(session) = session.filter(|_| !is_answer(request, &edits) && decision.verdict <= Verdict::Transform) {
        let talks = look_alikes(request, true, &edits);
        decision.take(rewrite(inner, text, &edits, &mut *session.vault()?, talks)?);
    }
    Ok(decision)
}

/// What is decided about a set of findings, and the text that would go.
struct Settled {
    decision: Decision,
    edits: Vec<Edit>,
    /// With tokens numbered as in a new conversation; `None` where nothing goes.
    rewritten: Option<Rewritten>,
}

/// Steps 6 to 9 for a set of findings.
fn settle(inner: &Inner, text: &str, request: &Request, talks: bool, read: &[Finding]) -> Result<Settled, Error> {
    let kinds = Kinds::of(&inner.standings, read);
    let labels = source_levels(inner, request);
    let ruling = decide(inner, request, &kinds, labels.as_deref().unwrap_or_default());
    let mut decision = Decision {
        verdict: ruling.verdict,
        would: ruling.would,
        level: inner.policy.level_name(ruling.level).to_owned(),
        residual_level: inner.policy.level_name(ruling.residual_level).to_owned(),
        output: None,
        reasons: ruling.reasons.clone(),
        destinations: ruling.destinations.clone(),
        findings: resolve(read, Confidence::Low),
        edits: Vec::new(),
        excluded: 0,
        statistics: Statistics::default(),
    };
    if let Err(reason) = labels {
        decision.deny(reason);
        decision.destinations.iter_mut().for_each(|route| route.verdict = Verdict::Deny);
    }
    if decision.verdict > Verdict::Transform {
        return Ok(Settled { decision, edits: Vec::new(), rewritten: None });
    }
    let edits = plan(read, |finding| kinds.transform(&ruling, finding));
    let rewritten = rewrite(inner, text, &edits, &mut Vault::default(), look_alikes(request, talks, &edits))?;
    Ok(Settled { decision, edits, rewritten: Some(rewritten) })
}

/// Whether text that reads as a token is tokenised: where tokens may come back, and never in an answer, whose tokens
/// are our own.
fn look_alikes(request: &Request, talks: bool, edits: &[Edit]) -> bool {
    request.direction != Direction::Response && (talks || edits.iter().any(|e| e.transform == Transform::Tokenize))
}

/// Whether a text is an answer that goes as it is, but for its tokens.
fn is_answer(request: &Request, edits: &[Edit]) -> bool {
    request.direction == Direction::Response && edits.is_empty()
}

/// Turns an answer's tokens back for those who may read them, unless what stands behind one is forbidden in answers.
fn reveal(
    inner: &Inner,
    text: &str,
    request: &Request,
    session: &Session,
    decision: &mut Decision,
) -> Result<(), Error> {
    let revealed = session.reveal_for(text, &request.roles)?;
    match forbidden(inner, &revealed)? {
        Some(class) => {
            let message = format!("class `{class}` stands behind a token and is forbidden in answers");
            decision.deny(reason(None, "output.forbid", message));
        }
        None => decision.output = Some(revealed),
    }
    Ok(())
}

/// The first class in a text that the policy forbids in answers.
fn forbidden<'g>(inner: &'g Inner, text: &str) -> Result<Option<&'g str>, Error> {
    if !inner.policy.scans_output() {
        return Ok(None);
    }
    let (found, _) = inner.split_excluded(text, &inner.rerun(text)?.findings);
    let classes =
        found.iter().filter(|f| inner.standings.reads(f, inner.threshold)).flat_map(|f| inner.standings.classes(f));
    Ok(classes.copied().find(|class| inner.policy.output_forbids(*class)).map(|class| inner.policy.class_name(class)))
}

/// Steps 7 and 8. The levels of sources count as findings of no class.
fn decide(inner: &Inner, request: &Request, kinds: &Kinds<'_>, labels: &[Level]) -> Ruling {
    let roles: Vec<&str> = request.roles.iter().map(String::as_str).collect();
    let ask = Ask {
        roles: &roles,
        purpose: request.purpose.as_deref(),
        destination: &request.destination,
        direction: request.direction,
    };
    let sources = labels.iter().map(|level| Found { classes: &[], level: *level });
    inner.policy.decide(&ask, &kinds.found(inner.policy.top()).chain(sources).collect::<Vec<_>>())
}

/// The levels that the sources of the text carry; an unknown one denies.
fn source_levels(inner: &Inner, request: &Request) -> Result<Vec<Level>, Reason> {
    let level = |label: &String| inner.policy.level(label);
    request.source_labels.iter().map(level).collect::<Option<_>>().ok_or_else(|| {
        let known: Vec<&str> = inner.policy.levels().map(|(_, name)| name).collect();
        let message = format!("a source label is not among the policy's levels: {}", known.join(", "));
        reason(Some(Code::PolicyLevel), "source_labels", message)
    })
}

/// Hands the event to the sink; what cannot be recorded is denied.
fn record(inner: &Inner, text: &str, request: &Request, read: &[Finding], decision: &mut Decision) {
    let Some(sink) = &inner.sink else { return };
    let event = AuditEvent::new(inner, request, read, decision, text.len());
    if sink.record(&event).is_err() {
        let message = String::from("the audit sink did not take the event; nothing is released");
        decision.deny(reason(Some(Code::AuditSink), "audit", message));
    }
}

fn new_finding_reason(inner: &Inner, finding: &Finding) -> Reason {
    let id = inner.program.detector(finding.detector).map_or("", |detector| &detector.id);
    reason(None, "re-scan", format!("the rewritten text holds a `{id}` that the original did not; nothing is released"))
}

fn reason(code: Option<Code>, rule: &str, message: String) -> Reason {
    Reason { code, rule: rule.to_owned(), classes: Vec::new(), verdict: Verdict::Deny, message }
}
