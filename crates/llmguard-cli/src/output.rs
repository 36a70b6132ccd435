//! Output: exit codes, errors and the few words that are coloured on a terminal.

use std::io::IsTerminal;

use llmguard::{DocumentPassage, Error, Finding, Guard, OffsetUnit, Span, Verdict, convert_spans};
use serde_json::{Value, json};

/// How a command ends. The numbers are documented and stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    Ok = 0,
    Failure = 1,
    Denied = 3,
    Approval = 4,
    MorePermissive = 5,
    TestsFailed = 6,
}

impl From<Verdict> for Exit {
    fn from(verdict: Verdict) -> Exit {
        match verdict {
            Verdict::Allow | Verdict::Transform => Exit::Ok,
            Verdict::Approval => Exit::Approval,
            Verdict::Deny => Exit::Denied,
        }
    }
}

/// Why a command could not do its work.
#[derive(Debug)]
pub(crate) struct Failure(Error);

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure(error)
    }
}

impl Failure {
    /// Tells the error on standard error, as JSON where JSON was asked for.
    pub(crate) fn report(&self, json: bool) -> Exit {
        if json {
            eprintln!("{}", json!({"error": error_json(&self.0)}));
        } else {
            eprintln!("llmguard: {}", self.0);
        }
        Exit::Failure
    }
}

/// An error as JSON.
pub(crate) fn error_json(error: &Error) -> Value {
    json!({
        "code": error.code().as_str(),
        "message": error.message(),
        "mend": error.how_to_mend(),
        "file": error.file(),
        "line": error.line(),
        "offset": error.offset(),
    })
}

/// Findings as JSON, positions in `unit`.
pub(crate) fn findings_json(
    guard: &Guard,
    text: &str,
    findings: &[Finding],
    unit: OffsetUnit,
    why: bool,
) -> Vec<Value> {
    let mut spans: Vec<Span> = findings.iter().map(|finding| finding.span).collect();
    convert_spans(text, unit, &mut spans);
    // A text with findings was short enough to be looked through.
    let passages = if why { guard.passages(text).unwrap_or_default() } else { Vec::new() };
    let one = |(finding, span): (&Finding, Span)| {
        let mut value = json!({
            "start": span.start,
            "end": span.end,
            "type": guard.entity_label(finding),
            "detector": guard.detector_id(finding),
            "confidence": finding.confidence.as_str(),
        });
        if why && let Some(fields) = value.as_object_mut() {
            fields.insert(String::from("evidence"), finding.evidence.names().collect());
            fields.insert(String::from("classes"), guard.class_names(finding).collect());
            let same = |p: &&DocumentPassage<'_>| p.span == finding.span && p.detector == guard.detector_id(finding);
            if let Some(passage) = passages.iter().find(same) {
                fields.insert(String::from("document"), json!(passage.document));
            }
        }
        value
    };
    findings.iter().zip(spans).map(one).collect()
}

/// How many findings of each kind: `EMAIL 2, IBAN 1`.
pub(crate) fn count_by_kind(guard: &Guard, findings: &[Finding]) -> String {
    let mut counts = std::collections::BTreeMap::new();
    for finding in findings {
        *counts.entry(guard.entity_label(finding)).or_insert(0) += 1;
    }
    counts.iter().map(|(label, count)| format!("{label} {count}")).collect::<Vec<_>>().join(", ")
}

/// A verdict, coloured when standard output is a terminal and `NO_COLOR` is not set.
pub(crate) fn verdict(verdict: Verdict) -> String {
    let colour = match verdict {
        Verdict::Allow => 32,
        Verdict::Transform | Verdict::Approval => 33,
        Verdict::Deny => 31,
    };
    let word = verdict.as_str();
    if std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none() {
        format!("\u{1b}[1;{colour}m{word}\u{1b}[0m")
    } else {
        word.to_owned()
    }
}
