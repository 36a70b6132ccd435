//! MAC: a hardware address of six or eight octets.
//!
//! One separator throughout: `00-1B-1B-5E-00-53`, `00:00:5e:00:53:01` or `0000.5e00.5301`. Pairs of decimal digits with
//! hyphens may be anything and need a cue. Nobody's are the address of all zeros and that of everybody, all `f`.

use llmguard_types::Accept;

/// IEEE 802, RFC 7042. Counted as 20 where a letter or a colon is in it.
#[must_use]
pub fn mac(candidate: &[u8]) -> Option<Accept> {
    let mut separators = candidate.iter().filter(|c| !c.is_ascii_hexdigit());
    let first = separators.next()?;
    separators.all(|c| c == first).then_some(())?;
    let mut octets = candidate.iter().filter(|c| c.is_ascii_hexdigit());
    octets.any(|c| !matches!(c, b'0' | b'f' | b'F')).then_some(())?;
    let telling = *first == b':' || candidate.iter().any(u8::is_ascii_alphabetic);
    Accept::structure(candidate, if telling { 20 } else { 1 })
}
