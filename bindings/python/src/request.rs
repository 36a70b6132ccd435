//! Request: the keywords of `check` as one value.

use llmguard::Request;
use pyo3::prelude::*;

use crate::words::{Word, Words, direction};

/// The keywords of `check`, as Python gave them.
pub(crate) struct Keywords<'a> {
    pub(crate) role: Option<Word<'a>>,
    pub(crate) roles: Option<Words>,
    pub(crate) destination: Word<'a>,
    pub(crate) purpose: Option<Word<'a>>,
    pub(crate) direction: Option<Word<'a>>,
    pub(crate) subject: Option<Word<'a>>,
    pub(crate) model: Option<Word<'a>>,
    pub(crate) model_version: Option<Word<'a>>,
    pub(crate) source_labels: Option<Words>,
    pub(crate) trace_id: Option<Word<'a>>,
    pub(crate) now: Option<u64>,
}

impl Keywords<'_> {
    /// The request they describe. `role` stands before `roles`.
    pub(crate) fn request(self) -> PyResult<Request> {
        let own = |word: Option<Word<'_>>| word.map(|word| word.0.to_owned());
        let mut request = Request::default();
        request.roles.extend(own(self.role));
        request.roles.extend(self.roles.into_iter().flat_map(|words| words.0));
        request.destination = self.destination.0.to_owned();
        request.purpose = own(self.purpose);
        if let Some(Word(word)) = self.direction {
            request.direction = direction(word)?;
        }
        request.subject = own(self.subject);
        request.model = own(self.model);
        request.model_version = own(self.model_version);
        request.source_labels = self.source_labels.map(|words| words.0).unwrap_or_default();
        request.trace_id = own(self.trace_id);
        request.now = self.now;
        Ok(request)
    }
}
