//! Canonical: one spelling for one content, and the digest of it.
//!
//! JSON with sorted keys and without spaces (RFC 8785 for the strings, whole numbers and flags a policy consists of), so
//! that neither the format nor comments nor the order of keys change the digest:
//!
//! ```text
//! format = 1            {"format":1,"id":"x"}
//! id = "x"
//! ```

use sha2::{Digest, Sha256};

use crate::document::{Table, Value};

/// SHA-256 of a table's canonical form, in hexadecimal.
pub(crate) fn digest(table: Table<'_>) -> String {
    let mut json = String::new();
    write_table(table, &mut json);
    hex(&Sha256::digest(json.as_bytes()))
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn write_table(table: Table<'_>, json: &mut String) {
    let mut entries: Vec<_> = table.entries().collect();
    entries.sort_by(|(a, _), (b, _)| a.text.encode_utf16().cmp(b.text.encode_utf16()));
    json.push('{');
    for (index, (key, value)) in entries.into_iter().enumerate() {
        json.push_str(if index > 0 { "," } else { "" });
        write_text(key.text, json);
        json.push(':');
        write_value(value, json);
    }
    json.push('}');
}

fn write_value(value: Value<'_>, json: &mut String) {
    if let Some(table) = value.table() {
        write_table(table, json);
    } else if let Some(items) = value.items() {
        json.push('[');
        for (index, item) in items.into_iter().enumerate() {
            json.push_str(if index > 0 { "," } else { "" });
            write_value(item, json);
        }
        json.push(']');
    } else if let Some(word) = value.text() {
        write_text(word.text, json);
    } else if let Some(number) = value.number() {
        json.push_str(&number.to_string());
    } else {
        json.push_str(if value.flag() == Some(true) { "true" } else { "false" });
    }
}

fn write_text(text: &str, json: &mut String) {
    json.push_str(&serde_json::Value::from(text).to_string());
}
