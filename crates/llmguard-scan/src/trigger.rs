//! Trigger: what a text must show at a position before a detector's pattern is tried there.
//!
//! Triggers are worked out from the pattern alone; nobody writes them. A pattern that begins with text
//! (`ghp_`, `Frau `, `DE[0-9]{2}`) is triggered by that text: its literals, folded to lower case, join one automaton.
//! Any other pattern is triggered by the sets of bytes possible at its first few positions: in
//! `[A-Z]{6}[A-Z0-9]{2}`, `Herr` dies at its second byte. A byte that no match is without (the `@` of an e-mail
//! address) is remembered too, so that words far from one cost nothing.

use std::borrow::Cow;

use llmguard_types::{Detector, Error};
use regex_automata::nfa::thompson::{NFA, State};
use regex_automata::util::primitives::StateID;
use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Capture, Class, ClassBytes, ClassBytesRange, ClassUnicode, ClassUnicodeRange, Hir, HirKind};

use crate::compile::compile;

/// At most how many leading positions have their possible bytes worked out.
pub(crate) const DEPTH: usize = 8;
/// Fewer bytes than this are no literal worth an entry in the automaton.
const MIN_LITERAL: usize = 3;
/// Literals are cut to this many bytes.
const MAX_LITERAL: usize = 8;
/// More literals than this are no trigger.
const MAX_LITERALS: usize = 2048;

/// What the engine has to know of a detector before it meets a text: worked out once, when the detector is compiled,
/// or already when the library is built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The longest match of lead, pattern and tail, in bytes.
    pub max_len: usize,
    /// Lower-case literals one of which every match begins with, compared without ASCII case. Empty: no such literals.
    pub literals: Cow<'static, [Cow<'static, [u8]>]>,
    /// The bytes possible at each of a match's first positions, as sets of 256 bits.
    pub prefix: Cow<'static, [[u64; 4]]>,
    /// A byte that every match holds.
    pub required: Option<u8>,
}

impl Plan {
    /// Checks a detector's pattern and works out its plan.
    ///
    /// # Errors
    ///
    /// `C001`–`C005` and `C007` when the pattern is refused.
    pub fn of(detector: &Detector) -> Result<Plan, Error> {
        let compiled = compile(detector)?;
        let prefix = prefix(&compiled.nfa);
        let numeric = prefix.first().is_none_or(is_numeric);
        let literals = if numeric { None } else { literals(&compiled.hir) };
        Ok(Plan {
            max_len: compiled.max_len,
            literals: literals.unwrap_or_default().into_iter().map(Cow::Owned).collect(),
            prefix: Cow::Owned(prefix),
            required: required(&compiled.hir),
        })
    }

    /// Whether the bytes of a text, from a candidate's start on, can begin a match.
    pub(crate) fn admits(&self, bytes: &[u8]) -> bool {
        bytes.len() >= self.prefix.len() && self.prefix.iter().zip(bytes).all(|(set, byte)| contains(set, *byte))
    }
}

/// The pattern's leading literals in lower case, if there are few and none is short.
fn literals(hir: &Hir) -> Option<Vec<Vec<u8>>> {
    let mut extractor = Extractor::new();
    extractor
        .kind(ExtractKind::Prefix)
        .limit_class(12)
        .limit_repeat(MAX_LITERAL)
        .limit_literal_len(MAX_LITERAL)
        .limit_total(MAX_LITERALS);
    let mut seq = extractor.extract(&lower(hir));
    seq.keep_first_bytes(MAX_LITERAL);
    seq.dedup();
    if seq.min_literal_len()? < MIN_LITERAL {
        return None;
    }
    let mut found: Vec<Vec<u8>> = seq.literals()?.iter().map(|l| l.as_bytes().to_ascii_lowercase()).collect();
    found.sort_unstable();
    found.dedup();
    (found.len() <= MAX_LITERALS).then_some(found)
}

/// The same expression with ASCII capitals folded, so that `[Pp]` is one literal and not a class of two.
fn lower(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Empty => Hir::empty(),
        HirKind::Look(look) => Hir::look(*look),
        HirKind::Literal(literal) => Hir::literal(literal.0.to_ascii_lowercase()),
        HirKind::Class(Class::Unicode(class)) => Hir::class(Class::Unicode(ClassUnicode::new(
            class
                .iter()
                .flat_map(|r| fold(r.start(), r.end(), 'A', 'Z', |c| c.to_ascii_lowercase()))
                .map(|(a, b)| ClassUnicodeRange::new(a, b)),
        ))),
        HirKind::Class(Class::Bytes(class)) => Hir::class(Class::Bytes(ClassBytes::new(
            class
                .iter()
                .flat_map(|r| fold(r.start(), r.end(), b'A', b'Z', |c| c.to_ascii_lowercase()))
                .map(|(a, b)| ClassBytesRange::new(a, b)),
        ))),
        HirKind::Repetition(repetition) => {
            let mut folded = repetition.clone();
            folded.sub = Box::new(lower(&repetition.sub));
            Hir::repetition(folded)
        }
        HirKind::Capture(Capture { sub, .. }) => lower(sub),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(lower).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(lower).collect()),
    }
}

/// A range with its capitals folded: what lies outside `first..=last` stays, what lies inside is mapped.
fn fold<T: Copy + Ord>(start: T, end: T, first: T, last: T, map: impl Fn(T) -> T) -> Vec<(T, T)> {
    let mut ranges = Vec::new();
    if start < first || end > last {
        // A range that reaches beyond the capitals stays whole: a larger class only makes more candidates.
        ranges.push((start, end));
    }
    let (from, to) = (start.max(first), end.min(last));
    if from <= to {
        ranges.push((map(from), map(to)));
    }
    ranges
}

/// Whether a byte is in a set of 256 bits.
pub(crate) fn contains(set: &[u64; 4], byte: u8) -> bool {
    set.get(usize::from(byte >> 6)).is_some_and(|word| word & (1 << (byte & 63)) != 0)
}

/// Whether nothing but digits and their company is inside: literals made of these are no help.
fn is_numeric(set: &[u64; 4]) -> bool {
    (0..=u8::MAX).filter(|byte| contains(set, *byte)).all(|byte| byte.is_ascii_digit() || b"+-.,(%#".contains(&byte))
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

/// The bytes possible at each of a pattern's first positions: walks the automaton breadth first, all bytes at once.
fn prefix(nfa: &NFA) -> Vec<[u64; 4]> {
    let mut sets = Vec::with_capacity(DEPTH);
    let mut states = closure(nfa, vec![nfa.start_anchored()]);
    while sets.len() < DEPTH && !states.iter().any(|id| matches!(nfa.state(*id), State::Match { .. })) {
        let (set, next) = step(nfa, &states);
        sets.push(set);
        states = closure(nfa, next);
    }
    sets
}

/// The bytes that leave a set of states, and the states they lead to.
fn step(nfa: &NFA, states: &[StateID]) -> ([u64; 4], Vec<StateID>) {
    let mut set = [0u64; 4];
    let mut next = Vec::new();
    let mut range = |start: u8, end: u8, to: StateID| {
        for byte in start..=end {
            if let Some(word) = set.get_mut(usize::from(byte >> 6)) {
                *word |= 1 << (byte & 63);
            }
        }
        next.push(to);
    };
    for id in states {
        match nfa.state(*id) {
            State::ByteRange { trans } => range(trans.start, trans.end, trans.next),
            State::Sparse(sparse) => sparse.transitions.iter().for_each(|t| range(t.start, t.end, t.next)),
            State::Dense(dense) => {
                for byte in 0..=u8::MAX {
                    if let Some(to) = dense.matches_byte(byte) {
                        range(byte, byte, to);
                    }
                }
            }
            _ => {}
        }
    }
    (set, next)
}

/// All states reachable without reading a byte. Look-around is taken as satisfied: that only adds candidates.
fn closure(nfa: &NFA, mut stack: Vec<StateID>) -> Vec<StateID> {
    let mut seen = vec![false; nfa.states().len()];
    let mut states = Vec::new();
    while let Some(id) = stack.pop() {
        let Some(seen) = seen.get_mut(id.as_usize()) else { continue };
        if std::mem::replace(seen, true) {
            continue;
        }
        match nfa.state(id) {
            State::Look { next, .. } | State::Capture { next, .. } => stack.push(*next),
            State::Union { alternates } => stack.extend(alternates.iter().copied()),
            State::BinaryUnion { alt1, alt2 } => stack.extend([*alt1, *alt2]),
            _ => states.push(id),
        }
    }
    states
}
