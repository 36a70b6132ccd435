//! `llmguard classify`: how confidential a text is and why, section by section. Lines and reasons, never content.

use llmguard::{Classification, Language, Reason, Request, Span};
use serde_json::{Value, json};

use crate::args::ClassifyArgs;
use crate::input;
use crate::output::{Exit, Failure};

pub(crate) fn run(args: &ClassifyArgs) -> Result<Exit, Failure> {
    let text = input::text(&args.source)?;
    let mut request = Request::default();
    request.source_labels.clone_from(&args.source_labels);
    request.sources.clone_from(&args.sources);
    let classified = input::guard(&args.source)?.classify(&text, &request)?;
    let language = args.language.into();
    let written = if args.source.json {
        format!("{}\n", to_json(&text, &classified, language))
    } else {
        to_text(&text, &classified, language)
    };
    input::write(written.as_bytes())?;
    Ok(Exit::Ok)
}

fn to_text(text: &str, classified: &Classification, language: Language) -> String {
    let labels: Vec<String> = classified.labels.iter().map(|(name, label)| format!("{name}:{label}")).collect();
    let mut out = format!("{}  {}\n", classified.level, labels.join(" ")).trim_end().to_owned() + "\n";
    for reason in &classified.reasons {
        out += &format!("  {}\n", reason.sentence(language));
    }
    for section in classified.sections.iter().filter(|_| classified.sections.len() > 1) {
        let (from, to) = lines(text, section.span);
        out += &format!("lines {from}-{to}  {}\n", section.level);
        for reason in &section.reasons {
            out += &format!("  {}\n", reason.sentence(language));
        }
    }
    out
}

fn to_json(text: &str, classified: &Classification, language: Language) -> Value {
    let reasons = |reasons: &[Reason]| -> Vec<Value> {
        let one = |reason: &Reason| json!({"rule": &*reason.rule, "message": reason.sentence(language)});
        reasons.iter().map(one).collect()
    };
    let sections = classified.sections.iter().map(|section| {
        let (from, to) = lines(text, section.span);
        json!({"lines": [from, to], "level": section.level, "reasons": reasons(&section.reasons)})
    });
    json!({
        "level": classified.level,
        "labels": classified.labels.iter().map(|(name, label)| format!("{name}:{label}")).collect::<Vec<_>>(),
        "reasons": reasons(&classified.reasons),
        "sections": sections.collect::<Vec<_>>(),
    })
}

/// The first and the last line of a span, counted from 1.
fn lines(text: &str, span: Span) -> (usize, usize) {
    let before = text.get(..span.start).unwrap_or_default().matches('\n').count();
    let own = span.of(text).unwrap_or_default().lines().count();
    (before + 1, before + own.max(1))
}
