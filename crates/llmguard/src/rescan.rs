//! Re-scan, the end of step 9: did rewriting make something findable that was not there before?
//!
//! What is written is scanned again around the edits. A finding wholly inside an edit is what the policy chose to show (a
//! generalised price is still a price; `residual` says what it counts as). Any other must have been found before, by the
//! same detector at the same place: bytes that were left alone were left alone on purpose. Everything else was brought
//! about by the edits:
//!
//! ```text
//! text          078-05-1120 0221/4710-456       the telephone number begins inside the longer, better finding
//! rewritten     [NATIONAL_ID_1] 0221/4710-456   … and is a finding of its own once that is gone
//! ```
//!
//! An edit reaches as far as a match or a cue does. The scan begins [`CONTEXT`] bytes before the first edit that has none
//! as near before it, and what begins more than [`REACH`] bytes behind the last edit is none of its doing: it is the same
//! text as before, and was decided then. All of this depends on where the edits are and on nothing else, so that a text
//! that arrives in pieces is scanned again as the whole is.

use std::sync::Arc;

use llmguard_scan::{CUE_LEFT, CUE_RIGHT, MAX_MATCH, Program, Stream};
use llmguard_types::{Error, Finding, Span};

use crate::decision::AppliedEdit;

/// What is scanned before an edit.
pub(crate) const CONTEXT: usize = MAX_MATCH;
/// How far behind an edit something may begin that it brought about: a cue, and the character before it.
pub(crate) const REACH: usize = CUE_LEFT + char::MAX.len_utf8();
/// An edit so far behind the one before is scanned by itself.
pub(crate) const FAR: usize = CONTEXT + 2 * MAX_MATCH;
/// How far before an edit something may end whose cue it holds.
const BEFORE: usize = CUE_RIGHT + char::MAX.len_utf8();

/// The second scan. Positions count in what is written.
#[derive(Debug)]
pub(crate) struct Rescan {
    program: Arc<Program>,
    /// Made when first needed.
    stream: Option<Stream>,
    /// Where the scan began, if it has.
    from: Option<usize>,
    fed: usize,
    /// What was found and not looked at.
    found: Vec<Finding>,
    /// Edits of the original before this place were scanned before.
    pub(crate) since: usize,
}

impl Rescan {
    pub(crate) fn new(program: &Arc<Program>) -> Rescan {
        Rescan { program: Arc::clone(program), stream: None, from: None, fed: 0, found: Vec::new(), since: 0 }
    }

    pub(crate) fn is_on(&self) -> bool {
        self.from.is_some()
    }

    /// Begins at `from`, for the edits from `since` on.
    pub(crate) fn begin(&mut self, from: usize, since: usize) -> Result<(), Error> {
        self.end()?;
        (self.from, self.fed, self.since) = (Some(from), from, since);
        Ok(())
    }

    pub(crate) fn end(&mut self) -> Result<(), Error> {
        self.found.clear();
        match (&mut self.stream, self.from.take()) {
            (Some(stream), Some(_)) => stream.finish().map(drop),
            _ => Ok(()),
        }
    }

    /// Ends, and all edits are new again.
    pub(crate) fn forget(&mut self) -> Result<(), Error> {
        self.fed = 0;
        self.end()
    }

    /// Up to where the text is known here.
    pub(crate) fn fed(&self) -> usize {
        self.fed
    }

    /// Takes more of what is written; nothing follows if it is over.
    pub(crate) fn feed(&mut self, text: &str, over: bool) -> Result<(), Error> {
        let Some(from) = self.from else { return Ok(()) };
        let stream = self.stream.get_or_insert_with(|| Stream::new(Arc::clone(&self.program)));
        let found = if over { stream.finish_with(text) } else { stream.push(text) }?;
        self.fed += text.len();
        let at = |f: Finding| Finding { span: Span::new(f.span.start + from, f.span.end + from), ..f };
        self.found.extend(found.into_iter().map(at));
        self.found.sort_unstable_by_key(|f| (f.span.start, f.span.end, f.detector));
        Ok(())
    }

    /// Before this place everything is found.
    pub(crate) fn decided(&self, over: bool) -> usize {
        match (self.from, &self.stream) {
            (Some(from), Some(stream)) if !over => from + stream.open_from(),
            _ => usize::MAX,
        }
    }

    /// What was found and is decided, each once, from left to right.
    pub(crate) fn take(&mut self, over: bool) -> Vec<Finding> {
        let decided = self.decided(over);
        let count = self.found.partition_point(|f| f.span.start < decided);
        self.found.drain(..count).collect()
    }
}

/// The first edit that may have brought about a finding, among those that begin at `since` of the original or behind.
pub(crate) fn cause(edits: &[AppliedEdit], since: usize, finding: Span) -> Option<AppliedEdit> {
    let first = edits.partition_point(|edit| edit.output.end.saturating_add(REACH) < finding.start);
    let near = edits.iter().skip(first).take_while(|edit| edit.output.start <= finding.end.saturating_add(BEFORE));
    near.copied().find(|edit| edit.span.start >= since)
}

/// Whether a finding of what is written was found before: every byte of it that no edit wrote.
pub(crate) fn existed(finding: &Finding, found: &[Finding], parts: &[Span]) -> bool {
    parts.iter().all(|part| {
        let near = found.partition_point(|f| f.span.start.saturating_add(MAX_MATCH) < part.start);
        let mut at = part.start;
        for known in found.iter().skip(near).take_while(|f| f.span.start < part.end) {
            if known.detector == finding.detector && known.span.start <= at {
                at = at.max(known.span.end);
            }
        }
        at >= part.end
    })
}
