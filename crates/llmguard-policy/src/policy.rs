//! Policy: what may go where, as finite tables.
//!
//! Everything that depends on the policy alone is worked out once, when it is parsed. The heart is a list of rules for
//! every class, the strictest first, so that the first one that matches a request is the one that holds:
//!
//! ```text
//! secret      transform[0] block *
//! person      transform[3] redact us      transform[1] tokenize eu
//! ```
//!
//! A decision is a few look-ups in it; see [`Policy::decide`].

use llmguard_types::{Code, Error};

use crate::names::Names;
use crate::near;
use crate::outcome::Test;
use crate::quote::quote;
use crate::rule::{Approval, Raise, Rule, Unlock};
use crate::scope::Places;
use crate::{
    Audit, Budget, Class, ClassId, Destination, Exclude, Level, Mode, Retention, Source, TestOutcome, Tokens, Tool,
    Transform, parse,
};

/// A parsed policy. Immutable; it knows no text, only names and levels.
#[derive(Debug, Clone)]
pub struct Policy {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) owner: Option<String>,
    pub(crate) extensible: Vec<String>,
    pub(crate) digest: String,
    pub(crate) mode: Mode,
    /// Whether any rule only observes or warns.
    pub(crate) observes: bool,
    pub(crate) levels: Vec<String>,
    pub(crate) residual: Residual,
    pub(crate) use_case: Option<String>,
    pub(crate) ai_act_risk: Option<String>,
    pub(crate) tagging: Option<llmguard_types::Names>,
    pub(crate) tokens: Tokens,
    pub(crate) purposes: Vec<String>,
    pub(crate) classes: Vec<Class>,
    pub(crate) destinations: Vec<Destination>,
    pub(crate) sources: Vec<Source>,
    pub(crate) tools: Vec<Tool>,
    pub(crate) roles: Vec<Role>,
    pub(crate) rules: Vec<Rule>,
    /// For each class the rules that name it, the strictest first, then in their order.
    pub(crate) by_class: Vec<Vec<usize>>,
    pub(crate) raises: Vec<Raise>,
    pub(crate) approvals: Vec<Approval>,
    pub(crate) unlocks: Vec<Unlock>,
    pub(crate) excludes: Vec<Exclude>,
    pub(crate) output: Option<Output>,
    pub(crate) budget: Budget,
    pub(crate) audit: Audit,
    pub(crate) retention: Retention,
    pub(crate) tests: Vec<Test>,
    pub(crate) names: Names,
}

/// Who may ask.
#[derive(Debug, Clone)]
pub(crate) struct Role {
    pub(crate) name: String,
    /// Places in [`Policy::destinations`], in the order of the policy.
    pub(crate) destinations: Vec<usize>,
    pub(crate) purposes: Places,
    pub(crate) tools: Places,
    pub(crate) may_unlock: Vec<ClassId>,
    pub(crate) reveals: bool,
    pub(crate) line: u32,
}

/// How responses are judged.
#[derive(Debug, Clone)]
pub(crate) struct Output {
    pub(crate) scan: bool,
    pub(crate) max_hold_bytes: Option<u32>,
    pub(crate) allow_hosts: Option<Vec<String>>,
    pub(crate) other_hosts: Transform,
}

/// The level a destination still sees after a transform, one for each transform in order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Residual(pub(crate) [Level; Transform::ALL.len()]);

impl Policy {
    /// Parses a policy of format 1, written in TOML or in JSON. It may extend an embedded one (`template:NAME`).
    ///
    /// # Errors
    /// `P001` to `P016`, with the line. The first mistake is reported; a file name is the caller's to add.
    ///
    /// # Example
    /// ```
    /// let error = llmguard_policy::Policy::parse("format = 1\nid = 'x'\nvershun = '1'\n").unwrap_err();
    /// assert_eq!(error.to_string(), "P002 line 3: unknown key `vershun`; did you mean `version`?");
    /// ```
    pub fn parse(source: &str) -> Result<Policy, Error> {
        parse::policy(source, &|name| Err(crate::extend::unresolved(name)))
    }

    /// Parses a policy that may extend one that only the caller can read: `resolve` is given what stands in `extends`,
    /// unless it is `template:NAME`, and returns that policy's source.
    ///
    /// # Errors
    /// As [`Policy::parse`], and what `resolve` returns.
    pub fn parse_with(source: &str, resolve: &dyn Fn(&str) -> Result<String, Error>) -> Result<Policy, Error> {
        parse::policy(source, resolve)
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

    /// SHA-256 of what the policy says, in hexadecimal: of its content as canonical JSON, what it extends included. Two
    /// files with the same content have the same digest, whatever their format, order of keys and comments.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The mode of rules that state none.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// How eagerly names are looked for that nothing announces, if the policy says so.
    #[must_use]
    pub fn names(&self) -> Option<llmguard_types::Names> {
        self.tagging
    }

    /// What tokens look like.
    #[must_use]
    pub fn tokens(&self) -> Tokens {
        self.tokens
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
        Level(u8::try_from(self.levels.len()).unwrap_or(u8::MAX).saturating_sub(1))
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

    /// The destinations, in the order of the policy.
    #[must_use]
    pub fn destinations(&self) -> &[Destination] {
        &self.destinations
    }

    pub(crate) fn destination_names(&self) -> impl Iterator<Item = &str> + Clone {
        self.destinations.iter().map(|destination| destination.name.as_str())
    }

    /// The sources of retrieved texts, in the order of the policy.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The source of a name.
    #[must_use]
    pub fn source(&self, name: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.name == name)
    }

    /// The tools a model may call, in the order of the policy.
    #[must_use]
    pub fn tools(&self) -> &[Tool] {
        &self.tools
    }

    /// Where a person has to approve first.
    #[must_use]
    pub fn approvals(&self) -> &[Approval] {
        &self.approvals
    }

    /// Who may release which classes for a while.
    #[must_use]
    pub fn unlocks(&self) -> &[Unlock] {
        &self.unlocks
    }

    /// How much one conversation may do.
    #[must_use]
    pub fn budget(&self) -> Budget {
        self.budget
    }

    /// What is recorded of a decision.
    #[must_use]
    pub fn audit(&self) -> &Audit {
        &self.audit
    }

    /// How long records are kept.
    #[must_use]
    pub fn retention(&self) -> &Retention {
        &self.retention
    }

    /// What the policy is for, as `use_case.name` says.
    #[must_use]
    pub fn use_case(&self) -> Option<&str> {
        self.use_case.as_deref()
    }

    /// The risk class by the EU AI Act: `minimal`, `limited`, `high` or `prohibited`.
    #[must_use]
    pub fn ai_act_risk(&self) -> Option<&str> {
        self.ai_act_risk.as_deref()
    }

    /// How much of an answer may be held back while it streams, in bytes.
    #[must_use]
    pub fn max_hold_bytes(&self) -> Option<u32> {
        self.output.as_ref().and_then(|output| output.max_hold_bytes)
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
        self.output.as_ref().is_none_or(|output| output.scan)
    }

    /// Whether a response with this class is denied by `output.forbid`. A class of another policy is forbidden.
    #[must_use]
    pub fn output_forbids(&self, class: ClassId) -> bool {
        self.classes.get(class.index()).is_none_or(|class| class.forbidden)
    }

    /// The hosts that addresses in an answer of a destination, or in a call of a tool, may lead to; in small letters,
    /// `*.example.com` for every one below it. `None` where the policy does not judge addresses by their hosts.
    ///
    /// ```
    /// let policy = llmguard_policy::Policy::parse(r#"
    ///     format = 1
    ///     id = "x"
    ///     version = "1"
    ///     levels = ["public"]
    ///     [output]
    ///     allow_hosts = ["*.example.com"]
    ///     [destinations]
    ///     eu = { ceiling = "public", allow_hosts = [] }
    ///     [tools]
    ///     fetch = { allow_hosts = ["api.example.com"] }
    /// "#)?;
    /// assert_eq!(policy.allowed_hosts("local", None), Some(&["*.example.com".to_owned()][..]));
    /// assert_eq!(policy.allowed_hosts("eu", None), Some(&[][..]));
    /// assert_eq!(policy.allowed_hosts("eu", Some("fetch")), Some(&["api.example.com".to_owned()][..]));
    /// # Ok::<(), llmguard_types::Error>(())
    /// ```
    #[must_use]
    pub fn allowed_hosts(&self, destination: &str, tool: Option<&str>) -> Option<&[String]> {
        let tool = self.tools.iter().find(|own| tool == Some(&*own.name)).and_then(|own| own.allow_hosts.as_deref());
        let place = || self.destinations.iter().find(|own| own.name == destination)?.allow_hosts.as_deref();
        tool.or_else(place).or_else(|| self.output.as_ref()?.allow_hosts.as_deref())
    }

    /// What becomes of addresses that lead to other hosts: `keep`, `generalize` (written so that nothing follows them) or
    /// `redact`.
    #[must_use]
    pub fn other_hosts(&self) -> Transform {
        self.output.as_ref().map_or(Transform::Generalize, |output| output.other_hosts)
    }

    /// Whether a `[[raise]]` counts the values of a class.
    #[must_use]
    pub fn cumulates(&self, class: ClassId) -> bool {
        self.raises.iter().any(|raise| raise.class == class || raise.with.contains(&class))
    }

    /// From how many distinct values of a class on more of them change no decision; 0 if none counts.
    #[must_use]
    pub fn cumulates_to(&self, class: ClassId) -> u32 {
        let own = |raise: &Raise| if raise.class == class { raise.at_least } else { 0 };
        self.raises.iter().map(|raise| own(raise).max(raise.with.contains(&class).into())).max().unwrap_or(0)
    }

    /// Runs the tests of findings the policy carries, in their order. Those of texts need somebody who finds something
    /// in them: see [`Policy::test_cases`].
    ///
    /// # Example
    /// ```
    /// let policy = llmguard_policy::Policy::template("einkauf-copilot")?;
    /// assert!(policy.run_tests().iter().all(|outcome| outcome.passed()));
    /// # Ok::<(), llmguard_types::Error>(())
    /// ```
    #[must_use]
    pub fn run_tests(&self) -> Vec<TestOutcome> {
        self.tests.iter().filter(|test| test.text.is_none()).map(|test| test.run(self)).collect()
    }

    /// The tests the policy carries.
    #[must_use]
    pub fn test_cases(&self) -> &[Test] {
        &self.tests
    }

    pub(crate) fn role(&self, name: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.name == name)
    }

    /// The level a destination still sees of a finding at this level.
    pub(crate) fn sees(&self, level: Level, transform: Transform) -> Level {
        let lowers = level < self.top() || transform >= Transform::Redact;
        let residual = self.residual.0.get(transform as usize).copied();
        residual.filter(|_| lowers).map_or(level, |residual| level.min(residual))
    }
}
