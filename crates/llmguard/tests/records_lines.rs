//! Records a line: logfmt and points of time series are checked value by value and stay what they are.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "a test stops where it fails")]

mod recorded;
mod strict;

use std::sync::OnceLock;

use llmguard::{Direction, Guard, Policy, RecordFinding, RecordFormat, Request, Verdict};
use llmguard_testkit::texts;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use RecordFormat::{Json, LineProtocol, Logfmt};
use recorded::request;

const POLICY: &str = r#"
format = 1
id = "lines"
version = "1"
levels = ["public", "internal", "confidential", "strictly-confidential", "never"]
residual = { tokenize = "internal", redact = "public", mask = "public", generalize = "public" }
destinations = { eu = { ceiling = "internal" } }
roles = { user = { destinations = ["eu"] } }
[classes]
secret  = { level = "never", detect = ["secret.*"] }
masked  = { level = "internal", detect = ["id.*", "net.*", "ot.*", "date.*"] }
price   = { level = "internal", detect = ["trade.*"] }
other   = { level = "internal", detect = ["person.*", "contact.*", "bank.*", "org.*", "place.*", "asset.*", "erp.*", "qm.*", "prod.*"] }
marked  = { level = "internal", detect = ["marking.*", "hidden.*", "injection.*", "output.*", "eng.*"] }
machine = { level = "confidential", detect = ["column:machine-id"] }
process = { level = "confidential", detect = ["column:temp"], round_to = "5" }
shots   = { level = "confidential", detect = ["column:shots", "column:running"] }
[[transform]]
classes = ["secret", "shots"]
destinations = ["*"]
do = "redact"
[[transform]]
classes = ["masked"]
destinations = ["*"]
do = "mask"
[[transform]]
classes = ["price", "process"]
destinations = ["*"]
do = "generalize"
[[transform]]
classes = ["other", "marked", "machine"]
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
fn a_name_announces_what_stands_behind_it() {
    let input = "ts=2024-05-01T10:00:00Z level=info user=\"Hans Müller\" password=Blau7haus! preis=\"7 EUR\" n=3\r\n\n";
    let output = "ts=2024-05-01T10:00:00Z level=info user=\"[PERSON_1]\" password=[REDACTED_PASSWORD] preis=\"7,0–7,5 EUR\" n=3\r\n\n";
    assert_eq!(written(input, Logfmt), output);
    let input = "press,user=Hans\\ Müller,hall=3 password=4711081599,iban=\"an \\\"DE89370400440532013000\\\"\" 1556813561098000000\n";
    let output = "press,user=[PERSON_1],hall=3 password=\"[REDACTED_PASSWORD]\",iban=\"an \\\"[IBAN_1]\\\"\" 1556813561098000000\n";
    assert_eq!(written(input, LineProtocol), output);
}

/// As a log writes them: without quotes, glued to others, in the words before all pairs.
#[test]
fn words_belong_to_the_value_before_them() {
    let line = |text: &str| written(text, Logfmt);
    assert_eq!(line("user=Hans Müller station=7"), "user=[PERSON_1] station=7");
    assert_eq!(line("an jo@muster-werke.de: a=1"), "an [EMAIL_1]: a=1");
    assert_eq!(line("a=\"1\", mail=jo@muster-werke.de"), "a=\"1\", mail=[EMAIL_1]");
    assert_eq!(line("\"an jo@muster-werke.de\" 200"), "\"an [EMAIL_1]\" 200");
    assert_eq!(line("password=\"Blau7\\\"haus!\" open=\"x"), "password=\"[REDACTED_PASSWORD]\" open=\"x");
    // Neither an address nor base64 has a name before its `=`: these are read as in a text.
    for words in ["GET ftp://h.de/?mail=jo@muster-werke.de 200", "Authorization: Basic YWxhZGRpbjpvcGVuc2VzYW1lMTI="] {
        let whole = guard().session().check(words, &request()).unwrap().output.unwrap();
        assert_eq!((line(words), whole != words), (whole, true));
    }
}

#[test]
fn other_delimiters_part_pairs_where_they_are_stated() {
    let line = |delimiter: char, text: &str| {
        let records = guard().session().records(Logfmt, &request()).delimiter(delimiter).unwrap();
        records.whole(text).unwrap().decision.output.unwrap()
    };
    assert_eq!(
        line(';', "STATION=7; User = Hans Müller;Preis=7 EUR;x"),
        "STATION=7; User = [PERSON_1];Preis=7,0–7,5 EUR;x"
    );
    assert_eq!(line(',', "Preis=7 EUR,n=3"), "Preis=\"7,0–7,5 EUR\",n=3");
    assert_eq!(line(' ', "user=Hans Müller n=3"), "user=[PERSON_1] n=3");
    for (format, wrong) in [(Logfmt, '='), (Logfmt, '\\'), (Logfmt, 'x'), (Logfmt, '"'), (LineProtocol, ';')] {
        let records = guard().session().records(format, &request());
        assert_eq!(records.delimiter(wrong).unwrap_err().code().as_str(), "I026", "{wrong}");
    }
}

/// What is no number any more is a string; the letter behind a whole number stays.
#[test]
fn numbers_and_tags_stay_what_a_database_reads() {
    let input = "# gez. jo@muster-werke.de\npress,machine_id=7\\ A temp=182.43,shots=17i,running=t\ntemp,x=1 value=17i,ok=F\n\n";
    let output = "# gez. [EMAIL_1]\npress,machine_id=[MACHINE_ID_1] temp=180,shots=\"[REDACTED_SHOTS]\",running=\"[REDACTED_RUNNING]\"\ntemp,x=1 value=15i,ok=F\n\n";
    assert_eq!(written(input, LineProtocol), output);
    assert_eq!(written("a,preis=7\\ EUR b=1", LineProtocol), "a,preis=7\\,0–7\\,5\\ EUR b=1");
    assert_eq!(written("jo@muster-werke.de b=1 -5", LineProtocol), "[EMAIL_1] b=1 -5");
}

/// As OPC UA and Sparkplug write them: the name above or beside says what the value is.
#[test]
fn a_value_called_value_is_announced_by_what_stands_above_or_beside() {
    let metrics = r#"[{"name": "Temp", "unit": "C", "value": 182.43}, {"Value": "Blau7haus!", "Key": "password"}]"#;
    let output =
        r#"[{"name": "Temp", "unit": "C", "value": 180}, {"Value": "[REDACTED_PASSWORD]", "Key": "password"}]"#;
    assert_eq!(written(metrics, Json), output);
    let apart = r#"{"name": ["Temp"], "key": {"name": "Temp"}, "value": 182.43}"#;
    assert_eq!(written(apart, Json), apart);
    assert_eq!(written(r#"{"Temp": {"Value": 182.43}}"#, Json), r#"{"Temp": {"Value": 180}}"#);
    assert_eq!(written("password value=\"Blau7haus!\"", LineProtocol), "password value=\"[REDACTED_PASSWORD]\"");
    let claimed = POLICY.replace("column:temp", "column:value");
    let guard = Guard::builder().policy(Policy::parse(&claimed).unwrap()).build().unwrap();
    let checked = guard.check_records(r#"{"Temp": {"value": 182.43}}"#, Json, &request()).unwrap();
    assert_eq!(checked.decision.output.as_deref(), Some(r#"{"Temp": {"value": 180}}"#));
}

#[test]
fn answers_are_turned_back_into_valid_lines() {
    let policy = POLICY.replace("[classes]", "output = { reveal_for = [\"user\"] }\n[classes]");
    let guard = Guard::builder().policy(Policy::parse(&policy).unwrap()).build().unwrap();
    let session = guard.session();
    let hidden = session.protect("Ansprechpartner: Hans Müller, Passwort: Blau=7,\"haus!").unwrap().text;
    assert_eq!(hidden, "Ansprechpartner: [PERSON_1], Passwort: [PASSWORD_1]");
    let answer = Request::new("user", "eu").direction(Direction::Response);
    let back = |input: &str, format: RecordFormat| {
        session.check_records(input, format, &answer).unwrap().decision.output.unwrap()
    };
    assert_eq!(
        back("[PERSON_1] hat a=[PERSON_1] p=[PASSWORD_1]", Logfmt),
        r#"Hans Müller hat a="Hans Müller" p="Blau=7,\"haus!""#
    );
    assert_eq!(
        back("x,a=[PERSON_1],p=[PASSWORD_1] p=\"[PASSWORD_1]\"", LineProtocol),
        r#"x,a=Hans\ Müller,p=Blau\=7\,"haus! p="Blau=7,\"haus!""#
    );
}

#[test]
fn findings_say_where() {
    let seen = |input: &str, format: RecordFormat| -> Vec<(usize, String, String)> {
        let checked = guard().check_records(input, format, &request()).unwrap();
        let seen = |found: &RecordFinding| {
            let span = found.finding.span;
            (found.record, found.path.clone(), input[span.start..span.end].to_owned())
        };
        checked.findings.iter().map(seen).collect()
    };
    let expected = |record, path: &str, value: &str| (record, path.to_owned(), value.to_owned());
    let input = "a=1\nx/y=\"an \\\"\\u006ao@muster-werke.de\\\"\"\nan eva@muster-werke.de";
    let found = [expected(1, "/x~1y", "\\u006ao@muster-werke.de"), expected(2, "", "eva@muster-werke.de")];
    assert_eq!(seen(input, Logfmt), found);
    let input = "a b=1\nrun,op\\ x=Frau\\ Huber b=\"\\\\ jo@muster-werke.de\"";
    let found = [expected(1, "/run/op x", "Huber"), expected(1, "/run/b", "jo@muster-werke.de")];
    assert_eq!(seen(input, LineProtocol), found);
}

#[test]
fn what_is_no_point_is_refused() {
    for (input, offset) in [
        ("a b=1\nx", 7),
        ("x b", 3),
        (",a=1 b=1", 0),
        ("x,a b=1", 3),
        ("x,a= b=1", 4),
        ("x,a=1=2 b=1", 4),
        ("x,=1 b=1", 2),
        ("x b=", 4),
        ("x b=one", 4),
        ("x b=1,", 6),
        ("x b=\"1", 4),
        ("x b=\"1\"2", 7),
        ("x b=+1", 4),
        ("x b=1.5i", 4),
        ("x b=-1u", 4),
        ("x b=1e999", 4),
        ("x b=1 today", 6),
        ("x b=1 1 1", 6),
    ] {
        let error = guard().check_records(input, LineProtocol, &request()).unwrap_err();
        assert_eq!((error.code().as_str(), error.offset()), ("I025", Some(offset)), "{input}: {error}");
    }
}

/// Names and values with what is found, what has to be escaped and what reads as a token.
fn stock() -> &'static [String] {
    static STOCK: OnceLock<Vec<String>> = OnceLock::new();
    STOCK.get_or_init(|| {
        let mut stock = texts::stock_with_look_alikes();
        let more =
            ["12.500 EUR", "Huber", "Blau7haus!", "4711", "a\"b", "x;y,z", "\\n", "a\\", "a=b", "\t", "Ω𝄞", "\\u12"];
        stock.extend(more.iter().cycle().take(200).map(ToString::to_string));
        stock
    })
}

fn name() -> impl Strategy<Value = String> {
    let named: &[&str] =
        &["IBAN", "password", "E-Mail", "user", "Preis", "temp", "machine_id", "value", "jo@muster-werke.de"];
    prop_oneof![4 => select(named).prop_map(str::to_owned), 1 => "[a-z]{1,6}"]
}

fn value() -> impl Strategy<Value = String> {
    let printed = |text: String| text.replace(|c: char| c < ' ' || c == '\u{7f}', "");
    prop_oneof![
        6 => any::<Index>().prop_map(|index| index.get(stock()).clone()),
        2 => (any::<Index>(), any::<Index>()).prop_map(|(a, b)| format!("{} {}", a.get(stock()), b.get(stock()))),
        1 => any::<String>(),
        1 => "[0-9]{1,12}",
    ]
    .prop_map(printed)
}

/// What stands in quotes for a text.
fn in_quotes(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// A value of a field as it is written.
fn field() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => value().prop_map(|text| format!("\"{}\"", in_quotes(&text))),
        2 => any::<i64>().prop_map(|number| format!("{number}i")),
        1 => any::<u64>().prop_map(|number| format!("{number}u")),
        2 => any::<f32>().prop_filter_map("finite", |number| number.is_finite().then(|| number.to_string())),
        1 => select(&["t", "FALSE"][..]).prop_map(str::to_owned),
    ]
}

/// What stands in a name or tag for a text.
fn in_tag(text: &str) -> String {
    let escaped = |c: char| if matches!(c, ',' | '=' | ' ' | '\\') { vec!['\\', c] } else { vec![c] };
    text.chars().flat_map(escaped).collect()
}

fn point() -> impl Strategy<Value = String> {
    let tags = prop::collection::vec((name(), value().prop_filter("not empty", |text| !text.is_empty())), 0..4);
    let fields = prop::collection::vec((name(), field()), 1..4);
    (name(), tags, fields, prop::option::of(any::<i64>())).prop_map(|(measured, tags, fields, time)| {
        let tags: String = tags.iter().map(|(name, value)| format!(",{}={}", in_tag(name), in_tag(value))).collect();
        let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{}={value}", in_tag(name))).collect();
        let time = time.map(|time| format!(" {time}")).unwrap_or_default();
        format!("{}{tags} {}{time}", in_tag(&measured), fields.join(","))
    })
}

fn pairs() -> impl Strategy<Value = String> {
    let written = |text: String| match text.is_empty() || text.contains([' ', '=', '"', '\\']) {
        true => format!("\"{}\"", in_quotes(&text)),
        false => text,
    };
    prop::collection::vec((name(), value().prop_map(written)), 1..5)
        .prop_map(|pairs| pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn logfmt_has_the_pairs_it_had(lines in prop::collection::vec(pairs(), 1..4)) {
        let input = lines.join("\n");
        let (out, _, verdict) = run(&input, Logfmt, &[]).unwrap();
        prop_assert!(verdict > Verdict::Transform || out.lines().count() == input.lines().count());
        for (before, after) in input.lines().zip(out.lines()) {
            let count = |line: &str| strict::logfmt(line).map(|values| values.len());
            prop_assert!(count(before).is_some());
            prop_assert_eq!(count(before), count(after), "{}\n{}", before, after);
        }
    }

    #[test]
    fn points_have_the_tags_and_fields_they_had(lines in prop::collection::vec(point(), 1..4)) {
        let input = lines.join("\n");
        let (out, _, verdict) = run(&input, LineProtocol, &[]).unwrap();
        prop_assert!(verdict > Verdict::Transform || out.lines().count() == input.lines().count());
        for (before, after) in input.lines().zip(out.lines()) {
            let (before, Some(after)) = (strict::point(before).unwrap(), strict::point(after)) else {
                return Err(TestCaseError::fail(format!("{input}\n{out}")));
            };
            prop_assert_eq!((before.0, before.2), (after.0, after.2));
            prop_assert_eq!(before.1.len(), after.1.len());
            prop_assert!(before.1.iter().zip(&after.1).all(|(before, after)| before == after || *after == 's'));
        }
    }

    /// What is done with a value is what is done with the text `name: value`.
    #[test]
    fn a_value_is_what_its_text_is(name in name(), value in value()) {
        prop_assume!(!value.is_empty() && !["value", "temp", "machine_id"].contains(&&*name));
        let text = format!("{name}: {value}");
        let start = text.len() - value.len();
        let whole = guard().session().check(&text, &request()).unwrap();
        prop_assume!(whole.edits.iter().all(|edit| edit.span.start >= start));
        let expected = whole.output.map(|output| output[start..].to_owned());
        for (before, format) in [(format!("{name}=\""), Logfmt), (format!("x {name}=\""), LineProtocol)] {
            let line = format!("{before}{}\"", in_quotes(&value));
            let checked = guard().check_records(&line, format, &request()).unwrap();
            prop_assert_eq!(&checked.decision.level, &whole.level, "{}", line);
            let expected = expected.as_deref().map(|value| format!("{before}{}\"", in_quotes(value)));
            prop_assert_eq!(checked.decision.output, expected, "{}", line);
        }
    }

    #[test]
    fn pieces_are_the_whole(points in prop::collection::vec(point(), 0..4), pairs in prop::collection::vec(pairs(), 0..4), cuts in prop::collection::vec(any::<Index>(), 0..12), tiny: bool) {
        for (input, format) in [(points.join("\n"), LineProtocol), (pairs.join("\r\n"), Logfmt)] {
            let whole = run(&input, format, &[]);
            let cuts: Vec<usize> = if tiny { (0..input.len()).collect() } else { cuts.iter().map(|cut| cut.index(input.len() + 1)).collect() };
            prop_assert_eq!(run(&input, format, &cuts), whole);
        }
    }

    /// Nothing makes it fail in another way than with a code, and what is harmless goes as it came.
    #[test]
    fn anything_is_read_or_refused(input in r#"[=,;"'\\#a-c0-9 \r\n\t.eiu+-]{0,40}"#, cuts in prop::collection::vec(any::<Index>(), 0..4)) {
        for format in [Logfmt, LineProtocol] {
            let cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(input.len() + 1)).collect();
            let whole = run(&input, format, &[]);
            prop_assert_eq!(run(&input, format, &cuts), whole.clone());
            match whole {
                Ok((out, found, _)) => prop_assert!(!found.is_empty() || out == input),
                Err(_) => prop_assert!(format == LineProtocol),
            }
        }
    }
}
