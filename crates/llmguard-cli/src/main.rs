//! The llmguard command: every verb of the library for people, scripts and scorers.
//!
//! Exit codes: 0 ok, 1 failure, 2 usage, 3 denied or `scan --fail-on` hit, 4 approval needed, 5 more permissive,
//! 6 tests or lint failed.
//! Nothing is written to standard output before it is known to be complete, except by `scan --jsonl`, which answers
//! line by line, and by `check --format`, which writes records as they are released.

mod args;
mod command;
mod input;
mod output;
mod redteam;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Args, Command};
use crate::output::Exit;

fn main() -> ExitCode {
    let args = Args::parse();
    let json = args.command.json();
    let result = match args.command {
        Command::Check(args) => command::check::run(&args),
        Command::Classify(args) => command::classify::run(&args),
        Command::Scan(args) => command::scan::run(&args),
        Command::Redact(args) => command::redact::run(&args),
        Command::Explain(args) => command::explain::run(&args),
        Command::Detectors { verb } => command::detectors::run(&verb),
        Command::Policy { verb } => command::policy::run(&verb),
        Command::Dictionary { verb } => command::dictionary::run(&verb),
        Command::Match { verb } => command::matching::run(&verb),
        Command::Redteam(args) => command::redteam::run(&args),
        Command::Fingerprint { verb } => command::fingerprint::run(&verb),
    };
    result.unwrap_or_else(|failure| failure.report(json)).into()
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}
