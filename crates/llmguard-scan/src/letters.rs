//! Letters: the word that begins at a place, as lexicons and mentions know words.

use llmguard_types::MAX_WORD;

/// The letters from a place on; none if there are more than [`MAX_WORD`] bytes of them.
#[inline]
pub(crate) fn letters(text: &[u8], at: usize) -> &[u8] {
    let mut end = at;
    while let Some(byte) = text.get(end) {
        match *byte {
            byte if byte.is_ascii_alphabetic() => end += 1,
            0x80.. => match char_at(text, end) {
                Some(c) if c.is_alphabetic() => end += c.len_utf8(),
                _ => break,
            },
            _ => break,
        }
        if end - at > MAX_WORD {
            return &[];
        }
    }
    text.get(at..end).unwrap_or_default()
}

/// The character that begins at a place beyond ASCII.
fn char_at(text: &[u8], at: usize) -> Option<char> {
    (2..=4).find_map(|len| std::str::from_utf8(text.get(at..at + len)?).ok())?.chars().next()
}
