//! Exclude: values that are never a finding because they are the owner's and public.

use crate::Selectors;

/// One `[[exclude]]`: own domain, own switchboard. Parsing refuses one that would lift a protected class.
#[derive(Debug, Clone)]
pub struct Exclude {
    /// The detectors it applies to.
    pub detect: Selectors,
    /// The values, as the policy writes them; at least one, none empty.
    pub values: Vec<String>,
    /// Where it stands in the policy, counted from 1.
    pub line: u32,
}
