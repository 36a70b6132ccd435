//! Protocol: how an engine is asked and how it answers.
//!
//! Every engine is a program of its own, so that none shares memory, allocator or automata with another, and so that
//! an engine in C or Python is measured as one in Rust is. A program builds its rules, says that it is ready, then
//! reads jobs from standard input, a line each, and answers each with one line of JSON:
//!
//! ```text
//! $ engine-regex rules.tsv
//! {"engine":"regex","rules":127,"peak":8388608}
//! whole 3 /tmp/logs.txt                            mode, rounds, corpus (UTF-8)
//! {"findings":1234,"ns":56780.0,"peak":9437184}
//! pieces:4 1 /tmp/logs.txt
//! {"unable":"has no stream"}
//! ```
//!
//! | mode | what is timed | `ns` |
//! |---|---|---|
//! | `whole` | one call with the whole corpus | of one call |
//! | `calls:N` | a call for every N bytes of the corpus, each alone | of one call |
//! | `pieces:N` | one stream that is given the corpus N bytes at a time | of one piece |
//! | `build` | making the engine from its rules; the corpus is `-` | of one build |
//!
//! `ns` is CPU time of the calling thread, the median of the rounds; `findings` is what one round found; `peak` is the
//! most memory the process ever had resident, in bytes. Whoever waits on the other end cannot disturb the figures:
//! reading the corpus is outside of the clock.
//!
//! In Rust an engine is an [`Engine`] and a call of [`serve`].

use std::hint::black_box;
use std::io::{BufRead as _, Write as _};

use cpu_time::ThreadTime;

/// Something that finds.
pub trait Engine {
    /// How many things it finds in a text.
    fn count(&mut self, text: &str) -> usize;

    /// How many rules it looks for.
    fn rules(&self) -> usize;

    /// How many things it finds in a text that arrives in pieces, or why it cannot.
    ///
    /// # Errors
    ///
    /// Why the engine cannot, in a few words.
    fn stream(&mut self, _pieces: &[&str]) -> Result<usize, &'static str> {
        Err("has no stream")
    }
}

/// One answer: findings of one round, and the nanoseconds of each round.
type Answer = Result<(usize, Vec<f64>), String>;

/// Answers jobs until there are no more.
pub fn serve<E: Engine>(name: &str, build: impl Fn() -> E) {
    let mut engine = build();
    say(&format!("{{\"engine\":{name:?},\"rules\":{},\"peak\":{}}}", engine.rules(), peak()));
    let mut corpus = (String::new(), String::new());
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let answer = job(&line, &mut engine, &build, &mut corpus);
        say(&match answer {
            Ok((findings, mut rounds)) => {
                rounds.sort_by(f64::total_cmp);
                let ns = rounds.get(rounds.len() / 2).copied().unwrap_or_default();
                format!("{{\"findings\":{findings},\"ns\":{ns:.1},\"peak\":{}}}", peak())
            }
            Err(why) => format!("{{\"unable\":{why:?}}}"),
        });
    }
}

fn job<E: Engine>(line: &str, engine: &mut E, build: &impl Fn() -> E, corpus: &mut (String, String)) -> Answer {
    let mut words = line.splitn(3, ' ');
    let (Some(mode), Some(rounds), Some(path)) = (words.next(), words.next(), words.next()) else {
        return Err(String::from("a job is MODE ROUNDS PATH"));
    };
    let rounds: usize = rounds.parse().map_err(|_| String::from("ROUNDS is a number"))?;
    if mode == "build" {
        return Ok((0, (0..rounds).map(|_| clock(|| drop(black_box(build()))).1).collect()));
    }
    if corpus.0 != path {
        let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
        *corpus = (path.to_owned(), text);
    }
    let text = corpus.1.as_str();
    let (mode, bytes) = mode.split_once(':').unwrap_or((mode, ""));
    let pieces = pieces(text, bytes.parse().unwrap_or(text.len()));
    let mut findings = 0;
    let mut times = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        let (found, ns) = match mode {
            "whole" => clock(|| Ok(engine.count(black_box(text)))),
            "calls" => clock(|| Ok(pieces.iter().map(|piece| engine.count(black_box(piece))).sum())),
            "pieces" => clock(|| engine.stream(black_box(&pieces))),
            _ => return Err(String::from("no such mode")),
        };
        findings = found?;
        times.push(if mode == "whole" { ns } else { ns / pieces.len().max(1) as f64 });
    }
    Ok((findings, times))
}

/// What a run gives, and the CPU time it takes this thread, in nanoseconds.
fn clock<T>(run: impl FnOnce() -> T) -> (T, f64) {
    let start = ThreadTime::now();
    let made = run();
    (made, start.elapsed().as_secs_f64() * 1e9)
}

/// A text cut every `bytes` bytes, or a little before where that would split a character; the rest is left out, so that
/// all pieces have one size.
#[must_use]
pub fn pieces(text: &str, bytes: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while rest.len() >= bytes.max(4) {
        let end = (1..=bytes.max(4)).rev().find(|end| rest.is_char_boundary(*end)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// The most memory this process ever had resident, in bytes; 0 where the system does not tell.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) * 1024
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // Nobody listens any more: there is nothing left to do, and the next read ends.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// The rules of a file such as `benches/rules/rules.tsv`: a name and a pattern on each line, comments after `#`.
///
/// # Panics
///
/// If the file cannot be read.
#[must_use]
pub fn rules(path: &str) -> Vec<(String, String)> {
    let file = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let lines = file.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).map(|(name, p)| (name.to_owned(), p.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Finds every `x`.
    struct Xs;

    impl Engine for Xs {
        fn count(&mut self, text: &str) -> usize {
            text.matches('x').count()
        }

        fn rules(&self) -> usize {
            1
        }
    }

    #[test]
    fn pieces_have_one_size_and_split_no_character() {
        assert_eq!(pieces("abcdefghij", 4), ["abcd", "efgh"]);
        assert_eq!(pieces("abcüefgh", 4), ["abc", "üef"]);
    }

    #[test]
    fn a_job_says_what_was_found_or_why_it_cannot() {
        let mut corpus = (String::from("corpus"), String::from("x--x--xx"));
        let mut ask = |line: &str| job(line, &mut Xs, &|| Xs, &mut corpus).map(|(found, rounds)| (found, rounds.len()));
        assert_eq!(ask("whole 3 corpus"), Ok((4, 3)));
        assert_eq!(ask("calls:4 1 corpus"), Ok((4, 1)));
        assert_eq!(ask("build 2 -"), Ok((0, 2)));
        assert_eq!(ask("pieces:4 1 corpus"), Err(String::from("has no stream")));
        assert_eq!(ask("whole"), Err(String::from("a job is MODE ROUNDS PATH")));
    }
}
