//! Classification: a text is at least as confidential as each of its sections, and as what its sources say.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::sync::OnceLock;

use llmguard::{Guard, Policy, Request};
use llmguard_testkit::texts;
use proptest::prelude::*;

fn guard() -> &'static Guard {
    static GUARD: OnceLock<Guard> = OnceLock::new();
    GUARD.get_or_init(|| Guard::builder().policy(Policy::template("purchasing").unwrap()).build().unwrap())
}

#[test]
fn values_of_all_sections_add_up() {
    let text: String = (0..20)
        .map(|n| format!("# Angebot\nvon Stahlbau Weber{} GmbH\n", "abcdefghijklmnopqrst".get(n..=n).unwrap()))
        .collect();
    let classified = guard().classify(&text, &Request::default()).unwrap();
    assert_eq!(classified.level, "strictly-confidential");
    assert!(classified.reasons[0].message().contains("20 distinct values"), "{}", classified.reasons[0].message());
    assert_eq!(classified.sections.len(), 20);
    assert!(classified.sections.iter().all(|section| section.level != "strictly-confidential"));
}

#[test]
fn sources_count_for_the_whole() {
    let request = Request::default().source("erp").source_label("bsi:normal");
    let classified = guard().classify("Guten Morgen", &request).unwrap();
    assert_eq!((classified.level.as_str(), classified.sections[0].level.as_str()), ("confidential", "public"));
    assert_eq!(classified.reasons[0].message(), "source `erp` is labelled `confidential`");
    let code = |request: Request| guard().classify("x", &request).unwrap_err().code().as_str();
    assert_eq!(code(Request::default().source("nowhere")), "I021");
    assert_eq!(code(Request::default().source_label("geheim")), "P005");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn no_section_is_above_the_whole(parts in proptest::collection::vec(texts::mixed(texts::stock_with_look_alikes(), 6), 1..5)) {
        let text = parts.join("\n# Abschnitt\n");
        let classified = guard().classify(&text, &Request::default()).unwrap();
        let level = |name: &str| guard().policy().level(name).unwrap();
        for section in &classified.sections {
            prop_assert!(level(&section.level) <= level(&classified.level));
            prop_assert_eq!(section.reasons.is_empty(), section.level == "public");
        }
        let decision = guard().check(&text, &Request::new("buyer_lead", "local").purpose("order-follow-up")).unwrap();
        prop_assert_eq!(decision.level, classified.level);
    }
}
