//! Guard: compiled detectors, a policy and a sink; everything else starts here.

use std::fmt;
use std::sync::Arc;

use llmguard_policy::{Language, Policy, Transform};
use llmguard_scan::{Cost, Dictionary, Fingerprints, List, ListKey, Matching, Program, Scan, Scanner, resolve};
use llmguard_types::{Code, Confidence, Detector, DetectorIndex, Entity, Error, Finding, Names};
use llmguard_view::Views;
use once_cell::sync::OnceCell;
use regex_automata::util::pool::Pool;

use crate::audit::AuditSink;
use crate::builtin;
use crate::check;
use crate::classify::Standings;
use crate::decision::Decision;
use crate::edits::{apply, plan};
use crate::grammar::Grammar;
#[cfg(feature = "grants")]
use crate::grants::Grants;
use crate::heading::{Heading, Sort};
use crate::keyed::Key;
use crate::links::Links;
use crate::lists::{self, DocumentPassage, Named};
use crate::names::{self, Finder};
use crate::replacement::irreversible;
use crate::request::Request;
use crate::session::Session;
use crate::view::{self, DEFAULT_MAX_TEXT, Looked, check_length};

/// The name of the policy a guard has unless it is given another one.
pub const DEFAULT_POLICY: &str = "einkauf-copilot";

/// How eagerly names are looked for unless a guard is built otherwise or its policy says so.
pub const DEFAULT_NAMES: Names = Names::Off;

/// Compiled detectors, a policy and an audit sink. Immutable and cheap to clone; share it between threads.
#[derive(Clone)]
pub struct Guard(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) program: Arc<Program>,
    pub(crate) policy: Policy,
    pub(crate) standings: Standings,
    pub(crate) links: Option<Links>,
    pub(crate) sink: Option<Arc<dyn AuditSink>>,
    pub(crate) key: Option<Key>,
    #[cfg(feature = "grants")]
    pub(crate) grants: Grants,
    pub(crate) threshold: Confidence,
    max_text: usize,
    pub(crate) views: Views,
    pub(crate) names: Option<Finder>,
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
    pub(crate) lists: Vec<Result<Named, Error>>,
    sink: Option<Arc<dyn AuditSink>>,
    key: Option<Key>,
    #[cfg(feature = "grants")]
    grants: Option<Grants>,
    threshold: Option<Confidence>,
    max_text: Option<usize>,
    views: Views,
    pub(crate) links: Option<Links>,
    names: Option<Names>,
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

    /// Adds a dictionary under a name, of which policies speak as `dict:NAME`: lower-case letters, digits and hyphens.
    ///
    /// What it finds has the kind `NAME` (`SUPPLIERS` for `suppliers`), High confidence and counts as confidential. A
    /// bad name is an error of [`build`](GuardBuilder::build).
    ///
    /// ```
    /// use llmguard::{Dictionary, DictionaryBuilder, Guard, ListKey};
    ///
    /// let key = ListKey::new(&[7; 32])?; // 32 random bytes in earnest
    /// let mut builder = DictionaryBuilder::new(&key);
    /// builder.add("Weidenbach Umformtechnik")?;
    /// let dictionary = Dictionary::open(builder.build()?, &key)?;
    ///
    /// let guard = Guard::builder().dictionary("suppliers", dictionary).build()?;
    /// assert_eq!(guard.redact("von WEIDENBACH-Umformtechnik")?.text, "von [REDACTED_SUPPLIERS]");
    /// # Ok::<(), llmguard::Error>(())
    /// ```
    #[must_use]
    pub fn dictionary(mut self, name: &str, dictionary: Dictionary) -> GuardBuilder {
        self.add("dict", name, List::Dictionary(Arc::new(dictionary)));
        self
    }

    /// Adds a table for exact data match under a name, of which policies speak as `match:NAME`. What it finds is Verified.
    #[must_use]
    pub fn matching(mut self, name: &str, table: Matching) -> GuardBuilder {
        self.add("match", name, List::Matching(Arc::new(table)));
        self
    }

    /// Adds fingerprints of documents under a name, of which policies speak as `fingerprint:NAME`. What they find is
    /// Verified; [`Guard::passages`] names the documents.
    #[must_use]
    pub fn fingerprints(mut self, name: &str, fingerprints: Fingerprints) -> GuardBuilder {
        self.add("fingerprint", name, List::Fingerprints(Arc::new(fingerprints)));
        self
    }

    /// Adds the file of any list under the name policies use for it: `dict:suppliers`, `match:customers`,
    /// `fingerprint:contracts`. What bindings and commands call.
    ///
    /// # Errors
    ///
    /// `D002` for another kind of name; `T003` to `T005` for a file that is not of this kind, is damaged, of another version
    /// or was built with another key.
    pub fn list(self, name: &str, file: Vec<u8>, key: &ListKey) -> Result<GuardBuilder, Error> {
        match name.split_once(':') {
            Some(("dict", name)) => Ok(self.dictionary(name, Dictionary::open(file, key)?)),
            Some(("match", name)) => Ok(self.matching(name, Matching::open(file, key)?)),
            Some(("fingerprint", name)) => Ok(self.fingerprints(name, Fingerprints::open(file, key)?)),
            _ => Err(Error::new(Code::DetectorId, "a list is called by neither `dict:`, `match:` nor `fingerprint:`")
                .mend("write `dict:suppliers`, `match:customers` or `fingerprint:contracts`")),
        }
    }

    fn add(&mut self, kind: &str, name: &str, list: List) {
        self.lists.push(lists::detector(kind, name).map(|detector| (detector, list)));
    }

    /// Sets where audit events go. What the sink does not take is denied.
    #[must_use]
    pub fn audit_sink(mut self, sink: Arc<dyn AuditSink>) -> GuardBuilder {
        self.sink = Some(sink);
        self
    }

    /// Sets the secret key for digests: of requests that are to be approved, of texts and people in audit events. Without
    /// one there are none of these. Guards that are to agree on digests have the same key.
    #[must_use]
    pub fn key(mut self, key: [u8; 32]) -> GuardBuilder {
        self.key = Some(Key::new(key));
        self
    }

    /// Sets who may sign approvals and unlocks, and who keeps count of them. They also need a [`GuardBuilder::key`].
    #[cfg(feature = "grants")]
    #[must_use]
    pub fn grants(
        mut self,
        signers: impl IntoIterator<Item = llmguard_policy::Signer>,
        ledger: Arc<dyn llmguard_policy::GrantLedger>,
    ) -> GuardBuilder {
        self.grants = Some(Grants { signers: signers.into_iter().collect(), ledger: Some(ledger) });
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

    /// Sets which views a text is looked through with; [`Views::default`] otherwise.
    #[must_use]
    pub fn views(mut self, views: Views) -> GuardBuilder {
        self.views = views;
        self
    }

    /// Sets how eagerly names are looked for that nothing announces; otherwise the
    /// policy says so, or it is [`DEFAULT_NAMES`].
    ///
    /// ```
    /// use llmguard::{Guard, Names};
    ///
    /// let guard = Guard::builder().names(Names::Balanced).build()?;
    /// let redacted = guard.redact("Gestern hat Katharina Brandstetter angerufen.")?;
    /// assert_eq!(redacted.text, "Gestern hat [REDACTED_PERSON] angerufen.");
    /// # Ok::<(), llmguard::Error>(())
    /// ```
    #[must_use]
    pub fn names(mut self, names: Names) -> GuardBuilder {
        self.names = Some(names);
        self
    }

    /// Compiles detectors and joins them with the policy.
    ///
    /// # Errors
    ///
    /// `C…` and `D003` for a detector that cannot run, `D002` for a bad name of a list, `P010` for a list that the policy
    /// names and the guard was not given, `P011` for an exclude that would lift a floor or the top
    /// level, `P012` for a detector whose level the policy does not name.
    pub fn build(self) -> Result<Guard, Error> {
        let policy = match self.policy {
            Some(policy) => policy,
            None => Policy::template(DEFAULT_POLICY)?,
        };
        let mut lists: Vec<Named> = self.lists.into_iter().collect::<Result<_, _>>()?;
        let names = self.names.or(policy.names()).unwrap_or(DEFAULT_NAMES);
        if names != Names::Off {
            lists.push(names::detector());
        }
        let program = Arc::new(builtin::program_with(self.detectors, lists)?);
        let standings = Standings::new(&policy, &program)?;
        let scanners = {
            let program = Arc::clone(&program);
            Pool::new(Box::new(move || Scanner::new(Arc::clone(&program))) as Box<_>)
        };
        Ok(Guard(Arc::new(Inner {
            policy,
            standings,
            links: self.links,
            sink: self.sink,
            key: self.key,
            #[cfg(feature = "grants")]
            grants: self.grants.unwrap_or(Grants { signers: Vec::new(), ledger: None }),
            threshold: self.threshold.unwrap_or(Confidence::DEFAULT_THRESHOLD),
            max_text: self.max_text.unwrap_or(DEFAULT_MAX_TEXT),
            views: self.views,
            names: Finder::new(names, &program)?,
            program,
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
                let index = llmguard_types::DetectorIndex(u32::try_from(at).ok()?);
                self.program.entity(index).filter(|entity| entity.number() >= Entity::FIRST_CUSTOM)
            });
            Grammar::new(self.program.entities(), custom)
        })
    }
}
