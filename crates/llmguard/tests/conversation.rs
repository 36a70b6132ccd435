//! Sessions: one token per value, an exact way back, and only for those who may.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::sync::OnceLock;

use llmguard::{Direction, Guard, Policy, Request, Verdict};
use llmguard_testkit::texts;
use proptest::prelude::*;

fn guard() -> &'static Guard {
    static GUARD: OnceLock<Guard> = OnceLock::new();
    GUARD.get_or_init(|| Guard::new().unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn reveal_undoes_protect(texts in proptest::collection::vec(texts::mixed(texts::stock_with_look_alikes(), 12), 1..4)) {
        let session = guard().session();
        let protected: Vec<String> = texts.iter().map(|text| session.protect(text).unwrap().text).collect();
        for (text, protected) in texts.iter().zip(&protected) {
            prop_assert_eq!(&session.reveal(protected).unwrap().text, text);
        }
    }

    #[test]
    fn what_is_reported_is_gone_after_protecting(text in texts::mixed(texts::stock_with_look_alikes(), 12)) {
        let protected = guard().session().protect(&text).unwrap();
        for finding in &protected.findings {
            let value = finding.span.of(&text).unwrap();
            // A value may also stand where nothing announces it; only its own place is promised.
            let before = text.matches(value).count();
            prop_assert!(protected.text.matches(value).count() < before || value.len() < 4);
        }
    }
}

#[test]
fn the_same_value_has_the_same_token_throughout() {
    let session = guard().session();
    let first = session.check("Mail an t.berger@muster-werke.de", &Request::new("buyer", "eu")).unwrap();
    let second =
        session.check("t.berger@muster-werke.de und s.ott@muster-werke.de", &Request::new("buyer", "eu")).unwrap();
    assert_eq!(first.output.as_deref(), Some("Mail an [EMAIL_1]"));
    assert_eq!(second.output.as_deref(), Some("[EMAIL_1] und [EMAIL_2]"));
}

#[test]
fn a_response_is_revealed_for_roles_the_policy_names_and_for_nobody_else() {
    let session = guard().session();
    session.check("Mail an t.berger@muster-werke.de", &Request::new("buyer", "eu")).unwrap();
    let answer = "Ich schreibe an [EMAIL_1], nicht an [EMAIL_7].";
    let read = |role, destination| {
        let request = Request::new(role, destination).direction(Direction::Response);
        session.check(answer, &request).unwrap().output
    };
    assert_eq!(read("buyer", "eu").as_deref(), Some("Ich schreibe an t.berger@muster-werke.de, nicht an [EMAIL_7]."));
    assert_eq!(read("mes_agent", "local").as_deref(), Some(answer));
}

#[test]
fn a_secret_in_a_response_is_denied() {
    let secret = llmguard_catalog::template::expand("${crc62:ghp_}", 7).unwrap();
    let request = Request::new("buyer", "eu").direction(Direction::Response);
    let decision = guard().session().check(&format!("Nutze {secret} dafür"), &request).unwrap();
    assert_eq!((decision.verdict, decision.output), (Verdict::Deny, None));
}

#[test]
fn a_secret_behind_a_token_is_forbidden_in_answers_too() {
    let session = guard().session();
    let protected = session.protect("password=Xk9fQ2mZ7pL4").unwrap().text;
    let request = Request::new("buyer", "eu").direction(Direction::Response);
    let decision = session.check(&format!("Nutze {protected}"), &request).unwrap();
    assert_eq!((decision.verdict, decision.output), (Verdict::Deny, None));
}

#[test]
fn an_answer_keeps_its_tokens_also_where_it_is_rewritten() {
    let policy = "format = 1\nid = \"t\"\nversion = \"1\"\n\
        levels = [\"public\", \"internal\", \"confidential\", \"strictly-confidential\", \"never\"]\n\
        residual = { tokenize = \"internal\" }\n\
        destinations = { eu = { ceiling = \"internal\" } }\nroles = { user = { destinations = [\"eu\"] } }\n\
        [classes]\nperson = { level = \"confidential\", detect = [\"contact.*\"] }\n\
        [[transform]]\nclasses = [\"person\"]\ndestinations = [\"eu\"]\ndo = \"tokenize\"\n";
    let guard = Guard::builder().policy(Policy::parse(policy).unwrap()).build().unwrap();
    let session = guard.session();
    session.check("an t.berger@muster-werke.de", &Request::new("user", "eu")).unwrap();
    let request = Request::new("user", "eu").direction(Direction::Response);
    let decision = session.check("an [EMAIL_1] und x.y@muster-werke.de", &request).unwrap();
    assert_eq!(decision.output.as_deref(), Some("an [EMAIL_1] und [EMAIL_2]"));
}

#[test]
fn a_chain_of_overlaps_longer_than_its_limit_comes_back() {
    let part = |byte: &str, count: usize| byte.repeat(count);
    // Address, token and mail address overlap in a chain that goes on for more than 8 KiB.
    for length in [8100, 8150, 8170, 8185, 8190] {
        let header = llmguard_catalog::template::expand("${jwt}", 3).unwrap();
        let text = format!("https://h.de/?t={header}{}-abcd@firma.de ok", part("x", length - header.len()));
        let session = guard().session();
        assert_eq!(session.reveal(&session.protect(&text).unwrap().text).unwrap().text, text);
    }
}

#[test]
fn what_is_denied_in_the_end_is_not_numbered() {
    struct Broken;
    impl llmguard::AuditSink for Broken {
        fn record(&self, _: &llmguard::AuditEvent) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
            Err("disk full".into())
        }
    }
    let guard = Guard::builder().audit_sink(std::sync::Arc::new(Broken)).build().unwrap();
    let session = guard.session();
    session.check("an t.berger@muster-werke.de", &Request::new("buyer", "eu")).unwrap();
    assert_eq!(session.protect("an s.ott@muster-werke.de").unwrap().text, "an [EMAIL_1]");
}

#[test]
fn tokens_of_another_session_stay_as_they_are() {
    let other = guard().session();
    other.protect("t.berger@muster-werke.de").unwrap();
    let revealed = guard().session().reveal("an [EMAIL_1]").unwrap();
    assert_eq!((revealed.text.as_str(), revealed.restored, revealed.unknown), ("an [EMAIL_1]", 0, 1));
}
