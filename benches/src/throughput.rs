//! Throughput: megabytes a second for every text, the best of several runs, and the time to build a guard.

use std::hint::black_box;
use std::time::{Duration, Instant};

use llmguard::Guard;
use llmguard_benches::Corpus;

/// Every figure is the best of at least so many runs …
const RUNS: usize = 10;
/// … and of at least this long.
const AT_LEAST: Duration = Duration::from_secs(1);

fn main() {
    let build = best(|| drop(black_box(Guard::new().expect("the built-in detectors compile"))));
    let guard = Guard::new().expect("the built-in detectors compile");
    let detectors = guard.detectors().len();
    println!("{:<34}{:>9.2} ms   {detectors} detectors", "Guard::new()", build.as_secs_f64() * 1e3);
    for corpus in Corpus::all() {
        corpus.verify(&guard);
        let time = best(|| drop(black_box(guard.scan(black_box(&corpus.text)))));
        let speed = corpus.text.len() as f64 / time.as_secs_f64() / 1e6;
        println!("{:<34}{speed:>9.1} MB/s {} findings", corpus.name, corpus.expected());
    }
}

fn best(mut run: impl FnMut()) -> Duration {
    let begin = Instant::now();
    let mut best = Duration::MAX;
    let mut runs = 0;
    while runs < RUNS || begin.elapsed() < AT_LEAST {
        let start = Instant::now();
        run();
        best = best.min(start.elapsed());
        runs += 1;
    }
    best
}
