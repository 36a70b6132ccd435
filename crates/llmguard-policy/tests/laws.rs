//! Laws: what holds of every policy and every request.
//!
//! Policies are made up as small plans of numbers, written as TOML and parsed like any other.

#[path = "support/plan.rs"]
mod plan;

use llmguard_policy::{Ask, Mode, Policy, Ruling, Transform, Verdict};
use plan::{Plan, Request, Rule, decide, enforced_plans, plans, requests, rules};
use proptest::collection::vec;
use proptest::prelude::*;

/// A ruling without the reasons, whose rule numbers depend on the order of the rules.
fn without_reasons(ruling: Ruling) -> Ruling {
    Ruling { reasons: Vec::new(), observed: Vec::new(), ..ruling }
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

    /// A rule of any mode never weakens a transform, and only a ceiling may deny what a stricter transform then lets pass.
    #[test]
    fn a_further_rule_never_widens_access(plan in plans(), rule in rules(), request in requests()) {
        let mut further = plan.clone();
        further.rules.push(rule);
        let (before, after) = (request.ruling(&plan.policy(), &plan), request.ruling(&further.policy(), &further));
        prop_assert!(before.transforms.iter().zip(&after.transforms).all(|(before, after)| before <= after));
        if after.verdict < before.verdict {
            prop_assert!(only_over_the_ceiling(&before));
            prop_assert!(matches!(after.verdict, Verdict::Transform | Verdict::Approval));
            prop_assert!(before.transforms != after.transforms);
        }
    }

    /// Where no ceiling stands in the way, a further rule never lowers a verdict; and `block` never does anywhere.
    #[test]
    fn a_further_rule_never_lowers_a_verdict(plan in plans(), rule in rules(), request in requests()) {
        let open = Plan { ceilings: vec![plan.levels - 1; plan.ceilings.len()], ..plan.clone() };
        let block = Rule { transform: Transform::Block as usize, mode: Mode::Enforce as usize, ..rule.clone() };
        for (plan, rule) in [(open, rule), (plan, block)] {
            let mut further = plan.clone();
            further.rules.push(rule);
            let (before, after) = (request.ruling(&plan.policy(), &plan), request.ruling(&further.policy(), &further));
            prop_assert!(before.verdict <= after.verdict);
            prop_assert!(before.destinations.iter().zip(&after.destinations).all(|(a, b)| a.verdict <= b.verdict));
        }
    }

    /// A class that takes part of what is found adds its level and, until a rule names it, nothing else. At the top level
    /// rules are enforced that only observe elsewhere, so that a text may be redacted instead of denied.
    #[test]
    fn a_further_class_never_widens_access(
        plan in enforced_plans(), level in any::<usize>(), request in requests(), mask in vec(any::<bool>(), 5),
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
        further.raises.iter_mut().for_each(|raise| raise.0 %= plan.classes.len());
        if let Some((class, _)) = &mut further.approval {
            *class %= plan.classes.len();
        }
        if let Some((classes, _)) = &mut further.unlock {
            classes.iter_mut().for_each(|class| *class %= plan.classes.len());
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
        let mut named: Vec<&str> = ruling.destinations.iter().map(|route| &*route.name).collect();
        for route in &ruling.destinations {
            let destination = policy.destinations().iter().position(|own| own.name == *route.name).unwrap();
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
        let known = |name: &str| policy.roles().chain(policy.destinations().iter().map(|own| own.name.as_str())).chain(policy.purposes()).any(|own| own == name);
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
        prop_assert!(ruling.reasons.iter().all(|reason| !reason.message().is_empty() && !reason.rule.is_empty()));
        // What every rule together would soften has no reason of its own.
        prop_assert!(ruling.would <= ruling.verdict || !ruling.observed.is_empty());
        prop_assert!(ruling.observed.iter().all(|reason| reason.mode < Mode::Enforce));
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

    /// What is enforced without a mode is what would be decided with any.
    #[test]
    fn modes_only_take_back(plan in plans(), request in requests()) {
        let mut enforced = plan.clone();
        enforced.rules.iter_mut().for_each(|rule| rule.mode = Mode::Enforce as usize);
        enforced.raises.iter_mut().for_each(|raise| raise.3 = Mode::Enforce as usize);
        let (observed, strict) = (request.ruling(&plan.policy(), &plan), request.ruling(&enforced.policy(), &enforced));
        prop_assert_eq!(observed.would, strict.verdict);
        prop_assert!(observed.transforms.iter().zip(&strict.transforms).all(|(observed, strict)| observed <= strict));
    }

    /// A cumulation only raises.
    #[test]
    fn a_further_raise_never_widens_access(
        plan in enforced_plans(), request in requests(), raise in (any::<usize>(), any::<u32>(), any::<usize>()),
    ) {
        let mut further = plan.clone();
        further.raises.push((raise.0, raise.1, raise.2, Mode::Enforce as usize));
        let (before, after) = (request.ruling(&plan.policy(), &plan), request.ruling(&further.policy(), &further));
        prop_assert!(before.verdict <= after.verdict && before.level <= after.level);
        prop_assert!(before.residual_level <= after.residual_level);
    }

    /// An approval that is not there only asks for more.
    #[test]
    fn a_further_approval_never_widens_access(
        plan in plans(), request in requests(), approval in (any::<usize>(), any::<usize>()),
    ) {
        let without = Plan { approval: None, ..plan.clone() };
        let with = Plan { approval: Some(approval), ..plan };
        let (before, after) = (request.ruling(&without.policy(), &without), request.ruling(&with.policy(), &with));
        prop_assert!(before.verdict <= after.verdict);
        prop_assert_eq!(before.transforms, after.transforms);
    }

    /// An unlock passes no floor and not the top level, releases nothing else, and does nothing until it is in use.
    #[test]
    fn an_unlock_passes_no_floor(plan in enforced_plans(), request in requests()) {
        let policy = plan.policy();
        let locked = request.ruling(&policy, &plan);
        let without = Plan { unlock: None, ..plan.clone() };
        prop_assert_eq!(&locked, &request.ruling(&without.policy(), &without));
        let open = request.ruling_with(&policy, &plan, &["u"]);
        let classes = policy.unlocks().first().map(|unlock| unlock.classes(&policy).map(str::to_owned).collect());
        let classes: Vec<String> = classes.unwrap_or_default();
        let top = policy.top();
        for (n, (found, level)) in request.found.iter().enumerate() {
            let names: Vec<String> = found.iter().map(|class| format!("c{}", class % plan.classes.len())).collect();
            let floor = plan.rules.iter().any(|rule| {
                rule.floor && rule.classes.iter().any(|c| names.contains(&format!("c{}", c % plan.classes.len())))
            });
            let at_top = level % plan.levels == top.index();
            if floor || at_top || !names.iter().any(|name| classes.contains(name)) {
                let kept = locked.transforms[n] <= open.transforms[n];
                prop_assert!(kept || names.iter().any(|name| classes.contains(name)) && !at_top, "{names:?}");
            }
        }
        prop_assert!(open.used.iter().all(|id| id == "u"));
        // At other destinations it may be in use although it is not at the one asked for.
        if open.used.is_empty() {
            prop_assert_eq!(Ruling { destinations: locked.destinations.clone(), ..open }, locked);
        }
    }
}
