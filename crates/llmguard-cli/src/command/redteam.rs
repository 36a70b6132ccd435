//! `llmguard redteam`: attacks and honest texts against a policy, and whether anything got worse.

use std::path::Path;

use llmguard::{Code, Error, Guard, Neutralize};

use crate::args::{Format, RedteamArgs};
use crate::input;
use crate::output::{Exit, Failure};
use crate::redteam::{Asker, Case, baseline, corpus, report, run as run_cases};

pub(crate) fn run(args: &RedteamArgs) -> Result<Exit, Failure> {
    let cases = cases(args)?;
    let guard = guard(args)?;
    let asker = Asker { roles: &args.roles, destination: &args.destination };
    let outcomes = run_cases(&guard, &asker, &cases)?;
    let before = args.baseline.as_deref().map(input::read).transpose()?;
    let changes = match &before {
        Some(file) => baseline::changes(file, &cases, &outcomes)?,
        None => Vec::new(),
    };
    if let Some(file) = &args.write_baseline {
        write_file(file, &baseline::write(&cases, &outcomes))?;
    }
    let written = match args.format {
        Format::Text => report::text(&cases, &outcomes, &changes),
        Format::Junit => report::junit(&cases, &outcomes),
        Format::Sarif => report::sarif(&cases, &outcomes),
    };
    input::write(written.as_bytes())?;
    let (_, all) = report::counts(&cases, &outcomes);
    let worse = changes.iter().any(baseline::Change::is_worse);
    let low = all.attacks > 0 && all.caught_percent() < args.min_caught;
    let high = all.flagged_percent() > args.max_flagged;
    Ok(if worse || low || high { Exit::TestsFailed } else { Exit::Ok })
}

/// The guard of the policy. Where hosts are named, those of honest cases are permitted with them.
fn guard(args: &RedteamArgs) -> Result<Guard, Error> {
    let builder = || input::builder(&args.setup);
    let guard = builder()?.build()?;
    if args.hosts.is_empty() && guard.policy().allowed_hosts(&args.destination, None).is_none() {
        return Ok(guard);
    }
    let hosts = corpus::OWN_HOSTS.into_iter().chain(args.hosts.iter().map(String::as_str));
    builder()?.permit_links(hosts, Neutralize::Defang).build()
}

fn cases(args: &RedteamArgs) -> Result<Vec<Case>, Error> {
    let mut cases = if args.only_cases { Vec::new() } else { corpus::built_in() };
    for file in &args.cases {
        cases.extend(corpus::from_lines(&input::read(file)?).map_err(|error| error.in_file(input::name(file)))?);
    }
    Ok(cases)
}

fn write_file(file: &Path, content: &str) -> Result<(), Error> {
    std::fs::write(file, content).map_err(|error| {
        Error::new(Code::InputFile, format!("cannot be written: {}", error.kind())).in_file(input::name(file))
    })
}
