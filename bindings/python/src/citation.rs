//! Citation: a source that an answer names, and whether it may.

use llmguard::{Citations, Span};
use pyo3::prelude::*;

use crate::call::call;
use crate::text::{Text, translate};
use crate::words::{Offsets, Words};

/// A source that an answer names, or that one is missing.
#[pyclass(frozen, eq, hash, module = "llmguard")]
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Citation {
    kind: &'static str,
    span: Option<Span>,
}

impl Citation {
    fn of(citation: &llmguard::Citation) -> Citation {
        match citation {
            llmguard::Citation::Permitted(span) => Citation { kind: "permitted", span: Some(*span) },
            llmguard::Citation::Foreign(span) => Citation { kind: "foreign", span: Some(*span) },
            _ => Citation { kind: "missing", span: None },
        }
    }
}

#[pymethods]
impl Citation {
    /// permitted, foreign or missing.
    #[getter]
    fn kind(&self) -> &'static str {
        self.kind
    }

    /// The first position inside; None for one that is missing.
    #[getter]
    fn start(&self) -> Option<usize> {
        self.span.map(|span| span.start)
    }

    /// The first position behind; None for one that is missing.
    #[getter]
    fn end(&self) -> Option<usize> {
        self.span.map(|span| span.end)
    }

    fn __repr__(&self) -> String {
        match self.span {
            Some(span) => format!("Citation(kind={:?}, start={}, end={})", self.kind, span.start, span.end),
            None => format!("Citation(kind={:?})", self.kind),
        }
    }
}

/// What an answer cites, in order; the last is missing if nothing of it is permitted.
#[pyfunction]
#[pyo3(signature = (answer, *, sources=None, hosts=None, offsets=None))]
pub(crate) fn citations(
    py: Python<'_>,
    answer: Text<'_, '_>,
    sources: Option<Words>,
    hosts: Option<Words>,
    offsets: Option<Offsets>,
) -> PyResult<Vec<Citation>> {
    let names = |words: Option<Words>| words.map(|words| words.0).unwrap_or_default();
    let permitted = names(sources).iter().fold(Citations::new(), |all, source| all.source(source));
    let permitted = names(hosts).iter().fold(permitted, |all, host| all.host(host));
    let (source, unit) = (answer.as_str(), answer.unit(offsets));
    call(py, answer.len(), || {
        let mut found: Vec<Citation> = permitted.check(source).iter().map(Citation::of).collect();
        let mut placed: Vec<&mut Span> = found.iter_mut().filter_map(|citation| citation.span.as_mut()).collect();
        translate(source, unit, &mut placed, |span| &mut **span);
        Ok(found)
    })
}
