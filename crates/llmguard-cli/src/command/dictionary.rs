//! `llmguard dictionary`: build dictionaries of own terms, and say what one holds.

use std::path::Path;

use llmguard::{Dictionary, DictionaryBuilder, DictionaryInfo, Error, text_from_utf8};
use serde_json::json;

use super::{csv, list};
use crate::args::{DictionaryBuildArgs, DictionaryVerb};
use crate::input;
use crate::output::{Exit, Failure};

pub(crate) fn run(verb: &DictionaryVerb) -> Result<Exit, Failure> {
    match verb {
        DictionaryVerb::Build(args) => build(args),
        DictionaryVerb::Info { file, key_file, json } => info(file, key_file.as_deref(), *json),
    }
}

fn build(args: &DictionaryBuildArgs) -> Result<Exit, Failure> {
    let mut builder = DictionaryBuilder::new(&input::key(&args.made.key_file)?);
    let terms = input::bytes(&args.terms, input::MAX_LIST)?;
    let located = |error: Error| error.in_file(input::name(&args.terms));
    add(&mut builder, text_from_utf8(&terms).map_err(located)?, args).map_err(located)?;
    let file = builder.build().map_err(located)?;
    list::write(&args.made.out, &file)?;
    show(&args.made.out, &DictionaryInfo::read(&file)?, Some(true), args.made.json)
}

fn info(file: &Path, key_file: Option<&Path>, json: bool) -> Result<Exit, Failure> {
    let bytes = input::bytes(file, input::MAX_LIST)?;
    let located = |error: Error| error.in_file(input::name(file));
    let info = match key_file {
        None => DictionaryInfo::read(&bytes).map_err(located)?,
        Some(key_file) => Dictionary::open(bytes, &input::key(key_file)?).map_err(located)?.info(),
    };
    show(file, &info, key_file.map(|_| true), json)
}

/// Adds every line that is not empty and no comment, or columns of a CSV. Of several columns a cell may be empty.
fn add(builder: &mut DictionaryBuilder, terms: &str, args: &DictionaryBuildArgs) -> Result<(), Error> {
    if args.columns.is_empty() {
        let lines = terms.trim_start_matches('\u{feff}').lines().zip(1..);
        let mut terms = lines.filter(|(line, _)| !line.trim().is_empty() && !line.starts_with('#'));
        return terms.try_for_each(|(term, line)| builder.add(term).map_err(|error| error.at_line(line)));
    }
    let mut skip = args.header;
    csv::records(terms, args.separator.as_char(), |line, fields| {
        if std::mem::take(&mut skip) {
            return Ok(());
        }
        for column in &args.columns {
            let term = csv::column(fields, *column, line)?;
            if args.columns.len() == 1 || !term.trim().is_empty() {
                builder.add(term).map_err(|error| error.at_line(line))?;
            }
        }
        Ok(())
    })
}

fn show(file: &Path, info: &DictionaryInfo, genuine: Option<bool>, json: bool) -> Result<Exit, Failure> {
    let fields = [
        ("terms", json!(info.terms)),
        ("entries", json!(info.entries)),
        ("longest", json!(info.longest)),
        ("bytes", json!(info.bytes)),
        ("folding", json!(info.folding)),
        ("digest", list::digits(&info.digest)),
        ("genuine", json!(genuine)),
    ];
    list::show(file, &fields, json)
}
