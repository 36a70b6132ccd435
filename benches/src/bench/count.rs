//! Count: whether every engine finds in every generated corpus what the definitions say.

use std::collections::BTreeMap;
use std::path::Path;

use crate::definition::{Counted, Expected, counted};
use crate::process::Process;
use crate::text::generated;

/// What the engines found in one corpus.
type Seen = BTreeMap<String, usize>;

/// Compares every count of every engine; the number of counts that hold, and a sentence for each that does not.
pub(crate) fn check(engines: &mut [Process]) -> Result<(usize, Vec<String>), String> {
    let (mut held, mut wrong) = (0, Vec::new());
    for definition in counted()? {
        let text = generated(&definition.corpus, definition.bytes)?;
        let (_, path) = text.lengths.last().ok_or("an empty corpus")?;
        let seen = ask_all(engines, path)?;
        for engine in seen.keys() {
            match compare(&definition, engine, &seen) {
                Ok(()) => held += 1,
                Err(message) => wrong.push(message),
            }
        }
        let counts: Vec<String> = seen.iter().map(|(engine, count)| format!("{engine} {count}")).collect();
        println!("   {}: {}", definition.corpus, counts.join(", "));
    }
    Ok((held, wrong))
}

fn ask_all(engines: &mut [Process], corpus: &Path) -> Result<Seen, String> {
    let ask = |engine: &mut Process| {
        let answer = engine.ask("whole", 1, corpus).map_err(|why| format!("engine {}: {why}", engine.name))?;
        Ok((engine.name.clone(), answer.findings))
    };
    engines.iter_mut().map(ask).collect()
}

/// Compares one count. The error names engine, corpus, what was expected and what was seen.
fn compare(definition: &Counted, engine: &str, seen: &Seen) -> Result<(), String> {
    let corpus = &definition.corpus;
    let found = seen.get(engine).copied().unwrap_or_default();
    let (expected, because) = match definition.count.get(engine) {
        None => return Err(format!("engine {engine}, corpus {corpus}: no count is stated, seen {found}")),
        Some(Expected::Findings(count)) => (*count, String::new()),
        Some(Expected::SameAs(other)) => match seen.get(other) {
            Some(count) => (*count, format!(" (as many as {other})")),
            None => return Err(format!("engine {engine}, corpus {corpus}: {other}, which it must equal, did not run")),
        },
    };
    if found == expected {
        return Ok(());
    }
    Err(format!("engine {engine}, corpus {corpus}: expected {expected} findings{because}, seen {found}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition() -> Counted {
        let of = |(name, expected): (&str, Expected)| (name.to_owned(), expected);
        let count = [("a", Expected::Findings(3)), ("b", Expected::SameAs(String::from("a")))].map(of);
        Counted { corpus: String::from("logs"), bytes: 1, count: count.into() }
    }

    fn seen(counts: &[(&str, usize)]) -> Seen {
        counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
    }

    #[test]
    fn a_right_count_holds() {
        let seen = seen(&[("a", 3), ("b", 3)]);
        assert_eq!(compare(&definition(), "a", &seen), Ok(()));
        assert_eq!(compare(&definition(), "b", &seen), Ok(()));
    }

    #[test]
    fn a_wrong_count_names_engine_corpus_expected_and_seen() {
        let seen = seen(&[("a", 4), ("b", 5)]);
        let a = compare(&definition(), "a", &seen);
        assert_eq!(a, Err(String::from("engine a, corpus logs: expected 3 findings, seen 4")));
        let b = compare(&definition(), "b", &seen);
        assert_eq!(b, Err(String::from("engine b, corpus logs: expected 4 findings (as many as a), seen 5")));
    }

    #[test]
    fn an_engine_without_a_count_or_without_its_reference_does_not_pass() {
        assert!(compare(&definition(), "c", &seen(&[("c", 0)])).is_err());
        assert!(compare(&definition(), "b", &seen(&[("b", 3)])).is_err());
    }
}
