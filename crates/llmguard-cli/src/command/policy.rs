//! `llmguard policy`: run the tests a policy carries.

use serde_json::json;

use crate::args::PolicyVerb;
use crate::input;
use crate::output::{Exit, Failure};

pub(crate) fn run(verb: &PolicyVerb) -> Result<Exit, Failure> {
    let PolicyVerb::Test { policy: place, json } = verb;
    let outcomes = input::policy(place)?.run_tests();
    let failed = outcomes.iter().filter(|outcome| !outcome.passed()).count();
    let mut out = String::new();
    if *json {
        let tests: Vec<_> = outcomes
            .iter()
            .map(|o| {
                json!({"name": o.name, "line": o.line, "passed": o.passed(), "expected": o.expected.as_str(), "got": o.got.as_str()})
            })
            .collect();
        out = format!(
            "{}\n",
            json!({"policy": place, "passed": outcomes.len() - failed, "failed": failed, "tests": tests})
        );
    } else {
        for outcome in &outcomes {
            let word = if outcome.passed() { "ok    " } else { "FAILED" };
            out += &format!("{word} {}", outcome.name);
            if !outcome.passed() {
                out += &format!(
                    " (line {}): expected {}, got {}",
                    outcome.line,
                    outcome.expected.as_str(),
                    outcome.got.as_str()
                );
            }
            out.push('\n');
        }
        out += &format!("{} passed, {failed} failed\n", outcomes.len() - failed);
    }
    input::write(out.as_bytes())?;
    Ok(if failed == 0 { Exit::Ok } else { Exit::TestsFailed })
}
