//! Audit: what happened, without content.

use std::collections::BTreeMap;
use std::sync::Mutex;

use llmguard_policy::{Direction, Recorded, Transform, Verdict};
use llmguard_types::{Code, Confidence, DetectorIndex, Error, Finding};
use serde::Serialize;

use crate::decision::{AppliedEdit, Decision};
use crate::guard::Inner;
use crate::request::Request;

/// What one decision was about, without a byte of the text it was about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AuditEvent {
    /// The caller's clock, in milliseconds since 1970-01-01 UTC.
    pub time: Option<u64>,
    /// Who asked.
    pub subject: Option<String>,
    /// In which roles.
    pub roles: Vec<String>,
    /// What for.
    pub purpose: Option<String>,
    /// Where to.
    pub destination: String,
    /// Which way.
    pub direction: Direction,
    /// Model the text went to or came from.
    pub model: Option<String>,
    /// Its version.
    pub model_version: Option<String>,
    /// The caller's trace id.
    pub trace_id: Option<String>,
    /// Id of the policy that decided.
    pub policy: String,
    /// Its version.
    pub policy_version: String,
    /// Digest of what it says, see [`Policy::digest`](crate::Policy::digest).
    pub policy_digest: String,
    /// The tool whose call or result the text is.
    pub tool: Option<String>,
    /// Where the text was retrieved from.
    pub sources: Vec<String>,
    /// Version of the library, and so of the built-in detectors.
    pub library_version: &'static str,
    /// How eagerly names were looked for and with which weights, `balanced 1+5f3a09c2`; nothing where none were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub names: Option<String>,
    /// Level of the text before transforms.
    pub level: String,
    /// The decision.
    pub verdict: Verdict,
    /// The decision if every rule were enforced.
    pub would: Verdict,
    /// The rules that caused it.
    pub rules: Vec<String>,
    /// The rules that would have caused it too if they were enforced.
    pub observed: Vec<String>,
    /// Findings by class; `unclassified` counts those of no class.
    pub classes: BTreeMap<String, usize>,
    /// Findings by kind.
    pub entities: BTreeMap<String, usize>,
    /// Edits by transform.
    pub transforms: BTreeMap<&'static str, usize>,
    /// Findings that an `exclude` set aside.
    pub excluded: usize,
    /// The ids of the approvals and unlocks that were spent.
    pub grants: Vec<String>,
    /// Keyed digest of the text, where the policy asks for it and the guard has a key; none of a text in pieces.
    pub input_digest: Option<String>,
    /// Length of the text in bytes.
    pub bytes: usize,
}

impl AuditEvent {
    /// The event of one decision.
    pub(crate) fn new(
        inner: &Inner,
        request: &Request,
        tally: &Tally,
        decision: &Decision,
        bytes: usize,
        text: Option<&str>,
    ) -> AuditEvent {
        let mut classes = BTreeMap::new();
        let mut entities = BTreeMap::new();
        for (finding, count) in tally.found.values() {
            let ids = inner.standings.classes(finding);
            for name in
                ids.iter().map(|id| inner.policy.class_name(*id)).chain(ids.is_empty().then_some("unclassified"))
            {
                *classes.entry(name.to_owned()).or_default() += count;
            }
            *entities.entry(inner.label(finding.entity).to_owned()).or_default() += count;
        }
        let shown = decision.verdict <= Verdict::Transform;
        let transforms = tally.done.iter().filter(|_| shown).map(|(done, count)| (done.as_str(), *count)).collect();
        AuditEvent {
            time: request.now,
            subject: subject(inner, request),
            roles: request.roles.clone(),
            purpose: request.purpose.clone(),
            destination: request.destination.clone(),
            direction: request.direction,
            model: request.model.clone(),
            model_version: request.model_version.clone(),
            trace_id: request.trace_id.clone(),
            policy: inner.policy.id().to_owned(),
            policy_version: inner.policy.version().to_owned(),
            policy_digest: inner.policy.digest().to_owned(),
            tool: request.tool.clone(),
            sources: request.sources.clone(),
            library_version: env!("CARGO_PKG_VERSION"),
            names: decision.names.as_deref().map(str::to_owned),
            level: decision.level.clone(),
            verdict: decision.verdict,
            would: decision.would,
            rules: decision.reasons.iter().map(|reason| reason.rule.to_string()).collect(),
            observed: decision.observed.iter().map(|reason| reason.rule.to_string()).collect(),
            classes,
            entities,
            transforms,
            excluded: decision.excluded,
            grants: decision.used.clone(),
            input_digest: inner
                .key
                .as_ref()
                .filter(|_| inner.policy.audit().digest)
                .and_then(|key| Some(key.digest("text", [text?.as_bytes()]))),
            bytes,
        }
    }
}

/// How often each kind of finding was found in a text, and each transform done.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    found: BTreeMap<(DetectorIndex, Confidence), (Finding, usize)>,
    done: BTreeMap<Transform, usize>,
}

impl Tally {
    pub(crate) fn of(read: &[Finding], edits: &[AppliedEdit]) -> Tally {
        let mut tally = Tally::default();
        read.iter().for_each(|finding| tally.find(finding));
        edits.iter().for_each(|edit| tally.edit(edit.transform));
        tally
    }

    pub(crate) fn find(&mut self, finding: &Finding) {
        let (_, count) = self.found.entry((finding.detector, finding.confidence)).or_insert((*finding, 0));
        *count += 1;
    }

    pub(crate) fn edit(&mut self, transform: Transform) {
        *self.done.entry(transform).or_default() += 1;
    }

    /// One finding of each kind.
    pub(crate) fn kinds(&self) -> Vec<Finding> {
        self.found.values().map(|(finding, _)| *finding).collect()
    }

    pub(crate) fn has_edits(&self) -> bool {
        !self.done.is_empty()
    }
}

/// Who asked, as far as the policy has it recorded. Without a key there is no pseudonym.
fn subject(inner: &Inner, request: &Request) -> Option<String> {
    let subject = request.subject.as_ref()?;
    match inner.policy.audit().subject {
        Recorded::Plain => Some(subject.clone()),
        Recorded::Pseudonym => inner.key.as_ref().map(|key| key.digest("subject", [subject.as_bytes()])),
        Recorded::Nothing => None,
    }
}

/// Where audit events go. An error makes the decision a denial: what cannot be recorded does not happen.
pub trait AuditSink: Send + Sync {
    /// Takes one event.
    ///
    /// # Errors
    ///
    /// Any reason why the event is not safely kept.
    fn record(&self, event: &AuditEvent) -> Result<(), Box<dyn std::error::Error + Send + Sync>>;
}

/// A sink that keeps events in memory: for tests and for a first look.
#[derive(Debug, Default)]
pub struct MemorySink(Mutex<Vec<AuditEvent>>);

impl MemorySink {
    /// The events so far, oldest first.
    #[must_use]
    pub fn events(&self) -> Vec<AuditEvent> {
        self.0.lock().map(|events| events.clone()).unwrap_or_default()
    }
}

impl AuditSink for MemorySink {
    fn record(&self, event: &AuditEvent) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let poisoned = || Error::new(Code::AuditSink, "a thread panicked while it wrote to the sink");
        self.0.lock().map_err(|_| poisoned())?.push(event.clone());
        Ok(())
    }
}
