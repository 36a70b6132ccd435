//! Anchor: something rare that every match holds, though not at its start.
//!
//! `[a-z.]+@[a-z.]+` can begin with any letter, but no match is without `@`. It is tried where an `@` stands, at every
//! place before it that a match might begin at: back over what may stand before the anchor, and no further.

use regex_automata::nfa::thompson::NFA;
use regex_syntax::hir::{Capture, Hir, HirKind};

use crate::automaton::{Automaton, Kind};
use crate::image::{Reader, Writer};
use crate::literals::{Literals, MAX_LITERAL};
use crate::nfa::{self, AHEAD, Front, closure, first, front, matches, start, step, transitions};
use crate::plan::{ascii, within};
use crate::set::Set;

/// Something that every match holds, and what may stand in a match before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Anchor {
    pub(crate) what: What,
    /// What may stand in a match before the anchor.
    pub(crate) before: Set,
    /// What may stand right before the anchor.
    pub(crate) last: Set,
    /// The first byte of a match, …
    pub(crate) first: Set,
    /// … and the symbols of its first ones, that one included.
    pub(crate) front: Front,
    /// The symbols of what may stand behind the anchor, if it is a byte.
    pub(crate) after: [u64; AHEAD],
    /// How near before the anchor a match may begin, in bytes, …
    pub(crate) nearest: usize,
    /// … and how far.
    pub(crate) reach: usize,
}

/// What an anchor is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    /// The first byte of this value.
    Byte(u8),
    /// The first digit, where no digit stands before it.
    Digit,
    /// One of these, and behind its start what the automaton accepts.
    Literals(Literals, Box<Automaton>),
}

impl Anchor {
    /// What every match of a detector holds, if there is such a thing, the rarest kind first: digits are many where numbers
    /// are.
    pub(crate) fn of(hir: &Hir, nfa: &NFA, max_len: usize, minimize: bool) -> Option<Anchor> {
        byte(hir, nfa, max_len).or_else(|| inner_literals(hir, nfa, max_len, minimize)).or_else(|| digit(nfa, max_len))
    }

    /// The literals behind a beginning that may be missing, if that is longer than a literal where it is not.
    pub(crate) fn behind_optional(hir: &Hir, nfa: &NFA, max_len: usize, minimize: bool) -> Option<Anchor> {
        let parts = parts(hir);
        let head = parts.iter().find(|part| part.properties().maximum_len() != Some(0))?.properties();
        let open = head.minimum_len() == Some(0) && head.maximum_len().is_none_or(|len| len > MAX_LITERAL);
        open.then(|| inner_literals(hir, nfa, max_len, minimize))?
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        match &self.what {
            What::Byte(byte) => out.number(usize::from(*byte)),
            What::Digit => out.number(DIGIT),
            What::Literals(literals, automaton) => {
                out.number(LITERALS);
                literals.write(out);
                automaton.write(out);
            }
        }
        [self.before, self.last, self.first].into_iter().for_each(|set| set.write(out));
        self.front.iter().chain(&self.after).for_each(|symbols| out.word(*symbols));
        out.number(self.nearest);
        out.number(self.reach);
    }

    pub(crate) fn read(input: &mut Reader<'_>) -> Option<Anchor> {
        Some(Anchor {
            what: match input.number()? {
                DIGIT => What::Digit,
                LITERALS => What::Literals(Literals::read(input)?, Box::new(Automaton::read(input)?)),
                byte => What::Byte(u8::try_from(byte).ok()?),
            },
            before: Set::read(input)?,
            last: Set::read(input)?,
            first: Set::read(input)?,
            front: input.words()?,
            after: input.words()?,
            nearest: input.number()?,
            reach: input.number()?,
        })
    }
}

/// How what is no byte is written down.
const DIGIT: usize = 256;
const LITERALS: usize = 257;

/// A rare byte that every match holds.
fn byte(hir: &Hir, nfa: &NFA, max_len: usize) -> Option<Anchor> {
    let byte = required(hir)?;
    let marks = Set::of([byte]);
    let Before { before, last, after } = before(nfa, marks)?;
    let reach = within(nfa, Set::ALL, marks).unwrap_or(max_len);
    Some(Anchor {
        what: What::Byte(byte),
        before,
        last,
        first: first(nfa),
        front: front(nfa),
        after,
        nearest: 0,
        reach,
    })
}

/// The first digit, if every match holds one.
fn digit(nfa: &NFA, max_len: usize) -> Option<Anchor> {
    let Before { before, last, after } = before(nfa, Set::digits())?;
    let plain = last.and(Set::words()).is_empty();
    let first = first(nfa);
    (plain && first.and(Set::digits()).is_empty()).then_some(Anchor {
        what: What::Digit,
        before,
        last,
        first,
        front: front(nfa),
        after,
        nearest: 0,
        reach: within(nfa, Set::ALL, Set::digits()).unwrap_or(max_len),
    })
}

/// The literals with which the rest of every match begins, behind something open.
fn inner_literals(hir: &Hir, whole: &NFA, max_len: usize, minimize: bool) -> Option<Anchor> {
    let parts = parts(hir);
    (1..parts.len()).find_map(|at| {
        let (head, rest) = parts.split_at_checked(at)?;
        let rest = Hir::concat(rest.to_vec());
        let mut found = Literals::of(&rest, &NFA::compiler().build_from_hir(&rest).ok()?)?;
        let head = Hir::concat(head.to_vec());
        let nfa = NFA::compiler().build_from_hir(&head).ok()?;
        let mut before = Set::default();
        nfa.states().iter().flat_map(transitions).for_each(|t| before = before.or(Set::of(t.start..=t.end)));
        let automaton = Automaton::build(&[ascii(&rest)], Kind::First, minimize)?;
        found.ask(&automaton);
        let what = What::Literals(found, Box::new(automaton));
        let nearest = head.properties().minimum_len().unwrap_or(0);
        let reach = head.properties().maximum_len().unwrap_or(max_len).min(max_len);
        let after = [u64::MAX; AHEAD];
        Some(Anchor { what, before, last: before, first: first(whole), front: front(whole), after, nearest, reach })
    })
}

/// The parts of a concatenation, groups opened.
fn parts(hir: &Hir) -> Vec<Hir> {
    match hir.kind() {
        HirKind::Concat(all) => all.iter().flat_map(parts).collect(),
        HirKind::Capture(Capture { sub, .. }) => parts(sub),
        _ => vec![hir.clone()],
    }
}

/// A byte that every match holds and that is rare in words and numbers.
fn required(hir: &Hir) -> Option<u8> {
    let rare = |byte: &u8| byte.is_ascii_graphic() && !byte.is_ascii_alphanumeric() && !b".,-".contains(byte);
    match hir.kind() {
        HirKind::Literal(literal) => literal.0.iter().copied().find(rare),
        HirKind::Capture(Capture { sub, .. }) => required(sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().find_map(required),
        _ => None,
    }
}

/// What may stand around the first of some marks in a match.
struct Before {
    /// Anywhere before it.
    before: Set,
    /// Right before it.
    last: Set,
    /// The symbols of what may stand behind it.
    after: [u64; AHEAD],
}

/// What may stand around the first of `marks` in a match; `None` if a match may have none.
fn before(nfa: &NFA, marks: Set) -> Option<Before> {
    let (mut before, mut last) = (Set::default(), Set::default());
    let mut seen = vec![false; nfa.states().len()];
    let mut open = start(nfa);
    if matches(nfa, &open) {
        return None;
    }
    let mut behind = step(nfa, &open, marks).1;
    while let Some(id) = open.pop() {
        let Some(seen) = seen.get_mut(id.as_usize()) else { continue };
        if std::mem::replace(seen, true) {
            continue;
        }
        for t in transitions(nfa.state(id)) {
            let used = Set::of(t.start..=t.end).without(marks);
            if used.is_empty() {
                continue;
            }
            let next = closure(nfa, vec![t.next], true);
            if matches(nfa, &next) {
                return None;
            }
            before = before.or(used);
            let marked = step(nfa, &next, marks).1;
            if !marked.is_empty() {
                last = last.or(used);
            }
            behind.extend(marked);
            open.extend(next);
        }
    }
    behind.sort_unstable();
    behind.dedup();
    Some(Before { before, last, after: nfa::next(nfa, behind) })
}
