//! `llmguard match`: build tables for exact data match, and say what one holds.

use std::path::Path;

use llmguard::{Error, Matching, MatchingBuilder, MatchingInfo, text_from_utf8};
use serde_json::json;

use super::{csv, list};
use crate::args::{MatchBuildArgs, MatchVerb};
use crate::input;
use crate::output::{Exit, Failure};

pub(crate) fn run(verb: &MatchVerb) -> Result<Exit, Failure> {
    match verb {
        MatchVerb::Build(args) => build(args),
        MatchVerb::Info(args) => {
            let key = input::key(&args.key_file)?;
            let bytes = input::bytes(&args.file, input::MAX_LIST)?;
            let table = Matching::open(bytes, &key).map_err(|error| error.in_file(input::name(&args.file)))?;
            show(&args.file, table.info(), 0, args.json)
        }
    }
}

fn build(args: &MatchBuildArgs) -> Result<Exit, Failure> {
    let key = input::key(&args.made.key_file)?;
    let mut builder = MatchingBuilder::new(&key, args.columns.len(), usize::from(args.needed))?;
    let rows = input::bytes(&args.rows, input::MAX_LIST)?;
    let located = |error: Error| error.in_file(input::name(&args.rows));
    let mut skip = args.header;
    let mut passed_over = 0;
    csv::records(text_from_utf8(&rows).map_err(located)?, args.separator.as_char(), |line, fields| {
        if std::mem::take(&mut skip) {
            return Ok(());
        }
        let key = csv::column(fields, args.key_column, line)?;
        if key.trim().is_empty() {
            passed_over += 1;
            return Ok(());
        }
        let cells: Vec<&str> =
            args.columns.iter().map(|column| csv::column(fields, *column, line)).collect::<Result<_, _>>()?;
        builder.row(key, &cells).map_err(|error| error.at_line(line))
    })
    .map_err(located)?;
    let file = builder.build().map_err(located)?;
    list::write(&args.made.out, &file)?;
    show(&args.made.out, Matching::open(file, &key)?.info(), passed_over, args.made.json)
}

fn show(file: &Path, info: MatchingInfo, passed_over: usize, json: bool) -> Result<Exit, Failure> {
    let mut fields = vec![
        ("rows", json!(info.rows)),
        ("columns", json!(info.columns)),
        ("needed", json!(info.needed)),
        ("bytes", json!(info.bytes)),
        ("digest", list::digits(&info.digest)),
    ];
    if passed_over > 0 {
        fields.push(("without-key", json!(passed_over)));
    }
    list::show(file, &fields, json)
}
