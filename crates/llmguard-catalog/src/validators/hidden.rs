//! Hidden: content in characters that are not drawn, and not the flags and joiners of honest text.

use llmguard_types::Accept;

/// Tags (Unicode, UTS #51 annex C). Behind a black flag, the letters of a country and a part of it, ended by U+E007F, are
/// a flag: England is `gbeng`. Anything else in tags is smuggled.
#[must_use]
pub fn hidden_tags(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    if let Some(tags) = text.strip_prefix('\u{1f3f4}') {
        let plain = |c: char| u32::from(c).checked_sub(0xe_0000).and_then(char::from_u32);
        let read: String = tags.chars().filter_map(plain).collect();
        let region = read.strip_suffix('\u{7f}').unwrap_or_default();
        let code = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        if (4..=6).contains(&region.len()) && region.bytes().all(code) {
            return Accept::other(candidate);
        }
    }
    Accept::structure(candidate, 1000)
}

/// Two or more different characters without width in a long run are bits. One repeated is what an editor leaves behind.
#[must_use]
pub fn hidden_zero_width(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let first = text.chars().next()?;
    if text.chars().filter(|c| *c != first).count() < 4 {
        return Accept::other(candidate);
    }
    Accept::structure(candidate, 1000)
}

/// A gzip member in base64 whose last four bytes, the length of its content (RFC 1952), say more than 64 KiB.
#[must_use]
pub fn hidden_oversize(candidate: &[u8]) -> Option<Accept> {
    let digits = candidate.trim_ascii_end();
    let run = digits.iter().copied().take_while(|b| *b != b'=');
    let (mut held, mut count, mut bytes) = (0_u32, 0, 0_usize);
    let mut last = [0; 4];
    for digit in run {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' | b'-' => 62,
            _ => 63,
        };
        held = held << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            let [.., byte] = (held >> count).to_be_bytes();
            let [_, b, c, d] = last;
            last = [b, c, d, byte];
            held &= (1 << count) - 1;
            bytes += 1;
        }
    }
    // A thousandth of its content is the least that deflate makes.
    let len = u32::from_le_bytes(last) as usize;
    (len > 64 * 1024 && len / 1100 <= bytes).then_some(())?;
    Accept::structure(candidate, 1000)
}
