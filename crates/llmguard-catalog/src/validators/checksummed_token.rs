//! Checksummed token: a prefix, 30 random characters and six that are their CRC-32 in base62.
//!
//! GitHub and npm write tokens so: `ghp_` + 30 + 6. A good checksum settles the matter; a bad one proves nothing, since
//! longer forms exist and tokens get cut, so it never vetoes. A placeholder such as `ghp_xxxxxxxx` does.

use llmguard_types::Accept;

use crate::checks::crc32;
use crate::encoding::base62;
use crate::validators::token_body;

/// github.blog, "Behind GitHub's new authentication token formats" (2021). One of 4 thousand million candidates has a
/// good checksum; the others count as their shape does.
#[must_use]
pub fn checksummed_token(candidate: &[u8]) -> Option<Accept> {
    let shape = token_body(candidate)?;
    let underscore = candidate.iter().position(|c| *c == b'_')?;
    let body = candidate.get(underscore + 1..)?;
    match body.split_at_checked(30) {
        Some((random, check)) if check == base62(crc32(random)) => Accept::checksum(candidate, u32::MAX),
        _ => Some(shape),
    }
}
