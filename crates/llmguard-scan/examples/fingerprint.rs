//! Measures fingerprints: `cargo run --release -p llmguard-scan --example fingerprint -- TEXT [DOCUMENTS]`.
//!
//! Makes fingerprints of DOCUMENTS (10,000) generated documents of 10 KB and looks for them in the file TEXT, repeated to
//! 100 MB; then in copies of thirty words, as they are and with every tenth word changed. In CPU time where Linux tells it.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a measurement stops where it fails")]

use llmguard_scan::{Fingerprints, FingerprintsBuilder, ListKey};
use timer::timed;

#[path = "support/timer.rs"]
mod timer;

const BYTES: usize = 10_000;

fn main() {
    let mut args = std::env::args().skip(1);
    let text = std::fs::read_to_string(args.next().unwrap_or_else(|| String::from("README.md"))).unwrap();
    let count: u64 = args.next().map_or(10_000, |count| count.parse().unwrap());
    let key = ListKey::new(&[7; 32]).unwrap();

    let vocabulary = vocabulary(&text);
    let documents: Vec<String> = (0..count).map(|seed| document(&vocabulary, seed).join(" ")).collect();
    let (mut file, mut prints) = (Vec::new(), None);
    let built = timed(|| {
        let mut builder = FingerprintsBuilder::new(&key);
        for (number, document) in documents.iter().enumerate() {
            builder.document(&format!("document {number}"), document).unwrap();
        }
        file = builder.build().unwrap();
    });
    let bytes = file.len();
    let opened = timed(|| prints = Some(Fingerprints::open(file, &key).unwrap()));
    let prints = prints.unwrap();
    let info = prints.info();
    println!("{} documents, {} fingerprints", info.documents, info.fingerprints);
    println!("  build    {built:.2} s, {:.1} MB, opened in {opened:.2} s", bytes as f64 / 1e6);

    let unrelated = text.repeat(100_000_000 / text.len() + 1);
    let mut found = 0;
    for _ in 0..3 {
        let seconds = timed(|| found = prints.passages(&unrelated).len());
        let rate = unrelated.len() as f64 / seconds / 1e9;
        println!(
            "  look up  {rate:.3} GB/s, {found} passages in {:.0} MB of unrelated text",
            unrelated.len() as f64 / 1e6
        );
    }
    for (what, every) in [("as it is", usize::MAX), ("every tenth word changed", 10)] {
        let told = (0..10_000u64).filter(|seed| {
            let number = seed * 7 % count;
            let words = document(&vocabulary, number);
            let from = *seed as usize * 37 % (words.len() - 30);
            let mut copy = words[from..from + 30].to_vec();
            let first = if every < 30 { *seed as usize % every } else { 30 };
            copy.iter_mut().skip(first).step_by(every).for_each(|word| *word = "geändert");
            let around = |seed| document(&vocabulary, 1_000_000 + seed)[..20].join(" ");
            let text = format!("{} {} {}", around(*seed), copy.join(" "), around(seed + 500_000));
            prints.passages(&text).iter().any(|passage| passage.document as u64 == number)
        });
        println!("  thirty words, {what}: {:.2} % found", told.count() as f64 / 100.0);
    }
}

/// The words of a text, as often as they occur in it.
fn vocabulary(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(2_000_000).collect()
}

/// Words drawn as often as they occur in the text, of 10 KB together.
fn document<'v>(vocabulary: &[&'v str], seed: u64) -> Vec<&'v str> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let (mut words, mut bytes) = (Vec::new(), 0);
    while bytes < BYTES {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let word = vocabulary[state as usize % vocabulary.len()];
        bytes += word.len() + 1;
        words.push(word);
    }
    words
}
