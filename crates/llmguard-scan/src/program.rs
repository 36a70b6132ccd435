//! Program: detectors compiled together, immutable and shared by every scanner.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};
use llmguard_types::{Bounds, Code, Detector, DetectorIndex, Entities, Entity, Error, pattern};
use once_cell::sync::OnceCell;
use regex_automata::meta;
use regex_automata::nfa::thompson::WhichCaptures;

use crate::compile::{at, parse};
use crate::cue;
use crate::starts::Starts;
use crate::trigger::Plan;
use crate::{CUE_LEFT, CUE_RIGHT, MAX_AUTOMATON, MAX_CHAIN};

/// Detectors compiled together. Immutable; share it in an `Arc` and give each thread its own
/// [`Scanner`](crate::Scanner).
#[derive(Debug)]
pub struct Program {
    rules: Vec<Rule>,
    entities: Entities,
    /// Trigger literals and cue words in one automaton; compared without ASCII case.
    words: AhoCorasick,
    /// What each pattern of `words` stands for.
    uses: Vec<Vec<Use>>,
    /// Detectors that begin with no literal.
    starts: Starts,
    longest: usize,
}

/// What a hit of the word automaton means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Use {
    /// The detector may start at the hit's start.
    Start(DetectorIndex),
    /// The hit is a spelling of this cue.
    Cue(u32),
}

/// One detector, ready to run.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) detector: Detector,
    pub(crate) entity: Entity,
    pub(crate) plan: Plan,
    /// Numbers of this detector's cues, ascending.
    pub(crate) cues: Vec<u32>,
    automata: Automata,
}

/// The two automata of a pattern, each built when it is first needed.
#[derive(Debug, Default)]
struct Automata {
    /// The pattern without its bounds: rejects nearly every candidate. Word bounds know all of Unicode, which no DFA
    /// affords outside of ASCII, so that German text would be slow without this one.
    probe: OnceCell<meta::Regex>,
    /// The whole pattern: says where the finding begins and ends.
    exact: OnceCell<meta::Regex>,
}

impl Rule {
    /// The automaton that rejects.
    pub(crate) fn probe(&self) -> Result<&meta::Regex, Error> {
        let d = &self.detector;
        let bare = || pattern::regex(&d.lead, &d.pattern, &d.tail, Bounds::None);
        self.automata.probe.get_or_try_init(|| self.build(&bare(), WhichCaptures::Implicit))
    }

    /// The automaton that decides.
    pub(crate) fn exact(&self) -> Result<&meta::Regex, Error> {
        let captures = if self.detector.has_context() { WhichCaptures::All } else { WhichCaptures::Implicit };
        self.automata.exact.get_or_try_init(|| self.build(&self.detector.regex(), captures))
    }

    fn build(&self, source: &str, captures: WhichCaptures) -> Result<meta::Regex, Error> {
        let hir = parse(&self.detector, "pattern", source)?;
        let config =
            meta::Config::new().nfa_size_limit(Some(2 * MAX_AUTOMATON)).which_captures(captures).auto_prefilter(false);
        meta::Regex::builder().configure(config).build_from_hir(&hir).map_err(|_| {
            at(&self.detector, Code::CompileSize, "the automaton could not be built")
                .mend("shorten counted repeats or use smaller character classes")
        })
    }
}

impl Program {
    /// Compiles detectors together. Their order does not matter: they are sorted by id.
    ///
    /// # Errors
    ///
    /// `C001`–`C007` when a pattern is refused, `D003` when two detectors share an id.
    pub fn compile(detectors: impl IntoIterator<Item = Detector>) -> Result<Program, Error> {
        let planned = detectors.into_iter().map(|detector| Plan::of(&detector).map(|plan| (detector, plan)));
        Program::assemble(planned.collect::<Result<_, _>>()?)
    }

    /// Puts detectors together whose plans are known. A plan that is not its detector's makes findings go missing.
    ///
    /// # Errors
    ///
    /// `C006` for a bad cue word, `D003` when two detectors share an id.
    pub fn assemble(mut planned: Vec<(Detector, Plan)>) -> Result<Program, Error> {
        planned.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
        let twice = planned.iter().zip(planned.iter().skip(1)).find(|((a, _), (b, _))| a.id == b.id);
        if let Some(((first, _), _)) = twice {
            return Err(at(first, Code::DetectorDuplicate, "the id is used twice").mend("ids are unique; rename one"));
        }
        let mut builder = Builder::default();
        for (detector, plan) in planned {
            builder.add(detector, plan)?;
        }
        builder.finish()
    }

    /// The detectors, ordered by id; a [`DetectorIndex`] counts in this order.
    pub fn detectors(&self) -> impl ExactSizeIterator<Item = &Detector> {
        self.rules.iter().map(|rule| &rule.detector)
    }

    /// The detector behind a finding of this program; `None` for an index of another one.
    #[must_use]
    pub fn detector(&self, index: DetectorIndex) -> Option<&Detector> {
        self.rule(index).map(|rule| &rule.detector)
    }

    /// What kind of thing a detector finds; `None` for an index of another program.
    #[must_use]
    pub fn entity(&self, index: DetectorIndex) -> Option<Entity> {
        self.rule(index).map(|rule| rule.entity)
    }

    /// The kinds this program knows.
    #[must_use]
    pub fn entities(&self) -> &Entities {
        &self.entities
    }

    /// How many bytes before a reported finding it may depend on, given where each detector's finding before that
    /// window ended and where the chain of overlaps there began.
    #[must_use]
    pub fn left(&self) -> usize {
        // A chain of overlaps may begin this far before; its first match has its own context.
        MAX_CHAIN + self.longest + CUE_LEFT
    }

    /// How many bytes behind a reported finding it may depend on.
    #[must_use]
    pub fn right(&self) -> usize {
        MAX_CHAIN + self.longest + CUE_RIGHT
    }

    pub(crate) fn rule(&self, index: DetectorIndex) -> Option<&Rule> {
        self.rules.get(index.0 as usize)
    }

    pub(crate) fn words(&self) -> &AhoCorasick {
        &self.words
    }

    pub(crate) fn uses(&self, pattern: usize) -> &[Use] {
        self.uses.get(pattern).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn starts(&self) -> &Starts {
        &self.starts
    }
}

/// Collects what the detectors share.
#[derive(Default)]
struct Builder {
    rules: Vec<Rule>,
    entities: Entities,
    words: BTreeMap<Vec<u8>, Vec<Use>>,
    cues: BTreeMap<String, u32>,
    starts: Starts,
}

impl Builder {
    fn add(&mut self, detector: Detector, plan: Plan) -> Result<(), Error> {
        let index = DetectorIndex(u32::try_from(self.rules.len()).unwrap_or(u32::MAX));
        if plan.literals.is_empty() {
            self.starts.add(index, detector.bounds, &plan.prefix);
        }
        for literal in plan.literals.iter() {
            self.words.entry(literal.to_vec()).or_default().push(Use::Start(index));
        }
        let mut cues = Vec::with_capacity(detector.cues.len());
        for word in detector.cues.iter() {
            cues.push(self.cue(&detector, word)?);
        }
        cues.sort_unstable();
        let entity = self.entities.intern(&detector.entity);
        self.rules.push(Rule { detector, entity, plan, cues, automata: Automata::default() });
        Ok(())
    }

    /// The number of a cue, shared by every detector that has it.
    fn cue(&mut self, detector: &Detector, word: &str) -> Result<u32, Error> {
        let spellings = cue::spellings(detector, word)?;
        let next = u32::try_from(self.cues.len()).unwrap_or(u32::MAX);
        let number = *self.cues.entry(word.to_owned()).or_insert(next);
        if number == next {
            for spelling in spellings {
                self.words.entry(spelling.into_bytes()).or_default().push(Use::Cue(number));
            }
        }
        Ok(number)
    }

    fn finish(self) -> Result<Program, Error> {
        let words = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(self.words.keys())
            .map_err(|_| {
                Error::new(Code::CompileSize, "the automaton of all trigger literals and cue words is too large")
                    .mend("use fewer detectors or shorter cue lists")
            })?;
        Ok(Program {
            longest: self.rules.iter().map(|rule| rule.plan.max_len).max().unwrap_or(0),
            rules: self.rules,
            entities: self.entities,
            words,
            uses: self.words.into_values().collect(),
            starts: self.starts,
        })
    }
}
