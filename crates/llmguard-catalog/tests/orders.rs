//! Orders: how many phrasings of injections are found, and how many honest sentences are taken for one.
//!
//! The scan is the naive one of `vectors.rs`, without bounds: what counts is whether a sentence has a finding.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that fails is meant to panic")]

use llmguard_catalog::detectors;
use regex::Regex;

/// The ids of the detectors of orders that find something in a text.
fn found<'r>(rules: &'r [(&'r llmguard_types::Detector, Regex)], text: &str) -> Vec<&'r str> {
    let finds = |detector: &llmguard_types::Detector, regex: &Regex| {
        let mut at = 0;
        while let Some(captures) = regex.captures_at(text, at) {
            let group = captures.get(1).unwrap();
            match detector.validate.map(|validate| validate(&text.as_bytes()[group.range()])) {
                None => return true,
                Some(Some(accept)) if accept.strength > 0 => return true,
                Some(Some(accept)) => at = group.start() + accept.len,
                Some(None) => {
                    at = captures.get(0).unwrap().start() + 1;
                    while !text.is_char_boundary(at) {
                        at += 1;
                    }
                }
            }
        }
        false
    };
    rules.iter().filter(|(detector, regex)| finds(detector, regex)).map(|(detector, _)| &*detector.id).collect()
}

fn rules() -> Vec<(&'static llmguard_types::Detector, Regex)> {
    let orders = detectors().iter().filter(|detector| detector.id.starts_with("injection."));
    orders.map(|detector| (detector, Regex::new(&detector.regex()).unwrap())).collect()
}

fn lines(name: &str) -> Vec<String> {
    let folders = ["llmguard-testkit/data/redteam", "llmguard-cli/redteam"];
    let mut paths = folders.iter().map(|folder| format!("{}/../{folder}/{name}", env!("CARGO_MANIFEST_DIR")));
    let path = paths.find(|path| std::path::Path::new(path).exists()).unwrap();
    std::fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect()
}

/// The share of sentences with a finding, in percent; those without are shown if they may be.
fn rate(file: &str, show: bool) -> f64 {
    let (rules, lines) = (rules(), lines(file));
    let hits = lines.iter().filter(|line| {
        let hit = !found(&rules, line).is_empty();
        if show && !hit {
            println!("missed: {line}");
        }
        hit
    });
    let percent = 100.0 * hits.count() as f64 / lines.len() as f64;
    println!("{file}: {percent:.1} % of {}", lines.len());
    percent
}

#[test]
fn natural_phrasings_are_found() {
    let mut low = false;
    for (language, at_least) in [("de", 85.0), ("en", 85.0), ("fr", 60.0), ("es", 60.0), ("it", 60.0)] {
        // The half that patterns were written with in sight, and the half that was only measured.
        let seen = rate(&format!("orders.{language}.txt"), true);
        let aside = rate(&format!("orders-aside.{language}.txt"), false);
        low |= seen < at_least || aside < at_least;
    }
    assert!(!low, "see the rates above");
}

#[test]
fn what_only_looks_like_an_order_is_left_alone() {
    let (rules, lines) = (rules(), lines("look-alikes.txt"));
    let mut wrong = 0;
    for line in &lines {
        let ids = found(&rules, line);
        wrong += usize::from(!ids.is_empty());
        if !ids.is_empty() {
            println!("{ids:?}: {line}");
        }
    }
    println!("look-alikes: {wrong} of {}", lines.len());
    assert!(100 * wrong <= lines.len(), "{wrong} of {}", lines.len());
}
