//! Recorded: what a guard makes of records, whole and in pieces.

use llmguard::{Guard, RecordFinding, RecordFormat, Request, Verdict};

pub(super) fn request() -> Request {
    Request::new("user", "eu")
}

/// What is written of whole input; the reasons if nothing is.
pub(super) fn written(guard: &Guard, input: &str, format: RecordFormat) -> String {
    let checked = guard.check_records(input, format, &request()).unwrap();
    checked.decision.output.unwrap_or_else(|| format!("{:?}", checked.decision.reasons))
}

/// What is released, what was found and the verdict, of an input in pieces.
pub(super) fn run(
    guard: &Guard,
    input: &str,
    format: RecordFormat,
    cuts: &[usize],
) -> Result<(String, Vec<RecordFinding>, Verdict), String> {
    let mut cuts: Vec<usize> = cuts.iter().copied().chain([0, input.len()]).collect();
    cuts.sort_unstable();
    let mut records = guard.session().records(format, &request());
    let (mut out, mut findings) = (String::new(), Vec::new());
    for pair in cuts.windows(2) {
        let released = records.push_bytes(&input.as_bytes()[pair[0]..pair[1]]).map_err(|error| error.to_string())?;
        out.push_str(released.text);
        findings.extend_from_slice(released.findings);
    }
    let released = records.finish().map_err(|error| error.to_string())?;
    out.push_str(released.text);
    findings.extend_from_slice(released.findings);
    assert_eq!(records.held(), 0);
    Ok((out, findings, records.decision().unwrap().verdict))
}
