//! View, step 1: bytes become text that the other steps can read, and what hides in it is read too.
//!
//! A text is scanned as it is, and then in the readings that `llmguard-view` has of it:
//!
//! ```text
//! text       Konto REU4OSAzNzA0IDAwNDQgMDUzMiAwMTMwIDAw
//! as it is   nothing
//! reading    Konto DE89 3704 0044 0532 0130 00
//! finding          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~      bank.iban, decoded
//! ```

use std::cmp::Reverse;

use llmguard_scan::{Program, Scan, Scanner, Statistics};
use llmguard_types::{Code, Confidence, DetectorIndex, Error, Evidence, Finding, Span};
use llmguard_view::{Read, Seen};

use crate::guard::Inner;
use crate::heading::Heading;

/// The longest text a guard reads unless it is built with another limit, in bytes: 32 MiB.
pub const DEFAULT_MAX_TEXT: usize = 32 * 1024 * 1024;

/// Bytes as text.
///
/// # Errors
///
/// `I002` with the offset of the first byte that is not UTF-8. The bytes themselves are not repeated.
///
/// # Example
///
/// ```
/// let error = llmguard::text_from_utf8(b"Gr\xfc\xdfe").unwrap_err();
/// assert_eq!((error.code().as_str(), error.offset()), ("I002", Some(2)));
/// ```
pub fn text_from_utf8(bytes: &[u8]) -> Result<&str, Error> {
    std::str::from_utf8(bytes).map_err(|error| {
        Error::new(Code::InputUtf8, "the input is not valid UTF-8")
            .at_offset(error.valid_up_to())
            .mend("convert it to UTF-8 first; an older German file is often Windows-1252")
    })
}

/// Refuses a text over the limit.
pub(crate) fn check_length(text: &str, limit: usize) -> Result<(), Error> {
    if text.len() <= limit {
        return Ok(());
    }
    Err(Error::new(Code::InputTooLarge, format!("the text has {} bytes, the limit is {limit}", text.len()))
        .mend("split it, or build the guard with a larger `max_text_bytes`"))
}

/// What steps 1 to 5 found in a text.
pub(crate) struct Looked {
    /// Ordered by start, end and detector.
    pub(crate) findings: Vec<Finding>,
    pub(crate) aside: Aside,
    pub(crate) statistics: Statistics,
}

/// Findings of readings whose value, as it reads, the policy excludes.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Aside(Vec<(Span, DetectorIndex)>);

impl Aside {
    pub(crate) fn has(&self, finding: &Finding) -> bool {
        self.0.binary_search(&(finding.span, finding.detector)).is_ok()
    }
}

impl Inner {
    /// Findings without those an exclude sets aside, and how many these were.
    pub(crate) fn split_excluded(&self, text: &str, looked: &Looked, heading: Heading<'_>) -> (Vec<Finding>, usize) {
        let value = |f: &Finding| f.span.of(text).unwrap_or_default();
        let all = looked.findings.iter();
        let kept: Vec<Finding> = all.filter(|f| !self.excludes(f, &looked.aside, value(f), heading)).copied().collect();
        let excluded = looked.findings.len() - kept.len();
        (kept, excluded)
    }

    /// Whether an exclude sets a finding aside, given what it is written as. What was decoded counts as it reads.
    pub(crate) fn excludes(&self, finding: &Finding, aside: &Aside, written: &str, heading: Heading<'_>) -> bool {
        match finding.evidence.contains(Evidence::DECODED) {
            true => aside.has(finding),
            false => self.standings.excludes_value(finding, written, heading),
        }
    }
}

/// Steps 1 to 5: the findings of a text as it is, with the names that are tagged in it, and of its readings.
pub(crate) fn scan(inner: &Inner, scanner: &mut Scanner, text: &str, heading: Heading<'_>) -> Result<Looked, Error> {
    let Scan { mut findings, statistics } = scanner.scan_all(text)?;
    let names = inner.names.as_ref().map(|names| names.whole(text, &findings)).unwrap_or_default();
    let reading = |reading: &str| Ok(scanner.scan_all(reading)?.findings);
    let excludes = |finding: &Finding, value: &str| inner.standings.excludes_value(finding, value, heading);
    let seen = inner.views.look(text, &findings, reading, excludes)?;
    if !names.is_empty() {
        findings.extend(names);
        findings.sort_by_key(key);
    }
    let aside = join(&inner.program, &mut findings, seen);
    Ok(Looked { findings, aside, statistics })
}

/// In which order findings stand.
fn key(f: &Finding) -> (usize, usize, DetectorIndex, Reverse<Confidence>, u32) {
    (f.span.start, f.span.end, f.detector, Reverse(f.confidence), f.evidence.bits())
}

/// Adds what was seen to what was found in the text as it is, each detector once a place, and orders all.
pub(crate) fn join(program: &Program, findings: &mut Vec<Finding>, seen: Seen) -> Aside {
    if seen.reads.is_empty() && seen.oversize.is_empty() {
        return Aside::default();
    }
    let as_it_is = |finding| Read { finding, excluded: false };
    let oversize = oversize(program, &seen.oversize);
    let mut reads: Vec<Read> = findings.drain(..).chain(oversize).map(as_it_is).chain(seen.reads).collect();
    reads.sort_by_key(|read| key(&read.finding));
    reads.dedup_by(|other, kept| {
        let same = (other.finding.span, other.finding.detector) == (kept.finding.span, kept.finding.detector);
        // Of two readings of the same bytes, one that stands is enough; how it reads as it is is asked elsewhere.
        kept.excluded &= !same || other.excluded || !other.finding.evidence.contains(Evidence::DECODED);
        same
    });
    let mut aside: Vec<(Span, DetectorIndex)> =
        reads.iter().filter(|read| read.excluded).map(|read| (read.finding.span, read.finding.detector)).collect();
    aside.sort_unstable();
    findings.extend(reads.into_iter().map(|read| read.finding));
    Aside(aside)
}

/// The id of the detector whose findings are runs that hold more than is read.
const OVERSIZE: &str = "hidden.oversize";

/// What could not be read for its length is a finding of its own.
fn oversize(program: &Program, runs: &[Span]) -> Vec<Finding> {
    let index = program.detectors().position(|detector| detector.id == OVERSIZE);
    let detector = index.and_then(|index| u32::try_from(index).ok()).map(DetectorIndex);
    let Some((detector, entity)) = detector.and_then(|index| Some((index, program.entity(index)?))) else {
        return Vec::new();
    };
    let evidence = Evidence::PATTERN.with(Evidence::STRUCTURE).with(Evidence::DECODED);
    let finding = |span: &Span| Finding { span: *span, detector, entity, confidence: Confidence::Verified, evidence };
    runs.iter().map(finding).collect()
}
