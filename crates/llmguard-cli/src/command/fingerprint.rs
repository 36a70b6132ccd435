//! `llmguard fingerprint`: make fingerprints of confidential documents, and say what a file of them holds.

use std::path::Path;

use llmguard::{Error, Fingerprints, FingerprintsBuilder, FingerprintsInfo};
use serde_json::json;

use super::list;
use crate::args::{FingerprintBuildArgs, FingerprintVerb};
use crate::input;
use crate::output::{Exit, Failure};

pub(crate) fn run(verb: &FingerprintVerb) -> Result<Exit, Failure> {
    match verb {
        FingerprintVerb::Build(args) => build(args),
        FingerprintVerb::Info(args) => {
            let key = input::key(&args.key_file)?;
            let bytes = input::bytes(&args.file, input::MAX_LIST)?;
            let prints = Fingerprints::open(bytes, &key).map_err(|error| error.in_file(input::name(&args.file)))?;
            show(&args.file, prints.info(), args.json)
        }
    }
}

fn build(args: &FingerprintBuildArgs) -> Result<Exit, Failure> {
    let key = input::key(&args.made.key_file)?;
    let mut builder = FingerprintsBuilder::new(&key);
    for file in &args.files {
        let label = input::name(file);
        builder.document(&label, &input::read(file)?).map_err(|error| error.in_file(label))?;
    }
    for file in &args.except {
        builder.except(&input::read(file)?);
    }
    if let Some(file) = &args.canaries {
        let canaries = input::read(file)?;
        let label = input::name(file);
        for (canary, line) in canaries.lines().zip(1u32..).filter(|(canary, _)| !canary.trim().is_empty()) {
            let located = |error: Error| error.in_file(&label).at_line(line);
            builder.canary(&format!("{label}:{line}"), canary).map_err(located)?;
        }
    }
    let file = builder.build()?;
    list::write(&args.made.out, &file)?;
    show(&args.made.out, Fingerprints::open(file, &key)?.info(), args.made.json)
}

fn show(file: &Path, info: FingerprintsInfo, json: bool) -> Result<Exit, Failure> {
    let fields = [
        ("documents", json!(info.documents)),
        ("canaries", json!(info.canaries)),
        ("fingerprints", json!(info.fingerprints)),
        ("bytes", json!(info.bytes)),
        ("digest", list::digits(&info.digest)),
    ];
    list::show(file, &fields, json)
}
