//! `llmguard dictionary`: build dictionaries of own terms, and say what one holds.

use std::path::Path;

use llmguard::{Code, Dictionary, DictionaryBuilder, DictionaryInfo, DictionaryKey, Error, text_from_utf8};
use serde_json::{Value, json};

use crate::args::{DictionaryBuildArgs, DictionaryVerb, Separator};
use crate::input;
use crate::output::{Exit, Failure};

/// The longest list of terms, in bytes: a million lines of 256.
const MAX_LIST: usize = 256 << 20;
/// The largest dictionary, in bytes: more than a million terms need.
const MAX_FILE: usize = 256 << 20;
/// The largest key file, in bytes: what shows that it is none.
const MAX_KEY: usize = 4096;

pub(crate) fn run(verb: &DictionaryVerb) -> Result<Exit, Failure> {
    match verb {
        DictionaryVerb::Build(args) => build(args),
        DictionaryVerb::Info { file, key_file, json } => info(file, key_file.as_deref(), *json),
    }
}

fn build(args: &DictionaryBuildArgs) -> Result<Exit, Failure> {
    let key = key(&args.key_file)?;
    let list = input::bytes(&args.terms, MAX_LIST)?;
    let name = input::name(&args.terms);
    let list = text_from_utf8(&list).map_err(|error| error.in_file(&name))?;
    let mut builder = DictionaryBuilder::new(&key);
    let mut add = |line: u32, term: &str| builder.add(term).map_err(|error| error.at_line(line));
    match args.column {
        None => plain(list, &mut add),
        Some(column) => table(list, usize::from(column), args.separator, args.header, &mut add),
    }
    .and_then(|()| builder.build())
    .map_err(|error| error.in_file(&name))
    .and_then(|file| {
        write(&args.out, &file)?;
        DictionaryInfo::read(&file)
    })
    .map_err(Failure::from)
    .and_then(|info| show(&args.out, &info, Some(true), args.json))
}

fn info(file: &Path, key_file: Option<&Path>, json: bool) -> Result<Exit, Failure> {
    let bytes = input::bytes(file, MAX_FILE)?;
    let located = |error: Error| error.in_file(input::name(file));
    let info = match key_file {
        None => DictionaryInfo::read(&bytes).map_err(located)?,
        Some(key_file) => Dictionary::open(bytes, &key(key_file)?).map_err(located)?.info(),
    };
    show(file, &info, key_file.map(|_| true), json)
}

/// A key of 32 bytes, raw or as 64 hexadecimal digits with or without a line break.
fn key(file: &Path) -> Result<DictionaryKey, Error> {
    let bytes = input::bytes(file, MAX_KEY)?;
    let digits = bytes.trim_ascii();
    let hex = (bytes.len() != 32 && digits.len() == 64).then(|| {
        let (pairs, _) = digits.as_chunks::<2>();
        pairs.iter().map(|[a, b]| Some(nibble(*a)? << 4 | nibble(*b)?)).collect::<Option<Vec<u8>>>()
    });
    DictionaryKey::new(&hex.flatten().unwrap_or(bytes))
        .map_err(|error| error.mend("write 32 random bytes or 64 hexadecimal digits").in_file(input::name(file)))
}

fn nibble(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// Adds every line that is not empty and no comment.
fn plain(list: &str, add: &mut dyn FnMut(u32, &str) -> Result<(), Error>) -> Result<(), Error> {
    let lines = list.trim_start_matches('\u{feff}').lines().zip(1..);
    let mut terms = lines.filter(|(line, _)| !line.trim().is_empty() && !line.starts_with('#'));
    terms.try_for_each(|(term, line)| add(line, term))
}

/// Adds one column of a CSV (RFC 4180): fields may be quoted, a quote inside is doubled, quoted fields may hold line
/// breaks.
fn table(
    list: &str,
    column: usize,
    separator: Separator,
    header: bool,
    add: &mut dyn FnMut(u32, &str) -> Result<(), Error>,
) -> Result<(), Error> {
    let separator = match separator {
        Separator::Comma => ',',
        Separator::Semicolon => ';',
        Separator::Tab => '\t',
    };
    let mut rest = list.trim_start_matches('\u{feff}');
    let (mut line, mut skip) = (1, header);
    let mut term = String::new();
    while !rest.is_empty() {
        let (mut at, mut found, first_line) = (1, false, line);
        loop {
            term.clear();
            let (behind, last) = field(rest, separator, &mut term).ok_or_else(|| {
                Error::new(Code::DictionaryColumn, "a quoted field is not closed, or something stands behind its quote")
                    .mend("double the quotes inside a quoted field")
                    .at_line(line)
            })?;
            line += rest.len().checked_sub(behind.len()).and_then(|read| rest.get(..read)).map_or(0, breaks);
            rest = behind;
            if at == column && !skip {
                found = true;
                add(first_line, &term)?;
            }
            if last {
                break;
            }
            at += 1;
        }
        let empty = at == 1 && term.is_empty();
        if !found && !skip && !empty {
            return Err(Error::new(Code::DictionaryColumn, format!("the record has {at} columns, not {column}"))
                .mend("see --column and --separator")
                .at_line(first_line));
        }
        skip = false;
    }
    Ok(())
}

fn breaks(text: &str) -> u32 {
    text.bytes().filter(|byte| *byte == b'\n').count().try_into().unwrap_or(u32::MAX)
}

/// Reads one field into `term`; gives what stands behind it and whether it was the last of its record.
fn field<'l>(text: &'l str, separator: char, term: &mut String) -> Option<(&'l str, bool)> {
    let rest;
    if let Some(mut quoted) = text.strip_prefix('"') {
        rest = loop {
            let (part, behind) = quoted.split_once('"')?;
            term.push_str(part);
            match behind.strip_prefix('"') {
                Some(more) => {
                    term.push('"');
                    quoted = more;
                }
                None => break behind,
            }
        };
    } else {
        let end = text.find([separator, '\n']).unwrap_or(text.len());
        let (part, behind) = text.split_at_checked(end)?;
        term.push_str(if behind.starts_with(separator) { part } else { part.trim_end_matches('\r') });
        rest = behind;
    }
    match rest.strip_prefix(separator) {
        Some(behind) => Some((behind, false)),
        None if rest.is_empty() => Some((rest, true)),
        None => rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).map(|behind| (behind, true)),
    }
}

/// Writes beside the place first, so that no half of a dictionary ever stands there.
fn write(out: &Path, file: &[u8]) -> Result<(), Error> {
    let mut beside = out.as_os_str().to_owned();
    beside.push(".part");
    std::fs::write(&beside, file).and_then(|()| std::fs::rename(&beside, out)).map_err(|error| {
        Error::new(Code::InputFile, format!("cannot be written: {}", error.kind())).in_file(input::name(out))
    })
}

fn show(file: &Path, info: &DictionaryInfo, genuine: Option<bool>, json: bool) -> Result<Exit, Failure> {
    let digest: String = info.digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let fields = [
        ("file", json!(input::name(file))),
        ("terms", json!(info.terms)),
        ("entries", json!(info.entries)),
        ("longest", json!(info.longest)),
        ("bytes", json!(info.bytes)),
        ("folding", json!(info.folding)),
        ("digest", json!(digest)),
        ("genuine", json!(genuine)),
    ];
    let out = if json {
        let object: serde_json::Map<String, Value> = fields.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
        format!("{}\n", Value::Object(object))
    } else {
        let plain = |value: Value| match value {
            Value::String(text) => text,
            Value::Bool(true) => String::from("yes"),
            Value::Null => String::from("unknown without the key"),
            other => other.to_string(),
        };
        fields.into_iter().map(|(key, value)| format!("{key:<9}{}\n", plain(value))).collect()
    };
    input::write(out.as_bytes())?;
    Ok(Exit::Ok)
}
