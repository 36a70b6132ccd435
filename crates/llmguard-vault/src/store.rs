//! Store: where the sealed records of a vault lie if not in a file: a database of the caller's.
//!
//! ```text
//! name                                place   record
//! vault                               0       whose key it is
//! 5f0c…e1   a conversation            0       its key, sealed under the caller's
//!                                     1, 2…   values, sealed under that key
//! 91ab…07   a person                  0       their key
//! ```

use llmguard_types::{Code, Error};

/// Why a store could not do what it was asked. llmguard never shows it: its own errors say that the store failed, and the
/// store knows best where to say why.
pub type StoreError = Box<dyn std::error::Error + Send + Sync>;

/// Where the records of a [`Vault`](crate::Vault) lie if not in a file: a table with the columns name, place and record will do.
/// Records are sealed before they come here, and names are digests under the caller's key; a store sees neither values nor
/// who talks to whom.
///
/// Both functions are called from the threads that use the vault, for several names at once. They must not call the vault or
/// a session of it.
///
/// # Example
///
/// In SQL, `write` is one transaction: compare `SELECT count(*) … WHERE name = ?` with `count`, `DELETE … WHERE name = ? AND
/// place >= keep`, `INSERT` the records at the places `keep`, `keep + 1` …; a primary key of name and place keeps others out.
/// In memory:
///
/// ```
/// use std::collections::HashMap;
/// use std::sync::Mutex;
/// use llmguard_vault::{Scope, Store, StoreError, Vault, VaultKey};
///
/// #[derive(Default)]
/// struct Table(Mutex<HashMap<String, Vec<Vec<u8>>>>);
///
/// impl Store for Table {
///     fn read(&self, name: &str) -> Result<Vec<Vec<u8>>, StoreError> {
///         Ok(self.0.lock().map_err(|_| "poisoned")?.get(name).cloned().unwrap_or_default())
///     }
///
///     fn write(&self, name: &str, count: usize, keep: usize, records: &[Vec<u8>]) -> Result<bool, StoreError> {
///         let mut table = self.0.lock().map_err(|_| "poisoned")?;
///         let all = table.entry(name.to_owned()).or_default();
///         if all.len() != count {
///             return Ok(false);
///         }
///         all.truncate(keep);
///         all.extend_from_slice(records);
///         Ok(true)
///     }
/// }
///
/// let vault = Vault::in_store(Table::default(), &VaultKey::new(&[7; 32])?)?; // a key from a key store in earnest
/// let room = vault.room(&Scope::new("werk-1", "chat-17"))?;
/// # drop(room);
/// assert!(vault.shred_conversation("werk-1", "chat-17")?);
/// # Ok::<(), llmguard_types::Error>(())
/// ```
pub trait Store: Send + Sync {
    /// The records under a name, in their order; none if there is no such name.
    ///
    /// # Errors
    ///
    /// Any reason why they cannot be read.
    fn read(&self, name: &str) -> Result<Vec<Vec<u8>>, StoreError>;

    /// If there are `count` records under a name, keeps the first `keep` of them (never more than `count`), puts `records`
    /// behind those, and returns `true`; otherwise changes nothing and returns `false`. Done or not done at all, and once it
    /// returns, it survives a power loss. What is not kept is to be deleted for good; with no records left, the name is.
    ///
    /// # Errors
    ///
    /// Any reason why it is not known to be done. It may be done all the same, as where a connection breaks: the vault looks
    /// before it writes again.
    fn write(&self, name: &str, count: usize, keep: usize, records: &[Vec<u8>]) -> Result<bool, StoreError>;
}

/// A store could not do what it was asked.
pub(crate) fn failed(_unsaid: StoreError) -> Error {
    Error::new(Code::VaultWrite, "the store of the vault failed").mend("see what the store says, and call again")
}
