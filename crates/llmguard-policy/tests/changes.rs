//! Changes: `diff` finds every request that two policies decide differently, and nothing else.

#[path = "support/plan.rs"]
mod plan;

use std::collections::BTreeSet;

use llmguard_policy::{Ask, ClassId, Diff, Direction, Found, Policy, Subject, Transform, Verdict};
use plan::{plans, rules};
use proptest::prelude::*;

/// Verdict, would and transform of one request, without the library's own enumeration.
fn ruling(policy: &Policy, ask: &Ask<'_>, class: Option<&str>) -> (Verdict, Verdict, Transform) {
    let class: Vec<ClassId> = class.and_then(|name| policy.class(name).ok()).into_iter().collect();
    let found: Vec<Found<'_>> = class.chunks(1).map(|classes| Found { classes, level: policy.lowest() }).collect();
    let ruling = policy.decide(ask, &found);
    let transform = ruling.transforms.first().copied().unwrap_or(Transform::Keep);
    let denied = ruling.verdict == Verdict::Deny;
    (ruling.verdict, ruling.would, if denied { Transform::Block } else { transform })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_diff_is_empty_if_and_only_if_policies_decide_alike(
        old in plans(), rule in rules(), ceiling in any::<usize>(), change in 0..3_u8,
    ) {
        let mut new = old.clone();
        match change {
            0 => new.rules.push(rule),
            1 => { new.rules.pop(); }
            _ => new.ceilings[0] = ceiling,
        }
        if old.unlock.is_some() {
            new.unlock = None; // what an unlock may release depends on the rules
        }
        let (a, b) = (old.policy(), new.policy());
        let diff = Diff::of(&a, &b);
        let changed: BTreeSet<_> = diff
            .cells
            .iter()
            .filter(|change| !change.cell.many && !change.cell.granted)
            .filter_map(|change| {
                let cell = &change.cell;
                let class = match &cell.subject {
                    Subject::Class(name) => Some(name.clone()),
                    Subject::Nothing => None,
                    _ => return None,
                };
                Some((cell.role.clone(), cell.destination.clone(), class, cell.direction, cell.purpose.clone()))
            })
            .collect();
        let mut purposes: Vec<Option<String>> = a.purposes().map(|name| Some(name.to_owned())).collect();
        if purposes.len() != 1 {
            purposes.push(None);
        }
        let classes: Vec<Option<String>> =
            std::iter::once(None).chain(a.classes().iter().map(|class| Some(class.name().to_owned()))).collect();
        let mut different = BTreeSet::new();
        for role in a.roles() {
            for destination in a.destinations() {
                for direction in Direction::ALL {
                    for (purpose, class) in purposes.iter().flat_map(|p| classes.iter().map(move |c| (p, c))) {
                        let ask = Ask {
                            roles: &[role], destination: &destination.name, direction,
                            purpose: purpose.as_deref(), ..Ask::default()
                        };
                        if ruling(&a, &ask, class.as_deref()) != ruling(&b, &ask, class.as_deref()) {
                            let (role, place) = (role.to_owned(), destination.name.clone());
                            different.insert((role, place, class.clone(), direction, purpose.clone()));
                        }
                    }
                }
            }
        }
        prop_assert_eq!(changed, different);
    }

    #[test]
    fn a_policy_does_not_differ_from_itself_and_a_diff_turns_round(old in plans(), new in plans()) {
        let (a, b) = (old.policy(), new.policy());
        prop_assert!(Diff::of(&a, &a).is_empty());
        let (there, back) = (Diff::of(&a, &b), Diff::of(&b, &a));
        prop_assert_eq!(there.cells.len(), back.cells.len());
        prop_assert_eq!(there.settings.len(), back.settings.len());
        for change in &there.cells {
            let turned = back.cells.iter().find(|other| other.cell == change.cell).unwrap();
            prop_assert_eq!((change.before, change.after), (turned.after, turned.before));
        }
    }
}
