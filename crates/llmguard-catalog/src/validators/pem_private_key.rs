//! PEM private key: a block between `BEGIN` and `END`, or the beginning of one.
//!
//! What stands between must look like a key: a run of at least 24 characters of base64, headers such as `Proc-Type`
//! aside. `-----BEGIN PRIVATE KEY-----this is not a private key` is a sentence.

use llmguard_types::Accept;

/// RFC 7468, RFC 9580. The header and a run of base64 are telling: counted as 1000.
#[must_use]
pub fn pem_private_key(candidate: &[u8]) -> Option<Accept> {
    // Behind the last dash of the header.
    let dashes = candidate.windows(8).position(|w| w.ends_with(b"KEY-----") || w.ends_with(b"OCK-----"))? + 8;
    let body = candidate.get(dashes..)?;
    let base64 = |c: &u8| c.is_ascii_alphanumeric() || b"+/=".contains(c);
    body.split(|c| !base64(c)).any(|run| run.len() >= 24).then_some(())?;
    Accept::structure(candidate, 1000)
}
