//! Vault: the values behind tokens, sealed, behind a handle.

#![expect(unsafe_code, reason = "exported names; there is no unsafe block in this file")]

use llmguard::{Scope, Vault, VaultKey};

use crate::boundary::{act, call, free, make};
use crate::error::llmguard_error;
use crate::guard::llmguard_guard;
use crate::handle::{Kind, borrow};
use crate::session::llmguard_session;
use crate::slice::llmguard_str;
use crate::text::llmguard_text;

/// The values behind tokens, sealed, in a file or in a `llmguard_store`. Owned by whoever received it; release it with
/// `llmguard_vault_free`. Any number of threads may use it at once, a file one process. What it was told is on disk, or with the
/// store, when it returns.
pub struct llmguard_vault(Vault);

impl llmguard_vault {
    pub(crate) fn new(vault: Vault) -> llmguard_vault {
        llmguard_vault(vault)
    }
}

impl Kind for llmguard_vault {
    const TAG: [u8; 8] = *b"lgVAULT\0";
}

/// Opens a vault under a key of 32 bytes, or makes an empty one where there is no file. `PATH.lock` is made beside it and
/// stays.
///
/// Fails with `V002` for a file that is no vault or was damaged, `V003` for one of a later version, `V004` for another key,
/// `V005` if another process or another handle has it, and `V006` where the system fails.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_vault_open(
    path: llmguard_str,
    key: llmguard_str,
    vault: *mut *mut llmguard_vault,
    error: *mut *mut llmguard_error,
) -> u32 {
    make(vault, error, || Ok(llmguard_vault(Vault::open(path.text()?, &VaultKey::new(key.bytes()?)?)?)))
}

/// Begins a session of a conversation that goes on where it ended: its values are kept in the vault, and a token is handed
/// out only when the value behind it is on disk. `subject` is whose values are added, no string for nobody's; `now` is the
/// time in milliseconds since 1970-01-01 UTC. The session may outlive the handles of guard and vault, which stays locked
/// that long.
///
/// Fails with `V005` if the conversation is open already and `V006` where the system fails. The session's calls fail with
/// `V006` too, and with `V007` once something of the conversation was erased.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_session_new_in(
    guard: *const llmguard_guard,
    vault: *const llmguard_vault,
    tenant: llmguard_str,
    conversation: llmguard_str,
    subject: llmguard_str,
    now: u64,
    session: *mut *mut llmguard_session,
    error: *mut *mut llmguard_error,
) -> u32 {
    call(guard, session, error, |guard| {
        let scope = Scope::new(tenant.text()?, conversation.text()?);
        let scope = subject.optional()?.into_iter().fold(scope, Scope::subject);
        Ok(llmguard_session(guard.0.session_in(&borrow(vault)?.value.0, &scope, now)?))
    })
}

/// Tells a session what time it is, in milliseconds since 1970-01-01 UTC; it never becomes earlier. What has expired by
/// then is not revealed any more.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_session_tell_time(
    session: *const llmguard_session,
    now: u64,
    error: *mut *mut llmguard_error,
) -> u32 {
    act(session, error, |session| Ok(session.0.tell_time(now)?))
}

/// Erases a value of a session's conversation, in all the ways it was written and for every type it was found as: from memory,
/// and from the file of a vault, whose bytes are overwritten. Its tokens are unknown from then on and stay where they stand;
/// their numbers are given to nothing else. Whoever has a token reveals it first. Not a failure if there is no such value.
///
/// Fails with `V006` where the file of a vault cannot be written, and `V007` once something of the conversation was erased
/// otherwise.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_session_shred_value(
    session: *const llmguard_session,
    value: llmguard_str,
    error: *mut *mut llmguard_error,
) -> u32 {
    act(session, error, |session| {
        session.0.shred_value(value.text()?)?;
        Ok(())
    })
}

/// Erases a conversation of a tenant: its key is overwritten, and nobody reads anything of it any more. Its open session
/// fails with `V007` from here on. Not a failure if there is none of this name. Against copies of the file, call
/// `llmguard_vault_rotate` afterwards and destroy the old key.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_vault_shred_conversation(
    vault: *const llmguard_vault,
    tenant: llmguard_str,
    conversation: llmguard_str,
    error: *mut *mut llmguard_error,
) -> u32 {
    act(vault, error, |vault| {
        vault.0.shred_conversation(tenant.text()?, conversation.text()?)?;
        Ok(())
    })
}

/// Erases a person of a tenant: the values that were added as theirs, in every conversation. Other values stay, and no
/// token comes to mean another value. Open sessions of those conversations fail with `V007` from here on.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_vault_shred_subject(
    vault: *const llmguard_vault,
    tenant: llmguard_str,
    subject: llmguard_str,
    error: *mut *mut llmguard_error,
) -> u32 {
    act(vault, error, |vault| {
        vault.0.shred_subject(tenant.text()?, subject.text()?)?;
        Ok(())
    })
}

/// Removes from the file what has expired at a time, in milliseconds since 1970-01-01 UTC, and what was erased. Nobody
/// could read that any more; now it takes no space either.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_vault_sweep(vault: *const llmguard_vault, now: u64, error: *mut *mut llmguard_error) -> u32 {
    act(vault, error, |vault| Ok(vault.0.sweep(now)?))
}

/// Writes the file anew under another key of 32 bytes. The old one does not open it any more.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_vault_rotate(
    vault: *const llmguard_vault,
    key: llmguard_str,
    error: *mut *mut llmguard_error,
) -> u32 {
    act(vault, error, |vault| Ok(vault.0.rotate(&VaultKey::new(key.bytes()?)?)?))
}

/// Everything the vault holds and that has not expired at a time, in clear: JSON, an object a line.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_vault_export(
    vault: *const llmguard_vault,
    now: u64,
    lines: *mut *mut llmguard_text,
    error: *mut *mut llmguard_error,
) -> u32 {
    call(vault, lines, error, |vault| Ok(llmguard_text::plain(vault.0.export_lines(now)?.to_string())))
}

/// Takes in what `llmguard_vault_export` wrote: all of it, or nothing. Fails with `V008`, and a line where one is wrong,
/// also for a conversation that the vault has already.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_vault_import(
    vault: *const llmguard_vault,
    lines: llmguard_str,
    error: *mut *mut llmguard_error,
) -> u32 {
    act(vault, error, |vault| Ok(vault.0.import_lines(lines.text()?)?))
}

/// Releases a vault. Null is permitted. No other thread may be using it; its sessions stay valid.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_vault_free(vault: *mut llmguard_vault) {
    free(vault);
}
