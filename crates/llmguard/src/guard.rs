//! Guard: compiled detectors, a policy and a sink; everything else starts here.

use std::fmt;
use std::sync::Arc;

use llmguard_policy::{Policy, Transform};
use llmguard_scan::{Cost, Program, Scan, Scanner, resolve};
use llmguard_types::{Confidence, Detector, DetectorIndex, Entity, Error, Finding};
use once_cell::sync::OnceCell;
use regex_automata::util::pool::Pool;

use crate::audit::AuditSink;
use crate::builtin;
use crate::check;
use crate::classify::Standings;
use crate::decision::Decision;
use crate::edits::{apply, plan};
use crate::replacement::irreversible;
use crate::request::Request;
use crate::session::Session;
use crate::token::Grammar;
use crate::view::{DEFAULT_MAX_TEXT, check_length};

/// The name of the policy a guard has unless it is given another one.
pub const DEFAULT_POLICY: &str = "einkauf-copilot";

/// Compiled detectors, a policy and an audit sink. Immutable and cheap to clone; share it between threads.
#[derive(Clone)]
pub struct Guard(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) program: Arc<Program>,
    pub(crate) policy: Policy,
    pub(crate) standings: Standings,
    pub(crate) sink: Option<Arc<dyn AuditSink>>,
    pub(crate) threshold: Confidence,
    max_text: usize,
    scanners: Scanners,
    grammar: OnceCell<Grammar>,
}

/// Scratch space, one a thread.
type Scanners =
    Pool<Scanner, Box<dyn Fn() -> Scanner + Send + Sync + std::panic::UnwindSafe + std::panic::RefUnwindSafe>>;

/// Sets up a [`Guard`].
#[derive(Default)]
pub struct GuardBuilder {
    policy: Option<Policy>,
    detectors: Vec<Detector>,
    sink: Option<Arc<dyn AuditSink>>,
    threshold: Option<Confidence>,
    max_text: Option<usize>,
}

/// A text whose findings were redacted. `Debug` never shows the text.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Redacted {
    /// The text with every finding replaced by `[REDACTED_TYPE]`.
    pub text: String,
    /// What was found, disjoint and ordered, in bytes of the original.
    pub findings: Vec<Finding>,
}

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redacted").field("bytes", &self.text.len()).field("findings", &self.findings).finish()
    }
}

impl GuardBuilder {
    /// Sets the policy; without one, [`DEFAULT_POLICY`] decides.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> GuardBuilder {
        self.policy = Some(policy);
        self
    }

    /// Adds detectors to the built-in ones, as [`crate::parse_detectors`] returns them.
    #[must_use]
    pub fn detectors(mut self, detectors: impl IntoIterator<Item = Detector>) -> GuardBuilder {
        self.detectors.extend(detectors);
        self
    }

    /// Sets where audit events go. What the sink does not take is denied.
    #[must_use]
    pub fn audit_sink(mut self, sink: Arc<dyn AuditSink>) -> GuardBuilder {
        self.sink = Some(sink);
        self
    }

    /// Sets the confidence from which on a finding counts; [`Confidence::DEFAULT_THRESHOLD`] otherwise.
    #[must_use]
    pub fn threshold(mut self, threshold: Confidence) -> GuardBuilder {
        self.threshold = Some(threshold);
        self
    }

    /// Sets the longest text that is read, in bytes; [`DEFAULT_MAX_TEXT`] otherwise.
    #[must_use]
    pub fn max_text_bytes(mut self, bytes: usize) -> GuardBuilder {
        self.max_text = Some(bytes);
        self
    }

    /// Compiles detectors and joins them with the policy.
    ///
    /// # Errors
    ///
    /// `C…` and `D003` for a detector that cannot run, `P011` for an exclude that would lift a floor or the top
    /// level, `P012` for a detector whose level the policy does not name.
    pub fn build(self) -> Result<Guard, Error> {
        let policy = match self.policy {
            Some(policy) => policy,
            None => Policy::template(DEFAULT_POLICY)?,
        };
        let program = Arc::new(builtin::program_with(self.detectors)?);
        let standings = Standings::new(&policy, &program)?;
        let scanners = {
            let program = Arc::clone(&program);
            Pool::new(Box::new(move || Scanner::new(Arc::clone(&program))) as Box<_>)
        };
        Ok(Guard(Arc::new(Inner {
            program,
            policy,
            standings,
            sink: self.sink,
            threshold: self.threshold.unwrap_or(Confidence::DEFAULT_THRESHOLD),
            max_text: self.max_text.unwrap_or(DEFAULT_MAX_TEXT),
            scanners,
            grammar: OnceCell::new(),
        })))
    }
}

impl Guard {
    /// A guard with the built-in detectors and the embedded default policy.
    ///
    /// # Errors
    ///
    /// None in a released version: a test builds it.
    pub fn new() -> Result<Guard, Error> {
        Guard::builder().build()
    }

    /// Sets up a guard.
    #[must_use]
    pub fn builder() -> GuardBuilder {
        GuardBuilder::default()
    }

    /// What is reported of a text: findings at or above the threshold, disjoint and ordered, in bytes. Values the
    /// policy excludes are no findings.
    ///
    /// # Errors
    ///
    /// `I001` for a text over the limit.
    ///
    /// # Example
    ///
    /// ```
    /// let guard = llmguard::Guard::new()?;
    /// let found = guard.scan("IBAN DE89 3704 0044 0532 0130 00")?;
    /// assert_eq!((found[0].span.start, found[0].span.end), (5, 32));
    /// assert_eq!(guard.entity_label(&found[0]), "IBAN");
    /// # Ok::<(), llmguard::Error>(())
    /// ```
    pub fn scan(&self, text: &str) -> Result<Vec<Finding>, Error> {
        Ok(resolve(&self.0.sure_findings(text)?, self.0.threshold))
    }

    /// Everything any detector found, overlaps, low confidence and excluded values included, with the counts of each
    /// step.
    ///
    /// # Errors
    ///
    /// `I001` for a text over the limit.
    pub fn scan_all(&self, text: &str) -> Result<Scan, Error> {
        self.0.run(text)
    }

    /// Replaces every finding at or above the threshold by `[REDACTED_TYPE]`, overlapping ones included, whatever
    /// the policy says. There is no way back; see [`Session::protect`] for one.
    ///
    /// # Errors
    ///
    /// `I001` for a text over the limit.
    ///
    /// # Example
    ///
    /// ```
    /// let guard = llmguard::Guard::new()?;
    /// let redacted = guard.redact("Konto DE89 3704 0044 0532 0130 00, danke")?;
    /// assert_eq!(redacted.text, "Konto [REDACTED_IBAN], danke");
    /// # Ok::<(), llmguard::Error>(())
    /// ```
    pub fn redact(&self, text: &str) -> Result<Redacted, Error> {
        let found = self.0.sure_findings(text)?;
        let edits = plan(&found, |_| Transform::Redact);
        let edited = apply(
            text,
            &edits,
            |edit| edit.span,
            |edit, value| Ok(irreversible(edit.transform, edit.entity, self.0.label(edit.entity), value)),
        )?;
        Ok(Redacted { text: edited.text, findings: resolve(&found, self.0.threshold) })
    }

    /// Decides what may happen to a text, and rewrites it where the policy says so. Values that are tokenised here
    /// have no way back; use [`Guard::session`] for a conversation.
    ///
    /// An unknown role, destination, purpose or source label is a denial with its code among the reasons, not an
    /// error.
    ///
    /// # Errors
    ///
    /// `I001` for a text over the limit.
    ///
    /// # Example
    ///
    /// ```
    /// use llmguard::{Guard, Request, Verdict};
    ///
    /// let guard = Guard::new()?;
    /// let decision = guard.check("Rückfragen an einkauf.leitung@muster-werke.de", &Request::new("buyer", "eu"))?;
    /// assert_eq!(decision.verdict, Verdict::Transform);
    /// assert_eq!(decision.output.as_deref(), Some("Rückfragen an [EMAIL_1]"));
    /// # Ok::<(), llmguard::Error>(())
    /// ```
    pub fn check(&self, text: &str, request: &Request) -> Result<Decision, Error> {
        check::check(self, text, request, None)
    }

    /// A conversation: the same value gets the same token throughout, and tokens can be turned back.
    #[must_use]
    pub fn session(&self) -> Session {
        Session::new(self.clone())
    }

    /// The policy.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.0.policy
    }

    /// Every detector, ordered by id.
    pub fn detectors(&self) -> impl ExactSizeIterator<Item = &Detector> {
        self.0.program.detectors()
    }

    /// The detectors in the same order, each with what looking for it costs.
    pub fn costs(&self) -> impl Iterator<Item = (&Detector, Cost)> {
        let cost = |index| self.0.program.cost(DetectorIndex(index)).unwrap_or(Cost::Slow);
        self.detectors().zip((0..).map(cost))
    }

    /// The id of the detector behind a finding of this guard.
    #[must_use]
    pub fn detector_id(&self, finding: &Finding) -> &str {
        self.0.program.detector(finding.detector).map_or("", |detector| &detector.id)
    }

    /// The label of the kind of thing a finding of this guard is.
    #[must_use]
    pub fn entity_label(&self, finding: &Finding) -> &str {
        self.0.label(finding.entity)
    }

    /// The names of the classes the policy puts a finding into.
    pub fn class_names(&self, finding: &Finding) -> impl Iterator<Item = &str> {
        self.0.standings.classes(finding).iter().map(|id| self.0.policy.class_name(*id))
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.0
    }
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard")
            .field("policy", &self.0.policy.id())
            .field("detectors", &self.0.program.detectors().len())
            .finish_non_exhaustive()
    }
}

impl Inner {
    /// Steps 1 to 5.
    pub(crate) fn run(&self, text: &str) -> Result<Scan, Error> {
        check_length(text, self.max_text)?;
        self.rerun(text)
    }

    /// Steps 2 to 5 for a text of our own making, which may be longer than what it was made of.
    pub(crate) fn rerun(&self, text: &str) -> Result<Scan, Error> {
        self.scanners.get().scan_all(text)
    }

    /// Every finding at or above the threshold that no exclude sets aside, losers of overlaps included.
    pub(crate) fn sure_findings(&self, text: &str) -> Result<Vec<Finding>, Error> {
        let (mut kept, _) = self.split_excluded(text, &self.run(text)?.findings);
        kept.retain(|f| f.confidence >= self.threshold);
        Ok(kept)
    }

    /// Findings without those an exclude sets aside, and how many these were.
    pub(crate) fn split_excluded(&self, text: &str, findings: &[Finding]) -> (Vec<Finding>, usize) {
        let kept: Vec<Finding> = findings.iter().filter(|f| !self.standings.excludes(f, text)).copied().collect();
        let excluded = findings.len() - kept.len();
        (kept, excluded)
    }

    pub(crate) fn label(&self, entity: Entity) -> &str {
        self.program.entities().label(entity)
    }

    /// The grammar of tokens, built when it is first needed.
    pub(crate) fn grammar(&self) -> Result<&Grammar, Error> {
        self.grammar.get_or_try_init(|| {
            let custom = self.program.detectors().enumerate().filter_map(|(at, _)| {
                let index = llmguard_types::DetectorIndex(u32::try_from(at).ok()?);
                self.program.entity(index).filter(|entity| entity.number() >= Entity::FIRST_CUSTOM)
            });
            Grammar::new(self.program.entities(), custom)
        })
    }
}
