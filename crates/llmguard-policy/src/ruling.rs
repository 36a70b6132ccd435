//! Ruling: what was decided, and why.

use llmguard_types::Code;

use crate::{Level, Transform, Verdict};

/// What was decided of one request. It always carries what caused it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// What may happen.
    pub verdict: Verdict,
    /// What would happen if every rule were enforced. Equal to `verdict`: this version has no rules that only observe.
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
}

/// What would be decided at one destination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The name of the destination.
    pub name: String,
    /// The verdict for the same roles, purpose, direction and findings.
    pub verdict: Verdict,
}

/// One thing that contributed to a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The code, where the request itself is refused.
    pub code: Option<Code>,
    /// The place in the policy, as a path: `transform[3]` (counted from 0), `destinations.eu.ceiling`, `roles`.
    pub rule: String,
    /// The classes concerned, in the order of the policy.
    pub classes: Vec<String>,
    /// The verdict this alone leads to.
    pub verdict: Verdict,
    /// One sentence, lower case, without a full stop.
    pub message: String,
}
