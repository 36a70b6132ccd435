//! Citations: which sources an answer names, and whether it may.

#![expect(unsafe_code, reason = "exported names; there is no unsafe block in this file")]

use llmguard::{Citation, Citations, OffsetUnit, Span, convert_spans};

use crate::boundary::{fill, free, get, make};
use crate::error::llmguard_error;
use crate::fail::Fail;
use crate::handle::Kind;
use crate::numbers::{self, LLMGUARD_CITATION_FOREIGN, LLMGUARD_CITATION_MISSING, LLMGUARD_CITATION_PERMITTED};
use crate::slice::{llmguard_str, texts};

/// A source that an answer names.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct llmguard_citation {
    /// `sizeof(llmguard_citation)`, set by the caller.
    pub size: u32,
    /// `LLMGUARD_CITATION_*`.
    pub kind: u32,
    /// The first position inside, in the unit the call was given; 0 for one that is missing.
    pub start: u64,
    /// The first position behind.
    pub end: u64,
}

/// What one answer cites, in order. Owned by whoever received it; release it with `llmguard_citations_free`. Immutable: any
/// number of threads may read it.
pub struct llmguard_citations(Vec<llmguard_citation>);

impl Kind for llmguard_citations {
    const TAG: [u8; 8] = *b"lgCITES\0";
}

/// What an answer cites: numbers and ids of sources in brackets (`[1]`, `[1, 3]`, `[source: norm-7]`) and addresses.
/// `sources` may be named, and addresses may lead to `hosts` (`example.com`, `*.example.com` for every one below it). If
/// nothing of it is permitted, the last is `LLMGUARD_CITATION_MISSING`.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_citations_new(
    answer: llmguard_str,
    sources: *const llmguard_str,
    sources_len: usize,
    hosts: *const llmguard_str,
    hosts_len: usize,
    unit: u32,
    citations: *mut *mut llmguard_citations,
    error: *mut *mut llmguard_error,
) -> u32 {
    make(citations, error, || {
        let mut permitted = Citations::new();
        for source in texts(sources, sources_len)? {
            permitted = permitted.source(&source);
        }
        for host in texts(hosts, hosts_len)? {
            permitted = permitted.host(&host);
        }
        let (unit, answer) = (numbers::unit(unit)?, answer.text()?);
        Ok(llmguard_citations(listed(answer, unit, &permitted.check(answer))))
    })
}

/// How many citations there are.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_citations_len(citations: *const llmguard_citations) -> usize {
    get(citations, 0, |citations| citations.0.len())
}

/// Fills `citation`, whose `size` must be set, with the citation of this index.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_citations_get(
    citations: *const llmguard_citations,
    index: usize,
    citation: *mut llmguard_citation,
) -> u32 {
    fill(citations, citation, |citations| citations.0.get(index).copied().ok_or(Fail::OUT_OF_RANGE))
}

/// Releases citations. Null is permitted.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_citations_free(citations: *mut llmguard_citations) {
    free(citations);
}

fn listed(answer: &str, unit: OffsetUnit, found: &[Citation]) -> Vec<llmguard_citation> {
    let parts = found.iter().map(|citation| match citation {
        Citation::Permitted(span) => (LLMGUARD_CITATION_PERMITTED, *span),
        Citation::Foreign(span) => (LLMGUARD_CITATION_FOREIGN, *span),
        _ => (LLMGUARD_CITATION_MISSING, Span::new(0, 0)),
    });
    let (kinds, mut spans): (Vec<u32>, Vec<Span>) = parts.unzip();
    convert_spans(answer, unit, &mut spans);
    let one =
        |(kind, span): (u32, Span)| llmguard_citation { size: 0, kind, start: span.start as u64, end: span.end as u64 };
    kinds.into_iter().zip(spans).map(one).collect()
}
