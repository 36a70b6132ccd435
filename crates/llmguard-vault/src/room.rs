//! Room: one open conversation of a vault.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use llmguard_types::Error;
use zeroize::Zeroizing;

use crate::contents::erased;
use crate::record::{Entry, Used, use_up};
use crate::vault::Vault;

/// One conversation, open for this handle alone; [`Vault::room`] makes it.
pub struct Room {
    vault: Vault,
    keys: [u32; 2],
    erased: Arc<AtomicBool>,
}

impl Room {
    pub(crate) fn new(vault: Vault, keys: [u32; 2], erased: Arc<AtomicBool>) -> Room {
        Room { vault, keys, erased }
    }

    /// The values of the conversation that have not expired at a time, in milliseconds since 1970-01-01 UTC, in the order
    /// they were kept, those that were erased as [such](Entry::is_erased); and for each type the highest number that a value
    /// had which is gone otherwise.
    ///
    /// # Errors
    ///
    /// `V007` once it was erased, `V006` where the system fails.
    pub fn load(&self, now: u64) -> Result<(Vec<Entry>, Used), Error> {
        let mut state = self.vault.state()?;
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

    /// Keeps values. They are on disk when it returns; if it fails, none of them is.
    ///
    /// # Errors
    ///
    /// `V007` once the conversation or its person was erased, `V006` where the system fails.
    pub fn keep(&self, entries: &[Entry]) -> Result<(), Error> {
        let mut state = self.vault.state()?;
        self.usable()?;
        state.contents.add(self.keys, entries)
    }

    /// Erases the values that are written in a way which `is_it` knows by its type and text, in all their ways, expired ones
    /// included: the records they stand in are overwritten. Returns type and number of each, which are given to no other value.
    ///
    /// If it fails, either nothing is erased, or all of it, and the file is overwritten by the next call or when the vault is
    /// opened again.
    ///
    /// # Errors
    ///
    /// `V007` once the conversation was erased, `V006` where the system fails.
    pub fn erase(&self, is_it: impl Fn(&str, &str) -> bool) -> Result<BTreeSet<(String, u32)>, Error> {
        let mut state = self.vault.state()?;
        self.usable()?;
        let [conversation, _] = self.keys;
        state.contents.erase(conversation, is_it)
    }

    /// A key of the conversation, for tokens that are made from values.
    ///
    /// # Errors
    ///
    /// `V007` once it was erased.
    pub fn token_key(&self) -> Result<Zeroizing<[u8; 32]>, Error> {
        let [conversation, _] = self.keys;
        self.vault.state()?.contents.token_key(conversation).ok_or_else(erased)
    }

    /// Whether nothing of it was erased since it was opened.
    ///
    /// # Errors
    ///
    /// `V007` once something was.
    pub fn usable(&self) -> Result<(), Error> {
        if self.erased.load(Ordering::Acquire) { Err(erased()) } else { Ok(()) }
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let [conversation, _] = self.keys;
        self.vault.leave(conversation);
    }
}

impl fmt::Debug for Room {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Room")
    }
}
