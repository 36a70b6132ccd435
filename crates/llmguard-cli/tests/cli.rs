//! The command line, as its users see it: output, exit codes, and the line protocol that scorers depend on.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

fn run(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_llmguard"))
        .args(args)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that refuses its arguments closes its input before it was written.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Standard output as JSON, after the exit code was checked.
fn json_of(args: &[&str], input: &str, exit: i32) -> Value {
    let output = run(args, input.as_bytes());
    assert_eq!(code(&output), exit, "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A file in the test's own folder.
fn file(name: &str, content: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).unwrap();
    path.display().to_string()
}

const TO_EU: [&str; 4] = ["--role", "buyer", "--destination", "eu"];
const EXAMPLE: &str = "crates/llmguard-cli/examples/einkauf.txt";
const FORBIDDEN: &str = "crates/llmguard-cli/examples/einkauf-verboten.txt";

#[test]
fn the_purchasing_conversation_goes_out_rewritten() {
    let output = run(&[&["check", EXAMPLE][..], &TO_EU].concat(), b"");
    let text = stdout(&output);
    assert_eq!(code(&output), 0, "{text}");
    for expected in [
        "verdict    transform",
        "level      confidential",
        "reason     ",
        "permitted  local, eu",
        "[PERSON_1]",
        "[IBAN_1]",
        "0,40–0,45 €/Stk.",
    ] {
        assert!(text.contains(expected), "{expected} is not in\n{text}");
    }
    for secret in [
        "Brückner",
        "Weidenbach",
        "DE89",
        "0,438",
        "12.500",
        "9990",
        "sonnfeld",
        "DE136695976",
        "L-SP 4711",
        "Industriestraße",
    ] {
        assert!(!text.contains(secret), "{secret} is in\n{text}");
    }
}

#[test]
fn the_forbidden_conversation_stays_with_its_reasons_and_without_text() {
    let output = run(&[&["check", FORBIDDEN][..], &TO_EU].concat(), b"");
    let text = stdout(&output);
    assert_eq!(code(&output), 3);
    assert!(text.contains("class `secret` is blocked") && text.contains("class `know_how` is blocked"), "{text}");
    assert!(!text.contains("Sonnfeld") && !text.contains("Angebot") && !text.contains("Kennwort-77"), "{text}");
}

#[test]
fn check_answers_in_json_too() {
    let args = [&["check", EXAMPLE, "--json"][..], &TO_EU].concat();
    let answer = json_of(&args, "", 0);
    assert_eq!(answer["verdict"], "transform");
    assert_eq!(answer["destinations"][0], json!({"name": "local", "verdict": "transform"}));
    assert!(answer["output"].as_str().unwrap().contains("[ORGANIZATION_1]"));
    let denied = json_of(&[&["check", FORBIDDEN, "--json"][..], &TO_EU].concat(), "", 3);
    assert_eq!((&denied["verdict"], &denied["output"]), (&json!("deny"), &Value::Null));
}

#[test]
fn the_line_protocol_is_stable() {
    let output = run(&["scan", "--jsonl"], b"{\"id\":1,\"text\":\"IBAN DE89 3704 0044 0532 0130 00\"}\n");
    assert_eq!(code(&output), 0);
    let lines: Vec<Value> = stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let span = json!({"start": 5, "end": 32, "type": "IBAN", "detector": "bank.iban", "confidence": "verified"});
    assert_eq!(lines, [json!({"id": 1, "spans": [span]})]);
}

#[test]
fn lines_are_answered_in_order_whatever_else_they_hold() {
    let input = "{\"id\":\"a\",\"text\":\"\",\"lang\":\"de\"}\n\n{\"id\":[2],\"text\":\"a@b.de\"}\r\n{\"text\":\"x\"}";
    let output = run(&["scan", "--jsonl"], input.as_bytes());
    let ids: Vec<Value> =
        stdout(&output).lines().map(|l| serde_json::from_str::<Value>(l).unwrap()["id"].clone()).collect();
    assert_eq!(ids, [json!("a"), json!([2]), Value::Null]);
}

#[test]
fn offsets_count_in_the_unit_asked_for() {
    let at = |unit: &str| {
        let line = "{\"id\":1,\"text\":\"😀ü a@b.de\"}";
        let answer = json_of(&["scan", "--jsonl", "--offsets", unit], line, 0);
        (answer["spans"][0]["start"].as_u64().unwrap(), answer["spans"][0]["end"].as_u64().unwrap())
    };
    assert_eq!((at("codepoint"), at("utf16"), at("byte")), ((3, 9), (4, 10), (7, 13)));
}

#[test]
fn scan_says_where_and_what_but_not_the_value() {
    let output = run(&["scan"], "Grüße\nan a.huber@muster.de".as_bytes());
    assert_eq!(stdout(&output), "2:4\tEMAIL\tcontact.email\tmedium\tpattern+structure\n");
    assert_eq!(code(&run(&["scan", "--fail-on", "medium"], b"a.huber@muster.de")), 3);
    assert_eq!(code(&run(&["scan", "--fail-on", "verified"], b"a.huber@muster.de")), 0);
    let all = json_of(&["scan", "--all", "--json"], "Nr. L01X00T47", 0);
    assert!(all["spans"].as_array().unwrap().iter().any(|span| span["confidence"] == "low"));
}

#[test]
fn redact_and_explain() {
    let output = run(&["redact"], b"Konto DE89 3704 0044 0532 0130 00\n");
    assert_eq!(stdout(&output), "Konto [REDACTED_IBAN]\n");
    let explained = stdout(&run(&[&["explain", EXAMPLE][..], &TO_EU].concat(), b""));
    let steps = ["view", "candidates", "verify", "validate", "context", "resolve", "classify", "decide", "transform"];
    for (line, step) in explained.lines().zip(steps) {
        assert!(line.contains(step), "{line}");
    }
    assert!(!explained.contains("Brückner"));
}

#[test]
fn bad_input_is_refused_with_its_code_and_place() {
    let fails = |args: &[&str], input: &[u8], exit: i32, expected: &[&str]| {
        let output = run(args, input);
        let err = stderr(&output);
        assert_eq!(code(&output), exit, "{err}");
        assert!(expected.iter().all(|e| err.contains(e)), "{expected:?} not in {err}");
    };
    fails(&["scan"], b"M\xfcller", 1, &["I002", "<stdin>", "byte 1"]);
    fails(&["scan", "no-such-file"], b"", 1, &["I007", "no-such-file"]);
    fails(&["scan", "--policy", "template:nothing"], b"", 1, &["P014", "einkauf-copilot"]);
    fails(&["detectors", "show", "no.such"], b"", 1, &["I009"]);
    let broken = file("broken.toml", "format = 1\nid = \"x\"\nversion = \"1\"\nclases = 3\n");
    fails(&["scan", "--policy", &broken], b"", 1, &["P002", "broken.toml line 4", "classes"]);
    fails(&["scan", "--jsonl"], b"{\"id\":1,\"text\":\"\\ud800\"}\n", 1, &["I006", "line 1"]);
    assert_eq!(code(&run(&["check"], b"")), 2);
    assert_eq!(code(&run(&["fly"], b"")), 2);
}

#[test]
fn a_line_that_is_no_record_is_answered_by_its_error_and_the_others_by_their_spans() {
    let input = b"\xef\xbb\xbf{\"id\":1,\"text\":\"x\"}\n{\"id\":2,\"text\":7}\nnothing\n{\"id\":4,\"text\":\"x\"}\n";
    let output = run(&["scan", "--jsonl"], input);
    assert_eq!(code(&output), 1);
    let lines: Vec<Value> = stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let seen: Vec<_> =
        lines.iter().map(|l| (l["id"].clone(), l["error"]["code"].clone(), l["error"]["line"].clone())).collect();
    let bad = |id: Value, line: u32| (id, json!("I006"), json!(line));
    assert_eq!(
        seen,
        [
            (json!(1), Value::Null, Value::Null),
            bad(json!(2), 2),
            bad(Value::Null, 3),
            (json!(4), Value::Null, Value::Null)
        ]
    );
    assert!(lines.iter().all(|line| line.get("spans").is_some() != line.get("error").is_some()));
}

#[test]
fn errors_are_json_where_json_was_asked_for() {
    let output = run(&["check", "--json", "--role", "buyer", "--destination", "eu"], b"M\xfcller");
    let error: Value = serde_json::from_str(&stderr(&output)).unwrap();
    assert_eq!((error["error"]["code"].clone(), error["error"]["offset"].clone()), (json!("I002"), json!(1)));
}

#[test]
fn an_endless_input_is_refused() {
    if std::path::Path::new("/dev/zero").exists() {
        let output = run(&["scan", "/dev/zero"], b"");
        assert_eq!(code(&output), 1);
        assert!(stderr(&output).contains("I001"));
    }
}

#[test]
fn unknown_names_are_denied_and_say_what_is_known() {
    let denied = |args: &[&str], code: &str, known: &str| {
        let answer = json_of(&[&["check", "--json"], args].concat(), "Hallo", 3);
        let reason = &answer["reasons"][0];
        assert_eq!(reason["code"], code, "{answer}");
        assert!(reason["message"].as_str().unwrap().contains(known), "{reason}");
    };
    denied(&["--role", "chef", "--destination", "eu"], "I003", "buyer");
    denied(&["--role", "buyer", "--destination", "mond"], "I004", "local");
    denied(&[&TO_EU[..], &["--purpose", "spass"]].concat(), "I005", "supplier-negotiation");
}

#[test]
fn policies_and_detector_files_carry_their_tests() {
    let output = run(&["policy", "test", "template:einkauf-copilot"], b"");
    assert_eq!(code(&output), 0);
    assert!(stdout(&output).ends_with(", 0 failed\n") || stdout(&output).contains(" 0 failed"));
    let failing = file(
        "failing.toml",
        "format = 1\nid = \"x\"\nversion = \"1\"\nlevels = [\"public\"]\ndestinations = { d = { ceiling = \"public\" } }\n\
         roles = { r = { destinations = [\"d\"] } }\n[[test]]\nname = \"wrong\"\n\
         given = { role = \"r\", destination = \"d\", found = [] }\nexpect = \"deny\"\n",
    );
    let output = run(&["policy", "test", &failing], b"");
    assert_eq!(code(&output), 6);
    assert!(stdout(&output).contains("FAILED wrong (line 7): expected deny, got allow"), "{}", stdout(&output));

    assert_eq!(code(&run(&["detectors", "lint", "crates/llmguard-catalog/catalog/bank.toml"], b"")), 0);
    let bad = file(
        "bad.toml",
        "[[detector]]\nid = \"x.y\"\ntitle = \"t\"\nentity = \"T\"\nlevel = \"internal\"\npattern = 'a+'\nreferences = [\"r\"]\nmatch = [\"a\"]\nreject = [\"b\"]\n",
    );
    let output = run(&["detectors", "lint", &bad], b"");
    assert_eq!(code(&output), 6);
    assert!(stdout(&output).contains("C003") && stdout(&output).contains("bad.toml line 2"), "{}", stdout(&output));
    let slow = file(
        "slow.toml",
        "[[detector]]\nid = \"x.words\"\ntitle = \"t\"\nentity = \"T\"\nlevel = \"internal\"\npattern = '[a-z]{3}(?: [a-z]{3}){2}'\nreferences = [\"r\"]\nmatch = [\"abc def ghi\"]\nreject = [\"1\"]\n",
    );
    let output = run(&["detectors", "lint", &slow], b"");
    assert_eq!(code(&output), 0);
    assert!(stdout(&output).starts_with("slow: x.words "), "{}", stdout(&output));
}

#[test]
fn detectors_are_listed_and_shown() {
    let listed = json_of(&["detectors", "list", "--json"], "", 0);
    assert!(listed["detectors"].as_array().unwrap().len() >= 50);
    assert_eq!(listed["detectors"][0]["cost"], "shape");
    let shown = stdout(&run(&["detectors", "show", "bank.iban"], b""));
    assert!(shown.contains("IBAN") && shown.contains("references"));
}

#[test]
fn names_are_looked_for_as_eagerly_as_asked() {
    let text = "Die Prüfung am Montag macht dann Brandstetter allein.";
    let redacted = |names: &[&str]| stdout(&run(&[&["redact"][..], names].concat(), text.as_bytes()));
    assert_eq!(redacted(&["--names", "off"]).trim_end(), text);
    assert_eq!(redacted(&["--names", "balanced"]), redacted(&[]));
    assert!(!redacted(&["--names", "thorough"]).contains("Brandstetter"));

    let found = json_of(&["scan", "--json", "--names", "thorough"], text, 0);
    let found = found["spans"].as_array().unwrap();
    assert!(found.iter().any(|finding| finding["detector"] == "person.name.tagged"), "{found:?}");

    let output = run(&["scan", "--names", "eager"], text.as_bytes());
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("off, precise, balanced, thorough"), "{}", stderr(&output));
}

#[test]
fn a_policy_is_held_against_another_one() {
    let old = file("old.toml", &stdout(&run(&["policy", "show", "template:purchasing"], b"")));
    let weaker = std::fs::read_to_string(&old).unwrap().replace("do = \"redact\"", "do = \"mask\"");
    let new = file("new.toml", &weaker.replace("max_uses = 20", "max_uses = 10"));
    let alike = run(&["policy", "diff", &old, "template:purchasing"], b"");
    assert_eq!((code(&alike), stdout(&alike).as_str()), (0, "both decide alike\n"));
    let stricter = run(&["policy", "diff", &old, &new], b"");
    assert_eq!(code(&stricter), 0, "a masked name is above the ceiling: {}", stdout(&stricter));
    let back = run(&["policy", "diff", &new, &old], b"");
    assert_eq!(code(&back), 5);
    let text = stdout(&back);
    assert!(text.starts_with("more permissive\n  unlock.benchmark-prices.max_uses: 10 -> 20\n"), "{text}");
    assert!(text.contains("`buyer_lead` to `us`, class `person`: deny -> transform (redact) (prompt"), "{text}");
    let json = json_of(&["policy", "diff", &new, &old, "--json"], "", 5);
    assert_eq!(json["more_permissive"], true);
}

#[test]
fn a_policy_is_linted_shown_and_explained() {
    for name in ["purchasing", "hr", "maintenance", "support", "engineering", "contracts", "software", "observe"] {
        let name = format!("template:{name}");
        let lint = run(&["policy", "lint", &name], b"");
        assert_eq!((code(&lint), stdout(&lint).as_str()), (0, "0 to look at\n"), "{name}");
        let test = run(&["policy", "test", &name], b"");
        assert_eq!(code(&test), 0, "{name}: {}", stdout(&test));
    }
    let trains = stdout(&run(&["policy", "show", "template:einkauf-copilot"], b""))
        .replace("= false, contract", "= true, contract");
    let lint = run(&["policy", "lint", &file("trains.toml", &trains), "--language", "de"], b"");
    assert_eq!(code(&lint), 6);
    assert!(stdout(&lint).starts_with("L004 ") && stdout(&lint).contains("lernt aus dem"), "{}", stdout(&lint));
    let csv = stdout(&run(&["policy", "matrix", "template:purchasing", "--format", "csv"], b""));
    assert!(csv.contains("buyer,eu,allow,deny,deny,tokenize,tokenize,allow,tokenize,generalize,"), "{csv}");
    let html = stdout(&run(&["policy", "matrix", "template:purchasing", "--format", "html"], b""));
    assert!(html.starts_with("<!doctype html>") && !html.contains("<script") && !html.contains("http"), "{html}");
    let why = ["policy", "explain", "template:purchasing", "--role", "buyer_lead", "--destination", "eu"];
    let more = ["--purpose", "order-follow-up", "--found", "know_how", "--language", "de"];
    let why = run(&[&why[..], &more].concat(), b"");
    assert_eq!(code(&why), 3);
    assert!(
        stdout(&why).starts_with("Der Text darf nicht an `eu` gehen.\nDenn die Klasse `know_how`"),
        "{}",
        stdout(&why)
    );
}

#[test]
fn a_policy_extends_the_one_beside_it() {
    file("base.toml", &stdout(&run(&["policy", "show", "template:company"], b"")));
    let own = "format = 1\nid = \"own\"\nversion = \"1\"\nextends = \"base.toml\"\n\
        levels = [\"public\", \"internal\", \"confidential\", \"strictly-confidential\", \"never\"]\n\
        [destinations]\nhere = { ceiling = \"strictly-confidential\" }\n[roles]\nme = { destinations = [\"here\"] }\n";
    let own = file("own.toml", own);
    let allowed = run(&["check", "--policy", &own, "--role", "me", "--destination", "here"], b"Guten Tag");
    assert_eq!(code(&allowed), 0, "{}", stderr(&allowed));
}

#[test]
fn a_text_is_classified_section_by_section() {
    let text = "# Anlass\nGuten Morgen\n# Angebot\nDer Preis beträgt 12.500 EUR.\n";
    let output = stdout(&run(&["classify"], text.as_bytes()));
    assert_eq!(
        output,
        "confidential  bsi:hoch microsoft:confidential vda-isa:high\n  class `price` is `confidential`\n\
         lines 1-2  public\nlines 3-4  confidential\n  class `price` is `confidential`\n"
    );
    let german = json_of(&["classify", "--json", "--language", "de"], text, 0);
    assert_eq!(german["sections"][1]["lines"], json!([3, 4]));
    assert_eq!(german["reasons"][0]["message"], "die Klasse `price` ist als `confidential` eingestuft");
    let labelled = json_of(&["classify", "--json", "--source-label", "vda-isa:very high"], "Guten Morgen", 0);
    assert_eq!(labelled["level"], "strictly-confidential");
    let wrong = run(&["classify", "--source-label", "geheim"], b"x");
    assert!(code(&wrong) == 1 && stderr(&wrong).contains("P005"), "{}", stderr(&wrong));
}
