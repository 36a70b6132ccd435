//! Published: what stands in the repository for people and editors is what the table of keys says.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use llmguard_policy::Policy;

fn compare(name: &str, written: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("LLMGUARD_BLESS").is_some() {
        std::fs::write(&path, written).unwrap();
    }
    let stored = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(stored == written, "{name} lags behind: LLMGUARD_BLESS=1 cargo test -p llmguard-policy --test published");
}

#[test]
fn the_json_schema_is_current() {
    compare("policy.schema.json", &Policy::json_schema());
}

#[test]
fn the_reference_is_current() {
    compare("FORMAT.md", &Policy::format_reference());
}

/// A small judge of the keywords the schema uses, so that the schema and the parser can be held against each other.
fn accepts(schema: &serde_json::Value, value: &serde_json::Value) -> bool {
    if let Some(known) = schema.get("enum").and_then(|words| words.as_array()) {
        return known.contains(value);
    }
    if let Some(only) = schema.get("const") {
        return only == value;
    }
    match schema["type"].as_str() {
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.as_i64().is_some_and(|n| schema["minimum"].as_i64().is_none_or(|least| n >= least)),
        Some("array") => value.as_array().is_some_and(|items| items.iter().all(|item| accepts(&schema["items"], item))),
        _ => value.as_object().is_some_and(|fields| {
            let required = schema["required"].as_array().into_iter().flatten();
            let all = required.into_iter().all(|key| fields.contains_key(key.as_str().unwrap_or("")));
            all && fields.iter().all(|(key, value)| match schema["properties"].get(key) {
                Some(property) => accepts(property, value),
                None => schema["additionalProperties"].is_object() && accepts(&schema["additionalProperties"], value),
            })
        }),
    }
}

#[test]
fn every_template_is_valid_by_the_schema_and_a_wrong_one_is_not() {
    let schema: serde_json::Value = serde_json::from_str(&Policy::json_schema()).unwrap();
    for (name, source) in Policy::templates() {
        let value: serde_json::Value = toml::from_str(source).unwrap();
        assert!(accepts(&schema, &value), "{name}");
        let mut wrong = value.clone();
        wrong["clases"] = 1.into();
        assert!(!accepts(&schema, &wrong), "{name}");
    }
}

#[test]
fn toml_and_json_are_equal() {
    for (name, source) in Policy::templates() {
        let value: serde_json::Value = toml::from_str(source).unwrap();
        let toml = Policy::parse(source).unwrap();
        for json in [value.to_string(), format!("{value:#}")] {
            let json = Policy::parse(&json).unwrap();
            assert_eq!(json.digest(), toml.digest(), "{name}");
            assert_eq!(json.run_tests().len(), toml.run_tests().len());
            assert!(json.run_tests().iter().all(|outcome| outcome.passed()), "{name}");
        }
    }
    let error = Policy::parse("{\"format\": 1,\n\"id\": \"x\",\n\"vershun\": \"1\"}").unwrap_err();
    assert_eq!(error.to_string(), "P002 line 3: unknown key `vershun`; did you mean `version`?");
}
