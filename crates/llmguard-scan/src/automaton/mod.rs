//! Automaton: a small table that says, byte by byte and anchored, whether and where an expression matches.
//!
//! The `regex-automata` crate determinises; this module only packs its result: states are numbered by breadth, state 0
//! is dead, matching states come last, a row has one entry for each class of bytes that the expression tells apart and
//! one for the end of the text. A match is seen one byte late, which is what lets the last byte be looked ahead at:
//!
//! ```text
//! expression  [0-9]{2}(?-u:\b{end-half})      classes  digit, other word byte, rest, end
//!
//!             digit  word  rest  end
//! 0 dead          0     0     0    0
//! 1 start         2     0     0    0
//! 2 one digit     3     0     0    0
//! 3 two digits    0     0     4    4
//! 4 match         0     0     0    0          entering it at byte i says: there is a match up to i
//! ```
//!
//! Several expressions may share one automaton; then it is asked which of them match at all.

mod pack;

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::Hash;

use regex_automata::MatchKind;
use regex_automata::dfa::{StartKind, dense};
use regex_automata::nfa::thompson::{self, NFA, WhichCaptures};
use regex_syntax::hir::Hir;

use crate::image::{Reader, Writer};

/// More bytes than this are no small table.
const MAX_DENSE: usize = 8 << 20;
/// At most so many expressions share an automaton.
pub(crate) const MAX_SHARED: usize = 64;

/// What is asked of an automaton.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Where does the match end that a backtracking search would find first?
    First,
    /// Where can matches end, and of which expressions?
    All,
}

/// One or several expressions, determinised and packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Automaton {
    /// The class of every byte.
    classes: Cow<'static, [u8; 256]>,
    /// Classes and one: the length of a row.
    stride: usize,
    /// States from here on match.
    first_match: u16,
    /// Little-endian `u16`, a row a state.
    table: Cow<'static, [u8]>,
    /// Little-endian `u64`, one a matching state: which expressions match. Empty if there is only one.
    which: Cow<'static, [u8]>,
}

/// A class for every byte, and the end of the text.
const MAX_STRIDE: usize = 257;

/// The state of a walk that has ended.
pub(crate) const DEAD: u16 = 0;
/// The state in which a walk begins.
pub(crate) const START: u16 = 1;

/// A walk that has read some bytes and seen no match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Begun {
    pub(crate) state: u16,
    /// How many bytes it has read.
    pub(crate) read: u16,
}

impl Begun {
    /// One that has read nothing.
    pub(crate) const NOTHING: Begun = Begun { state: START, read: 0 };

    /// One behind a literal, as far as [`Automaton::behind`] knows.
    pub(crate) fn behind(state: u16, len: usize) -> Begun {
        match u16::try_from(len) {
            Ok(read) if state != START => Begun { state, read },
            _ => Begun::NOTHING,
        }
    }
}

impl Automaton {
    /// Builds the automaton of `expressions`, at most [`MAX_SHARED`]; `None` if it would not be small.
    pub(crate) fn build(expressions: &[Hir], kind: Kind, minimize: bool) -> Option<Automaton> {
        let thompson = thompson::Config::new().which_captures(WhichCaptures::None).nfa_size_limit(Some(1 << 20));
        let nfa = NFA::compiler().configure(thompson).build_many_from_hir(expressions).ok()?;
        let config = dense::Config::new()
            .start_kind(StartKind::Anchored)
            .match_kind(if kind == Kind::All { MatchKind::All } else { MatchKind::LeftmostFirst })
            .accelerate(false)
            .dfa_size_limit(Some(MAX_DENSE))
            .determinize_size_limit(Some(2 * MAX_DENSE));
        let dfa = dense::Builder::new().configure(config).build_from_nfa(&nfa).ok()?;
        let packed = pack::pack(&dfa, expressions.len() > 1)?;
        Some(if minimize { packed.minimized() } else { packed })
    }

    /// The same automaton with as few states and classes as can be: states that no continuation tells apart become one,
    /// and so do classes that every state treats alike.
    ///
    /// Moore's refinement: states are told apart by what they match, then by where their bytes lead, until nothing changes.
    pub(crate) fn minimized(self) -> Automaton {
        let rows: Vec<Vec<u16>> = self
            .table
            .chunks_exact(2 * self.stride)
            .map(|row| row.as_chunks().0.iter().map(|entry| u16::from_le_bytes(*entry)).collect())
            .collect();
        let matches = |state: u16| if state < self.first_match { 0 } else { self.mask(state) };
        let kinds = (DEAD..).zip(&rows).map(|(state, _)| (state >= self.first_match, matches(state)));
        let mut parts = numbered(kinds);
        loop {
            let part = |state: &u16| parts.get(usize::from(*state)).copied().unwrap_or(DEAD);
            let next =
                numbered(parts.iter().zip(&rows).map(|(own, row)| (*own, row.iter().map(part).collect::<Vec<u16>>())));
            if next == parts {
                break;
            }
            parts = next;
        }
        // Parts are numbered as their first states are: the dead one, the start, others, then matching ones.
        let mut firsts: Vec<(u16, &Vec<u16>)> = Vec::new();
        for (state, (own, row)) in (DEAD..).zip(parts.iter().zip(&rows)) {
            if usize::from(*own) == firsts.len() {
                firsts.push((state, row));
            }
        }
        let column = |unit: usize| firsts.iter().map(|(_, row)| row.get(unit).copied()).collect::<Vec<_>>();
        // The end of the text keeps a column of its own, the last.
        let units = numbered((0..self.stride).map(|unit| (unit + 1 == self.stride, column(unit))));
        let mut kept: Vec<usize> = Vec::new();
        for (unit, number) in units.iter().enumerate() {
            if usize::from(*number) == kept.len() {
                kept.push(unit);
            }
        }
        let mut table = Vec::new();
        let mut which = Vec::new();
        for (state, row) in &firsts {
            for unit in &kept {
                let to = row.get(*unit).and_then(|to| parts.get(usize::from(*to))).copied().unwrap_or(DEAD);
                table.extend(to.to_le_bytes());
            }
            if *state >= self.first_match && !self.which.is_empty() {
                which.extend(self.mask(*state).to_le_bytes());
            }
        }
        let plain = firsts.iter().filter(|(state, _)| *state < self.first_match).count();
        let class = |class: &u8| units.get(usize::from(*class)).map_or(0, |unit| *unit as u8);
        let mut classes = [0u8; 256];
        classes.iter_mut().zip(self.classes.iter()).for_each(|(new, old)| *new = class(old));
        Automaton {
            classes: Cow::Owned(classes),
            stride: kept.len(),
            first_match: plain as u16,
            table: Cow::Owned(table),
            which: Cow::Owned(which),
        }
    }

    /// The state behind `state` when it reads `byte`.
    #[inline(always)]
    pub(crate) fn next(&self, state: u16, byte: u8) -> u16 {
        let class = self.classes.get(usize::from(byte)).copied().unwrap_or(0);
        self.entry(usize::from(state) * self.stride + usize::from(class))
    }

    #[inline(always)]
    fn at_end(&self, state: u16) -> u16 {
        self.entry(usize::from(state) * self.stride + self.stride - 1)
    }

    #[inline(always)]
    fn entry(&self, index: usize) -> u16 {
        self.table.as_chunks().0.get(index).map_or(DEAD, |entry| u16::from_le_bytes(*entry))
    }

    /// The state behind a text that stands for several: `bytes` says of each byte what it may be. [`START`] if that
    /// depends on which it is, or if a match is seen on the way.
    pub(crate) fn behind(&self, bytes: impl Iterator<Item = [u8; 2]>) -> u16 {
        let mut states = vec![START];
        for either in bytes {
            states = states.iter().flat_map(|state| either.map(|byte| self.next(*state, byte))).collect();
            states.sort_unstable();
            states.dedup();
            if states.iter().any(|state| self.is_match(*state)) {
                return START;
            }
        }
        match states.as_slice() {
            [state] if *state != DEAD => *state,
            _ => START,
        }
    }

    /// Calls `matched` with the end of every match of the anchored search from `from`, ends ascending, in the text up
    /// to `limit`.
    #[inline(always)]
    fn walk(&self, text: &[u8], from: usize, begun: Begun, limit: usize, mut matched: impl FnMut(usize, u16)) {
        let window = text.get(from + usize::from(begun.read)..limit).unwrap_or_default();
        let (mut state, mut rest) = (begun.state, window);
        while !rest.is_empty() {
            (state, rest) = self.run(state, rest);
            if state >= self.first_match {
                matched(limit - rest.len() - 1, state);
            } else if state == DEAD {
                return;
            }
        }
        state = text.get(limit).map_or_else(|| self.at_end(state), |byte| self.next(state, *byte));
        if state >= self.first_match {
            matched(limit, state);
        }
    }

    /// Walks on until a state is dead or matches, or the bytes are read; the state, and the bytes behind.
    ///
    /// Most steps lead to a state that is neither, and one comparison says so. This is where most of the time goes that
    /// numbers cost; nothing else is in the loop, so that all it needs stays in registers.
    #[inline(always)]
    fn run<'a>(&self, mut state: u16, bytes: &'a [u8]) -> (u16, &'a [u8]) {
        let (classes, table): (&[u8; 256], &[[u8; 2]]) = (&self.classes, self.table.as_chunks().0);
        let (stride, plain) = (self.stride, self.first_match - 1);
        let mut rest = bytes.iter();
        for byte in rest.by_ref() {
            let class = classes.get(usize::from(*byte)).copied().unwrap_or(0);
            let entry = table.get(usize::from(state) * stride + usize::from(class));
            state = entry.map_or(DEAD, |entry| u16::from_le_bytes(*entry));
            if state.wrapping_sub(1) >= plain {
                return (state, rest.as_slice());
            }
        }
        (state, rest.as_slice())
    }

    /// Where the preferred match ends (of a [`Kind::First`] automaton); the longest of a [`Kind::All`] one.
    pub(crate) fn end(&self, text: &[u8], from: usize, begun: Begun, limit: usize) -> Option<usize> {
        let mut last = None;
        self.walk(text, from, begun, limit, |end, _| last = Some(end));
        last
    }

    /// Where matches may end, ascending; `None` if there are more than fit.
    pub(crate) fn ends<const N: usize>(
        &self,
        text: &[u8],
        from: usize,
        begun: Begun,
        limit: usize,
    ) -> Option<([usize; N], usize)> {
        let mut ends = [0; N];
        let mut count = 0;
        self.walk(text, from, begun, limit, |end, _| {
            if let Some(slot) = ends.get_mut(count) {
                *slot = end;
            }
            count += 1;
        });
        (count <= N).then_some((ends, count))
    }

    /// Says which expressions match at a place, as bits, and where they end, if all of them can only match up to the same
    /// place. No match is longer than `reach`.
    #[inline(always)]
    pub(crate) fn which(&self, text: &[u8], from: usize, reach: usize) -> (u64, Option<usize>) {
        let (mut which, mut first, mut last) = (0, from, from);
        self.walk(text, from, Begun::NOTHING, text.len().min(from + reach), |end, state| {
            which |= self.mask(state);
            first = if first == from { end } else { first };
            last = end;
        });
        (which, (first == last).then_some(last))
    }

    #[inline(always)]
    fn mask(&self, state: u16) -> u64 {
        let at = 8 * usize::from(state - self.first_match);
        self.which.get(at..at + 8).and_then(|b| b.try_into().ok()).map_or(1, u64::from_le_bytes)
    }

    /// The state behind all of `bytes`, or [`DEAD`], and where in them the last match ends that is seen on the way.
    pub(crate) fn after(&self, mut state: u16, bytes: &[u8]) -> (u16, Option<usize>) {
        let mut last = None;
        for (at, byte) in bytes.iter().enumerate() {
            state = self.next(state, *byte);
            if self.is_match(state) {
                last = Some(at);
            } else if state == DEAD {
                break;
            }
        }
        (state, last)
    }

    /// Whether a walk that enters this state has seen a match end before the byte it has just read.
    pub(crate) fn is_match(&self, state: u16) -> bool {
        state >= self.first_match
    }

    /// Whether the first state has a way on for `byte`.
    pub(crate) fn begins_with(&self, byte: u8) -> bool {
        self.next(START, byte) != DEAD
    }

    /// How many bytes the tables have.
    pub(crate) fn size(&self) -> usize {
        self.table.len() + self.which.len() + self.classes.len()
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.number(self.stride);
        out.number(usize::from(self.first_match));
        out.bytes(self.classes.as_slice());
        out.bytes(&self.table);
        out.bytes(&self.which);
    }

    pub(crate) fn read(input: &mut Reader<'_>) -> Option<Automaton> {
        let stride = input.number().filter(|stride| *stride <= MAX_STRIDE)?;
        Some(Automaton {
            stride,
            first_match: u16::try_from(input.number()?).ok().filter(|first| *first > START)?,
            classes: match input.bytes()? {
                Cow::Borrowed(bytes) => Cow::Borrowed(bytes.try_into().ok()?),
                Cow::Owned(bytes) => Cow::Owned(bytes.try_into().ok()?),
            },
            table: input.bytes()?,
            which: input.bytes()?,
        })
    }
}

/// Numbers things in the order in which they first occur, equal ones alike.
fn numbered<T: Eq + Hash>(things: impl Iterator<Item = T>) -> Vec<u16> {
    let mut numbers: HashMap<T, u16> = HashMap::new();
    things
        .map(|thing| {
            let new = numbers.len() as u16;
            *numbers.entry(thing).or_insert(new)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn automaton(expressions: &[&str], kind: Kind) -> Option<Automaton> {
        let parsed: Vec<Hir> = expressions.iter().map(|e| regex_syntax::parse(e).ok()).collect::<Option<_>>()?;
        Automaton::build(&parsed, kind, false)
    }

    #[test]
    fn the_preferred_end_is_that_of_the_regex_crate() {
        let first = automaton(&["(?:ab|abc|a)(?-u:\\b{end-half})"], Kind::First);
        let end = |text: &str| first.as_ref().and_then(|a| a.end(text.as_bytes(), 0, Begun::NOTHING, text.len()));
        assert_eq!([end("ab c"), end("abc"), end("abcd"), end("a"), end("x")], [Some(2), Some(3), None, Some(1), None]);
    }

    #[test]
    fn a_window_is_looked_beyond_by_one_byte() {
        let digits = automaton(&["[0-9]{2,4}(?-u:\\b{end-half})"], Kind::First);
        let end = |limit| digits.as_ref().and_then(|a| a.end(b"1234", 0, Begun::NOTHING, limit));
        assert_eq!([end(4), end(3)], [Some(4), None]);
    }

    #[test]
    fn several_expressions_say_which_match() {
        let shared = automaton(&["[0-9]{3}", "[0-9]{2}-", "[a-z]+"], Kind::All);
        let which = |place| shared.as_ref().map(|a| a.which(b"12- 123 x -  ,xy", place, 8));
        let found: Vec<_> =
            (0..16).filter_map(|place| Some((place, which(place)?))).filter(|(_, w)| w.0 != 0).collect();
        let expected = [(0, 2, Some(3)), (4, 1, Some(7)), (8, 4, Some(9)), (14, 4, None), (15, 4, Some(16))];
        assert_eq!(found, expected.map(|(place, which, end)| (place, (which, end))));
    }

    #[test]
    fn the_smallest_automaton_says_the_same() {
        let expressions = ["[0-9]{3}-[0-9]{4}", "[0-9]{2,5}(?:[.,][0-9]{2})?", "[a-f0-9]{4}(?-u:\\b{end-half})"];
        let parsed: Vec<Hir> = expressions.iter().filter_map(|e| regex_syntax::parse(e).ok()).collect();
        let build = |minimize| Automaton::build(&parsed, Kind::All, minimize);
        let (Some(plain), Some(small)) = (build(false), build(true)) else { unreachable!("they are small") };
        assert!(small.table.len() < plain.table.len());
        let text = b"123-4567 12.50 12,5 abcd12 abcd. 1234,56 99999 fe01";
        for from in 0..text.len() {
            for limit in from..=text.len() {
                assert_eq!(
                    small.which(text, from, limit - from),
                    plain.which(text, from, limit - from),
                    "{from}..{limit}"
                );
            }
        }
    }

    #[test]
    fn a_walk_goes_on_behind_what_is_known() {
        let names = automaton(&["(?:[Ff]rau|[Hh]err|Mr) [A-Z]"], Kind::First);
        let behind = |text: &[[u8; 2]]| names.as_ref().map_or(DEAD, |a| a.behind(text.iter().copied()));
        let frau = [*b"Ff", *b"rr", *b"aa", *b"uu", *b"  "];
        let begun = Begun { state: behind(&frau), read: 5 };
        assert_ne!(begun.state, START);
        let end = |text: &[u8]| names.as_ref().and_then(|a| a.end(text, 0, begun, text.len()));
        assert_eq!([end(b"Frau B."), end(b"frau b.")], [Some(6), None]);
        // Some capitals lead on and some do not; `Mr` does, and `mr` does not.
        assert_eq!([behind(&[*b"Mm", *b"rr"]), behind(&[*b"Mm"])], [START, START]);
    }

    #[test]
    fn every_end_of_a_lead_is_listed() {
        let lead = automaton(&["(?:Dr\\. )*"], Kind::All);
        assert_eq!(lead.and_then(|a| a.ends::<4>(b"Dr. Dr. X", 0, Begun::NOTHING, 9)), Some(([0, 4, 8, 0], 3)));
    }
}
