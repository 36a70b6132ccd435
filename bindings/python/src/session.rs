//! Session: one conversation, in which the same value gets the same token.

use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::call::{DETACH_FROM, call};
use crate::decision::{Decision, translated};
use crate::messages::{self, Checked, Triple};
use crate::records::{CheckedRecords, Reading, Records};
use crate::request::request;
use crate::rewritten::{Marked, Protected, Revealed};
use crate::stream::Stream;
use crate::text::{Text, translate_findings};
use crate::words::{Offsets, Word};

/// One conversation: a guard and the values its tokens stand for. They live in memory and end with the session; those
/// of Guard.session_in are kept in a vault besides.
#[pyclass(frozen, module = "llmguard")]
pub(crate) struct Session(pub(crate) llmguard::Session);

#[pymethods]
impl Session {
    /// Decides about a text as Guard.check does, with the tokens of this conversation.
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
        Ok(Decision::new(self.0.guard(), &text, decision))
    }

    /// Decides about the parts of a chat history as a whole, each as what it is: kind, name of the tool or source, text.
    #[pyo3(signature = (parts, **request))]
    fn check_parts(
        &self,
        py: Python<'_>,
        parts: Vec<Triple>,
        request: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Checked> {
        let (parts, request) = (messages::parts(parts)?, self::request(py, request)?);
        let len = parts.iter().map(|part| part.as_text().len()).sum();
        let decision = call(py, len, || messages::check(&self.0, parts, &request))?;
        Checked::new(py, self.0.guard(), decision)
    }

    /// Decides about records, JSON or CSV or others, value by value.
    #[pyo3(signature = (text, *, format, delimiter=None, header=true, offsets=None, **request))]
    #[expect(clippy::too_many_arguments, reason = "they are named in Python")]
    fn check_records(
        &self,
        py: Python<'_>,
        text: Text<'_, '_>,
        format: Word<'_>,
        delimiter: Option<char>,
        header: bool,
        offsets: Option<Offsets>,
        request: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<CheckedRecords> {
        let request = self::request(py, request)?;
        let records = Reading { format, delimiter, header }.begin(py, &self.0, &request)?;
        CheckedRecords::check(py, self.0.guard(), records, &text, offsets)
    }

    /// Begins records that come in pieces and are decided about value by value.
    #[pyo3(signature = (*, format, delimiter=None, header=true, **request))]
    fn records(
        &self,
        py: Python<'_>,
        format: Word<'_>,
        delimiter: Option<char>,
        header: bool,
        request: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Records> {
        let request = self::request(py, request)?;
        Reading { format, delimiter, header }.begin(py, &self.0, &request).map(Records::new)
    }

    /// Begins a text that arrives in pieces and is decided about as check decides about a whole one.
    #[pyo3(signature = (*, json=false, max_hold_bytes=None, **request))]
    fn stream(
        &self,
        py: Python<'_>,
        json: bool,
        max_hold_bytes: Option<usize>,
        request: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Stream> {
        let request = self::request(py, request)?;
        let stream = call(py, 0, || self.0.stream(&request))?;
        Stream::new(py, stream, json, max_hold_bytes)
    }

    /// Begins a text that arrives in pieces and is rewritten as protect rewrites a whole one.
    #[pyo3(signature = (*, json=false, max_hold_bytes=None))]
    fn protect_stream(&self, py: Python<'_>, json: bool, max_hold_bytes: Option<usize>) -> PyResult<Stream> {
        Stream::new(py, self.0.protect_stream(), json, max_hold_bytes)
    }

    /// Begins a text that arrives in pieces and whose tokens are turned back as reveal does.
    #[pyo3(signature = (*, json=false, max_hold_bytes=None))]
    fn reveal_stream(&self, py: Python<'_>, json: bool, max_hold_bytes: Option<usize>) -> PyResult<Stream> {
        Stream::new(py, self.0.reveal_stream(), json, max_hold_bytes)
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

    /// Says what time it is, in milliseconds since 1970-01-01 UTC: what has expired is not revealed any more.
    fn tell_time(&self, py: Python<'_>, now: u64) -> PyResult<()> {
        call(py, 0, || self.0.tell_time(now))
    }

    /// Erases a value of the conversation, in all the ways it was written. Returns whether there was one.
    fn shred_value(&self, py: Python<'_>, value: Word<'_>) -> PyResult<bool> {
        call(py, DETACH_FROM, || self.0.shred_value(value.0))
    }

    /// Turns tokens back into the values they stand for, exactly as these were written.
    #[pyo3(signature = (text))]
    fn reveal(&self, py: Python<'_>, text: Text<'_, '_>) -> PyResult<Revealed> {
        let source = text.as_str();
        let revealed = call(py, text.len(), || self.0.reveal(source))?;
        Ok(Revealed { text: text.like(&revealed.text), restored: revealed.restored, unknown: revealed.unknown })
    }

    /// Puts a text of others between marks that nobody can guess.
    #[pyo3(signature = (text))]
    fn mark_untrusted(&self, py: Python<'_>, text: Text<'_, '_>) -> PyResult<Marked> {
        let source = text.as_str();
        let marked = call(py, text.len(), || self.0.mark_untrusted(source))?;
        Ok(Marked { text: text.like(&marked.text), instruction: marked.instruction })
    }

    /// A word to put into a confidential prompt; every guard finds it as output.leak.canary.
    fn canary(&self, py: Python<'_>) -> PyResult<String> {
        call(py, 0, || self.0.canary())
    }

    fn __repr__(&self) -> String {
        format!("Session(policy_id={:?})", self.0.guard().policy().id())
    }
}
