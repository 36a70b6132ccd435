//! Builder: makes a program of detectors and their plans, by collecting what they share.

use std::collections::HashMap;
use std::sync::Arc;

use llmguard_types::{Bounds, Detector, DetectorIndex, Entities, Error};
use once_cell::sync::OnceCell;

use super::{Anchored, Begin, Literal, Member, Mentioning, Program, Rule};
use crate::anchor::What;
use crate::blocks;
use crate::group::{self, Group, Place};
use crate::heads::Heads;
use crate::image::{Image, fingerprint};
use crate::list::{List, Listed};
use crate::literals::Text;
use crate::nfa::AHEAD;
use crate::plan::{MARKS, Plan, Trigger};
use crate::set::Set;
use crate::shape::Asked;
use crate::shared::{Cues, Shared};
use crate::simd::Tables;
use crate::words::{Opening, Words};

/// Collects what the detectors share.
#[derive(Default)]
pub(super) struct Builder {
    rules: Vec<Rule>,
    entities: Entities,
    /// The fingerprints of the detectors.
    fingerprints: Vec<u64>,
    /// Detectors that are in no group of the image.
    new: Vec<usize>,
    free: Set,
    anchored: Vec<(DetectorIndex, Set)>,
    byte_anchors: Vec<(u8, Anchored)>,
    digit_anchors: Vec<Anchored>,
    before_digits: Set,
    worded: Vec<(DetectorIndex, Set)>,
    mentions: Vec<Mentioning>,
    lists: Vec<Listed>,
    classes: Classes,
}

impl Builder {
    /// Adds the detector that follows by id; `new` says that it is in no group of the image.
    pub(super) fn add(&mut self, fingerprint: u64, detector: Detector, plan: Arc<Plan>, new: bool) {
        let number = self.rules.len();
        let index = DetectorIndex(u32::try_from(number).unwrap_or(u32::MAX));
        if detector.bounds == Bounds::None {
            self.free = self.free.or(match &plan.trigger {
                Trigger::Literals(literals) => literals.first(),
                Trigger::Anchor(anchor) => anchor.first,
                Trigger::Word(first) => *first,
                Trigger::Shape { .. } | Trigger::Anywhere => Set::ALL,
                Trigger::Mention(_) | Trigger::List => Set::default(),
            });
        }
        if let Trigger::Anchor(anchor) = &plan.trigger {
            self.anchored.push((index, anchor.first));
            let anchored = Anchored { rule: index, after: anchor.after };
            match &anchor.what {
                What::Byte(byte) => {
                    self.classes.anchor(*byte);
                    self.byte_anchors.push((*byte, anchored));
                }
                What::Digit => {
                    self.before_digits = self.before_digits.or(anchor.last);
                    self.digit_anchors.push(anchored);
                }
                What::Literals(..) => {}
            }
        }
        if let Trigger::Word(first) = &plan.trigger {
            self.classes.mark(*first, blocks::NAME);
            self.worded.push((index, *first));
        }
        if let Trigger::Mention(first) = &plan.trigger {
            let entities = detector.mentions.iter().map(|label| self.entities.intern(label)).collect();
            self.mentions.push(Mentioning { rule: index, entities, first: *first });
        }
        if new {
            self.new.push(number);
        }
        let entity = self.entities.intern(&detector.entity);
        self.fingerprints.push(fingerprint);
        self.rules.push(Rule { detector, entity, plan, cues: Cues::default(), exact: OnceCell::new() });
    }

    /// Adds the list that follows by id.
    pub(super) fn add_list(&mut self, detector: Detector, list: List) {
        let rule = DetectorIndex(u32::try_from(self.rules.len()).unwrap_or(u32::MAX));
        let entity = self.entities.intern(&detector.entity);
        self.lists.push(Listed { rule, entity, list });
        self.add(fingerprint(&detector), detector, Arc::new(Plan::list()), false);
    }

    pub(super) fn finish(mut self, image: &Image) -> Result<Program, Error> {
        let detectors = self.rules.iter().map(|rule| (&rule.detector, &*rule.plan));
        let new = self.new.iter().filter_map(|number| self.rules.get(*number)).map(|r| (&r.detector, &*r.plan));
        let built: Vec<Arc<Group>> = group::build(new, false)?.into_iter().map(Arc::new).collect();
        let groups = self.members(image.groups().iter().chain(&built));
        let identities = self.fingerprints.iter().copied().zip(self.rules.iter().map(|rule| &rule.detector));
        let collected;
        let shared = match image.shared().filter(|shared| shared.is_of(identities)) {
            Some(shared) => shared,
            None => {
                collected = Shared::of(detectors)?;
                &collected
            }
        };
        self.rules.iter_mut().zip(&shared.cues).for_each(|(rule, cues)| rule.cues.clone_from(cues));
        let numbers = groups.iter().filter(|member| member.group.place == Place::Number);
        let places = groups.chunk_by(|a, b| a.group.place == b.group.place).scan(0, |from, alike| {
            let range = *from..*from + alike.len();
            *from = range.end;
            alike.first().map(|member| (member.group.place, range))
        });
        let asked = Asked::of(numbers.map(|member| (&member.group.shapes, member.group.announced)));
        let literals = || self.rules.iter().zip((0..).map(DetectorIndex)).flat_map(literals);
        let mut heads = Heads::none();
        literals().for_each(|(_, begins, text)| heads.add(&text.bytes, begins != Begin::Bounded));
        let mut after = Numbered::new();
        let words = Words::new(literals().map(|(rule, _, text)| {
            (&text.bytes, text.opening, Literal { rule, after: after.number(text.after), state: text.state })
        }));
        let begins = self.rules.iter().map(begins).collect();
        Ok(Program {
            longest: self.rules.iter().map(|rule| rule.plan.max_len).max().unwrap_or(0),
            tables: Tables { ascii: self.classes.ascii, other: self.classes.other, prints: shared.prints, heads },
            rules: self.rules,
            entities: self.entities,
            beginnings: OnceCell::new(),
            starters: OnceCell::new(),
            words,
            after: after.known,
            begins,
            free: self.free,
            anchored: self.anchored,
            cues: Words::new(
                shared.spellings.iter().map(|(spelling, cue)| (spelling, Opening::any_case(spelling), *cue)),
            ),
            announcing: Words::new(shared.announcing().map(|spelling| (spelling, Opening::any_case(spelling), ()))),
            places: places.collect(),
            groups,
            asked,
            byte_anchors: self.byte_anchors,
            digit_anchors: self.digit_anchors,
            before_digits: self.before_digits,
            worded: self.worded,
            mentions: self.mentions,
            lists: self.lists,
        })
    }

    /// The groups with a member in this program, by the kind of place.
    fn members<'a>(&self, groups: impl Iterator<Item = &'a Arc<Group>>) -> Vec<Member> {
        let numbers: HashMap<u64, DetectorIndex> =
            self.fingerprints.iter().copied().zip((0..).map(DetectorIndex)).collect();
        let member = |group: &Arc<Group>| {
            let rules: Vec<_> = group.members.iter().map(|member| numbers.get(member).copied()).collect();
            let known = |rule: &Option<DetectorIndex>| rule.and_then(|rule| self.rules.get(rule.0 as usize));
            let twofold = |rule| known(rule).is_some_and(|rule| rule.plan.trigger.is_twofold());
            Member {
                twofold: rules.iter().zip(0..).fold(0, |all, (rule, number)| all | u64::from(twofold(rule)) << number),
                rules,
                first: group.first(),
                group: Arc::clone(group),
            }
        };
        let mut members: Vec<Member> =
            groups.map(member).filter(|member| member.rules.iter().any(Option::is_some)).collect();
        members.sort_by_key(|member| member.group.place);
        members
    }
}

/// The literals by which a detector is found, and where it may begin.
pub(super) fn literals((rule, index): (&Rule, DetectorIndex)) -> impl Iterator<Item = (DetectorIndex, Begin, &Text)> {
    let texts = match &rule.plan.trigger {
        Trigger::Literals(literals) => &*literals.texts,
        Trigger::Anchor(anchor) => match &anchor.what {
            What::Literals(literals, _) => &*literals.texts,
            What::Byte(_) | What::Digit => &[],
        },
        _ => &[],
    };
    texts.iter().map(move |text| (index, begins(rule), text))
}

/// Where a detector may begin that has a literal.
fn begins(rule: &Rule) -> Begin {
    match rule.plan.trigger {
        Trigger::Anchor(_) => Begin::Before,
        _ if rule.detector.bounds == Bounds::None => Begin::Here,
        _ => Begin::Bounded,
    }
}

/// What may stand behind literals, nearly each of it once. Number 0 is anything, and what is too much to have a number.
struct Numbered {
    known: Vec<[u64; AHEAD]>,
    /// By hash: the number given last.
    numbers: Box<[u16; 1 << Numbered::BITS]>,
}

impl Numbered {
    const BITS: u32 = 12;

    fn new() -> Numbered {
        Numbered { known: vec![[u64::MAX; AHEAD]], numbers: Box::new([0; 1 << Numbered::BITS]) }
    }

    fn number(&mut self, after: [u64; AHEAD]) -> u16 {
        let hash = after.iter().fold(0, |hash: u64, symbols| (hash ^ symbols).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let Some(number) = self.numbers.get_mut((hash >> (u64::BITS - Numbered::BITS)) as usize) else { return 0 };
        if self.known.get(usize::from(*number)) != Some(&after) {
            *number = u16::try_from(self.known.len()).unwrap_or(0);
            if *number != 0 {
                self.known.push(after);
            }
        }
        *number
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

    fn anchor(&mut self, byte: u8) {
        self.mark(Set::of([byte]), blocks::ANCHOR);
    }
}
