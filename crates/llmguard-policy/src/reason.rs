//! Reason: what contributed to a verdict, put into sentences.
//!
//! Findings that the same rule treats share one reason, so the list is as long as the rules that fired, not as the text:
//!
//! ```text
//! deny       transform[0]              class `secret` is blocked for destination `eu`
//! deny       destinations.eu.ceiling   class `price` would reach destination `eu` as `confidential`, above its ceiling `internal`
//! transform  transform[1]              classes `person`, `supplier` are tokenized for destination `eu`
//! ```

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use llmguard_types::Code;

use crate::decide::Judgement;
use crate::policy::Role;
use crate::quote::{list, quote};
use crate::{Ask, ClassId, Direction, Found, Policy, Reason, Transform, Verdict};

/// What decides how a class is treated, in the order in which reasons are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rule {
    /// The class is of another policy.
    UnknownClass,
    /// `output.forbid`.
    Forbid,
    /// A `[[transform]]`, counted from 0.
    Transform(usize),
}

/// What refuses the request at every destination: its roles and its purpose.
pub(crate) fn refusals(policy: &Policy, ask: &Ask<'_>) -> Vec<Reason> {
    let refuse =
        |what: String| refusal(Code::InputRole, "roles", format!("{what}; known are {}", list(policy.roles())));
    let unknown: BTreeSet<&str> = ask.roles.iter().copied().filter(|name| policy.role(name).is_none()).collect();
    let mut refusals: Vec<Reason> =
        unknown.into_iter().map(|name| refuse(format!("the role {} is unknown", quote(name)))).collect();
    if ask.roles.is_empty() {
        refusals.push(refuse("the request names no role".to_owned()));
    }
    refusals.extend(refusal_of_purpose(policy, ask));
    refusals
}

fn refusal_of_purpose(policy: &Policy, ask: &Ask<'_>) -> Option<Reason> {
    let what = match ask.purpose {
        Some(name) if policy.purposes().any(|own| own == name) => return None,
        Some(name) => format!("the purpose {} is not declared", quote(name)),
        None if policy.purposes().count() <= 1 => return None,
        None => "the request names no purpose".to_owned(),
    };
    let message = format!("{what}; declared are {}", list(policy.purposes()));
    Some(refusal(Code::InputPurpose, "use_case.purpose", message))
}

/// What refuses the request at the destination it names: the destination itself, or that no role permits it.
pub(crate) fn refusal_of_destination(
    policy: &Policy,
    ask: &Ask<'_>,
    place: Option<usize>,
    roles: &[&Role],
    open: &[usize],
) -> Option<Reason> {
    let name = || quote(ask.destination);
    let Some(place) = place else {
        let message = format!("the destination {} is unknown; known are {}", name(), list(policy.destinations()));
        return Some(refusal(Code::InputDestination, "destinations", message));
    };
    if roles.is_empty() || open.contains(&place) {
        return None;
    }
    let noun = if roles.len() == 1 { "role" } else { "roles" };
    let names = list(roles.iter().map(|role| role.name.as_str()));
    let open = list(open.iter().filter_map(|place| policy.destinations.get(*place)).map(|open| open.name.as_str()));
    let message = format!("the destination {} is not open to {noun} {names}; open are {open}", name());
    Some(Reason { code: None, ..refusal(Code::InputDestination, "roles", message) })
}

/// What the rules do with the classes found.
pub(crate) fn of_rules<'f>(
    policy: &Policy,
    place: usize,
    direction: Direction,
    judged: impl Iterator<Item = (&'f Found<'f>, &'f Judgement)>,
) -> Vec<Reason> {
    let mut fired: BTreeMap<Rule, (Transform, BTreeSet<ClassId>)> = BTreeMap::new();
    for (found, judgement) in judged.filter(|(_, judgement)| judgement.transform > Transform::Keep) {
        for class in found.classes {
            let (transform, rule) = policy.treat(*class, place, direction);
            if transform == judgement.transform {
                fired.entry(rule).or_insert_with(|| (transform, BTreeSet::new())).1.insert(*class);
            }
        }
    }
    fired.into_iter().map(|(rule, (transform, classes))| of_rule(policy, place, rule, transform, &classes)).collect()
}

fn of_rule(policy: &Policy, place: usize, rule: Rule, transform: Transform, classes: &BTreeSet<ClassId>) -> Reason {
    let verdict = if transform == Transform::Block { Verdict::Deny } else { Verdict::Transform };
    let (subject, names) = subject(policy, classes);
    let verb = if names.len() == 1 { "is" } else { "are" };
    match rule {
        Rule::UnknownClass => {
            refusal(Code::InputClass, "classes", "a finding has a class that the policy does not define".to_owned())
        }
        Rule::Forbid => {
            let message = format!("{subject} {verb} forbidden in a response");
            Reason { code: None, rule: "output.forbid".to_owned(), classes: names, verdict, message }
        }
        Rule::Transform(index) => {
            let message = format!("{subject} {verb} {} for destination {}", transform.done(), at(policy, place));
            Reason { code: None, rule: format!("transform[{index}]"), classes: names, verdict, message }
        }
    }
}

/// What the destination would see above its ceiling, one reason a level.
pub(crate) fn of_ceiling<'f>(
    policy: &Policy,
    place: usize,
    judged: impl Iterator<Item = (&'f Found<'f>, &'f Judgement)>,
) -> Vec<Reason> {
    let mut over: BTreeMap<_, BTreeSet<ClassId>> = BTreeMap::new();
    for (found, judgement) in judged.filter(|(_, judgement)| judgement.over) {
        over.entry((Reverse(judgement.sees), found.classes.is_empty())).or_default().extend(found.classes);
    }
    let Some(destination) = policy.destinations.get(place) else { return Vec::new() };
    let ceiling = quote(policy.level_name(destination.ceiling));
    let sentence = |((Reverse(sees), _), classes)| {
        let (subject, names) = subject(policy, &classes);
        let (name, sees) = (at(policy, place), quote(policy.level_name(sees)));
        Reason {
            code: None,
            rule: format!("destinations.{}.ceiling", destination.name),
            classes: names,
            verdict: Verdict::Deny,
            message: format!("{subject} would reach destination {name} as {sees}, above its ceiling {ceiling}"),
        }
    };
    over.into_iter().map(sentence).collect()
}

/// What permits a text in which nothing was objected to.
pub(crate) fn of_permission(policy: &Policy, place: usize, roles: &[&Role]) -> Option<Reason> {
    let role = roles.iter().find(|role| role.destinations.contains(&place))?;
    Some(Reason {
        code: None,
        rule: format!("roles.{}.destinations", role.name),
        classes: Vec::new(),
        verdict: Verdict::Allow,
        message: format!("role {} may use destination {}", quote(&role.name), at(policy, place)),
    })
}

fn refusal(code: Code, rule: &str, message: String) -> Reason {
    Reason { code: Some(code), rule: rule.to_owned(), classes: Vec::new(), verdict: Verdict::Deny, message }
}

/// The beginning of a sentence about classes, and their names.
fn subject(policy: &Policy, classes: &BTreeSet<ClassId>) -> (String, Vec<String>) {
    let names: Vec<String> = classes.iter().map(|class| policy.class_name(*class).to_owned()).collect();
    let quoted = list(names.iter().map(String::as_str));
    let subject = match names.len() {
        0 => "a finding without a class".to_owned(),
        1 => format!("class {quoted}"),
        _ => format!("classes {quoted}"),
    };
    (subject, names)
}

fn at(policy: &Policy, place: usize) -> String {
    policy.destinations.get(place).map_or_else(String::new, |destination| quote(&destination.name))
}
