//! Rules: what a policy says has to make sense, or it is refused with code, line and mend.

mod support;

use llmguard_policy::{Policy, Selectors};
use llmguard_types::Code;
use support::{SOUND, check, refusal};

#[test]
fn p005_levels() {
    check(&[
        (
            "[\"public\", \"internal\", \"never\"]",
            "[]",
            "P005 line 7: `levels` is empty; list the levels from the lowest to the highest",
        ),
        (
            "\"internal\", \"never\"]",
            "\"never\",\n\"public\"]",
            "P005 line 8: `levels` repeats `public`; name every level once",
        ),
        (
            "mask = \"public\"",
            "mask = \"intern\"",
            "P005 line 12: the policy has no level `intern`; did you mean `internal`?",
        ),
        (
            "level = \"never\"",
            "level = \"top\"",
            "P005 line 14: the policy has no level `top`; known are `public`, `internal`, `never`",
        ),
        (
            "ceiling = \"public\"",
            "ceiling = \"publik\"",
            "P005 line 19: the policy has no level `publik`; did you mean `public`?",
        ),
    ]);
    let many: Vec<String> = (0..256).map(|n| format!("\"l{n}\"")).collect();
    let error = refusal("\"public\", \"internal\", \"never\"", &many.join(","));
    assert_eq!(error, "P005 line 7: `levels` has more than 255 levels; keep to fewer");
}

#[test]
fn p006_classes() {
    check(&[
        ("  \"pin\",", "  \"pim\",", "P006 line 25: the policy has no class `pim`; did you mean `pin`?"),
        (
            "forbid = [\"secret\"]",
            "forbid = [\"*\"]",
            "P006 line 40: the policy has no class `*`; known are `secret`, `person`, `pin`",
        ),
        (
            "found = [\"person\"]",
            "found = [\"persons\"]",
            "P006 line 43: the policy has no class `persons`; did you mean `person`?",
        ),
    ]);
}

#[test]
fn p007_destinations() {
    check(&[
        (
            "buyer = { destinations = [\"eu\"] }",
            "buyer = { destinations = [\"lokal\"] }",
            "P007 line 21: the policy has no destination `lokal`; did you mean `local`?",
        ),
        (
            "destinations = [\"*\"]",
            "destinations = [\"mars\"]",
            "P007 line 31: the policy has no destination `mars`; known are `local`, `eu`",
        ),
        (
            "destination = \"eu\"",
            "destination = \"e\"",
            "P007 line 43: the policy has no destination `e`; did you mean `eu`?",
        ),
    ]);
}

#[test]
fn p008_roles() {
    check(&[
        (
            "reveal_for = [\"buyer\"]",
            "reveal_for = [\"bayer\"]",
            "P008 line 39: the policy has no role `bayer`; did you mean `buyer`?",
        ),
        ("role = \"buyer\"", "role = \"lead\"", "P008 line 43: the policy has no role `lead`; known are `buyer`"),
    ]);
}

#[test]
fn p009_values() {
    check(&[
        ("default = \"deny\"", "default = \"allow\"", "P009 line 5: `default` cannot be `allow`; allowed: `deny`"),
        (
            "on_error = \"deny\"",
            "on_error = \"local-only\"",
            "P009 line 6: `on_error` cannot be `local-only`; allowed: `deny`",
        ),
        ("\"service\"", "\"sales\"", "P009 line 10: `use_case.purpose` repeats `sales`; name every purpose once"),
        (
            "\"high\"",
            "\"sure\"",
            "P009 line 15: `min_confidence` cannot be `sure`; allowed: `low`, `medium`, `high`, `verified`",
        ),
        (
            "do = \"mask\"",
            "do = \"hide\"",
            "P009 line 28: `do` cannot be `hide`; allowed: `keep`, `generalize`, `mask`, `tokenize`, `redact`, `block`",
        ),
        (
            "classes = [\"pin\"]",
            "classes = []",
            "P009 line 30: `classes` is empty, so the rule does nothing; fill the list or remove the rule",
        ),
        (
            "destinations = [\"*\"]",
            "destinations = []",
            "P009 line 31: `destinations` is empty, so the rule does nothing; fill the list or remove the rule",
        ),
        (
            "[\"Erika Mustermann\"]",
            "[]",
            "P009 line 36: `values` is empty, so the rule does nothing; fill the list or remove the rule",
        ),
        ("[\"Erika Mustermann\"]", "[\"a\",\n\" \"]", "P009 line 37: `values` has an empty value; remove it"),
        (
            "scan = true",
            "scan = false",
            "P009 line 38: `output.scan` is false although `output.forbid` names classes; write `scan = true`, or remove `forbid`: what is not scanned cannot be judged",
        ),
        (
            "purpose = \"sales\"",
            "purpose = \"sale\"",
            "P009 line 43: the policy has no purpose `sale`; did you mean `sales`?",
        ),
        (
            "direction = \"prompt\"",
            "direction = \"up\"",
            "P009 line 43: `direction` cannot be `up`; allowed: `prompt`, `response`, `tool-call`, `tool-result`, `document`",
        ),
        (
            "expect = \"transform\"",
            "expect = \"maybe\"",
            "P009 line 44: `expect` cannot be `maybe`; allowed: `allow`, `transform`, `approval`, `deny`",
        ),
        (
            "eu = { trains",
            "\"*\" = { trains",
            "P009 line 19: `*` cannot be a name; a name has 1 to 64 characters, no control characters, and is not `*`",
        ),
        (
            "id = \"p\"",
            "id = \"\"",
            "P009 line 2: `` cannot be a name; a name has 1 to 64 characters, no control characters, and is not `*`",
        ),
    ]);
}

#[test]
fn p010_selectors() {
    let forms = "write an id (`contact.email`), a family (`id.de.*`), a kind (`@entity:IBAN`), an own list (`dict:suppliers`) \
         or a column (`column:machine-id`), with `-` in front to take away";
    for word in [
        "person",
        "*",
        "Person.*",
        "person*",
        "person.a-*",
        "a.b.c.*",
        "a.b.c.d",
        "a..b",
        "@entity:",
        "@entity:iban",
        "@x:IBAN",
        "--a.b",
        "",
        "-",
    ] {
        let error = refusal("\"id.xx.pin\"", &format!("\"{word}\""));
        assert_eq!(error, format!("P010 line 16: `{word}` is not a detector selector; {forms}"));
    }
    let nothing =
        "the list of detectors selects nothing; name at least one detector that no `-` takes away, such as `contact.*`";
    for list in ["[]", "[\"-a.*\"]", "[\"a.b\", \"-a.*\"]", "[\"a.b.*\", \"-a.*\"]", "[\"@entity:X\", \"-@entity:X\"]"]
    {
        assert_eq!(refusal("[\"id.xx.pin\", \"@entity:PIN\"]", list), format!("P010 line 16: {nothing}"));
    }
    assert_eq!(Selectors::parse::<String>(&[]).unwrap_err().code(), Code::PolicySelector);
    assert_eq!(
        Selectors::parse(&["a.*".to_owned(), "-a.b.*".to_owned()]).map(|list| list.selects("a.b.c", "X")),
        Ok(false)
    );
}

#[test]
fn p011_excludes_of_floors_and_of_the_top_level() {
    let mend = "name other detectors: a floor or a class at the top level cannot be lifted";
    let cases = [
        ("[\"secret.*\"]", "secret.*", "secret", 35),
        ("[\"secret.aws.*\"]", "secret.aws.*", "secret", 35),
        ("[\"person.*\",\n\"secret.aws.key\"]", "secret.aws.key", "secret", 36),
        ("[\"id.*\"]", "id.*", "pin", 35),
        ("[\"@entity:PIN\"]", "@entity:PIN", "pin", 35),
    ];
    for (detect, word, class, line) in cases {
        let error = refusal("detect = [\"person.*\"]\nvalues", &format!("detect = {detect}\nvalues"));
        assert_eq!(error, format!("P011 line {line}: the exclude of `{word}` would lift the class `{class}`; {mend}"));
    }
    for harmless in ["[\"secret.test.*\"]", "[\"secret.test.token\"]", "[\"id.*\", \"-id.xx.*\"]", "[\"@entity:IBAN\"]"]
    {
        let source = SOUND.replace("detect = [\"person.*\"]\nvalues", &format!("detect = {harmless}\nvalues"));
        assert!(Policy::parse(&source).is_ok(), "{harmless}");
    }
}

#[test]
fn p013_a_test_that_does_not_hold() {
    let source = SOUND.replace("expect = \"transform\"", "expect = \"allow\"");
    let policy = Policy::parse(&source).unwrap();
    let outcome = &policy.run_tests()[0];
    assert!(!outcome.passed());
    assert_eq!(
        outcome.check().unwrap_err().to_string(),
        "P013 line 41: the test `t` expects allow and gets transform: class `person` is masked for destination `eu`; \
         change the rules, or the test if it asks for the wrong thing"
    );
}

#[test]
fn p014_templates() {
    assert_eq!(
        Policy::template("einkauf").unwrap_err().to_string(),
        "P014: no embedded policy is named `einkauf`; the embedded policies are `einkauf-copilot`, \
         `company`, `contracts`, `engineering`, `hr`, `maintenance`, `observe`, `purchasing`, `software`, `support`"
    );
}

#[test]
fn i008_class_by_name() {
    let policy = Policy::parse(SOUND).unwrap();
    assert_eq!(
        policy.class("prson").unwrap_err().to_string(),
        "I008: the policy has no class `prson`; did you mean `person`?"
    );
}
