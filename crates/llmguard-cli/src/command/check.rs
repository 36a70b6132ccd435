//! `llmguard check`: verdict, level, reasons, and the text that may go.

use std::fmt::Write;

use llmguard::{Decision, Guard, Mode, OffsetUnit, Reason};
use serde_json::{Value, json};

use super::records;
use crate::args::{CheckArgs, CheckVerbArgs};
use crate::input;
use crate::output::{self, Exit, Failure};

pub(crate) fn run(args: &CheckVerbArgs) -> Result<Exit, Failure> {
    match args.records.format {
        Some(format) => records::run(&args.check, &args.records, format),
        None => text(&args.check),
    }
}

fn text(args: &CheckArgs) -> Result<Exit, Failure> {
    let text = input::text(&args.source)?;
    let guard = input::guard(&args.source)?;
    let decision = guard.check(&text, &input::request(args))?;
    let written = if args.source.json {
        format!("{}\n", to_json(&guard, &text, &decision))
    } else {
        to_text(&guard, &decision, &args.destination)
    };
    input::write(written.as_bytes())?;
    Ok(decision.verdict.into())
}

fn to_text(guard: &Guard, decision: &Decision, destination: &str) -> String {
    let mut out = String::new();
    let found = output::count_by_kind(guard, &decision.findings);
    let _ = summary(&mut out, decision, destination, &found, decision.output.is_some());
    if let Some(output) = &decision.output {
        let _ = write!(out, "\n{output}");
        if !output.ends_with('\n') {
            out.push('\n');
        }
    }
    out
}

/// Verdict, level, what was found and reasons, in lines.
pub(super) fn summary(
    out: &mut String,
    decision: &Decision,
    destination: &str,
    found: &str,
    goes: bool,
) -> std::fmt::Result {
    writeln!(out, "verdict    {}", output::verdict(decision.verdict))?;
    match goes {
        true => writeln!(out, "level      {}; `{destination}` sees {}", decision.level, decision.residual_level)?,
        false => writeln!(out, "level      {}", decision.level)?,
    }
    writeln!(out, "found      {}", if found.is_empty() { "nothing" } else { found })?;
    if decision.excluded > 0 {
        writeln!(out, "excluded   {}", decision.excluded)?;
    }
    for reason in &decision.reasons {
        writeln!(out, "reason     {}", reason_line(reason))?;
    }
    for reason in decision.observed.iter().filter(|reason| reason.mode == Mode::Warn) {
        writeln!(out, "warning    {}", reason_line(reason))?;
    }
    let permitted: Vec<&str> = decision.permitted().collect();
    writeln!(out, "permitted  {}", if permitted.is_empty() { String::from("nowhere") } else { permitted.join(", ") })
}

/// A reason as one line: what, and the place in the policy.
pub(crate) fn reason_line(reason: &Reason) -> String {
    let code = reason.code.map(|code| format!("{} ", code.as_str())).unwrap_or_default();
    format!("{}: {code}{} [{}]", reason.verdict.as_str(), reason.message(), reason.rule)
}

fn to_json(guard: &Guard, text: &str, decision: &Decision) -> Value {
    let findings = output::findings_json(guard, text, &decision.findings, OffsetUnit::Codepoint, true);
    decision_json(decision, [("output", json!(decision.output)), ("findings", json!(findings))])
}

/// A decision, with more fields in the place of text and findings.
pub(super) fn decision_json<const N: usize>(decision: &Decision, more: [(&str, Value); N]) -> Value {
    let mut value = json!({
        "verdict": decision.verdict.as_str(),
        "would": decision.would.as_str(),
        "level": decision.level,
        "residual_level": decision.residual_level,
        "reasons": decision.reasons.iter().map(reason_json).collect::<Vec<_>>(),
        "observed": decision.observed.iter().map(reason_json).collect::<Vec<_>>(),
        "destinations": decision.destinations.iter()
            .map(|route| json!({"name": &*route.name, "verdict": route.verdict.as_str()})).collect::<Vec<_>>(),
        "names": decision.names.as_deref(),
        "excluded": decision.excluded,
    });
    if let Some(fields) = value.as_object_mut() {
        fields.extend(more.map(|(name, field)| (name.to_owned(), field)));
    }
    value
}

pub(crate) fn reason_json(reason: &Reason) -> Value {
    json!({
        "code": reason.code.map(|code| code.as_str()),
        "rule": &*reason.rule,
        "classes": reason.classes.iter().map(|class| &**class).collect::<Vec<_>>(),
        "verdict": reason.verdict.as_str(),
        "message": reason.message(),
    })
}
