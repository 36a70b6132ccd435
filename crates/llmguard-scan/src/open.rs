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
//! start until one is still open: each place is walked once, in all as far as when the whole text is scanned. A place that
//! closes without any automaton having matched has no finding, so that nothing more needs to be asked of it.
//!
//! Walking is dear, scanning is not. Where more of the text is known than a match can be long, nothing is walked and the
//! place is looked through; and of a long piece the last [`LONG`] bytes count as open until the next one comes.

use std::ops::Range;

use llmguard_types::{Bounds, DetectorIndex};

use crate::automaton::{DEAD, START};
use crate::cue::is_word;
use crate::letters::letters;
use crate::nfa::goes_on;
use crate::program::{Begin, Literal, Program, Rule};
use crate::set::is_ascii_word;
use crate::starters::{Starter, What};
use crate::words::HEAD;

/// What is open at the end of a piece of more bytes than this is asked with the next one.
const LONG: usize = 1024;

/// The first open place of a text, and what may go on there.
#[derive(Debug, Default)]
pub(crate) struct Open {
    place: usize,
    /// Whether the place has been begun.
    begun: bool,
    /// Whether no word character of ASCII stands before it.
    bounded: bool,
    /// Up to where the walks have read.
    read: usize,
    walks: Vec<Walk>,
    /// Whether something has matched that began at the place.
    matched: bool,
    /// From the first to the last of the places before at which something has matched.
    found: Option<Range<usize>>,
}

/// Something that has begun at the open place and has not died.
#[derive(Debug, Clone)]
enum Walk {
    /// The literals in this range begin like the text.
    Literals(Range<usize>),
    /// A lead, in a state.
    Lead(DetectorIndex, u16),
    /// A pattern behind its lead, in a state.
    Body(DetectorIndex, u16),
    /// The members of a group, by its number, in a state.
    Group(usize, u16),
    /// A detector, if the word that has begun is one of its lexicon.
    Word(DetectorIndex),
    /// Something without an automaton, of so many bytes.
    Blind(usize),
}

impl Open {
    pub(crate) fn place(&self) -> usize {
        self.place
    }

    /// Takes what has been added to the text.
    pub(crate) fn advance(&mut self, program: &Program, text: &[u8]) {
        let oldest = text.len().saturating_sub(program.longest() + 1);
        if self.place < oldest {
            // Whatever began here is over. What it was is asked without walking.
            self.note(self.place..oldest);
            (self.place, self.begun) = (oldest, false);
            self.walks.clear();
        }
        for walk in std::mem::take(&mut self.walks) {
            self.go_on(program, text, walk, self.read);
        }
        // Of a long piece it does not matter how little is open at its end.
        let end = if text.len() - self.read > LONG { text.len() - LONG } else { text.len() };
        self.read = text.len();
        while self.walks.is_empty() && self.place < end {
            if !self.begun {
                self.matched = false;
                self.begin(program, text);
            }
            self.begun = !self.walks.is_empty();
            if !self.begun {
                if self.matched {
                    self.note(self.place..self.place + 1);
                }
                self.place += 1;
            }
        }
    }

    /// Where, before the place, something may have been found that has not been taken yet.
    pub(crate) fn take_found(&mut self) -> Option<Range<usize>> {
        self.found.take()
    }

    /// The text begins `by` bytes later.
    pub(crate) fn shift(&mut self, by: usize) {
        self.place = self.place.saturating_sub(by);
        self.read = self.read.saturating_sub(by);
        self.found = self.found.take().map(|found| found.start.saturating_sub(by)..found.end.saturating_sub(by));
    }

    /// Something may have been found at `places`, which are not before those noted last.
    pub(crate) fn note(&mut self, places: Range<usize>) {
        let from = self.found.take().map_or(places.start, |found| found.start);
        self.found = Some(from..places.end);
    }

    /// Begins everything that may begin at the place.
    fn begin(&mut self, program: &Program, text: &[u8]) {
        let Some(byte) = text.get(self.place).copied() else { return };
        let before = self.place.checked_sub(1).and_then(|before| text.get(before));
        let bounded = !before.is_some_and(|before| is_ascii_word(*before));
        let continues = (0x80..0xc0).contains(&byte);
        if continues || !(bounded || program.begins_free(byte)) {
            return;
        }
        self.bounded = bounded;
        let ahead = text.len() - self.place;
        // No literal is longer than what the word table reads.
        if ahead < HEAD {
            self.go_on(program, text, Walk::Literals(program.beginnings().with(byte)), self.place);
        } else {
            program.words().at(text, self.place, |len, Literal { rule, after, .. }| {
                if program.begins(rule) != Begin::Before && goes_on(&program.after(after), text, self.place + len) {
                    self.begin_one(program, text, rule);
                }
            });
        }
        for Starter { reach, what } in program.starters().at(text.get(self.place..).unwrap_or_default(), bounded) {
            if *reach < ahead {
                // This one is over, and so are all others. What they found is asked without walking.
                self.matched = true;
                break;
            }
            match what {
                What::Detector(rule) => self.begin_one(program, text, *rule),
                What::Group(number) => self.go_on(program, text, Walk::Group(*number, START), self.place),
                What::Blind => self.go_on(program, text, Walk::Blind(*reach), self.place),
                What::Word(rule) => self.go_on(program, text, Walk::Word(*rule), self.place),
            }
        }
    }

    /// Begins one detector, if its bounds allow.
    fn begin_one(&mut self, program: &Program, text: &[u8], rule: DetectorIndex) {
        let begins = |rule: &&Rule| match rule.detector.bounds {
            Bounds::None => true,
            Bounds::Token => self.bounded,
            Bounds::Line => self.place.checked_sub(1).and_then(|at| text.get(at)).is_none_or(|b| b"\r\n".contains(b)),
        };
        let Some(known) = program.rule(rule).filter(begins) else { return };
        let walk = match (&known.plan.matcher.lead, &known.plan.matcher.body) {
            (_, None) => Walk::Blind(known.plan.max_len),
            (Some(_), _) => Walk::Lead(rule, START),
            (None, Some(_)) => Walk::Body(rule, START),
        };
        self.go_on(program, text, walk, self.place);
    }

    /// Walks on from a byte, and is kept unless it dies.
    fn go_on(&mut self, program: &Program, text: &[u8], walk: Walk, from: usize) {
        let rest = text.get(from..).unwrap_or_default();
        let left = match walk {
            Walk::Literals(range) => self.literals(program, text, range, from),
            Walk::Lead(rule, mut state) => {
                let Some(plan) = program.rule(rule).map(|r| &r.plan) else { return };
                let Some(lead) = &plan.matcher.lead else { return };
                if self.is_over(text, plan.max_len) {
                    return;
                }
                for (at, byte) in (from..).zip(rest) {
                    state = lead.next(state, *byte);
                    if lead.is_match(state) {
                        self.go_on(program, text, Walk::Body(rule, START), at);
                    }
                    if state == DEAD {
                        return;
                    }
                }
                Some(Walk::Lead(rule, state))
            }
            Walk::Body(rule, state) => {
                let Some(plan) = program.rule(rule).map(|r| &r.plan) else { return };
                let Some(body) = &plan.matcher.body else { return };
                if self.is_over(text, plan.max_len) {
                    return;
                }
                let (state, end) = body.after(state, rest);
                self.matched |= end.is_some();
                match end {
                    // The bound is one as ASCII knows it: what the exact search makes of it, all of the room may tell.
                    Some(end) if is_word_beyond_ascii(text, from + end) => Some(Walk::Blind(plan.max_len)),
                    _ => (state != DEAD).then_some(Walk::Body(rule, state)),
                }
            }
            Walk::Group(number, state) => {
                let Some(group) = program.all_groups().get(number).map(|member| &member.group) else { return };
                let Some(automaton) = group.automaton() else { return };
                if self.is_over(text, group.reach()) {
                    return;
                }
                let (state, end) = automaton.after(state, rest);
                self.matched |= end.is_some();
                (state != DEAD).then_some(Walk::Group(number, state))
            }
            Walk::Word(rule) => {
                let word = letters(text, self.place);
                let open = !word.is_empty() && self.place + word.len() == text.len();
                let begins = program.rule(rule).and_then(|r| r.detector.begins);
                if !open && begins.is_some_and(|b| (b.lexicon)(word) & b.marks != 0) {
                    self.begin_one(program, text, rule);
                }
                open.then_some(Walk::Word(rule))
            }
            Walk::Blind(reach) => {
                self.matched = true;
                (!self.is_over(text, reach)).then_some(Walk::Blind(reach))
            }
        };
        self.walks.extend(left);
    }

    /// Whether nothing that reaches so far from the place can go on. What it was is asked without walking.
    fn is_over(&mut self, text: &[u8], reach: usize) -> bool {
        let over = text.len() - self.place > reach;
        self.matched |= over;
        over
    }

    /// Narrows the literals down to those that go on like the text. Of those that end, the detector begins.
    fn literals(&mut self, program: &Program, text: &[u8], mut range: Range<usize>, from: usize) -> Option<Walk> {
        let all = program.beginnings().all();
        for (at, byte) in (from..).zip(text.get(from..)?) {
            let (depth, byte) = (at - self.place, byte.to_ascii_lowercase());
            let known = all.get(range.clone())?;
            let below = known.partition_point(|literal| literal.byte(depth) < byte);
            let fit = known.get(below..)?.partition_point(|literal| literal.byte(depth) == byte);
            range = range.start + below..range.start + below + fit;
            for literal in all.get(range.clone())?.iter().take_while(|literal| literal.len() == depth + 1) {
                range.start += 1;
                self.begin_one(program, text, literal.rule);
            }
            if range.is_empty() {
                return None;
            }
        }
        Some(Walk::Literals(range))
    }
}

/// Whether a letter or digit beyond ASCII begins at a place.
fn is_word_beyond_ascii(text: &[u8], at: usize) -> bool {
    let bytes = text.get(at..text.len().min(at + char::MAX.len_utf8())).unwrap_or_default();
    let next = bytes.utf8_chunks().next().and_then(|chunk| chunk.valid().chars().next());
    next.is_some_and(|c| !c.is_ascii() && is_word(c))
}
