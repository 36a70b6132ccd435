//! Laws: what holds of every policy and every request.
//!
//! Policies are made up as small plans of numbers, written as TOML and parsed like any other. Numbers are taken modulo
//! what there is, so that every plan is sound.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

use std::fmt::Write;

use llmguard_policy::{Ask, ClassId, Direction, Found, Policy, Ruling, Transform, Verdict};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// A made-up `[[transform]]`; no destinations means `*`.
#[derive(Debug, Clone)]
struct Rule {
    classes: Vec<usize>,
    destinations: Vec<usize>,
    transform: usize,
    floor: bool,
}

/// A made-up policy.
#[derive(Debug, Clone)]
struct Plan {
    levels: usize,
    residual: Vec<Option<usize>>,
    classes: Vec<usize>,
    ceilings: Vec<usize>,
    roles: Vec<Vec<usize>>,
    rules: Vec<Rule>,
    forbid: Option<Vec<usize>>,
    purposes: usize,
}

/// A made-up request: roles, purpose, destination, direction, and classes and level of each finding.
#[derive(Debug, Clone)]
struct Request {
    roles: Vec<usize>,
    purpose: Option<usize>,
    destination: usize,
    direction: usize,
    found: Vec<(Vec<usize>, usize)>,
}

impl Plan {
    fn policy(&self) -> Policy {
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
        }
        if let Some(forbid) = &self.forbid {
            let _ = writeln!(toml, "[output]\nforbid = {}", names("c", forbid, self.classes.len()));
        }
        Policy::parse(&toml).unwrap_or_else(|error| panic!("{error}\n{toml}"))
    }
}

impl Request {
    /// The ruling of the policy with this plan.
    fn ruling(&self, policy: &Policy, plan: &Plan) -> Ruling {
        let name = |prefix: &str, n: usize, count: usize| format!("{prefix}{}", n % count);
        let roles: Vec<String> = self.roles.iter().map(|n| name("r", *n, plan.roles.len())).collect();
        let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
        let purpose = self.purpose.map(|n| name("p", n, plan.purposes + 1));
        let destination = name("d", self.destination, plan.ceilings.len());
        let direction = Direction::ALL[self.direction % Direction::ALL.len()];
        let ask = Ask { roles: &roles, purpose: purpose.as_deref(), destination: &destination, direction };
        decide(policy, plan, &ask, &self.found)
    }
}

fn decide(policy: &Policy, plan: &Plan, ask: &Ask<'_>, found: &[(Vec<usize>, usize)]) -> Ruling {
    let class = |n: &usize| policy.class(&format!("c{}", n % plan.classes.len())).unwrap();
    let classes: Vec<Vec<ClassId>> = found.iter().map(|(classes, _)| classes.iter().map(class).collect()).collect();
    let level = |n: usize| policy.level(&format!("l{}", n % plan.levels)).unwrap();
    let found: Vec<Found<'_>> =
        found.iter().zip(&classes).map(|((_, n), classes)| Found { classes, level: level(*n) }).collect();
    policy.decide(ask, &found)
}

fn rules() -> impl Strategy<Value = Rule> {
    let parts = (vec(any::<usize>(), 1..3), vec(any::<usize>(), 0..3), any::<usize>(), any::<bool>());
    parts.prop_map(|(classes, destinations, transform, floor)| Rule { classes, destinations, transform, floor })
}

fn plans() -> impl Strategy<Value = Plan> {
    let scales = (1..5_usize, vec(option::of(any::<usize>()), 4), 0..3_usize);
    let names = (vec(any::<usize>(), 1..5), vec(any::<usize>(), 1..4), vec(vec(any::<usize>(), 0..4), 1..4));
    let rest = (vec(rules(), 0..6), option::of(vec(any::<usize>(), 0..3)));
    (scales, names, rest).prop_map(|((levels, residual, purposes), (classes, ceilings, roles), (rules, forbid))| Plan {
        levels,
        residual,
        classes,
        ceilings,
        roles,
        rules,
        forbid,
        purposes,
    })
}

fn findings() -> impl Strategy<Value = Vec<(Vec<usize>, usize)>> {
    vec((vec(any::<usize>(), 0..3), any::<usize>()), 0..5)
}

fn requests() -> impl Strategy<Value = Request> {
    let names = (vec(any::<usize>(), 0..3), option::of(any::<usize>()), any::<usize>());
    (names, any::<usize>(), findings()).prop_map(|((roles, purpose, destination), direction, found)| Request {
        roles,
        purpose,
        destination,
        direction,
        found,
    })
}

/// A ruling without the reasons, whose rule numbers depend on the order of the rules.
fn without_reasons(ruling: Ruling) -> Ruling {
    Ruling { reasons: Vec::new(), ..ruling }
}

/// Whether nothing but ceilings denies.
fn only_over_the_ceiling(ruling: &Ruling) -> bool {
    let mut denying = ruling.reasons.iter().filter(|reason| reason.verdict == Verdict::Deny);
    ruling.verdict == Verdict::Deny && denying.all(|reason| reason.rule.ends_with(".ceiling"))
}

#[test]
fn joins_are_commutative_associative_and_idempotent() {
    fn laws<T: Ord + Copy + std::fmt::Debug>(values: &[T]) {
        for (n, a) in values.iter().copied().enumerate() {
            assert_eq!(a.max(a), a);
            for b in values.iter().copied() {
                assert_eq!(a.max(b), b.max(a));
                for c in values.iter().copied() {
                    assert_eq!(a.max(b).max(c), a.max(b.max(c)));
                }
            }
            assert!(values[..n].iter().all(|lower| *lower < a), "values are listed in ascending order");
        }
    }
    laws(&Transform::ALL);
    laws(&Verdict::ALL);
    let policy = Policy::template("observe").unwrap();
    laws(&policy.levels().map(|(level, _)| level).collect::<Vec<_>>());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_rules_is_irrelevant(
        (plan, shuffled) in plans().prop_flat_map(|plan| {
            let rules = Just(plan.rules.clone()).prop_shuffle();
            (Just(plan), rules)
        }),
        request in requests(),
    ) {
        let other = Plan { rules: shuffled, ..plan.clone() };
        let rulings = [&plan, &other].map(|plan| without_reasons(request.ruling(&plan.policy(), plan)));
        prop_assert_eq!(&rulings[0], &rulings[1]);
    }

    #[test]
    fn the_order_of_findings_is_irrelevant(
        plan in plans(),
        (request, order) in requests().prop_flat_map(|request| {
            let order = Just((0..request.found.len()).collect::<Vec<_>>()).prop_shuffle();
            (Just(request), order)
        }),
    ) {
        let policy = plan.policy();
        let plain = request.ruling(&policy, &plan);
        let found = order.iter().map(|n| request.found[*n].clone()).collect();
        let transforms = order.iter().map(|n| plain.transforms[*n]).collect();
        let shuffled = Request { found, ..request }.ruling(&policy, &plan);
        prop_assert_eq!(shuffled, Ruling { transforms, ..plain });
    }

    /// A rule never weakens a transform, and only a ceiling may deny what a stricter transform then lets pass.
    #[test]
    fn a_further_rule_never_widens_access(plan in plans(), rule in rules(), request in requests()) {
        let mut further = plan.clone();
        further.rules.push(rule);
        let (before, after) = (request.ruling(&plan.policy(), &plan), request.ruling(&further.policy(), &further));
        prop_assert!(before.transforms.iter().zip(&after.transforms).all(|(before, after)| before <= after));
        if after.verdict < before.verdict {
            prop_assert!(only_over_the_ceiling(&before));
            prop_assert_eq!(after.verdict, Verdict::Transform);
            prop_assert!(before.transforms != after.transforms);
        }
    }

    /// Where no ceiling stands in the way, a further rule never lowers a verdict; and `block` never does anywhere.
    #[test]
    fn a_further_rule_never_lowers_a_verdict(plan in plans(), rule in rules(), request in requests()) {
        let open = Plan { ceilings: vec![plan.levels - 1; plan.ceilings.len()], ..plan.clone() };
        let block = Rule { transform: Transform::Block as usize, ..rule.clone() };
        for (plan, rule) in [(open, rule), (plan, block)] {
            let mut further = plan.clone();
            further.rules.push(rule);
            let (before, after) = (request.ruling(&plan.policy(), &plan), request.ruling(&further.policy(), &further));
            prop_assert!(before.verdict <= after.verdict);
            prop_assert!(before.destinations.iter().zip(&after.destinations).all(|(a, b)| a.verdict <= b.verdict));
        }
    }

    /// A class that takes part of what is found adds its level and, until a rule names it, nothing else.
    #[test]
    fn a_further_class_never_widens_access(
        plan in plans(), level in any::<usize>(), request in requests(), mask in vec(any::<bool>(), 5),
    ) {
        let taken = |request: &Request, class: usize, count: usize| {
            let mut request = request.clone();
            for (classes, _) in request.found.iter_mut() {
                classes.iter_mut().for_each(|known| *known %= count);
            }
            for ((classes, _), _) in request.found.iter_mut().zip(&mask).filter(|(_, taken)| **taken) {
                classes.push(class);
            }
            request
        };
        let mut further = plan.clone();
        further.classes.push(level);
        if let Some(forbid) = &mut further.forbid {
            forbid.iter_mut().for_each(|class| *class %= plan.classes.len());
        }
        for rule in &mut further.rules {
            rule.classes.iter_mut().for_each(|class| *class %= plan.classes.len());
        }
        let before = request.ruling(&plan.policy(), &plan);
        let after = taken(&request, plan.classes.len(), plan.classes.len()).ruling(&further.policy(), &further);
        prop_assert!(before.transforms.iter().zip(&after.transforms).all(|(before, after)| before <= after));
        prop_assert!(before.verdict <= after.verdict && before.level <= after.level);
        prop_assert!(before.residual_level <= after.residual_level);
    }

    #[test]
    fn a_route_says_what_would_be_decided_there(plan in plans(), request in requests()) {
        let policy = plan.policy();
        let ruling = request.ruling(&policy, &plan);
        let mut named: Vec<&str> = ruling.destinations.iter().map(|route| route.name.as_str()).collect();
        for route in &ruling.destinations {
            let destination = policy.destinations().position(|name| name == route.name).unwrap();
            let there = Request { destination, ..request.clone() }.ruling(&policy, &plan);
            prop_assert_eq!(there.verdict, route.verdict);
        }
        let count = named.len();
        named.sort_unstable();
        named.dedup();
        prop_assert_eq!(named.len(), count);
    }

    #[test]
    fn unknown_names_are_always_denied(plan in plans(), request in requests(), which in 0..3_u8, stranger in "\\PC{0,80}") {
        let policy = plan.policy();
        let known = |name: &str| policy.roles().chain(policy.destinations()).chain(policy.purposes()).any(|own| own == name);
        prop_assume!(!known(&stranger));
        let mut ask = Ask { roles: &["r0"], destination: "d0", ..Ask::default() };
        let roles = ["r0", stranger.as_str()];
        match which {
            0 => ask.roles = &roles,
            1 => ask.destination = &stranger,
            _ => ask.purpose = Some(&stranger),
        }
        let ruling = decide(&policy, &plan, &ask, &request.found);
        prop_assert_eq!(ruling.verdict, Verdict::Deny);
        prop_assert!(ruling.reasons.iter().any(|reason| reason.code.is_some()));
        prop_assert!(ruling.transforms.iter().all(|transform| *transform == Transform::Block));
    }

    #[test]
    fn a_ruling_is_consistent_and_carries_its_cause(plan in plans(), request in requests()) {
        let policy = plan.policy();
        let ruling = request.ruling(&policy, &plan);
        prop_assert_eq!(ruling.reasons.first().map(|reason| reason.verdict), Some(ruling.verdict));
        prop_assert!(ruling.reasons.windows(2).all(|pair| pair[0].verdict >= pair[1].verdict));
        prop_assert!(ruling.reasons.iter().all(|reason| !reason.message.is_empty() && !reason.rule.is_empty()));
        prop_assert_eq!(ruling.would, ruling.verdict);
        prop_assert_eq!(ruling.transforms.len(), request.found.len());
        prop_assert!(ruling.residual_level <= ruling.level);
        prop_assert_eq!(&ruling, &request.ruling(&policy, &plan));
    }

    #[test]
    fn parsing_never_panics(source in "\\PC{0,200}", at in any::<prop::sample::Index>()) {
        prop_assert!(Policy::parse(&source).is_err());
        let template = Policy::templates()[0].1;
        let cut = template.char_indices().nth(at.index(template.chars().count())).map_or(0, |(cut, _)| cut);
        let (head, tail) = template.split_at(cut);
        if let Err(error) = Policy::parse(&format!("{head}{source}{tail}")) {
            prop_assert!(error.line().is_some());
        }
    }
}
