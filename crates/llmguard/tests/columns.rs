//! Columns: a policy claims what stands under a name, and everything else is read as text is.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::sync::OnceLock;

use llmguard::{Direction, Guard, Policy, RecordFormat, Request, Verdict};
use proptest::prelude::*;
use proptest::sample::select;

use RecordFormat::{Csv, Json};

/// Machines are tokenised, what they measure is rounded, what they are told is confidential.
fn policy(classes: &str) -> String {
    format!(
        "format = 1\nid = \"t\"\nversion = \"1\"\n\
         levels = [\"public\", \"internal\", \"confidential\", \"strictly-confidential\", \"never\"]\n\
         residual = {{ tokenize = \"internal\", redact = \"public\", generalize = \"public\" }}\n\
         destinations = {{ eu = {{ ceiling = \"internal\" }} }}\nroles = {{ user = {{ destinations = [\"eu\"] }} }}\n\
         [classes]\nother = {{ level = \"internal\", detect = [\"contact.*\", \"person.*\", \"bank.*\"] }}\n{classes}\n\
         [[transform]]\nclasses = [\"other\"]\ndestinations = [\"*\"]\ndo = \"tokenize\"\n"
    )
}

const PLANT: &str = r#"
machine = { level = "confidential", detect = ["column:maschine", "column:pruefer"] }
process = { level = "confidential", detect = ["column:temperatur"], round_to = "5" }
recipe  = { level = "strictly-confidential", detect = ["column:rezept-nr"] }
[[transform]]
classes = ["machine"]
destinations = ["*"]
do = "tokenize"
[[transform]]
classes = ["process"]
destinations = ["*"]
do = "generalize"
"#;

fn guard(classes: &str) -> Guard {
    Guard::builder().policy(Policy::parse(&policy(classes)).unwrap()).build().unwrap()
}

/// One that claims columns, and one that claims none.
fn both() -> &'static [Guard; 2] {
    static BOTH: OnceLock<[Guard; 2]> = OnceLock::new();
    BOTH.get_or_init(|| [guard(PLANT), guard("")])
}

fn request() -> Request {
    Request::new("user", "eu")
}

fn written(guard: &Guard, input: &str, format: RecordFormat) -> String {
    guard.check_records(input, format, &request()).unwrap().decision.output.unwrap()
}

#[test]
fn columns_are_claimed_whatever_they_hold() {
    let guard = guard(PLANT);
    let input =
        "Zeit;MASCHINE;Prüfer;Temperatur;Wert\n10:00;7;4711;182,4 °C;3,1\n10:01;8;4711;-17;3,2\n10:02;7;;;3,3\n";
    let output = "Zeit;MASCHINE;Prüfer;Temperatur;Wert\n10:00;[MASCHINE_1];[PRUEFER_1];180 °C;3,1\n\
                  10:01;[MASCHINE_2];[PRUEFER_1];-15;3,2\n10:02;[MASCHINE_1];;;3,3\n";
    assert_eq!(written(&guard, input, Csv), output);
    let input =
        r#"[{"maschine": 7, "temperatur": [182.4, 99, 1e3, null], "x": true}, {"maschine": {"id": 7, "on": false}}]"#;
    let output = r#"[{"maschine": "[MASCHINE_1]", "temperatur": [180, 100, "***", null], "x": true}, {"maschine": {"id": 7, "on": false}}]"#;
    assert_eq!(written(&guard, input, Json), output);
}

/// The reasons name the class, the findings say where; a column that no rule lets through denies.
#[test]
fn a_column_decides_like_any_class() {
    let checked = guard(PLANT).check_records("Rezept_Nr,x\nR7,1\n", Csv, &request()).unwrap();
    assert_eq!((checked.decision.verdict, checked.decision.level.as_str()), (Verdict::Deny, "strictly-confidential"));
    assert_eq!(&*checked.decision.reasons.first().unwrap().classes.first().unwrap().to_string(), "recipe");
    let found = checked.findings.first().unwrap();
    assert_eq!((found.record, found.path.as_str()), (1, "/Rezept_Nr"));
    assert_eq!((found.finding.span.start, found.finding.span.end), (12, 14));
}

/// A secret in a column that is only tokenised is still a secret.
#[test]
fn what_a_value_holds_besides_still_counts() {
    let guard = guard("note = { level = \"internal\", detect = [\"column:notiz\"] }");
    let checked = guard.check_records("Notiz\nDas Passwort lautet Sommer2024!\n", Csv, &request()).unwrap();
    assert_eq!(checked.decision.verdict, Verdict::Deny);
    assert_eq!(written(&guard, "Notiz\nan jo@muster-werke.de\n", Csv), "Notiz\nan [EMAIL_1]\n");
}

#[test]
fn values_that_are_excluded_are_not_claimed() {
    let classes = format!("{PLANT}\n[[exclude]]\ndetect = [\"column:maschine\"]\nvalues = [\"Leitstand\"]\n");
    let out = written(&guard(&classes), "Maschine\nleitstand\nPresse 4\n", Csv);
    assert_eq!(out, "Maschine\nleitstand\n[MASCHINE_1]\n");
}

/// A column has the kind of what is found, where there is one of its name: one value has one token.
#[test]
fn a_column_of_a_known_kind_is_of_that_kind() {
    let guard = guard(
        "mail = { level = \"internal\", detect = [\"column:email\"] }\n\
         [[transform]]\nclasses = [\"mail\"]\ndestinations = [\"*\"]\ndo = \"tokenize\"\n",
    );
    let input = "E-Mail;Text\njo@muster-werke.de;an jo@muster-werke.de\nunbekannt;-\n";
    assert_eq!(written(&guard, input, Csv), "E-Mail;Text\n[EMAIL_1];an [EMAIL_1]\n[EMAIL_2];-\n");
}

#[test]
fn rounding_is_for_columns() {
    for (round_to, detect) in [("0", "column:x"), ("-1", "column:x"), (".5", "column:x"), ("5", "person.*")] {
        let class = format!("c = {{ level = \"internal\", detect = [\"{detect}\"], round_to = \"{round_to}\" }}");
        let error = Policy::parse(&policy(&class)).unwrap_err();
        assert_eq!((error.code().as_str(), error.line().is_some()), ("P009", true), "{round_to} {detect}");
    }
}

fn table() -> impl Strategy<Value = String> {
    let names: &[&str] = &["Maschine", "Temperatur", "Mail", "Name", "IBAN", "Notiz"];
    let values: &[&str] = &[
        "7",
        "182,4 °C",
        "jo@muster-werke.de",
        "Huber",
        "DE89 3704 0044 0532 0130 00",
        "[EMAIL_1]",
        "",
        "Presse 4; links",
        "Das Passwort lautet Sommer2024!",
        "\"",
        "x\ny",
    ];
    let cell = select(values).prop_map(|value| format!("\"{}\"", value.replace('"', "\"\"")));
    (1usize..5).prop_flat_map(move |columns| {
        let header = prop::collection::vec(select(names), columns).prop_map(|names| names.join(","));
        let rows = prop::collection::vec(prop::collection::vec(cell.clone(), columns), 0..5);
        (header, rows)
            .prop_map(|(header, rows)| rows.iter().fold(header + "\n", |table, row| table + &row.join(",") + "\n"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    /// A policy that claims columns decides about all others as one that does not.
    #[test]
    fn columns_that_nobody_claims_are_text(table in table()) {
        let [with, without] = both();
        let other = table.replace("Maschine", "Anlage").replace("Temperatur", "Waerme");
        let of = |guard: &Guard| guard.check_records(&other, Csv, &request()).unwrap();
        let (with, without) = (of(with), of(without));
        prop_assert_eq!(with.decision.verdict, without.decision.verdict);
        prop_assert_eq!(with.decision.output, without.decision.output);
        let places = |findings: &[llmguard::RecordFinding]| {
            findings.iter().map(|found| (found.finding.span, found.path.clone())).collect::<Vec<_>>()
        };
        prop_assert_eq!(places(&with.findings), places(&without.findings));
    }

    /// A claim makes nothing more permissive: what was found without it is not shown with it.
    #[test]
    fn a_claim_only_adds(table in table()) {
        let [with, without] = both().each_ref().map(|guard| guard.check_records(&table, Csv, &request()).unwrap());
        prop_assert!(with.decision.verdict >= without.decision.verdict);
        for secret in ["jo@muster-werke.de", "DE89 3704", "Sommer2024"] {
            let shows = |output: &Option<String>| output.as_ref().is_some_and(|text| text.contains(secret));
            prop_assert!(!shows(&with.decision.output) || shows(&without.decision.output), "{}", table);
        }
    }

    /// A number that is rounded is a number, near what it was, and the same one every time.
    #[test]
    fn rounded_numbers_are_numbers(value in -1_000_000i64..1_000_000, decimals in 0u32..4) {
        let [guard, _] = both();
        let number = format!("{:.*}", decimals as usize, value as f64 / 10f64.powi(decimals as i32));
        let out = written(guard, &format!("[{{\"temperatur\": {number}}}, {{\"temperatur\": {number}}}]"), Json);
        let read: serde_json::Value = serde_json::from_str(&out).unwrap();
        let rounded = read.pointer("/0/temperatur").and_then(serde_json::Value::as_f64).unwrap();
        prop_assert!((rounded - number.parse::<f64>().unwrap()).abs() <= 2.5 && rounded % 5.0 == 0.0, "{} {}", number, out);
        prop_assert_eq!(read.pointer("/0/temperatur"), read.pointer("/1/temperatur"));
    }
}

/// What an answer says of a column is judged as answers are.
#[test]
fn answers_have_columns_too() {
    let answer = request().direction(Direction::Response);
    let checked = guard(PLANT).check_records(r#"{"Maschine": "Presse 4"}"#, Json, &answer).unwrap();
    assert_eq!(checked.decision.output.as_deref(), Some(r#"{"Maschine": "[MASCHINE_1]"}"#));
}
