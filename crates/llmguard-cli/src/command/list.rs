//! List: what the verbs that make and show files of lists have in common.

use std::path::Path;

use llmguard::{Code, Error};
use serde_json::{Value, json};

use crate::input;
use crate::output::{Exit, Failure};

/// Writes beside the place first, so that no half of a file ever stands there.
pub(crate) fn write(out: &Path, file: &[u8]) -> Result<(), Error> {
    let mut beside = out.as_os_str().to_owned();
    beside.push(".part");
    std::fs::write(&beside, file).and_then(|()| std::fs::rename(&beside, out)).map_err(|error| {
        Error::new(Code::InputFile, format!("cannot be written: {}", error.kind())).in_file(input::name(out))
    })
}

/// SHA-256 in hexadecimal digits.
pub(crate) fn digits(digest: &[u8; 32]) -> Value {
    json!(digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

/// Shows what a file says about itself, as lines or as JSON.
pub(crate) fn show(file: &Path, fields: &[(&str, Value)], json: bool) -> Result<Exit, Failure> {
    let file = [("file", json!(input::name(file)))];
    let fields = file.iter().chain(fields);
    let out = if json {
        let object: serde_json::Map<String, Value> =
            fields.map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        format!("{}\n", Value::Object(object))
    } else {
        let width = fields.clone().map(|(key, _)| key.len()).max().unwrap_or(0) + 2;
        let plain = |value: &Value| match value {
            Value::String(text) => text.clone(),
            Value::Bool(true) => String::from("yes"),
            Value::Null => String::from("unknown without the key"),
            other => other.to_string(),
        };
        fields.map(|(key, value)| format!("{key:<width$}{}\n", plain(value))).collect()
    };
    input::write(out.as_bytes())?;
    Ok(Exit::Ok)
}
