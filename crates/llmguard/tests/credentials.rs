//! Credentials: passwords and keys are found in what people write, whole, and sentences about them are left alone.
//!
//! `data/credentials.jsonl` of testkit was written for this project from imagination, before the patterns. `⟦…⟧` marks the
//! secret; a sentence without it has none.

#![expect(clippy::unwrap_used, reason = "a test fails where its helpers fail")]

use std::collections::BTreeMap;

use llmguard::{Finding, Guard};
use serde_json::Value;

/// What must be found whole in each group, and what of the benign may be flagged, in percent.
const FOUND: usize = 95;
const FLAGGED: usize = 2;

fn credentials(guard: &Guard, text: &str) -> Vec<Finding> {
    let findings = guard.scan(text).unwrap();
    findings.into_iter().filter(|f| matches!(f.entity.label(), Some("PASSWORD" | "SECRET"))).collect()
}

#[test]
fn secrets_in_sentences_are_found_whole_and_sentences_about_secrets_are_not() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../llmguard-testkit/data/credentials.jsonl");
    let guard = Guard::new().unwrap();
    // By group: positives, found whole, benign, flagged.
    let mut counts: BTreeMap<String, [usize; 4]> = BTreeMap::new();
    let mut wrong = Vec::new();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        let marked = record["text"].as_str().unwrap();
        let count = counts.entry(record["group"].as_str().unwrap().to_owned()).or_default();
        let plain = marked.replace(['⟦', '⟧'], "");
        let found = credentials(&guard, &plain);
        let right = match (marked.find('⟦'), marked.find('⟧')) {
            (Some(start), Some(end)) => {
                let end = end - '⟦'.len_utf8();
                let whole = found.iter().any(|f| (f.span.start, f.span.end) == (start, end));
                count[0] += 1;
                count[1] += usize::from(whole);
                whole
            }
            _ => {
                count[2] += 1;
                count[3] += usize::from(!found.is_empty());
                found.is_empty()
            }
        };
        if !right {
            wrong.push(marked.to_owned());
        }
    }
    for (group, [positive, whole, benign, flagged]) in counts {
        assert!(positive >= 60 && benign >= 60, "{group}: {positive} and {benign} cases");
        assert!(whole * 100 >= positive * FOUND, "{group}: {whole} of {positive}: {wrong:#?}");
        assert!(flagged * 100 <= benign * FLAGGED, "{group}: {flagged} of {benign} flagged: {wrong:#?}");
    }
}

/// What is found behind an assignment is the value, from the first to the last character, and not the quotes around it.
#[test]
fn values_are_found_whole_in_every_notation() {
    let guard = Guard::new().unwrap();
    for marked in [
        "DB_PASSWORD=⟦k2!Rw9#vQ⟧",
        "export API_TOKEN=\"⟦k2!Rw9 vQ⟧\"",
        "password = '⟦my cat \"9 lives\" x⟧'",
        "password: \"⟦it's-9-lives⟧\"",
        "password: '⟦it''s-9-lives⟧'",
        "password = '⟦ab`c\"9x⟧'",
        "password: `⟦k2!Rw9#vQ⟧`",
        "{\"user\":\"a\",\"password\":\"⟦k2\\\"Rw9vQ⟧\",\"x\":1}",
        "\"{\\\"password\\\": \\\"⟦k2Rw9vQ8⟧\\\"}\"",
        "password: ⟦k2Rw9;vQ8⟧",
        "Server=db;Uid=sa;Pwd=⟦k2Rw9vQ8⟧;Encrypt=yes",
        "https://example.com/?access_token=⟦k2Rw9vQ8tt⟧&page=2",
        "<password>⟦k2Rw9vQ8⟧</password>",
        "<add key=\"ApiToken\" value=\"⟦k2Rw9vQ8⟧\"/>",
        "- name: DB_PASSWORD\n  value: ⟦k2Rw9vQ8⟧",
        "variable_password := `⟦k2Rw9vQ8⟧`",
        "$secret = ConvertTo-SecureString \"⟦k2Rw9vQ8⟧\" -AsPlainText -Force",
        "CREATE USER mes IDENTIFIED BY '⟦k2Rw9vQ8⟧';",
        "curl -u deploy:⟦k2Rw9vQ8⟧ https://example.com",
        "machine ftp.example.com login plc password ⟦k2Rw9vQ8⟧",
        "X-Api-Key: ⟦k2Rw9vQ8tt4mm1⟧",
        "Authorization: Basic ⟦cGxjOmsyUnc5dlE4⟧",
        "ENV ADMIN_PASSWORD ⟦k2Rw9vQ8⟧",
        "contraseña = \"⟦k2Rw9vQ8⟧\"",
        "hasło: ⟦k2Rw9vQ8⟧",
        "{password:⟦k2Rw9vQ8⟧}",
        "login(password='⟦k2Rw9vQ8⟧', retries=3)",
        "password: ⟦changeme⟧",
    ] {
        let plain = marked.replace(['⟦', '⟧'], "");
        let (start, end) = (marked.find('⟦').unwrap(), marked.find('⟧').unwrap() - '⟦'.len_utf8());
        let spans: Vec<_> = credentials(&guard, &plain).iter().map(|f| (f.span.start, f.span.end)).collect();
        assert_eq!(spans, [(start, end)], "{marked}");
    }
}

#[test]
fn what_stands_for_a_secret_is_none() {
    let guard = Guard::new().unwrap();
    for text in [
        "password = os.environ[\"DB_PASSWORD\"]",
        "const token = process.env.API_TOKEN;",
        "token = getenv(\"TOKEN\")",
        "password: ${DB_PASSWORD}",
        "password: {{ vault_db_password }}",
        "password: <your password>",
        "password = \"xxxxxxxx\"",
        "password = \"********\"",
        "secret: REDACTED",
        "token: null",
        "password: None",
        "password: string",
        "printf(\"password=%s\", password)",
        "api_key = load_key(path)",
        "\"integrity\": \"sha512-9NET910DNaIPngYnLLPeg+Ogzqsi9uM4mSboU5y6p8S5DzMTVEsJZrawi+BoDNUVBa2DhJqQYUFvMDfgU062LQ==\"",
        "ETag: \"33a64df551425fcc55e4d42a148795d9f25f89d4\"",
        "id: 743b294a-cd03-11ec-9d64-0242ac120002",
        "max_tokens: 128000",
        "key: ctrl+shift+p",
        "secretKeyRef: { name: db-secret, key: password }",
        "password_policy: \"12 characters, 1 digit\"",
    ] {
        let found = credentials(&guard, text);
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}
