//! Shape: how a number begins, as four things read off the bitmaps: digits, a separator, digits, a separator.
//!
//! ```text
//! text    4 7 1 1 . 2 3 ,               8 6 0 9 5 7 4 2 7 1 9 ; 7
//! digit   1 1 1 1 . 1 1 .               1 1 1 1 1 1 1 1 1 1 1 . 1
//! shape   4 digits  .  2 digits  ,      11 digits  other  1 digit  other
//! ```
//!
//! What a group's detectors may match is tried out once, when they are compiled, for every shape. Most numbers have
//! a shape with which no match begins, and reading it off costs less than one step of an automaton.

use regex_automata::nfa::thompson::NFA;
use regex_automata::util::primitives::StateID;

use crate::image::{Reader, Writer};
use crate::nfa::{closure, matches, read};
use crate::set::{Set, is_ascii_word};

/// How many shapes are told apart.
const SHAPES: usize = 1 << (FIRST_BITS + KIND_BITS + SECOND_BITS + KIND_BITS);

const FIRST_BITS: u32 = 4;
const SECOND_BITS: u32 = 3;
const KIND_BITS: u32 = 3;
/// So many digits or more are one length.
const FIRST_MAX: u32 = (1 << FIRST_BITS) - 1;
const SECOND_MAX: u32 = (1 << SECOND_BITS) - 1;
/// Digits of which the bitmap at hand shows no end: any detector may match.
const UNKNOWN: usize = 0;

/// The kinds of bytes that end a run of digits. The first is that of the word characters, the last that of the rest.
const KINDS: [u8; 6] = *b" .-/:,";
const WORD: usize = 0;
const OTHER: usize = KINDS.len() + 1;

/// The kind of every byte.
#[expect(clippy::indexing_slicing, reason = "the compiler evaluates it")]
const KIND: [u8; 256] = {
    let mut kinds = [OTHER as u8; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        if is_ascii_word(b) {
            kinds[byte] = WORD as u8;
        }
        let mut kind = 0;
        while kind < KINDS.len() {
            if KINDS[kind] == b {
                kinds[byte] = kind as u8 + 1;
            }
            kind += 1;
        }
        byte += 1;
    }
    kinds
};

/// The shape of the number at `at`; bit `n` of `digits` says whether a digit stands `n` bytes further on.
#[inline(always)]
pub(crate) fn shape(text: &[u8], at: usize, digits: u64) -> usize {
    let first = (!digits).trailing_zeros();
    let second = (!(digits >> 1).checked_shr(first).unwrap_or(0)).trailing_zeros();
    let kind =
        |at: usize| text.get(at).and_then(|byte| KIND.get(usize::from(*byte))).map_or(OTHER, |k| usize::from(*k));
    let middle = kind(at + first as usize);
    let last = kind(at + first as usize + 1 + second as usize);
    if first + second > u64::BITS - 8 {
        UNKNOWN
    } else {
        number(first.min(FIRST_MAX), middle, second.min(SECOND_MAX), last)
    }
}

#[inline(always)]
fn number(first: u32, middle: usize, second: u32, last: usize) -> usize {
    ((first as usize) << KIND_BITS | middle) << (SECOND_BITS + KIND_BITS) | (second as usize) << KIND_BITS | last
}

/// A set of shapes, as bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shapes(Vec<u64>);

impl Shapes {
    pub(crate) fn none() -> Shapes {
        Shapes(vec![0; SHAPES / 64])
    }

    pub(crate) fn all() -> Shapes {
        Shapes(vec![u64::MAX; SHAPES / 64])
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        self.0.iter().for_each(|word| out.word(*word));
    }

    pub(crate) fn read(input: &mut Reader<'_>) -> Option<Shapes> {
        (0..SHAPES / 64).map(|_| input.word()).collect::<Option<_>>().map(Shapes)
    }

    /// Those with which a match of an automaton, which has a bound at its end, may begin.
    pub(crate) fn of(nfa: &NFA) -> Shapes {
        let mut shapes = Shapes::none();
        shapes.insert(UNKNOWN);
        for (first, begun) in (1..).zip(runs(nfa, vec![nfa.start_anchored()], FIRST_MAX).iter().skip(1)) {
            for middle in WORD..=OTHER {
                let Some(between) = behind(nfa, begun, middle) else {
                    // A match ends before the separator: what follows does not matter.
                    (0..1 << (SECOND_BITS + KIND_BITS))
                        .for_each(|rest| shapes.insert(number(first, middle, 0, 0) + rest));
                    continue;
                };
                for (second, states) in (0..).zip(&runs(nfa, between, SECOND_MAX)) {
                    for last in WORD..=OTHER {
                        if behind(nfa, states, last).is_none_or(|next| !next.is_empty()) {
                            shapes.insert(number(first, middle, second, last));
                        }
                    }
                }
            }
        }
        shapes
    }

    pub(crate) fn join(&mut self, other: &Shapes) {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a |= b);
    }

    /// How many digits stand together at most in the beginning.
    pub(crate) fn longest(&self) -> u32 {
        let last = self.0.iter().rposition(|word| *word != 0).unwrap_or(0);
        (last as u32 * u64::BITS) >> (KIND_BITS + SECOND_BITS + KIND_BITS)
    }

    /// How many there are.
    pub(crate) fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    #[cfg(test)]
    fn contains(&self, shape: usize) -> bool {
        self.0.get(shape >> 6).is_some_and(|word| word >> (shape & 63) & 1 == 1)
    }

    fn insert(&mut self, shape: usize) {
        if let Some(word) = self.0.get_mut(shape >> 6) {
            *word |= 1 << (shape & 63);
        }
    }
}

/// By shape: which groups are asked, as bits. The last bit is that of all further groups together.
///
/// Few sets of groups are asked at thousands of shapes, so that a shape has the number of its set.
#[derive(Debug)]
pub(crate) struct Asked {
    set: Box<[u16; SHAPES]>,
    sets: Vec<u64>,
    announced: u64,
}

impl Asked {
    /// So many groups are told apart.
    pub(crate) const GROUPS: usize = u64::BITS as usize;

    /// Of groups: their shapes, and whether only a cue announces them.
    pub(crate) fn of<'a>(groups: impl Iterator<Item = (&'a Shapes, bool)>) -> Asked {
        let mut asked = vec![0; SHAPES];
        let (mut announced, mut always) = (0, 0);
        for (number, (shapes, by_cue)) in groups.enumerate() {
            let bit = 1 << Asked::bit(number);
            *(if by_cue { &mut announced } else { &mut always }) |= bit;
            for (sets, of) in asked.chunks_exact_mut(u64::BITS as usize).zip(&shapes.0) {
                let mut of = *of;
                while of != 0 {
                    sets.get_mut(of.trailing_zeros() as usize).into_iter().for_each(|set| *set |= bit);
                    of &= of - 1;
                }
            }
        }
        let mut sets = asked.clone();
        sets.sort_unstable();
        sets.dedup();
        let mut set = Box::new([0; SHAPES]);
        for (number, groups) in set.iter_mut().zip(&asked) {
            *number = sets.partition_point(|known| known < groups) as u16;
        }
        Asked { set, sets, announced: announced & !always }
    }

    /// The bit of a group.
    pub(crate) fn bit(number: usize) -> u32 {
        number.min(Asked::GROUPS - 1) as u32
    }

    /// Which groups are asked at a shape.
    #[inline(always)]
    pub(crate) fn at(&self, shape: usize) -> u64 {
        self.set.get(shape).and_then(|set| self.sets.get(usize::from(*set))).copied().unwrap_or(0)
    }

    /// The groups that only a cue announces.
    pub(crate) fn announced(&self) -> u64 {
        self.announced
    }
}

/// The states behind no digit, one, two … and, last, behind `most` or more.
fn runs(nfa: &NFA, from: Vec<StateID>, most: u32) -> Vec<Vec<StateID>> {
    let mut all = vec![from];
    for _ in 0..most {
        let next = all.last().map(|states| digit(nfa, states)).unwrap_or_default();
        all.push(next);
    }
    if let Some(last) = all.last_mut() {
        loop {
            let before = last.len();
            last.extend(digit(nfa, last));
            last.sort_unstable();
            last.dedup();
            if last.len() == before {
                break;
            }
        }
    }
    all
}

fn digit(nfa: &NFA, states: &[StateID]) -> Vec<StateID> {
    read(nfa, &closure(nfa, states.to_vec(), false), Set::digits()).1
}

/// The states behind a byte of a kind; `None` if a match ends before it.
fn behind(nfa: &NFA, states: &[StateID], kind: usize) -> Option<Vec<StateID>> {
    if states.is_empty() {
        return Some(Vec::new());
    }
    let open = closure(nfa, states.to_vec(), kind != WORD);
    let bytes = (0..=u8::MAX).zip(KIND).filter(|(byte, k)| usize::from(*k) == kind && !byte.is_ascii_digit());
    (!matches(nfa, &open)).then(|| read(nfa, &open, Set::of(bytes.map(|(byte, _)| byte))).1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex_automata::meta::Regex;
    use regex_automata::{Anchored, Input};

    use super::*;

    const PATTERN: &str =
        r"(?:[0-9]{11}|[1-9][0-9]{2}(?:[ .][0-9]{3}){2}|[0-9]{2}:[a-f]{2}|[0-9]{3}/[0-9]{20,40}x?)(?-u:\b{end-half})";

    fn shape_at_start(text: &str) -> usize {
        let digits = text.bytes().take(64).zip(0..).fold(0, |bits, (b, n)| bits | u64::from(b.is_ascii_digit()) << n);
        shape(text.as_bytes(), 0, digits)
    }

    #[test]
    fn most_shapes_begin_no_match() {
        let shapes = Shapes::of(&NFA::new(PATTERN).unwrap());
        let may = |text: &str| shapes.contains(shape_at_start(text));
        assert_eq!(["12345678901", "123.456.789", "12:ab", "123/1234567"].map(may), [true; 4]);
        assert_eq!(
            ["1234567890,1", "12,5", "123,456,789", "1234.567.890", "12:00", "123/123456,"].map(may),
            [false; 6]
        );
    }

    proptest! {
        #[test]
        fn a_match_has_one_of_the_shapes(text in "[0-9]{1,3}[ ./:]?[0-9a-f]{2,3}[ .]?([0-9]{1,5}|[0-9]{17,70})[x,. ]?") {
            let shapes = Shapes::of(&NFA::new(PATTERN).unwrap());
            let found = Regex::new(PATTERN).unwrap().find(Input::new(&text).anchored(Anchored::Yes)).is_some();
            prop_assert!(!found || shapes.contains(shape_at_start(&text)));
        }
    }
}
