//! JSON in pieces stays JSON, whatever stands in its strings, and comes back as what it said.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::sync::OnceLock;

use llmguard::{Direction, Guard, Request, Session, Stream, Verdict};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

fn guard() -> &'static Guard {
    static GUARD: OnceLock<Guard> = OnceLock::new();
    GUARD.get_or_init(|| Guard::new().unwrap())
}

/// What leaves a stream of pieces of so many bytes, and whether it was denied.
fn run(stream: Stream, text: &str, step: usize) -> (String, bool) {
    let (mut stream, mut out) = (stream.json(), String::new());
    for piece in text.as_bytes().chunks(step) {
        out.push_str(stream.push_bytes(piece).unwrap().text);
    }
    let last = stream.finish().unwrap();
    out.push_str(last.text);
    (out, last.denied)
}

fn protected(session: &Session, text: &str) -> String {
    run(session.protect_stream(), text, 3).0
}

fn revealed(session: &Session, text: &str) -> Value {
    serde_json::from_str(&run(session.reveal_stream(), text, 2).0).unwrap()
}

#[test]
fn an_edit_ends_with_its_string() {
    for (text, out) in [
        (r#"{"a":"Das Passwort lautet Blau7\"haus!","b":1}"#, r#"{"a":"Das Passwort lautet [PASSWORD_1]","b":1}"#),
        (r#"["pw: hunter2"]"#, r#"["pw: [PASSWORD_1]"]"#),
        (r#"["C:\\Users\\huber\\x.txt"]"#, r#"["C:\\Users\\[USERNAME_1]\\x.txt"]"#),
    ] {
        let session = guard().session();
        assert_eq!(protected(&session, text), out);
        assert_eq!(revealed(&session, out), serde_json::from_str::<Value>(text).unwrap());
    }
}

#[test]
fn a_finding_of_several_values_edits_each() {
    let session = guard().session();
    let text = r#"{"lat": 48.137154, "lon": 11.576124}"#;
    let out: Value = serde_json::from_str(&protected(&session, text)).unwrap();
    assert_eq!(out.as_object().unwrap().len(), 2);
    assert!(!out.to_string().contains("48.137154") && !out.to_string().contains("11.576124"), "{out}");
}

#[test]
fn a_value_is_the_same_in_json_and_in_text() {
    let session = guard().session();
    assert_eq!(
        protected(&session, r#"["Das Passwort lautet Blau7\"haus!"]"#),
        r#"["Das Passwort lautet [PASSWORD_1]"]"#
    );
    assert_eq!(session.reveal("[PASSWORD_1]").unwrap().text, "Blau7\"haus!");
}

fn value() -> impl Strategy<Value = String> {
    let pieces: &[&str] = &[
        "jo.huber@muster-werke.de",
        "Passwort: Blau7haus!",
        "password=Xk9fQ2mZ7pL4",
        "pw: hunter2",
        "Das Passwort lautet Blau7\"haus!",
        "https://u:p4ss\\w@host.example/x",
        "C:\\Users\\huber\\x.txt",
        "\\\\server\\share\\huber",
        "[x](https:\\\\evil.example)",
        "<img src=\"https://evil.example/x\">",
        "Server=db;User Id=sa;Password=Xk9\"fQ2mZ;",
        "Hauptstr. 5, 80331 München",
        "{\"password\":\"Blau7haus!\"}",
        "Frau Petra Müller",
        "[EMAIL_1]",
        "DE89 3704 0044 0532 0130 00",
    ];
    let glue: &[&str] = &["", "", " ", "\"", "\\", "\n", "\\\"", "/", "ü", "\u{1}"];
    prop::collection::vec((select(pieces), select(glue)), 1..4)
        .prop_map(|parts| parts.into_iter().flat_map(|(piece, glue)| [piece, glue]).collect())
}

fn document() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        6 => value().prop_map(Value::from),
        1 => select(&[0_u64, 4_111_111_111_111_111, 4_711_081_599][..]).prop_map(Value::from),
        1 => Just(Value::Null),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec((select(&["to", "password", "IBAN", "[EMAIL_1]"][..]), inner), 0..3).prop_map(
                |members| Value::Object(members.into_iter().map(|(name, value)| (name.into(), value)).collect())
            ),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json_stays_json_and_comes_back(document in document(), step in 1_usize..12) {
        let text = json!([document]).to_string();
        let session = guard().session();
        let out = run(session.protect_stream(), &text, step).0;
        prop_assert_eq!(&out, &run(guard().session().protect_stream(), &text, text.len()).0);
        prop_assert!(serde_json::from_str::<Value>(&out).is_ok(), "{} -> {}", text, out);
        let back = revealed(&session, &out);
        // What was a number may come back as a string.
        prop_assert_eq!(back.to_string().replace('"', ""), text.replace('"', ""));
    }

    #[test]
    fn by_a_policy_it_stays_json_too(document in document(), step in 1_usize..12, response: bool) {
        let text = json!([document]).to_string();
        let direction = if response { Direction::Response } else { Direction::ToolCall };
        let request = Request::new("buyer", "eu").direction(direction);
        let session = guard().session();
        let (out, denied) = run(session.stream(&request).unwrap(), &text, step);
        let (whole, stopped) = run(guard().session().stream(&request).unwrap(), &text, text.len());
        prop_assert_eq!((&out, denied), (&whole, stopped));
        prop_assert!(denied || serde_json::from_str::<Value>(&out).is_ok(), "{} -> {}", text, out);
    }
}

#[test]
fn what_may_not_go_ends_the_stream() {
    let request = Request::new("buyer", "eu");
    let session = guard().session();
    let mut stream = session.stream(&request).unwrap().json();
    let released = stream.push(r#"{"a":"x","pw":"Passwort: Blau7haus!","b":"y"}, "#).unwrap();
    assert!(!released.text.contains("Blau7"));
    stream.finish().unwrap();
    assert_eq!(stream.decision().unwrap().verdict, Verdict::Deny);
}
