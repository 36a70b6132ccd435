//! Schema: which keys a policy may have, as one table.
//!
//! A key that is not in [`KEYS`] is refused, and so is one that a later version will enforce: a rule that nobody
//! enforces must never look as if somebody did. In the paths, `*` stands for a name the author chose:
//!
//! ```text
//! [classes]
//! price = { level = "confidential", detekt = ["trade.price"] }
//!                                   ^ P002: unknown key `detekt` in `classes.price`; did you mean `detect`?
//! ```

use llmguard_types::{Code, Error};

use crate::document::{Table, Value};
use crate::near;
use crate::quote::quote;

/// The type of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Texts,
    Number,
    Flag,
    /// A table with keys of its own in the schema.
    Section,
    /// A table of tables under names the author chose.
    Named,
    /// A list of tables.
    Rules,
}

/// Whether a key has to be there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    Must,
    May,
    /// Part of the format, not enforced by this version.
    Later,
}

use Kind::{Flag, Named, Number, Rules, Section, Text, Texts};
use Need::{Later, May, Must};

/// Table, key, type, need.
type Key = (&'static str, &'static str, Kind, Need);

/// Every key of format 1.
static KEYS: &[Key] = &[
    ("", "format", Number, Must),
    ("", "id", Text, Must),
    ("", "version", Text, Must),
    ("", "owner", Text, May),
    ("", "default", Text, May),
    ("", "on_error", Text, May),
    ("", "levels", Texts, Must),
    ("", "use_case", Section, May),
    ("", "residual", Section, May),
    ("", "classes", Named, May),
    ("", "destinations", Named, Must),
    ("", "roles", Named, Must),
    ("", "transform", Rules, May),
    ("", "exclude", Rules, May),
    ("", "output", Section, May),
    ("", "test", Rules, May),
    ("", "allowed_sources", Texts, Later),
    ("", "approval", Rules, Later),
    ("", "audit", Section, Later),
    ("", "extends", Text, Later),
    ("", "mode", Text, Later),
    ("", "raise", Rules, Later),
    ("", "retention", Section, Later),
    ("", "tools", Named, Later),
    ("", "unlock", Rules, Later),
    ("use_case", "name", Text, May),
    ("use_case", "purpose", Texts, May),
    ("use_case", "ai_act_risk", Text, Later),
    ("residual", "generalize", Text, May),
    ("residual", "mask", Text, May),
    ("residual", "tokenize", Text, May),
    ("residual", "redact", Text, May),
    ("classes.*", "level", Text, Must),
    ("classes.*", "detect", Texts, Must),
    ("classes.*", "min_confidence", Text, May),
    ("destinations.*", "model", Text, May),
    ("destinations.*", "jurisdiction", Text, May),
    ("destinations.*", "network", Text, May),
    ("destinations.*", "trains_on_data", Flag, May),
    ("destinations.*", "contract", Text, May),
    ("destinations.*", "transfer_basis", Text, May),
    ("destinations.*", "ceiling", Text, Must),
    ("destinations.*", "allowed_sources", Texts, Later),
    ("roles.*", "destinations", Texts, Must),
    ("roles.*", "may_unlock", Texts, Later),
    ("roles.*", "tools", Texts, Later),
    ("transform", "classes", Texts, Must),
    ("transform", "destinations", Texts, Must),
    ("transform", "do", Text, Must),
    ("transform", "floor", Flag, May),
    ("transform", "mode", Text, Later),
    ("exclude", "detect", Texts, Must),
    ("exclude", "values", Texts, Must),
    ("output", "scan", Flag, May),
    ("output", "reveal_for", Texts, May),
    ("output", "forbid", Texts, May),
    ("output", "max_hold_bytes", Number, Later),
    ("test", "name", Text, Must),
    ("test", "given", Section, Must),
    ("test", "expect", Text, Must),
    ("test.given", "role", Text, Must),
    ("test.given", "destination", Text, Must),
    ("test.given", "found", Texts, Must),
    ("test.given", "purpose", Text, May),
    ("test.given", "direction", Text, May),
    ("test.given", "tool", Text, Later),
];

/// Refuses a document with an unknown, unenforced or missing key or with a value of the wrong type.
pub(crate) fn check(root: Table<'_>) -> Result<(), Error> {
    check_table(root, "", "")
}

/// Checks one table: `path` is its place in [`KEYS`], `place` what the author wrote.
fn check_table(table: Table<'_>, path: &str, place: &str) -> Result<(), Error> {
    for (key, value) in table.entries() {
        match keys_of(path).find(|(_, name, ..)| *name == key.text) {
            Some((_, _, kind, Must | May)) => check_value(value, *kind, &join(path, key.text), &join(place, key.text))?,
            Some(_) => return Err(later(key.text, place).at_line(key.line)),
            None => return Err(unknown(key.text, path, place).at_line(key.line)),
        }
    }
    match keys_of(path).find(|(_, name, _, need)| *need == Must && table.get(name).is_none()) {
        Some((_, name, kind, _)) => Err(missing(name, *kind, place).at_line(table.line)),
        None => Ok(()),
    }
}

fn check_value(value: Value<'_>, kind: Kind, path: &str, place: &str) -> Result<(), Error> {
    let table = |value: Value<'_>, path: &str, place: &str| match value.table() {
        Some(table) => check_table(table, path, place),
        None => Err(mistyped(value, Section, place)),
    };
    let items = || value.items().ok_or_else(|| mistyped(value, kind, place));
    match kind {
        Text if value.text().is_some() => Ok(()),
        Flag if value.is_flag() => Ok(()),
        Number if value.is_number() => Ok(()),
        Text | Flag | Number => Err(mistyped(value, kind, place)),
        Texts => match items()?.into_iter().find(|item| item.text().is_none()) {
            Some(item) => Err(mistyped(item, Text, &format!("{place}[]"))),
            None => Ok(()),
        },
        Section => table(value, path, place),
        Rules => items()?.into_iter().try_for_each(|rule| table(rule, path, place)),
        Named => {
            let names = value.table().ok_or_else(|| mistyped(value, kind, place))?.entries();
            names.into_iter().try_for_each(|(name, value)| table(value, &join(path, "*"), &join(place, name.text)))
        }
    }
}

fn mistyped(value: Value<'_>, kind: Kind, place: &str) -> Error {
    Error::new(Code::PolicySyntax, format!("{} is {}", quote(place), value.kind()))
        .at_line(value.line)
        .mend(format!("it has to be {}", kind.name()))
}

fn later(key: &str, place: &str) -> Error {
    Error::new(Code::PolicyUnsupported, format!("{} is not enforced by this version", quote(&join(place, key))))
        .mend("remove it: a rule that nobody enforces must not stand in a policy")
}

fn unknown(key: &str, path: &str, place: &str) -> Error {
    let here = if place.is_empty() { String::new() } else { format!(" in {}", quote(place)) };
    let mut owners = KEYS.iter().filter(|(_, name, _, need)| *name == key && *need != Later).map(|(table, ..)| *table);
    let mend = match (owners.next(), owners.next()) {
        (Some(""), None) => "it belongs at the top of the file, before the first table".to_owned(),
        (Some(owner), None) => format!("it belongs in {}", quote(owner)),
        _ => near::mend(key, keys_of(path).filter(|(.., need)| *need != Later).map(|(_, name, ..)| *name)),
    };
    Error::new(Code::PolicyUnknownKey, format!("unknown key {}{here}", quote(key))).mend(mend)
}

fn missing(key: &str, kind: Kind, place: &str) -> Error {
    let owner = if place.is_empty() { "the policy".to_owned() } else { quote(place) };
    Error::new(Code::PolicySyntax, format!("{owner} has no {}", quote(key))).mend(format!("add it: {}", kind.name()))
}

/// The keys of one table.
fn keys_of(path: &str) -> impl Iterator<Item = &'static Key> + Clone {
    KEYS.iter().filter(move |(table, ..)| *table == path)
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Text => "a string",
            Texts => "a list of strings",
            Number => "a whole number",
            Flag => "true or false",
            Section => "a table",
            Named => "a table of tables, each under its name",
            Rules => "a list of tables, each in double brackets",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_of_the_schema_can_be_reached() {
        for (table, ..) in KEYS.iter().filter(|(table, ..)| !table.is_empty()) {
            let (parent, name) =
                table.trim_end_matches(".*").rsplit_once('.').unwrap_or(("", table.trim_end_matches(".*")));
            let kind = if table.ends_with(".*") { vec![Named] } else { vec![Section, Rules] };
            assert!(keys_of(parent).any(|(_, key, is, _)| *key == name && kind.contains(is)), "{table}");
        }
    }

    #[test]
    fn a_key_stands_once_in_its_table() {
        let mut names: Vec<(&str, &str)> = KEYS.iter().map(|(table, key, ..)| (*table, *key)).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
