//! Bad input: each kind is refused with its code, says what and where, and repeats none of the text.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::sync::Arc;

use llmguard::{AuditEvent, AuditSink, Code, Decision, Guard, MemorySink, Policy, Request, Verdict, parse_detectors};

/// A policy with one role, one destination, and whatever a test adds.
fn policy(rest: &str) -> String {
    format!(
        "format = 1\nid = \"test\"\nversion = \"1\"\n\
         levels = [\"public\", \"internal\", \"confidential\", \"strictly-confidential\", \"never\"]\n\
         destinations = {{ eu = {{ ceiling = \"internal\" }} }}\nroles = {{ user = {{ destinations = [\"eu\"] }} }}\n{rest}"
    )
}

fn guard(rest: &str) -> Guard {
    Guard::builder().policy(Policy::parse(&policy(rest)).unwrap()).build().unwrap()
}

/// The code of the first reason of a denial.
fn denied(request: &Request) -> (Option<Code>, Decision) {
    let decision = Guard::new().unwrap().check("Hallo Welt", request).unwrap();
    assert_eq!((decision.verdict, &decision.output), (Verdict::Deny, &None));
    (decision.reasons.first().and_then(|reason| reason.code), decision)
}

#[test]
fn unknown_role_destination_purpose_and_source_label_deny_with_their_code() {
    assert_eq!(denied(&Request::new("praktikant", "eu")).0, Some(Code::InputRole));
    assert_eq!(denied(&Request::default()).0, Some(Code::InputRole));
    assert_eq!(denied(&Request::new("buyer", "mars")).0, Some(Code::InputDestination));
    assert_eq!(denied(&Request::new("buyer", "eu").purpose("hobby")).0, Some(Code::InputPurpose));
    let (code, decision) = denied(&Request::new("buyer", "eu").source_label("geheimnis"));
    assert_eq!(code, Some(Code::PolicyLevel));
    assert_eq!(decision.permitted().count(), 0);
}

#[test]
fn a_source_label_raises_the_level() {
    let decision =
        Guard::new().unwrap().check("Hallo", &Request::new("buyer", "eu").source_label("confidential")).unwrap();
    assert_eq!((decision.verdict, decision.level.as_str()), (Verdict::Deny, "confidential"));
    assert_eq!(decision.permitted().collect::<Vec<_>>(), ["local"]);
}

#[test]
fn unknown_class_is_an_error_with_its_line() {
    let rule = "[[transform]]\nclasses = [\"nobody\"]\ndestinations = [\"eu\"]\ndo = \"redact\"\n";
    let error = Policy::parse(&policy(rule)).unwrap_err();
    assert_eq!((error.code(), error.line()), (Code::PolicyClass, Some(8)));
    assert!(!error.how_to_mend().is_empty());
}

#[test]
fn a_bad_detector_file_is_refused_with_its_line() {
    let file = |id: &str, more: &str| {
        format!(
            "[[detector]]\nid = \"{id}\"\ntitle = \"t\"\nentity = \"BADGE\"\nlevel = \"internal\"\n\
                 pattern = 'BG-[0-9]{{6}}'\nreferences = [\"r\"]\nmatch = [\"BG-123456\"]\nreject = [\"BG-1\"]\n{more}"
        )
    };
    let refused = |source: &str| parse_detectors(source).map(|_| ()).unwrap_err();
    assert_eq!(refused("[[detector]]\nid = 3\n").code(), Code::DetectorSyntax);
    assert_eq!(
        (refused(&file("x.y", "colour = 1")).code(), refused(&file("x.y", "colour = 1")).line()),
        (Code::DetectorSyntax, Some(10))
    );
    assert_eq!((refused(&file("X.y", "")).code(), refused(&file("X.y", "")).line()), (Code::DetectorId, Some(2)));
    assert_eq!(refused(&file("x.y", "validate = \"nothing\"")).code(), Code::DetectorValidator);
    assert_eq!(refused(&file("x.y", "").replace("BADGE", "badge")).code(), Code::DetectorEntity);
    let lint = |source: &str| llmguard::lint_detectors(source).iter().map(llmguard::Error::code).collect::<Vec<_>>();
    assert_eq!(lint(&file("x.y", "")), []);
    assert_eq!(
        lint(&file("x.y", "").replace("reject = [\"BG-1\"]", "reject = [\"BG-123456\"]")),
        [Code::DetectorReject]
    );
    assert_eq!(lint(&file("x.y", "").replace("match = [\"BG-123456\"]", "match = [\"BG\"]")), [Code::DetectorMatch]);
    assert_eq!(lint(&file("x.y", "").replace("BG-[0-9]{6}'", "BG-[0-9]+'")), [Code::CompileUnbounded]);
    assert_eq!(lint(&file("bank.iban", "")), [Code::DetectorDuplicate]);
    assert_eq!(lint(&file("x.y", "").replace("\"internal\"", "\"secert\"")), [Code::DetectorLevel]);
}

#[test]
fn parts_of_patterns_are_written_once() {
    let file = |name: &str| {
        format!(
            "[part]\n{name} = 'HH|B'\n[[detector]]\nid = \"x.y\"\ntitle = \"t\"\nentity = \"BADGE\"\nlevel = \"internal\"\n\
             pattern = '{{site}}-[0-9]{{6}}'\nreferences = [\"r\"]\nmatch = [\"HH-123456\", \"B-123456\"]\nreject = [\"M-123456\"]\n"
        )
    };
    assert!(llmguard::lint_detectors(&file("site")).is_empty());
    assert_eq!(llmguard::lint_detectors(&file("plant")).first().map(llmguard::Error::code), Some(Code::CompileSyntax));
    assert_eq!(parse_detectors(&file("6")).map(drop).unwrap_err().code(), Code::DetectorSyntax);
}

#[test]
fn users_detectors_join_the_built_in_ones_and_bring_their_own_kinds() {
    let source = "[[detector]]\nid = \"plant.badge\"\ntitle = \"Badge\"\nentity = \"BADGE_NUMBER\"\nlevel = \"confidential\"\n\
                  prefix = true\npattern = 'BG-[0-9]{6}'\nreferences = [\"r\"]\nmatch = [\"BG-123456\"]\nreject = [\"BG-1\"]\n";
    let guard = Guard::builder().detectors(parse_detectors(source).unwrap()).build().unwrap();
    let session = guard.session();
    let protected = session.protect("Ausweis BG-123456 und [BADGE_NUMBER_1]").unwrap();
    assert_eq!(protected.text, "Ausweis [BADGE_NUMBER_1] und [TEXT_1]");
    assert_eq!(session.reveal(&protected.text).unwrap().text, "Ausweis BG-123456 und [BADGE_NUMBER_1]");
}

#[test]
fn an_exclude_never_lifts_what_is_protected() {
    let rest = "[[exclude]]\ndetect = [\"secret.*\"]\nvalues = [\"x\"]\n";
    let error = Guard::builder().policy(Policy::parse(&policy(rest)).unwrap()).build().unwrap_err();
    assert_eq!((error.code(), error.line()), (Code::PolicyExclude, Some(7)));
}

#[test]
fn a_level_the_policy_does_not_name_is_refused() {
    let source = policy("").replace("\"strictly-confidential\", ", "");
    let error = Guard::builder().policy(Policy::parse(&source).unwrap()).build().unwrap_err();
    assert_eq!(error.code(), Code::PolicyDetectorLevel);
}

#[test]
fn an_excluded_value_is_no_finding_however_it_is_written() {
    let rest = "[[exclude]]\ndetect = [\"contact.*\"]\nvalues = [\"Info@Muster-Werke.de\"]\n";
    let guard = guard(rest);
    let text = "info@muster-werke.de oder chef@muster-werke.de";
    assert_eq!(guard.scan(text).unwrap().len(), 1);
    let decision = guard.check(text, &Request::new("user", "eu")).unwrap();
    assert_eq!((decision.verdict, decision.excluded, decision.findings.len()), (Verdict::Deny, 1, 1));
}

/// What was decoded is compared as it reads: the company's own address is no finding in percent or base64 either, and
/// another one that is written in the same way is.
#[test]
fn an_excluded_value_is_no_finding_where_it_is_encoded() {
    let guard = guard("[[exclude]]\ndetect = [\"contact.*\"]\nvalues = [\"Info@Muster-Werke.de\"]\n");
    let base64 = |text: &str| llmguard_testkit::disguise::base64(text.as_bytes(), b"+/", true);
    for (own, other) in [
        ("info%40muster-werke.de".to_owned(), "chef%40muster-werke.de".to_owned()),
        ("i n f o @ m u s t e r - w e r k e . d e".to_owned(), "c h e f @ m u s t e r - w e r k e . d e".to_owned()),
        (base64("an info@muster-werke.de"), base64("an chef@muster-werke.de")),
        (base64("an info%40muster-werke.de"), base64("an chef%40muster-werke.de")),
    ] {
        let found = |text: &str| guard.scan(text).unwrap().iter().filter(|f| guard.entity_label(f) == "EMAIL").count();
        assert_eq!((found(&format!("an {own} bitte")), found(&format!("an {other} bitte"))), (0, 1), "{own}");
        let text = format!("an {own} bitte");
        assert_eq!(guard.redact(&text).unwrap().text, text);
        let decision = guard.check(&text, &Request::new("user", "eu")).unwrap();
        let mut stream = guard.session().stream(&Request::new("user", "eu")).unwrap();
        let mut out = stream.push(&text).unwrap().text.to_owned();
        out.push_str(stream.finish().unwrap().text);
        let streamed = stream.decision().unwrap();
        assert_eq!((streamed.verdict, streamed.excluded, &out), (decision.verdict, decision.excluded, &text));
        assert!(decision.verdict == Verdict::Allow && decision.excluded > 0, "{own}");
    }
}

#[test]
fn an_empty_text_is_allowed_as_it_is() {
    let decision = Guard::new().unwrap().check("", &Request::new("buyer", "eu")).unwrap();
    assert_eq!(
        (decision.verdict, decision.output.as_deref(), decision.level.as_str()),
        (Verdict::Allow, Some(""), "public")
    );
}

#[test]
fn a_text_over_the_limit_is_refused_before_it_is_read() {
    let text = "Hallo Welt, ".repeat(64 * 1024 * 1024 / 12);
    let error = Guard::new().unwrap().check(&text, &Request::new("buyer", "eu")).unwrap_err();
    assert_eq!(error.code(), Code::InputTooLarge);
    assert!(!error.to_string().contains("Hallo"));
}

#[test]
fn bytes_that_are_not_utf8_are_refused_with_their_offset() {
    let error = llmguard::text_from_utf8(b"M\xc3\xbcller \xff").unwrap_err();
    assert_eq!((error.code(), error.offset()), (Code::InputUtf8, Some(8)));
}

struct Broken;

impl AuditSink for Broken {
    fn record(&self, _: &AuditEvent) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Err("disk full".into())
    }
}

#[test]
fn what_the_sink_does_not_take_is_denied() {
    let guard = Guard::builder().audit_sink(Arc::new(Broken)).build().unwrap();
    let decision = guard.check("Hallo", &Request::new("buyer", "eu")).unwrap();
    assert_eq!((decision.verdict, decision.output), (Verdict::Deny, None));
    assert_eq!(decision.reasons.first().and_then(|reason| reason.code), Some(Code::AuditSink));
}

#[test]
fn the_audit_event_says_what_happened_without_content() {
    let sink = Arc::new(MemorySink::default());
    let guard = Guard::builder().audit_sink(sink.clone()).build().unwrap();
    let request = Request::new("buyer", "eu").subject("u-17").model("vendor-a-large", "2026-10").now(1_790_000_000_000);
    guard.check("Mail an t.berger@muster-werke.de", &request).unwrap();
    let events = sink.events();
    let json = serde_json::to_string(&events).unwrap();
    assert!(json.contains("\"EMAIL\":1") && json.contains("\"tokenize\":1") && json.contains("\"time\":1790000000000"));
    assert!(!json.contains("berger") && !format!("{events:?}").contains("berger"));
}
