//! Key: 32 secret bytes, what is sealed under them and what is derived from them.
//!
//! Sealed is XChaCha20-Poly1305 (RFC 8439 with the longer nonce of draft-irtf-cfrg-xchacha). Its nonce of 24 bytes is drawn
//! anew each time, so that no counter has to survive a power loss:
//!
//! ```text
//! sealed   nonce 24 · text, encrypted · tag 16        the tag also covers what is said beside it
//! ```

use std::fmt;

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{Tag, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use llmguard_types::{Code, Error};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Bytes of a key.
const KEY: usize = 32;
const NONCE: usize = 24;
const TAG: usize = 16;

/// Bytes of a stamp.
pub(crate) const STAMP: usize = 16;

/// By how much sealing makes a text longer.
pub(crate) const SEAL: usize = NONCE + TAG;

/// The caller's key to a vault: 32 random bytes. Never shown; overwritten when it is dropped.
///
/// # Example
///
/// ```
/// let key = llmguard_vault::VaultKey::new(&[7; 32])?; // from a key store in earnest
/// assert_eq!(format!("{key:?}"), "VaultKey");
/// assert!(llmguard_vault::VaultKey::new(b"too short").is_err());
/// # Ok::<(), llmguard_types::Error>(())
/// ```
#[derive(Clone)]
pub struct VaultKey(pub(crate) Secret);

impl VaultKey {
    /// A key of 32 bytes. The bytes given stay the caller's to overwrite.
    ///
    /// # Errors
    ///
    /// `V004` for another length.
    pub fn new(bytes: &[u8]) -> Result<VaultKey, Error> {
        let wrong = || Error::new(Code::VaultKey, format!("the key has {} bytes, not {KEY}", bytes.len()));
        let bytes = bytes.first_chunk().filter(|_| bytes.len() == KEY);
        let bytes = bytes.ok_or_else(|| wrong().mend("give 32 random bytes"))?;
        Ok(VaultKey(Secret(Zeroizing::new(*bytes))))
    }
}

impl fmt::Debug for VaultKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VaultKey")
    }
}

/// A key of any kind.
#[derive(Clone)]
pub(crate) struct Secret(Zeroizing<[u8; KEY]>);

impl Secret {
    /// A new one.
    pub(crate) fn random() -> Result<Secret, Error> {
        Ok(Secret(Zeroizing::new(random()?)))
    }

    /// The one that was kept as these bytes.
    pub(crate) fn kept(bytes: &[u8; KEY]) -> Secret {
        Secret(Zeroizing::new(*bytes))
    }

    pub(crate) fn bytes(&self) -> &[u8; KEY] {
        &self.0
    }

    /// A key that needs this one and all the others.
    pub(crate) fn derived<'s>(&self, label: &str, others: impl IntoIterator<Item = &'s Secret>) -> Secret {
        let mut key = self.mac(label.as_bytes());
        for other in others {
            key = key.mac(other.bytes());
        }
        key
    }

    /// HMAC-SHA-256 of a message.
    fn mac(&self, message: &[u8]) -> Secret {
        // HMAC takes keys of any length; this one has 32 bytes.
        let Ok(mac) = Hmac::<Sha256>::new_from_slice(self.bytes()) else { return self.clone() };
        Secret(Zeroizing::new(mac.chain_update(message).finalize().into_bytes().into()))
    }

    /// Stamps a message that may be read by anybody.
    pub(crate) fn stamp(&self, message: &[u8]) -> [u8; STAMP] {
        self.mac(message).bytes().first_chunk().copied().unwrap_or_default()
    }

    /// Whether a message was stamped with this key.
    pub(crate) fn has_stamped(&self, message: &[u8], stamp: &[u8; STAMP]) -> bool {
        let mac = Hmac::<Sha256>::new_from_slice(self.bytes());
        mac.is_ok_and(|mac| mac.chain_update(message).verify_truncated_left(stamp).is_ok())
    }

    /// Seals a text together with what is said beside it.
    pub(crate) fn seal(&self, beside: &[u8], text: &[u8]) -> Result<Vec<u8>, Error> {
        let nonce: [u8; NONCE] = random()?;
        let mut sealed = Vec::with_capacity(text.len() + SEAL);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(text);
        let body = sealed.get_mut(NONCE..).unwrap_or_default();
        let tag = self.cipher().encrypt_inout_detached(&XNonce::from(nonce), beside, body.into());
        let tag = tag.map_err(|_| Error::new(Code::Internal, "a record of the vault is too long to be sealed"))?;
        sealed.extend_from_slice(&tag);
        Ok(sealed)
    }

    /// What was sealed under this key beside the same; `None` for anything else.
    pub(crate) fn open(&self, beside: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, rest) = sealed.split_first_chunk::<NONCE>()?;
        let (text, tag) = rest.split_last_chunk::<TAG>()?;
        let mut text = Zeroizing::new(text.to_vec());
        let opened = self.cipher().decrypt_inout_detached(
            &XNonce::from(*nonce),
            beside,
            text.as_mut_slice().into(),
            &Tag::from(*tag),
        );
        opened.ok().map(|()| text)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.bytes().into())
    }
}

/// Random bytes of the system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|_| Error::new(Code::Internal, "the system has no random numbers"))
        .map(|()| bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> Secret {
        VaultKey::new(&[byte; 32]).unwrap().0
    }

    #[test]
    fn what_is_sealed_opens_with_the_same_key_beside_the_same_and_not_otherwise() {
        let sealed = key(1).seal(b"beside", b"Huber").unwrap();
        assert_eq!(sealed.len(), 5 + SEAL);
        assert_eq!(key(1).open(b"beside", &sealed).unwrap().as_slice(), b"Huber");
        assert!(key(2).open(b"beside", &sealed).is_none() && key(1).open(b"elsewhere", &sealed).is_none());
        for at in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[at] ^= 1;
            assert!(key(1).open(b"beside", &damaged).is_none(), "byte {at}");
            assert!(key(1).open(b"beside", &sealed[..at]).is_none(), "cut at {at}");
        }
        assert_ne!(sealed, key(1).seal(b"beside", b"Huber").unwrap());
    }

    #[test]
    fn a_stamp_is_for_one_message_under_one_key() {
        let stamp = key(1).stamp(b"message");
        assert!(key(1).has_stamped(b"message", &stamp));
        assert!(!key(2).has_stamped(b"message", &stamp) && !key(1).has_stamped(b"other", &stamp));
    }

    /// RFC draft-irtf-cfrg-xchacha-03, A.3.1.
    #[test]
    fn the_published_vector_opens() {
        let hex = |digits: &str| -> Vec<u8> {
            let nibble = |digit: u8| char::from(digit).to_digit(16).unwrap();
            digits.as_bytes().as_chunks().0.iter().map(|[a, b]| (nibble(*a) << 4 | nibble(*b)) as u8).collect()
        };
        let secret = VaultKey::new(&(0x80..0xa0).collect::<Vec<u8>>()).unwrap().0;
        let mut sealed: Vec<u8> = (0x40..0x58).collect();
        sealed.extend(hex(
            "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39\
             ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9\
             21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49",
        ));
        let text = secret.open(&hex("50515253c0c1c2c3c4c5c6c7"), &sealed).unwrap();
        assert!(text.starts_with(b"Ladies and Gentlemen of the class of '99"));
    }

    #[test]
    fn a_derived_key_needs_every_part() {
        let derived = |one: u8, others: &[u8]| {
            let others: Vec<Secret> = others.iter().map(|byte| key(*byte)).collect();
            *key(one).derived("values", &others).bytes()
        };
        let all = [derived(1, &[]), derived(1, &[2]), derived(2, &[1]), derived(1, &[2, 3])];
        assert!(all.iter().enumerate().all(|(at, one)| !all[..at].contains(one)));
        assert_ne!(derived(1, &[]), *key(1).derived("other", []).bytes());
    }
}
