//! `llmguard explain`: the nine steps one text takes, and what each of them did. Counts and reasons, never content.

use llmguard::{Decision, Guard, Verdict};
use serde_json::json;

use super::check::{reason_json, reason_line};
use crate::args::CheckArgs;
use crate::input;
use crate::output::{self, Exit, Failure};

pub(crate) fn run(args: &CheckArgs) -> Result<Exit, Failure> {
    let text = input::text(&args.source)?;
    let guard = input::guard(&args.source)?;
    let decision = guard.check(&text, &input::request(args))?;
    let steps = steps(&guard, &decision, &args.destination);
    let written = if args.source.json {
        let reasons: Vec<_> = decision.reasons.iter().map(reason_json).collect();
        let steps: Vec<_> = steps.iter().map(|(name, what)| json!({"step": name, "did": what})).collect();
        format!(
            "{}\n",
            json!({"verdict": decision.verdict.as_str(), "steps": steps, "reasons": reasons,
            "sentences": guard.explain(&decision, args.language.into())})
        )
    } else {
        let mut out = String::new();
        for (number, (name, what)) in steps.iter().enumerate() {
            out += &format!("{} {name:<11}{what}\n", number + 1);
        }
        for reason in &decision.reasons {
            out += &format!("  {}\n", reason_line(reason));
        }
        out + "\n" + &guard.explain(&decision, args.language.into()).join("\n") + "\n"
    };
    input::write(written.as_bytes())?;
    Ok(decision.verdict.into())
}

fn steps(guard: &Guard, decision: &Decision, destination: &str) -> Vec<(&'static str, String)> {
    let statistics = decision.statistics;
    let vetoed = statistics.matched - statistics.validated;
    let routes: Vec<String> =
        decision.destinations.iter().map(|route| format!("{} {}", route.name, route.verdict.as_str())).collect();
    let mut transforms = std::collections::BTreeMap::new();
    for edit in &decision.edits {
        *transforms.entry(edit.transform).or_insert(0) += 1;
    }
    let transforms: Vec<String> = transforms.iter().map(|(t, n)| format!("{} {n}", t.as_str())).collect();
    vec![
        ("view", format!("{} bytes of UTF-8, and what hides in them", statistics.bytes)),
        ("candidates", format!("{} starts", statistics.candidates)),
        ("verify", format!("{} matched their pattern", statistics.matched)),
        ("validate", format!("{} accepted, {vetoed} vetoed", statistics.validated)),
        ("context", format!("{} have a cue or context of their own", statistics.with_cue)),
        (
            "resolve",
            format!(
                "{} of {} reported ({}), {} excluded",
                decision.findings.len(),
                statistics.validated,
                output::count_by_kind(guard, &decision.findings),
                decision.excluded
            ),
        ),
        ("classify", format!("{}; classes reported {}", decision.level, classes(guard, decision))),
        ("decide", format!("{} for `{destination}`; {}", decision.verdict.as_str(), routes.join(", "))),
        (
            "transform",
            match decision.verdict {
                Verdict::Allow => String::from("nothing to do, the text goes as it is"),
                Verdict::Transform => format!("{}; re-scan found nothing more", transforms.join(", ")),
                Verdict::Approval | Verdict::Deny => String::from("no output"),
            },
        ),
    ]
}

fn classes(guard: &Guard, decision: &Decision) -> String {
    let mut names: Vec<&str> = decision.findings.iter().flat_map(|finding| guard.class_names(finding)).collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() { String::from("none") } else { names.join(", ") }
}
