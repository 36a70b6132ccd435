//! Store: a database of the caller's behind a vault, as two functions in C.

#![expect(unsafe_code, reason = "exported names; there is no unsafe block in this file")]

use std::ffi::c_void;
use std::sync::{Mutex, PoisonError};

use llmguard::{Store, StoreError, Vault, VaultKey};

use crate::boundary::{act, make};
use crate::error::llmguard_error;
use crate::fail::Fail;
use crate::handle::{self, Kind, borrow};
use crate::slice::{llmguard_str, read};
use crate::vault::llmguard_vault;

/// A store has done what it was asked.
pub const LLMGUARD_STORE_DONE: u32 = 0;
/// There are not as many records as was said; nothing was changed.
pub const LLMGUARD_STORE_OTHER_COUNT: u32 = 1;
/// It is not known to be done.
pub const LLMGUARD_STORE_FAILED: u32 = 2;

/// Where a function of a store puts the records it has read.
#[derive(Default)]
pub struct llmguard_stored(Mutex<Vec<Vec<u8>>>);

impl Kind for llmguard_stored {
    const TAG: [u8; 8] = *b"lgRECRD\0";
}

/// Where the records of a vault lie if not in a file: a table with the columns name, place and record will do. Records are
/// sealed before they come here and may hold any byte; names are 32 hexadecimal digits, or `vault`. Both functions are called
/// from the threads that use the vault, for several names at once; they call neither the vault nor a session of it, and throw
/// nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct llmguard_store {
    /// `sizeof(llmguard_store)`.
    pub size: u32,
    /// Given to both functions; stays valid until the vault and all its sessions are released.
    pub context: *mut c_void,
    /// Hands over the records under a name, in their order, with `llmguard_stored_add`; none if there is no such name.
    /// Returns `LLMGUARD_STORE_DONE` or `LLMGUARD_STORE_FAILED`.
    pub read: Option<extern "C" fn(context: *mut c_void, name: llmguard_str, records: *mut llmguard_stored) -> u32>,
    /// If there are `count` records under a name, keeps the first `keep` of them, puts `records` behind those, and returns
    /// `LLMGUARD_STORE_DONE`; otherwise changes nothing and returns `LLMGUARD_STORE_OTHER_COUNT`. Done or not done at all, and
    /// once it returns, it survives a power loss. What is not kept is to be deleted for good; with no records left, the name
    /// is. After `LLMGUARD_STORE_FAILED`, the vault looks whether it was done before it writes again.
    pub write: Option<
        extern "C" fn(
            context: *mut c_void,
            name: llmguard_str,
            count: usize,
            keep: usize,
            records: *const llmguard_str,
            records_len: usize,
        ) -> u32,
    >,
}

/// Opens a vault whose records lie in a store, under a key of 32 bytes. The store sees neither values nor names. It may be
/// open in several processes, a conversation for one of them at a time: who writes to it after another one has fails with
/// `V005`. To sweep, rotate, export and import needs a file and fails with `V009`. The struct is read during the call only.
///
/// Fails with `V004` for another key than the vault has, `V002` and `V003` where the store holds something else, and `V006`
/// where it fails.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_vault_open_store(
    store: *const llmguard_store,
    key: llmguard_str,
    vault: *mut *mut llmguard_vault,
    error: *mut *mut llmguard_error,
) -> u32 {
    make(vault, error, || {
        let callbacks = Callbacks::new(read(store)?)?;
        Ok(llmguard_vault::new(Vault::in_store(callbacks, &VaultKey::new(key.bytes()?)?)?))
    })
}

/// Hands over a record that a store has read; it is copied.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_stored_add(records: *mut llmguard_stored, record: llmguard_str) -> u32 {
    act(records, std::ptr::null_mut(), |records| {
        let record = record.bytes()?.to_vec();
        records.0.lock().unwrap_or_else(PoisonError::into_inner).push(record);
        Ok(())
    })
}

/// A store whose functions are there.
struct Callbacks {
    store: llmguard_store,
    read: extern "C" fn(*mut c_void, llmguard_str, *mut llmguard_stored) -> u32,
    write: extern "C" fn(*mut c_void, llmguard_str, usize, usize, *const llmguard_str, usize) -> u32,
}

impl Callbacks {
    fn new(store: llmguard_store) -> Result<Callbacks, Fail> {
        let (read, write) = store.read.zip(store.write).ok_or(Fail::NULL_ARGUMENT)?;
        Ok(Callbacks { store, read, write })
    }
}

impl Store for Callbacks {
    fn read(&self, name: &str) -> Result<Vec<Vec<u8>>, StoreError> {
        let records = handle::give(llmguard_stored::default());
        let status = (self.read)(self.store.context, llmguard_str::of(name), records);
        let taken = borrow(records)
            .map(|handle| std::mem::take(&mut *handle.value.0.lock().unwrap_or_else(PoisonError::into_inner)));
        handle::free(records);
        match (status, taken) {
            (LLMGUARD_STORE_DONE, Ok(taken)) => Ok(taken),
            (status, _) => Err(refused(status)),
        }
    }

    fn write(&self, name: &str, count: usize, keep: usize, records: &[Vec<u8>]) -> Result<bool, StoreError> {
        let records: Vec<llmguard_str> = records.iter().map(|record| llmguard_str::of_bytes(record)).collect();
        let name = llmguard_str::of(name);
        match (self.write)(self.store.context, name, count, keep, records.as_ptr(), records.len()) {
            LLMGUARD_STORE_DONE => Ok(true),
            LLMGUARD_STORE_OTHER_COUNT => Ok(false),
            status => Err(refused(status)),
        }
    }
}

fn refused(status: u32) -> StoreError {
    match status {
        LLMGUARD_STORE_FAILED => "the store failed".into(),
        _ => "the store answered with a number that means nothing".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::{LLMGUARD_STATUS_NULL_ARGUMENT, LLMGUARD_STATUS_V006};

    extern "C" fn read(_: *mut c_void, _: llmguard_str, _: *mut llmguard_stored) -> u32 {
        LLMGUARD_STORE_FAILED
    }

    extern "C" fn write(_: *mut c_void, _: llmguard_str, _: usize, _: usize, _: *const llmguard_str, _: usize) -> u32 {
        LLMGUARD_STORE_FAILED
    }

    #[test]
    fn a_store_that_fails_or_lacks_a_function_opens_no_vault() {
        let size = u32::try_from(size_of::<llmguard_store>()).unwrap();
        let store = llmguard_store { size, context: std::ptr::null_mut(), read: Some(read), write: Some(write) };
        for (store, status) in
            [(store, LLMGUARD_STATUS_V006), (llmguard_store { write: None, ..store }, LLMGUARD_STATUS_NULL_ARGUMENT)]
        {
            let mut vault = std::ptr::null_mut();
            let key = llmguard_str::of("0123456789abcdef0123456789abcdef");
            let opened = llmguard_vault_open_store(&raw const store, key, &raw mut vault, std::ptr::null_mut());
            assert_eq!((opened, vault.is_null()), (status, true));
        }
    }
}
