//! Literals: a few texts of which one begins every match.
//!
//! `(?i:Frau|Herr) {upper}` has `frau␣` and `herr␣`; `[Pp]ass(?:wort|word)` has `passwort` and `password`. Capitals are
//! folded first, so that `[Pp]` does not double the list. More than [`MAX_LITERALS`] texts are cut shorter, and where a
//! text would be too short to be rare, there are none.
//!
//! Most places where a literal stands are no match, and the next two bytes mostly tell: `der Kunde` is no `der␣` before a
//! number. What every match has there is known of each text, so that an automaton is asked where it may say yes:
//!
//! ```text
//! (?:am|vom) [0-9]{1,2}\.     am␣   small letters only, then one of 0123456789, then one of 0123456789.
//! ```

use std::borrow::Cow;
use std::ops::Range;

use llmguard_types::DetectorIndex;
use regex_automata::nfa::thompson::NFA;
use regex_automata::util::primitives::StateID;
use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Capture, Class, ClassBytes, ClassBytesRange, ClassUnicode, ClassUnicodeRange, Hir, HirKind};

use crate::automaton::{Automaton, START};
use crate::image::{Reader, Writer};
use crate::nfa::{AHEAD, next, start, step};
use crate::prints::Shape;
use crate::set::Set;
use crate::words::Opening;

/// Fewer bytes than this are no literal, unless they are two and neither is a letter or a digit.
const MIN_LITERAL: usize = 3;
/// Literals are cut to this many bytes.
pub(crate) const MAX_LITERAL: usize = 8;
/// Literals are cut shorter if there are more than this.
const MAX_LITERALS: usize = 512;

/// A few texts of which one must stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Literals {
    pub(crate) texts: Vec<Text>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    /// In lower case.
    pub(crate) bytes: Cow<'static, [u8]>,
    pub(crate) opening: Opening,
    /// The [symbols](Set::folded) of the bytes that may follow.
    pub(crate) after: [u64; AHEAD],
    /// The state of the automaton asked at the text's place that has read it; the first one if that is not known.
    pub(crate) state: u16,
}

impl Literals {
    /// Those of an expression and its automaton.
    pub(crate) fn of(hir: &Hir, nfa: &NFA) -> Option<Literals> {
        let mut extractor = Extractor::new();
        extractor
            .kind(ExtractKind::Prefix)
            .limit_class(12)
            .limit_repeat(MAX_LITERAL)
            .limit_literal_len(MAX_LITERAL)
            .limit_total(4 * MAX_LITERALS);
        let mut seq = extractor.extract(&lower(hir));
        seq.keep_first_bytes(MAX_LITERAL);
        seq.dedup();
        let mut found: Vec<Vec<u8>> = seq.literals()?.iter().map(|l| l.as_bytes().to_ascii_lowercase()).collect();
        for keep in (MIN_LITERAL..=MAX_LITERAL).rev() {
            found.iter_mut().for_each(|literal| literal.truncate(keep));
            found.sort_unstable();
            // Sorted, a literal comes right before those it begins: these say nothing more.
            found.dedup_by(|long, short| long.starts_with(short));
            if found.len() <= MAX_LITERALS {
                break;
            }
        }
        let short = |l: &Vec<u8>| match l.len() {
            0 | 1 => true,
            2 => l.iter().any(u8::is_ascii_alphanumeric),
            _ => false,
        };
        let numeric = found.iter().filter(|l| l.iter().take(2).any(u8::is_ascii_digit)).count();
        let good = found.len() <= MAX_LITERALS && 2 * numeric < found.len() && !found.iter().any(short);
        good.then(|| Literals { texts: texts(nfa, found) })
    }

    /// Says of each text in which state the automaton is that has read it.
    pub(crate) fn ask(&mut self, automaton: &Automaton) {
        for text in &mut self.texts {
            text.state = automaton.behind(text.opening.bytes().take(text.bytes.len()));
        }
    }

    /// The bytes that they begin with.
    pub(crate) fn first(&self) -> Set {
        let letters = self.texts.iter().filter_map(|text| text.bytes.first());
        Set::of(letters.flat_map(|letter| [letter.to_ascii_lowercase(), letter.to_ascii_uppercase()]))
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.number(self.texts.len());
        for Text { bytes, opening, after, state } in &self.texts {
            out.bytes(bytes);
            out.word(opening.bits);
            out.word(opening.mask);
            after.iter().for_each(|symbols| out.word(*symbols));
            out.number(usize::from(*state));
        }
    }

    pub(crate) fn read(input: &mut Reader<'_>) -> Option<Literals> {
        let text = |input: &mut Reader<'_>| {
            Some(Text {
                bytes: input.bytes()?,
                opening: Opening { bits: input.word()?, mask: input.word()? },
                after: input.words()?,
                state: u16::try_from(input.number()?).ok()?,
            })
        };
        Some(Literals { texts: input.list(text)? })
    }
}

impl Text {
    /// The symbols with which a match begins.
    pub(crate) fn shape(&self) -> Shape {
        let mut shape = self.opening.shape();
        let behind = shape.iter_mut().skip(self.bytes.len());
        behind.zip(self.after).for_each(|(symbols, known)| *symbols = known);
        shape
    }
}

/// What an automaton knows of texts, which are ordered; those with which no match begins are left out.
fn texts(nfa: &NFA, ordered: Vec<Vec<u8>>) -> Vec<Text> {
    // The states behind each byte of the text before, and the cases that the byte may have.
    let mut path: Vec<(u8, Vec<StateID>, Set)> = Vec::new();
    let mut texts = Vec::new();
    for bytes in ordered {
        let alike = path.iter().zip(&bytes).take_while(|((before, ..), byte)| before == *byte).count();
        path.truncate(alike);
        for byte in bytes.iter().skip(alike) {
            let states = path.last().map_or_else(|| start(nfa), |(_, states, _)| states.clone());
            let either = Set::of([*byte, byte.to_ascii_uppercase()]);
            let (used, states) = step(nfa, &states, either);
            path.push((*byte, states, used));
        }
        if path.iter().any(|(_, _, used)| used.is_empty()) {
            continue;
        }
        let opening = Opening::of(path.iter().map(|(_, _, used)| *used));
        let after = next(nfa, path.last().map(|(_, states, _)| states.clone()).unwrap_or_default());
        texts.push(Text { bytes: Cow::Owned(bytes), opening, after, state: START });
    }
    texts
}

/// The same expression with ASCII capitals folded, so that `[Pp]` is one literal and not a class of two.
fn lower(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Empty => Hir::empty(),
        HirKind::Look(look) => Hir::look(*look),
        HirKind::Literal(literal) => Hir::literal(literal.0.to_ascii_lowercase()),
        HirKind::Class(Class::Unicode(class)) => Hir::class(Class::Unicode(ClassUnicode::new(
            class
                .iter()
                .flat_map(|r| fold(r.start(), r.end(), 'A', 'Z', |c| c.to_ascii_lowercase()))
                .map(|(a, b)| ClassUnicodeRange::new(a, b)),
        ))),
        HirKind::Class(Class::Bytes(class)) => Hir::class(Class::Bytes(ClassBytes::new(
            class
                .iter()
                .flat_map(|r| fold(r.start(), r.end(), b'A', b'Z', |c| c.to_ascii_lowercase()))
                .map(|(a, b)| ClassBytesRange::new(a, b)),
        ))),
        HirKind::Repetition(repetition) => {
            let mut folded = repetition.clone();
            folded.sub = Box::new(lower(&repetition.sub));
            Hir::repetition(folded)
        }
        HirKind::Capture(Capture { sub, .. }) => lower(sub),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(lower).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(lower).collect()),
    }
}

/// A range with its capitals folded: what lies outside `first..=last` stays, what lies inside is mapped.
fn fold<T: Copy + Ord>(start: T, end: T, first: T, last: T, map: impl Fn(T) -> T) -> Vec<(T, T)> {
    let mut ranges = Vec::new();
    if start < first || end > last {
        // A range that reaches beyond the capitals stays whole: a larger class only makes more candidates.
        ranges.push((start, end));
    }
    let (from, to) = (start.max(first), end.min(last));
    if from <= to {
        ranges.push((map(from), map(to)));
    }
    ranges
}

/// How the literals of triggers begin, ordered: those that begin alike stand together, the shortest first.
#[derive(Debug)]
pub(crate) struct Beginnings {
    all: Vec<Beginning>,
    /// By byte: how many of them begin with a lower one.
    below: Vec<usize>,
}

/// The first bytes of a literal, in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Beginning {
    /// The first byte highest, zeros behind the end: they are ordered as their numbers are.
    bytes: u64,
    len: u8,
    pub(crate) rule: DetectorIndex,
}

impl Beginnings {
    pub(crate) fn new<'a>(literals: impl IntoIterator<Item = (&'a [u8], DetectorIndex)>) -> Beginnings {
        let beginning = |(text, rule): (&[u8], DetectorIndex)| {
            let mut bytes = [0; MAX_LITERAL];
            bytes.iter_mut().zip(text).for_each(|(to, from)| *to = *from);
            Beginning { bytes: u64::from_be_bytes(bytes), len: text.len().min(MAX_LITERAL) as u8, rule }
        };
        let mut all: Vec<Beginning> = literals.into_iter().map(beginning).collect();
        all.sort_unstable();
        let below = (0..=u8::MAX).map(|byte| all.partition_point(|literal| literal.byte(0) < byte)).collect();
        Beginnings { all, below }
    }

    pub(crate) fn all(&self) -> &[Beginning] {
        &self.all
    }

    /// Which of them begin with a byte or its small letter.
    pub(crate) fn with(&self, byte: u8) -> Range<usize> {
        let below = |byte: u8| self.below.get(usize::from(byte)).copied().unwrap_or(0);
        let byte = byte.to_ascii_lowercase();
        below(byte)..byte.checked_add(1).map_or(self.all.len(), below)
    }
}

impl Beginning {
    pub(crate) fn len(&self) -> usize {
        usize::from(self.len)
    }

    /// The byte at a place; 0 behind the end.
    #[inline(always)]
    pub(crate) fn byte(&self, at: usize) -> u8 {
        self.bytes.to_be_bytes().get(at).copied().unwrap_or(0)
    }
}
