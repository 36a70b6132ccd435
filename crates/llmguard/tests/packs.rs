//! Packs: the detector files that customers copy are sound, and one of them, used as its head says, finds its numbers.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use llmguard::{Confidence, Guard, lint_detectors, parse_detectors};

fn pack(name: &str) -> String {
    std::fs::read_to_string(format!("{}/../llmguard-catalog/packs/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn every_pack_lints_clean_and_says_how_it_is_used() {
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../llmguard-catalog/packs")).unwrap();
    let names: Vec<String> = folder.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    assert!(names.len() >= 2);
    for name in names {
        let source = pack(&name);
        assert!(lint_detectors(&source).is_empty(), "{name}: {:?}", lint_detectors(&source));
        assert!(source.contains(&format!("llmguard detectors lint {name}")), "{name}");
    }
}

#[test]
fn a_pack_finds_the_customers_numbers() {
    let guard = Guard::builder().detectors(parse_detectors(&pack("part-numbers.toml")).unwrap()).build().unwrap();
    let text = "Bitte MW-4711-0815 C nach Z4711.08-15 fertigen. Raum B-250417 ist frei, die Bestellung B-250418 kommt.";
    let findings = guard.scan(text).unwrap();
    let own: Vec<_> = findings.iter().filter(|f| guard.detector_id(f).starts_with("own.")).collect();
    let found: Vec<_> = own.iter().map(|f| f.span.of(text).unwrap()).collect();
    assert_eq!(found, ["MW-4711-0815 C", "Z4711.08-15", "B-250418"]);
    assert!(own.iter().all(|f| f.confidence >= Confidence::Medium));
}

#[test]
fn a_broken_scheme_is_named_with_its_line() {
    let source = pack("part-numbers.toml").replace("MW-[0-9]{4}-[0-9]{4}", "MW-[0-9]{5}-[0-9]{4}");
    let errors = lint_detectors(&source);
    let line = source.lines().position(|line| line.contains("\"own.part-number\"")).unwrap() + 1;
    assert!(
        errors.iter().any(|e| e.to_string().contains("own.part-number") && e.to_string().contains(&line.to_string())),
        "{errors:?}"
    );
}
