//! Candidates, step 2: where could any detector start?
//!
//! The text is looked at in chunks of 4 KiB, which stay in the nearest cache. The block pass says where something may
//! begin; what each kind of place then asks is cheap, and mostly the answer is no:
//!
//! | place | question |
//! |---|---|
//! | literal | does one of the literals stand here, and may a match go on as the text does behind it? |
//! | number | may a match begin with this [shape](crate::shape), and does the automaton of a group match here? |
//! | number behind a cue | the same, of groups that nothing else [announces](llmguard_types::Detector::announced) |
//! | code | does the automaton of the [groups](crate::group) with its property match here? |
//! | word | may a match go on behind it, and is it in a lexicon that matches begin with? |
//! | anchor | may a match go on behind it, and how far back may one begin? Every start on the way is a candidate. |

use std::num::NonZeroUsize;

use llmguard_types::{Begins, Bounds, DetectorIndex};

use crate::CUE_LEFT;
use crate::anchor::{Anchor, What};
use crate::automaton::Begun;
use crate::bitmap::{ahead, any, is_set, keep, list};
use crate::blocks::{CODES, DIGIT, Starts};
use crate::group::Place;
use crate::letters::letters;
use crate::nfa::goes_on;
use crate::plan::Trigger;
use crate::program::{Anchored, Begin, Literal, Member, Program};
use crate::set::is_ascii_word;
use crate::shape::{Asked, shape};
use crate::simd::{self, BEYOND, BLOCK, Bits, Isa, WORDS};

/// Blocks of a chunk.
const CHUNK: usize = 64;
/// Bytes of a chunk, the block ahead included.
const PADDED: usize = (CHUNK + 1) * BLOCK + BEYOND;

/// A place where a detector's lead or pattern may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) start: usize,
    pub(crate) rule: DetectorIndex,
    pub(crate) known: Known,
}

/// What is known of a match at a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    /// How far the detector's first automaton is, which has read the literal.
    Begun(Begun),
    /// Where it ends, as the group's automaton says.
    End(NonZeroUsize),
}

/// Scratch space of one scanner for finding candidates.
#[derive(Debug)]
pub(crate) struct Finder {
    isa: Isa,
    bits: Box<Bits>,
    starts: Box<Starts>,
    /// The last bytes of a text, with zeros behind.
    padded: Box<[u8; PADDED]>,
    found: Found,
}

/// The candidates of the chunk at hand.
#[derive(Debug)]
struct Found {
    /// Each detector's ascending.
    candidates: Vec<Candidate>,
    /// Those of detectors that are asked at two kinds of places.
    twofold: Vec<Candidate>,
    /// Places of one kind.
    places: Vec<usize>,
    /// Those of them at which a group is asked.
    asked: Vec<usize>,
    /// By the bit of a group of numbers: where it is asked.
    numbers: Vec<Vec<usize>>,
    /// Up to where cues were looked for, and where the last one found begins.
    cue: (usize, Option<usize>),
    /// Per detector with an anchor: up to where its starts have been candidates, on top of `base`.
    tried: Vec<usize>,
    /// Grows by every text, so that nothing needs to be reset between texts.
    base: usize,
}

impl Finder {
    pub(crate) fn new(program: &Program, isa: Isa) -> Finder {
        Finder {
            isa,
            bits: Box::new(Bits::EMPTY),
            starts: Box::new(Starts::EMPTY),
            padded: Box::new([0; PADDED]),
            found: Found {
                candidates: Vec::new(),
                twofold: Vec::new(),
                places: Vec::new(),
                asked: Vec::new(),
                numbers: vec![Vec::new(); program.groups(Place::Number).len().min(Asked::GROUPS)],
                cue: (0, None),
                tried: vec![0; program.detectors().len()],
                base: 0,
            },
        }
    }

    /// Prepares for a text behind one of `len` bytes.
    pub(crate) fn next_text(&mut self, len: usize) {
        self.found.base += len + 1;
        self.found.cue = (0, None);
    }

    /// Finds the candidates of the chunk that begins at `from`, each detector's ordered, and where the next one begins.
    pub(crate) fn chunk(&mut self, program: &Program, text: &[u8], from: usize) -> (&[Candidate], usize) {
        let rest = text.get(from..).unwrap_or_default();
        let blocks = rest.len().div_ceil(BLOCK).min(CHUNK);
        let before = from.checked_sub(1).and_then(|at| text.get(at)).is_some_and(|byte| is_ascii_word(*byte));
        let whole = (blocks + 1) * BLOCK + BEYOND;
        let readable = if rest.len() >= whole {
            rest
        } else {
            let (filled, empty) = self.padded.split_at_mut(rest.len().min(PADDED));
            filled.copy_from_slice(rest.get(..filled.len()).unwrap_or_default());
            let zeros = whole.saturating_sub(filled.len());
            empty.get_mut(..zeros).unwrap_or_default().fill(0);
            self.padded.as_slice()
        };
        simd::pass(self.isa, program.tables(), readable, blocks + 1, before, &mut self.bits, &mut self.starts);
        self.found.dispatch(program, &self.bits, &self.starts, text, from, blocks);
        (&self.found.candidates, from + blocks * BLOCK)
    }
}

impl Found {
    fn dispatch(&mut self, program: &Program, bits: &Bits, starts: &Starts, text: &[u8], from: usize, blocks: usize) {
        self.candidates.clear();
        let mut scratch = std::mem::take(&mut self.places);
        scratch.resize(CHUNK * BLOCK + BLOCK, 0);
        self.literals(program, starts, text, from, list(&any(&starts.long, &starts.short), blocks, from, &mut scratch));
        list(&starts.anchor, blocks, from, &mut scratch).iter().for_each(|at| self.byte_anchors(program, text, *at));
        let numbers = list(&starts.number, blocks, from, &mut scratch);
        numbers.iter().for_each(|at| self.digit_anchors(program, text, *at));
        self.numbers(program, &bits.classes[DIGIT], &starts.cue, text, from, numbers);
        for (bitmap, property) in starts.code.iter().zip(CODES) {
            self.tokens(program, Place::Code(property), text, list(bitmap, blocks, from, &mut scratch));
        }
        if program.has(Place::Word) {
            self.words(program, text, list(&starts.name, blocks, from, &mut scratch));
        }
        if program.has(Place::Token) {
            self.tokens(program, Place::Token, text, list(&starts.begins, blocks, from, &mut scratch));
        }
        if program.has(Place::Everywhere) {
            self.tokens(program, Place::Everywhere, text, list(&[u64::MAX; WORDS], blocks, from, &mut scratch));
        }
        self.places = scratch;
        self.twofold.sort_unstable_by_key(|candidate| candidate.start);
        self.candidates.append(&mut self.twofold);
    }

    /// Looks up the literals that may begin at places, the text's byte `from` being bit 0 of the bitmaps.
    fn literals(&mut self, program: &Program, starts: &Starts, text: &[u8], from: usize, places: &[usize]) {
        let words = program.words();
        for at in places {
            let mut met = |len, literal| self.literal(program, text, *at, len, literal);
            if is_set(&starts.short, at - from) {
                words.short(text, *at, &mut met);
            }
            if is_set(&starts.long, at - from) {
                words.long(text, *at, &mut met);
            }
        }
    }

    /// What follows from a literal of `len` bytes at a place.
    #[inline(always)]
    fn literal(
        &mut self,
        program: &Program,
        text: &[u8],
        at: usize,
        len: usize,
        Literal { rule, after, state }: Literal,
    ) {
        if !goes_on(&program.after(after), text, at + len) {
            return;
        }
        let begins = program.begins(rule);
        let begun = Begun::behind(state, len);
        if begins == Begin::Before {
            let Some(plan) = program.rule(rule).map(|r| &r.plan) else { return };
            let limit = at.saturating_add(plan.max_len).min(text.len());
            if let Trigger::Anchor(anchor) = &plan.trigger
                && let What::Literals(_, rest) = &anchor.what
                && rest.end(text, at, begun, limit).is_some()
            {
                self.back_from(program, rule, anchor, text, at);
            }
            return;
        }
        let mut here = self.candidates.iter().rev().take_while(|candidate| candidate.start == at);
        let known = here.any(|candidate| candidate.rule == rule);
        if !known && (begins == Begin::Here || bound_may_hold(Bounds::Token, text, at)) {
            self.candidates.push(Candidate { start: at, rule, known: Known::Begun(begun) });
        }
    }

    /// Looks up in the lexicons the words with which a match may begin.
    fn words(&mut self, program: &Program, text: &[u8], places: &[usize]) {
        let before = self.candidates.len();
        self.tokens(program, Place::Word, text, places);
        let (mut asked, mut marks) = (None, 0);
        let mut kept = before;
        for at in before..self.candidates.len() {
            let Some(candidate) = self.candidates.get(at).copied() else { break };
            let begins = program.rule(candidate.rule).and_then(|rule| rule.detector.begins);
            let Some(Begins { lexicon, marks: wanted }) = begins else { continue };
            if asked != Some((candidate.start, lexicon as usize)) {
                (asked, marks) = (Some((candidate.start, lexicon as usize)), lexicon(letters(text, candidate.start)));
            }
            if marks & wanted != 0 {
                self.candidates.get_mut(kept).into_iter().for_each(|slot| *slot = candidate);
                kept += 1;
            }
        }
        self.candidates.truncate(kept);
    }

    /// Asks the groups of numbers, each at the numbers with one of its shapes.
    fn numbers(
        &mut self,
        program: &Program,
        digits: &[u64; WORDS],
        cues: &[u64; WORDS],
        text: &[u8],
        from: usize,
        places: &[usize],
    ) {
        let mut numbers = std::mem::take(&mut self.numbers);
        let asked = program.asked();
        for at in places {
            let mut groups = asked.at(shape(text, *at, ahead(digits, at - from)));
            if groups & asked.announced() != 0 && !self.is_announced(program, cues, text, from, *at) {
                groups &= !asked.announced();
            }
            while groups != 0 {
                numbers.get_mut(groups.trailing_zeros() as usize).into_iter().for_each(|list| list.push(*at));
                groups &= groups - 1;
            }
        }
        for (number, member) in program.groups(Place::Number).iter().enumerate() {
            if let Some(list) = numbers.get(Asked::bit(number) as usize).filter(|list| !list.is_empty()) {
                self.ask(member, text, list);
            }
        }
        numbers.iter_mut().for_each(Vec::clear);
        self.numbers = numbers;
    }

    /// Whether a cue begins near enough before a place. Places ascend; `cues` are where one may begin, from `from` on.
    #[inline(always)]
    fn is_announced(&mut self, program: &Program, cues: &[u64; WORDS], text: &[u8], from: usize, place: usize) -> bool {
        let lowest = place.saturating_sub(CUE_LEFT);
        if lowest >= from && ahead(cues, lowest - from) << (BLOCK - CUE_LEFT) == 0 {
            return false;
        }
        self.looks_announced(program, cues, text, from, place)
    }

    fn looks_announced(
        &mut self,
        program: &Program,
        cues: &[u64; WORDS],
        text: &[u8],
        from: usize,
        place: usize,
    ) -> bool {
        let lowest = place.saturating_sub(CUE_LEFT);
        let (looked, last) = &mut self.cue;
        let mut look = |at: usize| program.announcing().at(text, at, |_, ()| *last = Some(at));
        let next = lowest.max(*looked);
        (next..place.min(from)).for_each(&mut look);
        let next = next.max(from);
        if next < place {
            let mut left = ahead(cues, next - from) << (BLOCK - (place - next)) >> (BLOCK - (place - next));
            while left != 0 {
                look(next + left.trailing_zeros() as usize);
                left &= left - 1;
            }
        }
        *looked = place.max(*looked);
        last.is_some_and(|at| at >= lowest)
    }

    /// Asks the groups of another kind of place, each at the places with one of its first bytes.
    fn tokens(&mut self, program: &Program, place: Place, text: &[u8], places: &[usize]) {
        if places.is_empty() {
            return;
        }
        let mut asked = std::mem::take(&mut self.asked);
        for member in program.groups(place) {
            asked.clear();
            asked.extend_from_slice(places);
            let may = keep(&mut asked, |at| text.get(at).is_some_and(|byte| member.first.contains(*byte)));
            asked.truncate(may);
            self.ask(member, text, &asked);
        }
        self.asked = asked;
    }

    /// Asks one group at the places chosen for it.
    fn ask(&mut self, Member { group, rules, twofold, .. }: &Member, text: &[u8], places: &[usize]) {
        group.which(text, places, |start, mut which, end| {
            let known = end.and_then(NonZeroUsize::new).map_or(Known::Begun(Begun::NOTHING), Known::End);
            while which != 0 {
                if let Some(Some(rule)) = rules.get(which.trailing_zeros() as usize) {
                    let found = if which & which.wrapping_neg() & twofold == 0 {
                        &mut self.candidates
                    } else {
                        &mut self.twofold
                    };
                    found.push(Candidate { start, rule: *rule, known });
                }
                which &= which - 1;
            }
        });
    }

    #[inline(always)]
    fn digit_anchors(&mut self, program: &Program, text: &[u8], at: usize) {
        let before = at.checked_sub(1).and_then(|before| text.get(before));
        if !before.is_some_and(|byte| program.before_digits().contains(*byte)) {
            return;
        }
        program.digit_anchors().iter().for_each(|anchored| self.anchored(program, *anchored, text, at));
    }

    fn byte_anchors(&mut self, program: &Program, text: &[u8], at: usize) {
        for (byte, anchored) in program.byte_anchors() {
            if text.get(at) == Some(byte) {
                self.anchored(program, *anchored, text, at);
            }
        }
    }

    /// Tries a detector at whose anchor's first byte the text is.
    #[inline(always)]
    fn anchored(&mut self, program: &Program, Anchored { rule, after }: Anchored, text: &[u8], at: usize) {
        if goes_on(&after, text, at + 1)
            && let Some(Trigger::Anchor(anchor)) = program.rule(rule).map(|r| &r.plan.trigger)
        {
            self.back_from(program, rule, anchor, text, at);
        }
    }

    /// Every start of a match that may have its anchor at `at`.
    fn back_from(&mut self, program: &Program, rule: DetectorIndex, anchor: &Anchor, text: &[u8], at: usize) {
        let (Some(tried), Some(known)) = (self.tried.get_mut(rule.0 as usize), program.rule(rule)) else { return };
        let lowest = at.saturating_sub(anchor.reach).max(tried.saturating_sub(self.base));
        let head = text.get(lowest..at).unwrap_or_default();
        let follows = head.last().is_some_and(|byte| anchor.last.contains(*byte));
        let stays =
            if follows { head.iter().rev().take_while(|byte| anchor.before.contains(**byte)).count() } else { 0 };
        let from = at - stays;
        let to = (at + 1).saturating_sub(anchor.nearest);
        *tried = (*tried).max(self.base + to);
        for start in from..to {
            if text.get(start).is_some_and(|byte| anchor.first.contains(*byte))
                && bound_may_hold(known.detector.bounds, text, start)
            {
                self.candidates.push(Candidate { start, rule, known: Known::Begun(Begun::NOTHING) });
            }
        }
    }
}

/// Whether the byte before allows a start. What a byte cannot tell (half a letter) is left to verification.
fn bound_may_hold(bounds: Bounds, text: &[u8], start: usize) -> bool {
    start.checked_sub(1).and_then(|before| text.get(before)).is_none_or(|before| match bounds {
        Bounds::None => true,
        Bounds::Token => !is_ascii_word(*before),
        Bounds::Line => b"\r\n".contains(before),
    })
}
