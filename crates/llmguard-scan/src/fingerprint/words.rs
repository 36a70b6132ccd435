//! Words: the words of a text, each with a number that case, accents and long endings do not change.
//!
//! A word is a run of what the `regex` crate calls word characters. Its number is made of the first eight letters or
//! digits, folded as dictionaries fold them: lower case, `ä` as `ae`, `é` as `e`.
//!
//! ```text
//! Die Lieferanten, MÜLLER         die · lieferan · mueller
//! ```
//!
//! Nearly every word is one load from memory: eight bytes, masked. Words with umlauts are sixteen; others, and words at
//! the end of the text, are read letter by letter.

use crate::dictionary::fold::Folded;
use crate::dictionary::words::{is_word, next_word};
use crate::mention::Known;

/// No letter of a word counts that does not begin in its first bytes, so many of them.
const CAP: usize = 32;
/// Of all bytes, the bit that lower case has.
const LOWER: u64 = u64::MAX / 255 * 0x20;
/// Of all bytes, the highest bit.
const HIGH: u128 = u128::MAX / 255 * 0x80;

/// Reads words as a text arrives; a word that the text ends with waits for its end, which needs no text.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    /// Up to where everything has been read.
    at: usize,
    /// Where the word begins that has not ended, and what counts of it so far.
    open: Option<usize>,
    part: String,
}

impl Reader {
    /// Calls `word` for every word that has ended by now, with its bounds in the whole text and its number.
    pub(crate) fn read(&mut self, known: Known<'_>, mut word: impl FnMut(usize, usize, u64)) {
        let text = known.text.get(self.at - known.dropped..).unwrap_or_default();
        let (base, mut from) = (self.at, 0);
        self.at += text.len();
        if let Some(start) = self.open {
            from = text.find(|c| !is_word(c)).unwrap_or(text.len());
            self.keep(text.get(..from).unwrap_or_default());
            if from == text.len() && !known.over {
                return;
            }
            word(start, base + from, number_of(&self.part));
            self.open = None;
            self.part.clear();
        }
        let rest = text.get(from..).unwrap_or_default();
        let last = rest.char_indices().rev().take_while(|(_, c)| is_word(*c)).last().map_or(rest.len(), |(at, _)| at);
        let ended = if known.over { rest.len() } else { last };
        let (ended, open) = rest.split_at_checked(ended).unwrap_or((rest, ""));
        each(ended, |start, end, number| word(base + from + start, base + from + end, number));
        if !open.is_empty() {
            self.open = Some(base + from + ended.len());
            self.keep(open);
        }
    }

    /// Keeps what counts of a part of the open word.
    fn keep(&mut self, part: &str) {
        for c in part.chars() {
            if self.part.len() >= CAP {
                break;
            }
            self.part.push(c);
        }
    }
}

/// Calls `word` for every word of a text.
pub(crate) fn each(text: &str, mut word: impl FnMut(usize, usize, u64)) {
    let (mut base, mut inside, mut start, mut before) = (0, 0, 0, 0);
    let mut last = [b' '; 64];
    let (blocks, rest) = text.as_bytes().as_chunks::<64>();
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    for block in blocks.iter().chain((!rest.is_empty()).then_some(&last)) {
        let (bits, high) = bits(block);
        let shifted = bits << 1 | inside;
        let (mut starts, mut ends) = (bits & !shifted, !bits & shifted);
        if inside == 0 {
            start = base + starts.trailing_zeros() as usize;
            starts &= starts.wrapping_sub(1);
        }
        // Bit 64 is the first byte of this block.
        let foreign = u128::from(high) << 64 | u128::from(before);
        while ends != 0 {
            let end = base + ends.trailing_zeros() as usize;
            run(text, start, end, is_plain(foreign, base, start, end), &mut word);
            ends &= ends - 1;
            start = base + starts.trailing_zeros() as usize;
            starts &= starts.wrapping_sub(1);
        }
        (inside, before, base) = (bits >> 63, high, base + 64);
    }
    if inside == 1 {
        run(text, start, text.len(), false, &mut word);
    }
}

/// Whether it is known that a run is ASCII.
#[inline(always)]
fn is_plain(foreign: u128, base: usize, start: usize, end: usize) -> bool {
    let (len, shift) = (end - start, (start + 64).wrapping_sub(base));
    len < 64 && shift < 128 && foreign >> shift & ((1 << len) - 1) == 0
}

/// A run of ASCII is one word, any other may hold several or none.
#[inline(always)]
fn run(text: &str, start: usize, end: usize, plain: bool, word: &mut impl FnMut(usize, usize, u64)) {
    let head = text.as_bytes().get(start..).and_then(|rest| rest.first_chunk::<8>());
    match head {
        Some(head) if plain => word(start, end, (u64::from_le_bytes(*head) | LOWER) & mask(end - start)),
        _ => slow_run(text, start, end, word),
    }
}

#[inline(never)]
fn slow_run(text: &str, start: usize, end: usize, word: &mut impl FnMut(usize, usize, u64)) {
    if let Some(number) = with_umlauts(text.as_bytes(), start, end - start) {
        return word(start, end, number);
    }
    let run = text.get(start..end).unwrap_or_default();
    let mut next = next_word(run, 0);
    while let Some((from, to)) = next {
        word(start + from, start + to, number_of(run.get(from..to).unwrap_or_default()));
        next = if to < run.len() { next_word(run, to) } else { None };
    }
}

/// The number of a word of at most 16 bytes that has no other letters than those of ASCII and German: an umlaut is as
/// long as what it folds to.
fn with_umlauts(text: &[u8], start: usize, len: usize) -> Option<u64> {
    let around: &[u8; 16] = text.get(start..)?.first_chunk()?;
    let unused = 128 - 8 * u32::try_from(len).ok().filter(|len| (1..=16).contains(len))?;
    let mut word = u128::from_le_bytes(*around) << unused >> unused;
    let mut foreign = word & HIGH;
    while foreign != 0 {
        let at = foreign.trailing_zeros() - 7;
        let folded = match ((word >> at) as u16).to_le_bytes() {
            [0xc3, 0xa4 | 0x84] => *b"ae",
            [0xc3, 0xb6 | 0x96] => *b"oe",
            [0xc3, 0xbc | 0x9c] => *b"ue",
            [0xc3, 0x9f] => *b"ss",
            _ => return None,
        };
        word = word & !(0xffff << at) | u128::from(u16::from_le_bytes(folded)) << at;
        foreign &= !(0xffff << at);
    }
    Some((word as u64 | LOWER) & mask(len))
}

/// The number of any word.
fn number_of(word: &str) -> u64 {
    let counts = word.char_indices().find(|(at, _)| *at >= CAP).map_or(word.len(), |(at, _)| at);
    let mut folded = Folded::default();
    let letters = folded.letters_of(word.get(..counts).unwrap_or_default());
    let mut number = [0; 8];
    number.iter_mut().zip(letters).for_each(|(to, from)| *to = *from);
    u64::from_le_bytes(number)
}

/// So many low bytes, at most eight.
#[inline(always)]
fn mask(bytes: usize) -> u64 {
    MASKS.get(bytes).copied().unwrap_or(u64::MAX)
}

const MASKS: [u64; 8] =
    [0, 0xff, 0xffff, 0xff_ffff, 0xffff_ffff, 0xff_ffff_ffff, 0xffff_ffff_ffff, 0xff_ffff_ffff_ffff];

/// Which bytes are word characters of ASCII or part of another character, and which are the latter.
#[inline(always)]
fn bits(block: &[u8; 64]) -> (u64, u64) {
    let flags = block.map(|byte| {
        let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        u8::from(letter | (byte.wrapping_sub(b'0') < 10) | (byte == b'_') | (byte >= 0x80))
    });
    let (eights, _) = flags.as_chunks::<8>();
    let words = eights.iter().rev().fold(0, |bits, flags| bits << 8 | gather(u64::from_le_bytes(*flags)));
    let (eights, _) = block.as_chunks::<8>();
    let high = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes) >> 7 & (u64::MAX / 255);
    if eights.iter().fold(0, |all, bytes| all | high(bytes)) == 0 {
        return (words, 0);
    }
    (words, eights.iter().rev().fold(0, |bits, bytes| bits << 8 | gather(high(bytes))))
}

/// The lowest bits of eight bytes as one byte.
#[inline(always)]
fn gather(flags: u64) -> u64 {
    flags.wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<(usize, usize, u64)> {
        let mut words = Vec::new();
        each(text, |start, end, number| words.push((start, end, number)));
        words
    }

    fn naive(text: &str) -> Vec<(usize, usize, u64)> {
        let mut words = Vec::new();
        let mut next = next_word(text, 0);
        while let Some((start, end)) = next {
            words.push((start, end, number_of(text.get(start..end).unwrap())));
            next = next_word(text, end);
        }
        words
    }

    #[test]
    fn spellings_of_one_word_meet() {
        for (a, b) in [
            ("Müller", "MUELLER"),
            ("Lieferanten", "lieferant"),
            ("Straße", "STRASSE"),
            ("Mu\u{308}ller", "müller"),
            ("Café", "cafe"),
            ("Ärger", "aerger"),
        ] {
            assert_eq!(number_of(a), number_of(b), "{a}");
        }
        assert_ne!(number_of("Müller"), number_of("Muller"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn quick_and_piecewise_say_what_is_plainly_so(
            pieces in proptest::collection::vec("[a-zA-Z0-9_]{1,12}|[äöüÄÖÜßa-z]{1,10}|[ .,“–]{1,3}|[éłß\u{308}\u{301}жÿ]{1,6}|[a-zü]{30,70}", 0..30),
            spaced in any::<bool>(),
            cut in any::<usize>(),
        ) {
            let text = pieces.join(if spaced { " " } else { "" });
            let expected = naive(&text);
            prop_assert_eq!(&words(&text), &expected);

            let cut = (0..=cut % (text.len() + 1)).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            let (mut reader, mut read) = (Reader::default(), Vec::new());
            for (text, over) in [(text.get(..cut).unwrap(), false), (&*text, false), (&*text, true)] {
                reader.read(Known { text, dropped: 0, over }, |start, end, number| read.push((start, end, number)));
            }
            prop_assert_eq!(&read, &expected);
        }
    }
}
