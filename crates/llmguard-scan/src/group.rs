//! Group: detectors without literals that share one automaton, which says at a place which of them match at all.
//!
//! A number in a text may be a card, a phone number, a tax number or nothing. Asking each detector costs detectors ×
//! numbers; a group asks all of them in one walk that mostly ends after a few bytes:
//!
//! ```text
//! a: [0-9]{3}-[0-9]{2}-[0-9]{4}   b: [0-9]{3} ?[0-9]{3} ?[0-9]{4}   text  078-05-1120 …
//! walk        0   7   8   -   0   5   -  …
//! possible    ab  ab  ab  a   a   a   a  …
//! ```

use llmguard_types::{Bounds, Detector, Error};
use regex_automata::nfa::thompson::NFA;
use regex_syntax::hir::Hir;

use crate::automaton::{Automaton, Kind, MAX_SHARED};
use crate::image::{Reader, Writer, fingerprint};
use crate::nfa::{FRONT, Front, front};
use crate::plan::{Plan, Property, Trigger, whole};
use crate::set::Set;
use crate::shape::Shapes;

/// A group of several whose automaton is larger is split: what is asked at one place should stay in a near cache.
const MAX_TABLE: usize = 128 << 10;
/// Words are many, of which few need more of it than its first rows.
const MAX_WORDS_TABLE: usize = 256 << 10;
/// The automaton of a single detector may be this large.
const MAX_SINGLE: usize = 2 << 20;

/// A detector of numbers of more shapes than this is not asked together with others.
const WIDE: u32 = 1024;

/// Where the detectors of a group are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// Where a number begins.
    Number,
    /// Where a token begins with something else and has this property.
    Code(Property),
    /// Where a token begins whose first word is in a lexicon.
    Word,
    /// Where any token begins.
    Token,
    /// At every byte.
    Everywhere,
}

const PLACES: [Place; 9] = [
    Place::Number,
    Place::Code(Property::Run),
    Place::Code(Property::DigitNear),
    Place::Code(Property::LongRun),
    Place::Code(Property::MarkNear),
    Place::Code(Property::DigitFar),
    Place::Word,
    Place::Token,
    Place::Everywhere,
];

/// Detectors that share an automaton.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) place: Place,
    /// Whether there is nothing to find without a cue before the place.
    pub(crate) announced: bool,
    /// Fingerprints of the detectors; bit `n` of a mask is number `n`.
    pub(crate) members: Vec<u64>,
    /// The longest match of any of them, in bytes.
    reach: usize,
    /// How a match of any of them begins.
    pub(crate) front: Front,
    /// `None` if a single detector's automaton is too large: then it is tried at all these places.
    automaton: Option<Automaton>,
    /// Of numbers: the shapes with which a match may begin. All of them, if that is not known.
    pub(crate) shapes: Shapes,
}

impl Group {
    /// Says of every place which members may match there, and where they end, if there is only one way.
    pub(crate) fn which(&self, text: &[u8], places: &[usize], mut found: impl FnMut(usize, u64, Option<usize>)) {
        match &self.automaton {
            Some(automaton) => {
                for place in places {
                    let (which, end) = automaton.which(text, *place, self.reach);
                    if which != 0 {
                        found(*place, which, end);
                    }
                }
            }
            None => places.iter().for_each(|place| found(*place, 1, None)),
        }
    }

    pub(crate) fn automaton(&self) -> Option<&Automaton> {
        self.automaton.as_ref()
    }

    /// The longest match of any member, in bytes.
    pub(crate) fn reach(&self) -> usize {
        self.reach
    }

    /// The bytes a member may begin with.
    pub(crate) fn first(&self) -> Set {
        let automaton = self.automaton.as_ref();
        Set::of((0..=u8::MAX).filter(|byte| automaton.is_none_or(|a| a.begins_with(*byte))))
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.number(PLACES.iter().position(|p| *p == self.place).unwrap_or(0));
        out.number(usize::from(self.announced));
        out.number(self.members.len());
        self.members.iter().for_each(|member| out.word(*member));
        out.number(self.reach);
        self.front.iter().for_each(|symbols| out.word(*symbols));
        out.number(usize::from(self.automaton.is_some()));
        if let Some(automaton) = &self.automaton {
            automaton.write(out);
        }
        self.shapes.write(out);
    }

    pub(crate) fn read(input: &mut Reader<'_>) -> Option<Group> {
        Some(Group {
            place: *PLACES.get(input.number()?)?,
            announced: input.number()? != 0,
            members: (0..input.number()?).map(|_| input.word()).collect::<Option<_>>()?,
            reach: input.number()?,
            front: input.words()?,
            automaton: if input.number()? == 0 { None } else { Some(Automaton::read(input)?) },
            shapes: Shapes::read(input)?,
        })
    }
}

/// What becomes a member.
#[derive(Clone)]
struct Joining {
    member: u64,
    reach: usize,
    hir: Hir,
    front: Front,
    shapes: Shapes,
    /// Those that are asked at the same places stand together.
    order: u32,
}

/// Groups all detectors that have no literal and no anchor.
pub(crate) fn build<'a>(
    detectors: impl IntoIterator<Item = (&'a Detector, &'a Plan)>,
    minimize: bool,
) -> Result<Vec<Group>, Error> {
    let mut placed: Vec<((Place, bool), Joining)> = Vec::new();
    for (detector, plan) in detectors {
        for place in places(detector, plan) {
            let place = (place, place == Place::Number && detector.announced);
            let hir = whole(detector)?;
            let nfa = NFA::compiler().build_from_hir(&hir).ok();
            let known = nfa.as_ref().filter(|_| place.0 == Place::Number);
            let shapes = known.map_or_else(Shapes::all, Shapes::of);
            let front = nfa.as_ref().map_or([u64::MAX; FRONT], front);
            let order = order(place.0, plan, &shapes);
            let member = Joining { member: fingerprint(detector), reach: plan.max_len, hir, front, shapes, order };
            placed.push((place, member));
        }
    }
    let mut groups = Vec::new();
    for place in PLACES.into_iter().flat_map(|place| [(place, false), (place, true)]) {
        let mut here: Vec<Joining> =
            placed.iter().filter(|(at, _)| *at == place).map(|(_, member)| member.clone()).collect();
        here.sort_by_key(|member| member.order);
        let is_wide = |member: &Joining| place.0 == Place::Number && member.shapes.count() > WIDE;
        let (wide, narrow): (Vec<Joining>, Vec<Joining>) = here.into_iter().partition(is_wide);
        for members in wide.chunks(MAX_SHARED).chain(narrow.chunks(MAX_SHARED)) {
            join(place, members, minimize, &mut groups);
        }
    }
    Ok(groups)
}

/// Where a detector without literals and anchor is tried.
fn places(detector: &Detector, plan: &Plan) -> Vec<Place> {
    match &plan.trigger {
        Trigger::Shape { property: Property::Digit, .. } => vec![Place::Number],
        Trigger::Shape { property, .. } if !plan.trigger.is_twofold() => vec![Place::Code(*property)],
        Trigger::Shape { property, .. } => vec![Place::Number, Place::Code(*property)],
        Trigger::Anywhere if detector.bounds == Bounds::Token => vec![Place::Token],
        Trigger::Anywhere => vec![Place::Everywhere],
        Trigger::Word(_) => vec![Place::Word],
        Trigger::Literals(_) | Trigger::Anchor(_) | Trigger::Mention(_) | Trigger::List => Vec::new(),
    }
}

/// Makes one group of all members, or of each half.
fn join((place, announced): (Place, bool), members: &[Joining], minimize: bool, groups: &mut Vec<Group>) {
    let hirs: Vec<Hir> = members.iter().map(|member| member.hir.clone()).collect();
    let limit = match place {
        _ if members.len() <= 1 => MAX_SINGLE,
        Place::Word => MAX_WORDS_TABLE,
        _ => MAX_TABLE,
    };
    let automaton = Automaton::build(&hirs, Kind::All, minimize).filter(|a| a.size() <= limit);
    if automaton.is_some() || members.len() <= 1 {
        let reach = members.iter().map(|member| member.reach).max().unwrap_or(0);
        let mut shapes = Shapes::none();
        members.iter().for_each(|member| shapes.join(&member.shapes));
        let mut front = Front::default();
        members.iter().for_each(|member| front.iter_mut().zip(member.front).for_each(|(all, one)| *all |= one));
        let members = members.iter().map(|m| m.member).collect();
        groups.push(Group { place, announced, members, reach, front, automaton, shapes });
        return;
    }
    let (left, right) = members.split_at(members.len() / 2);
    join((place, announced), left, minimize, groups);
    join((place, announced), right, minimize, groups);
}

/// What members that are asked at the same places have in common: how many digits stand together at most, or the first
/// byte.
fn order(place: Place, plan: &Plan, shapes: &Shapes) -> u32 {
    match (place, &plan.trigger) {
        (Place::Number, _) => shapes.longest(),
        (_, Trigger::Shape { first, .. }) => first.without(Set::digits()).bytes().next().map_or(0, u32::from),
        _ => 0,
    }
}
