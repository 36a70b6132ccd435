//! `llmguard dictionary`, as its users see it.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use llmguard::{Dictionary, ListKey};
use serde_json::Value;
use support::Folder;

mod support;

fn open(folder: &Folder) -> Dictionary {
    let bytes = std::fs::read(folder.0.join("out")).unwrap();
    Dictionary::open(bytes, &ListKey::new(&[7; 32]).unwrap()).unwrap()
}

#[test]
fn a_list_becomes_a_dictionary() {
    let folder =
        Folder::new("list").with("terms.txt", "\u{feff}Weidenbach\r\n\n# Lieferanten\nKnorr-Bremse AG\nweidenbachs");
    let built = folder.answer("dictionary build terms.txt --key-file key --out out");
    assert!(
        built.contains("terms    2\n") && built.contains("longest  3\n") && built.contains("genuine  yes\n"),
        "{built}"
    );
    assert_eq!(open(&folder).find_all("KNORR BREMSE AG, Weidenbachs, Lieferanten").len(), 2);

    assert_eq!(folder.answer("dictionary info out --key-file key"), built);
    let info: Value = serde_json::from_str(&folder.answer("dictionary info out --json")).unwrap();
    assert_eq!((&info["terms"], &info["genuine"]), (&Value::from(2), &Value::Null));
    assert!(!folder.0.join("out.part").exists());
}

#[test]
fn a_column_becomes_a_dictionary() {
    let csv = "id,name\r\n1,\"Muster \"\"Stahl\"\", AG\"\r\n\r\n2,\"Zwei\nZeilen\"\n3,Weidenbach";
    let folder =
        Folder::new("column").with("terms.csv", csv).with("semicolon.csv", "a;Weidenbach\n").with("raw", [7; 32]);
    folder.answer("dictionary build terms.csv --column 2 --header --key-file key --out out");
    assert_eq!(open(&folder).find_all("Muster \"Stahl\", AG; zwei zeilen; Weidenbach; name").len(), 3);
    folder.answer("dictionary build semicolon.csv --column 2 --separator semicolon --key-file raw --out out");
    assert_eq!(open(&folder).find_all("Weidenbach a").len(), 1);
}

#[test]
fn what_is_wrong_is_said_with_file_and_line() {
    let long = format!("good\n{}\n", "x".repeat(129));
    let folder = Folder::new("wrong")
        .with("short", "good\n\nC++\n")
        .with("long", long)
        .with("none", "\n#x\n")
        .with("csv", "a,good\n\"b\nb\",\"\"\n")
        .with("columns", "a,good\nb\n")
        .with("quote", "a,good\nb,\"open\n")
        .with("latin", b"M\xfcller\n")
        .with("bad-key", "1234");
    for (list, expected) in [
        ("short", "T001 short line 3: "),
        ("long", "T001 long line 2: "),
        ("none", "T002 none: "),
        ("csv --column 2", "T001 csv line 2: "),
        ("columns --column 2", "T006 columns line 2: "),
        ("quote --column 2", "T006 quote line 2: "),
        ("latin", "I002 latin"),
        ("missing", "I007 missing: "),
    ] {
        let error = folder.refusal(&format!("dictionary build {list} --key-file key --out out"));
        assert!(error.contains(expected), "{list}: {error}");
        assert!(!error.contains("C++") && !error.contains("xxx"), "{error}");
    }
    assert!(folder.refusal("dictionary build short --key-file bad-key --out out").contains("T005 bad-key: "));
    assert_eq!(folder.run("dictionary build short --key-file key --out out --column 0").status.code(), Some(2));
}

#[test]
fn more_than_a_million_terms_are_refused() {
    let list: String = (0..=1_000_000).map(|n| format!("t{n}\n")).collect();
    let folder = Folder::new("many").with("terms", list);
    let error = folder.refusal("dictionary build terms --key-file key --out out");
    assert!(error.contains("T002 terms line 1000001: "), "{error}");
}

#[test]
fn a_file_that_is_none_and_a_wrong_key_are_refused() {
    let folder =
        Folder::new("refused").with("terms", "Weidenbach\n").with("other", "08".repeat(32)).with("text", "hello");
    folder.answer("dictionary build terms --key-file key --out built");
    let mut bytes = std::fs::read(folder.0.join("built")).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    let folder = folder.with("damaged", bytes);
    assert!(folder.refusal("dictionary info text").contains("T003 text: "));
    assert!(folder.refusal("dictionary info damaged").contains("T003 damaged: "));
    assert!(folder.refusal("dictionary info built --key-file other").contains("T005 built: "));
    let json: Value = serde_json::from_str(&folder.refusal("dictionary info text --json")).unwrap();
    assert_eq!(json["error"]["code"], "T003");
}
