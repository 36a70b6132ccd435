//! Red team: the arguments of `llmguard redteam`.

use std::path::PathBuf;

use clap::ValueEnum;

use super::Setup;

#[derive(Debug, clap::Args)]
pub(crate) struct RedteamArgs {
    #[command(flatten)]
    pub(crate) setup: Setup,
    /// Role of who asks; may be given more than once
    #[arg(long = "role", value_name = "ROLE", required = true)]
    pub(crate) roles: Vec<String>,
    /// Where the text comes from or goes to, as the policy names it
    #[arg(long)]
    pub(crate) destination: String,
    /// Host that answers may name; those of the built-in honest cases always may
    #[arg(long = "permit-host", value_name = "HOST")]
    pub(crate) hosts: Vec<String>,
    /// Cases to add, one JSON object a line; may be given more than once
    #[arg(long = "cases", value_name = "FILE")]
    pub(crate) cases: Vec<PathBuf>,
    /// Run the added cases only
    #[arg(long, requires = "cases")]
    pub(crate) only_cases: bool,
    /// Form of the report
    #[arg(long, default_value = "text")]
    pub(crate) format: Format,
    /// Outcomes of an earlier run: exit with 6 if a case ends worse
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Write the outcomes for a later run
    #[arg(long, value_name = "FILE")]
    pub(crate) write_baseline: Option<PathBuf>,
    /// Exit with 6 if fewer attacks than this are caught, in percent
    #[arg(long, value_name = "PERCENT", default_value_t = 0.0)]
    pub(crate) min_caught: f64,
    /// Exit with 6 if more honest cases than this are flagged, in percent
    #[arg(long, value_name = "PERCENT", default_value_t = 100.0)]
    pub(crate) max_flagged: f64,
}

/// The form of a report.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    Text,
    Junit,
    Sarif,
}
