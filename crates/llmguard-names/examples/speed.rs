//! Speed: how fast the tagger reads the texts it is given, one path each: medians of MB/s and of microseconds a kilobyte.
//!
//! ```text
//! cargo run --release -p llmguard-names --example speed -- FILE…
//! ```

use std::error::Error;
use std::time::Instant;

use llmguard_names::{Scratch, Tagger};
use llmguard_types::Names;

/// A text is read in parts of about so many bytes, as prompts are.
const PART: usize = 1000;
const ROUNDS: usize = 15;

fn main() -> Result<(), Box<dyn Error>> {
    let tagger = Tagger::embedded()?;
    println!("weights {}, {ROUNDS} rounds, parts of about {PART} bytes", tagger.version());
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path)?;
        let parts = parts(&text);
        let mut scratch = Scratch::default();
        let mut found = Vec::new();
        let mut seconds: Vec<f64> = (0..ROUNDS)
            .map(|_| {
                found.clear();
                let start = Instant::now();
                for part in &parts {
                    tagger.advance(&mut scratch, part, 0, true, Names::Balanced, &mut found);
                }
                start.elapsed().as_secs_f64()
            })
            .collect();
        seconds.sort_by(f64::total_cmp);
        let median = seconds.get(ROUNDS / 2).copied().unwrap_or_default();
        let (mb, micros) = (text.len() as f64 / median / 1e6, median * 1e6 / (text.len() as f64 / 1024.0));
        println!("{mb:>8.1} MB/s {micros:>7.1} µs/KB {:>8} names  {path}", found.len());
    }
    Ok(())
}

/// Cuts a text at line breaks and blanks.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while rest.len() > PART {
        let from = (PART..rest.len()).find(|at| rest.is_char_boundary(*at)).unwrap_or(rest.len());
        let cut = rest.split_at(from).1.find([' ', '\n']).map_or(rest.len(), |at| from + at);
        let (part, behind) = rest.split_at(cut);
        parts.push(part);
        rest = behind;
    }
    parts.push(rest);
    parts
}
