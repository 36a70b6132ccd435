//! Definition: which engines there are, and what each must find in which corpus.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use llmguard_benches::corpora;
use serde::Deserialize;

/// One engine: a table of `definitions/engines.toml`, which explains the keys.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Engine {
    pub(crate) name: String,
    pub(crate) group: Group,
    pub(crate) run: Vec<String>,
    pub(crate) rules: String,
    pub(crate) differs: String,
}

/// Which engines are built and run together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Group {
    Own,
    Rust,
    Peer,
    Python,
}

impl Group {
    /// Whether its engines may be missing.
    pub(crate) fn optional(self) -> bool {
        matches!(self, Group::Peer | Group::Python)
    }
}

/// What a corpus is and what is in it: one file of `definitions/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Counted {
    pub(crate) corpus: String,
    pub(crate) bytes: usize,
    pub(crate) count: BTreeMap<String, Expected>,
}

/// How many findings are expected: a number, or whatever another engine finds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(crate) enum Expected {
    Findings(usize),
    SameAs(String),
}

#[derive(Deserialize)]
struct Engines {
    engine: Vec<Engine>,
}

/// `benches/` of this repository.
pub(crate) fn benches() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where this program and the engines stand: `target/release` or `target/debug`.
pub(crate) fn programs() -> Result<PathBuf, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    program.parent().map(Path::to_owned).ok_or_else(|| String::from("the program stands in no folder"))
}

/// Where what is made goes.
pub(crate) fn target() -> Result<PathBuf, String> {
    programs()?.parent().map(Path::to_owned).ok_or_else(|| String::from("the program stands in no target folder"))
}

/// The engines of some groups, in the order of the file.
pub(crate) fn engines(groups: &[Group]) -> Result<Vec<Engine>, String> {
    let engines: Engines = read("engines")?;
    Ok(engines.engine.into_iter().filter(|engine| groups.contains(&engine.group)).collect())
}

/// What every corpus holds.
pub(crate) fn counted() -> Result<Vec<Counted>, String> {
    corpora::NAMES_OF_ALL.iter().map(|name| read(name)).collect()
}

fn read<T: serde::de::DeserializeOwned>(name: &str) -> Result<T, String> {
    let path = benches().join("definitions").join(name).with_extension("toml");
    let source = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    toml::from_str(&source).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_engine_has_a_count_in_every_corpus_and_nobody_else_has() {
        let all = engines(&[Group::Own, Group::Rust, Group::Peer, Group::Python]).unwrap();
        for definition in counted().unwrap() {
            let mut named: Vec<_> = all.iter().map(|engine| engine.name.clone()).collect();
            named.sort();
            assert_eq!(definition.count.into_keys().collect::<Vec<_>>(), named, "{}", definition.corpus);
        }
    }

    #[test]
    fn a_count_is_a_number_or_the_name_of_an_engine() {
        let expected: BTreeMap<String, Expected> = toml::from_str("a = 3\nb = \"a\"").unwrap();
        assert_eq!(expected["a"], Expected::Findings(3));
        assert_eq!(expected["b"], Expected::SameAs(String::from("a")));
    }
}
