//! Room: one open conversation of a vault in a store.

use std::collections::hash_map::Entry::{Occupied, Vacant};
use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use llmguard_types::{Code, Error};
use zeroize::Zeroizing;

use super::record::{Bundle, Place};
use super::{Digest, Held, Open, Stored, hex, taken};
use crate::contents::erased;
use crate::record::{Entry, Used, use_up};
use crate::room::Conversation;
use crate::scope::Scope;

/// An open conversation of a vault in a store.
pub(crate) struct StoredRoom {
    lease: Lease,
    conversation: Held,
    subject: Option<Held>,
    tail: Mutex<Tail>,
}

/// What is known of the records under the conversation's name.
struct Tail {
    /// How many there are, the key included.
    count: usize,
    /// A write of which the store has not said whether it is done: how many were to be kept, and what was to be behind them.
    unsure: Option<(usize, Vec<Vec<u8>>)>,
}

/// A record that opens, with its place and the key of its person.
type Opened = (usize, Bundle, Option<Held>);

impl StoredRoom {
    pub(crate) fn open(stored: &Arc<Stored>, scope: &Scope) -> Result<StoredRoom, Error> {
        let lease = Lease::take(stored, scope)?;
        let (conversation, count) = stored.own_key(&scope.conversation_name())?;
        let subject = scope.subject_name().map(|name| stored.own_key(&name)).transpose()?;
        let (subject, tail) = (subject.map(|(key, _)| key), Mutex::new(Tail { count, unsure: None }));
        Ok(StoredRoom { lease, conversation, subject, tail })
    }

    /// The records under the name, the first of which is the key.
    fn records(&self) -> Result<Vec<Vec<u8>>, Error> {
        let records = self.lease.stored.read(&hex(&self.conversation.name))?;
        let key = records.first().map(|key| self.lease.stored.key_in(&self.conversation.name, key)).transpose()?;
        // Another process may have erased it, and begun it anew.
        key.filter(|key| key.era() == self.conversation.era()).ok_or_else(erased)?;
        Ok(records)
    }

    /// The records of this conversation, each with its person's key, if that is there and the record was sealed under it.
    fn opened(&self, records: &[Vec<u8>]) -> Result<Vec<Opened>, Error> {
        let mut keys: HashMap<Digest, Option<Held>> = HashMap::new();
        let mut opened = Vec::new();
        for (number, record) in records.iter().enumerate().skip(1) {
            let Some(bundle) = self.place(number).open(record)? else { continue };
            let key = match bundle.subject {
                None => None,
                Some((name, era)) => {
                    let key = match keys.entry(name) {
                        Occupied(known) => known.into_mut(),
                        Vacant(place) => place.insert(self.lease.stored.key(&name)?),
                    };
                    key.clone().filter(|key| key.era() == era)
                }
            };
            opened.push((number, bundle, key));
        }
        self.lease.met(keys.into_keys())?;
        Ok(opened)
    }

    /// The values of a record; `None` if those of a person who was erased.
    fn values(&self, (number, bundle, key): &Opened) -> Result<Option<Vec<Entry>>, Error> {
        if bundle.subject.is_some() && key.is_none() {
            return Ok(None);
        }
        self.place(*number).values(bundle, key.as_ref()).map(Some)
    }

    fn place(&self, number: usize) -> Place<'_> {
        Place { stored: &self.lease.stored, conversation: &self.conversation, number }
    }

    /// Writes records behind the first ones.
    fn write(&self, tail: &mut Tail, keep: usize, records: Vec<Vec<u8>>) -> Result<(), Error> {
        match self.lease.stored.write(&hex(&self.conversation.name), tail.count, keep, &records) {
            Ok(true) => tail.count = keep + records.len(),
            Ok(false) => {
                self.records()?;
                return Err(taken());
            }
            Err(error) => {
                tail.unsure = Some((keep, records));
                return Err(error);
            }
        }
        Ok(())
    }

    /// Looks whether a write was done of which the store has not said so.
    fn settle(&self, tail: &mut Tail) -> Result<(), Error> {
        let Some((keep, written)) = &tail.unsure else { return Ok(()) };
        let records = self.records()?;
        if records.get(*keep..) == Some(written) {
            tail.count = records.len();
        } else if records.len() != tail.count {
            return Err(taken());
        }
        tail.unsure = None;
        Ok(())
    }

    fn tail(&self) -> Result<MutexGuard<'_, Tail>, Error> {
        self.tail.lock().map_err(|_| {
            Error::new(Code::Internal, "a thread panicked while it used the conversation").mend("start a new session")
        })
    }
}

impl Conversation for StoredRoom {
    fn load(&self, now: u64) -> Result<(Vec<Entry>, Used), Error> {
        self.usable()?;
        let mut tail = self.tail()?;
        let (records, mut entries, mut used) = (self.records()?, Vec::new(), Used::new());
        for opened in self.opened(&records)? {
            match self.values(&opened)? {
                None => opened.1.used.iter().for_each(|(kind, number)| use_up(&mut used, kind, *number)),
                Some(values) => {
                    for entry in values {
                        match entry.expires > now || entry.is_erased() {
                            true => entries.push(entry),
                            false => use_up(&mut used, &entry.kind, entry.number),
                        }
                    }
                }
            }
        }
        *tail = Tail { count: records.len(), unsure: None };
        Ok((entries, used))
    }

    fn keep(&self, entries: &[Entry]) -> Result<(), Error> {
        self.usable()?;
        let mut tail = self.tail()?;
        self.settle(&mut tail)?;
        let keep = tail.count;
        let record = self.place(keep).seal(self.subject.as_ref(), entries)?;
        self.write(&mut tail, keep, vec![record])
    }

    fn erase(&self, is_it: &dyn Fn(&str, &str) -> bool) -> Result<BTreeSet<(String, u32)>, Error> {
        self.usable()?;
        let mut tail = self.tail()?;
        self.settle(&mut tail)?;
        let mut records = self.records()?;
        let mut readable = Vec::new();
        for opened in self.opened(&records)? {
            if let Some(values) = self.values(&opened)? {
                readable.push((opened, values));
            }
        }
        let all = readable.iter().flat_map(|(_, values)| values);
        let known = all.filter(|entry| !entry.is_erased() && is_it(&entry.kind, &entry.text));
        let tokens: BTreeSet<(String, u32)> = known.map(Entry::token).collect();
        let mut first = records.len();
        for ((number, _, key), values) in readable {
            if let Some(rest) = without(values, &tokens) {
                first = first.min(number);
                let sealed = self.place(number).seal(key.as_ref(), &rest)?;
                records.get_mut(number).ok_or_else(erased)?.clone_from(&sealed);
            }
        }
        if first < records.len() {
            let written = records.split_off(first);
            self.write(&mut tail, first, written)?;
        }
        Ok(tokens)
    }

    fn token_key(&self) -> Result<Zeroizing<[u8; 32]>, Error> {
        self.usable()?;
        Ok(Zeroizing::new(*self.conversation.secret.derived("llmguard vault tokens", []).bytes()))
    }

    fn usable(&self) -> Result<(), Error> {
        if self.lease.erased.load(Ordering::Acquire) { Err(erased()) } else { Ok(()) }
    }
}

/// Values without those of some tokens, of which the numbers are left; `None` if there are none of them.
fn without(values: Vec<Entry>, tokens: &BTreeSet<(String, u32)>) -> Option<Vec<Entry>> {
    let known = |entry: &Entry| !entry.is_erased() && tokens.contains(&entry.token());
    let (gone, mut rest): (Vec<_>, Vec<_>) = values.into_iter().partition(known);
    let gone: BTreeSet<(String, u32)> = gone.iter().map(Entry::token).collect();
    let found = !gone.is_empty();
    rest.extend(gone.into_iter().map(|(kind, number)| Entry::erased(kind, number)));
    found.then_some(rest)
}

/// That nobody else of this process has the conversation open.
struct Lease {
    stored: Arc<Stored>,
    conversation: Digest,
    erased: Arc<AtomicBool>,
}

impl Lease {
    fn take(stored: &Arc<Stored>, scope: &Scope) -> Result<Lease, Error> {
        let (conversation, erased) = (stored.digest(&scope.conversation_name()), Arc::new(AtomicBool::new(false)));
        let subjects = scope.subject_name().map(|name| stored.digest(&name)).into_iter().collect();
        let mut rooms = stored.rooms()?;
        if rooms.contains_key(&conversation) {
            return Err(crate::vault::open_already());
        }
        rooms.insert(conversation, Open { subjects, erased: Arc::clone(&erased) });
        Ok(Lease { stored: Arc::clone(stored), conversation, erased })
    }

    /// Remembers persons whose values are in the conversation.
    fn met(&self, subjects: impl Iterator<Item = Digest>) -> Result<(), Error> {
        if let Some(open) = self.stored.rooms()?.get_mut(&self.conversation) {
            open.subjects.extend(subjects);
        }
        Ok(())
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Ok(mut rooms) = self.stored.rooms() {
            rooms.remove(&self.conversation);
        }
    }
}
