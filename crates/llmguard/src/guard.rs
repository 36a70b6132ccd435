//! Guard: compiled detectors, a policy and a sink; everything that is done with a text starts here.

use std::fmt;
use std::sync::Arc;

use llmguard_policy::{Language, Policy, Tokens, Transform};
use llmguard_scan::{Cost, Program, Scan, Scanner, resolve};
use llmguard_types::{Confidence, Detector, DetectorIndex, Entity, Error, Finding};
use llmguard_view::Views;
use once_cell::sync::OnceCell;
use regex_automata::util::pool::Pool;

use crate::audit::AuditSink;
use crate::builder::GuardBuilder;
use crate::check;
use crate::classify::Standings;
use crate::columns::Columns;
use crate::decision::Decision;
use crate::edits::{apply, plan};
use crate::grammar::Grammar;
#[cfg(feature = "grants")]
use crate::grants::Grants;
use crate::heading::{Heading, Sort};
use crate::keyed::Key;
use crate::links::Links;
use crate::lists::{self, DocumentPassage};
use crate::names::Finder;
use crate::replacement::irreversible;
use crate::request::Request;
use crate::session::Session;
use crate::view::{self, Looked, check_length};

/// Compiled detectors, a policy and an audit sink. Immutable and cheap to clone; share it between threads.
#[derive(Clone)]
pub struct Guard(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) program: Arc<Program>,
    pub(crate) policy: Policy,
    pub(crate) standings: Standings,
    pub(crate) columns: Columns,
    pub(crate) links: Option<Links>,
    pub(crate) sink: Option<Arc<dyn AuditSink>>,
    pub(crate) key: Option<Key>,
    #[cfg(feature = "grants")]
    pub(crate) grants: Grants,
    pub(crate) threshold: Confidence,
    pub(crate) max_text: usize,
    pub(crate) views: Views,
    pub(crate) names: Option<Finder>,
    pub(crate) scanners: Scanners,
    pub(crate) grammar: OnceCell<Grammar>,
}

/// Scratch space, one a thread.
pub(crate) type Scanners =
    Pool<Scanner, Box<dyn Fn() -> Scanner + Send + Sync + std::panic::UnwindSafe + std::panic::RefUnwindSafe>>;

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
    /// policy excludes are no findings. Addresses, markup and leaks are findings in what leaves a model only: see
    /// [`Guard::deciding`].
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
        let Looked { findings, statistics, .. } = self.0.run(text, Heading::default())?;
        Ok(Scan { findings, statistics })
    }

    /// The passages of fingerprinted documents in a text, in order, each with the label of its document. Their spans are
    /// those of the findings of `fingerprint:` detectors in [`Guard::scan_all`].
    ///
    /// # Errors
    ///
    /// `I001` for a text over the limit.
    pub fn passages(&self, text: &str) -> Result<Vec<DocumentPassage<'_>>, Error> {
        check_length(text, self.0.max_text)?;
        Ok(lists::passages(&self.0.program, text))
    }

    /// Replaces every finding at or above the threshold by `[REDACTED_TYPE]`, overlapping ones included, whatever
    /// the policy says. There is no way back; see [`Session::protect`] for one.
    ///
    /// Orders to a model (`INJECTION`) are signals, not content: [`Guard::scan`] tells them, a policy may have them taken out
    /// of documents and results of tools, and here they stay.
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
        let found = self.0.rewritten_findings(text)?;
        let edits = plan(&found, |_| Transform::Redact);
        let redacted = apply(text, &edits, |edit, value| {
            irreversible(edit.transform, edit.entity, self.0.label(edit.entity), value)
        })?;
        Ok(Redacted { text: redacted, findings: resolve(&found, self.0.threshold) })
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

    /// The keyed digest of a text and its request: what an approval is bound to. Put it into a
    /// [`Statement`](llmguard_policy::Statement), together with the policy's digest.
    ///
    /// # Errors
    ///
    /// `G013` if the guard has no [`GuardBuilder::key`].
    #[cfg(feature = "grants")]
    pub fn request_digest(&self, text: &str, request: &Request) -> Result<String, Error> {
        crate::grants::digest(&self.0, text, request)
    }

    /// A decision in plain sentences: what happens, why, where else the text may go, and who could let it.
    ///
    /// # Example
    ///
    /// ```
    /// use llmguard::{Guard, Language, Policy, Request};
    ///
    /// let guard = Guard::builder().policy(Policy::template("purchasing")?).build()?;
    /// let decision = guard.check("Guten Morgen", &Request::new("buyer", "us").purpose("order-follow-up"))?;
    /// assert_eq!(guard.explain(&decision, Language::De)[0], "Der Text darf nicht an `us` gehen.");
    /// # Ok::<(), llmguard::Error>(())
    /// ```
    #[must_use]
    pub fn explain(&self, decision: &Decision, language: Language) -> Vec<String> {
        let routes = decision.destinations.iter().map(|route| (&*route.name, route.verdict));
        let (reasons, observed) = (&decision.reasons, &decision.observed);
        self.policy().explain_verdict(&decision.destination, decision.verdict, reasons, observed, routes, language)
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

    pub(crate) fn of(inner: Inner) -> Guard {
        Guard(Arc::new(inner))
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

/// The scanners of a program.
pub(crate) fn scanners(program: &Arc<Program>) -> Scanners {
    let program = Arc::clone(program);
    Pool::new(Box::new(move || Scanner::new(Arc::clone(&program))))
}

impl Inner {
    /// Steps 1 to 5.
    pub(crate) fn run(&self, text: &str, heading: Heading<'_>) -> Result<Looked, Error> {
        check_length(text, self.max_text)?;
        view::scan(self, &mut self.scanners.get(), text, heading)
    }

    /// Every finding at or above the threshold that no exclude sets aside, losers of overlaps included.
    pub(crate) fn sure_findings(&self, text: &str) -> Result<Vec<Finding>, Error> {
        let nowhere = Heading::default();
        let (mut kept, _) = self.split_excluded(text, &self.run(text, nowhere)?, nowhere);
        kept.retain(|finding| self.is_sure(finding));
        Ok(kept)
    }

    /// Those of them that are rewritten where no policy is asked.
    pub(crate) fn rewritten_findings(&self, text: &str) -> Result<Vec<Finding>, Error> {
        let mut found = self.sure_findings(text)?;
        found.retain(|finding| self.is_rewritten(finding));
        Ok(found)
    }

    /// Whether a finding is rewritten where no policy is asked: a signal is told and stays, since nobody wants to lose a
    /// sentence to it who did not ask for that.
    pub(crate) fn is_rewritten(&self, finding: &Finding) -> bool {
        self.is_sure(finding) && Sort::of(finding) != Sort::Signal
    }

    fn is_sure(&self, finding: &Finding) -> bool {
        finding.confidence >= self.threshold && Heading::default().counts(finding)
    }

    pub(crate) fn label(&self, entity: Entity) -> &str {
        self.program.entities().label(entity)
    }

    /// The grammar of tokens, built when it is first needed.
    pub(crate) fn grammar(&self) -> &Grammar {
        self.grammar.get_or_init(|| {
            let custom = self.program.detectors().enumerate().filter_map(|(at, _)| {
                let index = DetectorIndex(u32::try_from(at).ok()?);
                self.program.entity(index).filter(|entity| entity.number() >= Entity::FIRST_CUSTOM)
            });
            Grammar::new(self.program.entities(), custom, self.policy.tokens() == Tokens::Surrogate)
        })
    }
}
