//! Finding: what was found where, and a list of them behind a handle.

#![expect(unsafe_code, reason = "exported names; there is no unsafe block in this file")]

use llmguard::{Finding, Guard, OffsetUnit, Span, convert_spans};

use crate::boundary::{fill, free, get};
use crate::fail::Fail;
use crate::handle::Kind;
use crate::numbers;
use crate::slice::llmguard_str;

/// One finding. Its strings live as long as the handle it was asked of. It never holds the text itself.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct llmguard_finding {
    /// `sizeof(llmguard_finding)`, set by the caller.
    pub size: u32,
    /// What kind of thing, as a number: below 1024 the same for ever, above that a guard's own.
    pub entity: u32,
    /// How sure, `LLMGUARD_CONFIDENCE_*`.
    pub confidence: u32,
    /// Why, as a set of bits: 1 pattern, 2 prefix, 4 checksum, 8 cue, 16 structure, 32 specimen, 64 mention, 128 decoded,
    /// 256 list, 512 model.
    pub evidence: u32,
    /// The first position inside, in the unit the call was given.
    pub start: u64,
    /// The first position behind.
    pub end: u64,
    /// The id of the detector, `bank.iban`. Stable for ever.
    pub detector: llmguard_str,
    /// What kind of thing, `IBAN`.
    pub entity_label: llmguard_str,
}

/// What was found in one text, disjoint and ordered. Owned by whoever received it; release it with
/// `llmguard_findings_free`. Immutable: any number of threads may read it.
pub struct llmguard_findings(pub(crate) Findings);

impl Kind for llmguard_findings {
    const TAG: [u8; 8] = *b"lgFINDS\0";
}

/// Findings with spans in the caller's unit, and the guard that knows their names.
#[derive(Clone)]
pub(crate) struct Findings {
    guard: Guard,
    list: Vec<Finding>,
}

impl Findings {
    pub(crate) fn new(guard: &Guard, text: &str, unit: OffsetUnit, mut list: Vec<Finding>) -> Findings {
        if unit != OffsetUnit::Byte {
            let mut spans: Vec<Span> = list.iter().map(|finding| finding.span).collect();
            convert_spans(text, unit, &mut spans);
            list.iter_mut().zip(spans).for_each(|(finding, span)| finding.span = span);
        }
        Findings { guard: guard.clone(), list }
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn get(&self, index: usize) -> Result<llmguard_finding, Fail> {
        let finding = self.list.get(index).ok_or(Fail::OUT_OF_RANGE)?;
        Ok(llmguard_finding {
            size: 0,
            entity: u32::from(finding.entity.number()),
            confidence: numbers::confidence(finding.confidence),
            evidence: finding.evidence.bits(),
            start: finding.span.start as u64,
            end: finding.span.end as u64,
            detector: llmguard_str::of(self.guard.detector_id(finding)),
            entity_label: llmguard_str::of(self.guard.entity_label(finding)),
        })
    }
}

/// How many findings there are.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_findings_len(findings: *const llmguard_findings) -> usize {
    get(findings, 0, |findings| findings.0.len())
}

/// Fills `finding`, whose `size` must be set, with the finding of this index. Its strings live as long as `findings`.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_findings_get(
    findings: *const llmguard_findings,
    index: usize,
    finding: *mut llmguard_finding,
) -> u32 {
    fill(findings, finding, |findings| findings.0.get(index))
}

/// Releases findings. Null is permitted.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_findings_free(findings: *mut llmguard_findings) {
    free(findings);
}
