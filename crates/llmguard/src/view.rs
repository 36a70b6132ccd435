//! View, step 1: bytes become text that the other steps can read.
//!
//! Today there is one reading: the text as it is, checked to be UTF-8 and not too long.

use llmguard_types::{Code, Error};

/// The longest text a guard reads unless it is built with another limit, in bytes: 32 MiB.
pub const DEFAULT_MAX_TEXT: usize = 32 * 1024 * 1024;

/// Bytes as text.
///
/// # Errors
///
/// `I002` with the offset of the first byte that is not UTF-8. The bytes themselves are not repeated.
///
/// # Example
///
/// ```
/// let error = llmguard::text_from_utf8(b"Gr\xfc\xdfe").unwrap_err();
/// assert_eq!((error.code().as_str(), error.offset()), ("I002", Some(2)));
/// ```
pub fn text_from_utf8(bytes: &[u8]) -> Result<&str, Error> {
    std::str::from_utf8(bytes).map_err(|error| {
        Error::new(Code::InputUtf8, "the input is not valid UTF-8")
            .at_offset(error.valid_up_to())
            .mend("convert it to UTF-8 first; an older German file is often Windows-1252")
    })
}

/// Refuses a text over the limit.
pub(crate) fn check_length(text: &str, limit: usize) -> Result<(), Error> {
    if text.len() <= limit {
        return Ok(());
    }
    Err(Error::new(Code::InputTooLarge, format!("the text has {} bytes, the limit is {limit}", text.len()))
        .mend("split it, or build the guard with a larger `max_text_bytes`"))
}
