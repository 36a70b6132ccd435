//! Pack: a dense automaton of `regex-automata` as a small [`Automaton`].

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use regex_automata::Anchored;
use regex_automata::dfa::{Automaton as _, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;

use super::{Automaton, DEAD};

/// Numbers the states of a dense automaton by breadth, matching ones last, and writes their rows.
pub(super) fn pack(dfa: &dense::DFA<Vec<u32>>, shared: bool) -> Option<Automaton> {
    let byte_classes = dfa.byte_classes();
    let mut classes = [0u8; 256];
    for (byte, class) in (0..=u8::MAX).zip(classes.iter_mut()) {
        *class = byte_classes.get(byte);
    }
    let units: Vec<_> = byte_classes.representatives(..).collect();
    let start = dfa.start_state(&start::Config::new().anchored(Anchored::Yes)).ok()?;
    let step = |state: StateID, unit: &regex_automata::util::alphabet::Unit| match unit.as_u8() {
        Some(byte) => dfa.next_state(state, byte),
        None => dfa.next_eoi_state(state),
    };
    let mut seen = HashSet::from([start]);
    let mut order = vec![start];
    let mut at = 0;
    while let Some(state) = order.get(at).copied() {
        at += 1;
        for unit in &units {
            let to = step(state, unit);
            if !dfa.is_dead_state(to) && seen.insert(to) {
                order.push(to);
            }
        }
    }
    order.sort_by_key(|state| *state != start && dfa.is_match_state(*state));
    let numbers: HashMap<StateID, u16> =
        order.iter().zip(1..=u16::MAX).map(|(state, number)| (*state, number)).collect();
    if numbers.len() != order.len() {
        return None;
    }
    let plain = order.iter().filter(|state| **state == start || !dfa.is_match_state(**state)).count();
    let mut table = vec![0u8; 2 * units.len()];
    let mut which = Vec::new();
    for state in &order {
        for unit in &units {
            table.extend(numbers.get(&step(*state, unit)).copied().unwrap_or(DEAD).to_le_bytes());
        }
        if shared && *state != start && dfa.is_match_state(*state) {
            let mask = (0..dfa.match_len(*state)).fold(0u64, |m, i| m | 1 << dfa.match_pattern(*state, i).as_usize());
            which.extend(mask.to_le_bytes());
        }
    }
    Some(Automaton {
        classes: Cow::Owned(classes),
        stride: units.len(),
        first_match: u16::try_from(plain + 1).ok()?,
        table: Cow::Owned(table),
        which: Cow::Owned(which),
    })
}
