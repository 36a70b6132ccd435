//! Measures dictionaries: `cargo run --release -p llmguard-scan --example dictionary -- TEXT [TERMS]`.
//!
//! Builds a dictionary of TERMS (1,000,000) generated terms, a third each of one, two and three words, and finds it in the
//! file TEXT: with our own pass over the bytes and with the blocks made before. Medians of nine runs, in CPU time where
//! Linux tells it; on a machine that does other work take the ratio to the `memchr` pass over the same bytes.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a measurement stops where it fails")]

use llmguard_scan::{Dictionary, DictionaryBuilder, ListKey};
use timer::timed;

#[path = "support/timer.rs"]
mod timer;

const RUNS: usize = 9;
/// How often the text is read in one run: the clock ticks in milliseconds.
const TIMES: usize = 8;

fn main() {
    let mut args = std::env::args().skip(1);
    let text = std::fs::read_to_string(args.next().unwrap_or_else(|| String::from("README.md"))).unwrap();
    let count: usize = args.next().map_or(1_000_000, |count| count.parse().unwrap());
    for words in [0, 1] {
        let terms = terms(count, words);
        println!("{count} terms, {}", if words == 1 { "one word each" } else { "one to three words" });
        measure(&terms, &text);
    }
}

fn measure(terms: &[String], text: &str) {
    let key = ListKey::new(&[7; 32]).unwrap();
    let build = || {
        let mut builder = DictionaryBuilder::new(&key);
        terms.iter().for_each(|term| builder.add(term).unwrap());
        builder.build().unwrap()
    };
    let mut seconds: Vec<f64> = (0..3).map(|_| timed(|| drop(build()))).collect();
    seconds.sort_by(f64::total_cmp);
    let file = build();
    let copy = file.clone();
    let opened = timed(|| drop(Dictionary::open(copy, &key).unwrap()));
    let dictionary = Dictionary::open(file, &key).unwrap();
    let info = dictionary.info();
    println!("  build    {:.2} s, {} distinct terms, {} entries", seconds[1], info.terms, info.entries);
    println!("  size     {:.1} MB, opened in {:.1} ms", info.bytes as f64 / 1e6, opened * 1e3);

    let blocks = blocks(text);
    let mut found = 0;
    speed("memchr", text, || found = memchr::memchr_iter(0, text.as_bytes()).count());
    speed("find", text, || {
        found = 0;
        dictionary.find(text, |_| found += 1);
    });
    println!("  found    {found} ({:.2} a KB)", found as f64 / text.len() as f64 * 1e3);
    speed("find_in", text, || {
        found = 0;
        dictionary.find_in(text, blocks.iter().copied(), |_| found += 1);
    });
    let own = terms.iter().step_by(terms.len() / 100_000 + 1).map(|term| format!("{term}, ")).collect::<String>();
    speed("only terms", &own, || {
        found = 0;
        dictionary.find(&own, |_| found += 1);
    });
    println!("  found    {found} ({:.2} a KB)", found as f64 / own.len() as f64 * 1e3);
}

fn speed(what: &str, text: &str, mut run: impl FnMut()) {
    let mut seconds: Vec<f64> = (0..RUNS).map(|_| timed(|| (0..TIMES).for_each(|_| run()))).collect();
    seconds.sort_by(f64::total_cmp);
    let rate = |seconds: f64| (TIMES * text.len()) as f64 / seconds / 1e9;
    println!("  {what:<10} {:.3} GB/s (best {:.3})", rate(seconds[RUNS / 2]), rate(seconds[0]));
}

fn blocks(text: &str) -> Vec<u64> {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
    let bits = |block: &[u8]| block.iter().rev().fold(0, |bits, byte| bits << 1 | u64::from(word(*byte)));
    text.as_bytes().chunks(64).map(bits).collect()
}

/// Names made of syllables, always the same; of one to three words, or of `words`.
fn terms(count: usize, words: usize) -> Vec<String> {
    const SYLLABLES: [&str; 32] = [
        "ba", "dor", "fel", "gar", "hin", "jo", "kam", "lin", "mer", "nau", "os", "pet", "ram", "sol", "tür", "ul",
        "vik", "wen", "zeh", "brü", "cke", "drei", "grab", "heim", "stein", "berg", "tal", "bach", "wal", "kro",
        "schmi", "ing",
    ];
    let mut state = 1u64;
    let mut draw = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut word = || -> String { (0..3 + draw(3)).map(|_| SYLLABLES[draw(SYLLABLES.len())]).collect() };
    (0..count)
        .map(|n| (0..if words == 0 { 1 + n % 3 } else { words }).map(|_| word()).collect::<Vec<_>>().join(" "))
        .collect()
}
