//! Worded: the detectors whose matches begin with a word of a lexicon.

use llmguard_types::{Begins, DetectorIndex, Lexicon};

use crate::set::Set;

/// The detectors by lexicon, so that a word is looked up once.
#[derive(Debug, Default)]
pub(crate) struct Worded {
    /// The bytes any of them begins with.
    pub(crate) first: Set,
    /// Each lexicon with its detectors.
    pub(crate) lexicons: Vec<(Lexicon, Vec<Opened>)>,
}

/// A detector whose matches begin with a word of a lexicon.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) rule: DetectorIndex,
    /// The bytes it begins with.
    pub(crate) first: Set,
    /// Marks of the words, one of which is enough.
    pub(crate) marks: u8,
}

impl Worded {
    pub(crate) fn add(&mut self, rule: DetectorIndex, first: Set, Begins { lexicon, marks }: Begins) {
        self.first = self.first.or(first);
        match self.lexicons.iter_mut().find(|(known, _)| std::ptr::fn_addr_eq(*known, lexicon)) {
            Some((_, opened)) => opened.push(Opened { rule, first, marks }),
            None => self.lexicons.push((lexicon, vec![Opened { rule, first, marks }])),
        }
    }
}
