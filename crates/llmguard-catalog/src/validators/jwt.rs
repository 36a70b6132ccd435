//! JWT: a signed or encrypted JSON token.
//!
//! Three or five parts of base64url; the first decodes to a JSON object that names its algorithm:
//! `eyJhbGciOiJIUzI1NiJ9` is `{"alg":"HS256"}`.

use llmguard_types::{Accept, Evidence};

use crate::encoding::base64;

/// RFC 7515 §4, RFC 7516, RFC 7519. That random text decodes to such an object is out of the question.
#[must_use]
pub fn jwt(candidate: &[u8]) -> Option<Accept> {
    let mut parts = candidate.split(|c| *c == b'.');
    let header = base64(parts.next()?);
    let object = header.starts_with(b"{") && header.ends_with(b"}");
    let names_algorithm = header.windows(5).any(|w| w == b"\"alg\"");
    (object && names_algorithm && parts.next().is_some_and(|body| body.len() >= 2)).then_some(())?;
    Some(Accept { len: candidate.len(), strength: 1_000_000, evidence: Evidence::CHECKSUM })
}
