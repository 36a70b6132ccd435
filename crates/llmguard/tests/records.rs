//! Records: JSON and CSV are checked value by value and stay what they are.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "a test stops where it fails")]

mod recorded;

use std::sync::OnceLock;

use llmguard::{Direction, Guard, MemorySink, Policy, RecordFinding, RecordFormat, Request, Verdict};
use llmguard_testkit::texts;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use RecordFormat::{Csv, Json, JsonLines, LineProtocol, Logfmt};
use recorded::request;

/// A policy with every transform, that denies what is marked.
const POLICY: &str = r#"
format = 1
id = "records"
version = "1"
levels = ["public", "internal", "confidential", "strictly-confidential", "never"]
residual = { tokenize = "internal", redact = "public", mask = "public", generalize = "public" }
destinations = { eu = { ceiling = "confidential" } }
roles = { user = { destinations = ["eu"] } }
[classes]
secret = { level = "never", detect = ["secret.*"] }
masked = { level = "internal", detect = ["id.*", "net.*", "ot.*"] }
price  = { level = "internal", detect = ["trade.*"] }
other  = { level = "internal", detect = ["person.*", "contact.*", "bank.*", "org.*", "eng.*"] }
marked = { level = "never", detect = ["marking.*"] }
[[raise]]
class = "other"
distinct_at_least = 40
to = "never"
[[transform]]
classes = ["secret"]
destinations = ["*"]
do = "redact"
[[transform]]
classes = ["masked"]
destinations = ["*"]
do = "mask"
[[transform]]
classes = ["price"]
destinations = ["*"]
do = "generalize"
[[transform]]
classes = ["other"]
destinations = ["*"]
do = "tokenize"
"#;

fn guard() -> &'static Guard {
    static GUARD: OnceLock<Guard> = OnceLock::new();
    GUARD.get_or_init(|| Guard::builder().policy(Policy::parse(POLICY).unwrap()).build().unwrap())
}

fn written(input: &str, format: RecordFormat) -> String {
    recorded::written(guard(), input, format)
}

fn run(input: &str, format: RecordFormat, cuts: &[usize]) -> Result<(String, Vec<RecordFinding>, Verdict), String> {
    recorded::run(guard(), input, format, cuts)
}

#[test]
fn a_header_announces_what_stands_below() {
    let input = "Nr;Ansprechpartner;IBAN;Passwort;Betrag\r\n1;Huber;DE89 3704 0044 0532 0130 00;Blau7haus!;12.500 EUR\r\n\r\n2;;;;\r\n";
    let output = "Nr;Ansprechpartner;IBAN;Passwort;Betrag\r\n1;[PERSON_1];[IBAN_1];[REDACTED_PASSWORD];10.000–15.000 EUR\r\n\r\n2;;;;\r\n";
    assert_eq!(written(input, Csv), output);
}

#[test]
fn fields_are_quoted_where_they_were_or_have_to_be() {
    let input = "a,b\n\"say \"\"jo@muster-werke.de\"\", please\",jo@muster-werke.de\n";
    assert_eq!(written(input, Csv), "a,b\n\"say \"\"[EMAIL_1]\"\", please\",[EMAIL_1]\n");
    // The range has commas, and would be three fields.
    assert_eq!(written("Preis,Menge\n7 EUR,3\n", Csv), "Preis,Menge\n\"7,0–7,5 EUR\",3\n");
    assert_eq!(written("Preis;Menge\n7 EUR;3\n", Csv), "Preis;Menge\n7,0–7,5 EUR;3\n");
}

#[test]
fn json_stays_json() {
    let input = r#" {"password": 4711081599, "wer": {"mails": ["j\u00f6@muster-werke.de", null, true, 1.50e3]}, "x\"y": "\/"} "#;
    let output =
        r#" {"password": "[REDACTED_PASSWORD]", "wer": {"mails": ["[EMAIL_1]", null, true, 1.50e3]}, "x\"y": "\/"} "#;
    assert_eq!(written(input, Json), output);
    assert_eq!(written("\"an jo@muster-werke.de\\n\"", Json), "\"an [EMAIL_1]\\n\"");
    assert_eq!(
        written("{\"a\": 1}\n\n{\"mail\": \"jo@muster-werke.de\"}", JsonLines),
        "{\"a\": 1}\n\n{\"mail\": \"[EMAIL_1]\"}"
    );
    assert_eq!(written("\u{feff}[ ]\n", Json), "\u{feff}[ ]\n");
}

#[test]
fn names_are_checked_too_and_stay_apart() {
    let input = r#"{"jo@muster-werke.de": 1, "eva@muster-werke.de": 2}"#;
    assert_eq!(written(input, Json), r#"{"[EMAIL_1]": 1, "[EMAIL_2]": 2}"#);
    assert_eq!(written("jo@muster-werke.de,b\n1,2\n", Csv), "[EMAIL_1],b\n1,2\n");
}

/// Offsets are those of the input, and count escapes as they are written.
#[test]
fn findings_say_where() {
    let input = "[{\"x\": 1},\n {\"te\u{e4}m/a~b\": [0, \"\\u00fc: \\\"\\u006ao@muster-werke.de\\\" \\n\"]}]";
    let checked = guard().check_records(input, Json, &request()).unwrap();
    let found = &checked.findings[0];
    assert_eq!((found.record, found.path.as_str()), (1, "/1/te\u{e4}m~1a~0b/1"));
    assert_eq!(&input[found.finding.span.start..found.finding.span.end], "\\u006ao@muster-werke.de");
    assert_eq!(checked.decision.findings, [found.finding]);

    let input = "Nr,\"a/b\"\n7,\"\"\"jo@muster-werke.de\"\"\"\n8,-,eva@muster-werke.de";
    let checked = guard().check_records(input, Csv, &request()).unwrap();
    let seen = |found: &RecordFinding| {
        let span = found.finding.span;
        (found.record, found.path.clone(), input[span.start..span.end].to_owned())
    };
    let expected = [(1, "/a~1b", "jo@muster-werke.de"), (2, "/2", "eva@muster-werke.de")];
    let expected = expected.map(|(record, path, value)| (record, path.to_owned(), value.to_owned()));
    assert_eq!(checked.findings.iter().map(seen).collect::<Vec<_>>(), expected);

    assert_eq!(format!("{:?}", checked.findings[0]).matches("a/b").count(), 0);
}

#[test]
fn delimiters_and_headers_are_told_or_stated() {
    let records = || guard().session().records(Csv, &request());
    let out = |records: llmguard::Records, input: &str| records.whole(input).unwrap().decision.output.unwrap();
    assert_eq!(out(records(), "a\tPasswort\n1\tBlau7haus!\n"), "a\tPasswort\n1\t[REDACTED_PASSWORD]\n");
    assert_eq!(out(records().without_header(), "Passwort,x\nBlau7haus!,1\n"), "Passwort,x\nBlau7haus!,1\n");
    let piped = records().delimiter(':').unwrap();
    assert_eq!(out(piped, "a,b;c:Passwort\n1:Blau7haus!\n"), "a,b;c:Passwort\n1:[REDACTED_PASSWORD]\n");
    for wrong in ['"', '\n', 'x', '7', '–'] {
        assert_eq!(records().delimiter(wrong).unwrap_err().code().as_str(), "I026");
    }
    let json = guard().session().records(Json, &request());
    assert_eq!(json.delimiter(',').unwrap_err().code().as_str(), "I026");
}

/// The run ends before the first record that may not go, and says what was found in it.
#[test]
fn a_record_goes_whole_or_not_at_all() {
    let input = "wer,was\njo@muster-werke.de,a\neva@muster-werke.de,STRENG VERTRAULICH\nx,y\n";
    let sink = std::sync::Arc::new(MemorySink::default());
    let policy = Policy::parse(POLICY).unwrap();
    let guard = Guard::builder().policy(policy).audit_sink(sink.clone()).build().unwrap();
    let mut records = guard.session().records(Csv, &request());
    let released = records.push(input).unwrap();
    assert!(released.denied);
    assert_eq!(released.text, "wer,was\n[EMAIL_1],a\n");
    let paths: Vec<_> = released.findings.iter().map(|found| (found.record, found.path.as_str())).collect();
    assert_eq!(paths, [(1, "/wer"), (2, "/wer"), (2, "/was")]);
    assert!(records.push("z,z\n").unwrap().text.is_empty());
    let decision = records.decision().unwrap();
    assert_eq!((decision.verdict, decision.output.as_deref(), decision.level.as_str()), (Verdict::Deny, None, "never"));
    assert!(decision.reasons[0].classes.iter().any(|class| &**class == "marked"), "{:?}", decision.reasons);
    let events = sink.events();
    assert_eq!((events.len(), events[0].verdict, events[0].classes["other"]), (1, Verdict::Deny, 2));

    let checked = guard.check_records(input, Csv, &request()).unwrap();
    assert_eq!((checked.decision.verdict, checked.decision.output), (Verdict::Deny, None));
}

#[test]
fn values_cumulate_over_records() {
    let table =
        |rows: usize| (0..rows).fold("Mail\n".to_owned(), |all, row| all + &format!("mit{row}@muster-werke.de\n"));
    assert_eq!(run(&table(39), Csv, &[]).unwrap().2, Verdict::Transform);
    let (out, _, verdict) = run(&table(60), Csv, &[]).unwrap();
    assert_eq!((out.lines().count(), verdict), (40, Verdict::Deny));
}

#[test]
fn a_refused_request_releases_nothing() {
    let mut records = guard().session().records(Json, &Request::new("nobody", "eu"));
    let released = records.push("[1,2]").unwrap();
    assert_eq!((released.text, released.denied), ("", true));
    assert_eq!(records.decision().unwrap().reasons[0].code.unwrap().as_str(), "I003");
}

#[test]
fn an_audit_event_counts_what_was_done() {
    let sink = std::sync::Arc::new(MemorySink::default());
    let policy = Policy::parse(POLICY).unwrap();
    let guard = Guard::builder().policy(policy).audit_sink(sink.clone()).build().unwrap();
    let input = "Mail\njo@muster-werke.de\njo@muster-werke.de\n";
    guard.check_records(input, Csv, &request()).unwrap();
    let event = &sink.events()[0];
    assert_eq!((event.classes["other"], event.entities["EMAIL"], event.transforms["tokenize"]), (2, 2, 2));
    assert_eq!((event.bytes, event.verdict), (input.len(), Verdict::Transform));
}

#[test]
fn answers_are_turned_back_into_valid_json() {
    let policy = POLICY.replace("[classes]", "output = { reveal_for = [\"user\"] }\n[classes]");
    let guard = Guard::builder().policy(Policy::parse(&policy).unwrap()).build().unwrap();
    let session = guard.session();
    session.protect("Das Passwort lautet \"Blau7\"haus!\", sagt jo@muster-werke.de").unwrap();
    let answer = Request::new("user", "eu").direction(Direction::Response);
    let checked = session.check_records(r#"{"an": ["[EMAIL_1]"]}"#, Json, &answer).unwrap();
    assert_eq!(checked.decision.output.as_deref(), Some(r#"{"an": ["jo@muster-werke.de"]}"#));
}

#[test]
fn what_is_not_of_its_format_is_refused() {
    let deep = "[".repeat(200) + &"]".repeat(200);
    let long = format!("{{\"a\": \"{}\"}}", "x".repeat(100));
    for (input, format, code, offset) in [
        ("{\"a\": 1", Json, "I025", Some(0)),
        ("", Json, "I025", Some(0)),
        ("[1,]", Json, "I025", Some(3)),
        ("[1 2]", Json, "I025", Some(1)),
        ("[1", Json, "I025", Some(2)),
        ("[1] 2", Json, "I025", Some(4)),
        ("[1}]", Json, "I025", Some(1)),
        ("[{\"a\": 1}, {\"b\": nul}]", Json, "I025", Some(11)),
        ("{\"a\":1}\n{a:1}\n", JsonLines, "I025", Some(8)),
        (deep.as_str(), Json, "I025", Some(129)),
        ("a,b\n1,\"x\n2,y\n", Csv, "I025", Some(6)),
        (long.as_str(), JsonLines, "I001", None),
    ] {
        let guard = Guard::builder().max_text_bytes(if code == "I001" { 99 } else { 9999 }).build().unwrap();
        let mut records = guard.session().records(format, &Request::new("buyer", "eu"));
        let error = records.push(input).map(drop).and_then(|()| records.finish().map(drop)).unwrap_err();
        assert_eq!((error.code().as_str(), error.offset()), (code, offset), "{input}: {error}");
        assert!(records.push("1").is_err() && records.finish().is_err());
    }
    let mut records = guard().session().records(Csv, &request());
    assert_eq!(records.push_bytes(b"ab\xff").unwrap_err().offset(), Some(2));
}

/// What is held is neither read nor moved again for every byte that comes.
#[test]
fn a_long_record_may_come_byte_by_byte() {
    let blanks = " ".repeat(300_000);
    for (input, format) in [
        (format!("[{blanks}1{blanks}]{blanks}"), Json),
        (format!("{{\"a\":{blanks}1}}"), Json),
        (format!("{{\"a\":{blanks}1}}\n"), JsonLines),
        (format!("a,b\n\"{blanks}\",1\n"), Csv),
        (format!("a=1{blanks}b=\"{blanks}\"\n"), Logfmt),
        ("\"a \\".repeat(100_000), Logfmt),
        (format!("x{blanks}a=\"{blanks}\"{blanks}1\n"), LineProtocol),
    ] {
        let mut records = guard().session().records(format, &request());
        let mut out = String::new();
        for byte in input.as_bytes().chunks(1) {
            out.push_str(records.push_bytes(byte).unwrap().text);
        }
        out.push_str(records.finish().unwrap().text);
        assert!(out == input);
    }
}

/// Names and values with what is found, what announces, what has to be escaped and what reads as a token.
fn stock() -> &'static [String] {
    static STOCK: OnceLock<Vec<String>> = OnceLock::new();
    STOCK.get_or_init(|| {
        let mut stock = texts::stock_with_look_alikes();
        let more = [
            "12.500 EUR",
            "Huber",
            "Blau7haus!",
            "DE89370400440532013000",
            "4711",
            "a\"b",
            "x;y,z",
            "a\nb",
            "\\n",
            "\t",
            "Ω𝄞",
        ];
        stock.extend(more.iter().cycle().take(200).map(ToString::to_string));
        stock
    })
}

fn name() -> impl Strategy<Value = String> {
    let named: &[&str] =
        &["IBAN", "Passwort", "password", "E-Mail", "Name", "Ansprechpartner", "Steuer-ID", "Preis", "Notiz", "id"];
    prop_oneof![4 => select(named).prop_map(str::to_owned), 1 => "[a-z]{0,6}"]
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => any::<Index>().prop_map(|index| index.get(stock()).clone()),
        2 => (any::<Index>(), any::<Index>()).prop_map(|(a, b)| format!("{} {}", a.get(stock()), b.get(stock()))),
        2 => any::<String>(),
        1 => "[0-9]{0,12}",
    ]
}

fn document() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        6 => value().prop_map(Value::from),
        2 => any::<u64>().prop_map(Value::from),
        1 => any::<f32>().prop_filter_map("finite", |number| number.is_finite().then(|| json!(number))),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
    ];
    leaf.prop_recursive(4, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((name(), inner), 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    (1usize..5, 1usize..6).prop_flat_map(|(columns, rows)| {
        let header = prop::collection::vec(name(), columns);
        (header, prop::collection::vec(prop::collection::vec(value(), columns), rows))
            .prop_map(|(header, rows)| [vec![header], rows].concat())
    })
}

fn to_csv(table: &[Vec<String>], delimiter: u8) -> String {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    table.iter().for_each(|row| writer.write_record(row).unwrap());
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn of_csv(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Same names, same lengths; a value is the same or a string.
fn same_shape(before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::Array(before), Value::Array(after)) => {
            before.len() == after.len() && before.iter().zip(after).all(|(before, after)| same_shape(before, after))
        }
        (Value::Object(before), Value::Object(after)) => {
            before.keys().eq(after.keys())
                && before.values().zip(after.values()).all(|(before, after)| same_shape(before, after))
        }
        (before, after) => before == after || after.is_string(),
    }
}

#[test]
fn what_is_refused_has_the_level_of_all_that_speaks_against_it() {
    // A program of a machine, and behind it what is never sent: both deny.
    let value = "N10 G1 X45.3 Y-12.0 F250 uX4ZOFYzcnOJ7zp5CeErBIA1fOeoWR9Wb3Jb5n1QIsAzSeB4HhfJ";
    let whole = guard().session().check(&format!("IBAN: {value}"), &request()).unwrap();
    let checked = guard().check_records(&json!({ "IBAN": value }).to_string(), Json, &request()).unwrap();
    assert_eq!((checked.decision.verdict, &checked.decision.level), (whole.verdict, &whole.level));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json_has_the_shape_it_had(document in document(), pretty: bool) {
        let input = if pretty { serde_json::to_string_pretty(&document) } else { serde_json::to_string(&document) }.unwrap();
        let (out, _, verdict) = run(&input, Json, &[]).unwrap();
        if verdict <= Verdict::Transform {
            let [before, after] = [&input, &out].map(|text| serde_json::from_str::<Value>(text).unwrap());
            prop_assert!(same_shape(&before, &after), "{}\n{}", input, out);
        }
    }

    #[test]
    fn tables_have_the_rows_and_columns_they_had(table in table(), delimiter in select(&b",;\t|:"[..])) {
        let input = to_csv(&table, delimiter);
        let records = guard().session().records(Csv, &request()).delimiter(delimiter.into()).unwrap();
        let checked = records.whole(&input).unwrap();
        if let Some(output) = checked.decision.output {
            let (before, after) = (of_csv(&input, delimiter), of_csv(&output, delimiter));
            let shape = |table: &[Vec<String>]| table.iter().map(Vec::len).collect::<Vec<_>>();
            prop_assert_eq!(shape(&before), shape(&after), "{}\n{}", input, output);
            prop_assert_eq!(&before[0], &after[0]);
        }
    }

    /// What is done with a value is what is done with the text `name: value`.
    #[test]
    fn a_value_is_what_its_text_is(name in name(), value in value()) {
        let text = if name.is_empty() { value.clone() } else { format!("{name}: {value}") };
        let start = text.len() - value.len();
        let whole = guard().session().check(&text, &request()).unwrap();
        prop_assume!(!value.is_empty() && whole.edits.iter().all(|edit| edit.span.start >= start));
        let document = json!({ &name: value }).to_string();
        let checked = guard().check_records(&document, Json, &request()).unwrap();
        prop_assert_eq!(checked.decision.verdict, whole.verdict, "{:?} {:?}", checked.decision.reasons, whole.reasons);
        prop_assert_eq!(&checked.decision.level, &whole.level);
        prop_assert_eq!(&checked.decision.residual_level, &whole.residual_level);
        let read = |text: &str| serde_json::from_str::<Value>(text).unwrap()[&name].as_str().unwrap().to_owned();
        let expected = whole.output.as_deref().map(|output| output[start..].to_owned());
        prop_assert_eq!(checked.decision.output.as_deref().map(read), expected.clone());

        let table = to_csv(&[vec![name.clone(), "-".into()], vec![value.clone(), "-".into()]], b',');
        let checked = guard().session().records(Csv, &request()).delimiter(',').unwrap().whole(&table).unwrap();
        prop_assert_eq!(checked.decision.output.map(|output| of_csv(&output, b',')[1][0].clone()), expected);
    }

    #[test]
    fn pieces_are_the_whole(document in document(), table in table(), cuts in prop::collection::vec(any::<Index>(), 0..12), tiny: bool) {
        let lines = [json!({"a": 1}), document.clone(), json!([])].map(|value| value.to_string()).join("\r\n");
        let list = json!([document, 1, {"mail": "jo@muster-werke.de"}]);
        for (input, format) in [(to_csv(&table, b';'), Csv), (lines, JsonLines), (serde_json::to_string_pretty(&list).unwrap(), Json)] {
            let whole = run(&input, format, &[]);
            let cuts: Vec<usize> = if tiny { (0..input.len()).collect() } else { cuts.iter().map(|cut| cut.index(input.len() + 1)).collect() };
            prop_assert_eq!(run(&input, format, &cuts), whole);
        }
    }

    /// Nothing makes it fail in another way than with a code.
    #[test]
    fn anything_is_read_or_refused(input in r#"[\[\]{},:;"'\\a-c0-9 \r\n\t.eEn+-]{0,40}"#, cuts in prop::collection::vec(any::<Index>(), 0..4)) {
        for format in [Json, JsonLines, Csv] {
            let cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(input.len() + 1)).collect();
            let whole = run(&input, format, &[]);
            prop_assert_eq!(run(&input, format, &cuts), whole.clone());
            match (whole, format) {
                (Ok(_), Json) => prop_assert!(serde_json::from_str::<Value>(&input).is_ok()),
                (Err(_), Json) => prop_assert!(serde_json::from_str::<Value>(&input).is_err()),
                (Ok((out, found, _)), Csv) if found.is_empty() => prop_assert_eq!(of_csv(&out, b','), of_csv(&input, b',')),
                _ => {}
            }
        }
    }
}
