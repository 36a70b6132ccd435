//! Decisions: every finding decides, every byte gets its strictest transform, and nothing new is released.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use llmguard::{Guard, Policy, Request, Verdict, parse_detectors};
use llmguard_testkit::texts;
use proptest::prelude::*;

const LEVELS: &str = "levels = [\"public\", \"internal\", \"confidential\", \"strictly-confidential\", \"never\"]";

/// A policy that tokenises everything and redacts secrets, for a destination that may see `internal`.
fn lenient() -> Policy {
    Policy::parse(&format!(
        "format = 1\nid = \"lenient\"\nversion = \"1\"\n{LEVELS}\n\
         residual = {{ tokenize = \"internal\", redact = \"public\" }}\n\
         destinations = {{ eu = {{ ceiling = \"internal\" }} }}\nroles = {{ user = {{ destinations = [\"eu\"] }} }}\n\
         [classes]\nsecret = {{ level = \"never\", detect = [\"secret.*\"] }}\n\
         other = {{ level = \"internal\", detect = [\"person.*\", \"contact.*\", \"id.*\", \"bank.*\", \"net.*\", \"org.*\", \"ot.*\", \"eng.*\", \"trade.*\", \"marking.*\"] }}\n\
         [[transform]]\nclasses = [\"secret\"]\ndestinations = [\"*\"]\ndo = \"redact\"\n\
         [[transform]]\nclasses = [\"other\"]\ndestinations = [\"*\"]\ndo = \"tokenize\"\n"
    ))
    .unwrap()
}

fn stock() -> Vec<String> {
    texts::stock(llmguard_catalog::detectors())
}

#[test]
fn a_secret_inside_a_longer_weaker_finding_still_decides() {
    let text = "siehe https://bot:Tr0ub4dor-77@git.muster-werke.de/repo";
    let denied = Guard::new().unwrap().check(text, &Request::new("buyer", "eu")).unwrap();
    assert_eq!((denied.verdict, denied.output.as_deref()), (Verdict::Deny, None));

    let guard = Guard::builder().policy(lenient()).build().unwrap();
    let decision = guard.check(text, &Request::new("user", "eu")).unwrap();
    assert_eq!(decision.output.as_deref(), Some("siehe [URL_1][REDACTED_PASSWORD][URL_2]"));
}

/// `ZZ123` hides behind the letters before it; once these are replaced it stands alone.
fn glued(ceiling: &str, classes: &str) -> llmguard::Decision {
    let detector = |id: &str, pattern: &str, rest: &str| {
        format!(
            "[[detector]]\nid = \"{id}\"\ntitle = \"t\"\nentity = \"OTHER_PII\"\nlevel = \"confidential\"\nprefix = true\n\
             pattern = '{pattern}'\nreferences = [\"r\"]\nmatch = [\"x\"]\nreject = [\"x\"]\n{rest}\n"
        )
    };
    let source = detector("fake.glue", "QQ", "bounds = \"none\"") + &detector("fake.word", "ZZ[0-9]{3}", "");
    let policy = Policy::parse(&format!(
        "format = 1\nid = \"t\"\nversion = \"1\"\n{LEVELS}\nresidual = {{ redact = \"public\" }}\n\
         destinations = {{ eu = {{ ceiling = \"{ceiling}\" }} }}\nroles = {{ user = {{ destinations = [\"eu\"] }} }}\n\
         [classes]\nglue = {{ level = \"confidential\", detect = [{classes}] }}\n\
         [[transform]]\nclasses = [\"glue\"]\ndestinations = [\"*\"]\ndo = \"redact\"\n"
    ));
    let guard = Guard::builder().policy(policy.unwrap()).detectors(parse_detectors(&source).unwrap()).build().unwrap();
    guard.check("QQZZ123", &Request::new("user", "eu")).unwrap()
}

#[test]
fn what_rewriting_brings_about_is_decided_like_everything_else() {
    let denied = glued("internal", "\"fake.glue\"");
    assert_eq!((denied.verdict, denied.output), (Verdict::Deny, None));
    assert_eq!(denied.reasons[0].rule.as_ref(), "destinations.eu.ceiling");
    let kept = glued("confidential", "\"fake.glue\"");
    assert_eq!(kept.output.as_deref(), Some("[REDACTED_OTHER_PII]ZZ123"));
    let redacted = glued("internal", "\"fake.*\"");
    assert_eq!(redacted.output.as_deref(), Some("[REDACTED_OTHER_PII][REDACTED_OTHER_PII]"));
}

#[test]
fn neighbours_that_hide_each_other_are_no_reason_to_stop_a_line() {
    let guard = Guard::builder().policy(lenient()).build().unwrap();
    for text in ["078-05-1120 0221/4710-456", "EUR 12.500,- EUR 12.500,-", "EUR 100 EUR 200 EUR"] {
        let decision = guard.check(text, &Request::new("user", "eu")).unwrap();
        assert_eq!(decision.verdict, Verdict::Transform, "{text}: {:?}", decision.reasons);
    }
}

#[test]
fn a_text_may_grow_over_the_limit_by_being_rewritten() {
    let guard = Guard::builder().policy(lenient()).max_text_bytes(30).build().unwrap();
    let decision = guard.check("a@b.de c@d.de e@f.de g@h.de", &Request::new("user", "eu")).unwrap();
    assert_eq!(decision.output.as_deref(), Some("[EMAIL_1] [EMAIL_2] [EMAIL_3] [EMAIL_4]"));
}

#[test]
fn a_class_may_ask_for_more_or_for_less_confidence() {
    let with = |min: &str| {
        let source = format!(
            "format = 1\nid = \"t\"\nversion = \"1\"\n{LEVELS}\n\
             destinations = {{ eu = {{ ceiling = \"strictly-confidential\" }} }}\nroles = {{ user = {{ destinations = [\"eu\"] }} }}\n\
             [classes]\npaper = {{ level = \"confidential\", detect = [\"id.de.personalausweis\"], min_confidence = \"{min}\" }}\n\
             [[transform]]\nclasses = [\"paper\"]\ndestinations = [\"eu\"]\ndo = \"redact\"\n"
        );
        let guard = Guard::builder().policy(Policy::parse(&source).unwrap()).build().unwrap();
        guard.check("Nr. L01X00T47 dabei", &Request::new("user", "eu")).unwrap().output.unwrap()
    };
    assert_eq!(with("medium"), "Nr. L01X00T47 dabei"); // the bare form is Low
    assert_eq!(with("low"), "Nr. [REDACTED_NATIONAL_ID] dabei");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn debug_shows_nothing_of_the_text(text in texts::mixed(stock(), 10)) {
        let guard = Guard::builder().policy(lenient()).build().unwrap();
        let session = guard.session();
        let decision = session.check(&text, &Request::new("user", "eu")).unwrap();
        let protected = session.protect(&text).unwrap();
        let revealed = session.reveal(&protected.text).unwrap();
        let shown = format!("{decision:?} {protected:?} {revealed:?} {session:?} {:?}", guard.redact(&text).unwrap());
        for finding in guard.scan_all(&text).unwrap().findings {
            let value = finding.span.of(&text).unwrap();
            // The words of markings are those of levels, which are shown.
            let may_be_shown = value.len() < 6 || guard.entity_label(&finding) == "MARKING";
            prop_assert!(may_be_shown || !shown.contains(value), "{value}");
        }
    }

    #[test]
    fn what_goes_out_differs_from_what_came_in_by_the_edits_and_nothing_else(text in texts::mixed(stock(), 10)) {
        let guard = Guard::builder().policy(lenient()).build().unwrap();
        let decision = guard.check(&text, &Request::new("user", "eu")).unwrap();
        prop_assert_eq!(decision.output.is_some(), decision.verdict <= Verdict::Transform);
        if let Some(output) = &decision.output {
            for edit in &decision.edits {
                prop_assert!(edit.span.of(&text).is_some() && edit.output.of(output).is_some());
            }
            // Put back what was edited, and the original is there: nothing else changed and nothing was lost.
            let mut original = output.clone();
            for edit in decision.edits.iter().rev() {
                prop_assert_ne!(edit.output.of(output), edit.span.of(&text));
                original.replace_range(edit.output.start..edit.output.end, edit.span.of(&text).unwrap());
            }
            prop_assert_eq!(&original, &text);
        }
    }

    #[test]
    fn the_same_text_gives_the_same_bytes(text in texts::mixed(stock(), 10)) {
        let check = || Guard::new().unwrap().check(&text, &Request::new("buyer", "eu")).unwrap();
        prop_assert_eq!(check(), check());
    }
}
