//! Args: the command line, as clap reads it.

mod lists;
mod redteam;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use llmguard::{Confidence, Names, OffsetUnit, RecordFormat};

pub(crate) use lists::{
    DictionaryBuildArgs, DictionaryVerb, FingerprintBuildArgs, FingerprintVerb, Lists, MatchBuildArgs, MatchVerb,
};
pub(crate) use redteam::{Format, RedteamArgs};

/// Finds personal data, secrets and confidential content in text, decides what may go where, and rewrites the rest.
#[derive(Debug, Parser)]
#[command(name = "llmguard", version, after_help = EXITS)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXITS: &str = "Exit codes: 0 ok, 1 failure, 2 usage, 3 denied or --fail-on hit, 4 approval needed,\n            5 policy diff found something more permissive, 6 tests or lint failed";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Decide whether a text may go to a destination, and rewrite it where the policy says so
    Check(CheckVerbArgs),
    /// Say what is in a text: positions and kinds, never the content
    Scan(ScanArgs),
    /// Replace everything that is found by a marker of its kind
    Redact(RedactArgs),
    /// Say how confidential a text is and why, section by section
    Classify(ClassifyArgs),
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
    /// Run attacks and honest texts against a policy, and say what is caught
    Redteam(RedteamArgs),
    /// Build dictionaries of own terms, and say what one holds
    Dictionary {
        #[command(subcommand)]
        verb: DictionaryVerb,
    },
    /// Build tables for exact data match, and say what one holds
    Match {
        #[command(subcommand)]
        verb: MatchVerb,
    },
    /// Build fingerprints of confidential documents, and say what a file of them holds
    Fingerprint {
        #[command(subcommand)]
        verb: FingerprintVerb,
    },
}

impl Command {
    /// Whether JSON was asked for.
    pub(crate) fn json(&self) -> bool {
        match self {
            Command::Check(args) => args.check.source.json,
            Command::Explain(args) => args.source.json,
            Command::Classify(args) => args.source.json,
            Command::Scan(args) => args.source.json,
            Command::Redact(args) => args.source.json,
            Command::Redteam(_) => false,
            Command::Detectors { verb } => match verb {
                DetectorsVerb::List { json } | DetectorsVerb::Show { json, .. } | DetectorsVerb::Lint { json, .. } => {
                    *json
                }
            },
            Command::Policy { verb } => match verb {
                PolicyVerb::Test { json, .. } | PolicyVerb::Lint { json, .. } | PolicyVerb::Diff { json, .. } => *json,
                PolicyVerb::Matrix { .. } | PolicyVerb::Explain(_) | PolicyVerb::Show { .. } | PolicyVerb::Schema => {
                    false
                }
            },
            Command::Match { verb: MatchVerb::Build(args) } => args.made.json,
            Command::Fingerprint { verb: FingerprintVerb::Build(args) } => args.made.json,
            Command::Match { verb: MatchVerb::Info(args) } => args.json,
            Command::Fingerprint { verb: FingerprintVerb::Info(args) } => args.json,
            Command::Dictionary { verb: DictionaryVerb::Build(args) } => args.made.json,
            Command::Dictionary { verb: DictionaryVerb::Info { json, .. } } => *json,
        }
    }
}

/// What a guard is built from.
#[derive(Debug, clap::Args)]
pub(crate) struct Setup {
    /// Policy: a file, or `template:NAME` for an embedded one
    #[arg(long, default_value_t = format!("template:{}", llmguard::DEFAULT_POLICY))]
    pub(crate) policy: String,
    /// Detector file to add to the built-in ones; may be given more than once
    #[arg(long = "detectors", value_name = "FILE")]
    pub(crate) detectors: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) lists: Lists,
    /// How eagerly to look for names that nothing announces: off, precise, balanced or thorough; otherwise the policy says so, or it is balanced
    #[arg(long, value_parser = names)]
    pub(crate) names: Option<Names>,
}

/// What every verb that reads a text takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Source {
    /// File to read; `-` or nothing reads standard input
    #[arg(default_value = "-")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) setup: Setup,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ClassifyArgs {
    #[command(flatten)]
    pub(crate) source: Source,
    /// Level that a source of the text carries; may be given more than once
    #[arg(long = "source-label", value_name = "LEVEL")]
    pub(crate) source_labels: Vec<String>,
    /// Where the text was retrieved from, as the policy names it; may be given more than once
    #[arg(long = "from", value_name = "SOURCE")]
    pub(crate) sources: Vec<String>,
    /// Language of the reasons
    #[arg(long, default_value = "en")]
    pub(crate) language: Language,
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
    /// The tool whose call or result the text is
    #[arg(long)]
    pub(crate) tool: Option<String>,
    /// Where the text was retrieved from, as the policy names it; may be given more than once
    #[arg(long = "from", value_name = "SOURCE")]
    pub(crate) sources: Vec<String>,
    /// Language of the sentences
    #[arg(long, default_value = "en")]
    pub(crate) language: Language,
    /// Level that a source of the text carries; may be given more than once
    #[arg(long = "source-label", value_name = "LEVEL")]
    pub(crate) source_labels: Vec<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CheckVerbArgs {
    #[command(flatten)]
    pub(crate) check: CheckArgs,
    #[command(flatten)]
    pub(crate) records: RecordArgs,
}

/// How records are read.
#[derive(Debug, clap::Args)]
pub(crate) struct RecordArgs {
    /// The input is records, checked value by value and written as they are released; the summary goes to standard error
    #[arg(long, value_name = "json|jsonl|csv|logfmt|influx", value_parser = record_format)]
    pub(crate) format: Option<RecordFormat>,
    /// What stands between the fields of a CSV, otherwise told from its first line; or the pairs of logfmt, otherwise blanks
    #[arg(long, value_name = "CHARACTER", requires = "format")]
    pub(crate) delimiter: Option<char>,
    /// The first record of a CSV is no header
    #[arg(long, requires = "format")]
    pub(crate) no_header: bool,
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
    /// What the policy's owner should look at: rules without effect, missing cells, what the law does not like
    Lint {
        /// A file, or `template:NAME`
        policy: String,
        /// Language of the sentences
        #[arg(long, default_value = "en")]
        language: Language,
        /// Write JSON
        #[arg(long)]
        json: bool,
    },
    /// What a new policy decides differently; exit code 5 if anything became more permissive
    Diff {
        /// The old one: a file, or `template:NAME`
        old: String,
        /// The new one
        new: String,
        /// Write JSON
        #[arg(long)]
        json: bool,
    },
    /// Who may send which class where, as a table
    Matrix {
        /// A file, or `template:NAME`
        policy: String,
        /// How to write it
        #[arg(long, default_value = "text")]
        format: MatrixFormat,
    },
    /// Why findings of these classes may go or not, and who could let them
    Explain(PolicyExplainArgs),
    /// The source of a policy
    Show {
        /// A file, or `template:NAME`
        policy: String,
    },
    /// The JSON Schema of the format, for editors
    Schema,
}

#[derive(Debug, clap::Args)]
pub(crate) struct PolicyExplainArgs {
    /// A file, or `template:NAME`
    pub(crate) policy: String,
    /// Role of who asks; may be given more than once
    #[arg(long = "role", value_name = "ROLE", required = true)]
    pub(crate) roles: Vec<String>,
    /// Where to
    #[arg(long)]
    pub(crate) destination: String,
    /// Class that was found; may be given more than once
    #[arg(long = "found", value_name = "CLASS")]
    pub(crate) found: Vec<String>,
    /// What for
    #[arg(long)]
    pub(crate) purpose: Option<String>,
    /// Which way
    #[arg(long, default_value = "prompt")]
    pub(crate) direction: Direction,
    /// The tool whose call or result it is
    #[arg(long)]
    pub(crate) tool: Option<String>,
    /// Language of the sentences
    #[arg(long, default_value = "en")]
    pub(crate) language: Language,
}

/// How a matrix is written.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum MatrixFormat {
    Text,
    Csv,
    Html,
}

/// A language, as a word.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Language {
    De,
    En,
}

impl From<Language> for llmguard::Language {
    fn from(language: Language) -> llmguard::Language {
        match language {
            Language::De => llmguard::Language::De,
            Language::En => llmguard::Language::En,
        }
    }
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

fn names(word: &str) -> Result<Names, String> {
    word.parse().map_err(|_| String::from("one of off, precise, balanced, thorough"))
}

fn record_format(word: &str) -> Result<RecordFormat, String> {
    RecordFormat::from_name(word)
        .ok_or_else(|| format!("one of {}", RecordFormat::ALL.map(RecordFormat::as_str).join(", ")))
}
