//! Reasons: where a text looks as if a view had something to read, found in one pass.
//!
//! Every byte is asked what it is: a letter, a digit, a sign that introduces something encoded, a sign of base64, or no
//! ASCII at all. The answers for 64 bytes are bitmaps, and arithmetic on bitmaps finds the places:
//!
//! ```text
//! text       D E 8 9   3 7      a letter or digit by itself, and another two further on, three times over: spaced out
//! word       1.1.1.1...1.1
//! alone      1.1.1.1...1.1
//! ```
//!
//! A reason is cheap and says little. The views look closer, and most of what they look at is left alone.

/// Fewer bytes of base64 say nothing.
pub(crate) const MIN_RUN: usize = 16;
/// Fewer digits in a row are no number that says much by itself.
pub(crate) const MIN_DIGITS: usize = 9;
/// How many bytes one bitmap is about.
pub(crate) const BLOCK: usize = 64;

/// Places in a text, in order, in bytes.
#[derive(Default)]
pub(crate) struct Reasons {
    /// Where it was begun to look, a multiple of [`BLOCK`].
    pub(crate) from: usize,
    /// The head of the table that the text begins amid, if it does.
    pub(crate) head: String,
    /// Blocks of 64 bytes that hold something beyond ASCII, or a control character that is not drawn.
    pub(crate) beyond: Vec<usize>,
    /// `%`, `&` and `\`.
    pub(crate) units: Vec<usize>,
    /// `=`.
    pub(crate) equals: Vec<usize>,
    /// In 16 or more bytes of base64; one place a run.
    pub(crate) runs: Vec<usize>,
    /// Where letters or digits stand by themselves, at the same distance.
    pub(crate) alone: Vec<usize>,
    /// Where pairs of letters or digits do.
    pub(crate) pairs: Vec<usize>,
    /// Digits and signs among letters.
    pub(crate) leet: Vec<usize>,
    /// Words that may stand for a digit, one at least of each sixteen bytes that consist of them.
    pub(crate) spoken: Vec<usize>,
    /// The words `dot`, `punkt` and `point`.
    pub(crate) dots: Vec<usize>,
    /// Where underscores begin with no letter or digit of ASCII before them, …
    pub(crate) opening: Vec<usize>,
    /// … and the last ones with none behind.
    pub(crate) closing: Vec<usize>,
    /// Where [`MIN_DIGITS`] digits or more in a row begin.
    pub(crate) numbers: Vec<usize>,
    /// Underscores between a letter or digit and a word that begins with a capital.
    pub(crate) joints: Vec<usize>,
}

/// What the bytes of a block are.
#[derive(Clone, Copy, Default)]
struct Masks {
    letter: u64,
    digit: u64,
    /// `@`, `$`, `!`.
    sign: u64,
    /// `+`, `/`, `-`, `_`.
    base64: u64,
    /// `_`.
    line: u64,
}

/// What a block tells the next one.
#[derive(Clone, Copy, Default)]
struct Carry {
    word: bool,
    letter: bool,
    digit: bool,
    line: bool,
    run: bool,
}

impl Carry {
    /// What stands before a block.
    fn before(bytes: &[u8], from: usize) -> Carry {
        let last = from.checked_sub(1).and_then(|last| bytes.get(last..)).unwrap_or_default();
        Carry {
            word: last.first().is_some_and(u8::is_ascii_alphanumeric),
            letter: last.first().is_some_and(u8::is_ascii_alphabetic),
            digit: last.first().is_some_and(u8::is_ascii_digit),
            line: last.first() == Some(&b'_'),
            run: last.first_chunk::<MIN_RUN>().is_some_and(|run| run.iter().copied().all(is_base64)),
        }
    }
}

impl Reasons {
    /// Takes another text, from a multiple of [`BLOCK`] on.
    pub(crate) fn read(&mut self, text: &str, from: usize) {
        self.clear();
        self.from = from;
        let bytes = text.as_bytes();
        let (mut last, mut carry) = (Masks::default(), Carry::before(bytes, from));
        let mut padded = [b' '; BLOCK];
        // One block more, so that every place has one behind it.
        for start in (from..bytes.len() + BLOCK).step_by(BLOCK) {
            let rest = bytes.get(start..).unwrap_or_default();
            let block = rest.first_chunk::<BLOCK>().unwrap_or_else(|| {
                padded = [b' '; BLOCK];
                padded.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
                &padded
            });
            let masks = self.block(block, start);
            if start > from {
                carry = self.places(bytes, start - BLOCK, last, masks, carry);
            }
            last = masks;
        }
    }

    fn clear(&mut self) {
        let Reasons {
            beyond,
            units,
            equals,
            runs,
            alone,
            pairs,
            leet,
            spoken,
            dots,
            opening,
            closing,
            numbers,
            joints,
            ..
        } = self;
        for places in [beyond, units, equals, runs, alone, pairs, leet, spoken, dots, opening, closing, numbers, joints]
        {
            places.clear();
        }
    }

    /// What the bytes of a block are; places that show by themselves are noted.
    fn block(&mut self, block: &[u8; BLOCK], start: usize) -> Masks {
        let is_digit = |b: u8| b.wrapping_sub(b'0') < 10;
        let word = mask(block, |b| (b | 0x20).wrapping_sub(b'a') < 26 || is_digit(b));
        let digit = mask(block, is_digit);
        let mut masks = Masks { letter: word & !digit, digit, ..Masks::default() };
        if mask(block, is_odd) != 0 {
            self.beyond.push(start);
        }
        // All other signs that say something; most blocks have few.
        let is_sign = |b: u8| {
            b.wrapping_sub(b'!') < 6 && b != b'"' || matches!(b, b'+' | b'-' | b'/' | b'=' | b'@' | b'\\' | b'_')
        };
        let signs = mask(block, is_sign);
        each(signs, |bit| match block.get(bit) {
            Some(b'%' | b'&' | b'\\') => self.units.push(start + bit),
            Some(b'=') => self.equals.push(start + bit),
            Some(b'@' | b'$' | b'!') => masks.sign |= 1 << bit,
            Some(b'+' | b'/' | b'-') => masks.base64 |= 1 << bit,
            Some(b'_') => masks.line |= 1 << bit,
            _ => {}
        });
        masks.base64 |= masks.line;
        masks
    }

    /// The places of a block that show only together with the one behind it.
    fn places(&mut self, text: &[u8], start: usize, this: Masks, next: Masks, carry: Carry) -> Carry {
        let join = |this: u64, next: u64| u128::from(this) | u128::from(next) << BLOCK;
        let word = join(this.letter | this.digit, next.letter | next.digit);
        let here = |bits: u128| u64::try_from(bits & u128::from(u64::MAX)).unwrap_or_default();
        let ahead = |by: u32| here(word >> by);

        let mut run = word | join(this.base64, next.base64);
        for by in [1, 2, 4, 8] {
            run &= run >> by;
        }
        let run = here(run);
        each(run & !(run << 1 | u64::from(carry.run)), |bit| self.runs.push(start + bit));

        let starts = ahead(0) & !(ahead(0) << 1 | u64::from(carry.word));
        let alone = starts & !ahead(1);
        if alone != 0 {
            let wide = word & !(word << 1 | u128::from(carry.word)) & !(word >> 1);
            // Two at the same distance, and two more not far behind: signs and umlauts may stand between.
            let mut at_distance = 0;
            for by in [2, 3, 4] {
                let two = wide & wide >> by;
                if here(two) != 0 {
                    at_distance |= two & (2 * by..5 * by + 2).fold(0, |all, far| all | two >> far);
                }
            }
            each(here(at_distance), |bit| self.alone.push(start + bit));
        }
        if starts & ahead(1) & !ahead(2) != 0 {
            let pairs = word & !(word << 1 | u128::from(carry.word)) & word >> 1 & !(word >> 2);
            let two = pairs & pairs >> 3;
            each(here(two & two >> 6), |bit| self.pairs.push(start + bit));
        }

        if this.line != 0 {
            let behind = here(join(this.line | this.letter | this.digit, next.line | next.letter | next.digit) >> 1);
            let before = (this.line | ahead(0)) << 1 | u64::from(carry.word || carry.line);
            each(this.line & !before, |bit| self.opening.push(start + bit));
            each(this.line & !behind, |bit| self.closing.push(start + bit));
            let joins = this.line & (ahead(0) << 1 | u64::from(carry.word));
            each(joins, |bit| {
                if let Some([_, first, second, ..]) = text.get(start + bit..)
                    && (first.is_ascii_uppercase() || *first >= 0x80)
                    && (second.is_ascii_lowercase() || *second >= 0x80)
                {
                    self.joints.push(start + bit);
                }
            });
        }

        if this.digit != 0 {
            let digits = join(this.digit, next.digit);
            let eight = [1, 2, 4].into_iter().fold(digits, |run, by| run & run >> by);
            let first = this.digit & !(this.digit << 1 | u64::from(carry.digit));
            each(first & here(eight & digits >> (MIN_DIGITS - 1)), |bit| self.numbers.push(start + bit));
        }

        let odd = this.digit | this.sign;
        if odd != 0 {
            let letter = |by: u32| here(join(this.letter, next.letter) >> by);
            let odd_behind = here(join(odd, next.digit | next.sign) >> 1);
            let after_letter = this.letter << 1 | u64::from(carry.letter);
            let inside = odd & after_letter & (letter(1) | odd_behind & letter(2));
            let first = starts & this.digit & (letter(1) | odd_behind) & letter(2) & letter(3);
            let sign_first = this.sign & letter(1) & letter(2);
            each(inside | first | sign_first, |bit| self.leet.push(start + bit));
        }

        // Whoever spells a number of six digits needs sixteen bytes: the word before each sixteenth is one of them.
        for ends in [15, 31, 47, 63] {
            let before = starts & (u64::MAX >> (BLOCK - 1 - ends));
            let Some(bit) = before.checked_ilog2() else { continue };
            let at = start + bit as usize;
            if !may_be_digit(text, at) || (word >> bit).trailing_ones() as usize > MAX_DIGIT {
                continue;
            }
            // So is the one behind it, or the last of them has one before it.
            let another = |bit: Option<u32>| bit.is_none_or(|bit| may_be_digit(text, start + bit as usize));
            let behind = starts & !(u64::MAX >> (63 - bit));
            let behind = (behind != 0).then(|| behind.trailing_zeros());
            let before = (before ^ 1 << bit).checked_ilog2();
            if (another(behind) || another(before)) && self.spoken.last() != Some(&at) {
                self.spoken.push(at);
            }
        }
        let three = starts & ahead(1) & ahead(2);
        let five = three & ahead(3) & ahead(4) & !ahead(5);
        each(three & !ahead(3) | five, |bit| {
            let is = |name: &[u8]| {
                text.get(start + bit..start + bit + name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name))
            };
            if is(b"dot") || is(b"punkt") || is(b"point") {
                self.dots.push(start + bit);
            }
        });
        let last = |bits: u64| bits >> (BLOCK - 1) == 1;
        Carry {
            word: last(ahead(0)),
            letter: last(this.letter),
            digit: last(this.digit),
            line: last(this.line),
            run: last(run),
        }
    }
}

/// The longest word of a digit, in bytes.
const MAX_DIGIT: usize = 6;
/// By the first letter of a word, the letters of which one is its second if it stands for a digit.
const DIGITS: [u32; 32] = {
    let words: &[&[u8; 2]] = &[
        b"nu", b"ze", b"oh", b"ei", b"on", b"zw", b"tw", b"dr", b"th", b"vi", b"fo", b"fu", b"fi", b"se", b"si", b"ac",
        b"ne", b"ni", b"pl", b"f\xc3", b"nf",
    ];
    let mut table = [0; 32];
    let mut at = 0;
    while at < words.len() {
        #[expect(clippy::indexing_slicing, reason = "the compiler does it")]
        let [first, second] = *words[at];
        #[expect(clippy::indexing_slicing, reason = "the compiler does it")]
        {
            table[(first & 31) as usize] |= 1 << (second & 31);
        }
        at += 1;
    }
    table
};

/// Whether a word begins like one that stands for a digit, or is one.
fn may_be_digit(text: &[u8], at: usize) -> bool {
    let byte = |at: usize| text.get(at).copied().unwrap_or(b' ');
    let (first, second) = (byte(at), byte(at + 1));
    if first.is_ascii_digit() {
        return !second.is_ascii_alphanumeric();
    }
    DIGITS.get(usize::from(first & 31)).is_some_and(|seconds| seconds >> (second & 31) & 1 == 1)
}

/// Whether a byte is beyond ASCII, or a control character that is not drawn.
pub(crate) fn is_odd(byte: u8) -> bool {
    !(b'\t'..0x7f).contains(&byte) || (0x0e..0x1b).contains(&byte)
}

pub(crate) fn is_base64(byte: u8) -> bool {
    BASE64.get(usize::from(byte)).copied().unwrap_or_default()
}

const BASE64: [bool; 256] = {
    let mut is = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        let letter = byte as u8;
        #[expect(clippy::indexing_slicing, reason = "the compiler does it")]
        {
            is[byte] = letter.is_ascii_alphanumeric() || matches!(letter, b'+' | b'/' | b'-' | b'_');
        }
        byte += 1;
    }
    is
};

/// One bit a byte.
#[inline]
fn mask(block: &[u8; BLOCK], is: impl Fn(u8) -> bool) -> u64 {
    let flags = block.map(|byte| u8::from(is(byte)));
    let eights = flags.as_chunks::<8>().0.iter().map(|eight| u64::from_le_bytes(*eight));
    if eights.clone().fold(0, |all, eight| all | eight) == 0 {
        return 0;
    }
    // The product brings the lowest bit of every byte into the highest byte.
    let bits = eights.map(|eight| eight.wrapping_mul(0x0102_0408_1020_4080) >> 56);
    bits.enumerate().fold(0, |mask, (at, bits)| mask | bits << (8 * at))
}

fn each(mut bits: u64, mut call: impl FnMut(usize)) {
    while bits != 0 {
        call(bits.trailing_zeros() as usize);
        bits &= bits - 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The bitmaps find what looking at every byte finds.
        #[test]
        fn places_are_those_of_every_byte(blocks in 0_usize..3, text in "[a-z0-9 %=_\\-]{0,300}|[A-Za-z0-9+/ ]{0,300}|([0-9]{1,12}[ab_]){0,30}|([a-z0-9][ .]){0,90}|ä{0,90}") {
            let mut reasons = Reasons::default();
            let from = (blocks * BLOCK).min(text.len() / BLOCK * BLOCK);
            reasons.read(&text, from);
            let bytes = text.as_bytes();
            let word = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
            let alone = |at: usize| word(at) && !word(at + 1) && !(at > 0 && word(at - 1));
            let all = |is: &dyn Fn(usize) -> bool| (from..text.len()).filter(|at| is(*at)).collect::<Vec<_>>();
            prop_assert_eq!(&reasons.units, &all(&|at| b"%&\\".contains(&bytes[at])));
            let number = |at: usize| bytes.get(at..at + MIN_DIGITS).is_some_and(|run| run.iter().all(u8::is_ascii_digit));
            let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
            prop_assert_eq!(&reasons.numbers, &all(&|at| number(at) && !(at > 0 && digit(at - 1))));
            let line = |at: usize| bytes.get(at) == Some(&b'_');
            let part = |at: usize| word(at) || line(at);
            prop_assert_eq!(&reasons.opening, &all(&|at| line(at) && !(at > 0 && part(at - 1))));
            prop_assert_eq!(&reasons.closing, &all(&|at| line(at) && !part(at + 1)));
            prop_assert_eq!(&reasons.equals, &all(&|at| bytes[at] == b'='));
            let two = |at: usize, by: usize| alone(at) && alone(at + by);
            let far = |at: usize| [2, 3, 4].iter().any(|by| two(at, *by) && (2 * by..5 * by + 2).any(|far| two(at + far, *by)));
            prop_assert_eq!(&reasons.alone, &all(&far));
            let run = |at: usize| bytes.get(at..at + MIN_RUN).is_some_and(|run| run.iter().copied().all(is_base64));
            prop_assert_eq!(&reasons.runs, &all(&|at| run(at) && (at == 0 || !run(at - 1))));
            prop_assert_eq!(&reasons.beyond, &(from..text.len()).step_by(BLOCK)
                .filter(|at| bytes[*at..].iter().take(BLOCK).any(|b| *b >= 0x80)).collect::<Vec<_>>());
        }
    }
}
