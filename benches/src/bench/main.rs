//! Bench: runs the engines, compares what they find, and prints what they cost.
//!
//! ```text
//! bench test own rust         every count against the definitions
//! bench run own rust peer     the tables
//! ```
//!
//! The words behind are the groups of engines, see `definitions/engines.toml`.

mod count;
mod definition;
mod measure;
mod process;
mod table;
mod text;

use std::process::ExitCode;

use definition::Group;
use process::Process;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(code) => code,
        Err(message) => {
            eprintln!("bench: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<ExitCode, String> {
    let (command, groups) = arguments.split_first().ok_or("usage: bench test|run GROUP…")?;
    let groups: Vec<Group> = groups.iter().map(|word| group(word)).collect::<Result<_, _>>()?;
    let mut engines = start(&groups)?;
    match command.as_str() {
        "test" => {
            let (held, wrong) = count::check(&mut engines)?;
            for message in &wrong {
                println!("WRONG: {message}");
            }
            println!("{held} passed, {} failed", wrong.len());
            Ok(if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        "run" => measure::all(&mut engines).map(|()| ExitCode::SUCCESS),
        _ => Err(format!("`{command}` is not a command")),
    }
}

fn group(word: &str) -> Result<Group, String> {
    match word {
        "own" => Ok(Group::Own),
        "rust" => Ok(Group::Rust),
        "peer" => Ok(Group::Peer),
        "python" => Ok(Group::Python),
        _ => Err(format!("`{word}` is not a group")),
    }
}

/// Every engine that is there. One that may be missing is skipped, loudly.
fn start(groups: &[Group]) -> Result<Vec<Process>, String> {
    let mut running = Vec::new();
    for engine in definition::engines(groups)? {
        match Process::start(&engine) {
            Ok(process) => {
                println!("   {:<18} {}; {}", engine.name, engine.rules, engine.differs);
                running.push(process);
            }
            Err(why) if engine.group.optional() => println!("   {:<18} SKIPPED: {why}", engine.name),
            Err(why) => return Err(format!("engine {}: {why}", engine.name)),
        }
    }
    Ok(running)
}
