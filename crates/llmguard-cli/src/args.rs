//! Args: the command line, as clap reads it.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use llmguard::{Confidence, OffsetUnit};

/// Finds personal data, secrets and confidential content in text, decides what may go where, and rewrites the rest.
#[derive(Debug, Parser)]
#[command(name = "llmguard", version, after_help = EXITS)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXITS: &str =
    "Exit codes: 0 ok, 1 failure, 2 usage, 3 denied or --fail-on hit, 4 approval needed, 6 tests or lint failed";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Decide whether a text may go to a destination, and rewrite it where the policy says so
    Check(CheckArgs),
    /// Say what is in a text: positions and kinds, never the content
    Scan(ScanArgs),
    /// Replace everything that is found by a marker of its kind
    Redact(RedactArgs),
    /// Show the nine steps one text takes, with what each of them did
    Explain(CheckArgs),
    /// List, show and lint detectors
    Detectors {
        #[command(subcommand)]
        verb: DetectorsVerb,
    },
    /// Work on policies
    Policy {
        #[command(subcommand)]
        verb: PolicyVerb,
    },
    /// Build dictionaries of own terms, and say what one holds
    Dictionary {
        #[command(subcommand)]
        verb: DictionaryVerb,
    },
}

impl Command {
    /// Whether JSON was asked for.
    pub(crate) fn json(&self) -> bool {
        match self {
            Command::Check(args) | Command::Explain(args) => args.source.json,
            Command::Scan(args) => args.source.json,
            Command::Redact(args) => args.source.json,
            Command::Detectors { verb } => match verb {
                DetectorsVerb::List { json } | DetectorsVerb::Show { json, .. } | DetectorsVerb::Lint { json, .. } => {
                    *json
                }
            },
            Command::Policy { verb: PolicyVerb::Test { json, .. } } => *json,
            Command::Dictionary { verb: DictionaryVerb::Build(args) } => args.json,
            Command::Dictionary { verb: DictionaryVerb::Info { json, .. } } => *json,
        }
    }
}

/// What every verb that reads a text takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Source {
    /// File to read; `-` or nothing reads standard input
    #[arg(default_value = "-")]
    pub(crate) file: PathBuf,
    /// Policy: a file, or `template:NAME` for an embedded one
    #[arg(long, default_value_t = format!("template:{}", llmguard::DEFAULT_POLICY))]
    pub(crate) policy: String,
    /// Detector file to add to the built-in ones; may be given more than once
    #[arg(long = "detectors", value_name = "FILE")]
    pub(crate) detectors: Vec<PathBuf>,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) source: Source,
    /// Role of who asks; may be given more than once
    #[arg(long = "role", value_name = "ROLE", required = true)]
    pub(crate) roles: Vec<String>,
    /// Where the text is to go, as the policy names it
    #[arg(long)]
    pub(crate) destination: String,
    /// What for; the only purpose a policy declares is the default
    #[arg(long)]
    pub(crate) purpose: Option<String>,
    /// Which way the text goes
    #[arg(long, default_value = "prompt")]
    pub(crate) direction: Direction,
    /// Level that a source of the text carries; may be given more than once
    #[arg(long = "source-label", value_name = "LEVEL")]
    pub(crate) source_labels: Vec<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ScanArgs {
    #[command(flatten)]
    pub(crate) source: Source,
    /// Read {"id","text"} lines and write {"id","spans"} lines, in order
    #[arg(long, conflicts_with = "all")]
    pub(crate) jsonl: bool,
    /// Everything any detector found: overlaps, low confidence and excluded values included
    #[arg(long)]
    pub(crate) all: bool,
    /// Unit of positions in JSON
    #[arg(long, default_value = "codepoint")]
    pub(crate) offsets: Offsets,
    /// Exit with 3 if anything of this confidence or more is found
    #[arg(long, value_name = "CONFIDENCE", value_parser = confidence)]
    pub(crate) fail_on: Option<Confidence>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct RedactArgs {
    #[command(flatten)]
    pub(crate) source: Source,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DetectorsVerb {
    /// One line a detector, ordered by id
    List {
        /// Write JSON
        #[arg(long)]
        json: bool,
    },
    /// Everything about one detector
    Show {
        /// Its id
        id: String,
        /// Write JSON
        #[arg(long)]
        json: bool,
    },
    /// Check detector files and try every detector on its own vectors
    Lint {
        /// The files
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Write JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum PolicyVerb {
    /// Run the tests a policy carries
    Test {
        /// A file, or `template:NAME`
        policy: String,
        /// Write JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum DictionaryVerb {
    /// Make a dictionary file of a list of terms, which it does not disclose without the key
    Build(DictionaryBuildArgs),
    /// What a dictionary file says about itself; with the key also whether it is genuine
    Info {
        /// The dictionary
        file: PathBuf,
        /// Key it was built with: 32 bytes, or 64 hexadecimal digits
        #[arg(long, value_name = "FILE")]
        key_file: Option<PathBuf>,
        /// Write JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct DictionaryBuildArgs {
    /// Terms in UTF-8, one a line; `-` reads standard input. Empty lines and lines that begin with # are passed over
    pub(crate) terms: PathBuf,
    /// Read CSV instead, terms in this column, counted from 1
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) column: Option<u16>,
    /// Pass over the first record of the CSV
    #[arg(long, requires = "column")]
    pub(crate) header: bool,
    /// What stands between the columns: comma, semicolon or tab
    #[arg(long, default_value = "comma", requires = "column")]
    pub(crate) separator: Separator,
    /// Key to build with: 32 bytes, or 64 hexadecimal digits
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: PathBuf,
    /// Where to write the dictionary
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What stands between the columns of a CSV, as a word.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Separator {
    Comma,
    Semicolon,
    Tab,
}

/// Which way a text goes, as a word.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Direction {
    Prompt,
    Response,
    ToolCall,
    ToolResult,
    Document,
}

impl From<Direction> for llmguard::Direction {
    fn from(direction: Direction) -> llmguard::Direction {
        match direction {
            Direction::Prompt => llmguard::Direction::Prompt,
            Direction::Response => llmguard::Direction::Response,
            Direction::ToolCall => llmguard::Direction::ToolCall,
            Direction::ToolResult => llmguard::Direction::ToolResult,
            Direction::Document => llmguard::Direction::Document,
        }
    }
}

/// The unit of positions, as a word.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Offsets {
    Byte,
    Codepoint,
    Utf16,
}

impl From<Offsets> for OffsetUnit {
    fn from(offsets: Offsets) -> OffsetUnit {
        match offsets {
            Offsets::Byte => OffsetUnit::Byte,
            Offsets::Codepoint => OffsetUnit::Codepoint,
            Offsets::Utf16 => OffsetUnit::Utf16,
        }
    }
}

fn confidence(word: &str) -> Result<Confidence, String> {
    Confidence::from_name(word).ok_or_else(|| String::from("one of low, medium, high, verified"))
}
