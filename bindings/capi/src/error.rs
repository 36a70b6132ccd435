//! Error: what went wrong, as an object that its receiver owns. Nothing about errors is kept in threads or handles.

#![expect(unsafe_code, reason = "exported names; there is no unsafe block in this file")]

use crate::boundary::{free, get};
use crate::fail::Fail;
use crate::handle::Kind;
use crate::slice::llmguard_str;

/// What went wrong, where, and the mend. Owned by whoever received it; release it with `llmguard_error_free`. It never
/// holds text that was guarded. Immutable, so any number of threads may read it.
pub struct llmguard_error(Fail);

impl llmguard_error {
    pub(crate) fn new(fail: Fail) -> llmguard_error {
        llmguard_error(fail)
    }
}

impl Kind for llmguard_error {
    const TAG: [u8; 8] = *b"lgERROR\0";
}

/// The number that the failed call returned; 0 for no error.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_error_status(error: *const llmguard_error) -> u32 {
    get(error, 0, |error| error.0.status())
}

/// The code users see, a letter and three digits: `P002`. Lives as long as the error.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_error_code(error: *const llmguard_error) -> llmguard_str {
    get(error, llmguard_str::NONE, |error| match &error.0 {
        Fail::Library(error) => llmguard_str::of(error.code().as_str()),
        Fail::Border(border) => llmguard_str::of(border.code),
    })
}

/// What is wrong, as one sentence. Lives as long as the error.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_error_message(error: *const llmguard_error) -> llmguard_str {
    get(error, llmguard_str::NONE, |error| match &error.0 {
        Fail::Library(error) => llmguard_str::of(error.message()),
        Fail::Border(border) => llmguard_str::of(border.message),
    })
}

/// What to do about it, as one sentence; may be empty. Lives as long as the error.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_error_mend(error: *const llmguard_error) -> llmguard_str {
    get(error, llmguard_str::NONE, |error| match &error.0 {
        Fail::Library(error) => llmguard_str::of(error.how_to_mend()),
        Fail::Border(border) => llmguard_str::of(border.mend),
    })
}

/// The file concerned, or no string. Lives as long as the error.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_error_file(error: *const llmguard_error) -> llmguard_str {
    get(error, llmguard_str::NONE, |error| match &error.0 {
        Fail::Library(error) => error.file().map_or(llmguard_str::NONE, llmguard_str::of),
        Fail::Border(_) => llmguard_str::NONE,
    })
}

/// The line concerned, counted from 1; 0 if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_error_line(error: *const llmguard_error) -> u32 {
    get(error, 0, |error| match &error.0 {
        Fail::Library(error) => error.line().unwrap_or(0),
        Fail::Border(_) => 0,
    })
}

/// The position concerned, in bytes from the start of the input; `UINT64_MAX` if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_error_offset(error: *const llmguard_error) -> u64 {
    get(error, u64::MAX, |error| match &error.0 {
        Fail::Library(error) => error.offset().map_or(u64::MAX, |offset| offset as u64),
        Fail::Border(_) => u64::MAX,
    })
}

/// Releases an error. Null is permitted.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_error_free(error: *mut llmguard_error) {
    free(error);
}
