//! Plan: how one detector is looked for, worked out from its pattern alone when it is compiled.
//!
//! The first question is where to try it. In order of preference:
//!
//! | trigger | example | tried where |
//! |---|---|---|
//! | literals | `ghp_[A-Za-z0-9]{36}` | one of a few texts stands, compared without ASCII case |
//! | shape | `[A-Z]{2}-?[0-9]{6}` | a token begins, and what follows has one cheap [`Property`] |
//! | anchor | `[a-z.]+@[a-z.]+` | something that every match holds stands ahead, and what is before it may be in a match |
//! | anywhere | `[a-z]{3}(?: [a-z]{3})+` | a token begins; such a detector is *slow* |
//!
//! The second is how to verify it there: [`Matcher`].

use std::borrow::Cow;

use llmguard_types::{Bounds, Detector, Error};
use regex_automata::nfa::thompson::{NFA, State, Transition};
use regex_automata::util::primitives::StateID;
use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{
    Capture, Class, ClassBytes, ClassBytesRange, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look,
};

use crate::automaton::{Automaton, Kind};
use crate::compile::{compile, parse};
use crate::image::{Reader, Writer};
use crate::prints::DEPTH;
use crate::set::Set;

/// Fewer bytes than this are no literal, unless they are two and neither is a letter or a digit.
const MIN_LITERAL: usize = 3;
/// Literals are cut to this many bytes.
const MAX_LITERAL: usize = 8;
/// Literals are cut shorter if there are more than this.
const MAX_LITERALS: usize = 512;
/// How far ahead of a start a digit must stand to be worth looking for.
pub(crate) const FAR: usize = 16;
/// The same for detectors that are tried often.
pub(crate) const NEAR: usize = 6;
/// How far ahead of a start a mark must stand.
pub(crate) const NEAR_MARK: usize = 5;
/// How many bytes of a code are capitals and digits.
pub(crate) const RUN: usize = 8;
/// How many bytes of a long code are word characters.
pub(crate) const LONG_RUN: usize = 16;
/// What separates the groups of an address of the network.
pub(crate) const MARKS: [u8; 3] = *b":-.";
/// A lead or a body with a larger automaton is left to the exact search.
const MAX_TABLE: usize = 512 * 1024;

/// How one detector is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    /// The longest match of lead, pattern and tail, in bytes.
    pub(crate) max_len: usize,
    pub(crate) trigger: Trigger,
    pub(crate) matcher: Matcher,
}

/// Where a detector is tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trigger {
    /// Every match begins with one of these.
    Literals(Literals),
    /// Every match begins as a token, with one of these bytes, and has the property unless it begins with a digit.
    Shape { first: Set, property: Property },
    /// Every match holds something rare, and before it only certain bytes.
    Anchor(Box<Anchor>),
    /// Nothing of the kind. A match begins with one of these bytes.
    Anywhere { first: Set },
}

/// What a detector costs a text, cheapest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cost {
    /// It is tried where one of a few literals stands.
    Literal,
    /// It is tried where something that every match holds stands.
    Anchor,
    /// It is tried where a token of its shape begins.
    Shape,
    /// It is tried where any token begins, or has no small automaton. No built-in detector is slow.
    Slow,
}

impl Cost {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Cost::Literal => "literal",
            Cost::Anchor => "anchor",
            Cost::Shape => "shape",
            Cost::Slow => "slow",
        }
    }
}

/// What is known of a match that does not begin with a digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Property {
    /// It always begins with a digit.
    Digit,
    /// One of the next [`NEAR`] bytes is a digit.
    DigitNear,
    /// One of the next [`FAR`] bytes is a digit.
    DigitFar,
    /// One of the first bytes, up to [`NEAR_MARK`], is one of [`MARKS`].
    MarkNear,
    /// It begins with [`RUN`] capitals or digits.
    Run,
    /// It begins with [`LONG_RUN`] word characters.
    LongRun,
}

const PROPERTIES: [Property; 6] =
    [Property::Digit, Property::Run, Property::DigitNear, Property::LongRun, Property::MarkNear, Property::DigitFar];

/// Something that every match holds, and what may stand in a match before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Anchor {
    pub(crate) what: What,
    /// What may stand in a match before the anchor.
    pub(crate) before: Set,
    /// What may stand right before the anchor.
    pub(crate) last: Set,
    /// How a match begins.
    pub(crate) first: Set,
    /// How far before the anchor a match may begin, in bytes.
    pub(crate) reach: usize,
}

/// What an anchor is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    /// The first byte of this value.
    Byte(u8),
    /// The first digit, where no digit stands before it.
    Digit,
    /// One of these, and behind its start what the automaton accepts.
    Literals(Literals, Box<Automaton>),
}

/// A few texts of which one must stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Literals {
    /// In lower case; compared without ASCII case.
    pub(crate) texts: Vec<Cow<'static, [u8]>>,
    /// What the first bytes may be, case and all.
    pub(crate) first: [Set; DEPTH],
}

/// How a detector is verified at a place: automata for its lead and for the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Matcher {
    /// All ends of the lead.
    pub(crate) lead: Option<Automaton>,
    /// Pattern, tail and end bound, the bound as ASCII knows it. `None`: too large, or there is no telling pattern and
    /// tail apart; then the exact search decides everywhere.
    pub(crate) body: Option<Automaton>,
    /// Whether the last character of the body is the tail.
    pub(crate) tail: bool,
}

impl Plan {
    /// Checks a detector's pattern and works out its plan; `minimize` makes it smaller and takes longer.
    pub(crate) fn of(detector: &Detector, minimize: bool) -> Result<Plan, Error> {
        let compiled = compile(detector)?;
        Ok(Plan {
            max_len: compiled.max_len,
            trigger: trigger(detector, &compiled.hir, &compiled.nfa, compiled.max_len),
            matcher: matcher(detector, minimize)?,
        })
    }

    /// What it costs to look for the detector.
    pub(crate) fn cost(&self) -> Cost {
        match self.trigger {
            _ if self.matcher.body.is_none() => Cost::Slow,
            Trigger::Literals(_) => Cost::Literal,
            Trigger::Anchor(_) => Cost::Anchor,
            Trigger::Shape { .. } => Cost::Shape,
            Trigger::Anywhere { .. } => Cost::Slow,
        }
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.number(self.max_len);
        self.trigger.write(out);
        write_option(out, self.matcher.lead.as_ref());
        write_option(out, self.matcher.body.as_ref());
        out.number(usize::from(self.matcher.tail));
    }

    pub(crate) fn read(input: &mut Reader<'_>) -> Option<Plan> {
        Some(Plan {
            max_len: input.number()?,
            trigger: Trigger::read(input)?,
            matcher: Matcher { lead: read_option(input)?, body: read_option(input)?, tail: input.number()? == 1 },
        })
    }
}

fn write_option(out: &mut Writer, automaton: Option<&Automaton>) {
    out.number(usize::from(automaton.is_some()));
    if let Some(automaton) = automaton {
        automaton.write(out);
    }
}

fn read_option(input: &mut Reader<'_>) -> Option<Option<Automaton>> {
    if input.number()? == 0 { Some(None) } else { Automaton::read(input).map(Some) }
}

impl Trigger {
    fn write(&self, out: &mut Writer) {
        match self {
            Trigger::Literals(literals) => {
                out.number(0);
                write_literals(out, literals);
            }
            Trigger::Shape { first, property } => {
                out.number(1);
                write_set(out, *first);
                out.number(PROPERTIES.iter().position(|p| p == property).unwrap_or(0));
            }
            Trigger::Anchor(anchor) => {
                out.number(2);
                match &anchor.what {
                    What::Byte(byte) => out.number(usize::from(*byte)),
                    What::Digit => out.number(256),
                    What::Literals(literals, automaton) => {
                        out.number(257);
                        write_literals(out, literals);
                        automaton.write(out);
                    }
                }
                for set in [anchor.before, anchor.last, anchor.first] {
                    write_set(out, set);
                }
                out.number(anchor.reach);
            }
            Trigger::Anywhere { first } => {
                out.number(3);
                write_set(out, *first);
            }
        }
    }

    fn read(input: &mut Reader<'_>) -> Option<Trigger> {
        Some(match input.number()? {
            0 => Trigger::Literals(read_literals(input)?),
            1 => Trigger::Shape { first: read_set(input)?, property: *PROPERTIES.get(input.number()?)? },
            2 => {
                let what = match input.number()? {
                    256 => What::Digit,
                    257 => What::Literals(read_literals(input)?, Box::new(Automaton::read(input)?)),
                    byte => What::Byte(u8::try_from(byte).ok()?),
                };
                let [before, last, first] = [read_set(input)?, read_set(input)?, read_set(input)?];
                Trigger::Anchor(Box::new(Anchor { what, before, last, first, reach: input.number()? }))
            }
            3 => Trigger::Anywhere { first: read_set(input)? },
            _ => return None,
        })
    }
}

fn write_literals(out: &mut Writer, literals: &Literals) {
    out.number(literals.texts.len());
    literals.texts.iter().for_each(|literal| out.bytes(literal));
    literals.first.iter().for_each(|set| write_set(out, *set));
}

fn read_literals(input: &mut Reader<'_>) -> Option<Literals> {
    let texts = (0..input.number()?).map(|_| input.bytes()).collect::<Option<_>>()?;
    Some(Literals { texts, first: [read_set(input)?, read_set(input)?, read_set(input)?, read_set(input)?] })
}

fn write_set(out: &mut Writer, set: Set) {
    set.words_of().into_iter().for_each(|word| out.word(word));
}

fn read_set(input: &mut Reader<'_>) -> Option<Set> {
    Some(Set::from_words([input.word()?, input.word()?, input.word()?, input.word()?]))
}

/// Works out where a detector is tried.
fn trigger(detector: &Detector, hir: &Hir, nfa: &NFA, max_len: usize) -> Trigger {
    let first = step(nfa, &start(nfa), Set::ALL).0;
    let digits = Set::digits();
    if let Some(literals) = literals(hir, nfa) {
        return Trigger::Literals(literals);
    }
    if detector.bounds == Bounds::Token
        && let Some(property) = property(nfa, first.without(digits))
    {
        return Trigger::Shape { first, property };
    }
    let anchors = [anchor_byte(hir, nfa, first, max_len), anchor_digit(nfa, first, max_len)];
    match anchors.into_iter().flatten().next().or_else(|| anchor_literals(hir, first, max_len)) {
        Some(anchor) => Trigger::Anchor(Box::new(anchor)),
        None => Trigger::Anywhere { first },
    }
}

/// The cheapest property of all matches that begin with one of `first`.
fn property(nfa: &NFA, first: Set) -> Option<Property> {
    let codes = Set::of((b'A'..=b'Z').chain(b'0'..=b'9'));
    PROPERTIES.into_iter().find(|property| match property {
        Property::Digit => first.is_empty(),
        Property::Run => run(nfa, first, codes) >= RUN,
        Property::LongRun => run(nfa, first, Set::words()) >= LONG_RUN,
        Property::DigitNear => within(nfa, first, Set::digits()).is_some_and(|n| n <= NEAR),
        Property::DigitFar => within(nfa, first, Set::digits()).is_some_and(|n| n <= FAR),
        Property::MarkNear => within(nfa, first, Set::of(MARKS)).is_some_and(|n| n <= NEAR_MARK),
    })
}

/// At which index, at the latest, one of `marks` stands in a match that begins with one of `first`.
fn within(nfa: &NFA, first: Set, marks: Set) -> Option<usize> {
    let mut states = start(nfa);
    for at in 0..=FAR {
        if matches(nfa, &states) {
            return None;
        }
        let allowed = if at == 0 { first } else { Set::ALL };
        let (_, next) = step(nfa, &states, allowed.without(marks));
        if next.is_empty() {
            return Some(at);
        }
        states = next;
    }
    None
}

/// How many bytes, at least, a match that begins with one of `first` has of `set` before others.
fn run(nfa: &NFA, first: Set, set: Set) -> usize {
    let mut states = start(nfa);
    for at in 0..LONG_RUN {
        let (used, next) = step(nfa, &states, if at == 0 { first } else { Set::ALL });
        if matches(nfa, &states) || !used.is_subset(set) {
            return at;
        }
        states = next;
    }
    LONG_RUN
}

/// A rare byte that every match holds.
fn anchor_byte(hir: &Hir, nfa: &NFA, first: Set, max_len: usize) -> Option<Anchor> {
    let byte = required(hir)?;
    let (before, last) = before(nfa, Set::of([byte]))?;
    Some(Anchor { what: What::Byte(byte), before, last, first, reach: max_len })
}

/// The first digit, if every match holds one.
fn anchor_digit(nfa: &NFA, first: Set, max_len: usize) -> Option<Anchor> {
    let (before, last) = before(nfa, Set::digits())?;
    let plain = last.and(Set::words()).is_empty();
    (plain && first.and(Set::digits()).is_empty()).then_some(Anchor {
        what: What::Digit,
        before,
        last,
        first,
        reach: max_len,
    })
}

/// The literals with which the rest of every match begins, behind something open.
fn anchor_literals(hir: &Hir, first: Set, max_len: usize) -> Option<Anchor> {
    let parts = parts(hir);
    (1..parts.len()).find_map(|at| {
        let (head, rest) = parts.split_at_checked(at)?;
        let rest = Hir::concat(rest.to_vec());
        let found = literals(&rest, &NFA::compiler().build_from_hir(&rest).ok()?)?;
        let head = Hir::concat(head.to_vec());
        let nfa = NFA::compiler().build_from_hir(&head).ok()?;
        let mut before = Set::default();
        nfa.states().iter().flat_map(transitions).for_each(|t| before = before.or(Set::of(t.start..=t.end)));
        let automaton = Automaton::build(&[ascii(&rest)], Kind::First, false)?;
        let reach = head.properties().maximum_len().unwrap_or(max_len).min(max_len);
        Some(Anchor { what: What::Literals(found, Box::new(automaton)), before, last: before, first, reach })
    })
}

/// The parts of a concatenation, groups opened.
fn parts(hir: &Hir) -> Vec<Hir> {
    match hir.kind() {
        HirKind::Concat(all) => all.iter().flat_map(parts).collect(),
        HirKind::Capture(Capture { sub, .. }) => parts(sub),
        _ => vec![hir.clone()],
    }
}

/// Builds what verifies a detector.
fn matcher(detector: &Detector, minimize: bool) -> Result<Matcher, Error> {
    let piece = |part: &str, source: &str| parse(detector, part, &llmguard_types::pattern::expand(source));
    let small = |hirs: Hir, kind| Automaton::build(&[hirs], kind, minimize).filter(|a| a.size() <= MAX_TABLE);
    let mut matcher = Matcher { lead: None, body: None, tail: !detector.tail.is_empty() };
    let tail = if detector.tail.is_empty() { Hir::empty() } else { piece("tail", &detector.tail)? };
    if matcher.tail && !is_one_character(&tail) {
        return Ok(matcher);
    }
    if !detector.lead.is_empty() {
        matcher.lead = small(piece("lead", &detector.lead)?, Kind::All);
        if matcher.lead.is_none() {
            return Ok(matcher);
        }
    }
    let bound = match detector.bounds {
        Bounds::Token => Hir::look(Look::WordEndHalfAscii),
        Bounds::Line => Hir::look(Look::EndCRLF),
        Bounds::None => Hir::empty(),
    };
    matcher.body = small(Hir::concat(vec![piece("pattern", &detector.pattern)?, tail, bound]), Kind::First);
    Ok(matcher)
}

/// All of a detector, for an automaton: no start bound, and the end bound as ASCII knows it.
pub(crate) fn whole(detector: &Detector) -> Result<Hir, Error> {
    Ok(ascii(&parse(detector, "pattern", &detector.regex())?))
}

/// The same expression without groups and start bounds, and with the end bound as ASCII knows it, which accepts more.
fn ascii(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Look(Look::WordStartHalfUnicode | Look::StartCRLF) => Hir::empty(),
        HirKind::Look(Look::WordEndHalfUnicode) => Hir::look(Look::WordEndHalfAscii),
        HirKind::Capture(Capture { sub, .. }) => ascii(sub),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(ascii).collect()),
        _ => hir.clone(),
    }
}

fn is_one_character(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Literal(literal) => std::str::from_utf8(&literal.0).is_ok_and(|text| text.chars().count() == 1),
        HirKind::Class(_) => true,
        _ => false,
    }
}

/// The leading literals in lower case, if there are few and none is short.
fn literals(hir: &Hir, nfa: &NFA) -> Option<Literals> {
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
    good.then(|| Literals { texts: found.into_iter().map(Cow::Owned).collect(), first: head(nfa) })
}

/// What the first bytes of a match may be.
fn head(nfa: &NFA) -> [Set; DEPTH] {
    let mut states = start(nfa);
    [Set::ALL; DEPTH].map(|all| {
        if matches(nfa, &states) {
            states.clear();
        }
        let (used, next) = step(nfa, &states, all);
        states = next;
        if used.is_empty() { all } else { used }
    })
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

/// A byte that every match holds and that is rare in words and numbers.
fn required(hir: &Hir) -> Option<u8> {
    let rare = |byte: &u8| byte.is_ascii_graphic() && !byte.is_ascii_alphanumeric() && !b".,-".contains(byte);
    match hir.kind() {
        HirKind::Literal(literal) => literal.0.iter().copied().find(rare),
        HirKind::Capture(Capture { sub, .. }) => required(sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().find_map(required),
        _ => None,
    }
}

/// What may stand before the first of `marks` in a match, and right before it; `None` if a match may have none.
fn before(nfa: &NFA, marks: Set) -> Option<(Set, Set)> {
    let (mut before, mut last) = (Set::default(), Set::default());
    let mut seen = vec![false; nfa.states().len()];
    let mut open = start(nfa);
    if matches(nfa, &open) {
        return None;
    }
    while let Some(id) = open.pop() {
        let Some(seen) = seen.get_mut(id.as_usize()) else { continue };
        if std::mem::replace(seen, true) {
            continue;
        }
        for t in transitions(nfa.state(id)) {
            let used = Set::of(t.start..=t.end).without(marks);
            if used.is_empty() {
                continue;
            }
            let next = closure(nfa, vec![t.next]);
            if matches(nfa, &next) {
                return None;
            }
            before = before.or(used);
            if !step(nfa, &next, marks).1.is_empty() {
                last = last.or(used);
            }
            open.extend(next);
        }
    }
    Some((before, last))
}

fn start(nfa: &NFA) -> Vec<StateID> {
    closure(nfa, vec![nfa.start_anchored()])
}

fn matches(nfa: &NFA, states: &[StateID]) -> bool {
    states.iter().any(|id| matches!(nfa.state(*id), State::Match { .. }))
}

/// The bytes of `allowed` that lead on from a set of states, and the states they lead to.
fn step(nfa: &NFA, states: &[StateID], allowed: Set) -> (Set, Vec<StateID>) {
    let mut used = Set::default();
    let mut next = Vec::new();
    for t in states.iter().flat_map(|id| transitions(nfa.state(*id))) {
        let bytes = Set::of(t.start..=t.end).and(allowed);
        if !bytes.is_empty() {
            used = used.or(bytes);
            next.push(t.next);
        }
    }
    next.sort_unstable();
    next.dedup();
    (used, closure(nfa, next))
}

/// Where a state leads to by reading a byte.
fn transitions(state: &State) -> Vec<Transition> {
    match state {
        State::ByteRange { trans } => vec![*trans],
        State::Sparse(sparse) => sparse.transitions.to_vec(),
        State::Dense(dense) => (0..=u8::MAX)
            .filter_map(|byte| dense.matches_byte(byte).map(|next| Transition { start: byte, end: byte, next }))
            .collect(),
        _ => Vec::new(),
    }
}

/// All states reachable without reading a byte. Look-around is taken as satisfied: that only adds candidates.
fn closure(nfa: &NFA, mut stack: Vec<StateID>) -> Vec<StateID> {
    let mut seen = vec![false; nfa.states().len()];
    let mut states = Vec::new();
    while let Some(id) = stack.pop() {
        let Some(seen) = seen.get_mut(id.as_usize()) else { continue };
        if std::mem::replace(seen, true) {
            continue;
        }
        match nfa.state(id) {
            State::Look { next, .. } | State::Capture { next, .. } => stack.push(*next),
            State::Union { alternates } => stack.extend(alternates.iter().copied()),
            State::BinaryUnion { alt1, alt2 } => stack.extend([*alt1, *alt2]),
            _ => states.push(id),
        }
    }
    states
}
