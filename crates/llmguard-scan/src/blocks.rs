//! Blocks: from the classes of bytes to the places where detectors are tried, by arithmetic on bitmaps.
//!
//! Bit `n` of a bitmap is byte `n` of the text; a shift to the right asks what stands further on. Nothing here branches
//! or knows an instruction set, so that the compiler makes vectors of it.
//!
//! ```text
//! text      A B - 1 2 3   i s   M 8        property: a digit among the next six bytes
//! word      1 1 . 1 1 1 . 1 1 . 1 1
//! begins    1 . . 1 . . . 1 . . 1 .        no word character before: word shifted by one, inverted
//! digit     . . . 1 1 1 . . . . . 1
//! number    . . . 1 . . . . . . . .        begins and digit
//! ahead     1 1 1 1 1 1 1 1 1 1 1 1        digit, or one of the next six is: three shifts, three ORs
//! print     1 . . . . . . . . . 1 .        the first four bytes fit a detector with this property
//! code      1 . . . . . . . . . 1 .        begins and ahead and print
//! ```

use crate::plan::{FAR, LONG_RUN, NEAR, NEAR_MARK, Property, RUN};
use crate::prints::Print;
use crate::simd::{Bits, WORDS};

/// What the bits of a byte's class mean.
pub(crate) const DIGIT: usize = 0;
/// A letter or digit of ASCII, or `_`.
pub(crate) const WORD: usize = 1;
/// A capital or a digit of ASCII.
pub(crate) const CAPITAL: usize = 2;
/// What separates the groups of a network address.
pub(crate) const MARK: usize = 3;
/// What every match of some detector holds.
pub(crate) const ANCHOR: usize = 4;
/// What a word of a lexicon begins with.
pub(crate) const NAME: usize = 5;
/// How many classes there are.
pub(crate) const CLASSES: usize = 6;

/// The properties of codes, in the order of their bitmaps.
pub(crate) const CODES: [Property; 5] =
    [Property::Run, Property::DigitNear, Property::LongRun, Property::MarkNear, Property::DigitFar];

// What is looked ahead by doubling reaches no further.
const _: () = assert!(NEAR >= 3 && NEAR <= 7 && NEAR_MARK >= 3 && NEAR_MARK <= 7 && FAR >= 15 && FAR <= 31);
const _: () = assert!(RUN >= 4 && RUN <= 8 && LONG_RUN >= 8 && LONG_RUN <= 16);

/// Where detectors are tried, as bitmaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Starts {
    /// No word character of ASCII stands before.
    pub(crate) begins: [u64; WORDS],
    /// A word of a lexicon may begin.
    pub(crate) name: [u64; WORDS],
    /// A number begins.
    pub(crate) number: [u64; WORDS],
    /// A token that is no number begins, as a detector with this property may, and has it; see [`CODES`].
    pub(crate) code: [[u64; WORDS]; CODES.len()],
    /// A literal of four bytes or more may begin.
    pub(crate) long: [u64; WORDS],
    /// A shorter literal may begin.
    pub(crate) short: [u64; WORDS],
    /// A cue that announces may begin.
    pub(crate) cue: [u64; WORDS],
    /// An anchor stands here.
    pub(crate) anchor: [u64; WORDS],
}

impl Starts {
    pub(crate) const EMPTY: Starts = Starts {
        begins: [0; WORDS],
        name: [0; WORDS],
        number: [0; WORDS],
        code: [[0; WORDS]; CODES.len()],
        long: [0; WORDS],
        short: [0; WORDS],
        cue: [0; WORDS],
        anchor: [0; WORDS],
    };
}

/// Works out the first `blocks` words of every bitmap. `before` says whether the byte before the first is a word
/// character; the word of `bits` behind the last is looked ahead at.
#[inline(always)]
pub(crate) fn starts(bits: &Bits, blocks: usize, before: bool, starts: &mut Starts) {
    let [digit, word, capital, mark, anchor, name] = &bits.classes;
    let [bounded, free] = &bits.heads;
    let blocks = blocks.min(WORDS - 1);
    for at in 0..blocks {
        let last = if at == 0 { u64::from(before) } else { get(word, at - 1) >> 63 };
        put(&mut starts.begins, at, !(get(word, at) << 1 | last));
    }
    for at in 0..blocks {
        let begins = get(&starts.begins, at);
        let pair = |bitmap| Pair(get(bitmap, at), get(bitmap, at + 1));
        let quads = pair(digit).or_ahead(1).or_ahead(2);
        let near = quads.or_ahead(NEAR - 3);
        let far = quads.or_ahead(4).or_ahead(8).or_ahead(FAR - 15);
        let marks = pair(mark).or_ahead(1).or_ahead(2).or_ahead(NEAR_MARK - 3);
        let run = pair(capital).and_ahead(1).and_ahead(2).and_ahead(RUN - 4);
        let long = pair(word).and_ahead(1).and_ahead(2).and_ahead(4).and_ahead(LONG_RUN - 8);
        put(&mut starts.number, at, begins & get(digit, at));
        let print = |print: Print| {
            let sets = bits.prints.get(print.sets()).unwrap_or_default();
            sets.iter().fold(0, |any, bitmap| any | get(bitmap, at))
        };
        let properties = [run.0, near.0, long.0, marks.0, far.0];
        for ((bitmap, property), has) in starts.code.iter_mut().zip(CODES).zip(properties) {
            put(bitmap, at, begins & has & print(Print::Code(property)) & !get(digit, at));
        }
        put(&mut starts.name, at, begins & get(name, at));
        put(&mut starts.long, at, begins & get(bounded, at) | get(free, at));
        put(&mut starts.short, at, begins & print(Print::Bounded) | print(Print::Free));
        put(&mut starts.cue, at, begins & print(Print::Cue) | print(Print::Tail));
        put(&mut starts.anchor, at, get(anchor, at));
    }
}

/// A word of a bitmap and the next.
#[derive(Clone, Copy)]
struct Pair(u64, u64);

impl Pair {
    #[inline(always)]
    fn ahead(self, by: usize) -> Pair {
        Pair(self.0 >> by | self.1 << (64 - by), self.1 >> by)
    }

    #[inline(always)]
    fn or_ahead(self, by: usize) -> Pair {
        let ahead = self.ahead(by);
        Pair(self.0 | ahead.0, self.1 | ahead.1)
    }

    #[inline(always)]
    fn and_ahead(self, by: usize) -> Pair {
        let ahead = self.ahead(by);
        Pair(self.0 & ahead.0, self.1 & ahead.1)
    }
}

#[inline(always)]
fn get(bitmap: &[u64; WORDS], at: usize) -> u64 {
    bitmap.get(at).copied().unwrap_or(0)
}

#[inline(always)]
fn put(bitmap: &mut [u64; WORDS], at: usize, word: u64) {
    if let Some(slot) = bitmap.get_mut(at) {
        *slot = word;
    }
}
