//! Process: one engine, running, that is asked in the words of `llmguard_bench_protocol`.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde::Deserialize;

use crate::definition::{Engine, benches, programs, target};

/// A running engine; it ends with this value.
pub(crate) struct Process {
    pub(crate) name: String,
    /// What it is, in its own words.
    pub(crate) engine: String,
    pub(crate) rules: usize,
    /// The most memory it had resident until it was ready, and until its last answer, in bytes.
    pub(crate) peaks: (u64, u64),
    child: Child,
    jobs: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// What an engine says when its rules are built.
#[derive(Deserialize)]
struct Ready {
    engine: String,
    rules: usize,
    peak: u64,
}

/// What an engine found and what it took.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Answer {
    pub(crate) findings: usize,
    pub(crate) ns: f64,
    peak: u64,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Reply {
    Answer(Answer),
    Unable { unable: String },
}

impl Process {
    /// Starts an engine and waits until it is ready; the error says why there is none.
    pub(crate) fn start(engine: &Engine) -> Result<Process, String> {
        let (programs, target) = (programs()?, target()?);
        let fill = |word: &String| {
            word.replace("{bin}", &programs.to_string_lossy())
                .replace("{benches}", &benches().to_string_lossy())
                .replace("{venv}", &target.join("bench-python").to_string_lossy())
        };
        let words: Vec<String> = engine.run.iter().map(fill).collect();
        let (program, arguments) = words.split_first().ok_or("nothing to run")?;
        if !Path::new(program).exists() {
            return Err(format!("there is no {program}"));
        }
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{program}: {error}"))?;
        let jobs = child.stdin.take().ok_or("no way to ask")?;
        let mut answers = BufReader::new(child.stdout.take().ok_or("no way to hear")?);
        let mut line = String::new();
        answers.read_line(&mut line).map_err(|error| error.to_string())?;
        let ready: Ready =
            serde_json::from_str(&line).map_err(|_| format!("it did not get ready; it said {line:?}"))?;
        let Ready { engine: own_name, rules, peak } = ready;
        Ok(Process { name: engine.name.clone(), engine: own_name, rules, peaks: (peak, peak), child, jobs, answers })
    }

    /// Has one job done. The error says why the engine cannot.
    pub(crate) fn ask(&mut self, mode: &str, rounds: usize, corpus: &Path) -> Result<Answer, String> {
        writeln!(self.jobs, "{mode} {rounds} {}", corpus.display()).map_err(|error| error.to_string())?;
        let mut line = String::new();
        self.answers.read_line(&mut line).map_err(|error| error.to_string())?;
        match serde_json::from_str(&line).map_err(|_| format!("{mode}: no answer but {line:?}"))? {
            Reply::Answer(answer) => {
                self.peaks.1 = answer.peak;
                Ok(answer)
            }
            Reply::Unable { unable } => Err(unable),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
