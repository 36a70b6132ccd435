//! Readme: every command of README.md is run, and what it is said to print is compared.
//!
//! A comment above a block says what it is; a `sh` block without one is a mistake.
//!
//! | comment | block |
//! |---|---|
//! | `<!-- run -->` | every line is a command that exits with 0 |
//! | `<!-- run: exit 3 -->` | every line is a command that exits with 3 |
//! | `<!-- prints -->` | what the block before it writes to standard output |
//! | `<!-- not run: reason -->` | commands that are not run here |
//!
//! Commands run in the root of the repository, with the release build first in `PATH`. The Rust example is a
//! documentation test of this crate.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops loudly")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

#[derive(Debug, PartialEq)]
enum Block {
    Run { exit: i32, commands: Vec<String> },
    Prints(String),
}

/// The marked blocks of a Markdown text in order, or the first block that is not marked as it should be.
fn blocks(source: &str) -> Result<Vec<Block>, String> {
    let mut blocks = Vec::new();
    let mut mark = "";
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.extend(block(language, mark, &body)?);
        }
        if !line.is_empty() {
            let comment = line.strip_prefix("<!-- ").and_then(|rest| rest.strip_suffix(" -->"));
            mark = comment.unwrap_or_default();
        }
    }
    Ok(blocks)
}

fn block(language: &str, mark: &str, body: &[&str]) -> Result<Option<Block>, String> {
    let exit = match mark.strip_prefix("run: exit ") {
        Some(code) => code.parse().map_err(|_| format!("`{mark}` names no exit code"))?,
        None => 0,
    };
    match (language, mark) {
        ("sh", _) if mark.starts_with("not run: ") => Ok(None),
        ("sh", _) if mark == "run" || mark.starts_with("run: exit ") => {
            let commands = body.join("\n").replace("\\\n", "");
            let commands = commands.lines().filter(|line| !line.trim().is_empty()).map(String::from).collect();
            Ok(Some(Block::Run { exit, commands }))
        }
        ("text", "prints") => Ok(Some(Block::Prints(body.iter().map(|line| format!("{line}\n")).collect()))),
        ("sh", _) => Err(format!("the block with `{}` is not marked", body.first().unwrap_or(&""))),
        _ => Ok(None),
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Runs one command line and returns what it wrote to standard output.
fn run(line: &str, exit: i32) -> String {
    let own = std::env::current_exe().unwrap(); // target/debug/deps/readme-…
    let release = own.ancestors().nth(3).unwrap().join("release");
    let path = format!("{}:{}", release.display(), std::env::var("PATH").unwrap_or_default());
    let output = Command::new("bash")
        .args(["-c", &format!("set -o pipefail\n{line}")])
        .current_dir(root())
        .env("PATH", path)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let written = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(exit), "`{line}` wrote:\n{written}{errors}");
    written
}

#[test]
fn every_command_does_what_the_readme_says() {
    let source = std::fs::read_to_string(root().join("README.md")).unwrap();
    let blocks = blocks(&source).unwrap();
    let mut written = String::new();
    for block in &blocks {
        match block {
            Block::Run { exit, commands } => written = commands.iter().map(|line| run(line, *exit)).collect(),
            Block::Prints(expected) => assert_eq!(&written, expected),
        }
    }
    assert!(blocks.len() >= 4, "only {} blocks found", blocks.len());
}

#[test]
fn blocks_are_read_as_they_are_marked() {
    let source = "\n<!-- run: exit 3 -->\n```sh\na \\\n  b\n\nc\n```\n<!-- prints -->\n\n```text\nout\n```\n\
                  <!-- not run: slow -->\n```sh\nd\n```\n```rust\nlet e;\n```\n";
    let expected = [
        Block::Run { exit: 3, commands: vec![String::from("a   b"), String::from("c")] },
        Block::Prints(String::from("out\n")),
    ];
    assert_eq!(blocks(source).unwrap(), expected);
    assert_eq!(blocks("```sh\nf\n```\n").unwrap_err(), "the block with `f` is not marked");
    assert_eq!(blocks("<!-- run -->\nWords between.\n```sh\ng\n```").unwrap_err(), "the block with `g` is not marked");
    assert_eq!(blocks("<!-- run: exit x -->\n```sh\n```").unwrap_err(), "`run: exit x` names no exit code");
}

#[test]
fn a_command_that_fails_is_noticed() {
    assert_eq!(run("echo one | cat", 0), "one\n");
    assert_eq!(run("exit 3", 3), "");
    assert!(std::panic::catch_unwind(|| run("false | cat", 0)).is_err());
}
