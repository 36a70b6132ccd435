//! Names: those a policy gives, looked up, or refused with what was probably meant.

use llmguard_types::{Code, Error};

use crate::document::{Table, Word};
use crate::quote::{LONGEST, quote};
use crate::scope::Places;
use crate::{Class, ClassId, Level, Policy, near};

/// What a name can be the name of.
#[derive(Clone, Copy)]
pub(super) enum Noun {
    Level,
    Class,
    Destination,
    Role,
    Purpose,
    Source,
    Tool,
    Approval,
    Unlock,
}

pub(super) fn find_level(word: Word<'_>, policy: &Policy) -> Result<Level, Error> {
    policy.level(word.text).ok_or_else(|| unknown(Noun::Level, word, policy.levels.iter().map(String::as_str)))
}

pub(super) fn find_class(word: Word<'_>, policy: &Policy) -> Result<ClassId, Error> {
    policy.class(word.text).map_err(|_| unknown(Noun::Class, word, policy.classes.iter().map(Class::name)))
}

pub(super) fn find<'k>(
    noun: Noun,
    word: Word<'_>,
    mut known: impl Iterator<Item = &'k str> + Clone,
) -> Result<usize, Error> {
    let all = known.clone();
    known.position(|name| name == word.text).ok_or_else(|| unknown(noun, word, all))
}

/// The places of the names a table lists under a key; `*` is all of them, and so is nothing where there is no such key
/// to narrow by.
pub(super) fn places<'k>(
    table: Table<'_>,
    key: &str,
    noun: Noun,
    known: impl Iterator<Item = &'k str> + Clone,
) -> Result<Places, Error> {
    let mut places = Vec::new();
    for word in table.words(key) {
        match word.text {
            "*" => places.extend(0..known.clone().count()),
            _ => places.push(find(noun, word, known.clone())?),
        }
    }
    Ok(Places::of(places))
}

/// The same for a key that narrows a rule: without it, the rule is for all of them.
pub(super) fn narrowed<'k>(
    table: Table<'_>,
    key: &str,
    noun: Noun,
    known: impl Iterator<Item = &'k str> + Clone,
) -> Result<Places, Error> {
    if table.get(key).is_none() {
        return Ok(Places::ALL);
    }
    filled(table, key)?;
    places(table, key, noun, known)
}

fn unknown<'k>(noun: Noun, word: Word<'_>, known: impl Iterator<Item = &'k str> + Clone) -> Error {
    let (code, noun) = match noun {
        Noun::Level => (Code::PolicyLevel, "level"),
        Noun::Class => (Code::PolicyClass, "class"),
        Noun::Destination => (Code::PolicyDestination, "destination"),
        Noun::Role => (Code::PolicyRole, "role"),
        Noun::Purpose => (Code::PolicyValue, "purpose"),
        Noun::Source => (Code::PolicyValue, "source"),
        Noun::Tool => (Code::PolicyValue, "tool"),
        Noun::Approval => (Code::PolicyValue, "approval"),
        Noun::Unlock => (Code::PolicyValue, "unlock"),
    };
    Error::new(code, format!("the policy has no {noun} {}", quote(word.text)))
        .at_line(word.line)
        .mend(near::mend(word.text, known))
}

/// A name the author chose.
pub(super) fn name(word: Word<'_>) -> Result<String, Error> {
    let plain = |text: &str| !text.trim().is_empty() && text != "*" && !text.chars().any(char::is_control);
    if plain(word.text) && word.text.chars().count() <= LONGEST {
        return Ok(word.text.to_owned());
    }
    Err(Error::new(Code::PolicyValue, format!("{} cannot be a name", quote(word.text)))
        .at_line(word.line)
        .mend(format!("a name has 1 to {LONGEST} characters, no control characters, and is not `*`")))
}

/// A list that has to have something in it.
pub(super) fn filled<'d>(table: Table<'d>, key: &str) -> Result<Vec<Word<'d>>, Error> {
    let words = table.words(key);
    if words.is_empty() {
        return Err(Error::new(Code::PolicyValue, format!("{} is empty, so the rule does nothing", quote(key)))
            .at_line(table.line_of(key))
            .mend("fill the list or remove the rule"));
    }
    Ok(words)
}

/// The first word that stood before.
pub(super) fn repeated<'d>(words: &[Word<'d>]) -> Option<Word<'d>> {
    let mut seen = std::collections::BTreeSet::new();
    words.iter().copied().find(|word| !seen.insert(word.text))
}
