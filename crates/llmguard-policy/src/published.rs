//! Published: the format for people and for editors, written from the table of keys.
//!
//! `FORMAT.md` and `policy.schema.json` stand in the repository; a test compares them with what is written here, so
//! that neither can lag behind. With `LLMGUARD_BLESS=1` the test writes them.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use crate::Policy;
use crate::keys::{KEYS, Kind, Need, keys_of};

impl Policy {
    /// The JSON Schema (draft 2020-12) of format 1, as text. It knows keys, types and fixed words; whether names are
    /// defined and rules make sense is for [`Policy::parse`].
    #[must_use]
    pub fn json_schema() -> String {
        let mut schema = table("");
        if let Some(fields) = schema.as_object_mut() {
            fields.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
            fields.insert("title".to_owned(), "llmguard policy, format 1".into());
        }
        format!("{schema:#}\n")
    }

    /// The reference of format 1, as Markdown.
    #[must_use]
    pub fn format_reference() -> String {
        let mut page = String::from(INTRODUCTION);
        let mut tables: Vec<&str> = Vec::new();
        for (table, ..) in KEYS {
            if !tables.contains(table) {
                tables.push(table);
            }
        }
        for table in tables {
            let _ = writeln!(page, "\n## {}\n\n| key | type | | meaning |\n|---|---|---|---|", heading(table));
            for (_, key, kind, need, meaning) in keys_of(table) {
                let must = if *need == Need::Must { "must" } else { "" };
                let _ = writeln!(page, "| `{key}` | {} | {must} | {meaning} |", type_words(*kind));
            }
        }
        page
    }
}

const INTRODUCTION: &str = "<!-- Written from crates/llmguard-policy/src/keys.rs; LLMGUARD_BLESS=1 cargo test -p llmguard-policy \
--test published -->\n\
# The policy format, version 1\n\n\
A policy is one file in TOML or JSON; both say the same. Every key is listed below. A key that is not is an error, and \
so is a name that nothing defines. The order of rules never matters: of everything that applies, the strictest wins, \
and what nothing permits is denied.\n\n\
Templates to start from: `llmguard policy show template:purchasing`. Checks: `llmguard policy lint`, `test`, `diff`, \
`matrix`.\n";

/// `classes.*` as an author writes it.
fn heading(table: &str) -> String {
    let rules = KEYS.iter().any(|(owner, key, kind, ..)| {
        let path = if owner.is_empty() { (*key).to_owned() } else { format!("{owner}.{key}") };
        *kind == Kind::Rules && path == table
    });
    match table {
        "" => "At the top".to_owned(),
        _ if rules => format!("`[[{table}]]`"),
        _ => format!("`[{}]`", table.replace('*', "NAME")),
    }
}

fn type_words(kind: Kind) -> String {
    let words = |words: &[&str]| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    match kind {
        Kind::Word(known) => format!("one of {}", words(known)),
        Kind::Words(known) => format!("list of {}", words(known)),
        Kind::Number(least) => format!("whole number from {least}"),
        Kind::Section => "table, see below".to_owned(),
        Kind::Named => "tables under names, see below".to_owned(),
        Kind::Rules => "list of tables, see below".to_owned(),
        _ => kind.name().to_owned(),
    }
}

fn table(path: &str) -> Value {
    let mut properties = Map::new();
    for (_, key, kind, _, meaning) in keys_of(path) {
        let below = if path.is_empty() { (*key).to_owned() } else { format!("{path}.{key}") };
        let mut value = of_kind(*kind, &below);
        if let Some(fields) = value.as_object_mut() {
            fields.insert("description".to_owned(), (*meaning).into());
        }
        properties.insert((*key).to_owned(), value);
    }
    if path.is_empty() {
        properties.insert("format".to_owned(), json!({"const": 1, "description": "Always 1."}));
    }
    let required: Vec<&str> =
        keys_of(path).filter(|(.., need, _)| *need == Need::Must).map(|(_, key, ..)| *key).collect();
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

fn of_kind(kind: Kind, path: &str) -> Value {
    match kind {
        Kind::Text => json!({"type": "string"}),
        Kind::Word(words) => json!({"enum": words}),
        Kind::Texts => json!({"type": "array", "items": {"type": "string"}}),
        Kind::Words(words) => json!({"type": "array", "items": {"enum": words}}),
        Kind::Number(least) => json!({"type": "integer", "minimum": least, "maximum": u32::MAX}),
        Kind::Flag => json!({"type": "boolean"}),
        Kind::Section => table(path),
        Kind::Named => json!({"type": "object", "additionalProperties": table(&format!("{path}.*"))}),
        Kind::Numbers => json!({"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}}),
        Kind::Rules => json!({"type": "array", "items": table(path)}),
    }
}
