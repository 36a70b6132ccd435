//! Joined: long numbers that underscores join to the words beside them, as names of files and of columns do.
//!
//! An underscore is a part of words, so a number beside one is no word of its own:
//!
//! ```text
//! rechnung_DE89370400440532013000_2024.pdf         rechnung DE89370400440532013000 2024.pdf
//! snake_case_12345, IMG_20240312.jpg, blk_56649302208692786    stay
//! ```
//!
//! Only the two underscores around a number of [`MIN_DIGITS`](crate::reasons::MIN_DIGITS) digits in a row are read as
//! blanks; what belongs to the number may stand between them and it, as the country of an IBAN does.

use llmguard_types::Span;

use crate::changes::Changes;
use crate::reasons::{MIN_DIGITS, Reasons};

/// So many letters and digits at most are between the underscore before and the first of the digits.
const BEFORE: usize = 8;
/// So many are from the first of the digits to the underscore behind.
const BEHIND: usize = 48;
/// A number without a country has so many digits at most; more count blocks, messages and nanoseconds.
const MAX_BARE: usize = 16;

pub(crate) fn joined(text: &str, reasons: &Reasons, changes: &mut Changes) {
    let bytes = text.as_bytes();
    let line = |at: usize| bytes.get(at) == Some(&b'_');
    for at in &reasons.numbers {
        let before = bytes.get(..*at).unwrap_or_default();
        let letters = before.iter().rev().take(BEFORE + 1).take_while(|b| b.is_ascii_alphanumeric()).count();
        let (before, country) = before.split_at(at - letters);
        if !may_begin(country) {
            continue;
        }
        let behind = bytes.get(*at..).unwrap_or_default().iter().take(BEHIND);
        let end = at + behind.take_while(|b| b.is_ascii_alphanumeric()).count();
        if country.is_empty() && end - at > MAX_BARE {
            continue;
        }
        let start = before.strip_suffix(b"+").unwrap_or(before).len();
        if start > 0 && line(start - 1) {
            changes.add(Span::new(start - 1, start), " ");
        }
        if line(end) {
            changes.add(Span::new(end, end + 1), " ");
        }
    }
}

/// Whether digits may follow this in a number: nothing, a country, or that with check digits and a bank.
fn may_begin(country: &[u8]) -> bool {
    match country {
        [] => true,
        [a, b, rest @ ..] => {
            let checked = matches!(rest, [] | [b'0'..=b'9', b'0'..=b'9', ..]);
            a.is_ascii_alphabetic() && b.is_ascii_alphabetic() && checked && country.len() <= BEFORE
        }
        [_] => false,
    }
}

/// Where the underscore stands before what may yet be such a number.
pub(crate) fn pending(text: &str) -> usize {
    let bytes = text.as_bytes();
    let last = bytes.iter().rev().take(BEFORE + MIN_DIGITS);
    let start = bytes.len() - last.take_while(|b| b.is_ascii_alphanumeric()).count();
    let before = bytes.get(..start).unwrap_or_default();
    match before.strip_suffix(b"+").unwrap_or(before) {
        [rest @ .., b'_'] => rest.len(),
        _ => bytes.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests_support::read_by;

    #[test]
    fn long_numbers_are_read_apart_from_their_names() {
        for (text, meant) in [
            ("rechnung_DE89370400440532013000_2024.pdf", "rechnung DE89370400440532013000 2024.pdf"),
            ("a_b_86095742719.pdf", "a_b 86095742719.pdf"),
            ("tel_+491701234567_neu", "tel +491701234567 neu"),
            ("iban_GB29NWBK60161331926819", "iban GB29NWBK60161331926819"),
            ("_4111111111111111_", " 4111111111111111 "),
            ("123456789_987654321_x", "123456789 987654321 x"),
        ] {
            assert_eq!(read_by(joined, text), meant, "{text}");
        }
    }

    #[test]
    fn honest_text_stays() {
        for text in [
            "IMG_20240312_101530.jpg",
            "snake_case_12345",
            "123456789",
            "x__a",
            "abcdefghi123456789_",
            "key_Example1234567890Ab_",
        ] {
            assert_eq!(read_by(joined, text), text);
        }
    }
}
