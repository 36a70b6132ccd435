//! Class: what kind of content a policy speaks of.

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

/// A kind of content under one name: which detectors find it and how confidential it is.
#[derive(Debug, Clone)]
pub struct Class {
    pub(crate) name: String,
    pub(crate) level: Level,
    pub(crate) detect: Selectors,
    pub(crate) min_confidence: Confidence,
    pub(crate) personal: bool,
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

    /// Who answers for the data.
    #[must_use]
    pub fn owner(&self) -> Option<&str> {
        self.owner.as_deref()
    }
}
