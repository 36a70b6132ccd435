//! Open: the first place of a growing text at which it is not decided yet what begins there.
//!
//! A place is open while some detector's match may have begun at it and may still go on: while the text behind it is
//! the beginning of a literal, or an automaton that started there has not died.
//!
//! ```text
//! text    the key ghp_Ab1          "the" and "key" have died: no literal and no code begins like that
//! open            ^                `ghp_` has been read, its pattern waits for more
//! text    the key ghp_Ab1, and t   the pattern died at the comma; "and" has died, "t" may become a literal
//! open                         ^
//! ```
//!
//! Only the first open place is walked on with every piece. When it closes, the places behind it are walked from their
//! start until one is still open: each place is walked once, in all as far as when the whole text is scanned.

use llmguard_types::{Bounds, DetectorIndex};

use crate::automaton::{Automaton, DEAD, START};
use crate::group::Place;
use crate::plan::Trigger;
use crate::program::Program;
use crate::set::is_ascii_word;

/// The first open place of a text, and what may go on there.
#[derive(Debug, Default)]
pub(crate) struct Open {
    place: usize,
    /// Up to where the walks have read.
    read: usize,
    walks: Vec<Walk>,
}

/// Something that may have begun at the open place.
#[derive(Debug, Clone, Copy)]
enum Walk {
    /// The literals from one on and before another begin like this.
    Literals(usize, usize),
    /// A lead, in a state.
    Lead(DetectorIndex, u16),
    /// A pattern behind its lead, in a state.
    Body(DetectorIndex, u16),
    /// The members of a group, by its number, in a state.
    Group(usize, u16),
    /// Something without an automaton, of so many bytes.
    Blind(usize),
}

impl Open {
    pub(crate) fn place(&self) -> usize {
        self.place
    }

    /// Takes what has been added to the text.
    pub(crate) fn advance(&mut self, program: &Program, text: &[u8]) {
        self.read_on(program, text);
        while self.walks.is_empty() && self.place < text.len() {
            self.place += 1;
            self.read = self.place;
            self.begin(program, text);
            self.read_on(program, text);
        }
    }

    /// The text begins `by` bytes later.
    pub(crate) fn shift(&mut self, by: usize) {
        self.place = self.place.saturating_sub(by);
        self.read = self.read.saturating_sub(by);
    }

    /// Begins everything that may begin at the place.
    fn begin(&mut self, program: &Program, text: &[u8]) {
        let Some(byte) = text.get(self.place).copied() else { return };
        if (0x80..0xc0).contains(&byte) {
            return;
        }
        let before = self.place.checked_sub(1).and_then(|before| text.get(before));
        let bounded = !before.is_some_and(|before| is_ascii_word(*before));
        if bounded || program.literals_begin(byte) {
            self.walks.push(Walk::Literals(0, program.literals().len()));
        }
        for (number, member) in program.all_groups().iter().enumerate() {
            let here = match member.group.place {
                Place::Number => bounded && byte.is_ascii_digit(),
                Place::Code => bounded && !byte.is_ascii_digit(),
                Place::Token => bounded,
                Place::Everywhere => true,
            };
            if here && member.first.contains(byte) {
                self.walks.push(match member.group.automaton() {
                    Some(_) => Walk::Group(number, START),
                    None => Walk::Blind(member.group.reach()),
                });
            }
        }
        for rule in program.anchored() {
            if let Some(known) = program.rule(*rule)
                && let Trigger::Anchor(anchor) = &known.plan.trigger
                && anchor.first.contains(byte)
                && (bounded || known.detector.bounds == Bounds::None)
            {
                self.walks.push(first_walk(program, *rule));
            }
        }
    }

    /// Reads what is left of the text and forgets the walks that die.
    fn read_on(&mut self, program: &Program, text: &[u8]) {
        while let Some(byte) = text.get(self.read).copied()
            && !self.walks.is_empty()
        {
            let mut at = 0;
            while let Some(walk) = self.walks.get(at).copied() {
                match self.step(program, walk, byte) {
                    Some(next) => {
                        if let Some(slot) = self.walks.get_mut(at) {
                            *slot = next;
                        }
                        at += 1;
                    }
                    None => {
                        self.walks.swap_remove(at);
                    }
                }
            }
            self.read += 1;
        }
    }

    /// What becomes of a walk that reads a byte. What it begins by that is added, and reads the byte as well.
    fn step(&mut self, program: &Program, walk: Walk, byte: u8) -> Option<Walk> {
        let depth = self.read - self.place;
        match walk {
            Walk::Literals(from, to) => self.literals(program, from..to, depth, byte),
            Walk::Lead(rule, state) => {
                let plan = &program.rule(rule)?.plan;
                let lead = plan.matcher.lead.as_ref()?;
                let state = lead.step(state, byte);
                if lead.is_match(state) {
                    self.walks.push(Walk::Body(rule, START));
                }
                (state != DEAD && depth < plan.max_len).then_some(Walk::Lead(rule, state))
            }
            Walk::Body(rule, state) => {
                let plan = &program.rule(rule)?.plan;
                let state = plan.matcher.body.as_ref()?.step(state, byte);
                (state != DEAD && depth < plan.max_len).then_some(Walk::Body(rule, state))
            }
            Walk::Group(number, state) => {
                let group = &program.all_groups().get(number)?.group;
                let state = group.automaton()?.step(state, byte);
                (state != DEAD && depth < group.reach()).then_some(Walk::Group(number, state))
            }
            Walk::Blind(reach) => (depth < reach).then_some(walk),
        }
    }

    /// The literals that go on with a byte. Of those that end with it, the detector begins.
    fn literals(
        &mut self,
        program: &Program,
        range: std::ops::Range<usize>,
        depth: usize,
        byte: u8,
    ) -> Option<Walk> {
        let (all, byte) = (program.literals(), byte.to_ascii_lowercase());
        let known = all.get(range.clone())?;
        let from = range.start + known.partition_point(|(text, _)| text.get(depth).is_none_or(|b| *b < byte));
        let to = range.start + known.partition_point(|(text, _)| text.get(depth).is_none_or(|b| *b <= byte));
        let ended = all.get(from..to)?.iter().take_while(|(text, _)| text.len() == depth + 1);
        let mut count = 0;
        for (_, rule) in ended {
            count += 1;
            // It has to read what the literal has read.
            self.walks.push(Walk::Again(*rule));
        }
        (from + count < to).then_some(Walk::Literals(from + count, to))
    }
}

/// How a detector begins.
fn first_walk(program: &Program, rule: DetectorIndex) -> Walk {
    let Some(plan) = program.rule(rule).map(|r| &r.plan) else { return Walk::Blind(0) };
    match (&plan.matcher.lead, &plan.matcher.body) {
        (_, None) => Walk::Blind(plan.max_len),
        (Some(_), _) => Walk::Lead(rule, START),
        (None, Some(_)) => Walk::Body(rule, START),
    }
}
