//! IPv4: four numbers up to 255, with a prefix length or without.
//!
//! Versions and chapter numbers look the same. Private ranges are telling (`192.168.1.1`), and so are three numbers of
//! several digits (`170.153.100.246`); `6.34.8.140` and `10.2.3.4` need a cue. Behind `Version` stands a version. Five numbers
//! and more are none: a chapter, an object identifier, the NetId of a controller (`5.12.82.20.1.1`).

use llmguard_types::Accept;

/// RFC 791, RFC 1918. A telling address is counted as 20, any other as 1; so is a row of more than four numbers, which is
/// taken as a whole and worth nothing without a cue.
#[must_use]
pub fn ipv4(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Accept::other(candidate);
    }
    let (address, prefix) = text.split_once('/').map_or((text, None), |(a, p)| (a, Some(p)));
    if address.split('.').count() > 4 {
        return Accept::structure(candidate, 1);
    }
    let address: std::net::Ipv4Addr = address.parse().ok()?;
    if prefix.is_some_and(|p| p.parse::<u8>().map_or(true, |p| p > 32)) {
        return None;
    }
    let octets = address.octets();
    let several = octets.iter().filter(|octet| **octet >= 10).count();
    let private = matches!(octets, [192, 168, ..] | [172, 16..=31, ..] | [169, 254, ..] | [127, 0, 0, 1]);
    let telling = private || prefix.is_some() || (octets.first() >= Some(&10) && several >= 3);
    Accept::structure(candidate, if telling { 20 } else { 1 })
}
