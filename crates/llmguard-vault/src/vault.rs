//! Vault: an open file or store, and what is done with all of it.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use llmguard_types::{Code, Error};
use zeroize::Zeroizing;

use crate::contents::Contents;
use crate::disk::{Disk, Locked};
use crate::exchange::{self, VaultEntry};
use crate::key::VaultKey;
use crate::record::{Name, Role};
use crate::room::{FileRoom, Room};
use crate::scope::Scope;
use crate::store::Store;
use crate::stored::{Stored, StoredRoom};

/// The values behind tokens, sealed, in a file or in a [`Store`]. Cheap to clone; share it between threads. What it was told
/// is on disk, or with the store, when it answers. A file is one process's at a time.
///
/// # Example
///
/// ```
/// use llmguard_vault::{Vault, VaultKey};
///
/// let folder = std::env::temp_dir().join(format!("llmguard-doc-{}", std::process::id()));
/// std::fs::create_dir_all(&folder).unwrap();
/// let key = VaultKey::new(&[7; 32])?; // from a key store in earnest
/// let vault = Vault::open(folder.join("chats.vault"), &key)?;
/// assert_eq!(Vault::open(folder.join("chats.vault"), &key).unwrap_err().code().as_str(), "V005"); // one handle only
/// assert!(!vault.shred_conversation("werk-1", "chat-17")?); // there was none of this name
/// # drop(vault);
/// # std::fs::remove_dir_all(folder).unwrap();
/// # Ok::<(), llmguard_types::Error>(())
/// ```
#[derive(Clone)]
pub struct Vault(Place);

/// Where a vault lies.
#[derive(Clone)]
enum Place {
    File(Arc<Mutex<State>>),
    Store(Arc<Stored>),
}

/// A vault in a file.
pub(crate) struct State {
    pub(crate) contents: Contents,
    /// The conversations that are open.
    rooms: HashMap<u32, Open>,
}

/// An open conversation.
struct Open {
    /// Whose values are added.
    subject: u32,
    /// Whether something of it was erased.
    erased: Arc<AtomicBool>,
}

impl Vault {
    /// Opens a vault, or makes an empty one where there is no file. `PATH.lock` is made beside it and stays; `PATH.new` is
    /// there while the file is written anew.
    ///
    /// Every record is verified. After a power loss the vault is as the last call that returned has left it, or as the
    /// one that was cut short would have.
    ///
    /// # Errors
    ///
    /// `V005` if another process or another handle has it, `V004` for another key than it was sealed with, `V002` for a file
    /// that is no vault or was damaged, `V003` for one of a later version, `V006` where the system fails.
    pub fn open(path: impl AsRef<Path>, key: &VaultKey) -> Result<Vault, Error> {
        let path = path.as_ref();
        let opened = Locked::lock(path).and_then(|disk| Vault::on(Box::new(disk), key));
        opened.map_err(|error| error.in_file(path.display().to_string()))
    }

    /// A vault that lies anywhere.
    pub(crate) fn on(disk: Box<dyn Disk>, key: &VaultKey) -> Result<Vault, Error> {
        let contents = Contents::open(disk, &key.0)?;
        Ok(Vault(Place::File(Arc::new(Mutex::new(State { contents, rooms: HashMap::new() })))))
    }

    /// A vault whose records lie in a store of the caller's. What the store has is as the last call that returned has left
    /// it; of one that failed, it is as before or as after.
    ///
    /// Unlike a file, it may be open in several processes. A conversation is for one of them at a time all the same: who writes
    /// to it after another one has is refused, and hands out no token. What one of them erases, the others have in memory until
    /// they close the conversation or write to it. [`Vault::sweep`], [`Vault::rotate`], [`Vault::export`] and
    /// [`Vault::import`] need a file. Instead of rotating, keep the 32 bytes wrapped under a key of your key store, and rotate
    /// that.
    ///
    /// # Errors
    ///
    /// `V004` for another key than the store's vault has, `V002` and `V003` where the store holds something else or a later
    /// version, `V006` where it fails.
    pub fn in_store(store: impl Store + 'static, key: &VaultKey) -> Result<Vault, Error> {
        Ok(Vault(Place::Store(Arc::new(Stored::open(Box::new(store), &key.0)?))))
    }

    /// Opens a conversation, or begins it. It is open until the room is dropped.
    ///
    /// # Errors
    ///
    /// `V005` if it is open already, `V006` where the system or the store fails.
    pub fn room(&self, scope: &Scope) -> Result<Room, Error> {
        let vault = match &self.0 {
            Place::File(vault) => vault,
            Place::Store(stored) => return StoredRoom::open(stored, scope).map(Room::new),
        };
        let mut state = lock(vault)?;
        let conversation = state.contents.number(&scope.conversation_name())?;
        let subject = scope.subject_name().map_or(Ok(0), |name| state.contents.number(&name))?;
        let erased = Arc::new(AtomicBool::new(false));
        if state.rooms.contains_key(&conversation) {
            return Err(open_already());
        }
        state.rooms.insert(conversation, Open { subject, erased: Arc::clone(&erased) });
        Ok(Room::new(FileRoom { vault: Arc::clone(vault), keys: [conversation, subject], erased }))
    }

    /// Erases a conversation: its key is overwritten, and nothing of it can be read any more, by nobody. Returns whether
    /// there was one of this name. If it is open, its session gives `V007` from here on.
    ///
    /// A copy of file or store from before still opens with the caller's key. Against copies of a file,
    /// [rotate](Vault::rotate) after erasing and destroy the old key. A conversation that is begun anew under the same name counts its tokens from 1.
    ///
    /// # Errors
    ///
    /// `V006` where the system or the store fails. It is erased all the same if the vault opens without it, or does not open
    /// at all. `V005` if others write to it in the store without end.
    pub fn shred_conversation(&self, tenant: &str, conversation: &str) -> Result<bool, Error> {
        self.shred(Role::Conversation, tenant, conversation)
    }

    /// Erases a person: the values that were added as theirs, in every conversation of the tenant. Other values of those
    /// conversations stay, and no token comes to mean another value. Returns whether there was one of this name. Open
    /// sessions of those conversations give `V007` from here on.
    ///
    /// # Errors
    ///
    /// As [`Vault::shred_conversation`], where copies are spoken of too.
    pub fn shred_subject(&self, tenant: &str, subject: &str) -> Result<bool, Error> {
        self.shred(Role::Subject, tenant, subject)
    }

    fn shred(&self, role: Role, tenant: &str, name: &str) -> Result<bool, Error> {
        if let Place::Store(stored) = &self.0 {
            return stored.shred(role, tenant, name);
        }
        let mut state = self.state()?;
        let Some(number) = state.contents.find(&Name { role, tenant: tenant.to_owned(), name: name.to_owned() }) else {
            return Ok(false);
        };
        let concerned = state.contents.concerned(number);
        let done = state.contents.shred(number);
        for (conversation, open) in &state.rooms {
            if concerned.contains(conversation) || [*conversation, open.subject].contains(&number) {
                open.erased.store(true, Ordering::Release);
            }
        }
        done.map(|()| true)
    }

    /// Removes from the file what has expired at a time, in milliseconds since 1970-01-01 UTC, and what was erased, by
    /// writing it anew. Nobody could read that any more; now it also takes no space.
    ///
    /// # Errors
    ///
    /// `V006` where the system fails; nothing is changed then. `V009` in a store.
    pub fn sweep(&self, now: u64) -> Result<(), Error> {
        self.state()?.contents.rewrite(None, now, Vec::new())
    }

    /// Writes the file anew under another key. The old one does not open it any more.
    ///
    /// # Errors
    ///
    /// As [`Vault::sweep`].
    pub fn rotate(&self, key: &VaultKey) -> Result<(), Error> {
        self.state()?.contents.rewrite(Some(&key.0), 0, Vec::new())
    }

    /// Everything the vault holds and that has not expired at a time, in clear.
    ///
    /// # Errors
    ///
    /// `V006` where the system fails, `V009` in a store.
    pub fn export(&self, now: u64) -> Result<Vec<VaultEntry>, Error> {
        exchange::export(&mut self.state()?.contents, now)
    }

    /// Takes in what another vault exported: all of it, or nothing. Tokens keep their meaning.
    ///
    /// # Errors
    ///
    /// `V008` for a conversation that the vault has already, for a token that would have two meanings, and for one that is
    /// none; `V006` where the system fails; `V009` in a store.
    pub fn import(&self, entries: impl IntoIterator<Item = VaultEntry>) -> Result<(), Error> {
        exchange::import(&mut self.state()?.contents, entries.into_iter().collect())
    }

    /// The same as [`Vault::export`], as JSON: an object a line.
    ///
    /// # Errors
    ///
    /// As [`Vault::export`].
    pub fn export_lines(&self, now: u64) -> Result<Zeroizing<String>, Error> {
        exchange::to_lines(self.export(now)?)
    }

    /// The same as [`Vault::import`], from JSON: an object a line.
    ///
    /// # Errors
    ///
    /// As [`Vault::import`]; `V008` with the number of a line that is no such object.
    pub fn import_lines(&self, lines: &str) -> Result<(), Error> {
        self.import(exchange::from_lines(lines)?)
    }

    /// The vault in its file.
    fn state(&self) -> Result<MutexGuard<'_, State>, Error> {
        match &self.0 {
            Place::File(vault) => lock(vault),
            Place::Store(_) => {
                Err(Error::new(Code::VaultStore, "a vault in a store has not all of its records at hand")
                    .mend("do this with what your store has for it, or use a file"))
            }
        }
    }
}

impl State {
    /// A conversation is closed.
    pub(crate) fn leave(&mut self, conversation: u32) {
        self.rooms.remove(&conversation);
    }
}

pub(crate) fn lock(vault: &Mutex<State>) -> Result<MutexGuard<'_, State>, Error> {
    vault.lock().map_err(|_| {
        Error::new(Code::Internal, "a thread panicked while it used the vault")
            .mend("close the vault and open it again")
    })
}

pub(crate) fn open_already() -> Error {
    Error::new(Code::VaultLocked, "the conversation is open already").mend("share its session, or close that first")
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault")
    }
}
