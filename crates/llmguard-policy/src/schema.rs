//! Schema: a document against the table of keys.
//!
//! A key that is not in [`KEYS`] is refused: a rule that nobody enforces must never look as if somebody did.
//!
//! ```text
//! [classes]
//! price = { level = "confidential", detekt = ["trade.price"] }
//!                                   ^ P002: unknown key `detekt` in `classes.price`; did you mean `detect`?
//! ```

use llmguard_types::{Code, Error};

use crate::document::{Table, Value, Word};
use crate::keys::Kind::{self, Flag, Named, Number, Numbers, Rules, Section, Text, Texts, Words};
use crate::keys::{KEYS, Need, keys_of};
use crate::near;
use crate::quote::{list, quote};

/// Refuses a document with an unknown or missing key or with a value of the wrong type.
pub(crate) fn check(root: Table<'_>) -> Result<(), Error> {
    check_table(root, "", "")
}

/// Checks one table: `path` is its place in [`KEYS`], `place` what the author wrote.
fn check_table(table: Table<'_>, path: &str, place: &str) -> Result<(), Error> {
    for (key, value) in table.entries() {
        match keys_of(path).find(|(_, name, ..)| *name == key.text) {
            Some((_, name, kind, ..)) => check_value(value, *kind, name, &join(path, name), &join(place, name))?,
            None => return Err(unknown(key.text, path, place).at_line(key.line)),
        }
    }
    match keys_of(path).find(|(_, name, _, need, _)| *need == Need::Must && table.get(name).is_none()) {
        Some((_, name, kind, ..)) => Err(missing(name, *kind, place).at_line(table.line)),
        None => Ok(()),
    }
}

fn check_value(value: Value<'_>, kind: Kind, key: &str, path: &str, place: &str) -> Result<(), Error> {
    let table = |value: Value<'_>, path: &str, place: &str| match value.table() {
        Some(table) => check_table(table, path, place),
        None => Err(mistyped(value, Section, place)),
    };
    let items = || value.items().ok_or_else(|| mistyped(value, kind, place));
    let named = || value.table().ok_or_else(|| mistyped(value, kind, place));
    match kind {
        Text => word(value, place).map(drop),
        Kind::Word(known) => one_of(word(value, place)?, key, known),
        Texts => items()?.into_iter().try_for_each(|item| word(item, &format!("{place}[]")).map(drop)),
        Words(known) => {
            items()?.into_iter().try_for_each(|item| one_of(word(item, &format!("{place}[]"))?, key, known))
        }
        Flag if value.flag().is_some() => Ok(()),
        Flag => Err(mistyped(value, kind, place)),
        Number(least) => match value.number() {
            Some(number) if number >= least && u32::try_from(number).is_ok() => Ok(()),
            Some(number) => Err(out_of_range(value.line, key, number, least)),
            None => Err(mistyped(value, kind, place)),
        },
        Numbers => named()?
            .entries()
            .try_for_each(|(name, value)| check_value(value, Number(0), name.text, path, &join(place, name.text))),
        Section => table(value, path, place),
        Rules => items()?.into_iter().try_for_each(|rule| table(rule, path, place)),
        Named => {
            named()?.entries().try_for_each(|(name, value)| table(value, &join(path, "*"), &join(place, name.text)))
        }
    }
}

fn word<'d>(value: Value<'d>, place: &str) -> Result<Word<'d>, Error> {
    value.text().ok_or_else(|| mistyped(value, Text, place))
}

fn one_of(word: Word<'_>, key: &str, known: &[&str]) -> Result<(), Error> {
    if known.contains(&word.text) {
        return Ok(());
    }
    Err(Error::new(Code::PolicyValue, format!("{} cannot be {}", quote(key), quote(word.text)))
        .at_line(word.line)
        .mend(format!("allowed: {}", list(known.iter().copied()))))
}

fn out_of_range(line: u32, key: &str, number: i64, least: i64) -> Error {
    Error::new(Code::PolicyValue, format!("{} cannot be {number}", quote(key)))
        .at_line(line)
        .mend(format!("write a number from {least} to {}", u32::MAX))
}

fn mistyped(value: Value<'_>, kind: Kind, place: &str) -> Error {
    Error::new(Code::PolicySyntax, format!("{} is {}", quote(place), value.kind()))
        .at_line(value.line)
        .mend(format!("it has to be {}", kind.name()))
}

fn unknown(key: &str, path: &str, place: &str) -> Error {
    let here = if place.is_empty() { String::new() } else { format!(" in {}", quote(place)) };
    let mut owners = KEYS.iter().filter(|(_, name, ..)| *name == key).map(|(table, ..)| *table);
    let mend = match (owners.next(), owners.next()) {
        (Some(""), None) => "it belongs at the top of the file, before the first table".to_owned(),
        (Some(owner), None) => format!("it belongs in {}", quote(owner)),
        _ => near::mend(key, keys_of(path).map(|(_, name, ..)| *name)),
    };
    Error::new(Code::PolicyUnknownKey, format!("unknown key {}{here}", quote(key))).mend(mend)
}

fn missing(key: &str, kind: Kind, place: &str) -> Error {
    let owner = if place.is_empty() { "the policy".to_owned() } else { quote(place) };
    Error::new(Code::PolicySyntax, format!("{owner} has no {}", quote(key))).mend(format!("add it: {}", kind.name()))
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
