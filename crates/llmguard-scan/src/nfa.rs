//! NFA: a pattern's automaton as `regex-automata` compiles it, stepped by sets of bytes.
//!
//! Nothing is searched with it; it is asked what is true of every match: which bytes may come first, how soon a digit
//! must follow, what may stand before an `@`.

use regex_automata::nfa::thompson::{NFA, State, Transition};
use regex_automata::util::primitives::StateID;

use crate::set::Set;

/// So many bytes behind a literal or an anchor are known.
pub(crate) const AHEAD: usize = 4;

/// So many first bytes of a match are known.
pub(crate) const FRONT: usize = 16;
/// The [symbols](Set::folded) that they may have.
pub(crate) type Front = [u64; FRONT];

/// The states in which a match begins.
pub(crate) fn start(nfa: &NFA) -> Vec<StateID> {
    closure(nfa, vec![nfa.start_anchored()], true)
}

/// The first byte of a match.
pub(crate) fn first(nfa: &NFA) -> Set {
    step(nfa, &start(nfa), Set::ALL).0
}

/// What the first bytes of a match may be whose very first is one of `allowed`.
pub(crate) fn head<const N: usize>(nfa: &NFA, mut allowed: Set) -> [Set; N] {
    let mut states = start(nfa);
    [Set::ALL; N].map(|all| {
        if matches(nfa, &states) {
            states.clear();
        }
        let (used, next) = step(nfa, &states, std::mem::replace(&mut allowed, all));
        states = next;
        if used.is_empty() { all } else { used }
    })
}

/// The [symbols](Set::folded) of the first bytes of a match.
pub(crate) fn front(nfa: &NFA) -> Front {
    head(nfa, Set::ALL).map(|bytes: Set| bytes.folded())
}

/// The [symbols](Set::folded) of the next bytes of a match that has come to these states.
pub(crate) fn next(nfa: &NFA, mut states: Vec<StateID>) -> [u64; AHEAD] {
    [(); AHEAD].map(|()| {
        if matches(nfa, &states) {
            states.clear();
        }
        let (used, next) = step(nfa, &states, Set::ALL);
        states = next;
        if used.is_empty() { u64::MAX } else { used.folded() }
    })
}

/// Whether these may be the symbols of what stands at a place.
#[inline(always)]
pub(crate) fn goes_on(symbols: &[u64], text: &[u8], at: usize) -> bool {
    let bytes = text.get(at..).unwrap_or_default();
    symbols.iter().zip(bytes).all(|(symbols, byte)| symbols >> (byte & 63) & 1 == 1)
}

/// Whether one of the states ends a match.
pub(crate) fn matches(nfa: &NFA, states: &[StateID]) -> bool {
    states.iter().any(|id| matches!(nfa.state(*id), State::Match { .. }))
}

/// The bytes of `allowed` that lead on from a set of states, and the states they lead to.
pub(crate) fn step(nfa: &NFA, states: &[StateID], allowed: Set) -> (Set, Vec<StateID>) {
    let (used, next) = read(nfa, states, allowed);
    (used, closure(nfa, next, true))
}

/// The same, but for what is reachable from these states without reading a byte.
pub(crate) fn read(nfa: &NFA, states: &[StateID], allowed: Set) -> (Set, Vec<StateID>) {
    let mut used = Set::default();
    let mut next = Vec::new();
    for t in states.iter().flat_map(|id| transitions(nfa.state(*id))) {
        let bytes = Set::of(t.start..=t.end).and(allowed);
        if !bytes.is_empty() {
            used = used.or(bytes);
            next.push(t.next);
        }
    }
    next.sort_unstable();
    next.dedup();
    (used, next)
}

/// Where a state leads to by reading a byte.
pub(crate) fn transitions(state: &State) -> Vec<Transition> {
    match state {
        State::ByteRange { trans } => vec![*trans],
        State::Sparse(sparse) => sparse.transitions.to_vec(),
        State::Dense(dense) => (0..=u8::MAX)
            .filter_map(|byte| dense.matches_byte(byte).map(|next| Transition { start: byte, end: byte, next }))
            .collect(),
        _ => Vec::new(),
    }
}

/// All states reachable without reading a byte. `bound` says whether a bound of a detector holds here; where that is not
/// known, `true` only adds candidates.
pub(crate) fn closure(nfa: &NFA, mut stack: Vec<StateID>, bound: bool) -> Vec<StateID> {
    let mut seen = vec![false; nfa.states().len()];
    let mut states = Vec::new();
    while let Some(id) = stack.pop() {
        let Some(seen) = seen.get_mut(id.as_usize()) else { continue };
        if std::mem::replace(seen, true) {
            continue;
        }
        match nfa.state(id) {
            State::Look { next, .. } if bound => stack.push(*next),
            State::Look { .. } => {}
            State::Capture { next, .. } => stack.push(*next),
            State::Union { alternates } => stack.extend(alternates.iter().copied()),
            State::BinaryUnion { alt1, alt2 } => stack.extend([*alt1, *alt2]),
            _ => states.push(id),
        }
    }
    states
}
