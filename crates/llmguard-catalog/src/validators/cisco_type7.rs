//! Cisco type 7: a password under a published key.
//!
//! `0822455D0A16` is a number, 08, and bytes in hex, each of them XORed with a letter of a fixed text that begins at
//! that number: `cisco`.

use llmguard_types::Accept;

/// What Cisco devices have used since the nineties, and every manual on them prints.
const KEY: &[u8] = b"dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87";

/// Only what decodes to printable text is one.
#[must_use]
pub fn cisco_type7(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let start: usize = text.get(..2)?.parse().ok()?;
    let pairs = candidate.get(2..)?.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    let bytes: Vec<u8> = pairs.collect::<Option<_>>()?;
    let key = KEY.iter().cycle().skip(start);
    let printable = bytes.iter().zip(key).all(|(byte, key)| (0x20..0x7f).contains(&(byte ^ key)));
    (candidate.len().is_multiple_of(2) && !bytes.is_empty() && printable).then_some(())?;
    Accept::structure(candidate, 20)
}
