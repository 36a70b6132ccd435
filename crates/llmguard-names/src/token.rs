//! Token: a word, a sign or a break, and what of it the tagger looks at.
//!
//! Tokens are read around candidates only, forwards from a place or backwards from it, and never the whole text. A word
//! holds together over hyphens and apostrophes between letters; a single capital takes its full stop along:
//!
//! ```text
//! Frau A. Müller-Lüdenscheidt's Brief      Frau | A. | Müller-Lüdenscheidt | 's | Brief
//! ```
//!
//! A word of more than [`MAX_WORD`] bytes is read up to there and is never part of a name. Line breaks, tabs and three
//! blanks or more are breaks: no name goes over one, but what stands behind it is still looked at.

use crate::folded::{Block, Folded, finish};
use crate::gazetteer::Gazetteer;
use crate::letters::{Class, byte, letter, previous};

/// Longer words are no names, in bytes.
pub(crate) const MAX_WORD: usize = 48;
/// More blanks in a row are looked at no further.
pub(crate) const MAX_BLANKS: usize = 8;
/// Blanks in a row that are a break.
const WIDE: usize = 3;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub(crate) enum Kind {
    /// Nothing: before the beginning of the text or behind its end, or a line break.
    #[default]
    Line,
    /// A tab, or many blanks.
    Wide,
    Lower,
    /// `Müller`
    Capital,
    /// `MÜLLER`
    Upper,
    /// `McDonald`
    Mixed,
    /// `A.`
    Initial,
    Digits,
    /// Letters and digits.
    Coded,
    /// A sign.
    Sign,
    /// More than is read.
    Long,
}

/// A token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Token {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The hash of the folded word.
    pub(crate) hash: u64,
    /// The first four bytes of the folded word, the first one lowest; and the last four, the last one lowest.
    pub(crate) head: u32,
    pub(crate) tail: u32,
    /// How many bytes the folded word has.
    pub(crate) len: u8,
    pub(crate) kind: Kind,
    /// What the gazetteer knows of it.
    pub(crate) marks: u8,
}

impl Token {
    /// Whether it may be part of a name by its looks.
    pub(crate) fn is_capital(&self) -> bool {
        matches!(self.kind, Kind::Capital | Kind::Upper | Kind::Mixed | Kind::Initial)
    }

    fn signs(start: usize, end: usize, kind: Kind, sign: u64) -> Token {
        Token { start, end, hash: finish(sign ^ 0x5a5a), len: 1, kind, ..Token::default() }
    }
}

/// The hash of a word as the gazetteer knows it.
pub(crate) fn hash(word: &str) -> u64 {
    let bytes = word.as_bytes();
    let (mut at, mut folded) = (0, Folded::default());
    while at < bytes.len() {
        let letter = letter(bytes, at);
        folded.push(letter.folded);
        at += letter.len;
    }
    folded.hash()
}

/// How long the sign at a place is if it holds the word around it together: a hyphen or an apostrophe between letters,
/// but not that of `'s`.
#[inline]
fn joint(bytes: &[u8], at: usize) -> usize {
    let len = match byte(bytes, at) {
        b'-' | b'\'' => 1,
        0xe2 if byte(bytes, at + 1) == 0x80 && byte(bytes, at + 2) == 0x99 => 3,
        _ => return 0,
    };
    let next = letter(bytes, at + len);
    let genitive =
        byte(bytes, at) != b'-' && next.folded == u32::from('s') && !letter(bytes, at + len + next.len).is_word();
    if next.is_letter() && !genitive { len } else { 0 }
}

/// The word at a place where one begins; without a gazetteer nothing is known of it.
pub(crate) fn word(bytes: &[u8], start: usize, gazetteer: Option<&Gazetteer>) -> Token {
    let mut folded = Folded::default();
    // Which letters there are: anything but zero says that there are some.
    let (mut upper, mut inner, mut lower, mut digits) = (0, 0, 0, 0);
    let (mut begins, mut joints) = (true, false);
    let mut at = start;
    loop {
        let block = Block::at(bytes, at);
        upper |= block.upper;
        inner |= if begins { block.upper & !0xff } else { block.upper };
        lower |= block.lower;
        digits |= block.digits;
        folded.extend(&block);
        begins &= block.len == 0;
        if at + block.len - start > MAX_WORD {
            return Token::signs(start, start + MAX_WORD + 1, Kind::Long, 3);
        }
        at += block.len;
        match byte(bytes, at) {
            _ if block.len == 8 => continue,
            b'-' | b'\'' | 0x80.. => {}
            _ => break,
        }
        let now = letter(bytes, at);
        match now.class {
            Class::Upper => (upper, inner) = (1, inner | u64::from(!begins)),
            Class::Lower => lower = 1,
            // An ASCII digit is in the block, and no other is known.
            Class::Digit => {}
            Class::Other => match joint(bytes, at) {
                0 => break,
                len => {
                    folded.push(u32::from('-'));
                    (at, begins, joints) = (at + len, true, true);
                    continue;
                }
            },
        }
        begins = false;
        folded.push(now.folded);
        at += now.len;
        if at - start > MAX_WORD {
            return Token::signs(start, at, Kind::Long, 3);
        }
    }
    let mut token = Token { start, end: at, hash: folded.hash(), ..Token::default() };
    (token.head, token.tail) = (folded.head(), folded.tail());
    token.len = u8::try_from(folded.len).unwrap_or(u8::MAX);
    let first = letter(bytes, start);
    let single = at - start == first.len;
    token.kind = match (digits, upper, lower) {
        (0, 0, _) => Kind::Lower,
        (0, _, 0) if !single => Kind::Upper,
        (0, _, 0) if byte(bytes, at) == b'.' => Kind::Initial,
        (0, ..) if inner == 0 && first.class == Class::Upper => Kind::Capital,
        (0, ..) => Kind::Mixed,
        (_, 0, 0) => Kind::Digits,
        _ => Kind::Coded,
    };
    if token.kind == Kind::Initial {
        token.end += 1;
    } else if digits == 0 && folded.len > 1 {
        token.marks = gazetteer.map_or(0, |gazetteer| marks(&token, &folded, joints, gazetteer));
    }
    token
}

/// What is known of a word: of itself, or of its parts if it has some, or of it without a genitive's ending.
fn marks(token: &Token, folded: &Folded, joints: bool, gazetteer: &Gazetteer) -> u8 {
    match gazetteer.marks(token.hash) {
        0 if joints => folded.parts().fold(0, |marks, part| marks | gazetteer.marks(part.hash())),
        0 if folded.len > 4 && token.tail as u8 == b's' => gazetteer.marks(folded.without_last().hash()),
        marks => marks,
    }
}

/// The token that begins at a place or behind the blanks there.
pub(crate) fn after(bytes: &[u8], at: usize, gazetteer: Option<&Gazetteer>) -> Token {
    let mut from = at;
    while byte(bytes, from) == b' ' && from - at < MAX_BLANKS {
        from += 1;
    }
    if from - at >= WIDE {
        return Token::signs(at, from, Kind::Wide, 1);
    }
    let first = letter(bytes, from);
    match byte(bytes, from) {
        _ if first.is_word() => word(bytes, from, gazetteer),
        b'\t' => Token::signs(at, from + 1, Kind::Wide, 1),
        b'\n' | b'\r' => {
            let mut end = from;
            while matches!(byte(bytes, end), b'\n' | b'\r' | b' ' | b'\t') && end - from < MAX_BLANKS {
                end += 1;
            }
            Token::signs(from, end, Kind::Line, 2)
        }
        _ if first.len == 0 => Token::signs(from, from, Kind::Line, 2),
        _ => Token::signs(from, from + first.len, Kind::Sign, u64::from(first.folded) << 8),
    }
}

/// The token that ends at a place or before the blanks there. The full stop of an initial is a sign here.
pub(crate) fn before(bytes: &[u8], at: usize, gazetteer: Option<&Gazetteer>) -> Token {
    let mut to = at;
    while to > 0 && byte(bytes, to - 1) == b' ' && at - to < MAX_BLANKS {
        to -= 1;
    }
    if at - to >= WIDE {
        return Token::signs(to, at, Kind::Wide, 1);
    }
    if to == 0 {
        return Token::signs(0, 0, Kind::Line, 2);
    }
    let from = previous(bytes, to);
    let last = letter(bytes, from);
    match byte(bytes, from) {
        _ if last.is_word() => word(bytes, word_start(bytes, from), gazetteer),
        b'\t' => Token::signs(from, at, Kind::Wide, 1),
        b'\n' | b'\r' => {
            let mut start = from;
            while start > 0 && matches!(byte(bytes, start - 1), b'\n' | b'\r' | b' ' | b'\t') && to - start < MAX_BLANKS
            {
                start -= 1;
            }
            Token::signs(start, to, Kind::Line, 2)
        }
        _ => Token::signs(from, to, Kind::Sign, u64::from(last.folded) << 8),
    }
}

/// Where the word begins whose last character begins at a place.
fn word_start(bytes: &[u8], last: usize) -> usize {
    let mut start = last;
    while start > 0 && last - start < MAX_WORD {
        if byte(bytes, start - 1).is_ascii_alphanumeric() {
            start -= 1;
            continue;
        }
        let from = previous(bytes, start);
        if letter(bytes, from).is_word() {
            start = from;
            continue;
        }
        let inner = previous(bytes, from);
        if from == 0 || joint(bytes, from) == 0 || !letter(bytes, inner).is_letter() {
            break;
        }
        start = inner;
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(&str, Kind)> {
        let mut tokens = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let token = after(text.as_bytes(), at, None);
            tokens.push((text.get(token.start..token.end).unwrap(), token.kind));
            at = token.end;
        }
        tokens
    }

    #[test]
    fn words_hold_together_over_hyphens() {
        let expected = [
            ("Frau", Kind::Capital),
            ("A.", Kind::Initial),
            ("Müller-Lüdenscheidt", Kind::Capital),
            ("'", Kind::Sign),
            ("s", Kind::Lower),
            ("O’Neill", Kind::Capital),
            ("\n", Kind::Line),
            ("BMW", Kind::Upper),
            ("M8", Kind::Coded),
            ("\t", Kind::Wide),
            ("4711", Kind::Digits),
        ];
        assert_eq!(read("Frau A. Müller-Lüdenscheidt's O’Neill\nBMW M8\t4711"), expected);
    }

    #[test]
    fn tokens_are_the_same_from_both_sides() {
        let text = "an Frau Müller-Lüdenscheidt, z. b. 4 Łódź\nO’Neill (x)";
        let mut at = 0;
        while at < text.len() {
            let token = after(text.as_bytes(), at, None);
            assert_eq!(before(text.as_bytes(), token.end, None), token);
            at = token.end;
        }
    }

    #[test]
    fn a_long_word_is_not_read_to_its_end() {
        let text = "A".repeat(500);
        let token = after(text.as_bytes(), 0, None);
        assert_eq!((token.kind, token.end), (Kind::Long, MAX_WORD + 1));
    }
}
