//! Lint: detector files read, checked and tried on their own vectors.
//!
//! Built-in families and users' files are held to the same: ids and labels in form, validators that exist, patterns
//! the engine can run, every `match` vector found by its own detector and no `reject` vector found by it.

use std::collections::BTreeSet;
use std::sync::Arc;

use llmguard_catalog::{begins, template, validator};
use llmguard_scan::{Cost, Program, Scanner};
use llmguard_types::{Code, Detector, DetectorFile, DetectorIndex, DetectorSpec, Error, is_detector_id};

/// How many seeds a vector that is a template is expanded with.
const SEEDS: u64 = 8;

/// The levels a detector may have by default, so that every policy with the usual names can be used with it.
const LEVELS: [&str; 5] = ["public", "internal", "confidential", "strictly-confidential", "never"];

/// Reads a detector file.
///
/// # Errors
///
/// `D001` with its line for what is not a detector file, `D002`, `D004`, `D005` for a bad id, label or validator, `D011` for a bad lexicon. The
/// patterns are checked when they are compiled, the vectors by [`lint_detectors`].
pub fn parse_detectors(source: &str) -> Result<Vec<Detector>, Error> {
    let file: DetectorFile = toml::from_str(source).map_err(|error| {
        let line = error.span().map_or(1, |span| line_at(source, span.start));
        Error::new(Code::DetectorSyntax, error.message().replace('\n', ", "))
            .at_line(line)
            .mend("see the schema in the documentation of `DetectorSpec`")
    })?;
    file.detectors()?.into_iter().map(|spec| resolve(spec, source)).collect()
}

/// Reads a detector file and tries every detector on its own vectors. Returns everything that is wrong, not only the
/// first thing.
#[must_use]
pub fn lint_detectors(source: &str) -> Vec<Error> {
    match parse_detectors(source) {
        Err(error) => vec![error],
        Ok(detectors) => {
            let place = |error: Error, id: &str| match line_of_id(source, id) {
                Some(line) => error.at_line(line),
                None => error,
            };
            let mut errors: Vec<Error> =
                detectors.iter().flat_map(|d| lint(d).into_iter().map(|e| place(e, &d.id))).collect();
            // A built-in family may be linted too: a detector is no duplicate of itself.
            let itself = |b: &Detector| detectors.iter().any(|d| d.id == b.id && d.pattern == b.pattern);
            let built_in = llmguard_catalog::detectors().iter().filter(|b| !itself(b));
            let mut ids: BTreeSet<&str> = built_in.map(|b| &*b.id).collect();
            errors.extend(detectors.iter().find(|d| !ids.insert(&*d.id)).map(|d| {
                Error::new(Code::DetectorDuplicate, format!("detector `{}`: the id is used twice", d.id))
                    .mend("ids are unique; rename one")
            }));
            errors
        }
    }
}

/// What looking for a detector costs every text. A [`Cost::Slow`] one works, and slows all others down: give its pattern
/// something that every match begins with or holds, such as a word or a digit.
///
/// # Errors
///
/// As [`lint`] says of a pattern that the engine cannot run.
pub fn cost(detector: &Detector) -> Result<Cost, Error> {
    let program = Program::compile([detector.clone()])?;
    Ok(program.cost(DetectorIndex(0)).unwrap_or(Cost::Slow))
}

/// Tries one detector on its own vectors.
#[must_use]
pub fn lint(detector: &Detector) -> Vec<Error> {
    if detector.references.is_empty() || detector.matches.is_empty() || detector.rejects.is_empty() {
        let what = format!("detector `{}` has no references, no `match` or no `reject` vectors", detector.id);
        return vec![Error::new(Code::DetectorVectors, what).mend("give at least one of each")];
    }
    if !LEVELS.contains(&&*detector.level) {
        let what = format!("detector `{}` has the level `{}`", detector.id, detector.level);
        return vec![Error::new(Code::DetectorLevel, what).mend(format!("use one of {}", LEVELS.join(", ")))];
    }
    // What is mentioned has to be found first.
    let mentioned = llmguard_catalog::detectors().iter().filter(|b| detector.mentions.contains(&b.entity));
    let others = mentioned.filter(|b| b.mentions.is_empty() && b.id != detector.id).cloned();
    let program = match Program::compile(others.chain([detector.clone()])) {
        Ok(program) => Arc::new(program),
        Err(error) => return vec![error],
    };
    let mut scanner = Scanner::new(Arc::clone(&program));
    let vectors = |list: &[std::borrow::Cow<'_, str>], expected: bool| -> Vec<(usize, String, bool)> {
        list.iter().enumerate().map(|(at, vector)| (at + 1, vector.to_string(), expected)).collect()
    };
    let all = [vectors(&detector.matches, true), vectors(&detector.rejects, false)].concat();
    all.into_iter()
        .filter_map(|(at, vector, expected)| {
            let found = |text: &str| -> Result<bool, Error> {
                let found = scanner.scan_all(text)?.findings;
                Ok(found.iter().any(|f| program.detector(f.detector).is_some_and(|d| d.id == detector.id)))
            };
            try_vector(found, detector, at, &vector, expected).err()
        })
        .collect()
}

fn try_vector(
    mut found: impl FnMut(&str) -> Result<bool, Error>,
    detector: &Detector,
    at: usize,
    vector: &str,
    expected: bool,
) -> Result<(), Error> {
    let seeds = if vector.contains("${") { SEEDS } else { 1 };
    for seed in 0..seeds {
        let text = template::expand(vector, seed)?;
        if found(&text)? == expected {
            continue;
        }
        let (code, key, what) = if expected {
            (Code::DetectorMatch, "match", "is not found")
        } else {
            (Code::DetectorReject, "reject", "is found")
        };
        return Err(Error::new(code, format!("detector `{}`: {key} vector {at} {what}", detector.id))
            .mend("correct the pattern, the validator or the vector"));
    }
    Ok(())
}

fn resolve(spec: DetectorSpec, source: &str) -> Result<Detector, Error> {
    let line = line_of_id(source, &spec.id).unwrap_or(1);
    let wrong = |code, what: String, mend: &str| Err(Error::new(code, what).at_line(line).mend(mend));
    if !is_detector_id(&spec.id) {
        let what = format!("`{}` is not a detector id", spec.id);
        return wrong(Code::DetectorId, what, "use two or three segments of [a-z0-9-], joined by dots");
    }
    let label = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    if !spec.entity.starts_with(|c: char| c.is_ascii_uppercase()) || !spec.entity.chars().all(label) {
        let what = format!("`{}` is not an entity label", spec.entity);
        return wrong(Code::DetectorEntity, what, "use upper-case letters, digits and _, a letter first");
    }
    let validate = match spec.validate.as_deref() {
        None => None,
        Some(name) => match validator(name) {
            Some(validate) => Some(validate),
            None => {
                return wrong(
                    Code::DetectorValidator,
                    format!("no validator is called `{name}`"),
                    "leave `validate` out or use a built-in one",
                );
            }
        },
    };
    let begins = match spec.begins.as_deref() {
        None => None,
        Some(name) => match begins(name) {
            Some(begins) => Some(begins),
            None => {
                return wrong(
                    Code::DetectorLexicon,
                    format!("no lexicon is called `{name}`"),
                    "leave `begins` out or write given-name, only-given-name or family-name",
                );
            }
        },
    };
    Ok(Detector { begins, ..Detector::from_spec(spec, validate) })
}

fn line_of_id(source: &str, id: &str) -> Option<u32> {
    let quoted = [format!("\"{id}\""), format!("'{id}'")];
    source
        .lines()
        .position(|line| line.trim_start().starts_with("id") && quoted.iter().any(|q| line.contains(q)))
        .and_then(|at| u32::try_from(at + 1).ok())
}

fn line_at(source: &str, offset: usize) -> u32 {
    let before = source.bytes().take(offset).filter(|b| *b == b'\n').count();
    u32::try_from(before + 1).unwrap_or(u32::MAX)
}
