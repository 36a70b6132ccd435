//! Builder: makes a program of detectors and their plans, by collecting what they share.

use std::collections::{BTreeMap, BTreeSet};

use llmguard_types::{Bounds, Detector, DetectorIndex, Entities, Error};
use once_cell::sync::OnceCell;

use super::{Literal, Member, Program, Rule};
use crate::anchor::What;
use crate::blocks;
use crate::cue;
use crate::group::{self, Group, Place};
use crate::image::{Image, fingerprint};
use crate::literals::{Beginnings, Literals};
use crate::plan::{MARKS, Plan, Trigger};
use crate::prints::{Print, Prints};
use crate::set::Set;
use crate::shape::Asked;
use crate::simd::Tables;
use crate::words::Words;

/// Collects what the detectors share.
#[derive(Default)]
pub(super) struct Builder {
    rules: Vec<Rule>,
    entities: Entities,
    literals: Vec<(Vec<u8>, Literal)>,
    prints: Prints,
    cues: BTreeMap<String, (u32, Set)>,
    spellings: Vec<(Vec<u8>, u32)>,
    /// By number: the cues of what is announced.
    announcing: BTreeSet<u32>,
    /// Detectors that are in no group of the image.
    new: Vec<usize>,
    free: Set,
    anchored: Vec<(DetectorIndex, Set)>,
    byte_anchors: Vec<(u8, DetectorIndex)>,
    digit_anchors: Vec<DetectorIndex>,
    before_digits: Set,
    classes: Classes,
}

impl Builder {
    pub(super) fn add(&mut self, detector: Detector, plan: Plan, new: bool) -> Result<(), Error> {
        let number = self.rules.len();
        let index = DetectorIndex(u32::try_from(number).unwrap_or(u32::MAX));
        if detector.bounds == Bounds::None {
            self.free = self.free.or(match &plan.trigger {
                Trigger::Literals(literals) => literals.first.first().copied().unwrap_or(Set::ALL),
                Trigger::Anchor(anchor) => anchor.first,
                Trigger::Shape { .. } | Trigger::Anywhere => Set::ALL,
            });
        }
        match &plan.trigger {
            Trigger::Literals(literals) => {
                let print = if detector.bounds == Bounds::None { Print::Free } else { Print::Bounded };
                self.literals(literals, Literal::Start(index), print);
            }
            Trigger::Shape { head, property, .. } => self.prints.add(Print::Code(*property), b"", head),
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
                    What::Literals(literals, _) => self.literals(literals, Literal::Anchor(index), Print::Free),
                }
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
        if detector.announced {
            self.announcing.extend(&cues);
        }
        let entity = self.entities.intern(&detector.entity);
        self.rules.push(Rule { detector, entity, plan, cues, cues_first, exact: OnceCell::new() });
        Ok(())
    }

    fn literals(&mut self, literals: &Literals, meaning: Literal, print: Print) {
        for text in &literals.texts {
            self.prints.add(print, text, &literals.first);
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

    /// What announces, and its fingerprints. A short cue is no tail of a word.
    fn announcing(&mut self) -> Words<()> {
        let cues = self.spellings.iter().filter(|(_, cue)| self.announcing.contains(cue));
        for (spelling, _) in cues.clone() {
            let print = if cue::may_be_tail(spelling) { Print::Tail } else { Print::Cue };
            self.prints.add(print, spelling, &[]);
        }
        Words::new(cues.map(|(spelling, _)| (spelling, ())))
    }

    pub(super) fn finish(mut self, image: &Image) -> Result<Program, Error> {
        let new = self.new.iter().filter_map(|number| self.rules.get(*number)).map(|r| (&r.detector, &r.plan));
        let built = group::build(new, false)?;
        let numbers: BTreeMap<u64, DetectorIndex> = self
            .rules
            .iter()
            .zip(0..)
            .map(|(rule, number)| (fingerprint(&rule.detector), DetectorIndex(number)))
            .collect();
        let member = |group: &Group| {
            let rules: Vec<_> = group.members.iter().map(|member| numbers.get(member).copied()).collect();
            let known = |rule: &Option<DetectorIndex>| rule.and_then(|rule| self.rules.get(rule.0 as usize));
            let twofold = |rule| known(rule).is_some_and(|rule| rule.plan.trigger.is_twofold());
            Member {
                twofold: rules.iter().zip(0..).fold(0, |all, (rule, number)| all | u64::from(twofold(rule)) << number),
                rules,
                first: group.first(),
                group: group.clone(),
            }
        };
        let all = image.groups().iter().chain(&built).map(member);
        let mut groups: Vec<Member> = all.filter(|member| member.rules.iter().any(Option::is_some)).collect();
        groups.sort_by_key(|member| member.group.place);
        let numbers = groups.iter().filter(|member| member.group.place == Place::Number);
        let asked = Asked::of(numbers.map(|member| &member.group.shapes));
        let announcing = self.announcing();
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
            announcing,
            groups,
            asked,
            byte_anchors: self.byte_anchors,
            digit_anchors: self.digit_anchors,
            before_digits: self.before_digits,
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

    fn anchor(&mut self, byte: u8) {
        self.mark(Set::of([byte]), blocks::ANCHOR);
    }
}
