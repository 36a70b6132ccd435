//! Guard: compiled detectors and a policy; everything else starts here.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use llmguard::{Code, Error, ListKey, MemoryLedger, Policy, Request, Signer, parse_detectors, text_from_utf8};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::audit::Callback;
use crate::call::{DETACH_FROM, call};
use crate::classification::Classification;
use crate::decision::{Decision, translated};
use crate::detector::Detector;
use crate::finding::{Finding, findings};
use crate::request::request;
use crate::rewritten::Redacted;
use crate::session::Session;
use crate::text::{Text, translate_findings};
use crate::vault::{Vault, scope};
use crate::words::{Offsets, Word, Words, confidence, names, other_hosts};

/// Compiled detectors and a policy. Immutable; share one between threads.
#[pyclass(frozen, module = "llmguard")]
pub(crate) struct Guard(llmguard::Guard);

/// Who may sign: name, roles, Ed25519 public key.
type SignerTuple = (String, Vec<String>, [u8; 32]);

/// A policy: source, or `template:` and the name of an embedded one.
fn policy(source: &str) -> Result<Policy, Error> {
    match source.strip_prefix("template:") {
        Some(name) => Policy::template(name),
        None => Policy::parse(source),
    }
}

/// A policy from a file.
fn policy_from(file: PathBuf) -> Result<Policy, Error> {
    let name = file.display().to_string();
    let bytes = read(file)?;
    text_from_utf8(&bytes).and_then(Policy::parse).map_err(|error| error.in_file(name))
}

/// A file's bytes.
fn read(file: PathBuf) -> Result<Vec<u8>, Error> {
    let name = file.display().to_string();
    fs::read(file)
        .map_err(|error| Error::new(Code::InputFile, format!("cannot be read: {}", error.kind())).in_file(name))
}

#[pymethods]
impl Guard {
    #[new]
    #[pyo3(signature = (
        policy=None, *, policy_file=None, detectors=None, lists=None, list_key=None, threshold=None, max_text_bytes=None,
        audit=None, key=None, signers=None, names=None, allow_hosts=None, other_hosts=None, confidential_prompt=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "they are keywords in Python")]
    fn new(
        py: Python<'_>,
        policy: Option<Word<'_>>,
        policy_file: Option<PathBuf>,
        detectors: Option<Word<'_>>,
        lists: Option<BTreeMap<String, PathBuf>>,
        list_key: Option<&[u8]>,
        threshold: Option<Word<'_>>,
        max_text_bytes: Option<usize>,
        audit: Option<Bound<'_, PyAny>>,
        key: Option<[u8; 32]>,
        signers: Option<Vec<SignerTuple>>,
        names: Option<Word<'_>>,
        allow_hosts: Option<Words>,
        other_hosts: Option<Word<'_>>,
        confidential_prompt: Option<Word<'_>>,
    ) -> PyResult<Guard> {
        if policy.is_some() && policy_file.is_some() {
            return Err(PyTypeError::new_err("give policy or policy_file, not both"));
        }
        if lists.is_some() && list_key.is_none() {
            return Err(PyTypeError::new_err("lists need list_key"));
        }
        let mut builder = llmguard::Guard::builder();
        if let Some(Word(word)) = threshold {
            builder = builder.threshold(confidence(word)?);
        }
        if let Some(bytes) = max_text_bytes {
            builder = builder.max_text_bytes(bytes);
        }
        if let Some(audit) = audit {
            if !audit.is_callable() {
                return Err(PyTypeError::new_err("audit is a callable that takes one dict"));
            }
            builder = builder.audit_sink(Arc::new(Callback(audit.unbind())));
        }
        if let Some(key) = key {
            builder = builder.key(key);
        }
        if let Some(Word(word)) = names {
            builder = builder.names(self::names(word)?);
        }
        if allow_hosts.is_some() || other_hosts.is_some() {
            let hosts = allow_hosts.map(|words| words.0).unwrap_or_default();
            builder = builder.permit_links(hosts, self::other_hosts(other_hosts)?);
        }
        if let Some(Word(prompt)) = confidential_prompt {
            builder = builder.confidential_prompt(prompt);
        }
        if let Some(signers) = signers {
            let signer = |(name, roles, key)| Signer { name, roles, key };
            builder = builder.grants(signers.into_iter().map(signer), Arc::new(MemoryLedger::default()));
        }
        call(py, DETACH_FROM, || {
            if let Some(Word(source)) = policy {
                builder = builder.policy(self::policy(source)?);
            }
            if let Some(file) = policy_file {
                builder = builder.policy(policy_from(file)?);
            }
            if let Some(Word(source)) = detectors {
                builder = builder.detectors(parse_detectors(source)?);
            }
            if let (Some(lists), Some(key)) = (lists, list_key) {
                let key = ListKey::new(key)?;
                for (list, file) in lists {
                    let name = file.display().to_string();
                    builder = builder.list(&list, read(file)?, &key).map_err(|error| error.in_file(name))?;
                }
            }
            builder.build()
        })
        .map(Guard)
    }

    /// What is reported of a text: findings at or above the threshold, disjoint and ordered.
    #[pyo3(signature = (text, *, offsets=None))]
    fn scan(&self, py: Python<'_>, text: Text<'_, '_>, offsets: Option<Offsets>) -> PyResult<Vec<Finding>> {
        let (source, unit) = (text.as_str(), text.unit(offsets));
        let found = call(py, text.len(), || {
            let mut found = self.0.scan(source)?;
            translate_findings(source, unit, &mut found);
            Ok(found)
        })?;
        Ok(findings(&self.0, &found))
    }

    /// Everything any detector found, overlaps, low confidence and excluded values included.
    #[pyo3(signature = (text, *, offsets=None))]
    fn scan_all(&self, py: Python<'_>, text: Text<'_, '_>, offsets: Option<Offsets>) -> PyResult<Vec<Finding>> {
        let (source, unit) = (text.as_str(), text.unit(offsets));
        let found = call(py, text.len(), || {
            let mut found = self.0.scan_all(source)?.findings;
            translate_findings(source, unit, &mut found);
            Ok(found)
        })?;
        Ok(findings(&self.0, &found))
    }

    /// Replaces every finding by [REDACTED_TYPE], whatever the policy says.
    #[pyo3(signature = (text, *, offsets=None))]
    fn redact(&self, py: Python<'_>, text: Text<'_, '_>, offsets: Option<Offsets>) -> PyResult<Redacted> {
        let (source, unit) = (text.as_str(), text.unit(offsets));
        let redacted = call(py, text.len(), || {
            let mut redacted = self.0.redact(source)?;
            translate_findings(source, unit, &mut redacted.findings);
            Ok(redacted)
        })?;
        Redacted::new(py, &self.0, text.like(&redacted.text), &redacted.findings)
    }

    /// Decides what may happen to a text, and rewrites it where the policy says so.
    ///
    /// Keywords of the request: destination (needed), role, roles, purpose, direction, subject, model, model_version,
    /// source_labels, sources, tool, answer_confidence, grants, trace_id, now.
    #[pyo3(signature = (text, *, offsets=None, **request))]
    fn check(
        &self,
        py: Python<'_>,
        text: Text<'_, '_>,
        offsets: Option<Offsets>,
        request: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Decision> {
        let request = self::request(py, request)?;
        let (source, unit) = (text.as_str(), text.unit(offsets));
        let decision = call(py, text.len(), || translated(source, unit, self.0.check(source, &request)))?;
        Ok(Decision::new(&self.0, &text, decision))
    }

    /// Says how confidential a text is and why, before anything is decided about it.
    #[pyo3(signature = (text, *, source_labels=None, sources=None, offsets=None))]
    fn classify(
        &self,
        py: Python<'_>,
        text: Text<'_, '_>,
        source_labels: Option<Words>,
        sources: Option<Words>,
        offsets: Option<Offsets>,
    ) -> PyResult<Classification> {
        let mut request = Request::default();
        request.source_labels = source_labels.map(|words| words.0).unwrap_or_default();
        request.sources = sources.map(|words| words.0).unwrap_or_default();
        let (source, unit) = (text.as_str(), text.unit(offsets));
        let classify = || Ok(Classification::new(source, unit, self.0.classify(source, &request)?));
        call(py, text.len(), classify)
    }

    /// What the policy says, in hexadecimal: its SHA-256 digest.
    #[getter]
    fn policy_digest(&self) -> &str {
        self.0.policy().digest()
    }

    /// What the policy's owner should look at, each as code, line and sentence.
    #[pyo3(signature = (*, language=None))]
    fn lint(&self, language: Option<Word<'_>>) -> PyResult<Vec<(&'static str, u32, String)>> {
        let language = crate::words::language(language)?;
        let lints = self.0.policy().lint();
        Ok(lints.iter().map(|lint| (lint.code, lint.line, lint.message(language).to_owned())).collect())
    }

    /// A conversation: the same value gets the same token throughout, and tokens can be turned back.
    fn session(&self) -> Session {
        Session(self.0.session())
    }

    /// A conversation that goes on where it ended; its values are kept in a vault.
    #[pyo3(signature = (vault, tenant, conversation, *, subject=None, now))]
    fn session_in(
        &self,
        py: Python<'_>,
        vault: &Vault,
        tenant: Word<'_>,
        conversation: Word<'_>,
        subject: Option<Word<'_>>,
        now: u64,
    ) -> PyResult<Session> {
        let scope = scope(tenant.0, conversation.0, subject);
        call(py, DETACH_FROM, || self.0.session_in(&vault.0, &scope, now)).map(Session)
    }

    /// Every detector, ordered by id.
    fn detectors(&self) -> Vec<Detector> {
        self.0.detectors().cloned().map(Detector).collect()
    }

    /// The id the policy gives itself.
    #[getter]
    fn policy_id(&self) -> &str {
        self.0.policy().id()
    }

    /// The version the policy gives itself.
    #[getter]
    fn policy_version(&self) -> &str {
        self.0.policy().version()
    }

    fn __repr__(&self) -> String {
        format!("Guard(policy_id={:?}, detectors={})", self.0.policy().id(), self.0.detectors().len())
    }
}
