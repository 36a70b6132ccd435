//! Tables: what a cell holds is found by the head of its column, however the table is written, and nothing else in it.

#![expect(clippy::unwrap_used, reason = "a test fails where its helpers fail")]

use llmguard::{Confidence, Guard, Request};
use llmguard_catalog::template::expand;

/// Columns: the head, two values as templates, and what each is found as.
const COLUMNS: &[(&str, [&str; 2], &str)] = &[
    ("Nr", ["1", "2"], ""),
    ("Passwort", ["Sommer${digits:4}!", "blau-${digits:1}-Hund"], "PASSWORD"),
    ("Geburtsdatum", ["12.04.1979", "1.2.80"], "DATE_OF_BIRTH"),
    ("Kundennr.", ["88123", "99124"], "PARTNER_ID"),
    ("Schicht", ["früh", "spät"], ""),
    ("Telefon", ["123456", "654321"], "PHONE"),
];

/// How a row is written, and what stands between the head and the rows.
struct Form {
    begins: &'static str,
    parts: &'static str,
    ends: &'static str,
    rule: &'static str,
}

const FORMS: &[Form] = &[
    Form { begins: "| ", parts: " | ", ends: " |\n", rule: "|---|:---|---:|---|---|---|\n" },
    Form { begins: "|", parts: "|", ends: "|\n", rule: "|-|-|-|-|-|-|\n" },
    Form { begins: "| **", parts: "** | **", ends: "** |\n", rule: "|---|---|---|---|---|---|\n" },
    Form { begins: " ", parts: "   | ", ends: "\n", rule: "----+-----+-----+----+-----+-----\n" },
    Form { begins: "", parts: "\t", ends: "\n", rule: "" },
    Form { begins: "", parts: ";", ends: "\r\n", rule: "" },
    Form { begins: "", parts: ",", ends: "\n", rule: "" },
    Form { begins: "\"", parts: "\",\"", ends: "\"\n", rule: "" },
];

impl Form {
    fn row<'c>(&self, cells: impl Iterator<Item = &'c str>) -> String {
        let cells: Vec<&str> = cells.collect();
        [self.begins, &cells.join(self.parts), self.ends].concat()
    }
}

/// Kinds and values of what is found in a text, ordered.
fn found(guard: &Guard, text: &str) -> Vec<(String, String)> {
    let findings = guard.scan(text).unwrap();
    let sure = findings.iter().filter(|f| f.confidence >= Confidence::Medium);
    let mut found: Vec<(String, String)> =
        sure.map(|f| (guard.entity_label(f).to_owned(), f.span.of(text).unwrap().to_owned())).collect();
    found.sort();
    found
}

#[test]
fn a_cell_is_found_by_the_head_of_its_column() {
    let guard = Guard::new().unwrap();
    let value = |template: &str| expand(template, 7).unwrap();
    let rows: Vec<Vec<String>> =
        [0, 1].map(|row| COLUMNS.iter().filter_map(|column| column.1.get(row)).map(|v| value(v)).collect()).into();
    let mut expected: Vec<(String, String)> = Vec::new();
    for row in &rows {
        let kinds = COLUMNS.iter().map(|column| column.2);
        let pairs = kinds.zip(row).filter(|(kind, _)| !kind.is_empty());
        expected.extend(pairs.map(|(kind, value)| (kind.to_owned(), value.clone())));
    }
    expected.sort();
    for form in FORMS {
        let rows: String = rows.iter().map(|row| form.row(row.iter().map(String::as_str))).collect();
        let head = form.row(COLUMNS.iter().map(|column| column.0));
        let text = format!("Bitte prüfen:\n\n{head}{}{rows}\nDanke.\n", form.rule);
        assert_eq!(found(&guard, &text), expected, "{text}");
    }
}

#[test]
fn every_row_of_a_long_table_is_read() {
    let guard = Guard::new().unwrap();
    let rows: String = (0..3000).map(|row| format!("user{row};hase-{row}-Wald;früh\n")).collect();
    let text = format!("Benutzer;Passwort;Schicht\n{rows}");
    let passwords = found(&guard, &text).into_iter().filter(|(kind, _)| kind == "PASSWORD").count();
    assert_eq!(passwords, 3000);
}

#[test]
fn a_row_of_two_cells_is_read_by_the_first() {
    let guard = Guard::new().unwrap();
    let password = expand("Sommer${digits:4}!", 7).unwrap();
    let text =
        format!("| Feld | Wert |\n|---|---|\n| Ort | Ulm |\n| Passwort | {password} |\n| Geburtsdatum | 1.2.80 |\n");
    let expected = [("DATE_OF_BIRTH", "1.2.80"), ("LOCATION", "Ulm"), ("PASSWORD", password.as_str())];
    let found = found(&guard, &text);
    let found: Vec<(&str, &str)> = found.iter().map(|(kind, value)| (kind.as_str(), value.as_str())).collect();
    assert!(expected.iter().all(|one| found.contains(one) || one.0 == "LOCATION"), "{found:?}");
    assert_eq!(found.iter().filter(|(kind, _)| *kind != "LOCATION").count(), 2, "{found:?}");
}

#[test]
fn values_of_rows_of_sql_and_of_elements_are_read_by_their_names() {
    let guard = Guard::new().unwrap();
    let password = expand("Sommer${digits:4}!", 7).unwrap();
    let expected = [("DATE_OF_BIRTH", "12.04.1979"), ("PASSWORD", password.as_str())];
    for text in [
        format!("INSERT INTO u (id, passwort, geburtsdatum) VALUES (1, '{password}', '12.04.1979');"),
        format!("insert into u\n  (`passwort`, `rolle`, `geburtsdatum`)\nvalues\n  ('{password}', 'a', '12.04.1979')"),
        format!("<p><Passwort>{password}</Passwort><geburtsdatum typ=\"d\">12.04.1979</geburtsdatum></p>"),
        format!("<hr:geburtsdatum>12.04.1979</hr:geburtsdatum>\n<hr:passwort>\n  {password}\n</hr:passwort>"),
    ] {
        let found = found(&guard, &text);
        let found: Vec<(&str, &str)> = found.iter().map(|(kind, value)| (kind.as_str(), value.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn tables_about_something_else_raise_no_alarm() {
    let guard = Guard::new().unwrap();
    for text in [
        "| Parameter | Type | Description |\n|---|---|---|\n| username | string | name of the user |\n| password | string | password of the user |\n",
        "| Column | Type | Nullable |\n|---|---|---|\n| user_id | int | no |\n| team_id | int | no |\n",
        "| Pin | Signal | Password |\n|---|---|---|\n| 1 | GND | n/a |\n| 2 | VCC | required |\n",
        "Zeit,PIN,Wert\n12:00,GPIO4,1\n12:01,GPIO5,0\n",
        "| Name | Key | Token |\n|---|---|---|\n| alpha | beta | gamma |\n",
        "Name, Passwort und Telefon\nbitte eintragen, danke\n",
        "INSERT INTO settings (password_policy, min_length) VALUES ('strict', 12);",
        "<xs:element name=\"password\" type=\"xs:string\"/><password>required</password><iban>string</iban>",
    ] {
        assert_eq!(found(&guard, text), [], "{text}");
    }
}

#[test]
fn a_long_table_in_pieces_is_that_of_the_whole() {
    let guard = Guard::new().unwrap();
    let rows: String = (0..3000).map(|row| format!("user{row};früh;1.2.19{:02}\n", row % 90 + 10)).collect();
    let text = format!("Mitarbeiter;Schicht;Geburtsdatum\n{rows}");
    // What leaves, and how much was held at most.
    let run = |len: usize| {
        let mut stream = guard.session().stream(&Request::new("buyer", "eu")).unwrap();
        let (mut out, mut most) = (String::new(), 0);
        for piece in text.as_bytes().chunks(len) {
            out.push_str(stream.push_bytes(piece).unwrap().text);
            most = most.max(stream.held());
        }
        out.push_str(stream.finish().unwrap().text);
        (out, most)
    };
    let (whole, _) = run(text.len());
    assert_eq!(whole.matches("[DATE_OF_BIRTH_").count(), 3000);
    for len in [23, 4000, 40_000] {
        let (out, most) = run(len);
        assert_eq!(out, whole);
        assert!(most <= 8192 + len, "{most}");
    }
}
