//! Encoding: base64 without tables and base62 of a checksum, as tokens use them.
//!
//! `eyJhbGciOiJub25lIn0` is base64url for `{"alg":"none"}`.

/// Decodes base64 or base64url and stops at the first character that is neither (padding, a dot).
pub(crate) fn base64(text: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len() / 4 * 3 + 2);
    let (mut buffer, mut bits) = (0u32, 0);
    for value in text.iter().map_while(|c| sextet(*c)) {
        buffer = (buffer << 6 | value) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            decoded.push((buffer >> bits & 0xff) as u8);
        }
    }
    decoded
}

fn sextet(c: u8) -> Option<u32> {
    Some(match c {
        b'A'..=b'Z' => u32::from(c - b'A'),
        b'a'..=b'z' => u32::from(c - b'a') + 26,
        b'0'..=b'9' => u32::from(c - b'0') + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

/// A number as six characters of base62 (`0-9A-Za-z`), padded with zeros.
pub(crate) fn base62(mut number: u32) -> [u8; 6] {
    let mut text = [b'0'; 6];
    for slot in text.iter_mut().rev() {
        *slot = match (number % 62) as u8 {
            d @ 0..10 => b'0' + d,
            u @ 10..36 => b'A' + u - 10,
            l => b'a' + l - 36,
        };
        number /= 62;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_up_to_the_padding() {
        assert_eq!(base64(b"eyJhbGciOiJub25lIn0"), br#"{"alg":"none"}"#);
        assert_eq!(base64(b"TWE=TWE"), b"Ma");
        assert_eq!(base64(b""), b"");
        assert_eq!(&base62(61), b"00000z");
        assert_eq!(&base62(u32::MAX), b"4gfFC3");
    }
}
