//! Lists of the customer's own: in classes, in excludes, and refused where the policy names one that is not there.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use llmguard::{
    Code, Dictionary, DictionaryBuilder, Fingerprints, FingerprintsBuilder, Guard, GuardBuilder, ListKey, Matching,
    MatchingBuilder, Names, Policy, Request, Verdict,
};

const POLICY: &str = r#"
format = 1
id = "lists"
version = "1"
levels = ["public", "internal", "confidential", "strictly-confidential", "never"]
destinations = { eu = { ceiling = "internal" } }
roles = { buyer = { destinations = ["eu"] } }
residual = { tokenize = "internal" }
[classes]
supplier = { level = "confidential", detect = ["dict:suppliers"] }
[[transform]]
classes = ["supplier"]
destinations = ["eu"]
do = "tokenize"
"#;

fn key() -> ListKey {
    ListKey::new(&[7; 32]).unwrap()
}

fn dictionary(terms: &[&str]) -> Dictionary {
    let mut builder = DictionaryBuilder::new(&key());
    terms.iter().for_each(|term| builder.add(term).unwrap());
    Dictionary::open(builder.build().unwrap(), &key()).unwrap()
}

fn builder(more: &str) -> GuardBuilder {
    Guard::builder().policy(Policy::parse(&format!("{POLICY}{more}")).unwrap()).names(Names::Off)
}

#[test]
fn what_a_dictionary_finds_is_of_the_class_that_names_it() {
    let guard =
        builder("").dictionary("suppliers", dictionary(&["Weidenbach Umformtechnik", "Kaltfluss"])).build().unwrap();
    let session = guard.session();
    let decision = session
        .check(
            "Angebot von WEIDENBACH-UMFORMTECHNIK und Kaltfluss, nicht von Weidenbach.",
            &Request::new("buyer", "eu"),
        )
        .unwrap();
    assert_eq!(decision.verdict, Verdict::Transform);
    let output = decision.output.unwrap();
    assert_eq!(output, "Angebot von [SUPPLIERS_1] und [SUPPLIERS_2], nicht von Weidenbach.");
    assert_eq!(guard.class_names(&decision.findings[0]).collect::<Vec<_>>(), ["supplier"]);
    assert_eq!(guard.detector_id(&decision.findings[0]), "dict.suppliers");
    assert!(session.reveal(&output).unwrap().text.contains("WEIDENBACH-UMFORMTECHNIK"));
}

#[test]
fn a_file_of_an_earlier_version_is_still_read() {
    let file = include_bytes!("../../llmguard-testkit/golden/suppliers.dict");
    let guard = builder("").list("dict:suppliers", file.to_vec(), &key()).unwrap().build().unwrap();
    assert_eq!(guard.redact("von WEIDENBACH-Umformtechnik").unwrap().text, "von [REDACTED_SUPPLIERS]");
}

#[test]
fn terms_are_excluded_by_value_and_by_dictionary() {
    let suppliers = || dictionary(&["Weidenbach", "Messe", "Kaltfluss"]);
    let text = "Weidenbach, Messer, Kaltfluss";
    let found = |guard: &Guard| guard.redact(text).unwrap().text;
    let guard = builder("").dictionary("suppliers", suppliers()).build().unwrap();
    assert_eq!(found(&guard), "[REDACTED_SUPPLIERS], [REDACTED_SUPPLIERS], [REDACTED_SUPPLIERS]");
    let guard = builder("[[exclude]]\ndetect = [\"dict:suppliers\"]\nvalues = [\"Messer\", \"dict:ours\"]\n")
        .dictionary("suppliers", suppliers())
        .dictionary("ours", dictionary(&["Kaltfluss"]))
        .build()
        .unwrap();
    assert_eq!(found(&guard), "[REDACTED_SUPPLIERS], Messer, [REDACTED_OURS]");
}

#[test]
fn a_list_that_is_not_there_is_an_error() {
    let refused = |builder: GuardBuilder| builder.build().unwrap_err();
    let error = refused(builder(""));
    assert_eq!(error.code(), Code::PolicySelector);
    assert!(error.to_string().contains("`dict:suppliers`"), "{error}");
    let exclude = "[[exclude]]\ndetect = [\"contact.*\"]\nvalues = [\"dict:ours\"]\n";
    let error = refused(builder(exclude).dictionary("suppliers", dictionary(&["Weidenbach"])));
    assert_eq!((error.code(), error.line()), (Code::PolicySelector, Some(15)));
    for name in ["", "Suppliers", "a b", "a.b.c"] {
        assert_eq!(refused(Guard::builder().dictionary(name, dictionary(&["Weidenbach"]))).code(), Code::DetectorId);
    }
    let twice =
        Guard::builder().dictionary("a", dictionary(&["Weidenbach"])).dictionary("a", dictionary(&["Kaltfluss"]));
    assert_eq!(refused(twice).code(), Code::DetectorDuplicate);
}

#[test]
fn a_detector_that_nothing_is_called_is_an_error() {
    for word in ["secrets.*", "contact.mail", "@entity:E_MAIL", "-contact.mail"] {
        let policy = POLICY.replace("\"dict:suppliers\"", &format!("\"contact.*\", \"{word}\""));
        let error = Guard::builder().policy(Policy::parse(&policy).unwrap()).build().unwrap_err();
        assert_eq!(error.code(), Code::PolicySelector);
        assert!(error.line().is_some() && error.to_string().contains(word.trim_start_matches('-')), "{error}");
    }
}

#[test]
fn tables_and_documents_are_of_the_classes_that_name_them() {
    let mut rows = MatchingBuilder::new(&key(), 2, 1).unwrap();
    rows.row("KD-1718", &["Weidenbach", "Halle 7"]).unwrap();
    let rows = Matching::open(rows.build().unwrap(), &key()).unwrap();
    let recipe = "Warm the resin to ninety degrees, then add the hardener slowly while stirring clockwise, wait four \
        minutes, fill the mould from below and let it rest until the surface is dull.";
    let mut documents = FingerprintsBuilder::new(&key());
    documents.document("recipe 7", recipe).unwrap();
    let documents = Fingerprints::open(documents.build().unwrap(), &key()).unwrap();
    let policy = POLICY.replace("\"dict:suppliers\"", "\"match:customers\", \"fingerprint:recipes\"");
    let guard = Guard::builder()
        .policy(Policy::parse(&policy).unwrap())
        .names(Names::Off)
        .matching("customers", rows)
        .fingerprints("recipes", documents)
        .build()
        .unwrap();

    let text = "Weidenbach is KD-1718. Then add the hardener slowly while stirring clockwise, wait four minutes, fill the mould from below. KD-1718 ";
    let decision = guard.check(text, &Request::new("buyer", "eu")).unwrap();
    assert_eq!(decision.verdict, Verdict::Transform, "{:?}", decision.reasons);
    let output = decision.output.unwrap();
    assert!(output.starts_with("Weidenbach is [CUSTOMERS_1]. Then") && output.contains("[RECIPES_1]"), "{output}");
    assert!(!output.contains("KD-1718") && !output.contains("mould"), "{output}");

    let passages = guard.passages(text).unwrap();
    assert_eq!(
        passages.iter().map(|p| (p.detector, p.document)).collect::<Vec<_>>(),
        [("fingerprint.recipes", "recipe 7")]
    );
    assert!(guard.scan_all(text).unwrap().findings.iter().any(|f| f.span == passages[0].span));
    assert_eq!(guard.scan("KD-1718 and other parts").unwrap(), []);
}
