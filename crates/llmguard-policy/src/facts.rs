//! Facts: what a policy says of places, tools and keeping, for those who act on it outside of a decision.

use crate::{Level, Mode};

/// Where a text may go.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Destination {
    /// Its name.
    pub name: String,
    /// The highest level it may see after all transforms.
    pub ceiling: Level,
    /// Whether the ceiling decides.
    pub mode: Mode,
    /// The model behind it.
    pub model: Option<String>,
    /// Where it stands: a country as `DE`, or `EU`, `EEA`.
    pub jurisdiction: Option<String>,
    /// How it is reached, as `on-prem` or `internet`.
    pub network: Option<String>,
    /// Whether it learns from what it is sent.
    pub trains_on_data: Option<bool>,
    /// The processing contract.
    pub contract: Option<String>,
    /// The ground for personal data outside of the EU.
    pub transfer_basis: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The hosts that addresses in its answers and in tool calls may lead to, if they are others than those of `[output]`.
    pub allow_hosts: Option<Vec<String>>,
    /// Where it stands in the policy, counted from 1.
    pub line: u32,
    pub(crate) sources: crate::scope::Places,
}

/// Where retrieved texts come from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Source {
    /// Its name.
    pub name: String,
    /// The level of what comes from it.
    pub label: Level,
    /// Whether what it says may instruct a model.
    pub trusted: bool,
    /// Who answers for it.
    pub owner: Option<String>,
}

/// A tool that a model may call.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// The highest level its arguments may hold after all transforms.
    pub ceiling: Option<Level>,
    /// The hosts that addresses in its arguments may lead to, if they are others than those of the destination.
    pub allow_hosts: Option<Vec<String>>,
    /// Who answers for it.
    pub owner: Option<String>,
}

/// How much one conversation may do; what is not stated is not limited.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Budget {
    /// Texts decided about.
    pub steps: Option<u32>,
    /// Tool calls.
    pub tool_calls: Option<u32>,
    /// Bytes in all.
    pub bytes: Option<u32>,
}

/// How who asked is recorded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Recorded {
    /// As the caller names people.
    #[default]
    Plain,
    /// As a keyed digest; not at all without a key.
    Pseudonym,
    /// Not at all.
    Nothing,
}

/// What is recorded of a decision.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Audit {
    /// The least a sink has to keep, as the policy names it; empty where it does not say.
    pub record: Vec<String>,
    /// Whether a keyed digest of the text is recorded.
    pub digest: bool,
    /// How who asked is recorded.
    pub subject: Recorded,
}

/// How long one kind of record is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Keeping {
    /// Not less, in days.
    pub min_days: Option<u32>,
    /// Not more, in days.
    pub max_days: Option<u32>,
    /// `delete` or `crypto-shred`.
    pub erase: Option<String>,
}

/// How long records are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Retention {
    /// Audit records.
    pub audit: Keeping,
    /// Values behind tokens.
    pub vault: Keeping,
    /// Approvals and unlocks.
    pub approvals: Keeping,
}
