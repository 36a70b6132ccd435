//! Check digits: the few families of algorithms that every national number is made of.
//!
//! Digits are values 0 to 9, weights stand in the order of the digits. Worked example, Luhn over `79927398713`: from
//! the right every second digit is doubled and cross-summed, the sum is 70, a multiple of ten: valid.

use crate::digits::value;

/// Luhn, ISO/IEC 7812-1 Annex B: the last digit is the check digit.
pub(crate) fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits.iter().rev().enumerate().map(|(i, d)| cross(u32::from(*d) * (1 + (i as u32 & 1)))).sum();
    sum.is_multiple_of(10)
}

/// ISO 7064 MOD 11,10 (hybrid): the last digit is the check digit.
pub(crate) fn mod_11_10(digits: &[u8]) -> bool {
    let Some((check, rest)) = digits.split_last() else { return false };
    let product = rest.iter().fold(10, |product, d| {
        let sum = (product + u32::from(*d)) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10 == u32::from(*check)
}

/// The sum of digit times weight.
pub(crate) fn weighted(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(d, w)| u32::from(*d) * w).sum()
}

/// The sum of the cross sums of digit times weight.
pub(crate) fn cross_weighted(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(d, w)| cross(u32::from(*d) * w)).sum()
}

/// ISO 7064 MOD 97-10: the remainder of letters and digits read as one number, `A` = 10.
pub(crate) fn mod_97(alnums: impl Iterator<Item = u8>) -> u32 {
    alnums.fold(0, |rest, c| {
        let v = value(c);
        (rest * if v < 10 { 10 } else { 100 } + v) % 97
    })
}

/// The check digit of a machine-readable zone, ICAO Doc 9303 part 3: weights 7, 3, 1, `A` = 10.
pub(crate) fn mrz(alnums: &[u8]) -> u32 {
    alnums.iter().zip([7, 3, 1].iter().cycle()).map(|(c, w)| value(*c) * w).sum::<u32>() % 10
}

/// CRC-32 (ISO-HDLC, as in zlib), bit by bit.
pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 * (crc & 1)))
    })
}

/// Whether the last digit is what `check` makes of the weighted sum of the others. Zeros alone never hold.
pub(crate) fn checked(digits: &[u8], weights: &[u32], check: impl Fn(u32) -> u32) -> bool {
    let Some((last, body)) = digits.split_last() else { return false };
    digits.iter().any(|d| *d != 0) && check(weighted(body, weights)) == u32::from(*last)
}

/// The Baltic check digit, for up to twelve digits: weights 1 to 9 in a circle, modulo 11; where that leaves ten, the
/// circle begins at 3; where that leaves ten again, the digit is 0.
pub(crate) fn mod_11_twice(digits: &[u8]) -> bool {
    const FIRST: [u32; 11] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2];
    const SECOND: [u32; 11] = [3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4];
    let Some((_, body)) = digits.split_last() else { return false };
    let second = weighted(body, &SECOND) % 11 % 10;
    checked(digits, &FIRST, |sum| if sum % 11 == 10 { second } else { sum % 11 })
}

/// The sum of digit times weight in text, the first weight for the last digit. What is no ASCII digit does not count.
pub(crate) fn weighted_from_right(text: &[u8], weights: &[u32]) -> u32 {
    let digits = text.iter().rev().filter(|c| c.is_ascii_digit());
    digits.zip(weights).map(|(c, w)| u32::from(c - b'0') * w).sum()
}

/// The cross sum of a number below 100.
fn cross(n: u32) -> u32 {
    n / 10 + n % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_examples_hold() {
        assert!(luhn(&[7, 9, 9, 2, 7, 3, 9, 8, 7, 1, 3]));
        assert!(!luhn(&[7, 9, 9, 2, 7, 3, 9, 8, 7, 1, 4]));
        assert!(mod_11_10(&[3, 6, 5, 7, 4, 2, 6, 1, 8, 0, 9]));
        assert_eq!(mod_97("3214282912345698765432161182".bytes()), 1);
        assert!(checked(&[1, 9, 2, 5, 9, 8, 1, 8, 4], &[8, 9, 2, 3, 4, 5, 6, 7], |sum| sum % 11 % 10));
        assert_eq!(weighted_from_right(b"1 2-3", &[1, 10, 100]), 123);
        assert!(mod_11_twice(&[3, 6, 8, 0, 5, 2, 8, 0, 1, 0, 9]));
        assert_eq!(mrz(b"L01X00T47"), 1);
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }
}
