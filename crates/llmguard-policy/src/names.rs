//! Names: what reasons and routes are told with, written once for a policy and shared by all its decisions.
//!
//! ```text
//! [[transform]] the third      rules[2]      "transform[2]"
//! destinations.eu              ceilings[1]   "destinations.eu.ceiling"
//! ```

use std::sync::Arc;

use crate::policy::Role;
use crate::{Class, Destination};

/// A name that is shared.
pub(crate) type Name = Arc<str>;

/// The names of one policy, each list in the order of what it names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    pub(crate) levels: Vec<Name>,
    pub(crate) classes: Vec<Name>,
    pub(crate) destinations: Vec<Name>,
    pub(crate) roles: Vec<Name>,
    /// Places in the policy.
    pub(crate) rules: Vec<Name>,
    pub(crate) ceilings: Vec<Name>,
    pub(crate) permissions: Vec<Name>,
}

impl Names {
    pub(crate) fn new(
        levels: &[String],
        classes: &[Class],
        destinations: &[Destination],
        roles: &[Role],
        rules: usize,
    ) -> Names {
        Names {
            levels: levels.iter().map(|level| level.as_str().into()).collect(),
            classes: classes.iter().map(|class| class.name().into()).collect(),
            destinations: destinations.iter().map(|destination| destination.name.as_str().into()).collect(),
            roles: roles.iter().map(|role| role.name.as_str().into()).collect(),
            rules: (0..rules).map(|index| format!("transform[{index}]").into()).collect(),
            ceilings: destinations.iter().map(|place| format!("destinations.{}.ceiling", place.name).into()).collect(),
            permissions: roles.iter().map(|role| format!("roles.{}.destinations", role.name).into()).collect(),
        }
    }
}

/// The name at a place; empty where there is none.
pub(crate) fn at(names: &[Name], place: usize) -> Name {
    names.get(place).cloned().unwrap_or_else(|| "".into())
}
