//! Streams: what a stream costs a piece, how much it holds, and what a session and its vault cost a token.
//!
//! `cargo run --release -p llmguard --example streams` prints it; `benches/` holds the comparison with others.

use std::time::Instant;

use llmguard::{Direction, Error, Guard, Request, Scope, Session, Stream, Vault, VaultKey};

/// Sentences of an answer without anything to find, and one with tokens.
const GERMAN: &str = "Die Lieferung ist gestern eingetroffen und wurde im Lager geprüft. Bitte beachten Sie, dass die \
    Unterlagen noch nicht vollständig sind; wir reichen sie nach, sobald sie aus der Fertigung zurück sind. Für die \
    nächste Woche schlagen wir einen Termin vor, an dem alle Fragen geklärt werden können. ";
const ENGLISH: &str = "The delivery arrived yesterday and was checked in the warehouse. Please note that the papers are \
    not complete yet; we will send them as soon as they are back from production. For next week we suggest a meeting in \
    which all questions can be answered. ";
const TOKENS: &str = "Ich habe [EMAIL_1] geschrieben und [PERSON_1]s Antwort abgelegt. ";

fn main() -> Result<(), Error> {
    let guard = Guard::new()?;
    let session = guard.session();
    session.protect("Frau Erika Mustermann, jo.huber@muster-werke.de")?;
    let answer = Request::new("buyer", "eu").direction(Direction::Response);
    let prompt = Request::new("buyer", "eu");
    println!(
        "{:<28} {:>5} {:>9} {:>9} {:>9} {:>9} {:>6} {:>6} {:>6}",
        "text", "piece", "ns/piece", "p50 ns", "p99 ns", "p99.9 ns", "held", "p99", "max"
    );
    for (name, text, request) in [
        ("answer, German", GERMAN.repeat(27), &answer),
        ("answer, English", ENGLISH.repeat(32), &answer),
        ("answer, German, tokens", [GERMAN, TOKENS].concat().repeat(23), &answer),
        ("prompt, German", GERMAN.repeat(27), &prompt),
        ("prompt, English", ENGLISH.repeat(32), &prompt),
    ] {
        for size in [1, 4, 16, 64, 256] {
            measure(name, &text, size, || session.stream(request))?;
        }
    }
    println!();
    for count in [1_000_u32, 1_000_000] {
        tokens("in memory", &guard.session(), count)?;
        sealed(&guard, count)?;
    }
    Ok(())
}

/// One text in pieces of one size, ten times.
fn measure(name: &str, text: &str, size: usize, begin: impl Fn() -> Result<Stream, Error>) -> Result<(), Error> {
    let (mut times, mut held) = (Vec::new(), Vec::new());
    let mut total = 0;
    for round in 0..10 {
        let mut stream = begin()?;
        let mut out = 0;
        for piece in text.as_bytes().chunks(size) {
            let start = Instant::now();
            out += stream.push_bytes(piece)?.text.len();
            let time = start.elapsed().as_nanos();
            // The first round warms up.
            if round > 0 {
                times.push(time);
                held.push(stream.held());
                total += time;
            }
        }
        out += stream.finish()?.text.len();
        assert!(out >= text.len() || name.contains("prompt"), "an answer is not shortened");
    }
    times.sort_unstable();
    held.sort_unstable();
    let at = |share: usize| times.get((times.len() - 1) * share / 1000).copied().unwrap_or_default();
    let holds = |share: usize| held.get((held.len() - 1) * share / 1000).copied().unwrap_or_default();
    let mean = total / u128::try_from(times.len()).unwrap_or(1);
    println!(
        "{name:<28} {size:>5} {mean:>9} {:>9} {:>9} {:>9} {:>6} {:>6} {:>6}",
        at(500),
        at(990),
        at(999),
        holds(500),
        holds(990),
        holds(1000)
    );
    Ok(())
}

/// So many values in one session: what one more costs, and what it costs to turn one back.
fn tokens(name: &str, session: &Session, count: u32) -> Result<(), Error> {
    let before = resident();
    let mut from = 0;
    while from < count {
        let to = (from + 1000).min(count);
        let text: String = (from..to).map(|n| format!("kunde{n}@muster-werke.de\n")).collect();
        session.protect(&text)?;
        from = to;
    }
    let memory = resident().saturating_sub(before) * 1024 / u64::from(count);
    let time = |work: &dyn Fn(u32) -> Result<(), Error>| -> Result<u128, Error> {
        let start = Instant::now();
        (0..2000).try_for_each(work)?;
        Ok(start.elapsed().as_nanos() / 2000)
    };
    let step = (count / 2000).max(1);
    let protect = time(&|n| session.protect(&format!("an kunde{}@muster-werke.de", n * step % count)).map(drop))?;
    let reveal = time(&|n| session.reveal(&format!("an [EMAIL_{}] gesendet", n * step % count + 1)).map(drop))?;
    println!(
        "{count:>9} tokens {name}: protect {protect} ns, reveal {reveal} ns a text, {memory} bytes a token with its value"
    );
    Ok(())
}

/// The same in a vault; and what its file takes, and to open it.
fn sealed(guard: &Guard, count: u32) -> Result<(), Error> {
    let path = std::env::temp_dir().join(format!("llmguard-streams-{}.vault", std::process::id()));
    let (key, scope) = (VaultKey::new(&[7; 32])?, Scope::new("werk-1", "chat-17"));
    tokens("in a vault", &guard.session_in(&Vault::open(&path, &key)?, &scope, 0)?, count)?;
    let bytes = std::fs::metadata(&path).map_or(0, |file| file.len());
    let start = Instant::now();
    let vault = Vault::open(&path, &key)?;
    let opened = start.elapsed();
    let session = guard.session_in(&vault, &scope, 0)?;
    let begun = start.elapsed() - opened;
    let other = guard.session_in(&vault, &Scope::new("werk-1", "chat-18"), 0)?;
    let start = Instant::now();
    for number in 0..200 {
        other.protect(&format!("an neu{number}@muster-werke.de"))?;
    }
    println!(
        "{count:>9} tokens in a file: {} bytes a token, opened in {} ms, session in {} ms; a new one kept in {} µs",
        bytes / u64::from(count),
        opened.as_millis(),
        begun.as_millis(),
        start.elapsed().as_micros() / 200
    );
    drop((session, other, vault));
    for ending in ["", ".lock"] {
        // What is left there is in nobody's way.
        drop(std::fs::remove_file(format!("{}{ending}", path.display())));
    }
    Ok(())
}

/// Resident memory in KiB; 0 where the system does not say.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}
