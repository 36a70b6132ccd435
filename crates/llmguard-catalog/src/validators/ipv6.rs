//! IPv6: an address in any of its written forms.
//!
//! `fe80::1%eth0` is one; `a::b` in a C++ program and the time `12:30:45` are not, and eight pairs of hex digits
//! are a hardware address. The last two groups may be written as an IPv4 address: `::ffff:192.0.2.1`.

use llmguard_types::Accept;

/// RFC 4291, RFC 5952. The shape is rare enough to be counted as 20, a full or global one as 1000.
#[must_use]
pub fn ipv6(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let kept = if text.ends_with("::") { text } else { text.trim_end_matches(':') };
    let (address, prefix) = kept.split_once('/').map_or((kept, None), |(a, p)| (a, Some(p)));
    let (address, _zone) = address.split_once('%').unwrap_or((address, ""));
    let parsed: std::net::Ipv6Addr = address.parse().ok()?;
    if prefix.is_some_and(|p| p.parse::<u8>().map_or(true, |p| p > 128)) {
        return None;
    }
    let groups = address.split(':').filter(|group| !group.is_empty());
    let pairs = groups.clone().all(|group| group.len() == 2) && groups.clone().count() == 8;
    let [first, ..] = parsed.segments();
    let known = matches!(first, 0x2000..=0x3fff | 0xfc00..=0xfdff | 0xfe80..=0xfebf | 0xff00..=0xffff);
    let strength = match groups.count() {
        _ if address.contains('.') => 1000,
        8 if !pairs => 1000,
        3..=7 if known => 1000,
        _ if !pairs && (known || address == "::1") => 20,
        4..=7 => 20,
        _ => return None,
    };
    Some(Accept::structure(candidate, strength)?.shortened(kept.len()))
}
