//! Mojibake: UTF-8 that somebody read as Windows-1252 or Mac Roman, read as UTF-8 again.
//!
//! Each character is turned back into the byte it was read from, and where these bytes are UTF-8, they are what was meant.
//! That is decided for each character that was meant, so that a text may hold both:
//!
//! ```text
//! MÃ¼ller    c3 bc    ü        Windows-1252
//! M√ºller    c3 bc    ü        Mac Roman
//! ```

use llmguard_types::Span;

use crate::changes::Changes;
use crate::reasons::Reasons;

const BLOCK: usize = 64;
/// What the bytes 80 to 9f are in Windows-1252; those it leaves out are read as control characters.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', //
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];
/// What the bytes 80 to ff are in Mac Roman.
const MAC: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

const QUOTES: [char; 11] = ['‘', '’', '‚', '“', '”', '„', '«', '»', '‹', '›', '…'];

/// Of what Mac Roman makes, this is meant; honest text has the rest (`»Ä` would be one character).
const WESTERN: &str = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿ§°©®´·¿¡£¢\u{a0}\u{ad}–—‘’‚“”„…€•™";

/// Characters that were meant, for those that their bytes were read as.
pub(crate) fn mojibake(text: &str, reasons: &Reasons, changes: &mut Changes) {
    let bytes = text.as_bytes();
    let mut read_to = 0;
    for start in &reasons.beyond {
        let mut at = (*start).max(read_to);
        while at < (start + BLOCK).min(text.len()) {
            // What was meant has two bytes or more, so that none stands alone among ASCII.
            let lead = bytes.get(at).copied().unwrap_or_default();
            if lead < 0xc0 {
                at += 1;
                continue;
            }
            let len = lead.leading_ones() as usize;
            if bytes.get(at + len).is_none_or(u8::is_ascii) {
                at += len;
                continue;
            }
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
                at += 1;
                continue;
            };
            let meant = meant(text, at, windows).or_else(|| meant(text, at, mac).filter(|(c, _)| WESTERN.contains(*c)));
            at = match meant {
                Some((c, end)) => {
                    changes.add(Span::new(at, end), c.encode_utf8(&mut [0; 4]));
                    end
                }
                None => at + c.len_utf8(),
            };
            read_to = at;
        }
    }
}

/// The character whose bytes were read as those at a place, and where these end.
fn meant(text: &str, at: usize, byte: fn(char) -> Option<u8>) -> Option<(char, usize)> {
    let mut chars = text.get(at..)?.chars();
    let first = chars.next()?;
    let lead = byte(first)?;
    let len = match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    // A capital before a closing quotation mark is one.
    if lead > 0xc3 && len == 2 && chars.clone().next().is_some_and(|c| QUOTES.contains(&c)) {
        return None;
    }
    let mut bytes = [lead, 0, 0, 0];
    let mut end = at + first.len_utf8();
    for to in bytes.get_mut(1..len)? {
        let c = chars.next()?;
        *to = byte(c).filter(|byte| (0x80..0xc0).contains(byte))?;
        end += c.len_utf8();
    }
    let meant = std::str::from_utf8(bytes.get(..len)?).ok()?.chars().next()?;
    // Control characters were never meant.
    (!meant.is_control()).then_some((meant, end))
}

fn windows(c: char) -> Option<u8> {
    match u32::from(c) {
        code @ 0xa0..=0xff => u8::try_from(code).ok(),
        0..0x80 => None,
        _ => WINDOWS.iter().position(|w| *w == c).and_then(|at| u8::try_from(0x80 + at).ok()),
    }
}

fn mac(c: char) -> Option<u8> {
    if c.is_ascii() { None } else { MAC.chars().position(|m| m == c).and_then(|at| u8::try_from(0x80 + at).ok()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        crate::tests_support::read_by(mojibake, text)
    }

    #[test]
    fn what_was_meant_is_read() {
        let honest = "„MENÜ“ und »Ä« – Ö”, 'ß’ «À»";
        assert_eq!(read(honest), honest);
        let meant = "Grüße – „Schlüssel“ 5 €, naïve Änderung";
        let by = |table: &dyn Fn(u8) -> char| {
            meant.bytes().map(|b| if b < 0x80 { char::from(b) } else { table(b) }).collect::<String>()
        };
        let windows = by(&|b| if b < 0xa0 { WINDOWS[usize::from(b - 0x80)] } else { char::from(b) });
        let mac = by(&|b| MAC.chars().nth(usize::from(b - 0x80)).unwrap());
        assert_eq!(MAC.chars().count(), 128);
        assert_eq!(read(&windows), meant);
        assert_eq!(read(&mac), meant);
        assert_eq!(read(meant), meant);
    }
}
