//! Wallets: addresses of Bitcoin and Ethereum.
//!
//! `1BoatSLRHtKNngkdXEeobR76b53LETtpyT` is 25 bytes in base 58, the last four of which are the beginning of a double SHA-256.
//! `bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq` has a polynomial check over base 32. Ethereum writes a letter as a
//! capital where the Keccak hash of the address says so: `0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed`.

use llmguard_types::Accept;
use sha2::{Digest as _, Sha256};
use sha3::Keccak256;

/// Bitcoin base 58 alphabet, no 0, O, I and l.
const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// BIP 173 base 32 alphabet.
const BASE32: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// Bitcoin Core, `base58.cpp`; BIP 173 and BIP 350 (segregated witness). One of a thousand million candidates passes.
#[must_use]
pub fn bitcoin(candidate: &[u8]) -> Option<Accept> {
    let segwit = candidate.get(..3).is_some_and(|head| head.eq_ignore_ascii_case(b"bc1"));
    (if segwit { is_segwit(candidate)? } else { is_base58_check(candidate)? }).then_some(())?;
    Accept::checksum(candidate, 1_000_000)
}

/// EIP-55. Without capitals, or with nothing else, there is no check (10); of mixed ones one of thousands passes.
#[must_use]
pub fn ethereum(candidate: &[u8]) -> Option<Accept> {
    let address = candidate.strip_prefix(b"0x")?;
    let [small, capital] = [u8::is_ascii_lowercase, u8::is_ascii_uppercase].map(|kind| address.iter().any(kind));
    if !(small && capital) {
        return Accept::structure(candidate, 10);
    }
    let hash = Keccak256::digest(address.to_ascii_lowercase());
    let nibbles = hash.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    address
        .iter()
        .zip(nibbles)
        .all(|(c, nibble)| c.is_ascii_digit() || c.is_ascii_uppercase() == (nibble >= 8))
        .then_some(())?;
    Accept::checksum(candidate, 1000)
}

/// A version (0 for a key, 5 for a script), 20 bytes of hash, 4 bytes to check.
fn is_base58_check(text: &[u8]) -> Option<bool> {
    let mut bytes = [0_u8; 25];
    for c in text {
        let mut carry = BASE58.iter().position(|known| known == c)?;
        for byte in bytes.iter_mut().rev() {
            carry += usize::from(*byte) * 58;
            *byte = (carry & 255) as u8;
            carry >>= 8;
        }
        if carry != 0 {
            return None;
        }
    }
    let [body @ .., a, b, c, d] = bytes;
    let ones = text.iter().take_while(|c| **c == b'1').count();
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    Some(
        ones == zeros && matches!(body, [0 | 5, ..]) && Sha256::digest(Sha256::digest(body)).starts_with(&[a, b, c, d]),
    )
}

/// `bc1`, a version, 20 or 32 bytes (later versions: 2 to 40) in fives of bits, six characters to check.
fn is_segwit(text: &[u8]) -> Option<bool> {
    let mixed = text.iter().any(u8::is_ascii_lowercase) && text.iter().any(u8::is_ascii_uppercase);
    let data = text.get(3..)?.iter().map(|c| BASE32.iter().position(|known| *known == c.to_ascii_lowercase()));
    let data: Vec<u32> = data.map(|v| v.map(|v| v as u32)).collect::<Option<_>>()?;
    let prefix = [3, 3, 0, 2, 3]; // the high bits of `b` and `c`, a zero, the low bits
    let sum = prefix.iter().chain(&data).fold(1_u32, |sum, v| {
        let top = sum >> 25;
        let taps = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
        let next = (sum & 0x1ff_ffff) << 5 ^ v;
        taps.iter().enumerate().fold(next, |next, (bit, tap)| if top >> bit & 1 == 1 { next ^ tap } else { next })
    });
    let version = *data.first()?;
    let bits = data.len().checked_sub(7)? * 5;
    let program = match version {
        0 => matches!(bits / 8, 20 | 32),
        1..=16 => (2..=40).contains(&(bits / 8)),
        _ => false,
    };
    Some(!mixed && program && bits % 8 < 5 && sum == if version == 0 { 1 } else { 0x2bc8_30a3 })
}
