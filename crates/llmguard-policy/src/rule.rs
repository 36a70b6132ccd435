//! Rule: what a policy asks for, looked up and ready to be held against a request.

use crate::scope::{Places, Scope};
use crate::{ClassId, Level, Mode, Policy, Transform};

/// A `[[transform]]`.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) classes: Vec<ClassId>,
    pub(crate) scope: Scope,
    pub(crate) transform: Transform,
    pub(crate) floor: bool,
    /// `Enforce` for a floor.
    pub(crate) mode: Mode,
    pub(crate) line: u32,
}

/// A `[[raise]]`.
#[derive(Debug, Clone)]
pub(crate) struct Raise {
    pub(crate) class: ClassId,
    pub(crate) at_least: u32,
    pub(crate) with: Vec<ClassId>,
    pub(crate) to: Level,
    pub(crate) mode: Mode,
}

/// An `[[approval]]`: where a person has to approve first.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Approval {
    /// Its name.
    pub id: String,
    /// The role that may approve.
    pub by: String,
    /// Whether who asks may not approve.
    pub not_by_requester: bool,
    /// How long an approval holds.
    pub valid_minutes: u32,
    pub(crate) scope: Scope,
    /// Where one of these was found; everywhere if empty.
    pub(crate) classes: Vec<ClassId>,
    /// For answers of which the caller is less sure.
    pub(crate) confidence_below: Option<u32>,
    pub(crate) mode: Mode,
}

/// An `[[unlock]]`: who may release which classes for a while.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Unlock {
    /// Its name.
    pub id: String,
    /// The roles that may use it.
    pub roles: Vec<String>,
    /// The transform that is left.
    pub lowers_to: Transform,
    /// Whether there has to be a reason.
    pub justification: bool,
    /// How long the reason is at least, in characters.
    pub min_chars: u32,
    /// The codes one of which it has to state; none is needed if empty.
    pub reason_codes: Vec<String>,
    /// Whether somebody else has to sign as well.
    pub second_person: bool,
    /// How long it may last.
    pub max_minutes: u32,
    /// How often it may be used.
    pub max_uses: u32,
    pub(crate) places: Places,
    pub(crate) who: Places,
    pub(crate) classes: Vec<ClassId>,
    pub(crate) line: u32,
}

impl Rule {
    pub(crate) fn enforced(&self) -> bool {
        self.mode == Mode::Enforce
    }
}

impl Approval {
    /// The names of the classes it is about; empty where it is about every text.
    pub fn classes<'p>(&self, policy: &'p Policy) -> impl Iterator<Item = &'p str> {
        self.classes.iter().map(|class| policy.class_name(*class))
    }
}

impl Unlock {
    /// The names of the classes it releases.
    pub fn classes<'p>(&self, policy: &'p Policy) -> impl Iterator<Item = &'p str> {
        self.classes.iter().map(|class| policy.class_name(*class))
    }

    /// Whether it is for this destination.
    #[must_use]
    pub fn is_for(&self, policy: &Policy, destination: &str) -> bool {
        policy.destination_names().position(|own| own == destination).is_some_and(|place| self.places.contains(place))
    }

    /// Whether it may be used by somebody with these roles at a destination.
    pub(crate) fn serves(&self, destination: usize, roles: &[usize]) -> bool {
        self.places.contains(destination) && roles.iter().any(|role| self.who.contains(*role))
    }
}
