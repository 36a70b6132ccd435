//! A sealed file of the values behind tokens, or the same in a store of the caller's.
//!
//! Floor 1 of llmguard. It knows no text and no grammar of tokens: it keeps, for each conversation of a tenant, values with
//! a type and a number, so that nobody reads them without the key, and so that they can be made unreadable for everybody.
//!
//! ```text
//! Vault ── room("werk-1", "chat-17") ──► Room ── keep, load, erase ──► Entry { EMAIL, 1, jo.huber@… }
//!   │
//!   └─ shred_conversation · shred_subject · sweep · rotate · export · import
//! ```
//!
//! - **Sealed.** XChaCha20-Poly1305 for every record. Without the key only the number and the sizes of records show.
//! - **Erased.** Each conversation and each person has a key of its own, kept under the caller's. To erase is to overwrite it.
//!   Of a single value, the records it stands in are overwritten.
//! - **Power loss.** Records are added and synced; a file is written anew beside the old one and takes its place. What a call
//!   has answered is there afterwards, and nothing is read in part.
//! - **One process.** A second one is refused.
//!
//! [`Vault::open`] has a file, [`Vault::in_store`] a database of the caller's, which sees sealed records only.
//!
//! What it cannot do: notice that somebody put back an older copy, or reach copies that others made. It keeps
//! keys in memory while it is open.

mod contents;
mod disk;
mod exchange;
#[cfg(test)]
mod faults;
mod key;
mod log;
mod record;
mod room;
mod scope;
mod store;
mod stored;
mod vault;

pub use exchange::VaultEntry;
pub use key::VaultKey;
pub use record::{Entry, Used};
pub use room::Room;
pub use scope::Scope;
pub use store::{Store, StoreError};
pub use vault::Vault;
