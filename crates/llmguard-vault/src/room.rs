//! Room: one open conversation of a vault.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use llmguard_types::Error;
use zeroize::Zeroizing;

use crate::contents::erased;
use crate::record::{Entry, Used, use_up};
use crate::vault::{State, lock};

/// One conversation, open for this handle alone; [`Vault::room`](crate::Vault::room) makes it.
pub struct Room(Box<dyn Conversation>);

/// What a room does, wherever its vault lies.
pub(crate) trait Conversation: Send + Sync {
    fn load(&self, now: u64) -> Result<(Vec<Entry>, Used), Error>;
    fn keep(&self, entries: &[Entry]) -> Result<(), Error>;
    fn erase(&self, is_it: &dyn Fn(&str, &str) -> bool) -> Result<BTreeSet<(String, u32)>, Error>;
    fn token_key(&self) -> Result<Zeroizing<[u8; 32]>, Error>;
    fn usable(&self) -> Result<(), Error>;
}

impl Room {
    pub(crate) fn new(conversation: impl Conversation + 'static) -> Room {
        Room(Box::new(conversation))
    }

    /// The values of the conversation that have not expired at a time, in milliseconds since 1970-01-01 UTC, in the order
    /// they were kept, those that were erased as [such](Entry::is_erased); and for each type the highest number that a value
    /// had which is gone otherwise.
    ///
    /// # Errors
    ///
    /// `V007` once it was erased, `V006` where the system or the store fails, `V002` where the store has something else than
    /// it was given.
    pub fn load(&self, now: u64) -> Result<(Vec<Entry>, Used), Error> {
        self.0.load(now)
    }

    /// Keeps values. They are on disk when it returns; if it fails, none of them is. A store may have done what it failed to
    /// say; then they are there twice once they are kept again, which changes nothing.
    ///
    /// # Errors
    ///
    /// `V007` once the conversation or its person was erased, `V006` where the system or the store fails, `V005` if another
    /// process has written to the conversation in a store.
    pub fn keep(&self, entries: &[Entry]) -> Result<(), Error> {
        self.0.keep(entries)
    }

    /// Erases the values that are written in a way which `is_it` knows by its type and text, in all their ways, expired ones
    /// included: the records they stand in are overwritten. Returns type and number of each, which are given to no other value.
    ///
    /// If it fails, either nothing is erased, or all of it; a file is overwritten by the next call then, or when the vault is
    /// opened again.
    ///
    /// # Errors
    ///
    /// As [`Room::keep`].
    pub fn erase(&self, is_it: impl Fn(&str, &str) -> bool) -> Result<BTreeSet<(String, u32)>, Error> {
        self.0.erase(&is_it)
    }

    /// A key of the conversation, for tokens that are made from values.
    ///
    /// # Errors
    ///
    /// `V007` once it was erased.
    pub fn token_key(&self) -> Result<Zeroizing<[u8; 32]>, Error> {
        self.0.token_key()
    }

    /// Whether nothing of it was erased through this vault since it was opened.
    ///
    /// # Errors
    ///
    /// `V007` once something was.
    pub fn usable(&self) -> Result<(), Error> {
        self.0.usable()
    }
}

impl fmt::Debug for Room {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Room")
    }
}

/// An open conversation of a vault in a file.
pub(crate) struct FileRoom {
    pub(crate) vault: Arc<Mutex<State>>,
    /// The numbers of the conversation's key and of the person's.
    pub(crate) keys: [u32; 2],
    pub(crate) erased: Arc<AtomicBool>,
}

impl Conversation for FileRoom {
    fn load(&self, now: u64) -> Result<(Vec<Entry>, Used), Error> {
        let mut state = lock(&self.vault)?;
        self.usable()?;
        let [conversation, _] = self.keys;
        let (values, mut used) = state.contents.values(conversation)?;
        let mut entries = Vec::with_capacity(values.len());
        for (_, entry) in values {
            match entry.expires > now || entry.is_erased() {
                true => entries.push(entry),
                false => use_up(&mut used, &entry.kind, entry.number),
            }
        }
        Ok((entries, used))
    }

    fn keep(&self, entries: &[Entry]) -> Result<(), Error> {
        let mut state = lock(&self.vault)?;
        self.usable()?;
        state.contents.add(self.keys, entries)
    }

    fn erase(&self, is_it: &dyn Fn(&str, &str) -> bool) -> Result<BTreeSet<(String, u32)>, Error> {
        let mut state = lock(&self.vault)?;
        self.usable()?;
        let [conversation, _] = self.keys;
        state.contents.erase(conversation, is_it)
    }

    fn token_key(&self) -> Result<Zeroizing<[u8; 32]>, Error> {
        let [conversation, _] = self.keys;
        lock(&self.vault)?.contents.token_key(conversation).ok_or_else(erased)
    }

    fn usable(&self) -> Result<(), Error> {
        if self.erased.load(Ordering::Acquire) { Err(erased()) } else { Ok(()) }
    }
}

impl Drop for FileRoom {
    fn drop(&mut self) {
        let [conversation, _] = self.keys;
        if let Ok(mut state) = lock(&self.vault) {
            state.leave(conversation);
        }
    }
}
