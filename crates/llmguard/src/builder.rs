//! Builder: a policy, detectors, lists and settings, joined into a guard.

use std::sync::Arc;

use llmguard_policy::Policy;
use llmguard_scan::{Dictionary, Fingerprints, List, ListKey, Matching};
use llmguard_types::{Code, Confidence, Detector, Error, Names};
use llmguard_view::Views;
use once_cell::sync::OnceCell;

use crate::audit::AuditSink;
use crate::builtin;
use crate::classify::Standings;
use crate::columns::{self, Columns};
#[cfg(feature = "grants")]
use crate::grants::Grants;
use crate::guard::{Guard, Inner, scanners};
use crate::keyed::Key;
use crate::links::Links;
use crate::lists::{self, Named};
use crate::names::{self, Finder};
use crate::view::DEFAULT_MAX_TEXT;

/// The name of the policy a guard has unless it is given another one.
pub const DEFAULT_POLICY: &str = "einkauf-copilot";

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

    /// Sets how eagerly names are looked for that nothing announces; otherwise the policy says so, or it is
    /// [`Names::Balanced`].
    ///
    /// ```
    /// use llmguard::{Guard, Names};
    ///
    /// let guard = Guard::builder().names(Names::Precise).build()?;
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
    /// `C…` and `D003` for a detector that cannot run, `D002` for a bad name of a list, `P010` for a list or a detector
    /// that the policy names and the guard does not have, `P011` for an exclude that would lift a floor or the top
    /// level, `P012` for a detector whose level the policy does not name.
    pub fn build(self) -> Result<Guard, Error> {
        let policy = match self.policy {
            Some(policy) => policy,
            None => Policy::template(DEFAULT_POLICY)?,
        };
        let mut lists: Vec<Named> = self.lists.into_iter().collect::<Result<_, _>>()?;
        let names = self.names.or(policy.names()).unwrap_or_default();
        if names != Names::Off {
            lists.extend(names::detectors());
        }
        lists.extend(columns::detectors(&policy)?);
        let program = Arc::new(builtin::program_with(self.detectors, lists)?);
        let standings = Standings::new(&policy, &program)?;
        Ok(Guard::of(Inner {
            columns: Columns::new(&policy, &program),
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
            scanners: scanners(&program),
            grammar: OnceCell::new(),
            program,
        }))
    }
}
