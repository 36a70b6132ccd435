//! Words: where the words of a text begin and end, and what stands between two words of one term.
//!
//! A word is a run of what the `regex` crate calls word characters: letters, marks, digits, `_`. Between two words of a
//! term there is a **joiner**: at most [`MAX_GAP`] bytes with at most one line break. White space, hyphens and dashes in
//! it do not count, other signs do, apostrophes of any form as `'`:
//!
//! ```text
//! Knorr-Bremse   Knorr Bremse   Knorr\nBremse    joiner ""
//! Muster & Co    Muster&Co                       joiner "&"
//! Muster. Stahl                                  joiner ".": not the term `Muster Stahl`
//! ```

use super::fold::Folded;
use super::keys::Keys;
use crate::cue;

/// The most bytes between two words of a term.
pub(crate) const MAX_GAP: usize = 12;

/// The first word that begins at or behind `from`, as `start..end`; `None` where there is none, or where `from` is no
/// position of the text.
pub(crate) fn next_word(text: &str, from: usize) -> Option<(usize, usize)> {
    let rest = text.get(from..)?;
    let start = from + rest.find(is_word)?;
    let word = text.get(start..)?;
    Some((start, start + word.find(|c| !is_word(c)).unwrap_or(word.len())))
}

/// The joiner that the text between two words amounts to, zero-padded, its length in the last byte; `None` if it joins
/// nothing.
pub(crate) fn joiner(gap: &str) -> Option<u128> {
    if gap.len() > MAX_GAP || gap.bytes().filter(|b| *b == b'\n').count() > 1 {
        return None;
    }
    let mut joiner = [0; 16];
    let mut len = 0;
    for c in gap.chars().filter(|c| !c.is_whitespace() && !is_hyphen(*c)) {
        let c = if matches!(c, '’' | '‘' | '`' | '´') { '\'' } else { c };
        c.encode_utf8(joiner.get_mut(len..)?);
        len += c.len_utf8();
    }
    Some(u128::from_le_bytes(joiner) | (len as u128) << 120)
}

/// The mark of all words of a text together; `None` for what cannot be a term.
pub(crate) fn mark(keys: &Keys, folded: &mut Folded, text: &str) -> Option<u128> {
    let (mut chain, mut mark, mut behind, mut count) = (0, 0, 0, 0);
    let mut word = next_word(text, 0);
    while let Some((start, end)) = word {
        folded.read(text.get(start..end)?);
        mark = keys.mark(folded.stem()?);
        chain = if count == 0 { keys.chain(mark) } else { keys.extend(chain, joiner(text.get(behind..start)?)?, mark) };
        (behind, count) = (end, count + 1);
        word = next_word(text, end);
    }
    match count {
        0 => None,
        1 => Some(mark),
        _ => Some(keys.close(chain)),
    }
}

/// What [`cue::is_word`] says, without a search for the letters of Western and Central Europe.
pub(crate) fn is_word(c: char) -> bool {
    match c {
        '×' | '÷' => false,
        'À'..='ɏ' => true,
        c => cue::is_word(c),
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}')
}

/// For every 64 bytes of a text, which of them are an ASCII word character or part of any other character. Runs of
/// these bits hold all words; a run of ASCII is exactly one.
///
/// The engine's own block pass knows the same bits and is faster; this one needs no instruction beyond the base set.
pub(crate) fn word_blocks(text: &str) -> impl Iterator<Item = u64> + '_ {
    let (blocks, rest) = text.as_bytes().as_chunks::<64>();
    let last = (!rest.is_empty()).then(|| {
        let mut block = [b' '; 64];
        block.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        word_bits(&block)
    });
    blocks.iter().map(word_bits).chain(last)
}

/// One block: the compiler turns the first loop into vector instructions, a multiplication gathers eight flags.
fn word_bits(block: &[u8; 64]) -> u64 {
    let flags = block.map(|byte| {
        let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        u8::from(letter | (byte.wrapping_sub(b'0') < 10) | (byte == b'_') | (byte >= 0x80))
    });
    let (eights, _) = flags.as_chunks::<8>();
    let gather = |flags: &[u8; 8]| u64::from_le_bytes(*flags).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    eights.iter().rev().fold(0, |bits, flags| bits << 8 | gather(flags))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_text() {
        let text = "„Müller-Lüdenscheidt“ a_1 n\u{303}";
        let mut words = Vec::new();
        let mut at = 0;
        while let Some((start, end)) = next_word(text, at) {
            words.push(text.get(start..end).unwrap());
            at = end;
        }
        assert_eq!(words, ["Müller", "Lüdenscheidt", "a_1", "n\u{303}"]);
        assert_eq!(next_word("ä", 1), None);
    }

    #[test]
    fn letters_are_letters() {
        assert!((0..0x3000).filter_map(char::from_u32).all(|c| is_word(c) == cue::is_word(c)));
    }

    #[test]
    fn joiners() {
        for same in [" ", "-", " - ", "\n", " \r\n ", "\u{a0}", " – ", "\t"] {
            assert_eq!(joiner(same), joiner(" "), "{same:?}");
        }
        assert_eq!(joiner(" & "), joiner("&"));
        assert_eq!(joiner("’"), joiner("'"));
        assert_ne!(joiner(". "), joiner(" "));
        assert_eq!((joiner("\n\n"), joiner(&" ".repeat(MAX_GAP + 1))), (None, None));
        assert!(joiner(&"&".repeat(MAX_GAP)).is_some());
    }

    #[test]
    fn blocks_hold_every_byte() {
        let text: String = (0..=u8::MAX).map(char::from).chain("ä€😀 x".chars()).collect();
        let expected = text.bytes().map(|b| b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80);
        let blocks: Vec<u64> = word_blocks(&text).collect();
        let found: Vec<bool> = (0..text.len()).map(|i| blocks[i / 64] >> (i % 64) & 1 == 1).collect();
        assert_eq!(found, expected.collect::<Vec<_>>());
        assert_eq!(blocks.len(), text.len().div_ceil(64));
    }
}
