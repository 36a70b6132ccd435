//! Keyed: digests that only the owner of the key can make, so that nobody finds a short text by guessing.
//!
//! HMAC-SHA-256 over a label and length-prefixed fields; the label keeps digests for different ends apart:
//!
//! ```text
//! subject "mb"                  8 bytes "subject"·2·"mb"       -> 5f0c…
//! request text, roles, …        another label                  -> 91aa…
//! ```

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// A secret key of 32 bytes. Never shown; erased when it is dropped.
#[derive(Clone)]
pub(crate) struct Key(Zeroizing<[u8; 32]>);

impl Key {
    pub(crate) fn new(key: [u8; 32]) -> Key {
        Key(Zeroizing::new(key))
    }

    /// A random one.
    pub(crate) fn random() -> Option<Key> {
        let mut key = Zeroizing::new([0; 32]);
        getrandom::fill(key.as_mut_slice()).ok().map(|()| Key(key))
    }

    /// The digest of fields under a label, in hexadecimal.
    pub(crate) fn digest<'f>(&self, label: &'f str, fields: impl IntoIterator<Item = &'f [u8]>) -> String {
        self.mac(label, fields).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The first eight bytes of the digest of fields under a label, as a number.
    pub(crate) fn number<'f>(&self, label: &'f str, fields: impl IntoIterator<Item = &'f [u8]>) -> u64 {
        self.mac(label, fields).first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes))
    }

    fn mac<'f>(&self, label: &'f str, fields: impl IntoIterator<Item = &'f [u8]>) -> Vec<u8> {
        // HMAC takes keys of any length; this one has 32 bytes.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.0.as_slice()) else { return Vec::new() };
        for field in std::iter::once(label.as_bytes()).chain(fields) {
            mac.update(&(field.len() as u64).to_be_bytes());
            mac.update(field);
        }
        mac.finalize().into_bytes().to_vec()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_labels_and_keys_are_told_apart() {
        let (key, other) = (Key::new([1; 32]), Key::new([2; 32]));
        let digest = |key: &Key, label, fields: &[&str]| key.digest(label, fields.iter().map(|field| field.as_bytes()));
        let base = digest(&key, "a", &["bc", "d"]);
        assert_eq!((base.len(), &base), (64, &digest(&key, "a", &["bc", "d"])));
        for different in
            [digest(&key, "a", &["b", "cd"]), digest(&key, "ab", &["c", "d"]), digest(&other, "a", &["bc", "d"])]
        {
            assert_ne!(base, different);
        }
        assert_eq!(format!("{key:?}"), "Key");
    }
}
