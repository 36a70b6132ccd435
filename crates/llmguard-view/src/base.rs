//! Base: bytes written in base64, base32 or hexadecimal, and the text that bytes are.

use miniz_oxide::inflate::decompress_to_vec_with_limit;

use crate::table::look_up;

/// So much text a packed run may hold.
pub(crate) const MAX_INFLATED: usize = 64 * 1024;

/// What bytes are.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Decoded {
    /// Text that a person could have written.
    Text(String),
    /// Text or not: there is more of it than is read.
    Oversize,
    /// Anything else.
    Binary,
}

/// The text that bytes are: UTF-8, UTF-16, or either of them packed by gzip.
pub(crate) fn text_of(bytes: &[u8]) -> Decoded {
    if let [0x1f, 0x8b, 8, ..] = bytes {
        return inflate(bytes);
    }
    match utf8(bytes).or_else(|| utf16(bytes)) {
        Some(text) => Decoded::Text(text),
        None => Decoded::Binary,
    }
}

fn utf8(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    is_text(text).then(|| text.to_owned())
}

/// UTF-16 of either order: of random bytes, nearly none would be characters that stand for ASCII.
fn utf16(bytes: &[u8]) -> Option<String> {
    let (units, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() || units.len() < 4 {
        return None;
    }
    [u16::from_le_bytes, u16::from_be_bytes].into_iter().find_map(|order| {
        let text = char::decode_utf16(units.iter().map(|unit| order(*unit))).collect::<Result<String, _>>().ok()?;
        let text = text.trim_start_matches('\u{feff}');
        let western = text.chars().filter(|c| *c < '\u{180}' || look_up(*c).is_some()).count();
        (is_text(text) && 4 * western > 3 * text.chars().count()).then(|| text.to_owned())
    })
}

/// Whether there is nothing but what is written or drawn.
fn is_text(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t' | '\x1b'))
}

/// The text in a gzip member (RFC 1952).
fn inflate(bytes: &[u8]) -> Decoded {
    let packed = || {
        let flags = *bytes.get(3)?;
        let mut at = 10;
        if flags & 4 != 0 {
            let [low, high] = bytes.get(at..at + 2)?.first_chunk::<2>().copied()?;
            at += 2 + usize::from(u16::from_le_bytes([low, high]));
        }
        // A name and a comment, each ended by a zero.
        for flag in [8, 16] {
            if flags & flag != 0 {
                at += 1 + bytes.get(at..)?.iter().position(|b| *b == 0)?;
            }
        }
        bytes.get(at + if flags & 2 == 0 { 0 } else { 2 }..)
    };
    let Some(packed) = packed() else { return Decoded::Binary };
    match decompress_to_vec_with_limit(packed, MAX_INFLATED) {
        Ok(plain) => match utf8(&plain).or_else(|| utf16(&plain)) {
            Some(text) => Decoded::Text(text),
            None => Decoded::Binary,
        },
        Err(error) if error.status == miniz_oxide::inflate::TINFLStatus::HasMoreOutput => Decoded::Oversize,
        Err(_) => Decoded::Binary,
    }
}

/// The bytes of base64, standard or for URLs, with or without padding; `None` for anything else.
pub(crate) fn base64(run: &[u8]) -> Option<Vec<u8>> {
    bits(run, 6, |byte| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    })
}

/// The bytes of base32 (RFC 4648), capitals.
pub(crate) fn base32(run: &[u8]) -> Option<Vec<u8>> {
    bits(run, 5, |byte| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'2'..=b'7' => Some(byte - b'2' + 26),
        _ => None,
    })
}

/// The bytes of hexadecimal digits.
pub(crate) fn hex(run: &[u8]) -> Option<Vec<u8>> {
    if run.len() % 2 == 1 {
        return None;
    }
    bits(run, 4, |byte| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
}

/// The bytes of so many bits a digit. What is left over is no whole digit, and zero.
fn bits(run: &[u8], size: u32, digit: impl Fn(u8) -> Option<u8>) -> Option<Vec<u8>> {
    let (mut held, mut count) = (0_u32, 0);
    let mut bytes = Vec::with_capacity(run.len() * size as usize / 8);
    for byte in run {
        held = held << size | u32::from(digit(*byte)?);
        count += size;
        if count >= 8 {
            count -= 8;
            let [.., byte] = (held >> count).to_be_bytes();
            bytes.push(byte);
            held &= (1 << count) - 1;
        }
    }
    (count < size && held == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back() {
        assert_eq!(base64(b"TWF4QGZpcm1hLmRl").as_deref(), Some(b"Max@firma.de".as_slice()));
        assert_eq!(base64(b"TWF4QA").as_deref(), Some(b"Max@".as_slice()));
        assert_eq!(base64(b"TWF4QA!"), None);
        assert_eq!(base32(b"JVQXQQA").as_deref(), Some(b"Max@".as_slice()));
        assert_eq!(hex(b"4d6178").as_deref(), Some(b"Max".as_slice()));
        assert_eq!(hex(b"4d617"), None);
    }

    #[test]
    fn bytes_are_text_or_not() {
        let text = |text: &str| Decoded::Text(text.into());
        assert_eq!(text_of("Grüße".as_bytes()), text("Grüße"));
        assert_eq!(text_of(b"M\0a\0x\0@\0"), text("Max@"));
        assert_eq!(text_of(b"\xfe\xff\0M\0a\0x\0@"), text("Max@"));
        assert_eq!(text_of(b"\x89PNG\r\n\x1a\n"), Decoded::Binary);
        assert_eq!(text_of(b""), Decoded::Binary);
    }

    #[test]
    fn what_is_packed_is_read_up_to_a_limit() {
        let gzip = |text: &[u8]| {
            let packed = miniz_oxide::deflate::compress_to_vec(text, 6);
            [b"\x1f\x8b\x08\x08\0\0\0\0\0\x03name\0".as_slice(), &packed, &[0; 8]].concat()
        };
        assert_eq!(text_of(&gzip(b"Max@firma.de")), Decoded::Text("Max@firma.de".into()));
        assert_eq!(text_of(&gzip(&vec![b'a'; MAX_INFLATED + 1])), Decoded::Oversize);
        assert_eq!(text_of(&gzip(&[0; 100])), Decoded::Binary);
        assert_eq!(text_of(b"\x1f\x8b\x08\0"), Decoded::Binary);
    }
}
