//! Plan: a made-up policy and a made-up request, as numbers that are taken modulo what there is, so that every plan is
//! sound.

#![allow(dead_code, reason = "not every test needs all of it")]
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

use std::fmt::Write;

use llmguard_policy::{Ask, ClassId, Direction, Found, Mode, Policy, Ruling, Transform};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// A made-up `[[transform]]`; no destinations means `*`.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) classes: Vec<usize>,
    pub(crate) destinations: Vec<usize>,
    pub(crate) transform: usize,
    pub(crate) floor: bool,
    pub(crate) mode: usize,
}

/// A made-up `[[raise]]`: class, how many, level, mode.
pub(crate) type Raise = (usize, u32, usize, usize);

/// A made-up policy.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) levels: usize,
    pub(crate) residual: Vec<Option<usize>>,
    pub(crate) classes: Vec<usize>,
    pub(crate) ceilings: Vec<usize>,
    pub(crate) roles: Vec<Vec<usize>>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) forbid: Option<Vec<usize>>,
    pub(crate) purposes: usize,
    pub(crate) raises: Vec<Raise>,
    /// Classes of an `[[unlock]]` for everybody, and what it leaves. Protected classes are left out.
    pub(crate) unlock: Option<(Vec<usize>, usize)>,
    /// Class and role of an `[[approval]]`.
    pub(crate) approval: Option<(usize, usize)>,
}

/// A made-up request: roles, purpose, destination, direction, and classes and level of each finding.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) roles: Vec<usize>,
    pub(crate) purpose: Option<usize>,
    pub(crate) destination: usize,
    pub(crate) direction: usize,
    pub(crate) found: Vec<(Vec<usize>, usize)>,
}

fn mode(number: usize) -> &'static str {
    Mode::ALL[number % Mode::ALL.len()].as_str()
}

impl Plan {
    /// The classes of the unlock that no floor and not the top level protects.
    fn unlocked(&self) -> Vec<usize> {
        let count = self.classes.len();
        let floors = self.rules.iter().filter(|rule| rule.floor).flat_map(|rule| &rule.classes);
        let floors: Vec<usize> = floors.map(|class| class % count).collect();
        let free = |class: &usize| !floors.contains(class) && self.classes[*class] % self.levels < self.levels - 1;
        self.unlock.iter().flat_map(|(classes, _)| classes).map(|class| class % count).filter(free).collect()
    }

    pub(crate) fn policy(&self) -> Policy {
        let level = |n: &usize| format!("'l{}'", n % self.levels);
        let names = |prefix: &str, numbers: &[usize], count: usize| {
            format!("[{}]", numbers.iter().map(|n| format!("'{prefix}{}'", n % count)).collect::<Vec<_>>().join(", "))
        };
        let all = |prefix: &str, count: usize| names(prefix, &(0..count).collect::<Vec<_>>(), count.max(1));
        let mut toml = format!("format = 1\nid = 'x'\nversion = '1'\nlevels = {}\n", all("l", self.levels));
        let _ = writeln!(toml, "[use_case]\npurpose = {}\n[residual]", all("p", self.purposes));
        for (transform, residual) in Transform::ALL[1..5].iter().zip(&self.residual) {
            if let Some(residual) = residual {
                let _ = writeln!(toml, "{} = {}", transform.as_str(), level(residual));
            }
        }
        for (n, own) in self.classes.iter().enumerate() {
            let _ = writeln!(toml, "[classes.c{n}]\nlevel = {}\ndetect = ['c{n}.*']", level(own));
        }
        for (n, ceiling) in self.ceilings.iter().enumerate() {
            let _ = writeln!(toml, "[destinations.d{n}]\nceiling = {}", level(ceiling));
        }
        for (n, destinations) in self.roles.iter().enumerate() {
            let _ = writeln!(toml, "[roles.r{n}]\ndestinations = {}", names("d", destinations, self.ceilings.len()));
            let _ = writeln!(toml, "may_unlock = {}", names("c", &self.unlocked(), self.classes.len()));
        }
        for rule in &self.rules {
            let destinations = match rule.destinations.as_slice() {
                [] => "['*']".to_owned(),
                some => names("d", some, self.ceilings.len()),
            };
            let classes = names("c", &rule.classes, self.classes.len());
            let transform = Transform::ALL[rule.transform % Transform::ALL.len()].as_str();
            let _ = writeln!(toml, "[[transform]]\nclasses = {classes}\ndestinations = {destinations}");
            let _ = writeln!(toml, "do = '{transform}'\nfloor = {}", rule.floor);
            if !rule.floor {
                let _ = writeln!(toml, "mode = '{}'", mode(rule.mode));
            }
        }
        for (class, count, to, own) in &self.raises {
            let class = class % self.classes.len();
            let (count, to, mode) = (count % 3 + 1, level(to), mode(*own));
            let _ = writeln!(
                toml,
                "[[raise]]\nclass = 'c{class}'\ndistinct_at_least = {count}\nto = {to}\nmode = '{mode}'"
            );
        }
        if let Some((classes, leaves)) = self.unlock.as_ref().map(|(_, leaves)| (self.unlocked(), leaves))
            && !classes.is_empty()
        {
            let (classes, roles) = (names("c", &classes, self.classes.len()), all("r", self.roles.len()));
            let leaves = Transform::ALL[leaves % Transform::ALL.len()].as_str();
            let _ = writeln!(toml, "[[unlock]]\nid = 'u'\nroles = {roles}\nclasses = {classes}\ndestinations = ['*']");
            let _ = writeln!(toml, "lowers_to = '{leaves}'\nmax_minutes = 1\nmax_uses = 1");
        }
        if let Some((class, role)) = self.approval {
            let (class, role) = (class % self.classes.len(), role % self.roles.len());
            let _ = writeln!(toml, "[[approval]]\nid = 'a'\nwhen = {{ classes = ['c{class}'] }}\nby = 'r{role}'");
            let _ = writeln!(toml, "valid_minutes = 1");
        }
        if let Some(forbid) = &self.forbid {
            let _ = writeln!(toml, "[output]\nforbid = {}", names("c", forbid, self.classes.len()));
        }
        Policy::parse(&toml).unwrap_or_else(|error| panic!("{error}\n{toml}"))
    }
}

impl Request {
    /// The ruling of the policy with this plan.
    pub(crate) fn ruling(&self, policy: &Policy, plan: &Plan) -> Ruling {
        self.ruling_with(policy, plan, &[])
    }

    /// The same with unlocks in use.
    pub(crate) fn ruling_with(&self, policy: &Policy, plan: &Plan, unlocked: &[&str]) -> Ruling {
        let name = |prefix: &str, n: usize, count: usize| format!("{prefix}{}", n % count);
        let roles: Vec<String> = self.roles.iter().map(|n| name("r", *n, plan.roles.len())).collect();
        let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
        let purpose = self.purpose.map(|n| name("p", n, plan.purposes + 1));
        let destination = name("d", self.destination, plan.ceilings.len());
        let direction = Direction::ALL[self.direction % Direction::ALL.len()];
        let purpose = purpose.as_deref();
        let ask = Ask { roles: &roles, purpose, destination: &destination, direction, unlocked, ..Ask::default() };
        decide(policy, plan, &ask, &self.found)
    }
}

pub(crate) fn decide(policy: &Policy, plan: &Plan, ask: &Ask<'_>, found: &[(Vec<usize>, usize)]) -> Ruling {
    let class = |n: &usize| policy.class(&format!("c{}", n % plan.classes.len())).unwrap();
    let classes: Vec<Vec<ClassId>> = found.iter().map(|(classes, _)| classes.iter().map(class).collect()).collect();
    let level = |n: usize| policy.level(&format!("l{}", n % plan.levels)).unwrap();
    let found: Vec<Found<'_>> =
        found.iter().zip(&classes).map(|((_, n), classes)| Found { classes, level: level(*n) }).collect();
    policy.decide(ask, &found)
}

pub(crate) fn rules() -> impl Strategy<Value = Rule> {
    let parts = (vec(any::<usize>(), 1..3), vec(any::<usize>(), 0..3), any::<usize>(), any::<bool>());
    (parts, any::<usize>()).prop_map(|((classes, destinations, transform, floor), mode)| Rule {
        classes,
        destinations,
        transform,
        floor,
        mode,
    })
}

/// Plans in which every rule is enforced.
pub(crate) fn enforced_plans() -> impl Strategy<Value = Plan> {
    plans().prop_map(|mut plan| {
        plan.rules.iter_mut().for_each(|rule| rule.mode = Mode::Enforce as usize);
        plan.raises.iter_mut().for_each(|raise| raise.3 = Mode::Enforce as usize);
        plan
    })
}

pub(crate) fn plans() -> impl Strategy<Value = Plan> {
    let scales = (1..5_usize, vec(option::of(any::<usize>()), 4), 0..3_usize);
    let names = (vec(any::<usize>(), 1..5), vec(any::<usize>(), 1..4), vec(vec(any::<usize>(), 0..4), 1..4));
    let rest = (vec(rules(), 0..6), option::of(vec(any::<usize>(), 0..3)));
    let raise = (any::<usize>(), any::<u32>(), any::<usize>(), any::<usize>());
    let unlock = (vec(any::<usize>(), 1..3), any::<usize>());
    let grants = (vec(raise, 0..3), option::of(unlock), option::of((any::<usize>(), any::<usize>())));
    (scales, names, rest, grants).prop_map(|(scales, names, (rules, forbid), (raises, unlock, approval))| Plan {
        levels: scales.0,
        residual: scales.1,
        purposes: scales.2,
        classes: names.0,
        ceilings: names.1,
        roles: names.2,
        rules,
        forbid,
        raises,
        unlock,
        approval,
    })
}

pub(crate) fn findings() -> impl Strategy<Value = Vec<(Vec<usize>, usize)>> {
    vec((vec(any::<usize>(), 0..3), any::<usize>()), 0..5)
}

pub(crate) fn requests() -> impl Strategy<Value = Request> {
    let names = (vec(any::<usize>(), 0..3), option::of(any::<usize>()), any::<usize>());
    (names, any::<usize>(), findings()).prop_map(|((roles, purpose, destination), direction, found)| Request {
        roles,
        purpose,
        destination,
        direction,
        found,
    })
}
