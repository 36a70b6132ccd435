//! Redaction: a document whose secrets are gone is still a document of its kind, and only the secrets are gone.
//!
//! Random secrets are written into JSON, YAML, TOML, XML, CSV, `.env` files and URLs by what knows how to quote them.
//! After redaction a parser must find the same names and the same other values. A secret is gone whole or not at all:
//! a rest of one would be worth as much as the whole. One that looks like nothing else must be gone.

#![expect(clippy::unwrap_used, reason = "a test fails where its helpers fail")]

use llmguard::Guard;
use proptest::prelude::*;
use serde_json::{Value, json};

const MARK: &str = "[REDACTED_PASSWORD]";

/// Random secrets of letters, digits and signs, among them such as end a value elsewhere. No dots and slashes: these may
/// make a name or a path of what is short.
fn secret() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9]{2,6}[0-9][A-Z][a-z0-9!#$%&*+,;:=?@^_~|'\" \\\\-]{0,8}[a-z][A-Z][0-9]{2}"
}

/// Secrets without what their notation cannot hold.
fn plain() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9]{2,6}[0-9][A-Z][a-z0-9!%+=?@^_~-]{0,8}[a-z][A-Z][0-9]{2}"
}

fn redact(text: &str) -> String {
    thread_local!(static GUARD: Guard = Guard::new().unwrap());
    GUARD.with(|guard| guard.redact(text)).unwrap().text
}

/// A value is gone whole or not at all. It is gone unless it reads like a phrase, a row of stars, a path or a name of code.
fn is_gone(secret: &str, value: &str) -> bool {
    value == MARK || (value == secret && [" ", "***", "\\", "::"].iter().any(|mark| secret.contains(mark)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json(secret in secret(), pretty: bool) {
        let document = json!({"host": "db1", "db_password": secret, "port": 5432, "on": true, "list": [{"apiToken": secret}, 7]});
        let text = if pretty { serde_json::to_string_pretty(&document) } else { serde_json::to_string(&document) }.unwrap();
        let read: Value = serde_json::from_str(&redact(&text)).unwrap();
        prop_assert!(is_gone(&secret, read["db_password"].as_str().unwrap()), "{}", read);
        prop_assert!(is_gone(&secret, read["list"][0]["apiToken"].as_str().unwrap()), "{}", read);
        prop_assert_eq!((&read["host"], &read["port"], &read["on"], &read["list"][1]), (&json!("db1"), &json!(5432), &json!(true), &json!(7)));
    }

    /// JSON in a string of JSON, as logs and messages to tools have it.
    #[test]
    fn json_in_json(secret in plain()) {
        let inner = json!({"password": secret, "x": 1}).to_string();
        let read: Value = serde_json::from_str(&redact(&json!({"body": inner, "n": 2}).to_string())).unwrap();
        let inner: Value = serde_json::from_str(read["body"].as_str().unwrap()).unwrap();
        prop_assert_eq!((&inner["password"], &inner["x"], &read["n"]), (&json!(MARK), &json!(1), &json!(2)));
    }

    #[test]
    fn toml(secret in secret()) {
        let text = format!("[db]\nhost = \"db1\"\npassword = {}\nport = 5432\n", json!(secret));
        let read: toml::Table = toml::from_str(&redact(&text)).unwrap();
        prop_assert!(is_gone(&secret, read["db"]["password"].as_str().unwrap()), "{:?}", read);
        prop_assert_eq!((read["db"]["host"].as_str(), read["db"]["port"].as_integer()), (Some("db1"), Some(5432)));
    }

    #[test]
    fn yaml(secret in secret(), bare in plain(), double: bool) {
        // In single quotes a backslash is one in YAML and escapes in most code: there is no telling.
        let secret = if double { secret } else { secret.replace('\\', "~") };
        let quoted = if double { json!(secret).to_string() } else { format!("'{}'", secret.replace('\'', "''")) };
        let text = format!("db:\n  host: db1\n  password: {quoted}\n  token: {bare}\n  port: 5432\n");
        let redacted = redact(&text);
        let read = &yaml_rust2::YamlLoader::load_from_str(&redacted).unwrap()[0]["db"];
        prop_assert!(is_gone(&secret, read["password"].as_str().unwrap()), "{}", redacted);
        // A bare `[…]` is a list of one.
        prop_assert_eq!(read["token"][0].as_str(), Some("REDACTED_PASSWORD"), "{}", redacted);
        prop_assert_eq!((read["host"].as_str(), read["port"].as_i64()), (Some("db1"), Some(5432)));
    }

    #[test]
    fn xml(secret in plain()) {
        let text = format!("<db><host>db1</host><password>{secret}</password><add key=\"ApiToken\" value=\"{secret}\"/><n>1</n></db>");
        let redacted = redact(&text);
        let read = roxmltree::Document::parse(&redacted).unwrap();
        let text = |tag: &str| read.descendants().find(|node| node.has_tag_name(tag)).and_then(|node| node.text());
        let attribute = read.descendants().find_map(|node| node.attribute("value"));
        prop_assert_eq!((text("password"), attribute), (Some(MARK), Some(MARK)));
        prop_assert_eq!((text("host"), text("n")), (Some("db1"), Some("1")));
    }

    /// A cell of a table holds a connection string.
    #[test]
    fn csv(secret in plain()) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["host", "connection", "note"]).unwrap();
        writer.write_record(["db1", &format!("Server=db1;Password={secret};Encrypt=yes"), "say \"hello\", x"]).unwrap();
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let redacted = redact(&text);
        let mut reader = csv::Reader::from_reader(redacted.as_bytes());
        let row = reader.records().next().unwrap().unwrap();
        prop_assert_eq!(&row[1], format!("Server=db1;Password={MARK};Encrypt=yes"));
        prop_assert_eq!((&row[0], &row[2]), ("db1", "say \"hello\", x"));
    }

    /// `NAME=value` in a line, as docker and systemd read it.
    #[test]
    fn env(secret in plain()) {
        let text = format!("HOST=db1\nDB_PASSWORD={secret}\nAPI_TOKEN=\"{secret}\"\nPORT=5432\n");
        let expected = format!("HOST=db1\nDB_PASSWORD={MARK}\nAPI_TOKEN=\"{MARK}\"\nPORT=5432\n");
        prop_assert_eq!(redact(&text), expected);
    }

    /// RFC 3986: the parts of a URL and the names of its query stay. (A user whose name ends in `key` or `pass` announces more.)
    #[test]
    fn url(user in "[a-j]{4,8}", secret in "[a-z]{3}[0-9]{3}[A-Z]{2}[a-zA-Z0-9_~-]{4,12}") {
        let text = format!("postgres://{user}:{secret}@db1:5432/mes?sslmode=require&password={secret}&x=1#top");
        let expected = format!("postgres://{user}:{MARK}@db1:5432/mes?sslmode=require&password={MARK}&x=1#top");
        prop_assert_eq!(redact(&text), expected);
    }
}
