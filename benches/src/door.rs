//! Door: what a call costs in Rust, to be held against `bindings/capi/tests/bench.c`, which makes the same calls in C.

use std::time::Instant;

use llmguard::Guard;

const RUNS: usize = 41;
const CALLS: u32 = 5000;

fn main() {
    let guard = Guard::new().expect("the built-in guard builds");
    let text = &"Bitte die Presse bis morgen wieder anfahren, die Teile fehlen uns"[..64];
    let mut runs: Vec<u128> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..CALLS {
                assert!(guard.scan(text).expect("the text is short").is_empty());
            }
            start.elapsed().as_nanos() / u128::from(CALLS)
        })
        .collect();
    runs.sort_unstable();
    println!("Rust  scan, 64 bytes, nothing found: {} ns (median of {RUNS})", runs[RUNS / 2]);
}
