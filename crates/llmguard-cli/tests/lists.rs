//! `llmguard match`, `llmguard fingerprint` and texts looked through for lists, as their users see it.

use serde_json::Value;
use support::Folder;

mod support;

#[test]
fn columns_of_synonyms_become_one_dictionary() {
    let folder = Folder::new("synonyms")
        .with("terms", "id;name;short\n1;Kaltfluss Umformtechnik;Kaltfluss\n2;Weidenbach;\n")
        .with("text", "von Kaltfluss-Umformtechnik, KALTFLUSS, Weidenbachs");
    folder
        .answer("dictionary build terms --column 2 --column 3 --separator semicolon --header --key-file key --out out");
    let lists = "--dictionary suppliers=out --key-file key";
    let redacted = "von [REDACTED_SUPPLIERS], [REDACTED_SUPPLIERS], [REDACTED_SUPPLIERS]";
    assert_eq!(folder.answer(&format!("redact text {lists}")), redacted);
    assert_eq!(folder.run("redact text --dictionary suppliers=out").status.code(), Some(2));
    assert!(folder.refusal("redact text --dictionary Suppliers=out --key-file key").contains("D002"));
    assert!(folder.refusal("redact text --dictionary suppliers=text --key-file key").contains("T003 text"));
}

#[test]
fn a_csv_becomes_a_table_that_needs_corroboration() {
    let folder = Folder::new("table")
        .with("rows", "no,first,last,born\nKD-1718,Anna,Huber,12.03.1985\n,Eva,Kolb,\nKD-1719,Uwe,Maier,\n")
        .with("text", "HUBER, geb. 12.03.1985: KD-1718; Maier: KD-1719");
    let build = "match build rows --key-column 1 --column 2 --column 3 --column 4 --needed 2 --header --key-file key";
    let built = folder.answer(&format!("{build} --out out"));
    assert!(built.contains("rows         2\n") && built.contains("without-key  1\n"), "{built}");
    let info: Value = serde_json::from_str(&folder.answer("match info out --key-file key --json")).unwrap();
    assert_eq!((&info["rows"], &info["columns"], &info["needed"]), (&2.into(), &3.into(), &2.into()));
    let found: Value =
        serde_json::from_str(&folder.answer("scan text --match customers=out --key-file key --json")).unwrap();
    let keys = found["spans"].as_array().unwrap().iter().filter(|span| span["detector"] == "match.customers");
    assert_eq!(keys.map(|span| span["start"].as_u64().unwrap()).collect::<Vec<_>>(), [24]);

    assert!(
        folder
            .refusal("match build rows --key-column 1 --column 5 --key-file key --out no")
            .contains("T006 rows line 1")
    );
    assert!(
        folder
            .refusal("match build rows --key-column 1 --column 2 --needed 2 --key-file key --out no")
            .contains("T006")
    );
    assert!(!folder.0.join("no").exists());
}

#[test]
fn documents_become_fingerprints_that_name_them() {
    let recipe = "Warm the resin to ninety degrees, then add the hardener slowly while stirring clockwise, wait four \
        minutes, fill the mould from below and let it rest until the surface is dull.";
    let folder = Folder::new("documents")
        .with("recipe.txt", recipe)
        .with("short.txt", "Too short")
        .with("canaries", "\nzebra-kolibri-4711\n")
        .with("text", format!("Sure: {recipe} And zebra kolibri 4711."));
    let built = folder.answer("fingerprint build recipe.txt --canaries canaries --key-file key --out out");
    assert!(built.contains("documents     1\n") && built.contains("canaries      1\n"), "{built}");
    assert_eq!(folder.answer("fingerprint info out --key-file key"), built);
    let found: Value =
        serde_json::from_str(&folder.answer("scan text --fingerprint own=out --key-file key --json")).unwrap();
    let documents: Vec<&Value> =
        found["spans"].as_array().unwrap().iter().map(|span| &span["document"]).filter(|d| !d.is_null()).collect();
    assert_eq!(documents, ["recipe.txt", "canaries:2"]);

    assert!(
        folder.refusal("fingerprint build recipe.txt short.txt --key-file key --out no").contains("T001 short.txt")
    );
    assert!(folder.refusal("fingerprint info recipe.txt --key-file key").contains("T003 recipe.txt"));
    let free = folder.answer("fingerprint build recipe.txt --except recipe.txt --key-file key --out free");
    assert!(free.contains("fingerprints  0\n"), "{free}");
}
