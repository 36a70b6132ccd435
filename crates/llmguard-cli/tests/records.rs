//! `llmguard check --format`: records go where they came from, and the summary beside them.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

const TO_EU: [&str; 5] = ["check", "--role", "buyer", "--destination", "eu"];

/// Exit code, standard output and standard error.
fn check(args: &[&str], input: &str) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_llmguard"));
    command.args(TO_EU).args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that refuses its arguments closes its input before it was written.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn records_go_to_standard_output_and_the_summary_to_standard_error() {
    let (code, out, summary) = check(&["--format", "csv"], "Nr;Mail\n1;jo@muster-werke.de\n");
    assert_eq!((code, out.as_str()), (0, "Nr;Mail\n1;[EMAIL_1]\n"));
    assert!(
        summary.starts_with("verdict    transform\nlevel      confidential; `eu` sees internal\nfound      EMAIL 1\n"),
        "{summary}"
    );

    let (code, out, _) = check(&["--format", "jsonl"], "{\"mail\": \"jo@muster-werke.de\"}\n{\"n\": 1}\n");
    assert_eq!((code, out.as_str()), (0, "{\"mail\": \"[EMAIL_1]\"}\n{\"n\": 1}\n"));
    let (code, out, _) = check(&["--format", "influx"], "press,op=jo@muster-werke.de temp=182.4,shots=17i 15568\n");
    assert_eq!((code, out.as_str()), (0, "press,op=[EMAIL_1] temp=182.4,shots=17i 15568\n"));
    let (code, out, _) = check(&["--format", "logfmt", "--delimiter", ";"], "OP=an jo@muster-werke.de;NR=7\n");
    assert_eq!((code, out.as_str()), (0, "OP=an [EMAIL_1];NR=7\n"));
    let (code, out, _) = check(&["--format", "csv", "--no-header", "--delimiter", "|"], "Name|x\nHuber|1\n");
    assert_eq!((code, out.as_str()), (0, "Name|x\nHuber|1\n"));
}

#[test]
fn a_run_that_is_denied_ends_before_the_record_and_says_where_it_stopped() {
    let input = "[{\"a\": 1}, {\"b\": {\"note\": \"STRENG VERTRAULICH\"}}, {\"c\": 2}]";
    let (code, out, summary) = check(&["--format", "json"], input);
    assert_eq!((code, out.as_str()), (3, "[{\"a\": 1}, "));
    assert!(
        summary.starts_with("verdict    deny\n") && summary.ends_with("record 1   /1/b/note: MARKING\n"),
        "{summary}"
    );
    let (code, _, summary) = check(&["--format", "json", "--json"], input);
    let read: Value = serde_json::from_str(&summary).unwrap();
    assert_eq!((code, &read["verdict"], &read["found"]["MARKING"]), (3, &"deny".into(), &1.into()));
    assert_eq!((&read["denied"][0]["path"], &read["denied"][0]["start"]), (&"/1/b/note".into(), &27.into()));
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let (code, _, error) = check(&["--format", "json"], "[1, x]");
    assert_eq!((code, error.split(':').nth(1)), (1, Some(" I025 <stdin> byte 4")), "{error}");
    assert_eq!(check(&["--no-header"], "").0, 2);
    assert_eq!(check(&["--format", "csv", "--delimiter", "\""], "").0, 1);
}
