//! The C ABI of llmguard.
//!
//! One call in C, with everything that can go wrong in it:
//!
//! ```c
//! llmguard_guard *guard = NULL;
//! llmguard_error *error = NULL;
//! if (llmguard_guard_new(NULL, &guard, &error) != LLMGUARD_STATUS_OK) {
//!   llmguard_str message = llmguard_error_message(error);
//!   fprintf(stderr, "%.*s\n", (int)message.len, message.ptr);
//!   llmguard_error_free(error);
//! }
//! ```
//!
//! # The contract
//!
//! `llmguard.h` states it to C; the two files with `unsafe` code rely on it, and on nothing else:
//!
//! 1. A pointer to a handle is null or points to at least 8 readable bytes. A live handle of another kind, and bytes
//!    that are no handle, are refused ([`handle`] reads a tag first). A handle is not used after its `_free`.
//! 2. A `llmguard_str` with a length has that many readable bytes behind its pointer.
//! 3. A struct that is passed by pointer begins with its size, and that many bytes are readable, or writable for one
//!    that is filled.
//! 4. An out parameter is null or can be written.
//! 5. A function pointer is null or a function of the stated type, which does not unwind; with its context, any thread may
//!    call it.
//!
//! Every body runs inside one boundary ([`boundary`]): no panic crosses it. One that is caught poisons the handle, and
//! a poisoned handle answers `LLMGUARD_STATUS_POISONED`; a getter of a poisoned or wrong handle answers `deny`, no
//! text, zero.

#![expect(non_camel_case_types, reason = "types have the names that C sees")]
#![expect(unreachable_pub, reason = "C reaches what Rust cannot")]

mod boundary;
mod citations;
mod decision;
mod error;
mod fail;
mod finding;
mod guard;
mod handle;
mod messages;
mod numbers;
mod records;
mod request;
mod scan;
mod session;
mod slice;
mod status;
mod store;
mod stream;
mod text;
mod vault;
mod version;
