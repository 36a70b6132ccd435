//! Plan: how one detector is looked for, worked out from its pattern alone when it is compiled.
//!
//! The first question is where to try it. In order of preference:
//!
//! | trigger | example | tried where |
//! |---|---|---|
//! | literals behind what may be missing | `(?:(?:no|not) {word} )?SECRET` | as with an anchor |
//! | literals | `ghp_[A-Za-z0-9]{36}` | one of a few texts stands, compared without ASCII case |
//! | shape | `[A-Z]{2}-?[0-9]{6}` | a token begins, and what follows has one cheap [`Property`] |
//! | word | a name of a [lexicon](llmguard_types::Detector::begins) | a word of the lexicon stands |
//! | anchor | `[a-z.]+@[a-z.]+` | something that every match holds stands ahead, and what is before it may be in a match |
//! | anywhere | `[a-z]{3}(?: [a-z]{3})+` | a token begins; such a detector is *slow* |
//!
//! Where a detector [mentions](llmguard_types::Detector::mentions) what was found, that is where it is tried.
//!
//! The second is how to verify it there: [`Matcher`].

use llmguard_types::{Bounds, Detector, Error};
use regex_automata::nfa::thompson::NFA;
use regex_syntax::hir::{Capture, Hir, HirKind, Look};

use crate::anchor::Anchor;
use crate::automaton::{Automaton, Kind};
use crate::compile::{Compiled, compile, parse};
use crate::image::{Reader, Writer};
use crate::literals::Literals;
use crate::nfa::{first, head, matches, start, step};
use crate::prints::DEPTH;
use crate::set::Set;

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
    /// Every match begins as a token, with one of these bytes; unless that is a digit, it has the property and begins
    /// with bytes of `head`.
    Shape { first: Set, head: [Set; DEPTH], property: Property },
    /// Every match holds something rare, and before it only certain bytes.
    Anchor(Box<Anchor>),
    /// Nothing of the kind.
    Anywhere,
    /// Every match begins with a word of a lexicon, and with one of these bytes.
    Word(Set),
    /// Every match is a mention of what was found before, and begins with one of these bytes.
    Mention(Set),
    /// There is no pattern: a [`List`](crate::List) looks by itself.
    List,
}

/// What a detector costs a text, cheapest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cost {
    /// It is tried where one of a few literals or a word of its lexicon stands.
    Literal,
    /// It is tried where something that every match holds stands, or every word is looked up in a list.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

/// How a detector is verified at a place: automata for its lead and for the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Matcher {
    /// All ends of the lead.
    pub(crate) lead: Option<Automaton>,
    /// Pattern, tail and end bound, the bound as ASCII knows it. `None`: too large, or there is no telling pattern and
    /// tail apart; then the exact search decides everywhere. The last character of the body is the tail, if there is one.
    pub(crate) body: Option<Automaton>,
}

impl Plan {
    /// Checks a detector's pattern and works out its plan; `minimize` makes it smaller and takes longer.
    pub(crate) fn of(detector: &Detector, minimize: bool) -> Result<Plan, Error> {
        let compiled = compile(detector)?;
        let mut trigger = trigger(detector, &compiled, minimize);
        let matcher = matcher(detector, minimize)?;
        if let Trigger::Literals(literals) = &mut trigger
            && let Some(first) = matcher.lead.as_ref().or(matcher.body.as_ref())
        {
            literals.ask(first);
        }
        Ok(Plan { max_len: compiled.max_len, trigger, matcher })
    }

    /// The plan of a list.
    pub(crate) fn list() -> Plan {
        Plan { max_len: 0, trigger: Trigger::List, matcher: Matcher { lead: None, body: None } }
    }

    /// What it costs to look for the detector.
    pub(crate) fn cost(&self) -> Cost {
        match self.trigger {
            Trigger::List => Cost::Anchor,
            _ if self.matcher.body.is_none() => Cost::Slow,
            Trigger::Literals(_) | Trigger::Word(_) | Trigger::Mention(_) => Cost::Literal,
            Trigger::Anchor(_) => Cost::Anchor,
            Trigger::Shape { .. } => Cost::Shape,
            Trigger::Anywhere => Cost::Slow,
        }
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.number(self.max_len);
        self.trigger.write(out);
        write_option(out, self.matcher.lead.as_ref());
        write_option(out, self.matcher.body.as_ref());
    }

    pub(crate) fn read(input: &mut Reader<'_>) -> Option<Plan> {
        Some(Plan {
            max_len: input.number()?,
            trigger: Trigger::read(input)?,
            matcher: Matcher { lead: read_option(input)?, body: read_option(input)? },
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
    /// Whether it is tried where numbers begin and where other tokens do.
    pub(crate) fn is_twofold(&self) -> bool {
        matches!(self, Trigger::Shape { first, property, .. }
            if *property != Property::Digit && !first.and(Set::digits()).is_empty())
    }

    fn write(&self, out: &mut Writer) {
        match self {
            Trigger::Literals(literals) => {
                out.number(0);
                literals.write(out);
            }
            Trigger::Shape { first, head, property } => {
                out.number(1);
                first.write(out);
                head.iter().for_each(|set| set.write(out));
                out.number(PROPERTIES.iter().position(|p| p == property).unwrap_or(0));
            }
            Trigger::Anchor(anchor) => {
                out.number(2);
                anchor.write(out);
            }
            Trigger::Anywhere => out.number(3),
            Trigger::Word(first) => {
                out.number(4);
                first.write(out);
            }
            Trigger::Mention(first) => {
                out.number(5);
                first.write(out);
            }
            Trigger::List => out.number(6),
        }
    }

    fn read(input: &mut Reader<'_>) -> Option<Trigger> {
        Some(match input.number()? {
            0 => Trigger::Literals(Literals::read(input)?),
            1 => Trigger::Shape {
                first: Set::read(input)?,
                head: [Set::read(input)?, Set::read(input)?, Set::read(input)?, Set::read(input)?],
                property: *PROPERTIES.get(input.number()?)?,
            },
            2 => Trigger::Anchor(Box::new(Anchor::read(input)?)),
            3 => Trigger::Anywhere,
            4 => Trigger::Word(Set::read(input)?),
            5 => Trigger::Mention(Set::read(input)?),
            6 => Trigger::List,
            _ => return None,
        })
    }
}

/// Works out where a detector is tried.
fn trigger(detector: &Detector, Compiled { hir, nfa, max_len }: &Compiled, minimize: bool) -> Trigger {
    let first = first(nfa);
    if !detector.mentions.is_empty() {
        return Trigger::Mention(first);
    }
    if detector.begins.is_some() {
        return Trigger::Word(first);
    }
    // What may be missing is left out of what is looked for: its beginnings would only be more literals.
    if let Some(anchor) = Anchor::behind_optional(hir, nfa, *max_len, minimize) {
        return Trigger::Anchor(Box::new(anchor));
    }
    if let Some(literals) = Literals::of(hir, nfa) {
        return Trigger::Literals(literals);
    }
    let plain = first.without(Set::digits());
    if detector.bounds == Bounds::Token
        && let Some(property) = property(nfa, plain)
    {
        return Trigger::Shape { first, head: head(nfa, plain), property };
    }
    Anchor::of(hir, nfa, *max_len, minimize).map_or(Trigger::Anywhere, |anchor| Trigger::Anchor(Box::new(anchor)))
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

/// At which index, at the latest, one of `marks` stands in a match that begins with one of `first`; `None` if that is
/// beyond [`FAR`].
pub(crate) fn within(nfa: &NFA, first: Set, marks: Set) -> Option<usize> {
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

/// Builds what verifies a detector.
fn matcher(detector: &Detector, minimize: bool) -> Result<Matcher, Error> {
    let piece = |part: &str, source: &str| parse(detector, part, &llmguard_types::pattern::expand(source));
    let is_small = |automaton: &Automaton| automaton.size() <= MAX_TABLE;
    let small = |hir: Hir, kind| match Automaton::build(&[hir], kind, minimize)? {
        automaton if is_small(&automaton) => Some(automaton),
        large => Some(large.minimized()).filter(is_small),
    };
    let mut matcher = Matcher { lead: None, body: None };
    let tail = if detector.tail.is_empty() { Hir::empty() } else { piece("tail", &detector.tail)? };
    if !detector.tail.is_empty() && !is_one_character(&tail) {
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
pub(crate) fn ascii(hir: &Hir) -> Hir {
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
