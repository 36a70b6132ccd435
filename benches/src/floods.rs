//! Floods: what the worst text costs, looked for among texts that repeat how something begins.
//!
//! Every vector of every built-in detector is cut off at up to twelve places, and 32 KiB are filled with what is left,
//! over and over, with a blank, a line break, a hyphen, a full stop or nothing between: `eyJhbGci-eyJhbGci-…`. Each
//! place then begins something that is never over. What that may cost a byte is bounded by detectors × window; what it
//! does cost is printed here, the dearest flood of each of the ten dearest detectors, whole and in pieces of four bytes.

use std::hint::black_box;
use std::sync::Arc;

use cpu_time::ThreadTime;
use llmguard_bench_protocol::pieces;
use llmguard_catalog::template::expand;
use llmguard_scan::{Program, Scanner, Stream};

const LENGTH: usize = 32 << 10;
const CUTS: usize = 12;
const BETWEEN: [&str; 5] = ["", " ", "\n", "-", "."];
const SHOWN: usize = 10;

struct Flood {
    detector: String,
    unit: String,
    whole: f64,
}

fn main() {
    let detectors = llmguard_catalog::detectors();
    let program = Arc::new(Program::compile(detectors.iter().cloned()).expect("the catalogue compiles"));
    let (mut scanner, mut stream) = (Scanner::new(Arc::clone(&program)), Stream::new(program));
    let mut floods: Vec<Flood> = Vec::new();
    for detector in detectors {
        for vector in detector.matches.iter() {
            let vector = expand(vector, 1).expect("a test of the catalogue expands every vector");
            let ends: Vec<usize> = vector.char_indices().map(|(at, _)| at).chain([vector.len()]).skip(1).collect();
            for end in ends.iter().step_by(ends.len().div_ceil(CUTS)) {
                for between in BETWEEN {
                    let unit = format!("{}{between}", &vector[..*end]);
                    let text = unit.repeat(LENGTH / unit.len());
                    let whole = cost(&text, || drop(black_box(scanner.scan_all(&text))));
                    floods.push(Flood { detector: detector.id.to_string(), unit, whole });
                }
            }
        }
    }
    floods.sort_by(|a, b| b.whole.total_cmp(&a.whole));
    println!("{} floods of {LENGTH} bytes; ns a byte, whole and in pieces of 4 bytes", floods.len());
    let mut shown: Vec<&str> = Vec::new();
    for Flood { detector, unit, .. } in &floods {
        if shown.len() < SHOWN && !shown.contains(&detector.as_str()) {
            shown.push(detector);
            let text = unit.repeat(LENGTH / unit.len());
            let mut rounds: Vec<f64> =
                (0..5).map(|_| cost(&text, || drop(black_box(scanner.scan_all(&text))))).collect();
            rounds.sort_by(f64::total_cmp);
            let streamed = cost(&text, || {
                for piece in pieces(&text, 4) {
                    black_box(stream.push(piece).expect("the automata of built-in detectors are small"));
                }
                black_box(stream.finish().expect("the automata of built-in detectors are small"));
            });
            println!("{:8.0} {streamed:8.0}   {detector}   {unit:?}", rounds[2]);
        }
    }
}

/// CPU nanoseconds a byte.
fn cost(text: &str, run: impl FnOnce()) -> f64 {
    let start = ThreadTime::now();
    run();
    start.elapsed().as_secs_f64() * 1e9 / text.len() as f64
}
