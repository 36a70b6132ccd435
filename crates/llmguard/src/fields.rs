//! Fields: the digits of fixed-format fields become other digits, and back.
//!
//! What a program reads out of a column or a form, it may have to pass on in the same form: a test system that takes only card
//! numbers of 16 digits, an interface with a fixed width. A token does not fit there. FF1 of NIST SP 800-38G encrypts the
//! digits of a field as one number of as many digits; what is no digit stays where it is:
//!
//! ```text
//! field      DE 4711-0815-42        tweak werk-1/orders.customer
//! protected  DE 9038-2264-17        the same value in the same column is always the same
//! ```
//!
//! It is for fields, not for text: nothing shows where a protected field stands, so that [`reveal`](FieldCipher::reveal) takes
//! the field alone. In text, [`Session`](crate::Session) and its tokens are the way.

use std::fmt;

use aes::Aes256;
use fpe::ff1::{FF1, FlexibleNumeralString, NumeralStringError};
use llmguard_types::{Code, Error};

/// Fewer digits have less than a million values (SP 800-38G, revision 1, asks for that many).
const MIN_DIGITS: usize = 6;
/// More digits are no number anybody keeps in a field; encrypting takes time with their square.
const MAX_DIGITS: usize = 64;

/// Replaces the digits of a fixed-format field by others, and back: FF1 of [NIST SP
/// 800-38G](https://doi.org/10.6028/NIST.SP.800-38G) with AES-256, over digits. Share it between threads. With the feature
/// `fpe`.
///
/// **Unaudited.** The cipher is that of the crate `fpe`, which nobody is known to have audited, and which leaves copies of
/// digits in memory that it does not overwrite. Its answers are tested against the samples of NIST.
///
/// What it gives away: which fields of a column are equal, how many digits they have, and everything that is no digit. Whoever
/// may have fields protected at will can try all of a million. Check digits do not hold afterwards.
///
/// # Example
///
/// ```
/// let cipher = llmguard::FieldCipher::new(&[7; 32])?; // from a key store in earnest
/// let protected = cipher.protect("DE 4711-0815-42", b"werk-1/orders.customer")?;
/// assert!(protected.starts_with("DE ") && protected.len() == 15 && protected != "DE 4711-0815-42");
/// assert_eq!(cipher.reveal(&protected, b"werk-1/orders.customer")?, "DE 4711-0815-42");
/// # Ok::<(), llmguard::Error>(())
/// ```
pub struct FieldCipher(FF1<Aes256>);

impl FieldCipher {
    /// A cipher with a key of 32 random bytes, which is used for nothing else. They stay the caller's to overwrite; the copy in
    /// the cipher is overwritten when it goes.
    ///
    /// # Errors
    ///
    /// `X001` if the crate behind it takes no digits any more.
    pub fn new(key: &[u8; 32]) -> Result<FieldCipher, Error> {
        let cipher =
            FF1::new(key, 10).map_err(|_| Error::new(Code::Internal, "the cipher of fields takes no digits"))?;
        Ok(FieldCipher(cipher))
    }

    /// A field with its ASCII digits replaced by others. The tweak says which field it is, such as tenant, table and column: the
    /// same value under another tweak becomes another. It is not secret, and needed on the way back.
    ///
    /// # Errors
    ///
    /// `I024` for a field of fewer than 6 or more than 64 digits.
    pub fn protect(&self, field: &str, tweak: &[u8]) -> Result<String, Error> {
        replaced(field, |digits| self.0.encrypt(tweak, digits))
    }

    /// The field that was protected under the same key and tweak. Under others, or for a field that never was protected, it is a
    /// wrong one: nothing can tell.
    ///
    /// # Errors
    ///
    /// As [`FieldCipher::protect`].
    pub fn reveal(&self, field: &str, tweak: &[u8]) -> Result<String, Error> {
        replaced(field, |digits| self.0.decrypt(tweak, digits))
    }
}

impl fmt::Debug for FieldCipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FieldCipher")
    }
}

/// A field with its digits replaced.
fn replaced(
    field: &str,
    cipher: impl Fn(&FlexibleNumeralString) -> Result<FlexibleNumeralString, NumeralStringError>,
) -> Result<String, Error> {
    let digits: Vec<u16> = field.bytes().filter(u8::is_ascii_digit).map(|digit| u16::from(digit - b'0')).collect();
    if !(MIN_DIGITS..=MAX_DIGITS).contains(&digits.len()) {
        return Err(wrong_length(digits.len()));
    }
    let lost = || Error::new(Code::Internal, "the cipher of fields gave other than digits");
    let other: Vec<u16> = cipher(&digits.into()).map_err(|_| lost())?.into();
    let mut other = other.into_iter().map(|digit| char::from_digit(u32::from(digit), 10));
    let mut replace = |c: char| if c.is_ascii_digit() { other.next().flatten().ok_or_else(lost) } else { Ok(c) };
    field.chars().map(&mut replace).collect()
}

fn wrong_length(digits: usize) -> Error {
    let what = format!("the field has {digits} digits, not {MIN_DIGITS} to {MAX_DIGITS}");
    Error::new(Code::InputField, what).mend("use the tokens of a session for shorter and longer ones")
}

#[cfg(test)]
mod tests {
    use aes::cipher::{BlockCipherEncrypt, KeyInit};
    use aes::{Aes128, Aes192};
    use proptest::prelude::*;

    use super::*;

    /// The key of NIST's samples; the shorter ones are its beginning.
    const KEY: [u8; 32] = [
        0x2b, 0x7e, 0x15, 0x16, 0x28, 0xae, 0xd2, 0xa6, 0xab, 0xf7, 0x15, 0x88, 0x09, 0xcf, 0x4f, 0x3c, 0xef, 0x43,
        0x59, 0xd8, 0xd5, 0x80, 0xaa, 0x4f, 0x7f, 0x03, 0x6d, 0x6f, 0x04, 0xfc, 0x6a, 0x94,
    ];
    const TWEAKS: [&[u8]; 3] = [b"", b"9876543210", b"7777pqrs777"];

    fn cipher() -> FieldCipher {
        FieldCipher::new(&KEY).unwrap()
    }

    /// Three samples for a length of the key: two of digits, one of digits and letters.
    fn samples<C: BlockCipherEncrypt + KeyInit + Clone>(key: &[u8], expected: [&str; 3]) {
        let fields = [(10, "0123456789"), (10, "0123456789"), (36, "0123456789abcdefghi")];
        for (((radix, field), tweak), expected) in fields.into_iter().zip(TWEAKS).zip(expected) {
            let numerals = |text: &str| text.chars().map(|c| c.to_digit(radix).unwrap() as u16).collect::<Vec<u16>>();
            let cipher = FF1::<C>::new(key, radix).unwrap();
            let encrypted: Vec<u16> =
                cipher.encrypt(tweak, &FlexibleNumeralString::from(numerals(field))).unwrap().into();
            assert_eq!(encrypted, numerals(expected));
            let back: Vec<u16> = cipher.decrypt(tweak, &FlexibleNumeralString::from(encrypted)).unwrap().into();
            assert_eq!(back, numerals(field));
        }
    }

    /// <https://csrc.nist.gov/CSRC/media/Projects/Cryptographic-Standards-and-Guidelines/documents/examples/FF1samples.pdf>
    #[test]
    fn the_samples_of_nist_hold() {
        samples::<Aes128>(&KEY[..16], ["2433477484", "6124200773", "a9tv40mll9kdu509eum"]);
        samples::<Aes192>(&KEY[..24], ["2830668132", "2496655549", "xbj3kv35jrawxv32ysr"]);
        samples::<Aes256>(&KEY, ["6657667009", "1001623463", "xs8a0azh2avyalyzuwd"]);
        // Through the door that others have, what is no digit in between.
        let protected = |field, tweak| cipher().protect(field, tweak).unwrap();
        assert_eq!(protected("0123456789", TWEAKS[0]), "6657667009");
        assert_eq!(protected("Nr. 01-2345 / 6789 ü", TWEAKS[1]), "Nr. 10-0162 / 3463 ü");
    }

    #[test]
    fn a_field_has_six_to_sixty_four_digits() {
        for (digits, fits) in [(0, false), (5, false), (6, true), (64, true), (65, false)] {
            let field = format!("DE {}", "7".repeat(digits));
            for done in [cipher().protect(&field, b""), cipher().reveal(&field, b"")] {
                assert_eq!(done.as_ref().err().map(Error::code), (!fits).then_some(Code::InputField));
                assert!(done.is_ok_and(|done| done.starts_with("DE ")) || !fits);
            }
        }
        let error = cipher().protect("Kd. 4711", b"").unwrap_err();
        assert!(!error.to_string().contains("4711") && format!("{:?}", cipher()) == "FieldCipher");
    }

    proptest! {
        #[test]
        fn what_is_protected_comes_back_and_keeps_its_form(
            field in "[ -/:-~üß０]{0,3}([0-9][ -/:-~üß０]{0,2}){6,64}",
            tweak in any::<Vec<u8>>(),
            key in any::<[u8; 32]>(),
        ) {
            let cipher = FieldCipher::new(&key).unwrap();
            let protected = cipher.protect(&field, &tweak).unwrap();
            let form = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "0");
            prop_assert_eq!(form(&protected), form(&field));
            prop_assert_eq!(cipher.reveal(&protected, &tweak).unwrap(), field);
        }

        #[test]
        fn another_field_key_or_tweak_makes_another_one(field in "[0-9]{16}", other in "[0-9]{16}") {
            prop_assume!(field != other);
            let protected = cipher().protect(&field, b"a").unwrap();
            prop_assert_ne!(&protected, &cipher().protect(&other, b"a").unwrap());
            prop_assert_ne!(&protected, &cipher().protect(&field, b"b").unwrap());
            prop_assert_ne!(&protected, &FieldCipher::new(&[7; 32]).unwrap().protect(&field, b"a").unwrap());
        }
    }
}
