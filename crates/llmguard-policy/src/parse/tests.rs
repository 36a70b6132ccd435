//! Tests: those that travel with a policy.

use llmguard_types::{Code, Error};

use super::names::{Noun, find, find_class};
use crate::document::{Table, Word};
use crate::outcome::Test;
use crate::quote::quote;
use crate::{Direction, Policy, Verdict};

pub(super) fn tests(root: Table<'_>, policy: &Policy) -> Result<Vec<Test>, Error> {
    root.tables("test").into_iter().map(|table| test(table, policy)).collect()
}

fn test(table: Table<'_>, policy: &Policy) -> Result<Test, Error> {
    let given = table.table("given").unwrap_or(table);
    let (role, destination) = (given.word("role"), given.word("destination"));
    find(Noun::Role, role, policy.roles())?;
    find(Noun::Destination, destination, policy.destination_names())?;
    given.text("purpose").map(|word| find(Noun::Purpose, word, policy.purposes())).transpose()?;
    given.text("tool").map(|word| find(Noun::Tool, word, policy.tools.iter().map(|tool| &*tool.name))).transpose()?;
    let sources = known(given, "sources", Noun::Source, policy.sources.iter().map(|source| &*source.name))?;
    let approved = known(given, "approved", Noun::Approval, policy.approvals.iter().map(|own| &*own.id))?;
    let unlocked = known(given, "unlocked", Noun::Unlock, policy.unlocks.iter().map(|own| &*own.id))?;
    if given.get("found").is_some() == given.get("text").is_some() {
        return Err(Error::new(Code::PolicyValue, "a test is given either `found` or `text`")
            .at_line(given.line)
            .mend("write what was found, or a text to find something in"));
    }
    if let Some(word) = table.text("output").filter(|_| given.get("text").is_none()) {
        return Err(Error::new(Code::PolicyValue, "a test without a `text` has no `output`")
            .at_line(word.line)
            .mend("give a `text` instead of `found`"));
    }
    if given.get("text").is_some() && !(approved.is_empty() && unlocked.is_empty()) {
        return Err(Error::new(Code::PolicyValue, "a test of a `text` cannot be `approved` or `unlocked`")
            .at_line(given.line)
            .mend("say what was `found`: grants are bound to real requests"));
    }
    let mut counts = Vec::new();
    for (name, value) in given.table("counts").into_iter().flat_map(Table::entries) {
        counts.push((find_class(name, policy)?, value.number().and_then(|n| u32::try_from(n).ok()).unwrap_or(0)));
    }
    let verdict = |word: Word<'_>| {
        Verdict::from_name(word.text).ok_or_else(|| {
            Error::new(Code::PolicyValue, format!("{} is not a verdict", quote(word.text))).at_line(word.line)
        })
    };
    Ok(Test {
        name: table.word("name").text.to_owned(),
        line: table.line,
        role: role.text.to_owned(),
        destination: destination.text.to_owned(),
        purpose: given.string("purpose"),
        direction: given.text("direction").and_then(|word| Direction::from_name(word.text)).unwrap_or_default(),
        tool: given.string("tool"),
        sources,
        answer_confidence: super::number(given, "answer_confidence"),
        approved,
        unlocked,
        found: super::class_list(given.words("found"), policy)?,
        counts,
        text: given.string("text"),
        expected: verdict(table.word("expect"))?,
        would: table.text("would").map(verdict).transpose()?,
        output: table.string("output"),
    })
}

/// The names of a list, each of which has to be known.
fn known<'k>(
    given: Table<'_>,
    key: &str,
    noun: Noun,
    known: impl Iterator<Item = &'k str> + Clone,
) -> Result<Vec<String>, Error> {
    let words = given.words(key).into_iter();
    words.map(|word| find(noun, word, known.clone()).map(|_| word.text.to_owned())).collect()
}
