//! Header credential: what an HTTP header brings along to prove who asks.
//!
//! `Bearer` is followed by a token, `Basic` by `user:password` in base64 (RFC 7617); both words occur in sentences too.

use llmguard_types::Accept;

use crate::credentials::{is_placeholder, is_random};
use crate::encoding::base64;

/// RFC 6750 section 2.1: a token that only chance makes. Counted as 20.
#[must_use]
pub fn bearer_token(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?.trim_end_matches(['.', ',']);
    is_random(text).then_some(())?;
    Some(Accept::structure(candidate, 20)?.shortened(text.len()))
}

/// RFC 7617 section 2: base64 of a user, a colon and a password. Random base64 is that in one of a thousand cases.
#[must_use]
pub fn basic_credentials(candidate: &[u8]) -> Option<Accept> {
    let plain = base64(candidate);
    let (_, password) = std::str::from_utf8(&plain).ok()?.split_once(':')?;
    let printable = !password.is_empty() && password.chars().all(|c| !c.is_control());
    (printable && !is_placeholder(password)).then_some(())?;
    Accept::structure(candidate, 1000)
}
