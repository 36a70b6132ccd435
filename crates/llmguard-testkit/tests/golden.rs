//! Golden: the cases of `golden/*.toml` through the Rust door.

#![expect(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops loudly")]

use llmguard::{
    Author, Decision, Direction, Error, Finding, Guard, Message, OffsetUnit, Part, Policy, RecordFormat, Request,
    Verdict, convert_spans, parse_detectors, text_from_utf8,
};
use llmguard_testkit::golden::{Call, Case, GoldenPart, GoldenSpan, cases, to_json};
use llmguard_testkit::golden_header::to_header;

fn guard(case: &Case) -> Result<Guard, Error> {
    let policy = match (&case.policy_text, &case.policy_template) {
        (Some(text), _) => Policy::parse(text)?,
        (None, name) => Policy::template(name.as_deref().unwrap_or_default())?,
    };
    let detectors = case.detectors.as_deref().map_or_else(|| Ok(Vec::new()), parse_detectors)?;
    Guard::builder().policy(policy).detectors(detectors).build()
}

fn request(case: &Case) -> Request {
    let mut request = Request::default();
    request.roles.clone_from(&case.roles);
    request.destination.clone_from(&case.destination);
    request.purpose.clone_from(&case.purpose);
    request.source_labels.clone_from(&case.source_labels);
    request.sources.clone_from(&case.sources);
    request.tool.clone_from(&case.tool);
    let direction = case.direction.as_deref().map(|name| Direction::from_name(name).expect("a direction"));
    request.direction = direction.unwrap_or_default();
    request
}

fn part(part: &GoldenPart) -> Part {
    let (name, text) = (part.name.clone(), part.text.clone());
    match part.kind.as_str() {
        "text" => Part::Text(text),
        "tool-call" => Part::ToolCall { tool: name, text },
        "tool-result" => Part::ToolResult { tool: name, text },
        "retrieved" => Part::Retrieved { source: name, text },
        other => panic!("`{other}` is no kind of part"),
    }
}

fn spans(guard: &Guard, text: &str, findings: &[Finding]) -> Vec<GoldenSpan> {
    let units = [OffsetUnit::Byte, OffsetUnit::Codepoint, OffsetUnit::Utf16].map(|unit| {
        let mut spans: Vec<_> = findings.iter().map(|finding| finding.span).collect();
        convert_spans(text, unit, &mut spans);
        spans.into_iter().map(|span| [span.start as u64, span.end as u64]).collect::<Vec<_>>()
    });
    let golden = |(at, finding): (usize, &Finding)| GoldenSpan {
        kind: guard.entity_label(finding).to_owned(),
        detector: guard.detector_id(finding).to_owned(),
        confidence: finding.confidence.as_str().to_owned(),
        byte: units[0][at],
        codepoint: units[1][at],
        utf16: units[2][at],
    };
    findings.iter().enumerate().map(golden).collect()
}

/// Stated values against what came; short, so that a megabyte is not printed.
fn same<T: PartialEq + std::fmt::Debug>(what: &str, stated: Option<&T>, got: &T) -> Result<(), String> {
    match stated {
        Some(stated) if stated != got => {
            Err(format!("{what}: stated {stated:?}, got {got:?}").chars().take(900).collect())
        }
        _ => Ok(()),
    }
}

fn same_text(case: &Case, got: &str) -> Result<(), String> {
    let stated = case.output.as_ref().map(|text| String::from_utf8(text.bytes()).expect("output is text"));
    same("output", stated.as_ref(), &got.to_owned())
}

/// An error of llmguard, or what differs from the case.
enum Stop {
    Refused(Error),
    Differs(String),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Stop::Refused(error)
    }
}

impl From<String> for Stop {
    fn from(what: String) -> Stop {
        Stop::Differs(what)
    }
}

fn answer(case: &Case) -> Result<(), Stop> {
    let guard = guard(case)?;
    let bytes = case.input.bytes();
    let text = text_from_utf8(&bytes)?;
    let findings = match case.call {
        Call::Scan => guard.scan(text)?,
        Call::Redact => {
            let redacted = guard.redact(text)?;
            same_text(case, &redacted.text)?;
            redacted.findings
        }
        Call::Roundtrip => {
            let session = guard.session();
            let protected = session.protect(text)?;
            same_text(case, &protected.text)?;
            let revealed = session.reveal(&protected.text)?;
            same("restored", case.restored.as_ref(), &(revealed.restored as u64))?;
            same("revealed", Some(&text), &revealed.text.as_str())?;
            protected.findings
        }
        Call::Stream => {
            let mut findings = Vec::new();
            for size in [1, 3, text.len().max(1)] {
                let mut stream = guard.session().stream(&request(case))?;
                let mut released = String::new();
                for piece in bytes.chunks(size) {
                    released.push_str(stream.push_bytes(piece)?.text);
                }
                released.push_str(stream.finish()?.text);
                same_text(case, &released)?;
                findings = stream.findings();
                same_decision(case, stream.decision().ok_or("a stream that has ended was decided about".to_owned())?)?;
            }
            findings
        }
        Call::Records => records(case, &guard)?,
        Call::Chat => {
            let history = [Message { author: Author::User, parts: case.parts.iter().map(part).collect() }];
            let decision = guard.session().check_messages(&history, &request(case))?;
            same("verdict", case.verdict.as_ref(), &decision.verdict.as_str().to_owned())?;
            same("level", case.level.as_ref(), &decision.level)?;
            let texts = decision.messages.into_iter().flatten().flat_map(|message| message.parts);
            same("outputs", case.outputs.as_ref(), &texts.map(|part| part.as_text().to_owned()).collect())?;
            return Ok(());
        }
        Call::Check => {
            let decision = guard.check(text, &request(case))?;
            same("has output", Some(&(decision.verdict <= Verdict::Transform)), &decision.output.is_some())?;
            match &decision.output {
                Some(output) => same_text(case, output)?,
                None => same("output is stated", Some(&false), &case.output.is_some())?,
            }
            same_decision(case, &decision)?;
            decision.findings
        }
    };
    same("spans", case.spans.as_ref(), &spans(&guard, text, &findings))?;
    Ok(())
}

/// Every size of pieces releases the same.
fn records(case: &Case, guard: &Guard) -> Result<Vec<Finding>, Stop> {
    let bytes = case.input.bytes();
    let format = case.format.as_deref().and_then(RecordFormat::from_name).expect("a format");
    let mut findings = Vec::new();
    for size in [1, 3, bytes.len().max(1)] {
        let mut records = guard.session().records(format, &request(case));
        let (mut released, mut found) = (String::new(), Vec::new());
        let pieces = bytes.chunks(size).map(Some).chain([None]);
        for piece in pieces {
            let next = match piece {
                Some(piece) => records.push_bytes(piece)?,
                None => records.finish()?,
            };
            released.push_str(next.text);
            found.extend_from_slice(next.findings);
        }
        same_text(case, &released)?;
        let paths = found.iter().map(|found| format!("{}{}", found.record, found.path)).collect();
        same("paths", case.paths.as_ref(), &paths)?;
        findings = found.iter().map(|found| found.finding).collect();
        same_decision(case, records.decision().ok_or("records that have ended were decided about".to_owned())?)?;
    }
    Ok(findings)
}

fn same_decision(case: &Case, decision: &Decision) -> Result<(), String> {
    same("verdict", case.verdict.as_ref(), &decision.verdict.as_str().to_owned())?;
    same("level", case.level.as_ref(), &decision.level)?;
    same("residual_level", case.residual_level.as_ref(), &decision.residual_level)?;
    let first = decision.reasons.first();
    let code = first.and_then(|reason| reason.code).map_or("", |code| code.as_str());
    same("reason_code", case.reason_code.as_ref(), &code.to_owned())?;
    let rule = first.map_or("", |reason| &*reason.rule);
    same("reason_rule", case.reason_rule.as_ref(), &rule.to_owned())?;
    same("permitted", case.permitted.as_ref(), &decision.permitted().map(str::to_owned).collect())?;
    same("excluded", case.excluded.as_ref(), &(decision.excluded as u64))?;
    Ok(())
}

fn judge(case: &Case) -> Result<(), String> {
    match answer(case) {
        Err(Stop::Differs(what)) => Err(what),
        Ok(()) => same("error", case.error.as_ref(), &String::new()),
        Err(Stop::Refused(error)) => {
            let stated = case.error.clone().unwrap_or_default();
            same("error", Some(&stated), &error.code().as_str().to_owned())?;
            same("error_line", case.error_line.as_ref(), &error.line().map_or(0, u64::from))?;
            same("error_offset", case.error_offset.as_ref(), &(error.offset().unwrap_or(0) as u64))
        }
    }
}

#[test]
fn every_case_holds_in_rust() {
    let cases = cases();
    let differs: Vec<String> =
        cases.iter().filter_map(|case| judge(case).err().map(|what| format!("{}\n    {what}", case.name))).collect();
    assert!(differs.is_empty(), "{} of {} cases differ:\n{}", differs.len(), cases.len(), differs.join("\n"));
    assert!(cases.len() >= 30, "only {} cases", cases.len());
}

#[test]
fn names_are_unique_and_cases_state_something() {
    let cases = cases();
    let names: std::collections::BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names.len(), cases.len());
    for case in &cases {
        let stated = [&case.error, &case.verdict].into_iter().any(Option::is_some);
        let stated = stated || case.call == Call::Roundtrip; // the way back is always compared
        assert!(stated || case.output.is_some() || case.spans.is_some(), "{} states nothing", case.name);
    }
}

#[test]
fn the_other_languages_are_handed_every_case() {
    let cases = cases();
    let json: serde_json::Value = serde_json::from_str(&to_json(&cases)).unwrap();
    assert_eq!(json.as_array().map(Vec::len), Some(cases.len()));
    let header = to_header(&cases);
    assert!(header.is_ascii() && !header.contains("??"));
    assert!(header.matches("\n  { { \"").count() >= cases.len());
    assert!(header.lines().all(|line| line.len() < 4096), "a literal is longer than a C compiler must take");
}
