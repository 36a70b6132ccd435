//! Extend: a policy on top of another one, which it may only make stricter.
//!
//! The two trees become one: names are merged key by key, rules and lists of detectors are appended, and what is stated
//! once is replaced. That the result is no more permissive is not told from the lines but proven, by comparing the
//! decisions of both ([`Diff`]), except for what the base lists in `extensible`.
//!
//! ```text
//! base                                   on top                                together
//! [classes]                              [classes.price]                       price: confidential,
//! price = { level = "internal", … }      level = "confidential"                detectors of both
//! ```

use llmguard_types::{Code, Error};

use crate::diff::{CellChange, Diff, SettingChange};
use crate::document::{self, Data, Entry, Node, Word};
use crate::quote::quote;
use crate::space::Subject;
use crate::{Policy, schema, templates};

/// A policy that extends one that extends one … ends after so many.
const DEEPEST: usize = 8;

/// The tree of what a policy extends, together with what that extends.
pub(crate) fn base(word: Word<'_>, resolve: &dyn Fn(&str) -> Result<String, Error>) -> Result<Node, Error> {
    whole(word.text, resolve, DEEPEST).map_err(|error| error.at_line(word.line))
}

fn whole(name: &str, resolve: &dyn Fn(&str) -> Result<String, Error>, depth: usize) -> Result<Node, Error> {
    let deeper = depth.checked_sub(1).ok_or_else(|| {
        Error::new(Code::PolicyExtends, format!("policies extend each other more than {DEEPEST} times"))
            .mend("check whether one of them extends itself")
    })?;
    let source = match name.strip_prefix("template:") {
        Some(template) => templates::source(template)?.to_owned(),
        None => resolve(name)?,
    };
    let read = || -> Result<Node, Error> {
        let node = document::read(&source)?;
        crate::parse::check_format(node.root())?;
        schema::check(node.root())?;
        Ok(node)
    };
    let node = read().map_err(|error| {
        let message = format!("{} cannot be extended: {}", quote(name), error.message());
        Error::new(error.code(), message).mend(error.how_to_mend())
    })?;
    match node.root().text("extends").map(|word| word.text.to_owned()) {
        Some(base) => merge(&whole(&base, resolve, deeper)?, &node),
        None => Ok(node),
    }
}

/// What stands in `extends` and nobody can read.
pub(crate) fn unresolved(name: &str) -> Error {
    Error::new(Code::PolicyExtends, format!("{} cannot be read from here", quote(name)))
        .mend("extend an embedded policy (`template:NAME`), or parse with a resolver that reads it")
}

/// Both trees as one.
pub(crate) fn merge(base: &Node, own: &Node) -> Result<Node, Error> {
    let (Data::Table(below), Data::Table(above)) = (&base.data, &own.data) else { return Ok(own.clone()) };
    let mut entries = Vec::new();
    for entry in below.iter().filter(|entry| !matches!(entry.key.as_str(), "extensible" | "test")) {
        entries.push(match above.iter().find(|other| other.key == entry.key) {
            Some(other) => Entry { node: merged(&entry.key, &entry.node, &other.node)?, ..other.clone() },
            None => entry.clone(),
        });
    }
    let new = above.iter().filter(|entry| !entries.iter().any(|other| other.key == entry.key)).cloned();
    let new: Vec<Entry> = new.collect();
    entries.extend(new);
    Ok(Node { line: own.line, data: Data::Table(entries) })
}

/// The value of a key that stands in both.
fn merged(key: &str, base: &Node, own: &Node) -> Result<Node, Error> {
    let data = match (&base.data, &own.data) {
        (Data::Table(_), Data::Table(_)) => return merge(base, own),
        // Lists of rules, and lists in which more means stricter.
        (Data::List(below), Data::List(above)) if appended(key, above) => {
            if let Some(drop) = above.iter().find(|node| takes_away(key, node)) {
                return Err(Error::new(Code::PolicyExtends, "`detect` takes away from a class of the base")
                    .at_line(drop.line)
                    .mend("name only more detectors"));
            }
            let fresh = above.iter().filter(|node| !same_word(below, node));
            Data::List(below.iter().chain(fresh).cloned().collect())
        }
        _ => own.data.clone(),
    };
    Ok(Node { line: own.line, data })
}

fn appended(key: &str, own: &[Node]) -> bool {
    own.iter().any(|node| matches!(node.data, Data::Table(_))) || matches!(key, "detect" | "forbid" | "record")
}

fn takes_away(key: &str, node: &Node) -> bool {
    matches!(&node.data, Data::Text(text) if key == "detect" && text.starts_with('-'))
}

fn same_word(list: &[Node], node: &Node) -> bool {
    let text = |node: &Node| match &node.data {
        Data::Text(text) => Some(text.clone()),
        _ => None,
    };
    text(node).is_some_and(|word| list.iter().any(|other| text(other).as_ref() == Some(&word)))
}

/// Refuses a policy that lets more pass than what it extends, unless that permits it.
pub(crate) fn check(word: Word<'_>, base: &Policy, policy: &Policy) -> Result<(), Error> {
    let diff = Diff::without(base, policy, &base.extensible);
    let cell = diff.cells.iter().find(|change| change.is_more_permissive() && !permits_cell(base, policy, change));
    let setting = diff.settings.iter().find(|change| change.more_permissive && !permits_setting(base, change));
    let what = match (cell, setting) {
        (None, None) => return Ok(()),
        (Some(change), _) => change.to_string(),
        (None, Some(change)) => change.to_string(),
    };
    Err(Error::new(Code::PolicyExtends, format!("more would be permitted than {} does: {what}", quote(word.text)))
        .at_line(word.line)
        .mend("make it stricter, or let the base list what may be widened in `extensible`"))
}

/// Whether a request is decided more permissively only because of names or grants that the base leaves open.
fn permits_cell(base: &Policy, policy: &Policy, change: &CellChange) -> bool {
    let open = |section: &str| base.extensible.iter().any(|own| own == section);
    let cell = &change.cell;
    let added = |section: &str, known: bool| !known && open(section);
    let source = |name: &String| base.source(name).is_some();
    if cell.tool.as_ref().is_some_and(|tool| added("tools", base.tools.iter().any(|own| own.name == *tool)))
        || cell.purpose.as_ref().is_some_and(|purpose| added("purposes", base.purposes.contains(purpose)))
        || matches!(&cell.subject, Subject::Source(name) if added("sources", source(name)))
    {
        return true;
    }
    let bare = crate::Cell { granted: false, ..cell.clone() };
    let (before, after) = (crate::space::answer(base, &bare), crate::space::answer(policy, &bare));
    cell.granted && open("unlock") && !after.is_more_permissive_than(before)
}

fn permits_setting(base: &Policy, change: &SettingChange) -> bool {
    let open = |section: &str| base.extensible.iter().any(|own| own == section);
    let section = match change.name.split(['.', ' ']).next() {
        Some("exclude") => "exclude",
        Some("unlock") => "unlock",
        // What is looked for and how confidential things are is never open.
        Some("classes" | "levels") => return false,
        _ if change.name.starts_with("output.reveal_for") => {
            let role = change.name.rsplit(' ').next().unwrap_or("");
            return if base.roles().any(|own| own == role) { open("settings") } else { open("roles") };
        }
        _ => "settings",
    };
    open(section)
}
