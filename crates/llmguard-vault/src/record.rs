//! Record: what the records of a vault say, as bytes.
//!
//! ```text
//! key     role 1 · key 32 · tenant · name               a text is its length 4 and its bytes
//! shred   number 4, repeated
//! erased  number 8, repeated
//! values, rest
//!         (expires 8 · number 4 · form 4 · kind · text), repeated
//! used    (number 4 · kind), repeated
//! ```

use std::collections::BTreeMap;
use std::fmt;

use zeroize::Zeroizing;

use crate::key::Secret;

/// One way of writing one value, and which token stands for it; or a value that was erased, of which type and number are left.
/// `Debug` never shows the text.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// From when on nobody may read it, in milliseconds since 1970-01-01 UTC; [`u64::MAX`] for never.
    pub expires: u64,
    /// The number of its token.
    pub number: u32,
    /// Which way of writing the value this is, from 0.
    pub form: u32,
    /// The type of its token, for instance `EMAIL`.
    pub kind: String,
    /// The value as it was written.
    pub text: Zeroizing<String>,
}

impl Entry {
    /// Whether the value was erased. Its number is given to no other.
    #[must_use]
    pub fn is_erased(&self) -> bool {
        self.expires == 0 && self.text.is_empty()
    }

    /// Type and number of its token.
    pub(crate) fn token(&self) -> (String, u32) {
        (self.kind.clone(), self.number)
    }

    /// What is left of a value that is erased.
    pub(crate) fn erased(kind: String, number: u32) -> Entry {
        Entry { expires: 0, number, form: 0, kind, text: Zeroizing::default() }
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("kind", &self.kind)
            .field("number", &self.number)
            .field("form", &self.form)
            .field("bytes", &self.text.len())
            .finish_non_exhaustive()
    }
}

/// The highest number of a token that was ever used, by type.
pub type Used = BTreeMap<String, u32>;

/// Whose key it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Role {
    Conversation,
    Subject,
}

/// A conversation or a person of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Name {
    pub(crate) role: Role,
    pub(crate) tenant: String,
    pub(crate) name: String,
}

pub(crate) fn write_key(name: &Name, secret: &Secret) -> Zeroizing<Vec<u8>> {
    // Of the right size from the beginning: a key is not to be left behind where it was moved from.
    let mut says = Zeroizing::new(Vec::with_capacity(64 + name.tenant.len() + name.name.len()));
    says.push(u8::from(name.role == Role::Subject));
    says.extend_from_slice(secret.bytes());
    write_text(&mut says, &name.tenant);
    write_text(&mut says, &name.name);
    says
}

pub(crate) fn read_key(says: &[u8]) -> Option<(Name, Secret)> {
    let mut reader = Reader(says);
    let role = if reader.array::<1>()? == &[1] { Role::Subject } else { Role::Conversation };
    let secret = Secret::kept(reader.array()?);
    let name = Name { role, tenant: reader.text()?.to_owned(), name: reader.text()?.to_owned() };
    reader.0.is_empty().then_some((name, secret))
}

pub(crate) fn write_keys(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

pub(crate) fn read_keys(says: &[u8]) -> Option<Vec<u32>> {
    let (numbers, rest) = says.as_chunks();
    rest.is_empty().then(|| numbers.iter().map(|number| u32::from_le_bytes(*number)).collect())
}

pub(crate) fn write_numbers(numbers: &[u64]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

pub(crate) fn read_numbers(says: &[u8]) -> Option<Vec<u64>> {
    let (numbers, rest) = says.as_chunks();
    rest.is_empty().then(|| numbers.iter().map(|number| u64::from_le_bytes(*number)).collect())
}

pub(crate) fn write_values<'e>(entries: impl Iterator<Item = &'e Entry> + Clone) -> Zeroizing<Vec<u8>> {
    let len = entries.clone().map(|entry| 24 + entry.kind.len() + entry.text.len()).sum();
    let mut says = Zeroizing::new(Vec::with_capacity(len));
    for entry in entries {
        says.extend_from_slice(&entry.expires.to_le_bytes());
        says.extend_from_slice(&entry.number.to_le_bytes());
        says.extend_from_slice(&entry.form.to_le_bytes());
        write_text(&mut says, &entry.kind);
        write_text(&mut says, &entry.text);
    }
    says
}

pub(crate) fn read_values(says: &[u8]) -> Option<Vec<Entry>> {
    let (mut reader, mut entries) = (Reader(says), Vec::new());
    while !reader.0.is_empty() {
        entries.push(Entry {
            expires: u64::from_le_bytes(*reader.array()?),
            number: reader.number()?,
            form: reader.number()?,
            kind: reader.text()?.to_owned(),
            text: Zeroizing::new(reader.text()?.to_owned()),
        });
    }
    Some(entries)
}

pub(crate) fn write_used(used: &Used) -> Vec<u8> {
    let mut says = Vec::new();
    for (kind, number) in used {
        says.extend(number.to_le_bytes());
        write_text(&mut says, kind);
    }
    says
}

pub(crate) fn read_used(says: &[u8]) -> Option<Used> {
    let (mut reader, mut used) = (Reader(says), Used::new());
    while !reader.0.is_empty() {
        let number = reader.number()?;
        used.insert(reader.text()?.to_owned(), number);
    }
    Some(used)
}

/// Remembers that a number was used.
pub(crate) fn use_up(used: &mut Used, kind: &str, number: u32) {
    match used.get_mut(kind) {
        Some(highest) => *highest = number.max(*highest),
        None => drop(used.insert(kind.to_owned(), number)),
    }
}

fn write_text(says: &mut Vec<u8>, text: &str) {
    // A text is shorter than what a guard reads, which fits.
    says.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
    says.extend_from_slice(text.as_bytes());
}

/// Bytes that are read from the front.
struct Reader<'s>(&'s [u8]);

impl<'s> Reader<'s> {
    fn array<const N: usize>(&mut self) -> Option<&'s [u8; N]> {
        let (array, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(array)
    }

    fn number(&mut self) -> Option<u32> {
        self.array().map(|number| u32::from_le_bytes(*number))
    }

    fn text(&mut self) -> Option<&'s str> {
        let len = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entries() -> impl Strategy<Value = Vec<Entry>> {
        let entry = (any::<u64>(), any::<u32>(), any::<u32>(), "[A-Z]{0,5}", ".{0,20}").prop_map(
            |(expires, number, form, kind, text)| Entry { expires, number, form, kind, text: Zeroizing::new(text) },
        );
        proptest::collection::vec(entry, 0..5)
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(entries in entries(), tenant in ".{0,9}", name in ".{0,9}", key in any::<[u8; 32]>()) {
            let says = write_values(entries.iter());
            prop_assert_eq!(read_values(&says).unwrap(), entries);
            let name = Name { role: Role::Subject, tenant, name };
            let (read, secret) = read_key(&write_key(&name, &Secret::kept(&key))).unwrap();
            prop_assert_eq!((read, secret.bytes()), (name, &key));
        }

        #[test]
        fn any_bytes_are_read_or_refused(says in proptest::collection::vec(any::<u8>(), 0..80)) {
            let read = read_values(&says);
            prop_assert!(read.is_none_or(|entries| *write_values(entries.iter()) == says));
            read_key(&says);
            read_keys(&says);
            read_numbers(&says);
            read_used(&says);
        }
    }

    #[test]
    fn an_entry_keeps_its_text_to_itself() {
        let text = Zeroizing::new("Huber".to_owned());
        let entry = Entry { expires: 0, number: 1, form: 0, kind: "PERSON".to_owned(), text };
        assert!(!format!("{entry:?}").contains("Huber"));
    }
}
