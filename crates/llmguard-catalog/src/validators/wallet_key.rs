//! Wallet keys: private keys in base 58 and base 32, and phrases of words, each with a checksum of its own.
//!
//! Bitcoin's wallet import format is `0x80`, 32 bytes and four bytes of a double SHA-256 in base 58. age and Nostr write
//! bech32: `AGE-SECRET-KEY-1…`. A phrase of twelve words is 128 bits and the first four of their SHA-256.

use llmguard_types::Accept;
use sha2::{Digest as _, Sha256};

use crate::seed_words;
use crate::validators::token_body;

const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const BECH32: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// Bitcoin wiki, "Base58Check encoding"; BIP 32, BIP 38. Without a good checksum it is a shape, which many texts have.
#[must_use]
pub fn base58_key(candidate: &[u8]) -> Option<Accept> {
    token_body(candidate)?;
    let bytes = base58(candidate)?;
    let (body, check) = bytes.split_at_checked(bytes.len().checked_sub(4)?)?;
    let holds = Sha256::digest(Sha256::digest(body)).starts_with(check);
    if holds { Accept::checksum(candidate, u32::MAX) } else { Accept::structure(candidate, 1) }
}

/// BIP 173 (bech32) and BIP 350 (bech32m), with any prefix before the last `1`.
#[must_use]
pub fn bech32_key(candidate: &[u8]) -> Option<Accept> {
    let shape = token_body(candidate)?;
    let folded = candidate.to_ascii_lowercase();
    let at = folded.iter().rposition(|c| *c == b'1')?;
    let (prefix, data) = (folded.get(..at)?, folded.get(at + 1..)?);
    let values: Option<Vec<u32>> = data.iter().map(|c| Some(BECH32.iter().position(|d| d == c)? as u32)).collect();
    let high = prefix.iter().map(|c| u32::from(c >> 5));
    let low = prefix.iter().map(|c| u32::from(c & 31));
    let sum = high.chain([0]).chain(low).chain(values?).fold(1_u32, |sum, value| {
        let taps = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
        let next = (sum & 0x1ff_ffff) << 5 ^ value;
        taps.iter().enumerate().fold(next, |next, (bit, tap)| if sum >> 25 >> bit & 1 == 1 { next ^ tap } else { next })
    });
    if [1, 0x2bc8_30a3].contains(&sum) { Accept::checksum(candidate, u32::MAX) } else { Some(shape) }
}

/// BIP 39. All words must be on the list; the checksum settles it where it holds.
#[must_use]
pub fn seed_phrase(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let words = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    let numbers: Vec<u16> = words.map(seed_words::number).collect::<Option<_>>()?;
    [12, 15, 18, 21, 24].contains(&numbers.len()).then_some(())?;
    let bits: Vec<u8> = numbers.iter().flat_map(|n| (0..11).rev().map(move |bit| (n >> bit & 1) as u8)).collect();
    let (entropy, check) = bits.split_at_checked(bits.len() / 33 * 32)?;
    let octet = |bits: &[u8]| bits.iter().fold(0_u8, |octet, bit| octet << 1 | bit);
    let first = *Sha256::digest(entropy.chunks(8).map(octet).collect::<Vec<u8>>()).first()?;
    if first >> (8 - check.len()) == octet(check) {
        Accept::checksum(candidate, 1_000_000)
    } else {
        Accept::structure(candidate, 20)
    }
}

/// Base 58 with its leading zeros.
fn base58(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes: Vec<u8> = Vec::new();
    for c in text {
        let mut carry = BASE58.iter().position(|known| known == c)?;
        for byte in bytes.iter_mut().rev() {
            carry += usize::from(*byte) * 58;
            *byte = (carry & 255) as u8;
            carry >>= 8;
        }
        while carry != 0 {
            bytes.insert(0, (carry & 255) as u8);
            carry >>= 8;
        }
    }
    let zeros = text.iter().take_while(|c| **c == b'1').count();
    Some([vec![0; zeros], bytes].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published examples of the formats' own documents.
    #[test]
    fn published_examples_hold() {
        let strength = |accept: Option<Accept>| accept.map(|a| a.strength);
        let wif = b"5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ";
        assert_eq!(strength(base58_key(wif)), Some(u32::MAX));
        assert_eq!(strength(base58_key(b"5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTK")), Some(1));
        let nsec = b"nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5";
        assert_eq!(strength(bech32_key(nsec)), Some(u32::MAX));
        let legal = b"legal winner thank year wave sausage worth useful legal winner thank yellow";
        assert_eq!(strength(seed_phrase(legal)), Some(1_000_000));
        assert_eq!(
            strength(seed_phrase(b"legal winner thank year wave sausage worth useful legal winner thank year")),
            Some(20)
        );
        assert_eq!(strength(seed_phrase(b"please write down the twelve words of your phrase and keep them")), None);
    }
}
