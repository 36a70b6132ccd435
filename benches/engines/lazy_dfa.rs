//! Lazy DFA: all rules in one automaton that is determinised while it runs.
//!
//! `MatchKind::All` and overlapping search: it reports where each rule's matches end, every end of every rule, and not
//! where they begin. That is what Hyperscan reports, so the two must count the same.

use llmguard_bench_protocol::{Engine, rules, serve};
use regex_automata::hybrid::dfa::{Cache, DFA, OverlappingState};
use regex_automata::nfa::thompson;
use regex_automata::util::syntax;
use regex_automata::{Input, MatchKind};

/// What the lazily built states may take: enough that the 127 rules rarely start over.
const CACHE: usize = 8 << 20;

struct LazyDfa {
    dfa: DFA,
    cache: Cache,
    rules: usize,
}

impl LazyDfa {
    fn new(path: &str) -> LazyDfa {
        let patterns: Vec<String> = rules(path).into_iter().map(|(_, pattern)| pattern).collect();
        let dfa = DFA::builder()
            .configure(DFA::config().match_kind(MatchKind::All).cache_capacity(CACHE))
            .syntax(syntax::Config::new().unicode(false).utf8(false))
            .thompson(thompson::Config::new().utf8(false))
            .build_many(&patterns)
            .expect("the rules compile");
        LazyDfa { cache: dfa.create_cache(), rules: patterns.len(), dfa }
    }
}

impl Engine for LazyDfa {
    fn count(&mut self, text: &str) -> usize {
        let input = Input::new(text);
        let mut state = OverlappingState::start();
        let mut found = 0;
        loop {
            self.dfa
                .try_search_overlapping_fwd(&mut self.cache, &input, &mut state)
                .expect("no byte stops the search: bounds are ASCII and the cache may be cleared");
            if state.get_match().is_none() {
                return found;
            }
            found += 1;
        }
    }

    fn rules(&self) -> usize {
        self.rules
    }
}

fn main() {
    let path = std::env::args().nth(1).expect("usage: engine-lazy-dfa RULES");
    serve("lazy DFA over all", || LazyDfa::new(&path));
}
