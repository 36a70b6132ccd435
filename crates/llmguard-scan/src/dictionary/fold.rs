//! Fold: what is left of a word when case, accents and endings no longer count.
//!
//! `Müllers`, `MUELLER` and `Mu\u{308}ller` all fold to `muell`. In this order:
//!
//! 1. **Letters.** Unicode lower case; `ä ö ü` become `ae oe ue` and `ß` becomes `ss`, also where the umlaut is written
//!    as a letter and a combining diaeresis; `æ œ ø` become `ae oe oe`, `ł đ ħ ı ς` become `l d h i σ`; every other
//!    letter below U+2000 loses its combining marks (U+0300 to U+036F): `é` is `e`, `ë` is `e`, `ç` is `c`.
//! 2. **Ending**, unless the word has an ASCII digit: one final `s` that follows no other `s`, then the first of `ern`,
//!    `en`, `er`, `e`, `n` that the word ends with. Each goes only if [`MIN_STEM`] bytes stay.
//!
//! The endings are those of German and English plurals and genitives, the same that cue words may carry. They merge
//! more than they should: `Messe` and `Messer` are one word, `Fischer` and `Fisch` too. Exceptions are for a policy.
//!
//! Folding is part of the file format: whoever changes it raises [`VERSION`].

use unicode_normalization::char::decompose_canonical;

/// The number of these rules.
pub(crate) const VERSION: u32 = 1;
/// The longest word, in bytes of the text; a longer one belongs to no term.
pub(crate) const MAX_WORD: usize = 128;
/// The longest folded word, in bytes.
const MAX_FOLDED: usize = 255;
/// What an ending leaves at least, in bytes.
const MIN_STEM: usize = 4;
/// Endings that may follow a stem when the plural or genitive `s` is gone, longest first.
const ENDINGS: [&[u8]; 5] = [b"ern", b"en", b"er", b"e", b"n"];

/// A folded word. Reused from word to word, so that a search allocates nothing.
#[derive(Debug)]
pub(crate) struct Folded {
    bytes: [u8; MAX_FOLDED],
    len: usize,
    whole: bool,
}

impl Folded {
    /// Folds a word into the place of the one before.
    pub(crate) fn read(&mut self, word: &str) {
        (self.len, self.whole) = (0, word.len() <= MAX_WORD);
        if self.whole {
            if word.is_ascii() {
                self.bytes.iter_mut().zip(word.bytes()).for_each(|(to, byte)| *to = byte | 0x20);
                self.len = word.len();
            } else {
                word.chars().for_each(|c| self.letter(c));
            }
            self.len -= ending(self.bytes());
        }
    }

    /// The letters of a short word, folded and with its ending.
    pub(crate) fn letters_of(&mut self, word: &str) -> &[u8] {
        (self.len, self.whole) = (0, true);
        word.chars().for_each(|c| self.letter(c));
        self.bytes()
    }

    /// The stem; `None` for a word that no term can have: too long, or nothing but accents.
    pub(crate) fn stem(&self) -> Option<&[u8]> {
        Some(self.bytes()).filter(|stem| self.whole && !stem.is_empty())
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    fn letter(&mut self, c: char) {
        match c {
            // `_` becomes 0x7f, which no other word character is.
            c if c.is_ascii() => match self.bytes.get_mut(self.len) {
                Some(place) => {
                    *place = c as u8 | 0x20;
                    self.len += 1;
                }
                None => self.whole = false,
            },
            'ä' | 'Ä' => self.push(b"ae"),
            'ö' | 'Ö' => self.push(b"oe"),
            'ü' | 'Ü' => self.push(b"ue"),
            'ß' => self.push(b"ss"),
            c => c.to_lowercase().for_each(|c| match c {
                ..'\u{2000}' => decompose_canonical(c, |part| self.part(part)),
                c => self.plain(c),
            }),
        }
    }

    /// One part of a letter taken apart: the base or a mark.
    fn part(&mut self, c: char) {
        match c {
            '\u{308}' if matches!(self.bytes().last(), Some(b'a' | b'o' | b'u')) => self.push(b"e"),
            '\u{300}'..='\u{36f}' => {}
            'ß' => self.push(b"ss"),
            'æ' => self.push(b"ae"),
            'œ' | 'ø' => self.push(b"oe"),
            'ł' => self.push(b"l"),
            'đ' => self.push(b"d"),
            'ħ' => self.push(b"h"),
            'ı' => self.push(b"i"),
            'ς' => self.plain('σ'),
            c => self.plain(c),
        }
    }

    fn plain(&mut self, c: char) {
        self.push(c.encode_utf8(&mut [0; 4]).as_bytes());
    }

    fn push(&mut self, bytes: &[u8]) {
        match self.bytes.get_mut(self.len..self.len + bytes.len()) {
            Some(place) => {
                place.copy_from_slice(bytes);
                self.len += bytes.len();
            }
            None => self.whole = false,
        }
    }
}

impl Default for Folded {
    fn default() -> Folded {
        Folded { bytes: [0; MAX_FOLDED], len: 0, whole: true }
    }
}

/// How many bytes at the end of a folded word are its ending.
const fn ending(word: &[u8]) -> usize {
    let mut digits = word;
    while let Some((first, rest)) = digits.split_first() {
        if first.is_ascii_digit() {
            return 0;
        }
        digits = rest;
    }
    letters_of_ending(word, word.len().saturating_sub(MIN_STEM))
}

/// The same for a word without digits, of whose end `allowed` bytes may go.
const fn letters_of_ending(word: &[u8], allowed: usize) -> usize {
    let genitive = match word {
        [.., b's', b's'] => 0,
        [.., b's'] if allowed >= 1 => 1,
        _ => 0,
    };
    let rest = word.split_at(word.len() - genitive).0;
    let mut endings = ENDINGS.as_slice();
    while let Some((ending, others)) = endings.split_first() {
        if genitive + ending.len() <= allowed && ends_with(rest, ending) {
            return genitive + ending.len();
        }
        endings = others;
    }
    genitive
}

const fn ends_with(word: &[u8], ending: &[u8]) -> bool {
    match (word.split_last(), ending.split_last()) {
        (_, None) => true,
        (Some((a, word)), Some((b, ending))) => *a == *b && ends_with(word, ending),
        (None, _) => false,
    }
}

/// An ASCII word of at most 15 bytes in one register, lower case, zero behind its end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Short {
    word: u128,
    len: usize,
}

impl Short {
    /// The word at `start..end`; `None` where it does not fit or is not ASCII, or too little of the text lies around it:
    /// [`Folded`] serves there.
    #[inline(always)]
    pub(crate) fn at(text: &[u8], start: usize, end: usize) -> Option<Short> {
        let len = end.wrapping_sub(start);
        let mask = *MASKS.get(len)?;
        let around: &[u8; 16] = text.get(start..)?.first_chunk()?;
        let word = (u128::from_le_bytes(*around) | (u128::MAX / 255 * 0x20)) & mask;
        (word & (u128::MAX / 255 * 0x80) == 0).then_some(Short { word, len })
    }

    /// The first four bytes, which no ending reaches.
    #[inline(always)]
    pub(crate) fn head(self) -> u32 {
        self.word as u32
    }

    /// The only block of the stem: 15 bytes and the length. It says what [`Folded`] says, without a loop and without a
    /// branch on what the word is.
    #[inline(always)]
    pub(crate) fn block(self) -> u128 {
        // Among lower-case letters, `_` and digits, bit 6 is off in digits only.
        let mask = MASKS.get(self.len).copied().unwrap_or(0);
        let has_digit = !self.word & mask & (u128::MAX / 255 * 0x40) != 0;
        let allowed = if has_digit { 0 } else { self.len.saturating_sub(MIN_STEM).min(4) };
        // Where fewer than four letters stand none may go, so that what is shifted in does not matter.
        let tail = (self.word >> (8 * (self.len.max(4) - 4))) as u32;
        let stem = self.len - quick_ending(tail, allowed);
        (self.word & MASKS.get(stem).copied().unwrap_or(0)) | (stem as u128) << 120
    }
}

/// The first four bytes of a word that a text has at its start and that is ASCII so far, as [`Short::head`] would say.
pub(crate) fn head_of(word: &str) -> Option<u32> {
    let head = u32::from_le_bytes(*word.as_bytes().first_chunk()?) | 0x2020_2020;
    (head & 0x8080_8080 == 0).then_some(head)
}

/// How long the ending is, by the last four letters (the last one on top) and how many of them may go.
#[inline(always)]
fn quick_ending(tail: u32, allowed: usize) -> usize {
    let pairs = (tail & 0x001f_001f) | (tail >> 3 & 0x03e0_03e0);
    let kinds = |pair: u32| KINDS.get(pair as usize & 0x3ff).copied().map_or(0, usize::from);
    let lengths = ENDING_LENGTHS.get(kinds(pairs) | kinds(pairs >> 16) << 6).copied().unwrap_or(0);
    usize::from(lengths >> (3 * allowed) & 7)
}

/// By length: that many low bytes set.
const MASKS: [u128; 16] = {
    let mut masks = [0; 16];
    let mut rest = masks.as_mut_slice();
    let mut mask = 0u128;
    while let Some((first, others)) = rest.split_first_mut() {
        *first = mask;
        mask = mask << 8 | 0xff;
        rest = others;
    }
    masks
};

/// The letters that endings have.
const LETTERS: [u8; 5] = *b"\0enrs";

/// By two letters, five low bits each: their places in [`LETTERS`], three bits each.
const KINDS: [u8; 1024] = {
    let mut kinds = [0; 1024];
    let mut rest = kinds.as_mut_slice();
    let mut pair = 0u32;
    while let Some((first, others)) = rest.split_first_mut() {
        *first = kind(pair & 31) | kind(pair >> 5) << 3;
        pair += 1;
        rest = others;
    }
    kinds
};

const fn kind(low: u32) -> u8 {
    match low as u8 | 0x60 {
        b'e' => 1,
        b'n' => 2,
        b'r' => 3,
        b's' => 4,
        _ => 0,
    }
}

/// By the kinds of the last four letters, three bits each: the length of the ending, three bits each for 0 to 4 bytes
/// that may go.
const ENDING_LENGTHS: [u16; 4096] = {
    let mut table = [0; 4096];
    let mut rest = table.as_mut_slice();
    let mut kinds = 0usize;
    while let Some((first, others)) = rest.split_first_mut() {
        let tail = [letter(kinds & 7), letter(kinds >> 3 & 7), letter(kinds >> 6 & 7), letter(kinds >> 9)];
        let mut allowed = 0;
        while allowed <= 4 {
            *first |= (letters_of_ending(&tail, allowed) as u16) << (3 * allowed);
            allowed += 1;
        }
        kinds += 1;
        rest = others;
    }
    table
};

const fn letter(kind: usize) -> u8 {
    let mut letters = LETTERS.as_slice();
    let mut left = kind;
    while let Some((first, others)) = letters.split_first() {
        if left == 0 {
            return *first;
        }
        left -= 1;
        letters = others;
    }
    0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::dictionary::keys::blocks;

    fn folded(word: &str) -> Folded {
        let mut folded = Folded::default();
        folded.read(word);
        folded
    }

    fn stem(word: &str) -> String {
        String::from_utf8(folded(word).stem().unwrap_or_default().to_vec()).unwrap()
    }

    #[test]
    fn spellings_of_one_word_meet() {
        for spellings in [
            &["Müller", "MÜLLER", "Mueller", "Müllers", "mu\u{308}ller", "MU\u{308}LLERS"][..],
            &["Straße", "Strasse", "STRASSE", "STRAẞE", "Straßen"],
            &["Kind", "Kinder", "Kindern", "Kindes", "Kinds"],
            &["Lieferant", "Lieferanten", "lieferants"],
            &["Maschine", "Maschinen", "machine".replace("ch", "sch").as_str()],
            &["Prozess", "Prozesse", "Prozesses", "Prozessen"],
            &["Café", "CAFE\u{301}", "cafe"],
            &["Łódź", "lodz", "LODZ"],
            &["ΟΔΟΣ", "οδος", "οδοσ"],
            &["İzmir", "izmir", "I\u{307}zmir"],
        ] {
            for spelling in spellings {
                assert_eq!(stem(spelling), stem(spellings[0]), "{spelling}");
            }
        }
    }

    #[test]
    fn other_words_stay_apart() {
        for (a, b) in [
            ("Muller", "Müller"),
            ("1234s", "1234"),
            ("Boss", "Bos"),
            ("Petersen", "Peter"),
            ("a_b", "ab"),
            ("Hans", "Han"),
        ] {
            assert_ne!(stem(a), stem(b), "{a} {b}");
        }
        assert_eq!((stem("boss"), stem("Gas"), stem("X7000n")), ("boss".into(), "gas".into(), "x7000n".into()));
    }

    #[test]
    fn what_is_no_word_of_a_term() {
        assert_eq!(folded("\u{301}").stem(), None);
        assert_eq!(folded(&"a".repeat(MAX_WORD + 1)).stem(), None);
        assert!(folded(&"a".repeat(MAX_WORD)).stem().is_some());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn quick_says_what_the_long_way_says(before in "[ -~]{0,5}", word in "[a-z]{0,9}[A-Za-z0-9_ä]{0,2}[ernsERNS]{0,5}") {
            let text = format!("{before}{word}                ");
            let (start, end) = (before.len(), before.len() + word.len());
            if let Some(short) = Short::at(text.as_bytes(), start, end).filter(|_| !word.is_empty()) {
                let folded = folded(&word);
                prop_assert_eq!(vec![short.block()], blocks(folded.stem().unwrap()).collect::<Vec<_>>());
                prop_assert_eq!(short.head(), short.block() as u32);
                prop_assert!(word.len() < 4 || head_of(&word) == Some(short.head()));
            } else {
                prop_assert!(word.is_empty() || !word.is_ascii() || word.len() > 15);
            }
        }

        #[test]
        fn composed_and_decomposed_are_one(word in "[a-zA-ZÀ-ÿĀ-ž]{1,12}") {
            use unicode_normalization::UnicodeNormalization;
            prop_assert_eq!(stem(&word), stem(&word.nfd().collect::<String>()));
        }
    }
}
