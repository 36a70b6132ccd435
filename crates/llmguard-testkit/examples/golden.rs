//! Golden: writes the golden cases for the other languages: `golden json PATH` or `golden header PATH`.

use std::process::ExitCode;

use llmguard_testkit::golden::{cases, to_json};
use llmguard_testkit::golden_header::to_header;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let text = match arguments.first().map(String::as_str) {
        Some("json") => to_json(&cases()),
        Some("header") => to_header(&cases()),
        _ => return usage(),
    };
    let Some(path) = arguments.get(1) else { return usage() };
    match std::fs::write(path, text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{path}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("usage: golden json|header PATH");
    ExitCode::from(2)
}
