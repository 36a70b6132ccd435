//! Session: one conversation, in which the same value gets the same token.

use pyo3::prelude::*;

use crate::call::call;
use crate::decision::{Decision, translated};
use crate::request::Keywords;
use crate::rewritten::{Protected, Revealed};
use crate::text::{Text, translate_findings};
use crate::words::{Offsets, Word, Words};

/// One conversation: a guard and the values its tokens stand for. They live in memory and end with the session.
#[pyclass(frozen, module = "llmguard")]
pub(crate) struct Session(pub(crate) llmguard::Session);

#[pymethods]
impl Session {
    /// Decides about a text as Guard.check does, with the tokens of this conversation.
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
        Ok(Decision::new(self.0.guard(), &text, decision))
    }

    /// Replaces every finding by its token, whatever the policy says.
    #[pyo3(signature = (text, *, offsets=None))]
    fn protect(&self, py: Python<'_>, text: Text<'_, '_>, offsets: Option<Offsets>) -> PyResult<Protected> {
        let (source, unit) = (text.as_str(), text.unit(offsets));
        let protected = call(py, text.len(), || {
            let mut protected = self.0.protect(source)?;
            translate_findings(source, unit, &mut protected.findings);
            Ok(protected)
        })?;
        Protected::new(py, self.0.guard(), text.like(&protected.text), &protected.findings)
    }

    /// Turns tokens back into the values they stand for, exactly as these were written.
    #[pyo3(signature = (text))]
    fn reveal(&self, py: Python<'_>, text: Text<'_, '_>) -> PyResult<Revealed> {
        let source = text.as_str();
        let revealed = call(py, text.len(), || self.0.reveal(source))?;
        Ok(Revealed { text: text.like(&revealed.text), restored: revealed.restored, unknown: revealed.unknown })
    }

    fn __repr__(&self) -> String {
        format!("Session(policy_id={:?})", self.0.guard().policy().id())
    }
}
