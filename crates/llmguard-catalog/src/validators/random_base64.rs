//! Random base64: a key without any mark of its own, told apart from hashes, paths and words.
//!
//! A secret access key of AWS is 30 random bytes in base64: it has capitals, small letters and digits, no long run of
//! one kind, and many different characters. A SHA-1 hash has no capitals, a path has no digits.

use llmguard_types::Accept;

/// Random base64 of 40 characters passes in all but one of a thousand cases. Counted as 20.
#[must_use]
pub fn random_base64(candidate: &[u8]) -> Option<Accept> {
    let kinds = [u8::is_ascii_uppercase as fn(&u8) -> bool, u8::is_ascii_lowercase, u8::is_ascii_digit];
    let all_kinds = kinds.iter().all(|kind| candidate.iter().filter(|c| kind(c)).count() >= 2);
    let distinct = (0..=u8::MAX).filter(|byte| candidate.contains(byte)).count();
    (all_kinds && distinct * 5 >= candidate.len().min(64) * 2).then_some(())?;
    Accept::structure(candidate, 20)
}
