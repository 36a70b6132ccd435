//! Program: detectors compiled together, immutable and shared by every scanner.

mod builder;

use std::ops::Range;
use std::sync::Arc;

use llmguard_types::{Code, Detector, DetectorIndex, Entities, Entity, Error};
use once_cell::sync::OnceCell;
use regex_automata::meta;
use regex_automata::nfa::thompson::WhichCaptures;

use crate::compile::{at, parse};
use crate::group::{Group, Place};
use crate::image::{Image, fingerprint};
use crate::list::{List, Listed};
use crate::literals::Beginnings;
use crate::nfa::AHEAD;
use crate::plan::{Cost, Plan};
use crate::program::builder::Builder;
use crate::set::Set;
use crate::shape::Asked;
use crate::shared::Cues;
use crate::simd::Tables;
use crate::starters::Starters;
use crate::words::Words;
use crate::{CUE_LEFT, CUE_RIGHT, MAX_AUTOMATON, MAX_CHAIN};

/// Detectors compiled together. Immutable; share it in an `Arc` and give each thread its own
/// [`Scanner`](crate::Scanner).
#[derive(Debug)]
pub struct Program {
    rules: Vec<Rule>,
    entities: Entities,
    /// What the block pass looks up.
    tables: Tables,
    /// The literals of triggers and anchors.
    words: Words<Literal>,
    /// What may stand behind literals; see [`Text::after`](crate::literals::Text).
    after: Vec<[u64; AHEAD]>,
    /// Where the detector of a literal may begin.
    begins: Vec<Begin>,
    /// How those of triggers begin. Made when a stream first asks.
    beginnings: OnceCell<Beginnings>,
    /// What else may begin with a byte. Made then, too.
    starters: OnceCell<Starters>,
    /// The bytes that those detectors begin with which need no boundary before them.
    free: Set,
    /// Detectors with an anchor, and how they begin.
    anchored: Vec<(DetectorIndex, Set)>,
    /// Every spelling of every cue.
    cues: Words<u32>,
    /// The beginnings of the cues of what is announced.
    announcing: Words<()>,
    /// By the kind of place, …
    groups: Vec<Member>,
    /// … and which of them are asked at each kind.
    places: Vec<(Place, Range<usize>)>,
    /// At which shapes which groups of numbers are asked.
    asked: Asked,
    byte_anchors: Vec<(u8, Anchored)>,
    digit_anchors: Vec<Anchored>,
    /// What may stand before the digit of any of these.
    before_digits: Set,
    /// Detectors whose matches begin with a word of a lexicon, and how they begin.
    worded: Vec<(DetectorIndex, Set)>,
    /// Detectors that mention what was found, and the kinds of it.
    mentions: Vec<Mentioning>,
    lists: Vec<Listed>,
    longest: usize,
}

/// What a literal in the text means. There are thousands: a small one is a near one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Literal {
    pub(crate) rule: DetectorIndex,
    /// The number of what may stand behind it; see [`Program::after`].
    pub(crate) after: u16,
    /// See [`Text::state`](crate::literals::Text).
    pub(crate) state: u16,
}

/// Where the detector of a literal may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Begin {
    /// With the literal.
    Here,
    /// With the literal, behind a boundary.
    Bounded,
    /// Before it: the literal is its anchor.
    Before,
}

/// A detector that is tried where a byte stands, and what may stand behind that.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Anchored {
    pub(crate) rule: DetectorIndex,
    pub(crate) after: [u64; AHEAD],
}

/// A detector of mentions.
#[derive(Debug)]
pub(crate) struct Mentioning {
    pub(crate) rule: DetectorIndex,
    /// The kinds whose words it finds again.
    pub(crate) entities: Vec<Entity>,
    /// The bytes it begins with.
    pub(crate) first: Set,
}

/// A group and who its members are in this program.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) group: Arc<Group>,
    pub(crate) first: Set,
    pub(crate) rules: Vec<Option<DetectorIndex>>,
    /// Those that are asked at two kinds of places, as bits.
    pub(crate) twofold: u64,
}

/// One detector, ready to run.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) detector: Detector,
    pub(crate) entity: Entity,
    pub(crate) plan: Arc<Plan>,
    pub(crate) cues: Cues,
    /// The whole pattern with Unicode bounds: decides where the automata of the plan cannot. Built when first needed.
    exact: OnceCell<meta::Regex>,
}

impl Rule {
    /// The automaton that decides.
    pub(crate) fn exact(&self) -> Result<&meta::Regex, Error> {
        self.exact.get_or_try_init(|| {
            let captures = if self.detector.has_context() { WhichCaptures::All } else { WhichCaptures::Implicit };
            let hir = parse(&self.detector, "pattern", &self.detector.regex())?;
            let config = meta::Config::new()
                .nfa_size_limit(Some(2 * MAX_AUTOMATON))
                .which_captures(captures)
                .auto_prefilter(false);
            meta::Regex::builder().configure(config).build_from_hir(&hir).map_err(|_| {
                at(&self.detector, Code::CompileSize, "the automaton could not be built")
                    .mend("shorten counted repeats or use smaller character classes")
            })
        })
    }
}

impl Program {
    /// Compiles detectors together. Their order does not matter: they are sorted by id.
    ///
    /// # Errors
    ///
    /// `C001`–`C007` or `C009` when a pattern is refused, `D003` when two detectors share an id.
    pub fn compile(detectors: impl IntoIterator<Item = Detector>) -> Result<Program, Error> {
        Program::load(&Image::default(), detectors)
    }

    /// Puts detectors together whose compiled form is in an image; those that are not in it are compiled.
    ///
    /// # Errors
    ///
    /// As [`Program::compile`].
    pub fn load(image: &Image, detectors: impl IntoIterator<Item = Detector>) -> Result<Program, Error> {
        Program::load_with(image, detectors, [])
    }

    /// The same with lists. Of the detector that names a list, id, title, entity and level count.
    ///
    /// # Errors
    ///
    /// As [`Program::compile`].
    pub fn load_with(
        image: &Image,
        detectors: impl IntoIterator<Item = Detector>,
        lists: impl IntoIterator<Item = (Detector, List)>,
    ) -> Result<Program, Error> {
        let lists = lists.into_iter().map(|(detector, list)| (detector, Some(list)));
        let mut all: Vec<_> = detectors.into_iter().map(|detector| (detector, None)).chain(lists).collect();
        all.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
        let twice = all.iter().zip(all.iter().skip(1)).find(|((a, _), (b, _))| a.id == b.id);
        if let Some(((first, _), _)) = twice {
            return Err(at(first, Code::DetectorDuplicate, "the id is used twice").mend("ids are unique; rename one"));
        }
        let mut builder = Builder::default();
        for (detector, list) in all {
            if let Some(list) = list {
                builder.add_list(detector, list);
                continue;
            }
            let fingerprint = fingerprint(&detector);
            let (plan, new) = match image.plan(fingerprint) {
                Some(plan) => (Arc::clone(plan), false),
                None => (Arc::new(Plan::of(&detector, false)?), true),
            };
            builder.add(fingerprint, detector, plan, new);
        }
        builder.finish(image)
    }

    /// The detectors, ordered by id; a [`DetectorIndex`] counts in this order.
    pub fn detectors(&self) -> impl ExactSizeIterator<Item = &Detector> {
        self.rules.iter().map(|rule| &rule.detector)
    }

    /// The lists, each with the detector that names it, ordered by id.
    pub fn lists(&self) -> impl Iterator<Item = (&Detector, &List)> {
        self.lists.iter().filter_map(|listed| Some((self.detector(listed.rule)?, &listed.list)))
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

    /// What looking for a detector costs; `None` for an index of another program.
    #[must_use]
    pub fn cost(&self, index: DetectorIndex) -> Option<Cost> {
        self.rule(index).map(|rule| rule.plan.cost())
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
        MAX_CHAIN + self.longest + CUE_LEFT.max(self.left_of_lists())
    }

    /// How many bytes before a finding a list may ask for.
    pub(crate) fn left_of_lists(&self) -> usize {
        self.lists.iter().map(|listed| listed.list.left()).max().unwrap_or(0)
    }

    /// How many bytes behind a reported finding it may depend on.
    #[must_use]
    pub fn right(&self) -> usize {
        let lists = self.lists.iter().map(|listed| listed.list.right()).max().unwrap_or(0);
        MAX_CHAIN + (self.longest + CUE_RIGHT).max(lists)
    }

    pub(crate) fn rule(&self, index: DetectorIndex) -> Option<&Rule> {
        self.rules.get(index.0 as usize)
    }

    pub(crate) fn words(&self) -> &Words<Literal> {
        &self.words
    }

    /// What may stand behind a literal.
    #[inline(always)]
    pub(crate) fn after(&self, number: u16) -> [u64; AHEAD] {
        self.after.get(usize::from(number)).copied().unwrap_or([u64::MAX; AHEAD])
    }

    /// Where a detector with literals may begin.
    #[inline(always)]
    pub(crate) fn begins(&self, rule: DetectorIndex) -> Begin {
        self.begins.get(rule.0 as usize).copied().unwrap_or(Begin::Here)
    }

    pub(crate) fn beginnings(&self) -> &Beginnings {
        self.beginnings.get_or_init(|| {
            let literals = self.rules.iter().zip((0..).map(DetectorIndex)).flat_map(builder::literals);
            let starts = literals.filter(|(_, begins, _)| *begins != Begin::Before);
            Beginnings::new(starts.map(|(rule, _, text)| (&*text.bytes, rule)))
        })
    }

    pub(crate) fn starters(&self) -> &Starters {
        self.starters.get_or_init(|| Starters::of(self))
    }

    /// Whether something that needs no boundary before it may begin with this byte.
    pub(crate) fn begins_free(&self, byte: u8) -> bool {
        self.free.contains(byte)
    }

    /// The detectors that are tried where an anchor stands, and how they begin.
    pub(crate) fn anchored(&self) -> &[(DetectorIndex, Set)] {
        &self.anchored
    }

    /// The longest match of any detector, in bytes.
    pub(crate) fn longest(&self) -> usize {
        self.longest
    }

    pub(crate) fn cues(&self) -> &Words<u32> {
        &self.cues
    }

    pub(crate) fn tables(&self) -> &Tables {
        &self.tables
    }

    pub(crate) fn all_groups(&self) -> &[Member] {
        &self.groups
    }

    pub(crate) fn groups(&self, place: Place) -> &[Member] {
        let range = self.places.iter().find(|(known, _)| *known == place).map(|(_, range)| range.clone());
        range.and_then(|range| self.groups.get(range)).unwrap_or_default()
    }

    pub(crate) fn announcing(&self) -> &Words<()> {
        &self.announcing
    }

    pub(crate) fn asked(&self) -> &Asked {
        &self.asked
    }

    pub(crate) fn has(&self, place: Place) -> bool {
        !self.groups(place).is_empty()
    }

    pub(crate) fn byte_anchors(&self) -> &[(u8, Anchored)] {
        &self.byte_anchors
    }

    pub(crate) fn before_digits(&self) -> Set {
        self.before_digits
    }

    pub(crate) fn digit_anchors(&self) -> &[Anchored] {
        &self.digit_anchors
    }

    /// The detectors whose matches begin with a word of a lexicon, and how they begin.
    pub(crate) fn worded(&self) -> &[(DetectorIndex, Set)] {
        &self.worded
    }

    pub(crate) fn mentions(&self) -> &[Mentioning] {
        &self.mentions
    }

    pub(crate) fn listed(&self) -> &[Listed] {
        &self.lists
    }
}
