//! Decision: what may happen to a text, why, and the text that may go.

#![expect(unsafe_code, reason = "exported names; there is no unsafe block in this file")]

use llmguard::{Decision, Guard, OffsetUnit, Reason, Span, convert_spans};

use crate::boundary::{call, fill, free, get};
use crate::error::llmguard_error;
use crate::fail::Fail;
use crate::finding::{Findings, llmguard_finding};
use crate::guard::llmguard_guard;
use crate::handle::Kind;
use crate::numbers;
use crate::request::{llmguard_request, read_request};
use crate::slice::llmguard_str;
use crate::text::llmguard_text;

/// What may happen to one text. Owned by whoever received it; release it with `llmguard_decision_free`. Immutable: any
/// number of threads may read it. Its strings live as long as it does. A null or foreign handle denies.
#[derive(Clone)]
pub struct llmguard_decision {
    guard: Guard,
    decision: Decision,
    findings: Findings,
    permitted: Vec<String>,
}

impl Kind for llmguard_decision {
    const TAG: [u8; 8] = *b"lgDECID\0";
}

/// One thing that contributed to a verdict. Its strings live as long as the decision.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct llmguard_reason {
    /// `sizeof(llmguard_reason)`, set by the caller.
    pub size: u32,
    /// The verdict this alone leads to, `LLMGUARD_VERDICT_*`.
    pub verdict: u32,
    /// The number of `code`, `LLMGUARD_STATUS_*`; 0 if there is none.
    pub status: u32,
    /// How many classes are concerned; `llmguard_decision_reason_class` names them.
    pub classes_len: u32,
    /// The code, where the request itself is refused; otherwise no string.
    pub code: llmguard_str,
    /// The place in the policy: `transform[3]`, counted from 0, `destinations.eu.ceiling`, `roles`.
    pub rule: llmguard_str,
    /// One sentence.
    pub message: llmguard_str,
}

/// One replacement.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct llmguard_edit {
    /// `sizeof(llmguard_edit)`, set by the caller.
    pub size: u32,
    /// How it was replaced, `LLMGUARD_TRANSFORM_*`.
    pub transform: u32,
    /// What stood there: the first position inside, in the original.
    pub start: u64,
    /// The first position behind, in the original.
    pub end: u64,
    /// What stands there now: the first position inside, in the output.
    pub output_start: u64,
    /// The first position behind, in the output.
    pub output_end: u64,
}

impl llmguard_decision {
    pub(crate) fn new(guard: &Guard, text: &str, unit: OffsetUnit, mut decision: Decision) -> llmguard_decision {
        let findings = Findings::new(guard, text, unit, std::mem::take(&mut decision.findings));
        if unit != OffsetUnit::Byte {
            let mut before: Vec<Span> = decision.edits.iter().map(|edit| edit.span).collect();
            let mut behind: Vec<Span> = decision.edits.iter().map(|edit| edit.output).collect();
            convert_spans(text, unit, &mut before);
            convert_spans(decision.output.as_deref().unwrap_or_default(), unit, &mut behind);
            for (edit, (before, behind)) in decision.edits.iter_mut().zip(before.into_iter().zip(behind)) {
                (edit.span, edit.output) = (before, behind);
            }
        }
        let permitted = decision.permitted().map(str::to_owned).collect();
        llmguard_decision { guard: guard.clone(), decision, findings, permitted }
    }

    pub(crate) fn output(&self) -> llmguard_str {
        self.decision.output.as_deref().map_or(llmguard_str::NONE, llmguard_str::of)
    }
}

/// One of several reasons.
fn reason(reasons: &[Reason], index: usize) -> Result<llmguard_reason, Fail> {
    let reason = reasons.get(index).ok_or(Fail::OUT_OF_RANGE)?;
    Ok(llmguard_reason {
        size: 0,
        verdict: numbers::verdict(reason.verdict),
        status: reason.code.map_or(0, |code| code as u32),
        classes_len: u32::try_from(reason.classes.len()).unwrap_or(u32::MAX),
        code: reason.code.map_or(llmguard_str::NONE, |code| llmguard_str::of(code.as_str())),
        rule: llmguard_str::of(&reason.rule),
        message: llmguard_str::of(reason.message()),
    })
}

/// A class of one of several reasons.
fn class(reasons: &[Reason], reason: usize, index: usize) -> llmguard_str {
    let class = reasons.get(reason).and_then(|reason| reason.classes.get(index));
    class.map_or(llmguard_str::NONE, |class| llmguard_str::of(class))
}

/// Decides what may happen to a text, and rewrites it where the policy says so. `unit` is what offsets count,
/// `LLMGUARD_UNIT_*`. Any number of threads may call it with one guard.
///
/// A denial is no failure: the call succeeds and the decision says why. Fails with `I001` for a text over the limit and
/// `I002` for one that is not UTF-8. Values that become tokens here have no way back; `llmguard_session_check` has one.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_check(
    guard: *const llmguard_guard,
    text: llmguard_str,
    request: *const llmguard_request,
    unit: u32,
    decision: *mut *mut llmguard_decision,
    error: *mut *mut llmguard_error,
) -> u32 {
    call(guard, decision, error, |guard| {
        let (unit, text, request) = (numbers::unit(unit)?, text.text()?, read_request(request)?);
        Ok(llmguard_decision::new(&guard.0, text, unit, guard.0.check(text, &request)?))
    })
}

/// What happens, `LLMGUARD_VERDICT_*`.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_decision_verdict(decision: *const llmguard_decision) -> u32 {
    get(decision, numbers::LLMGUARD_VERDICT_DENY, |decision| numbers::verdict(decision.decision.verdict))
}

/// What would happen if every rule were enforced, `LLMGUARD_VERDICT_*`.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_decision_would(decision: *const llmguard_decision) -> u32 {
    get(decision, numbers::LLMGUARD_VERDICT_DENY, |decision| numbers::verdict(decision.decision.would))
}

/// How confidential the text is, as the policy names it.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_decision_level(decision: *const llmguard_decision) -> llmguard_str {
    get(decision, llmguard_str::NONE, |decision| llmguard_str::of(&decision.decision.level))
}

/// How confidential it still is for the destination, after transforms.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_decision_residual_level(decision: *const llmguard_decision) -> llmguard_str {
    get(decision, llmguard_str::NONE, |decision| llmguard_str::of(&decision.decision.residual_level))
}

/// The text that may go. No string (a null pointer) unless the verdict is allow or transform.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_decision_output(decision: *const llmguard_decision) -> llmguard_str {
    get(decision, llmguard_str::NONE, llmguard_decision::output)
}

/// How many findings an `exclude` of the policy set aside.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_decision_excluded(decision: *const llmguard_decision) -> u64 {
    get(decision, 0, |decision| decision.decision.excluded as u64)
}

/// How many destinations this text may go to.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_decision_permitted_len(decision: *const llmguard_decision) -> usize {
    get(decision, 0, |decision| decision.permitted.len())
}

/// The name of a permitted destination, in the role's order; no string if there is none with this index.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_decision_permitted(decision: *const llmguard_decision, index: usize) -> llmguard_str {
    get(decision, llmguard_str::NONE, |decision| {
        decision.permitted.get(index).map_or(llmguard_str::NONE, |name| llmguard_str::of(name))
    })
}

/// How many reasons there are.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_decision_reasons_len(decision: *const llmguard_decision) -> usize {
    get(decision, 0, |decision| decision.decision.reasons.len())
}

/// Fills `reason`, whose `size` must be set. Strictest first.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_decision_reason(
    decision: *const llmguard_decision,
    index: usize,
    reason: *mut llmguard_reason,
) -> u32 {
    fill(decision, reason, |decision| self::reason(&decision.decision.reasons, index))
}

/// The name of a class that a reason is about; no string if there is none with this index.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_decision_reason_class(
    decision: *const llmguard_decision,
    reason: usize,
    index: usize,
) -> llmguard_str {
    get(decision, llmguard_str::NONE, |decision| class(&decision.decision.reasons, reason, index))
}

/// How many further reasons there would be if every rule were enforced: of rules that observe, and of rules that warn,
/// whose messages are to be shown.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_decision_observed_len(decision: *const llmguard_decision) -> usize {
    get(decision, 0, |decision| decision.decision.observed.len())
}

/// Fills `reason`, whose `size` must be set, with a further reason.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_decision_observed(
    decision: *const llmguard_decision,
    index: usize,
    reason: *mut llmguard_reason,
) -> u32 {
    fill(decision, reason, |decision| self::reason(&decision.decision.observed, index))
}

/// The name of a class that a further reason is about; no string if there is none with this index.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_decision_observed_class(
    decision: *const llmguard_decision,
    reason: usize,
    index: usize,
) -> llmguard_str {
    get(decision, llmguard_str::NONE, |decision| class(&decision.decision.observed, reason, index))
}

/// How many approvals and unlocks were spent.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_decision_used_len(decision: *const llmguard_decision) -> usize {
    get(decision, 0, |decision| decision.decision.used.len())
}

/// The id of an approval or unlock that was spent; no string if there is none with this index.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_decision_used(decision: *const llmguard_decision, index: usize) -> llmguard_str {
    get(decision, llmguard_str::NONE, |decision| {
        decision.decision.used.get(index).map_or(llmguard_str::NONE, |id| llmguard_str::of(id))
    })
}

/// What an approval has to be bound to, where one is needed and the guard has a key; otherwise no string.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_decision_request_digest(decision: *const llmguard_decision) -> llmguard_str {
    get(decision, llmguard_str::NONE, |decision| {
        decision.decision.request_digest.as_deref().map_or(llmguard_str::NONE, llmguard_str::of)
    })
}

/// How eagerly names were looked for and with which weights, `balanced 1+5f3a09c2`; no string where none were.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_decision_names(decision: *const llmguard_decision) -> llmguard_str {
    get(decision, llmguard_str::NONE, |decision| {
        decision.decision.names.as_deref().map_or(llmguard_str::NONE, llmguard_str::of)
    })
}

/// What happens, why, where else the text may go, and who could let it: plain sentences, a line each, in
/// `LLMGUARD_LANGUAGE_*`.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_decision_explain(
    decision: *const llmguard_decision,
    language: u32,
    sentences: *mut *mut llmguard_text,
    error: *mut *mut llmguard_error,
) -> u32 {
    call(decision, sentences, error, |decision| {
        let sentences = decision.guard.explain(&decision.decision, numbers::language(language)?);
        Ok(llmguard_text::plain(sentences.join("\n")))
    })
}

/// How many findings are reported of the text.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_decision_findings_len(decision: *const llmguard_decision) -> usize {
    get(decision, 0, |decision| decision.findings.len())
}

/// Fills `finding`, whose `size` must be set. Disjoint and ordered.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_decision_finding(
    decision: *const llmguard_decision,
    index: usize,
    finding: *mut llmguard_finding,
) -> u32 {
    fill(decision, finding, |decision| decision.findings.get(index))
}

/// How many replacements there are; 0 unless the verdict is transform.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_decision_edits_len(decision: *const llmguard_decision) -> usize {
    get(decision, 0, |decision| decision.decision.edits.len())
}

/// Fills `edit`, whose `size` must be set. In order.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_decision_edit(
    decision: *const llmguard_decision,
    index: usize,
    edit: *mut llmguard_edit,
) -> u32 {
    fill(decision, edit, |decision| {
        let edit = decision.decision.edits.get(index).ok_or(Fail::OUT_OF_RANGE)?;
        Ok(llmguard_edit {
            size: 0,
            transform: numbers::transform(edit.transform),
            start: edit.span.start as u64,
            end: edit.span.end as u64,
            output_start: edit.output.start as u64,
            output_end: edit.output.end as u64,
        })
    })
}

/// Releases a decision. Null is permitted.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_decision_free(decision: *mut llmguard_decision) {
    free(decision);
}
