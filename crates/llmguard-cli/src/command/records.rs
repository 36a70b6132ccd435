//! `llmguard check --format`: records, released one by one, and a summary on standard error.

use std::collections::BTreeMap;
use std::fmt::Write;

use llmguard::{Decision, Error, Guard, RecordFinding, RecordFormat, ReleasedRecords, Verdict};
use serde_json::{Value, json};

use super::check;
use crate::args::{CheckArgs, RecordArgs};
use crate::input;
use crate::output::{Exit, Failure};

/// What was found so far: how many of each kind, and what in the record that may not go.
#[derive(Default)]
struct Found {
    kinds: BTreeMap<String, usize>,
    denied: Vec<RecordFinding>,
}

pub(crate) fn run(args: &CheckArgs, how: &RecordArgs, format: RecordFormat) -> Result<Exit, Failure> {
    let guard = input::guard(&args.source)?;
    let mut records = guard.session().records(format, &input::request(args));
    if let Some(delimiter) = how.delimiter {
        records = records.delimiter(delimiter)?;
    }
    if how.no_header {
        records = records.without_header();
    }
    let mut found = Found::default();
    let named = |error: Error| error.in_file(input::name(&args.source.file));
    input::pieces(&args.source.file, |piece| {
        let released = records.push_bytes(piece).map_err(named)?;
        found.take(&guard, released)?;
        Ok(!released.denied)
    })?;
    found.take(&guard, records.finish().map_err(named)?)?;
    found.denied.retain(|found| found.record == records.released());
    let Some(decision) = records.decision() else { return Ok(Exit::Failure) };
    if args.source.json {
        eprintln!("{}", found.to_json(&guard, decision));
    } else {
        eprint!("{}", found.to_text(&guard, decision, &args.destination));
    }
    Ok(decision.verdict.into())
}

impl Found {
    /// Writes what was released, and counts what was found in it.
    fn take(&mut self, guard: &Guard, released: ReleasedRecords<'_>) -> Result<(), Error> {
        for found in released.findings {
            *self.kinds.entry(guard.entity_label(&found.finding).to_owned()).or_default() += 1;
        }
        if released.denied {
            self.denied.extend_from_slice(released.findings);
        }
        input::write(released.text.as_bytes())
    }

    fn to_text(&self, guard: &Guard, decision: &Decision, destination: &str) -> String {
        let kinds: Vec<String> = self.kinds.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
        let goes = decision.verdict <= Verdict::Transform;
        let mut out = String::new();
        let _ = check::summary(&mut out, decision, destination, &kinds.join(", "), goes);
        for found in &self.denied {
            let _ = writeln!(out, "record {:<4}{}: {}", found.record, found.path, guard.entity_label(&found.finding));
        }
        out
    }

    fn to_json(&self, guard: &Guard, decision: &Decision) -> Value {
        let finding = |found: &RecordFinding| {
            json!({
                "record": found.record,
                "path": found.path,
                "start": found.finding.span.start,
                "end": found.finding.span.end,
                "type": guard.entity_label(&found.finding),
                "detector": guard.detector_id(&found.finding),
            })
        };
        let denied: Vec<Value> = self.denied.iter().map(finding).collect();
        check::decision_json(decision, [("found", json!(self.kinds)), ("denied", json!(denied))])
    }
}
