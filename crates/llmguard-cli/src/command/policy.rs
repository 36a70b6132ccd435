//! `llmguard policy`: tests, lint, differences, matrix and explanations of a policy.

use std::collections::BTreeMap;

use llmguard::policy::{Ask, CellChange, Diff, Found, Matrix};
use llmguard::{Error, Guard, Language, Policy};
use serde_json::json;

use crate::args::{MatrixFormat, PolicyExplainArgs, PolicyVerb};
use crate::input;
use crate::output::{Exit, Failure};

pub(crate) fn run(verb: &PolicyVerb) -> Result<Exit, Failure> {
    let (out, exit) = match verb {
        PolicyVerb::Test { policy, json } => test(policy, *json)?,
        PolicyVerb::Lint { policy, language, json } => lint(policy, (*language).into(), *json)?,
        PolicyVerb::Diff { old, new, json } => diff(old, new, *json)?,
        PolicyVerb::Matrix { policy, format } => (matrix(policy, *format)?, Exit::Ok),
        PolicyVerb::Explain(args) => explain(args)?,
        PolicyVerb::Show { policy } => (input::policy_source(policy)?, Exit::Ok),
        PolicyVerb::Schema => (Policy::json_schema(), Exit::Ok),
    };
    input::write(out.as_bytes())?;
    Ok(exit)
}

fn test(place: &str, json: bool) -> Result<(String, Exit), Error> {
    let policy = input::policy(place)?;
    // Detectors are only needed where something has to be found.
    let outcomes = if policy.test_cases().iter().any(|test| test.text.is_some()) {
        Guard::builder().policy(policy).build()?.run_policy_tests()?
    } else {
        policy.run_tests()
    };
    let failed = outcomes.iter().filter(|outcome| !outcome.passed()).count();
    let exit = if failed == 0 { Exit::Ok } else { Exit::TestsFailed };
    if json {
        let tests: Vec<_> = outcomes
            .iter()
            .map(|o| {
                json!({"name": o.name, "line": o.line, "passed": o.passed(), "expected": o.expected.as_str(), "got": o.got.as_str()})
            })
            .collect();
        let passed = outcomes.len() - failed;
        return Ok((
            format!("{}\n", json!({"policy": place, "passed": passed, "failed": failed, "tests": tests})),
            exit,
        ));
    }
    let mut out = String::new();
    for outcome in &outcomes {
        let word = if outcome.passed() { "ok    " } else { "FAILED" };
        out += &format!("{word} {}", outcome.name);
        if !outcome.passed() {
            let (line, expected, got) = (outcome.line, outcome.expected.as_str(), outcome.got.as_str());
            out += &format!(" (line {line}): expected {expected}, got {got}");
            out += if outcome.rewritten { "" } else { ", and another text" };
        }
        out.push('\n');
    }
    out += &format!("{} passed, {failed} failed\n", outcomes.len() - failed);
    Ok((out, exit))
}

fn lint(place: &str, language: Language, json: bool) -> Result<(String, Exit), Error> {
    let lints = input::policy(place)?.lint();
    let exit = if lints.is_empty() { Exit::Ok } else { Exit::TestsFailed };
    if json {
        let lints: Vec<_> = lints
            .iter()
            .map(|lint| json!({"code": lint.code, "line": lint.line, "message": lint.message(language)}))
            .collect();
        return Ok((format!("{}\n", json!({"policy": place, "lints": lints})), exit));
    }
    let mut out: String = lints
        .iter()
        .map(|lint| format!("{} {place} line {}: {}\n", lint.code, lint.line, lint.message(language)))
        .collect();
    out += &format!("{} to look at\n", lints.len());
    Ok((out, exit))
}

fn diff(old: &str, new: &str, json: bool) -> Result<(String, Exit), Error> {
    let diff = Diff::of(&input::policy(old)?, &input::policy(new)?);
    let exit = if diff.is_more_permissive() { Exit::MorePermissive } else { Exit::Ok };
    if json {
        let cell = |change: &CellChange| {
            json!({
                "role": change.cell.role, "destination": change.cell.destination, "subject": change.cell.subject.to_string(),
                "direction": change.cell.direction.as_str(), "tool": change.cell.tool, "purpose": change.cell.purpose,
                "many_values": change.cell.many, "granted": change.cell.granted, "before": change.before.to_string(),
                "after": change.after.to_string(), "more_permissive": change.is_more_permissive(),
            })
        };
        let setting = |change: &llmguard::policy::SettingChange| {
            json!({"name": change.name, "before": change.before, "after": change.after,
                "more_permissive": change.more_permissive})
        };
        let cells: Vec<_> = diff.cells.iter().map(cell).collect();
        let settings: Vec<_> = diff.settings.iter().map(setting).collect();
        let answer = json!({"more_permissive": diff.is_more_permissive(), "cells": cells, "settings": settings});
        return Ok((format!("{answer}\n"), exit));
    }
    let mut out = String::new();
    for more in [true, false] {
        let cells: Vec<&CellChange> = diff.cells.iter().filter(|own| own.is_more_permissive() == more).collect();
        let settings: Vec<_> = diff.settings.iter().filter(|own| own.more_permissive == more).collect();
        if cells.is_empty() && settings.is_empty() {
            continue;
        }
        out += if more { "more permissive\n" } else { "stricter or otherwise different\n" };
        settings.iter().for_each(|change| out += &format!("  {change}\n"));
        gathered(&cells).into_iter().for_each(|line| out += &format!("  {line}\n"));
    }
    out += if diff.is_empty() { "both decide alike\n" } else { "" };
    Ok((out, exit))
}

/// Changes that differ only in the way, the tool, the purpose, the number or the grants, as one line.
fn gathered(cells: &[&CellChange]) -> Vec<String> {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for change in cells {
        let cell = &change.cell;
        let head = format!(
            "`{}` to `{}`, {}: {} -> {}",
            cell.role, cell.destination, cell.subject, change.before, change.after
        );
        let tool = cell.tool.as_ref().map(|tool| format!(" `{tool}`")).unwrap_or_default();
        let ways = groups.entry(head).or_default();
        let way = format!("{}{tool}", cell.direction.as_str());
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    groups.into_iter().map(|(head, ways)| format!("{head} ({})", ways.join(", "))).collect()
}

fn matrix(place: &str, format: MatrixFormat) -> Result<String, Error> {
    let matrix = Matrix::of(&input::policy(place)?);
    Ok(match format {
        MatrixFormat::Text => matrix.to_text(),
        MatrixFormat::Csv => matrix.to_csv(),
        MatrixFormat::Html => matrix.to_html(),
    })
}

fn explain(args: &PolicyExplainArgs) -> Result<(String, Exit), Error> {
    let policy = input::policy(&args.policy)?;
    let roles: Vec<&str> = args.roles.iter().map(String::as_str).collect();
    let ask = Ask {
        roles: &roles,
        purpose: args.purpose.as_deref(),
        destination: &args.destination,
        direction: args.direction.into(),
        tool: args.tool.as_deref(),
        ..Ask::default()
    };
    let classes = args.found.iter().map(|name| policy.class(name)).collect::<Result<Vec<_>, _>>()?;
    let found: Vec<Found<'_>> = classes.chunks(1).map(|classes| Found { classes, level: policy.lowest() }).collect();
    let ruling = policy.decide(&ask, &found);
    let sentences = policy.explain(&ask, &ruling, args.language.into());
    Ok((sentences.join("\n") + "\n", ruling.verdict.into()))
}
