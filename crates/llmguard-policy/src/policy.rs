//! Policy: what may go where, as finite tables.
//!
//! Everything that depends on the policy alone is worked out once, when it is parsed. The heart is a table of class
//! by destination that holds the strictest transform any rule asks for, with the rule that asked first:
//!
//! ```text
//!             local       eu          us
//! secret      block       block       block       transform[0]
//! person      keep        tokenize    redact      -, transform[1], transform[3]
//! ```
//!
//! A decision is a few look-ups in it; see [`Policy::decide`].

use llmguard_types::{Code, Error};

use crate::near;
use crate::outcome::Test;
use crate::quote::quote;
use crate::{Class, ClassId, Exclude, Level, TestOutcome, Transform, parse};

/// A parsed policy. Immutable; it knows no text, only names and levels.
#[derive(Debug, Clone)]
pub struct Policy {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) owner: Option<String>,
    pub(crate) levels: Vec<String>,
    pub(crate) residual: Residual,
    pub(crate) purposes: Vec<String>,
    pub(crate) classes: Vec<Class>,
    pub(crate) destinations: Vec<Destination>,
    pub(crate) roles: Vec<Role>,
    /// Class by destination, one row a class.
    pub(crate) cells: Vec<Cell>,
    pub(crate) excludes: Vec<Exclude>,
    pub(crate) output: Option<Output>,
    pub(crate) tests: Vec<Test>,
}

/// Where a text may go.
#[derive(Debug, Clone)]
pub(crate) struct Destination {
    pub(crate) name: String,
    pub(crate) ceiling: Level,
}

/// Who may ask.
#[derive(Debug, Clone)]
pub(crate) struct Role {
    pub(crate) name: String,
    /// Places in [`Policy::destinations`], in the order of the policy.
    pub(crate) destinations: Vec<usize>,
    pub(crate) reveals: bool,
}

/// What is done with a class at a destination.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    pub(crate) transform: Transform,
    /// The first rule that asks for it; no meaning for `keep`.
    pub(crate) rule: usize,
}

/// How responses are judged.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    pub(crate) scan: bool,
}

/// The level a destination still sees after a transform, one for each transform in order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Residual(pub(crate) [Level; Transform::ALL.len()]);

impl Policy {
    /// Parses a policy of format 1.
    ///
    /// # Errors
    /// `P001` to `P011`, with the line. The first mistake is reported; a file name is the caller's to add.
    ///
    /// # Example
    /// ```
    /// let error = llmguard_policy::Policy::parse("format = 1\nid = 'x'\nvershun = '1'\n").unwrap_err();
    /// assert_eq!(error.to_string(), "P002 line 3: unknown key `vershun`; did you mean `version`?");
    /// ```
    pub fn parse(source: &str) -> Result<Policy, Error> {
        parse::policy(source)
    }

    /// The identifier the policy gives itself.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The version the policy gives itself.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Who answers for the policy.
    #[must_use]
    pub fn owner(&self) -> Option<&str> {
        self.owner.as_deref()
    }

    /// The level of a name.
    #[must_use]
    pub fn level(&self, name: &str) -> Option<Level> {
        self.levels().find(|(_, own)| *own == name).map(|(level, _)| level)
    }

    /// The name of a level; one above the scale has the name of the top.
    #[must_use]
    pub fn level_name(&self, level: Level) -> &str {
        self.levels.get(level.index()).or(self.levels.last()).map_or("", String::as_str)
    }

    /// The levels with their names, in ascending order.
    pub fn levels(&self) -> impl Iterator<Item = (Level, &str)> {
        (0..=u8::MAX).map(Level).zip(self.levels.iter().map(String::as_str))
    }

    /// The lowest level.
    #[must_use]
    pub fn lowest(&self) -> Level {
        Level(0)
    }

    /// The highest level. What stands there can only be lowered by `redact`.
    #[must_use]
    pub fn top(&self) -> Level {
        self.levels().last().map_or(Level(0), |(level, _)| level)
    }

    /// The classes in the order of the policy; a [`ClassId`] is a place in it.
    #[must_use]
    pub fn classes(&self) -> &[Class] {
        &self.classes
    }

    /// The class of a name.
    ///
    /// # Errors
    /// `I008` if the policy has no such class.
    pub fn class(&self, name: &str) -> Result<ClassId, Error> {
        let ids = (0..=u16::MAX).map(ClassId);
        ids.zip(&self.classes).find(|(_, class)| class.name == name).map(|(id, _)| id).ok_or_else(|| {
            Error::new(Code::InputClass, format!("the policy has no class {}", quote(name)))
                .mend(near::mend(name, self.classes.iter().map(Class::name)))
        })
    }

    /// The name of a class; empty for a class of another policy.
    #[must_use]
    pub fn class_name(&self, class: ClassId) -> &str {
        self.classes.get(class.index()).map_or("", Class::name)
    }

    /// Whether nothing may lift the class: it is at the top level, or a floor rule names it. A class of another
    /// policy counts as protected.
    #[must_use]
    pub fn is_protected(&self, class: ClassId) -> bool {
        self.classes.get(class.index()).is_none_or(|class| class.protected)
    }

    /// The values that are never a finding.
    #[must_use]
    pub fn excludes(&self) -> &[Exclude] {
        &self.excludes
    }

    /// The names of the roles, in the order of the policy.
    pub fn roles(&self) -> impl Iterator<Item = &str> + Clone {
        self.roles.iter().map(|role| role.name.as_str())
    }

    /// The names of the destinations, in the order of the policy.
    pub fn destinations(&self) -> impl Iterator<Item = &str> + Clone {
        self.destinations.iter().map(|destination| destination.name.as_str())
    }

    /// The declared purposes, in the order of the policy.
    pub fn purposes(&self) -> impl Iterator<Item = &str> + Clone {
        self.purposes.iter().map(String::as_str)
    }

    /// Whether someone with these roles may see what placeholders in a response stand for: every role is known and
    /// one is in `output.reveal_for`.
    #[must_use]
    pub fn may_reveal(&self, roles: &[&str]) -> bool {
        let known: Option<Vec<&Role>> = roles.iter().map(|name| self.role(name)).collect();
        known.is_some_and(|roles| roles.iter().any(|role| role.reveals))
    }

    /// Whether responses are to be scanned: yes, unless `output.scan` is false.
    #[must_use]
    pub fn scans_output(&self) -> bool {
        self.output.is_none_or(|output| output.scan)
    }

    /// Whether a response with this class is denied by `output.forbid`. A class of another policy is forbidden.
    #[must_use]
    pub fn output_forbids(&self, class: ClassId) -> bool {
        self.classes.get(class.index()).is_none_or(|class| class.forbidden)
    }

    /// Runs the tests the policy carries, in their order.
    ///
    /// # Example
    /// ```
    /// let policy = llmguard_policy::Policy::template("einkauf-copilot")?;
    /// assert!(policy.run_tests().iter().all(|outcome| outcome.passed()));
    /// # Ok::<(), llmguard_types::Error>(())
    /// ```
    #[must_use]
    pub fn run_tests(&self) -> Vec<TestOutcome> {
        self.tests.iter().map(|test| test.run(self)).collect()
    }

    pub(crate) fn role(&self, name: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.name == name)
    }

    /// What is done with a class at a destination; nothing for a class of another policy.
    pub(crate) fn cell(&self, class: ClassId, destination: usize) -> Option<Cell> {
        let row = class.index() * self.destinations.len();
        self.classes.get(class.index()).and_then(|_| self.cells.get(row + destination).copied())
    }

    /// The level a destination still sees of a finding at this level.
    pub(crate) fn sees(&self, level: Level, transform: Transform) -> Level {
        let lowers = level < self.top() || transform >= Transform::Redact;
        let residual = self.residual.0.get(transform as usize).copied();
        residual.filter(|_| lowers).map_or(level, |residual| level.min(residual))
    }
}
