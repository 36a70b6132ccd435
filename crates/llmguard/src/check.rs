//! Check: steps 6 to 9 of the way of one text, in order.
//!
//! ```text
//! findings ─ exclude ─ classify ─ decide ─┬─ Deny, Approval: no output
//!                                         └─ Allow, Transform: edits ─ re-scan ─ output
//!                                                     then the audit event; no event, no output
//! ```

use llmguard_policy::{Ask, Direction, Found, Level, Reason, Ruling, Verdict};
use llmguard_scan::resolve;
use llmguard_types::{Code, Confidence, Error, Finding};

use crate::audit::AuditEvent;
use crate::classify::Kinds;
use crate::decision::Decision;
use crate::edits::plan;
use crate::guard::{Guard, Inner};
use crate::request::Request;
use crate::rescan::new_finding;
use crate::session::Session;
use crate::transform::rewrite;
use crate::vault::Vault;

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
    let read: Vec<Finding> = kept.into_iter().filter(reads).collect();

    let kinds = Kinds::of(&inner.standings, &read);
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
        findings: resolve(&read, Confidence::Low),
        edits: Vec::new(),
        excluded,
        statistics: scan.statistics,
    };
    if let Err(reason) = labels {
        decision.deny(reason);
        decision.destinations.iter_mut().for_each(|route| route.verdict = Verdict::Deny);
    }
    if decision.verdict <= Verdict::Transform {
        let edits = plan(&read, |finding| kinds.transform(&ruling, finding));
        if request.direction == Direction::Response && edits.is_empty() {
            let revealed = session.map(|session| session.reveal_for(text, &request.roles)).transpose()?;
            decision.output = Some(revealed.unwrap_or_else(|| text.to_owned()));
        } else {
            let rewritten = match session {
                Some(session) => rewrite(inner, text, &edits, &mut *session.vault()?, true)?,
                None => rewrite(inner, text, &edits, &mut Vault::default(), false)?,
            };
            let new = new_finding(inner, &scan.findings, &rewritten)?;
            decision.take(rewritten);
            if let Some(finding) = new {
                decision.deny(new_finding_reason(inner, &finding));
            }
        }
    }
    record(inner, text, request, &read, &mut decision);
    Ok(decision)
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
