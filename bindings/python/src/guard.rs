//! Guard: compiled detectors and a policy; everything else starts here.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use llmguard::{Code, Error, Policy, parse_detectors, text_from_utf8};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

use crate::audit::Callback;
use crate::call::{DETACH_FROM, call};
use crate::decision::{Decision, translated};
use crate::detector::Detector;
use crate::finding::{Finding, findings};
use crate::request::Keywords;
use crate::rewritten::Redacted;
use crate::session::Session;
use crate::text::{Text, translate_findings};
use crate::words::{Offsets, Word, Words, confidence};

/// Compiled detectors and a policy. Immutable; share one between threads.
#[pyclass(frozen, module = "llmguard")]
pub(crate) struct Guard(llmguard::Guard);

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
    let bytes = fs::read(file).map_err(|error| {
        Error::new(Code::InputFile, format!("cannot be read: {}", error.kind())).in_file(name.as_str())
    })?;
    text_from_utf8(&bytes).and_then(Policy::parse).map_err(|error| error.in_file(name))
}

#[pymethods]
impl Guard {
    #[new]
    #[pyo3(signature = (policy=None, *, policy_file=None, detectors=None, threshold=None, max_text_bytes=None, audit=None))]
    fn new(
        py: Python<'_>,
        policy: Option<Word<'_>>,
        policy_file: Option<PathBuf>,
        detectors: Option<Word<'_>>,
        threshold: Option<Word<'_>>,
        max_text_bytes: Option<usize>,
        audit: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Guard> {
        if policy.is_some() && policy_file.is_some() {
            return Err(PyTypeError::new_err("give policy or policy_file, not both"));
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
    #[pyo3(
        signature = (
            text, *, destination, role=None, roles=None, purpose=None, direction=None, subject=None, model=None,
            model_version=None, source_labels=None, trace_id=None, now=None, offsets=None,
        ),
        text_signature = "($self, text, *, destination, role=None, roles=(), purpose=None, direction='prompt', \
            subject=None, model=None, model_version=None, source_labels=(), trace_id=None, now=None, offsets=None)"
    )]
    #[expect(clippy::too_many_arguments, reason = "they are keywords in Python")]
    fn check(
        &self,
        py: Python<'_>,
        text: Text<'_, '_>,
        destination: Word<'_>,
        role: Option<Word<'_>>,
        roles: Option<Words>,
        purpose: Option<Word<'_>>,
        direction: Option<Word<'_>>,
        subject: Option<Word<'_>>,
        model: Option<Word<'_>>,
        model_version: Option<Word<'_>>,
        source_labels: Option<Words>,
        trace_id: Option<Word<'_>>,
        now: Option<u64>,
        offsets: Option<Offsets>,
    ) -> PyResult<Decision> {
        let keywords = Keywords {
            role,
            roles,
            destination,
            purpose,
            direction,
            subject,
            model,
            model_version,
            source_labels,
            trace_id,
            now,
        };
        let request = keywords.request()?;
        let (source, unit) = (text.as_str(), text.unit(offsets));
        let decision = call(py, text.len(), || translated(source, unit, self.0.check(source, &request)))?;
        Ok(Decision::new(&self.0, &text, decision))
    }

    /// A conversation: the same value gets the same token throughout, and tokens can be turned back.
    fn session(&self) -> Session {
        Session(self.0.session())
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
