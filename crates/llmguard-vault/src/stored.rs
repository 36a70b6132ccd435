//! Stored: a vault whose records lie in a store of the caller's, each conversation and each person under a name of its own.
//!
//! ```text
//! caller's key ── seals ──► key of chat-17 ── seals ──► which numbers of tokens, whose values ┐
//!                           key of mb ───────────────► with it, the values themselves         ┘ a record
//! ```
//!
//! To erase a conversation or a person is to remove its name. The numbers of a person's tokens can be read without the
//! person's key, so that they are given to nothing else. Two processes may open one conversation: a record is added only
//! where as many are there as the writer knows of, so that the second one to write is refused.

#[cfg(test)]
mod faults;
mod record;
mod room;

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use llmguard_types::{Code, Error};

pub(crate) use self::room::StoredRoom;
use crate::key::Secret;
use crate::log::{damaged, header, read_header};
use crate::record::{Name, Role, read_key, write_key};
use crate::store::{Store, failed};

/// The name whose record says whose key it is.
const HEADER: &str = "vault";

/// So often it is tried to remove a name to which others write.
const TURNS: usize = 16;

/// The name of a conversation or a person in the store, as bytes.
type Digest = [u8; 16];

/// A vault in a store.
pub(crate) struct Stored {
    store: Box<dyn Store>,
    master: Secret,
    id: [u8; 16],
    /// The conversations that are open.
    rooms: Mutex<HashMap<Digest, Open>>,
}

/// An open conversation.
struct Open {
    /// The persons in it, as far as they were met.
    subjects: BTreeSet<Digest>,
    /// Whether something of it was erased.
    erased: Arc<AtomicBool>,
}

/// A key of a conversation or a person, and the name it lies under.
#[derive(Clone)]
struct Held {
    name: Digest,
    secret: Secret,
}

impl Held {
    /// Which of the keys that were ever under this name it is.
    fn era(&self) -> [u8; 16] {
        self.secret.stamp(b"era")
    }
}

impl Stored {
    pub(crate) fn open(store: Box<dyn Store>, master: &Secret) -> Result<Stored, Error> {
        let mut stored = Stored { store, master: master.clone(), id: [0; 16], rooms: Mutex::default() };
        let (id, fresh) = header(master)?;
        let known = stored.read(HEADER)?;
        if known.is_empty() && stored.write(HEADER, 0, 0, std::slice::from_ref(&fresh))? {
            stored.id = id;
            return Ok(stored);
        }
        // If it was not there a moment ago, another process has just put it there.
        let known = if known.is_empty() { stored.read(HEADER)? } else { known };
        stored.id = read_header(known.first().ok_or_else(damaged)?, master)?;
        Ok(stored)
    }

    /// Removes the name of a conversation or a person. Returns whether there was one.
    pub(crate) fn shred(&self, role: Role, tenant: &str, name: &str) -> Result<bool, Error> {
        let name = self.digest(&Name { role, tenant: tenant.to_owned(), name: name.to_owned() });
        let removed = self.remove(&name);
        if !matches!(removed, Ok(false)) {
            for (conversation, open) in &*self.rooms()? {
                if *conversation == name || open.subjects.contains(&name) {
                    open.erased.store(true, Ordering::Release);
                }
            }
        }
        removed
    }

    fn remove(&self, name: &Digest) -> Result<bool, Error> {
        for _ in 0..TURNS {
            let count = self.read(&hex(name))?.len();
            if count == 0 {
                return Ok(false);
            }
            if self.write(&hex(name), count, 0, &[])? {
                return Ok(true);
            }
        }
        Err(taken())
    }

    /// The key under a name, if there is one.
    fn key(&self, name: &Digest) -> Result<Option<Held>, Error> {
        let records = self.read(&hex(name))?;
        records.first().map(|record| self.key_in(name, record)).transpose()
    }

    fn key_in(&self, name: &Digest, record: &[u8]) -> Result<Held, Error> {
        let says = self.master.open(&self.beside(b"key", name), record);
        let (_, secret) = says.and_then(|says| read_key(&says)).ok_or_else(damaged)?;
        Ok(Held { name: *name, secret })
    }

    /// The key of a conversation or a person, made if there is none of this name, and how many records are there then.
    fn own_key(&self, name: &Name) -> Result<(Held, usize), Error> {
        let digest = self.digest(name);
        let (fresh, mut records) = (Secret::random()?, self.read(&hex(&digest))?);
        if records.is_empty() {
            let record = self.master.seal(&self.beside(b"key", &digest), &write_key(name, &fresh))?;
            if self.write(&hex(&digest), 0, 0, &[record])? {
                return Ok((Held { name: digest, secret: fresh }, 1));
            }
            records = self.read(&hex(&digest))?;
        }
        let held = self.key_in(&digest, records.first().ok_or_else(taken)?)?;
        Ok((held, records.len()))
    }

    fn digest(&self, name: &Name) -> Digest {
        let len = (name.tenant.len() as u64).to_le_bytes();
        let role: &[u8] = if name.role == Role::Subject { b"subject" } else { b"conversation" };
        self.master.stamp(&[&self.id, role, &len, name.tenant.as_bytes(), name.name.as_bytes()].concat())
    }

    /// What is said beside what is sealed.
    fn beside(&self, what: &[u8], name: &Digest) -> Vec<u8> {
        [&self.id, what, name.as_slice()].concat()
    }

    fn read(&self, name: &str) -> Result<Vec<Vec<u8>>, Error> {
        self.store.read(name).map_err(failed)
    }

    fn write(&self, name: &str, count: usize, keep: usize, records: &[Vec<u8>]) -> Result<bool, Error> {
        self.store.write(name, count, keep, records).map_err(failed)
    }

    fn rooms(&self) -> Result<MutexGuard<'_, HashMap<Digest, Open>>, Error> {
        self.rooms.lock().map_err(|_| {
            Error::new(Code::Internal, "a thread panicked while it used the vault").mend("open the vault again")
        })
    }
}

/// Somebody else writes to the same name.
fn taken() -> Error {
    Error::new(Code::VaultLocked, "another process has written to the conversation")
        .mend("begin the session anew; let one process at a time have a conversation")
}

fn hex(digest: &Digest) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
