//! `llmguard redact`: the text without what was found in it.

use llmguard::OffsetUnit;
use serde_json::json;

use crate::args::RedactArgs;
use crate::input;
use crate::output::{self, Exit, Failure};

pub(crate) fn run(args: &RedactArgs) -> Result<Exit, Failure> {
    let text = input::text(&args.source)?;
    let guard = input::guard(&args.source)?;
    let redacted = guard.redact(&text)?;
    if args.source.json {
        let spans = output::findings_json(&guard, &text, &redacted.findings, OffsetUnit::Codepoint, true);
        input::write(format!("{}\n", json!({"text": redacted.text, "spans": spans})).as_bytes())?;
    } else {
        input::write(redacted.text.as_bytes())?;
    }
    Ok(Exit::Ok)
}
