//! Mapping: from what is written back to the original, by the edits between.

use llmguard_types::Span;

use crate::decision::AppliedEdit;

/// The span of the original behind a span of what is written; edits it touches count wholly.
pub(crate) fn original(edits: &[AppliedEdit], span: Span) -> Span {
    let first = edits.partition_point(|edit| edit.output.end <= span.start);
    let behind = edits.partition_point(|edit| edit.output.start < span.end);
    // Before the edit with this number, texts differ by what the edits before it added or took away.
    let shifted = |position: usize, edit: usize| {
        let before = edit.checked_sub(1).and_then(|before| edits.get(before));
        before.map_or(position, |edit| position - edit.output.end + edit.span.end)
    };
    let touched = |edit: Option<&AppliedEdit>, position: usize| {
        edit.filter(|edit| edit.output.start <= position && position <= edit.output.end).map(|edit| edit.span)
    };
    let start = touched(edits.get(first), span.start).map_or_else(|| shifted(span.start, first), |edit| edit.start);
    let last = behind.checked_sub(1).and_then(|last| touched(edits.get(last), span.end));
    Span::new(start, last.map_or_else(|| shifted(span.end, behind), |edit| edit.end))
}

/// The parts of a span of what is written that no edit touched, as spans of the original.
pub(crate) fn untouched(edits: &[AppliedEdit], span: Span) -> Vec<Span> {
    let first = edits.partition_point(|edit| edit.output.end <= span.start);
    let before = first.checked_sub(1).and_then(|before| edits.get(before));
    let mut shift = before.map_or((0, 0), |edit| (edit.output.end, edit.span.end));
    let original = |at: usize, shift: (usize, usize)| at - shift.0 + shift.1;
    let (mut at, mut parts) = (span.start, Vec::new());
    for edit in edits.iter().skip(first).take_while(|edit| edit.output.start < span.end) {
        if edit.output.start > at {
            parts.push(Span::new(original(at, shift), original(edit.output.start, shift)));
        }
        at = at.max(edit.output.end);
        shift = (edit.output.end, edit.span.end);
    }
    if at < span.end {
        parts.push(Span::new(original(at, shift), original(span.end, shift)));
    }
    parts
}

/// Where a place of the original stands in what is written; one inside an edit, where the edit begins.
pub(crate) fn tried_at(edits: &[AppliedEdit], place: usize) -> usize {
    let behind = edits.partition_point(|edit| edit.span.end <= place);
    match edits.get(behind) {
        Some(edit) if edit.span.start < place => edit.output.start,
        _ => {
            let before = behind.checked_sub(1).and_then(|before| edits.get(before));
            before.map_or(place, |edit| place - edit.span.end + edit.output.end)
        }
    }
}
