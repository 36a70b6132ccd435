//! Diff: what a new policy decides differently from the old one, cell by cell.
//!
//! The release gate of a data owner: not which lines changed, but whom they let send what where.
//!
//! ```text
//! more permissive   buyer -> eu, class price, prompt: deny -> transform (generalize)
//! stricter          buyer -> us, class person, prompt: transform (tokenize) -> transform (redact)
//! ```
//!
//! Beside the cells there are settings that decide nothing by themselves but still matter: what a class looks for, what
//! is excluded, who sees values behind tokens, for how long something holds.

use crate::settings::settings;
use crate::space::{answer, cells};
use crate::{Answer, Cell, Policy};

/// What a new policy decides differently from an old one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diff {
    /// Requests that are decided differently.
    pub cells: Vec<CellChange>,
    /// Settings that differ.
    pub settings: Vec<SettingChange>,
}

/// A request that is decided differently.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CellChange {
    /// The request.
    pub cell: Cell,
    /// What the old policy says.
    pub before: Answer,
    /// What the new policy says.
    pub after: Answer,
}

/// A setting that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SettingChange {
    /// Which, as a path: `classes.price.detect`.
    pub name: String,
    /// What the old policy says; `-` if nothing.
    pub before: String,
    /// What the new policy says; `-` if nothing.
    pub after: String,
    /// Whether the new one lets more pass, or keeps less.
    pub more_permissive: bool,
}

impl CellChange {
    /// Whether the new policy lets more pass.
    #[must_use]
    pub fn is_more_permissive(&self) -> bool {
        self.after.is_more_permissive_than(self.before)
    }
}

impl Diff {
    /// Compares two policies on every request that either of them knows.
    ///
    /// # Example
    /// ```
    /// use llmguard_policy::{Diff, Policy};
    ///
    /// let source = Policy::templates()[0].1;
    /// let old = Policy::parse(source)?;
    /// let new = Policy::parse(&source.replace("do = \"generalize\"", "do = \"keep\""))?;
    /// assert!(Diff::of(&old, &old).is_empty());
    /// let diff = Diff::of(&old, &new);
    /// assert!(!diff.is_more_permissive()); // a price that is kept is above the ceiling: it is denied now
    /// assert!(Diff::of(&new, &old).is_more_permissive());
    /// # Ok::<(), llmguard_types::Error>(())
    /// ```
    #[must_use]
    pub fn of(old: &Policy, new: &Policy) -> Diff {
        Diff::without(old, new, &[])
    }

    /// The same without the roles and destinations of the new policy, where these are left out.
    pub(crate) fn without(old: &Policy, new: &Policy, left_out: &[String]) -> Diff {
        let policies = [old, new];
        let change = |cell: Cell| {
            let (before, after) = (answer(old, &cell), answer(new, &cell));
            (before != after).then_some(CellChange { cell, before, after })
        };
        Diff { cells: cells(&policies, left_out).filter_map(change).collect(), settings: settings(old, new) }
    }

    /// Whether the policies decide alike and have the same settings.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.settings.is_empty()
    }

    /// Whether the new policy lets more pass anywhere.
    #[must_use]
    pub fn is_more_permissive(&self) -> bool {
        self.cells.iter().any(CellChange::is_more_permissive)
            || self.settings.iter().any(|setting| setting.more_permissive)
    }
}
