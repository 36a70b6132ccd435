//! Exchange: what a vault holds, in a form that anybody can read and write: JSON, an object a line.
//!
//! ```text
//! {"tenant":"werk-1","conversation":"chat-17","subject":"mb","type":"EMAIL","number":1,"value":"jo.huber@muster-werke.de"}
//! ```

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use llmguard_types::{Code, Error};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::contents::Contents;
use crate::record::{Entry, Name};
use crate::scope::Scope;

/// The highest number a token can have, and the most ways of writing one value.
const MAX_NUMBER: u32 = 999_999_999;
const MAX_FORMS: u32 = 18_000;

/// One way of writing one value, in clear, and where it belongs. Serialised, it is an object with a field for each of these.
/// `Debug` never shows names or values.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VaultEntry {
    /// The tenant.
    pub tenant: String,
    /// The conversation of the tenant.
    pub conversation: String,
    /// The person whose value it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The type of its token, for instance `EMAIL`; `PERSON_FAMILY` and such for a word of a name for which another stands.
    #[serde(rename = "type")]
    pub kind: String,
    /// The number of its token, from 1.
    pub number: u32,
    /// Which way of writing the value this is: 0 for `[EMAIL_1]`, 1 for `[EMAIL_1b]`.
    #[serde(default)]
    pub form: u32,
    /// From when on nobody may read it, in milliseconds since 1970-01-01 UTC; never if it does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<u64>,
    /// The value as it was written.
    pub value: String,
}

impl fmt::Debug for VaultEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VaultEntry").field("kind", &self.kind).field("number", &self.number).finish_non_exhaustive()
    }
}

impl VaultEntry {
    fn scope(&self) -> Scope {
        let scope = Scope::new(&self.tenant, &self.conversation);
        self.subject.iter().fold(scope, |scope, subject| scope.subject(subject))
    }

    /// Whether there can be such a token.
    fn is_sound(&self) -> bool {
        let label = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        (1..=MAX_NUMBER).contains(&self.number)
            && self.form < MAX_FORMS
            && self.kind.starts_with(|c: char| c.is_ascii_uppercase())
            && self.kind.chars().all(label)
    }
}

/// Entries as lines of JSON.
pub(crate) fn to_lines(entries: Vec<VaultEntry>) -> Result<Zeroizing<String>, Error> {
    let mut lines = Zeroizing::new(String::new());
    for entry in entries {
        let line = serde_json::to_string(&entry).map(Zeroizing::new);
        lines.push_str(&line.map_err(|_| Error::new(Code::Internal, "a value of the vault is no JSON"))?);
        lines.push('\n');
    }
    Ok(lines)
}

/// Entries from lines of JSON; empty ones are passed over.
pub(crate) fn from_lines(lines: &str) -> Result<Vec<VaultEntry>, Error> {
    let numbered = (1..).zip(lines.lines()).filter(|(_, line)| !line.trim().is_empty());
    let entry = |(number, line): (u32, &str)| {
        serde_json::from_str(line).map_err(|_| {
            Error::new(Code::VaultImport, "a line is not an exported value")
                .at_line(number)
                .mend("import lines as `export` writes them")
        })
    };
    numbered.map(entry).collect()
}

pub(crate) fn export(contents: &mut Contents, now: u64) -> Result<Vec<VaultEntry>, Error> {
    let mut all = Vec::new();
    for (number, Name { tenant, name, .. }) in contents.conversations() {
        let (values, _) = contents.values(number)?;
        for (subject, entry) in values.into_iter().filter(|(_, entry)| entry.expires > now) {
            all.push(VaultEntry {
                tenant: tenant.clone(),
                conversation: name.clone(),
                subject: contents.subject(subject).map(str::to_owned),
                kind: entry.kind,
                number: entry.number,
                form: entry.form,
                expires: Some(entry.expires).filter(|expires| *expires < u64::MAX),
                value: entry.text.to_string(),
            });
        }
    }
    Ok(all)
}

pub(crate) fn import(contents: &mut Contents, all: Vec<VaultEntry>) -> Result<(), Error> {
    let wrong = |what: &str, mend: &str| Err(Error::new(Code::VaultImport, what).mend(mend));
    let mut seen = HashSet::new();
    for entry in &all {
        if !entry.is_sound() {
            return wrong("an imported value has no token", "number it from 1 and write its type as in `[EMAIL_1]`");
        }
        if contents.find(&entry.scope().conversation_name()).is_some() {
            return wrong("the vault has an imported conversation already", "erase it first, or leave it out");
        }
        if !seen.insert((&entry.tenant, &entry.conversation, &entry.kind, entry.number, entry.form)) {
            return wrong("two imported values have the same token", "leave one of them out");
        }
    }
    drop(seen);
    let mut imported: BTreeMap<(Name, Option<Name>), Vec<Entry>> = BTreeMap::new();
    for entry in all {
        let scope = entry.scope();
        let VaultEntry { kind, number, form, expires, value, .. } = entry;
        let (expires, text) = (expires.unwrap_or(u64::MAX), Zeroizing::new(value));
        let place = imported.entry((scope.conversation_name(), scope.subject_name())).or_default();
        place.push(Entry { expires, number, form, kind, text });
    }
    let imported = imported.into_iter().map(|((conversation, subject), entries)| (conversation, subject, entries));
    contents.rewrite(None, 0, imported.collect())
}
