//! Lists: the arguments of `llmguard dictionary`, `match` and `fingerprint`, and of the lists other verbs take.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

/// The lists of one's own that a text is looked through for.
#[derive(Debug, clap::Args)]
pub(crate) struct Lists {
    /// Dictionary under a name that policies use (`dict:NAME`); may be given more than once
    #[arg(long = "dictionary", value_name = "NAME=FILE", value_parser = named, requires = "key_file")]
    pub(crate) dictionaries: Vec<(String, PathBuf)>,
    /// Table for exact data match under a name (`match:NAME`); may be given more than once
    #[arg(long = "match", value_name = "NAME=FILE", value_parser = named, requires = "key_file")]
    pub(crate) tables: Vec<(String, PathBuf)>,
    /// Fingerprints of documents under a name (`fingerprint:NAME`); may be given more than once
    #[arg(long = "fingerprint", value_name = "NAME=FILE", value_parser = named, requires = "key_file")]
    pub(crate) fingerprints: Vec<(String, PathBuf)>,
    /// Key of all lists: 32 random bytes, or 64 hexadecimal digits
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: Option<PathBuf>,
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
    /// Read CSV instead, terms in this column, counted from 1; given more than once, all of a record's columns are terms
    #[arg(long = "column", value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) columns: Vec<u16>,
    /// Pass over the first record of the CSV
    #[arg(long, requires = "columns")]
    pub(crate) header: bool,
    /// What stands between the columns: comma, semicolon or tab
    #[arg(long, default_value = "comma", requires = "columns")]
    pub(crate) separator: Separator,
    #[command(flatten)]
    pub(crate) made: Made,
}

#[derive(Debug, Subcommand)]
pub(crate) enum MatchVerb {
    /// Make a table file of a CSV, which it does not disclose without the key
    Build(MatchBuildArgs),
    /// What a table file says about itself
    Info(Opened),
}

#[derive(Debug, clap::Args)]
pub(crate) struct MatchBuildArgs {
    /// CSV in UTF-8; `-` reads standard input. Records without a key are passed over
    pub(crate) rows: PathBuf,
    /// The column that is looked for, counted from 1
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) key_column: u16,
    /// A column that corroborates, counted from 1; may be given more than once
    #[arg(long = "column", value_name = "N", required = true, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) columns: Vec<u16>,
    /// How many of these columns must stand beside a key
    #[arg(long, value_name = "N", default_value = "1")]
    pub(crate) needed: u16,
    /// Pass over the first record
    #[arg(long)]
    pub(crate) header: bool,
    /// What stands between the columns: comma, semicolon or tab
    #[arg(long, default_value = "comma")]
    pub(crate) separator: Separator,
    #[command(flatten)]
    pub(crate) made: Made,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FingerprintVerb {
    /// Make fingerprints of documents, which the file does not disclose without the key
    Build(FingerprintBuildArgs),
    /// What a file of fingerprints says about itself
    Info(Opened),
}

#[derive(Debug, clap::Args)]
pub(crate) struct FingerprintBuildArgs {
    /// Documents in UTF-8; the path is the label that a finding is shown with
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Text that may be quoted although documents have it too; may be given more than once
    #[arg(long, value_name = "FILE")]
    pub(crate) except: Vec<PathBuf>,
    /// Canaries, one a line: texts planted in documents, of which a single sight tells
    #[arg(long, value_name = "FILE")]
    pub(crate) canaries: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) made: Made,
}

/// What is needed to make a file of a list.
#[derive(Debug, clap::Args)]
pub(crate) struct Made {
    /// Key to build with: 32 bytes, or 64 hexadecimal digits
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: PathBuf,
    /// Where to write the file
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What is needed to read one.
#[derive(Debug, clap::Args)]
pub(crate) struct Opened {
    /// The file
    pub(crate) file: PathBuf,
    /// Key it was built with: 32 bytes, or 64 hexadecimal digits
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: PathBuf,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What stands between the columns of a CSV.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Separator {
    Comma,
    Semicolon,
    Tab,
}

impl Separator {
    pub(crate) fn as_char(self) -> char {
        match self {
            Separator::Comma => ',',
            Separator::Semicolon => ';',
            Separator::Tab => '\t',
        }
    }
}

/// A name and a file.
fn named(argument: &str) -> Result<(String, PathBuf), String> {
    let (name, file) = argument.split_once('=').ok_or("write NAME=FILE")?;
    Ok((name.to_owned(), file.into()))
}
