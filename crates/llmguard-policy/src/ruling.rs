//! Ruling: what was decided, and why.

use std::sync::Arc;

use crate::{Level, Reason, Transform, Verdict};

/// What was decided of one request. It always carries what caused it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// What may happen.
    pub verdict: Verdict,
    /// What would happen if every rule were enforced.
    pub would: Verdict,
    /// The highest level in the text; the lowest one if nothing was found.
    pub level: Level,
    /// The highest level the destination would see after the transforms; what is blocked is not seen.
    pub residual_level: Level,
    /// What is done with each kind of finding, in the order they were given. All `block` where the request itself
    /// is refused.
    pub transforms: Vec<Transform>,
    /// What would be decided at every destination the known roles may use, in their order, without repeats.
    pub destinations: Vec<Route>,
    /// What caused the verdict, strictest first; never empty. Independent of the order of the findings.
    pub reasons: Vec<Reason>,
    /// What would have been a reason if every rule were enforced; those of mode `warn` are to be shown.
    pub observed: Vec<Reason>,
    /// The ids of the approvals and unlocks that the verdict rests on: those that have to be spent.
    pub used: Vec<String>,
}

/// What would be decided at one destination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The name of the destination.
    pub name: Arc<str>,
    /// The verdict for the same roles, purpose, direction and findings.
    pub verdict: Verdict,
}
