//! Basic auth: `user:password` in base64.
//!
//! `dXNlcjpxN1prOUxt` is `user:q7Zk9Lm`. Anything may follow the word `Basic`; only what decodes to printable text with a
//! colon in it is a credential.

use llmguard_types::Accept;

use crate::encoding::base64;

/// RFC 7617 §2. One of millions of random candidates decodes so.
#[must_use]
pub fn basic_auth(candidate: &[u8]) -> Option<Accept> {
    let decoded = base64(candidate);
    let (user, password) = decoded.split_at_checked(decoded.iter().position(|c| *c == b':')?)?;
    let printable = |c: &u8| !c.is_ascii_control();
    let text = std::str::from_utf8(&decoded).is_ok() && decoded.iter().all(printable);
    (text && (password.len() > 1 || user.len() >= 16)).then_some(())?;
    Accept::structure(candidate, 1000)
}
