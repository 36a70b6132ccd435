//! Vault: the values behind tokens, sealed.

use std::path::PathBuf;

use llmguard::{Scope, VaultKey};
use pyo3::prelude::*;

use crate::call::{DETACH_FROM, call};
use crate::error;
use crate::store::Store;
use crate::words::Word;

/// The values behind tokens, sealed, in a file or in a store. Share it between threads; one process has a file at a time.
#[pyclass(frozen, module = "llmguard")]
pub(crate) struct Vault(pub(crate) llmguard::Vault);

/// A key of 32 bytes.
fn key(py: Python<'_>, bytes: &[u8]) -> PyResult<VaultKey> {
    VaultKey::new(bytes).map_err(|error| error::raise(py, &error))
}

/// A conversation of a tenant, and whose values are added.
pub(crate) fn scope(tenant: &str, conversation: &str, subject: Option<Word<'_>>) -> Scope {
    subject.into_iter().fold(Scope::new(tenant, conversation), |scope, Word(subject)| scope.subject(subject))
}

#[pymethods]
impl Vault {
    #[new]
    fn new(py: Python<'_>, path: PathBuf, key: &[u8]) -> PyResult<Vault> {
        let key = self::key(py, key)?;
        call(py, DETACH_FROM, || llmguard::Vault::open(path, &key)).map(Vault)
    }

    /// A vault whose records lie in a store, an object with the methods of llmguard.Store.
    #[staticmethod]
    fn in_store(py: Python<'_>, store: Py<PyAny>, key: &[u8]) -> PyResult<Vault> {
        let (key, store) = (self::key(py, key)?, Store::new(store));
        call(py, DETACH_FROM, || llmguard::Vault::in_store(store, &key)).map(Vault)
    }

    /// Erases a conversation of a tenant for good. Returns whether there was one of this name.
    fn shred_conversation(&self, py: Python<'_>, tenant: Word<'_>, conversation: Word<'_>) -> PyResult<bool> {
        call(py, DETACH_FROM, || self.0.shred_conversation(tenant.0, conversation.0))
    }

    /// Erases the values of a person in every conversation of a tenant. Returns whether there was one of this name.
    fn shred_subject(&self, py: Python<'_>, tenant: Word<'_>, subject: Word<'_>) -> PyResult<bool> {
        call(py, DETACH_FROM, || self.0.shred_subject(tenant.0, subject.0))
    }

    /// Removes from the file what has expired at a time, and what was erased.
    #[pyo3(signature = (*, now))]
    fn sweep(&self, py: Python<'_>, now: u64) -> PyResult<()> {
        call(py, DETACH_FROM, || self.0.sweep(now))
    }

    /// Writes the file anew under another key of 32 bytes.
    fn rotate(&self, py: Python<'_>, key: &[u8]) -> PyResult<()> {
        let key = self::key(py, key)?;
        call(py, DETACH_FROM, || self.0.rotate(&key))
    }

    /// Everything that has not expired at a time, in clear: JSON, an object a line.
    #[pyo3(signature = (*, now))]
    fn export_lines(&self, py: Python<'_>, now: u64) -> PyResult<String> {
        call(py, DETACH_FROM, || Ok(self.0.export_lines(now)?.to_string()))
    }

    /// Takes in what export_lines wrote: all of it, or nothing.
    fn import_lines(&self, py: Python<'_>, lines: Word<'_>) -> PyResult<()> {
        call(py, DETACH_FROM, || self.0.import_lines(lines.0))
    }

    fn __repr__(&self) -> &'static str {
        "Vault()"
    }
}
