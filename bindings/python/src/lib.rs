//! The Python door: what `import llmguard` finds behind its Python half.
//!
//! This crate converts and decides nothing. Every call has the same five steps:
//!
//! ```text
//! guard.check(text, role="buyer", destination="eu")
//!   1. text     a `str` or `bytes` is lent as UTF-8; a lone surrogate is I002, and no byte of it is repeated
//!   2. call     the façade runs, without the GIL where the text is long; a panic becomes X001
//!   3. offsets  spans are translated once: code points for `str`, bytes for `bytes`, or what the caller asks for
//!   4. error    `llmguard::Error` becomes the Python exception of its code, without cause or context
//!   5. result   a frozen object; its fields become Python objects when they are asked for
//! ```

mod audit;
mod call;
mod citation;
mod classification;
mod decision;
mod detector;
mod error;
mod finding;
mod guard;
mod messages;
mod pieces;
mod reason;
mod records;
mod request;
mod rewritten;
mod session;
mod store;
mod stream;
mod text;
mod vault;
mod words;

use pyo3::prelude::*;

/// The native half of `llmguard`. Import `llmguard` instead.
#[pymodule(gil_used = false)]
mod _llmguard {
    use std::collections::BTreeMap;

    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::citation::{Citation, citations};
    #[pymodule_export]
    use crate::classification::{Classification, Section};
    #[pymodule_export]
    use crate::decision::Decision;
    #[pymodule_export]
    use crate::detector::Detector;
    #[pymodule_export]
    use crate::finding::Finding;
    #[pymodule_export]
    use crate::guard::Guard;
    #[pymodule_export]
    use crate::messages::Checked;
    #[pymodule_export]
    use crate::reason::{Edit, Reason, Route};
    #[pymodule_export]
    use crate::records::{CheckedRecords, RecordFinding, Records};
    #[pymodule_export]
    use crate::rewritten::{Marked, Protected, Redacted, Revealed};
    #[pymodule_export]
    use crate::session::Session;
    #[pymodule_export]
    use crate::stream::Stream;
    #[pymodule_export]
    use crate::vault::Vault;

    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "the name Python gives it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");

    #[pymodule_init]
    fn init() {
        crate::call::hold_panics();
    }

    /// Every error code with what it means.
    #[pyfunction]
    fn codes() -> BTreeMap<&'static str, &'static str> {
        llmguard::Code::ALL.iter().map(|code| (code.as_str(), code.meaning())).collect()
    }

    /// Signs a statement, written as JSON, with an Ed25519 secret key of 32 bytes: a grant, as JSON.
    #[pyfunction]
    fn sign_grant(py: Python<'_>, statement: crate::words::Word<'_>, secret: [u8; 32]) -> PyResult<String> {
        let statement = llmguard::Statement::from_json(statement.0).map_err(|error| crate::error::raise(py, &error))?;
        Ok(statement.sign(&secret).to_json())
    }

    /// The Ed25519 public key of a secret key of 32 bytes.
    #[pyfunction]
    fn public_key(secret: [u8; 32]) -> std::borrow::Cow<'static, [u8]> {
        llmguard::Signer::public_key(&secret).to_vec().into()
    }

    /// Panics with a text, so that a test can see that nothing of it comes out.
    #[pyfunction]
    #[expect(clippy::panic, reason = "panicking is what it is for")]
    fn _panic(py: Python<'_>, text: crate::text::Text<'_, '_>) -> PyResult<()> {
        let source = text.as_str();
        crate::call::call(py, text.len(), || panic!("{source}"))
    }
}
