//! llmguard: with `scan` the call that users make, `Guard::scan`; with `engine` only what is under it.
//!
//! The second argument is the number of detectors: the catalogue, padded with generated ones up to it. `0` is the
//! catalogue as it ships.

use std::sync::Arc;

use llmguard::Guard;
use llmguard_bench_protocol::{Engine, serve};
use llmguard_benches::detectors;
use llmguard_scan::{Program, Scanner, Stream};
use llmguard_types::Evidence;

/// The façade: a pooled scanner, overlaps resolved, threshold and excludes applied.
struct Facade(Guard);

impl Facade {
    fn new(size: usize) -> Facade {
        let padding = detectors::padding(size.saturating_sub(detectors::built_in()));
        Facade(Guard::builder().detectors(padding).build().expect("the generated detectors compile"))
    }
}

impl Engine for Facade {
    fn count(&mut self, text: &str) -> usize {
        self.0.scan(text).expect("the text is short enough").len()
    }

    fn rules(&self) -> usize {
        self.0.detectors().len()
    }
}

/// The engine: everything any detector finds, whatever its confidence.
struct Raw {
    scanner: Scanner,
    stream: Stream,
    rules: usize,
}

impl Raw {
    fn new(size: usize) -> Raw {
        let program = Program::compile(detectors::padded(size)).expect("the generated detectors compile");
        let rules = program.detectors().len();
        let program = Arc::new(program);
        Raw { rules, scanner: Scanner::new(Arc::clone(&program)), stream: Stream::new(program) }
    }
}

impl Engine for Raw {
    fn count(&mut self, text: &str) -> usize {
        let found = self.scanner.scan_all(text).expect("the automata of built-in detectors are small").findings;
        // A mention depends on what other detectors found, which a detector alone cannot know.
        found.iter().filter(|finding| !finding.evidence.contains(Evidence::MENTION)).count()
    }

    fn rules(&self) -> usize {
        self.rules
    }

    fn stream(&mut self, pieces: &[&str]) -> Result<usize, &'static str> {
        let small = "the automata of built-in detectors are small";
        let found: usize = pieces.iter().map(|piece| self.stream.push(piece).expect(small).len()).sum();
        Ok(found + self.stream.finish().expect(small).len())
    }
}

fn main() {
    let usage = "usage: engine-llmguard scan|engine DETECTORS";
    let door = std::env::args().nth(1).expect(usage);
    let size = std::env::args().nth(2).and_then(|size| size.parse().ok()).expect(usage);
    match door.as_str() {
        "scan" => serve("Guard::scan", || Facade::new(size)),
        "engine" => serve("Scanner::scan_all", || Raw::new(size)),
        _ => panic!("{usage}"),
    }
}
