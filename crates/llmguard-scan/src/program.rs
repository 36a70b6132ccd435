//! Program: detectors compiled together, immutable and shared by every scanner.

use std::collections::BTreeMap;

use llmguard_types::{Begins, Bounds, Code, Detector, DetectorIndex, Entities, Entity, Error, Lexicon};
use once_cell::sync::OnceCell;
use regex_automata::meta;
use regex_automata::nfa::thompson::WhichCaptures;

use crate::anchor::What;
use crate::blocks;
use crate::compile::{at, parse};
use crate::cue;
use crate::group::{self, Group, Place};
use crate::image::{Image, fingerprint};
use crate::literals::{Beginnings, Literals};
use crate::plan::{Cost, MARKS, Plan, Property, Trigger};
use crate::prints::Prints;
use crate::set::Set;
use crate::shape::Shapes;
use crate::simd::Tables;
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
    /// How those of triggers begin.
    beginnings: Beginnings,
    /// The bytes that those detectors begin with which need no boundary before them.
    free: Set,
    /// Detectors with an anchor, and how they begin.
    anchored: Vec<(DetectorIndex, Set)>,
    /// Every spelling of every cue.
    cues: Words<u32>,
    groups: Vec<Member>,
    /// The shapes of numbers at which a group is asked.
    shapes: Shapes,
    byte_anchors: Vec<(u8, DetectorIndex)>,
    digit_anchors: Vec<DetectorIndex>,
    /// What may stand before the digit of any of these.
    before_digits: Set,
    worded: Worded,
    /// Detectors that mention what was found, and the kinds of it.
    mentions: Vec<(DetectorIndex, Vec<Entity>)>,
    longest: usize,
}

/// The detectors whose matches begin with a word of a lexicon.
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
    fn add(&mut self, rule: DetectorIndex, first: Set, Begins { lexicon, marks }: Begins) {
        self.first = self.first.or(first);
        match self.lexicons.iter_mut().find(|(known, _)| std::ptr::fn_addr_eq(*known, lexicon)) {
            Some((_, opened)) => opened.push(Opened { rule, first, marks }),
            None => self.lexicons.push((lexicon, vec![Opened { rule, first, marks }])),
        }
    }
}

/// What a literal in the text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Literal {
    /// The detector may start at the literal's start.
    Start(DetectorIndex),
    /// The detector may have started before it.
    Anchor(DetectorIndex),
}

/// A group and who its members are in this program.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) group: Group,
    pub(crate) first: Set,
    pub(crate) rules: Vec<Option<DetectorIndex>>,
}

/// One detector, ready to run.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) detector: Detector,
    pub(crate) entity: Entity,
    pub(crate) plan: Plan,
    /// Numbers of this detector's cues, ascending.
    pub(crate) cues: Vec<u32>,
    /// The bytes they may begin with.
    pub(crate) cues_first: Set,
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
        let mut detectors: Vec<Detector> = detectors.into_iter().collect();
        detectors.sort_by(|a, b| a.id.cmp(&b.id));
        let twice = detectors.iter().zip(detectors.iter().skip(1)).find(|(a, b)| a.id == b.id);
        if let Some((first, _)) = twice {
            return Err(at(first, Code::DetectorDuplicate, "the id is used twice").mend("ids are unique; rename one"));
        }
        let mut builder = Builder::default();
        for detector in detectors {
            let (plan, new) = match image.plan(&detector) {
                Some(plan) => (plan.clone(), false),
                None => (Plan::of(&detector, false)?, true),
            };
            builder.add(detector, plan, new)?;
        }
        builder.finish(image)
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

    pub(crate) fn words(&self) -> &Words<Literal> {
        &self.words
    }

    pub(crate) fn beginnings(&self) -> &Beginnings {
        &self.beginnings
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

    pub(crate) fn groups(&self, place: Place) -> impl Iterator<Item = &Member> {
        self.groups.iter().filter(move |member| member.group.place == place)
    }

    pub(crate) fn shapes(&self) -> &Shapes {
        &self.shapes
    }

    pub(crate) fn has(&self, place: Place) -> bool {
        self.groups(place).next().is_some()
    }

    pub(crate) fn byte_anchors(&self) -> &[(u8, DetectorIndex)] {
        &self.byte_anchors
    }

    pub(crate) fn before_digits(&self) -> Set {
        self.before_digits
    }

    pub(crate) fn digit_anchors(&self) -> &[DetectorIndex] {
        &self.digit_anchors
    }

    pub(crate) fn worded(&self) -> &Worded {
        &self.worded
    }

    pub(crate) fn mentions(&self) -> &[(DetectorIndex, Vec<Entity>)] {
        &self.mentions
    }
}

/// Collects what the detectors share.
#[derive(Default)]
struct Builder {
    rules: Vec<Rule>,
    entities: Entities,
    literals: Vec<(Vec<u8>, Literal)>,
    /// Literals that need no boundary before them, and those that do, for the block pass.
    prints: Prints,
    cues: BTreeMap<String, (u32, Set)>,
    spellings: Vec<(Vec<u8>, u32)>,
    /// Detectors that are in no group of the image.
    new: Vec<usize>,
    free: Set,
    anchored: Vec<(DetectorIndex, Set)>,
    byte_anchors: Vec<(u8, DetectorIndex)>,
    digit_anchors: Vec<DetectorIndex>,
    before_digits: Set,
    worded: Worded,
    mentions: Vec<(DetectorIndex, Vec<Entity>)>,
    classes: Classes,
}

impl Builder {
    fn add(&mut self, detector: Detector, plan: Plan, new: bool) -> Result<(), Error> {
        let number = self.rules.len();
        let index = DetectorIndex(u32::try_from(number).unwrap_or(u32::MAX));
        let bounded = detector.bounds != Bounds::None;
        if detector.bounds == Bounds::None {
            self.free = self.free.or(match &plan.trigger {
                Trigger::Literals(literals) => literals.first.first().copied().unwrap_or(Set::ALL),
                Trigger::Anchor(anchor) => anchor.first,
                Trigger::Word(first) => *first,
                Trigger::Shape { .. } | Trigger::Anywhere => Set::ALL,
                Trigger::Mention => Set::default(),
            });
        }
        match &plan.trigger {
            Trigger::Literals(literals) => self.literals(literals, Literal::Start(index), bounded),
            Trigger::Shape { first, property } => self.classes.shape(first.without(Set::digits()), *property),
            Trigger::Anchor(anchor) => {
                self.anchored.push((index, anchor.first));
                match &anchor.what {
                    What::Byte(byte) => {
                        self.classes.anchor(*byte);
                        self.byte_anchors.push((*byte, index));
                    }
                    What::Digit => {
                        self.before_digits = self.before_digits.or(anchor.last);
                        self.digit_anchors.push(index);
                    }
                    What::Literals(literals, _) => self.literals(literals, Literal::Anchor(index), false),
                }
            }
            Trigger::Word(first) => {
                if let Some(begins) = detector.begins {
                    self.worded.add(index, *first, begins);
                }
            }
            Trigger::Mention => {
                let entities = detector.mentions.iter().map(|label| self.entities.intern(label)).collect();
                self.mentions.push((index, entities));
            }
            Trigger::Anywhere => {}
        }
        if new {
            self.new.push(number);
        }
        let mut cues = Vec::with_capacity(detector.cues.len());
        let mut cues_first = Set::default();
        for word in detector.cues.iter() {
            let (number, first) = self.cue(&detector, word)?;
            cues.push(number);
            cues_first = cues_first.or(first);
        }
        cues.sort_unstable();
        let entity = self.entities.intern(&detector.entity);
        self.rules.push(Rule { detector, entity, plan, cues, cues_first, exact: OnceCell::new() });
        Ok(())
    }

    fn literals(&mut self, literals: &Literals, meaning: Literal, bounded: bool) {
        for text in &literals.texts {
            self.prints.add(text, &literals.first, bounded);
            self.literals.push((text.to_vec(), meaning));
        }
    }

    /// The number of a cue, shared by every detector that has it, and the bytes its spellings begin with.
    fn cue(&mut self, detector: &Detector, word: &str) -> Result<(u32, Set), Error> {
        if let Some(known) = self.cues.get(word) {
            return Ok(*known);
        }
        let number = u32::try_from(self.cues.len()).unwrap_or(u32::MAX);
        let spellings = cue::spellings(detector, word)?;
        let begin = spellings.iter().filter_map(|spelling| spelling.bytes().next());
        let first = Set::of(begin.flat_map(|byte| [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()]));
        self.spellings.extend(spellings.into_iter().map(|spelling| (spelling.into_bytes(), number)));
        self.cues.insert(word.to_owned(), (number, first));
        Ok((number, first))
    }

    fn finish(self, image: &Image) -> Result<Program, Error> {
        let new = self.new.iter().filter_map(|number| self.rules.get(*number)).map(|r| (&r.detector, &r.plan));
        let built = group::build(new, false)?;
        let numbers: BTreeMap<u64, DetectorIndex> = self
            .rules
            .iter()
            .zip(0..)
            .map(|(rule, number)| (fingerprint(&rule.detector), DetectorIndex(number)))
            .collect();
        let member = |group: &Group| Member {
            rules: group.members.iter().map(|member| numbers.get(member).copied()).collect(),
            first: group.first(),
            group: group.clone(),
        };
        let all = image.groups().iter().chain(&built).map(member);
        let groups: Vec<Member> = all.filter(|member| member.rules.iter().any(Option::is_some)).collect();
        let mut shapes = Shapes::none();
        let numbers = groups.iter().filter(|member| member.group.place == Place::Number);
        numbers.for_each(|member| shapes.join(&member.group.shapes));
        let starts = self.literals.iter().filter_map(|(text, meaning)| match meaning {
            Literal::Start(rule) => Some((text.as_slice(), *rule)),
            Literal::Anchor(_) => None,
        });
        Ok(Program {
            longest: self.rules.iter().map(|rule| rule.plan.max_len).max().unwrap_or(0),
            tables: Tables { ascii: self.classes.ascii, other: self.classes.other, prints: self.prints.tables() },
            rules: self.rules,
            entities: self.entities,
            beginnings: Beginnings::new(starts),
            words: Words::new(self.literals),
            free: self.free,
            anchored: self.anchored,
            cues: Words::new(self.spellings),
            groups,
            shapes,
            byte_anchors: self.byte_anchors,
            digit_anchors: self.digit_anchors,
            before_digits: self.before_digits,
            worded: self.worded,
            mentions: self.mentions,
        })
    }
}

/// The classes of every byte; see [`blocks`].
struct Classes {
    ascii: [u8; 128],
    other: u8,
}

impl Default for Classes {
    fn default() -> Classes {
        let mut classes = Classes { ascii: [0; 128], other: 0 };
        classes.mark(Set::digits(), blocks::DIGIT);
        classes.mark(Set::words(), blocks::WORD);
        classes.mark(Set::of((b'A'..=b'Z').chain(b'0'..=b'9')), blocks::CAPITAL);
        classes.mark(Set::of(MARKS), blocks::MARK);
        classes
    }
}

impl Classes {
    fn mark(&mut self, bytes: Set, class: usize) {
        for byte in bytes.bytes() {
            *self.ascii.get_mut(usize::from(byte)).unwrap_or(&mut self.other) |= 1 << class;
        }
    }

    fn shape(&mut self, first: Set, property: Property) {
        match property {
            Property::DigitNear => self.mark(first, blocks::FIRST_NEAR),
            Property::DigitFar => self.mark(first, blocks::FIRST_FAR),
            Property::MarkNear => self.mark(first, blocks::FIRST_MARK),
            Property::Digit | Property::Run | Property::LongRun => {}
        }
    }

    fn anchor(&mut self, byte: u8) {
        self.mark(Set::of([byte]), blocks::ANCHOR);
    }
}
