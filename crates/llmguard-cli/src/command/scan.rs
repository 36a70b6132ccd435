//! `llmguard scan`: what is in a text, by position and kind.

use std::io::{BufRead, BufWriter, Read, Write};

use llmguard::{Code, Confidence, DEFAULT_MAX_TEXT, Error, Finding, Guard, OffsetUnit};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::args::ScanArgs;
use crate::input;
use crate::output::{self, Exit, Failure};

pub(crate) fn run(args: &ScanArgs) -> Result<Exit, Failure> {
    let guard = input::guard(&args.source)?;
    if args.jsonl {
        return Ok(lines(args, &guard)?);
    }
    let text = input::text(&args.source)?;
    let findings = if args.all { guard.scan_all(&text)?.findings } else { guard.scan(&text)? };
    let written = if args.source.json {
        format!("{}\n", json!({"spans": output::findings_json(&guard, &text, &findings, args.offsets.into(), true)}))
    } else {
        to_text(&guard, &text, &findings)
    };
    input::write(written.as_bytes())?;
    Ok(exit(args, strongest(&findings)))
}

fn exit(args: &ScanArgs, strongest: Option<Confidence>) -> Exit {
    match (args.fail_on, strongest) {
        (Some(limit), Some(found)) if found >= limit => Exit::Denied,
        _ => Exit::Ok,
    }
}

fn strongest(findings: &[Finding]) -> Option<Confidence> {
    findings.iter().map(|finding| finding.confidence).max()
}

/// One line a finding: where a person looks for it, what it is, and why.
fn to_text(guard: &Guard, text: &str, findings: &[Finding]) -> String {
    let mut out = String::new();
    let (mut at, mut line, mut column) = (0, 1, 1);
    for finding in findings {
        for c in text.get(at..finding.span.start).unwrap_or_default().chars() {
            (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        at = finding.span.start;
        let why: Vec<&str> = finding.evidence.names().collect();
        out += &format!(
            "{line}:{column}\t{}\t{}\t{}\t{}\n",
            guard.entity_label(finding),
            guard.detector_id(finding),
            finding.confidence.as_str(),
            why.join("+"),
        );
    }
    out
}

/// One record of the line protocol; other keys are passed over.
#[derive(Deserialize)]
struct Record {
    #[serde(default)]
    id: Value,
    text: String,
}

/// The longest line: a text at its limit with every character escaped, and something for the rest of the record.
const MAX_LINE: u64 = 6 * DEFAULT_MAX_TEXT as u64 + 65536;

/// The line protocol: `{"id","text"}` in, `{"id","spans"}` out, line by line and in order. A line that is no record
/// is answered by `{"id","error"}`, without spans, and the command fails when all lines are answered.
fn lines(args: &ScanArgs, guard: &Guard) -> Result<Exit, Error> {
    let file = input::name(&args.source.file);
    let unreadable = |error: std::io::Error| {
        Error::new(Code::InputFile, format!("cannot be read or written: {}", error.kind())).in_file(&file)
    };
    let mut reader: Box<dyn BufRead> = if file == "<stdin>" {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::io::BufReader::new(std::fs::File::open(&args.source.file).map_err(unreadable)?))
    };
    let mut out = BufWriter::new(std::io::stdout().lock());
    let (mut strongest, mut failed) = (None, false);
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if reader.by_ref().take(MAX_LINE).read_until(b'\n', &mut line).map_err(unreadable)? == 0 {
            break;
        }
        if line.len() as u64 == MAX_LINE {
            return Err(input::too_large().in_file(&file).at_line(number));
        }
        let record = line.strip_prefix(b"\xef\xbb\xbf").filter(|_| number == 1).unwrap_or(&line);
        if record.trim_ascii().is_empty() {
            continue;
        }
        let answer = answer(guard, record, args.offsets.into(), &mut strongest).unwrap_or_else(|(id, error)| {
            let error = error.in_file(&file).at_line(number);
            eprintln!("llmguard: {error}");
            failed = true;
            json!({"id": id, "error": output::error_json(&error)})
        });
        match writeln!(out, "{answer}") {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => return Ok(Exit::Ok),
            written => written.map_err(unreadable)?,
        }
    }
    out.flush().map_err(unreadable)?;
    Ok(if failed { Exit::Failure } else { exit(args, strongest) })
}

fn answer(
    guard: &Guard,
    line: &[u8],
    unit: OffsetUnit,
    strongest: &mut Option<Confidence>,
) -> Result<Value, (Value, Error)> {
    let record: Record = serde_json::from_slice(line).map_err(|error| {
        let what = if error.is_data() { "has no `text` that is a string" } else { "is not valid JSON" };
        let error = Error::new(Code::InputRecord, format!("the record {what}, column {}", error.column()))
            .mend("write one {\"id\", \"text\"} object a line");
        let id = serde_json::from_slice(line).ok().and_then(|any: Value| any.get("id").cloned());
        (id.unwrap_or_default(), error)
    })?;
    let findings = guard.scan(&record.text).map_err(|error| (record.id.clone(), error))?;
    *strongest = (*strongest).max(self::strongest(&findings));
    Ok(json!({"id": record.id, "spans": output::findings_json(guard, &record.text, &findings, unit, false)}))
}
