//! List: what a customer brings to be found, beside what patterns describe.
//!
//! A list has an id like any detector and its findings are resolved, classified and decided like any other. But it is
//! not compiled: it looks through the text by itself, word by word, while the engine does the same for all patterns.
//!
//! Whole text and pieces are looked through by one and the same [`Watch`], which keeps what a later word may still
//! need. A whole text is one piece behind which nothing follows:
//!
//! ```text
//! piece     an Knorr-Brem          `Knorr` begins a term of two words, and the second has not ended
//! open         ^
//! piece     se AG.                 `Knorr-Bremse` is reported, `AG` is open until the point
//! ```

use std::sync::Arc;

use llmguard_types::{Confidence, DetectorIndex, Entity, Evidence, Finding, Span};

use crate::dictionary::{self, Dictionary, MAX_TERM};
use crate::fingerprint::{self, Fingerprints};
use crate::matching::{self, Matching};
use crate::mention::Known;
use crate::program::Program;

/// What a customer brings to be found. Cheap to clone.
#[derive(Debug, Clone)]
pub enum List {
    /// Terms.
    Dictionary(Arc<Dictionary>),
    /// Rows of a table.
    Matching(Arc<Matching>),
    /// Documents.
    Fingerprints(Arc<Fingerprints>),
    /// Nothing of its own: somebody else finds it, and the detector is its name in this program.
    Elsewhere,
}

impl List {
    /// How many bytes behind its start a finding may depend on.
    pub(crate) fn right(&self) -> usize {
        match self {
            List::Dictionary(_) => MAX_TERM,
            List::Matching(_) => matching::RIGHT,
            List::Fingerprints(_) => fingerprint::RIGHT.max(MAX_TERM),
            List::Elsewhere => 0,
        }
    }

    /// How many bytes before its start.
    pub(crate) fn left(&self) -> usize {
        match self {
            List::Matching(_) => matching::LEFT,
            List::Dictionary(_) | List::Fingerprints(_) | List::Elsewhere => 0,
        }
    }

    fn confidence(&self) -> Confidence {
        match self {
            List::Dictionary(_) | List::Elsewhere => Confidence::High,
            List::Matching(_) | List::Fingerprints(_) => Confidence::Verified,
        }
    }

    fn watch(&self) -> Watch {
        match self {
            List::Dictionary(list) => Watch::Dictionary(Arc::clone(list), dictionary::Watch::default()),
            List::Matching(list) => Watch::Matching(Arc::clone(list), matching::Watch::default()),
            List::Fingerprints(list) => Watch::Fingerprints(Arc::clone(list), fingerprint::Watch::new(list)),
            List::Elsewhere => Watch::Nothing,
        }
    }
}

/// A list in a program.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub(crate) rule: DetectorIndex,
    pub(crate) entity: Entity,
    pub(crate) list: List,
}

/// How far one list has come in a text.
#[derive(Debug)]
enum Watch {
    Dictionary(Arc<Dictionary>, dictionary::Watch),
    Matching(Arc<Matching>, matching::Watch),
    Fingerprints(Arc<Fingerprints>, fingerprint::Watch),
    Nothing,
}

/// How far the lists of a program have come in a text.
#[derive(Debug)]
pub(crate) struct Watches(Vec<Watch>);

impl Watches {
    pub(crate) fn new(program: &Program) -> Watches {
        Watches(program.listed().iter().map(|listed| listed.list.watch()).collect())
    }

    /// Another text begins.
    pub(crate) fn reset(&mut self) {
        self.0.iter_mut().for_each(|watch| match watch {
            Watch::Dictionary(_, watch) => *watch = dictionary::Watch::default(),
            Watch::Matching(_, watch) => *watch = matching::Watch::default(),
            Watch::Fingerprints(_, watch) => watch.reset(),
            Watch::Nothing => (),
        });
    }

    /// Looks through what has been added to the text.
    pub(crate) fn advance(&mut self, program: &Program, known: Known<'_>, found: &mut Vec<Finding>) {
        for (watch, Listed { rule, entity, list }) in self.0.iter_mut().zip(program.listed()) {
            let confidence = list.confidence();
            let evidence = Evidence::PATTERN.with(Evidence::LIST);
            let mut report = |span: Span| {
                found.push(Finding { span, detector: *rule, entity: *entity, confidence, evidence });
            };
            match watch {
                Watch::Dictionary(dictionary, watch) => watch.advance(dictionary, known, report),
                Watch::Matching(table, watch) => watch.advance(table, known, report),
                Watch::Fingerprints(prints, watch) => watch.advance(prints, known, |passage| report(passage.span)),
                Watch::Nothing => (),
            }
        }
    }

    /// The first place at which a finding may begin that is not reported yet, if it lies before `place`.
    pub(crate) fn open_from(&self, place: usize) -> usize {
        let open = self.0.iter().map(|watch| match watch {
            Watch::Dictionary(_, watch) => watch.open_from(),
            Watch::Matching(_, watch) => watch.open_from(),
            Watch::Fingerprints(prints, watch) => watch.open_from(prints),
            Watch::Nothing => usize::MAX,
        });
        open.fold(place, usize::min)
    }
}
