//! Quoted-printable, as e-mail has it: `=40` for a byte, and `=` at the end of a line that goes on in the next.
//!
//! ```text
//! max=40firma.de, Konto DE89 3704 =
//! 0044 0532 0130 00                       max@firma.de, Konto DE89 3704 0044 0532 0130 00
//! ```
//!
//! `id=40` stands in every log. One byte alone is read where it is a sign between letters or digits; of several that
//! stand close together, all are. Keys end with `=` too: a line behind which another setting begins does not go on, nor
//! does one that ends like base64.

use llmguard_types::Span;

use crate::changes::Changes;
use crate::reasons::{Reasons, is_base64};

/// So close together, in bytes.
const CLOSE: usize = 12;
/// The longest name of a setting that is looked for, in bytes.
const MAX_NAME: usize = 40;
/// Fewer digits of base64 are a word.
const MIN_KEY: usize = 11;

pub(crate) fn quoted(text: &str, reasons: &Reasons, changes: &mut Changes) {
    let bytes = text.as_bytes();
    let mut read: Vec<(Span, Vec<u8>, bool)> = Vec::new();
    for at in &reasons.equals {
        if read.last().is_some_and(|(last, ..)| *at < last.end) {
            continue;
        }
        if let Some(len) = soft_break(bytes, *at) {
            read.push((Span::new(*at, at + len), Vec::new(), true));
        } else if let Some(character) = character(bytes, *at) {
            let span = Span::new(*at, at + 3 * character.len());
            let sure = character.len() > 1 || is_sign_within(bytes, span, &character);
            read.push((span, character, sure));
        }
    }
    let close = |a: Option<&(Span, Vec<u8>, bool)>, b: Option<&(Span, Vec<u8>, bool)>| match (a, b) {
        (Some((a, ..)), Some((b, ..))) => b.start - a.end <= CLOSE,
        _ => false,
    };
    for (index, this) in read.iter().enumerate() {
        let (span, with, sure) = this;
        let before = index.checked_sub(1).and_then(|before| read.get(before));
        if *sure || close(before, Some(this)) || close(Some(this), read.get(index + 1)) {
            changes.add(*span, &String::from_utf8_lossy(with));
        }
    }
}

/// How many bytes a break has that is none.
fn soft_break(bytes: &[u8], at: usize) -> Option<usize> {
    let (before, behind) = bytes.split_at_checked(at)?;
    let (len, next) = match behind {
        [b'=', b'\n', next @ ..] => (2, next),
        [b'=', b'\r', b'\n', next @ ..] => (3, next),
        _ => return None,
    };
    let goes_on = next.first().is_some_and(|b| !b.is_ascii_whitespace()) && !is_entry(next);
    (goes_on && !before.is_empty() && !is_assigned(before)).then_some(len)
}

/// Whether a line begins like one of a file of settings or keys: `name = …`, `name: …`, `[section]`, `-----END …`.
fn is_entry(line: &[u8]) -> bool {
    let name = line.iter().take(MAX_NAME).take_while(|b| b.is_ascii_alphanumeric() || b"_-.".contains(b)).count();
    let mut behind = line.iter().skip(name).skip_while(|b| **b == b' ');
    line.starts_with(b"[") || line.starts_with(b"--") || name > 0 && matches!(behind.next(), Some(b'=' | b':'))
}

/// Whether the sign behind is one of an assignment, or ends base64.
fn is_assigned(before: &[u8]) -> bool {
    let digits = before.iter().rev().take_while(|b| is_base64(**b));
    let count = digits.clone().count();
    let mixed = [u8::is_ascii_digit, u8::is_ascii_lowercase, u8::is_ascii_uppercase];
    before.ends_with(b"=")
        || before.ends_with(b"= ")
        || count >= MIN_KEY && count % 4 == 3 && mixed.iter().all(|is| digits.clone().any(is))
}

/// The bytes of one character.
fn character(bytes: &[u8], at: usize) -> Option<Vec<u8>> {
    let byte = |at: usize| match bytes.get(at..at + 3)? {
        [b'=', high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    };
    let lead = byte(at)?;
    let count = match lead {
        0 | b'\t' | b'\n' | b'\r' | 0x20..0x7f => 1,
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let character: Vec<u8> = (0..count).map(|n| byte(at + 3 * n)).collect::<Option<_>>()?;
    std::str::from_utf8(&character).is_ok().then_some(character)
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

fn is_sign_within(bytes: &[u8], span: Span, character: &[u8]) -> bool {
    let word = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    character.iter().all(|b| matches!(b, b'@' | b'.' | b'-' | b'_' | b'/' | b'+'))
        && word(span.start.checked_sub(1))
        && word(Some(span.end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests_support::read_by;

    #[test]
    fn quoted_printable_is_read() {
        for (text, meant) in [
            ("max=40firma.de", "max@firma.de"),
            ("Gr=C3=BC=C3=9Fe", "Grüße"),
            ("=44=45=38=39", "DE89"),
            ("DE89 3704 0044=\n 0532", "DE89 3704 0044=\n 0532"),
            ("DE89 3704 0044 =\n0532", "DE89 3704 0044 0532"),
            ("a=3Db=\r\nc", "a=bc"),
        ] {
            assert_eq!(read_by(quoted, text), meant, "{text}");
        }
    }

    #[test]
    fn honest_text_stays() {
        for text in [
            "id=40&x=1",
            "a == b",
            "size=20 ms",
            "YWJjZA==\nnext",
            "max=100",
            "password=ab-cd;=\nname=erp",
            "PrivateKey = x=\nAddress = 10.0.0.1",
            "key: abCD12=\nhost: a",
            "k=x=\n[Peer]",
            "AB12=\n-----END X",
            "key abcdEF12ghi=\nHallo",
        ] {
            assert_eq!(read_by(quoted, text), text);
        }
    }
}
