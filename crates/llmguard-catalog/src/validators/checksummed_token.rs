//! Checksummed token: one that ends in a CRC-32 of what stands before.
//!
//! Vendors agree on the checksum and on nothing else: what it covers and how it is spelled is a table. A good checksum
//! settles the matter; a bad one proves nothing, since longer forms exist and tokens get cut, so it never vetoes. A
//! placeholder such as `ghp_xxxxxxxx` does.
//!
//! | vendor | token | covers | spelled |
//! |---|---|---|---|
//! | GitHub, npm | `ghp_` 30 check | the 30 | base62, 6 characters |
//! | Cloudflare | `cfat_` 40 check | the 40 | hex, 8 |
//! | Zuplo | `zpka_` 32 `_` check | the 32 | hex, 8 |
//! | Atlassian, Bitbucket | `ATATT3xFfG…=` check | all before | hex, 8 |
//! | Grafana | `glsa_` 32 `_` check | prefix and 32 | hex of the bytes turned round |
//! | Confluent | `cflt` 54 check | all before | base64 of the bytes turned round, 6 |

use llmguard_types::Accept;

use crate::checks::crc32;
use crate::encoding::{base62, base64};
use crate::validators::token_body;

/// github.blog, "Behind GitHub's new authentication token formats" (2021), and the vendors' tokens themselves. One of
/// 300 million candidates has a checksum that is good in some way; the others count as their shape does.
#[must_use]
pub fn checksummed_token(candidate: &[u8]) -> Option<Accept> {
    let shape = token_body(candidate)?;
    let prefix = candidate.iter().position(|c| *c == b'_').map_or(0, |at| at + 1);
    let covered = [0, prefix].into_iter().any(|from| candidate.get(from..).is_some_and(ends_in_its_checksum));
    if covered { Accept::checksum(candidate, u32::MAX) } else { Some(shape) }
}

fn ends_in_its_checksum(text: &[u8]) -> bool {
    split(text, 6).is_some_and(|(body, check)| {
        let sum = crc32(body);
        check == base62(sum) || base64(check) == sum.to_le_bytes()
    }) || split(text, 8).is_some_and(|(body, check)| {
        let Some(check) = hex(check) else { return false };
        let without_separator = body.strip_suffix(b"_").unwrap_or(body);
        let sums = [crc32(body), crc32(without_separator)];
        sums.contains(&check) || sums.contains(&check.swap_bytes())
    })
}

/// The text before a checksum of this length, and the checksum.
fn split(text: &[u8], length: usize) -> Option<(&[u8], &[u8])> {
    text.len().checked_sub(length).filter(|at| *at > 0).and_then(|at| text.split_at_checked(at))
}

fn hex(text: &[u8]) -> Option<u32> {
    u32::from_str_radix(std::str::from_utf8(text).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokens made here: the checksum is worked out, the body is nobody's.
    #[test]
    fn every_spelling_is_read() {
        let body = "q7Zk9Lm2Xw4Rt6Yp8Bv1Nc3Hd5Fg0Js";
        let sum = crc32(body.as_bytes());
        let bitbucket = format!("ATBB{body}");
        let grafana = format!("glsa_{body}_");
        let confluent = format!("cflt{body}Z");
        let tokens = [
            format!("cfat_{body}{sum:08x}"),
            format!("zpka_{body}_{sum:08x}"),
            format!("{bitbucket}{:08X}", crc32(bitbucket.as_bytes())),
            format!("{grafana}{:08x}", crc32(grafana.trim_end_matches('_').as_bytes()).swap_bytes()),
            format!("{confluent}{}", base64_of(crc32(confluent.as_bytes()).to_le_bytes())),
        ];
        for token in &tokens {
            assert_eq!(checksummed_token(token.as_bytes()).map(|a| a.strength), Some(u32::MAX), "{token}");
            let other = token.replace("Zk9", "Zk8");
            assert_eq!(checksummed_token(other.as_bytes()).map(|a| a.strength), Some(20), "{other}");
        }
    }

    fn base64_of(bytes: [u8; 4]) -> String {
        const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let bits = u64::from(u32::from_be_bytes(bytes)) << 4;
        (0..6).rev().map(|at| char::from(DIGITS[(bits >> (6 * at) & 63) as usize])).collect()
    }
}
