//! `llmguard detectors`: list, show and lint detectors.

use std::path::PathBuf;

use llmguard::{Code, Cost, Detector, Error, Guard, cost, lint_detectors, parse_detectors};
use serde_json::{Value, json};

use crate::args::DetectorsVerb;
use crate::input;
use crate::output::{Exit, Failure, error_json};

pub(crate) fn run(verb: &DetectorsVerb) -> Result<Exit, Failure> {
    match verb {
        DetectorsVerb::List { json } => list(*json),
        DetectorsVerb::Show { id, json } => show(id, *json),
        DetectorsVerb::Lint { files, json } => lint(files, *json),
    }
}

fn list(json: bool) -> Result<Exit, Failure> {
    let guard = Guard::new()?;
    let out = if json {
        let all: Vec<Value> = guard
            .costs()
            .map(|(d, cost)| {
                let (id, kind, level, title) = (&d.id, &d.entity, &d.level, &d.title);
                json!({"id": id, "type": kind, "level": level, "regions": d.regions, "cost": cost.as_str(), "title": title})
            })
            .collect();
        format!("{}\n", json!({"detectors": all}))
    } else {
        let line = |(d, cost): (&Detector, Cost)| {
            format!("{}\t{}\t{}\t{}\t{}\n", d.id, d.entity, d.level, cost.as_str(), d.title)
        };
        guard.costs().map(line).collect::<String>() + &format!("{} detectors\n", guard.detectors().len())
    };
    input::write(out.as_bytes())?;
    Ok(Exit::Ok)
}

fn show(id: &str, json: bool) -> Result<Exit, Failure> {
    let guard = Guard::new()?;
    let detector = guard.detectors().find(|d| d.id == id).ok_or_else(|| {
        Error::new(Code::InputDetector, "no built-in detector has this id").mend("see `llmguard detectors list`")
    })?;
    let fields = fields(detector);
    let out = if json {
        let object: serde_json::Map<String, Value> = fields.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
        format!("{}\n", Value::Object(object))
    } else {
        fields.into_iter().map(|(key, value)| format!("{key:<11}{}\n", plain(&value))).collect()
    };
    input::write(out.as_bytes())?;
    Ok(Exit::Ok)
}

/// What a person reads of a value: text without quotes, lists joined.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(" | "),
        other => other.to_string(),
    }
}

fn fields(d: &Detector) -> Vec<(&'static str, Value)> {
    vec![
        ("id", json!(d.id)),
        ("title", json!(d.title)),
        ("type", json!(d.entity)),
        ("level", json!(d.level)),
        ("regions", json!(d.regions)),
        ("lead", json!(d.lead)),
        ("pattern", json!(d.pattern)),
        ("tail", json!(d.tail)),
        ("bounds", json!(d.bounds)),
        ("prefix", json!(d.prefix)),
        ("strength", json!(d.strength)),
        ("validated", json!(d.validate.is_some())),
        ("cues", json!(d.cues)),
        ("announced", json!(d.announced)),
        ("mentions", json!(d.mentions)),
        ("specimens", json!(d.specimens)),
        ("references", json!(d.references)),
        ("match", json!(d.matches)),
        ("reject", json!(d.rejects)),
    ]
}

fn lint(files: &[PathBuf], json: bool) -> Result<Exit, Failure> {
    let (mut errors, mut slow) = (Vec::new(), Vec::new());
    for file in files {
        let source = input::read(file)?;
        errors.extend(lint_detectors(&source).into_iter().map(|error| error.in_file(input::name(file))));
        let detectors = parse_detectors(&source).unwrap_or_default();
        slow.extend(detectors.into_iter().filter(|d| cost(d).is_ok_and(|cost| cost == Cost::Slow)).map(|d| d.id));
    }
    let out = if json {
        let list: Vec<_> = errors.iter().map(error_json).collect();
        format!("{}\n", json!({"files": files.len(), "errors": list, "slow": slow}))
    } else {
        let lines: String = errors.iter().map(|error| format!("{error}\n")).collect();
        let slow: String = slow.iter().map(|id| format!("slow: {id} is tried at every word; see `Cost`\n")).collect();
        format!("{lines}{slow}{} files, {} errors\n", files.len(), errors.len())
    };
    input::write(out.as_bytes())?;
    Ok(if errors.is_empty() { Exit::Ok } else { Exit::TestsFailed })
}
