//! JSON token: a prefix and base64 of a JSON object, with or without more behind it.
//!
//! Grafana's `glc_eyJ…` is `{"o":…`, Sentry's `sntrys_eyJ…_…` is `{"iat":…`, 1Password's `ops_eyJ…` is `{"signInAddress":…`.

use llmguard_types::Accept;

use crate::encoding::base64;
use crate::validators::token_body;

/// What decodes to the beginning of an object with a name in it is one; other text counts as its shape does.
#[must_use]
pub fn json_token(candidate: &[u8]) -> Option<Accept> {
    let shape = token_body(candidate)?;
    let at = candidate.windows(3).position(|w| w == b"eyJ").unwrap_or(candidate.len());
    let object = base64(candidate.get(at..)?);
    let named = object.starts_with(b"{\"") && object.windows(2).any(|w| w == b"\":");
    if named { Accept::checksum(candidate, 1_000_000) } else { Some(shape) }
}
