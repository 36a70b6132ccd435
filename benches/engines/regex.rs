//! Regex: every rule a regular expression of its own, run one after the other over the whole text.
//!
//! The obvious way, and so the yardstick for results as well. With a rules file it counts each rule's leftmost,
//! non-overlapping matches. With `catalogue` it runs detectors as llmguard has them, validators included, starting again
//! one character after a veto: what llmguard's engine must find, found without any of llmguard's engine.

use llmguard_bench_protocol::{Engine, rules, serve};
use llmguard_benches::detectors;
use llmguard_testkit::oracle::may_begin;
use llmguard_types::{Bounds, Detector};
use regex::bytes;

/// The rules of a file.
struct Rules(Vec<bytes::Regex>);

impl Engine for Rules {
    fn count(&mut self, text: &str) -> usize {
        self.0.iter().map(|rule| rule.find_iter(text.as_bytes()).count()).sum()
    }

    fn rules(&self) -> usize {
        self.0.len()
    }
}

/// Detectors, each with its regular expression; group 1 is the finding.
struct Catalogue(Vec<(Detector, regex::Regex)>);

impl Engine for Catalogue {
    fn count(&mut self, text: &str) -> usize {
        self.0.iter().map(|(detector, regex)| count(detector, regex, text)).sum()
    }

    fn rules(&self) -> usize {
        self.0.len()
    }
}

fn count(detector: &Detector, regex: &regex::Regex, text: &str) -> usize {
    let (mut found, mut at) = (0, 0);
    while let Some(groups) = regex.captures_at(text, at) {
        let (Some(whole), Some(finding)) = (groups.get(0), groups.get(1)) else { break };
        let may = may_begin(detector, text, whole.start());
        match accepted(detector, text, finding.start(), finding.end()).filter(|_| may) {
            Some((end, is_one)) => {
                found += usize::from(is_one);
                at = end;
            }
            None => at = whole.start() + text[whole.start()..].chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// Where ends what the validator lets stand, if it does, and whether that is a finding.
fn accepted(detector: &Detector, text: &str, start: usize, end: usize) -> Option<(usize, bool)> {
    let Some(validate) = detector.validate else { return Some((end, true)) };
    let accept = validate(&text.as_bytes()[start..end])?;
    let (kept, is_one) = (start + accept.len, accept.strength > 0);
    if kept == end {
        return Some((end, is_one));
    }
    let next = text.get(kept..)?.chars().next();
    let free = match detector.bounds {
        Bounds::Token => !next.is_some_and(|c| c.is_alphanumeric() || c == '_'),
        Bounds::Line => next.is_none_or(|c| c == '\n' || c == '\r'),
        Bounds::None => true,
    };
    (start < kept && kept < end && free && detector.tail.is_empty()).then_some((kept, is_one))
}

fn main() {
    let usage = "usage: engine-regex RULES | catalogue DETECTORS";
    let rules_file = std::env::args().nth(1).expect(usage);
    if rules_file == "catalogue" {
        let size = std::env::args().nth(2).and_then(|size| size.parse().ok()).expect(usage);
        let of = |detector: Detector| {
            let regex = regex::Regex::new(&detector.regex()).expect("the engine accepts the pattern");
            (detector, regex)
        };
        serve("regex, each alone", || {
            let alone = detectors::padded(size).into_iter().filter(|detector| detector.mentions.is_empty());
            Catalogue(alone.map(of).collect())
        });
    } else {
        let of = |pattern: &str| bytes::RegexBuilder::new(pattern).unicode(false).build().expect("the rules compile");
        serve("regex, each alone", || Rules(rules(&rules_file).iter().map(|(_, pattern)| of(pattern)).collect()));
    }
}
