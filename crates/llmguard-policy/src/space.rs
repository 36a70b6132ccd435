//! Space: every request a policy can tell apart, one finding at a time.
//!
//! A policy is finite: so many roles, destinations, directions, tools, purposes and classes. Whoever wants to prove
//! something about it (`diff`, `matrix`, `lint`) walks through all of it:
//!
//! ```text
//! buyer     eu     prompt   -          price, one value    no grant      -> transform, generalize
//! buyer     eu     prompt   -          price, many values  every grant   -> allow, keep
//! ```

use std::collections::BTreeSet;

use crate::{Ask, Class, ClassId, Direction, Found, Policy, Transform, Verdict};

/// What was found in the text of a cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Nothing.
    Nothing,
    /// A finding of this class.
    Class(String),
    /// A finding of no class, at this level.
    Level(String),
    /// Nothing, but the text comes from this source.
    Source(String),
}

/// One request with one finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Cell {
    /// Who asks.
    pub role: String,
    /// Where to.
    pub destination: String,
    /// What was found.
    pub subject: Subject,
    /// Whether so many values were found that every cumulation applies.
    pub many: bool,
    /// Whether every approval was given and every unlock is in use.
    pub granted: bool,
    /// Which way.
    pub direction: Direction,
    /// The tool called or answering.
    pub tool: Option<String>,
    /// What for.
    pub purpose: Option<String>,
}

/// What a policy says about a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// What happens.
    pub verdict: Verdict,
    /// What would happen if every rule were enforced.
    pub would: Verdict,
    /// What is done with the finding; `block` where the text does not go.
    pub transform: Transform,
}

impl Answer {
    /// Whether this lets more pass than the other one.
    #[must_use]
    pub fn is_more_permissive_than(self, other: Answer) -> bool {
        (self.verdict, self.transform) < (other.verdict, other.transform)
    }
}

/// The names of one dimension in any of the policies.
fn union<'p>(policies: &'p [&Policy], names: impl Fn(&'p Policy) -> Vec<&'p str>) -> Vec<&'p str> {
    let mut all: Vec<&str> = Vec::new();
    let mut seen = BTreeSet::new();
    for name in policies.iter().flat_map(|policy| names(policy)) {
        if seen.insert(name) {
            all.push(name);
        }
    }
    all
}

/// Every cell that any of the policies knows; of roles and destinations that are `left_out`, only those of the first.
pub(crate) fn cells<'p>(policies: &'p [&Policy], left_out: &[String]) -> impl Iterator<Item = Cell> + 'p {
    let own = |section: &str| if left_out.iter().any(|out| out == section) { policies.get(..1) } else { None };
    let roles = union(own("roles").unwrap_or(policies), |policy| policy.roles().collect());
    let destinations = union(own("destinations").unwrap_or(policies), |policy| policy.destination_names().collect());
    let subjects = subjects(policies);
    let ways = ways(policies);
    let mut purposes: Vec<Option<&str>> =
        union(policies, |policy| policy.purposes().collect()).into_iter().map(Some).collect();
    if purposes.len() != 1 {
        purposes.push(None);
    }
    let states = states(policies);

    roles.into_iter().flat_map(move |role| {
        let (subjects, ways, purposes, states) = (subjects.clone(), ways.clone(), purposes.clone(), states.clone());
        destinations.clone().into_iter().flat_map(move |destination| {
            let (ways, purposes, states) = (ways.clone(), purposes.clone(), states.clone());
            subjects.clone().into_iter().flat_map(move |subject| {
                let (purposes, states) = (purposes.clone(), states.clone());
                ways.clone().into_iter().flat_map(move |(direction, tool)| {
                    let (states, subject) = (states.clone(), subject.clone());
                    purposes.clone().into_iter().flat_map(move |purpose| {
                        let subject = subject.clone();
                        states.clone().into_iter().map(move |(many, granted)| Cell {
                            role: role.to_owned(),
                            destination: destination.to_owned(),
                            subject: subject.clone(),
                            many,
                            granted,
                            direction,
                            tool: tool.map(str::to_owned),
                            purpose: purpose.map(str::to_owned),
                        })
                    })
                })
            })
        })
    })
}

fn subjects(policies: &[&Policy]) -> Vec<Subject> {
    let classes = union(policies, |policy| policy.classes().iter().map(Class::name).collect());
    let levels = union(policies, |policy| policy.levels().map(|(_, name)| name).collect());
    let sources = union(policies, |policy| policy.sources().iter().map(|source| &*source.name).collect());
    let own = |names: Vec<&str>, make: fn(String) -> Subject| names.into_iter().map(|n| make(n.to_owned())).collect();
    let groups: [Vec<Subject>; 3] =
        [own(classes, Subject::Class), own(levels, Subject::Level), own(sources, Subject::Source)];
    std::iter::once(Subject::Nothing).chain(groups.into_iter().flatten()).collect()
}

/// Every direction; calls and results also with every tool.
fn ways<'p>(policies: &'p [&Policy]) -> Vec<(Direction, Option<&'p str>)> {
    let tools = union(policies, |policy| policy.tools().iter().map(|tool| &*tool.name).collect());
    let mut ways = Vec::new();
    for direction in Direction::ALL {
        ways.push((direction, None));
        if matches!(direction, Direction::ToolCall | Direction::ToolResult) {
            ways.extend(tools.iter().map(|tool| (direction, Some(*tool))));
        }
    }
    ways
}

/// (many, granted); only what makes a difference to one of the policies.
fn states(policies: &[&Policy]) -> Vec<(bool, bool)> {
    let raises = policies.iter().any(|policy| !policy.raises.is_empty());
    let grants = policies.iter().any(|policy| !policy.approvals.is_empty() || !policy.unlocks.is_empty());
    let mut states = vec![(false, false)];
    states.extend(raises.then_some((true, false)));
    states.extend(grants.then_some((false, true)));
    states.extend((raises && grants).then_some((true, true)));
    states
}

/// What a policy says about a cell. A class it does not know is nothing it finds.
pub(crate) fn answer(policy: &Policy, cell: &Cell) -> Answer {
    let class: Option<ClassId> = match &cell.subject {
        Subject::Class(name) => policy.class(name).ok(),
        _ => None,
    };
    let level = match &cell.subject {
        Subject::Level(name) => policy.level(name).unwrap_or(policy.top()),
        _ => policy.lowest(),
    };
    let classes: Vec<ClassId> = class.into_iter().collect();
    let found: Vec<Found<'_>> = match &cell.subject {
        Subject::Class(_) if class.is_some() => vec![Found { classes: &classes, level }],
        Subject::Level(_) => vec![Found { classes: &[], level }],
        _ => Vec::new(),
    };
    let source: Vec<&str> = match &cell.subject {
        Subject::Source(name) => vec![name],
        _ => Vec::new(),
    };
    let every = (0..=u16::MAX).zip(policy.classes()).map(|(id, _)| (ClassId(id), u32::MAX));
    let amounts: Vec<(ClassId, u32)> = if cell.many { every.collect() } else { Vec::new() };
    let approved: Vec<&str> = policy.approvals.iter().filter(|_| cell.granted).map(|own| &*own.id).collect();
    let unlocked: Vec<&str> = policy.unlocks.iter().filter(|_| cell.granted).map(|own| &*own.id).collect();
    let ask = Ask {
        roles: &[&cell.role],
        purpose: cell.purpose.as_deref(),
        destination: &cell.destination,
        direction: cell.direction,
        tool: cell.tool.as_deref(),
        sources: &source,
        amounts: &amounts,
        answer_confidence: None,
        approved: &approved,
        unlocked: &unlocked,
    };
    let ruling = policy.decide(&ask, &found);
    let transform = ruling.transforms.first().copied().unwrap_or(Transform::Keep);
    let transform = if ruling.verdict == Verdict::Deny { Transform::Block } else { transform };
    Answer { verdict: ruling.verdict, would: ruling.would, transform }
}
