//! Parse: a policy is read as written, or refused for its form with code, line and mend.

mod support;

use llmguard_policy::{Policy, Selectors};
use llmguard_types::{Code, Confidence};
use support::{SOUND, check};

#[test]
fn the_sound_policy_is_read_as_written() {
    let policy = Policy::parse(SOUND).unwrap();
    assert_eq!((policy.id(), policy.version(), policy.owner()), ("p", "1", Some("someone")));
    assert_eq!(policy.levels().map(|(_, name)| name).collect::<Vec<_>>(), ["public", "internal", "never"]);
    assert_eq!((policy.level_name(policy.lowest()), policy.level_name(policy.top())), ("public", "never"));
    assert_eq!(policy.level("internal").map(|level| level.index()), Some(1));
    assert_eq!(policy.level("secret"), None);
    assert_eq!(policy.destinations().iter().map(|own| own.name.as_str()).collect::<Vec<_>>(), ["local", "eu"]);
    assert_eq!(policy.roles().collect::<Vec<_>>(), ["buyer"]);
    assert_eq!(policy.purposes().collect::<Vec<_>>(), ["sales", "service"]);
    let [secret, person, pin] = ["secret", "person", "pin"].map(|name| policy.class(name).unwrap());
    assert_eq!([secret, person, pin].map(|class| policy.is_protected(class)), [true, false, true]);
    assert_eq!([secret, person, pin].map(|class| policy.output_forbids(class)), [true, false, false]);
    assert_eq!([secret, person, pin].map(|class| policy.class_name(class)), ["secret", "person", "pin"]);
    let class = &policy.classes()[1];
    assert_eq!(
        (class.name(), class.level(), class.min_confidence()),
        ("person", policy.level("internal").unwrap(), Confidence::High)
    );
    assert_eq!(policy.classes()[0].min_confidence(), Confidence::Medium);
    assert!(policy.classes()[0].detect().selects("secret.aws.x", "SECRET"));
    assert!(!policy.classes()[0].detect().selects("secret.test.x", "SECRET"));
    let exclude = &policy.excludes()[0];
    assert_eq!((exclude.line, exclude.values.as_slice()), (34, ["Erika Mustermann".to_owned()].as_slice()));
    assert!(policy.may_reveal(&["buyer"]) && !policy.may_reveal(&[]) && !policy.may_reveal(&["buyer", "nobody"]));
    assert!(policy.scans_output());
    assert!(policy.run_tests().iter().all(|outcome| outcome.passed()), "{:?}", policy.run_tests());
}

#[test]
fn names_of_another_policy_fail_closed() {
    let policy = Policy::parse(SOUND).unwrap();
    let other = Policy::template("einkauf-copilot").unwrap();
    let (class, level) = (other.class("marked").unwrap(), other.top());
    assert!(policy.is_protected(class) && policy.output_forbids(class));
    assert_eq!((policy.class_name(class), policy.level_name(level)), ("", "never"));
}

#[test]
fn p001_syntax_types_and_missing_keys() {
    check(&[
        (
            "levels = [",
            "levels [",
            "P001 line 7: the policy is not valid TOML: key with no value, expected `=`; mend the TOML at or before this line",
        ),
        (
            "id = \"p\"",
            "id = \"p\"\nid = \"q\"",
            "P001 line 3: the policy is not valid TOML: duplicate key; mend the TOML at or before this line",
        ),
        ("id = \"p\"", "id = 7", "P001 line 2: `id` is a whole number; it has to be a string"),
        (
            "[\"public\", \"internal\", \"never\"]",
            "\"public\"",
            "P001 line 7: `levels` is a string; it has to be a list of strings",
        ),
        ("  \"pin\",", "  true,", "P001 line 25: `transform.classes[]` is true or false; it has to be a string"),
        ("scan = true", "scan = \"yes\"", "P001 line 38: `output.scan` is a string; it has to be true or false"),
        (
            "buyer = { destinations = [\"eu\"] }",
            "buyer = [\"eu\"]",
            "P001 line 21: `roles.buyer` is a list; it has to be a table",
        ),
        (
            "[[exclude]]",
            "[exclude]",
            "P001 line 34: `exclude` is a table; it has to be a list of tables, each in double brackets",
        ),
        ("version = \"1\"\n", "", "P001 line 1: the policy has no `version`; add it: a string"),
        (
            "level = \"internal\", detect = [\"person.*\"]",
            "detect = [\"person.*\"]",
            "P001 line 15: `classes.person` has no `level`; add it: a string",
        ),
        (", ceiling = \"public\"", "", "P001 line 19: `destinations.eu` has no `ceiling`; add it: a string"),
        ("do = \"mask\"\n", "", "P001 line 22: `transform` has no `do`; add it: a string"),
        (
            "do = \"mask\"",
            "do = 1.5",
            "P001 line 28: `transform.do` is a number with a fraction; it has to be a string",
        ),
    ]);
}

#[test]
fn p002_unknown_keys_with_what_was_meant() {
    check(&[
        ("owner =", "ovner =", "P002 line 4: unknown key `ovner`; did you mean `owner`?"),
        (
            "min_confidence",
            "min_confidance",
            "P002 line 15: unknown key `min_confidance` in `classes.person`; did you mean `min_confidence`?",
        ),
        (
            "[[transform]]\nclasses = [\"pin\"]",
            "[[transform]]\nclases = [\"pin\"]",
            "P002 line 30: unknown key `clases` in `transform`; did you mean `classes`?",
        ),
        (
            "mask = \"public\"",
            "block = \"public\"",
            "P002 line 12: unknown key `block` in `residual`; known are `generalize`, `mask`, `tokenize`, `redact`",
        ),
        (
            "scan = true",
            "levels = []",
            "P002 line 38: unknown key `levels` in `output`; it belongs at the top of the file, before the first table",
        ),
        (
            "floor = true",
            "min_confidence = \"low\"",
            "P002 line 33: unknown key `min_confidence` in `transform`; it belongs in `classes.*`",
        ),
        ("owner =", "\"o\\nwner\" =", "P002 line 4: unknown key `o\\nwner`; did you mean `owner`?"),
    ]);
}

#[test]
fn own_lists_are_selected_by_kind_and_name() {
    let list = Selectors::parse(&["dict:pins", "match:customers", "-fingerprint:contracts", "id.*"]).unwrap();
    assert!(list.selects("dict.pins", "PINS") && !list.selects("dict.pin", "PIN"));
    assert_eq!(list.lists().collect::<Vec<_>>(), ["dict.pins", "match.customers", "fingerprint.contracts"]);
    for bad in ["dict:", "dict:Pins", "dict:my pins", "list:pins", "dict:*"] {
        assert_eq!(Selectors::parse(&[bad]).unwrap_err().code(), Code::PolicySelector, "{bad}");
    }
}

#[test]
fn p004_format_comes_before_everything_else() {
    check(&[
        (
            "format = 1",
            "format = 2\nnew_key = 1",
            "P004 line 1: the policy has a format other than 1; write `format = 1`",
        ),
        ("format = 1", "format = \"1\"", "P004 line 1: the policy has a format other than 1; write `format = 1`"),
        ("format = 1\n", "", "P004 line 1: the policy does not state its format; write `format = 1`"),
    ]);
    assert_eq!(Policy::parse("").unwrap_err().code(), Code::PolicyFormat);
}

#[test]
fn windows_lines_and_a_byte_order_mark_change_no_line() {
    let source = format!("\u{feff}{}", SOUND.replace("  \"pin\",", "  \"pim\",").replace('\n', "\r\n"));
    assert_eq!(Policy::parse(&source).unwrap_err().line(), Some(25));
}

#[test]
fn removing_any_line_of_a_template_never_panics() {
    for (_, source) in Policy::templates() {
        let lines: Vec<&str> = source.lines().collect();
        for gone in 0..lines.len() {
            let rest: Vec<&str> =
                lines.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, line)| *line).collect();
            if let Err(error) = Policy::parse(&rest.join("\n")) {
                assert!(error.line().is_some() && !error.how_to_mend().is_empty(), "{error}");
            }
        }
    }
}
