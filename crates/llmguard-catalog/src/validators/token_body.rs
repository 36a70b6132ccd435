//! Token body: the random part of a key, told apart from placeholders.

use llmguard_types::Accept;

use crate::placeholder::{is_made_up, is_placeholder};

/// What is no placeholder behind a vendor's prefix is a key. Counted as 20; as 1 where nobody drew it.
#[must_use]
pub fn token_body(candidate: &[u8]) -> Option<Accept> {
    (!is_placeholder(candidate)).then_some(())?;
    Accept::structure(candidate, if is_made_up(candidate) { 1 } else { 20 })
}

/// The same for a shape that other things have too: only a cue makes it a finding.
#[must_use]
pub fn token_shape(candidate: &[u8]) -> Option<Accept> {
    (!is_placeholder(candidate) && !is_made_up(candidate)).then_some(())?;
    Accept::structure(candidate, 1)
}
