//! Class: what kind of content a policy speaks of.

use std::fmt;

use llmguard_types::Confidence;

use crate::{Level, Selectors};

/// A class's place in [`Policy::classes`](crate::Policy::classes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassId(pub u16);

impl ClassId {
    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// What numbers are rounded to: a decimal number above 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The number without its decimal point.
    pub digits: u64,
    /// How many of the digits are decimals.
    pub decimals: u32,
}

impl Step {
    /// Reads `5`, `0.5` or `250`, of twelve digits at most.
    #[must_use]
    pub fn parse(written: &str) -> Option<Step> {
        let (whole, rest) = written.split_once('.').unwrap_or((written, ""));
        let plain = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
        let fits = !whole.is_empty() && !written.ends_with('.') && plain(whole) && plain(rest);
        let digits = (fits && written.len() <= 13).then(|| [whole, rest].concat().parse().ok()).flatten()?;
        (digits > 0).then_some(Step { digits, decimals: u32::try_from(rest.len()).ok()? })
    }

    /// Whether less is told of a number that is rounded to this than of one that is rounded to the other.
    #[must_use]
    pub fn is_coarser_than(self, other: Step) -> bool {
        let scaled = |step: Step, by: u32| u128::from(step.digits) * 10u128.pow(by);
        scaled(self, other.decimals) > scaled(other, self.decimals)
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = self.decimals as usize;
        let digits = format!("{:0width$}", self.digits, width = decimals + 1);
        let (whole, rest) = digits.split_at(digits.len() - decimals);
        f.write_str(whole)?;
        if rest.is_empty() { Ok(()) } else { write!(f, ".{rest}") }
    }
}

/// A kind of content under one name: which detectors find it and how confidential it is.
#[derive(Debug, Clone)]
pub struct Class {
    pub(crate) name: String,
    pub(crate) level: Level,
    pub(crate) detect: Selectors,
    pub(crate) min_confidence: Confidence,
    pub(crate) personal: bool,
    pub(crate) round_to: Option<Step>,
    pub(crate) owner: Option<String>,
    pub(crate) line: u32,
    /// At the top level, or touched by a floor rule.
    pub(crate) protected: bool,
    /// Listed in `output.forbid`.
    pub(crate) forbidden: bool,
}

impl Class {
    /// The name the policy gives it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it stands in the policy, counted from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.line
    }

    /// How confidential its findings are at least. A class may only raise the level of a detector.
    #[must_use]
    pub fn level(&self) -> Level {
        self.level
    }

    /// The detectors whose findings belong to it.
    #[must_use]
    pub fn detect(&self) -> &Selectors {
        &self.detect
    }

    /// How sure the engine has to be for a finding to belong to it.
    #[must_use]
    pub fn min_confidence(&self) -> Confidence {
        self.min_confidence
    }

    /// Whether it is personal data.
    #[must_use]
    pub fn personal(&self) -> bool {
        self.personal
    }

    /// What `generalize` rounds the numbers of its columns to; `None` for half the unit of their leading digit.
    #[must_use]
    pub fn round_to(&self) -> Option<Step> {
        self.round_to
    }

    /// Who answers for the data.
    #[must_use]
    pub fn owner(&self) -> Option<&str> {
        self.owner.as_deref()
    }
}
