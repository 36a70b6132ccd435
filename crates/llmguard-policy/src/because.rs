//! Because: the reasons of one judged case.
//!
//! Findings that the same rule treats share one reason, so the list is as long as the rules that fired, not as the text:
//!
//! ```text
//! deny       transform[0]              class `secret` is blocked for destination `eu`
//! deny       destinations.eu.ceiling   class `price` would reach destination `eu` as `confidential`, above its ceiling `internal`
//! transform  transform[1]              classes `person`, `supplier` are tokenized for destination `eu`
//! ```

use std::cmp::Reverse;
use std::collections::BTreeSet;

use llmguard_types::Code;

use crate::cause::Cause;
use crate::decide::{By, Case, Judgement, amount};
use crate::names::{self, Name};
use crate::{Ask, ClassId, Found, Level, Mode, Policy, Reason, Transform, Verdict};

/// What the verdict rests on, strictest first.
pub(crate) fn reasons(case: &Case<'_>, judgements: &[Judgement]) -> Vec<Reason> {
    let mut reasons = of_rules(case, judgements);
    of_ceiling(case, judgements, &mut reasons);
    of_approvals(case, &mut reasons);
    if reasons.is_empty() {
        reasons.extend(of_permission(case));
    }
    reasons.sort_by_key(|reason| Reverse(reason.verdict));
    reasons
}

/// What else it would rest on if every rule were enforced.
pub(crate) fn observed(all: &Case<'_>, judgements: &[Judgement], enforced: &[Reason]) -> Vec<Reason> {
    let mut reasons = of_rules(all, judgements);
    of_ceiling(all, judgements, &mut reasons);
    of_approvals(all, &mut reasons);
    let same = |a: &Reason, b: &Reason| (&a.rule, &a.classes, a.verdict) == (&b.rule, &b.classes, b.verdict);
    reasons.retain(|reason| !enforced.iter().any(|other| same(reason, other)));
    reasons.sort_by_key(|reason| Reverse(reason.verdict));
    for reason in &mut reasons {
        // What is enforced by itself stands here because something observed, such as a raise, brought it about.
        reason.mode = reason.mode.min(Mode::Warn);
    }
    reasons
}

/// What the rules do with the classes found.
fn of_rules(case: &Case<'_>, judgements: &[Judgement]) -> Vec<Reason> {
    let mut fired: Vec<(By, Transform, Vec<ClassId>)> = Vec::new();
    for (found, judgement) in case.found.iter().zip(judgements) {
        for class in found.classes {
            let (transform, by) = case.treat(*class, judgement.level);
            let shown = transform > Transform::Keep || matches!(by, By::Unlock(_));
            if !shown || transform != judgement.transform {
                continue;
            }
            match fired.iter_mut().find(|(other, ..)| *other == by) {
                Some((_, _, classes)) => classes.push(*class),
                None => fired.push((by, transform, vec![*class])),
            }
        }
    }
    fired.sort_unstable_by_key(|(by, ..)| *by);
    fired.into_iter().map(|(by, transform, classes)| of_rule(case, by, transform, classes)).collect()
}

fn of_rule(case: &Case<'_>, by: By, transform: Transform, classes: Vec<ClassId>) -> Reason {
    let policy = case.policy;
    let verdict = match transform {
        Transform::Block => Verdict::Deny,
        Transform::Keep => Verdict::Allow,
        _ => Verdict::Transform,
    };
    let names = class_names(policy, classes);
    let destination = destination(case);
    match by {
        By::UnknownClass => Reason::refusal(Code::InputClass, "classes", Cause::ClassUnknown),
        By::Forbid => Reason::because("output.forbid", names, verdict, Cause::Forbidden),
        By::Rule(index) => {
            let cause = Cause::Treated { transform, destination };
            let mode = policy.rules.get(index).map_or(Mode::Enforce, |rule| rule.mode);
            Reason::because(names::at(&policy.names.rules, index), names, verdict, cause).in_mode(mode)
        }
        By::Unlock(index) => {
            let id = policy.unlocks.get(index).map(|unlock| unlock.id.clone()).unwrap_or_default();
            let cause = Cause::Released { id, transform, destination };
            Reason::because(format!("unlock[{index}]"), names, verdict, cause)
        }
    }
}

/// What would be seen above a ceiling, one reason a level.
fn of_ceiling(case: &Case<'_>, judgements: &[Judgement], reasons: &mut Vec<Reason>) {
    let mut over: Vec<(Level, bool, Level, Vec<ClassId>)> = Vec::new();
    for (found, judgement) in case.found.iter().zip(judgements).filter(|(_, judgement)| judgement.over) {
        let bare = found.classes.is_empty();
        match over.iter_mut().find(|(sees, other, ..)| *sees == judgement.sees && *other == bare) {
            Some((.., classes)) => classes.extend(found.classes),
            None => over.push((judgement.sees, bare, judgement.level, found.classes.to_vec())),
        }
    }
    over.sort_unstable_by_key(|(sees, bare, ..)| (Reverse(*sees), *bare));
    let Some(place) = case.policy.destinations.get(case.site.destination) else { return };
    for (sees, _, level, classes) in over {
        let limit = case.limit(level).unwrap_or(place.ceiling);
        let tool = case.site.tool.and_then(|tool| case.policy.tools.get(tool));
        let tool = tool.filter(|_| case.tool_limit(level) == Some(limit) && limit < place.ceiling);
        let rule = match tool {
            Some(tool) => format!("tools.{}.ceiling", tool.name).into(),
            None => names::at(&case.policy.names.ceilings, case.site.destination),
        };
        let cause = Cause::Ceiling {
            destination: destination(case),
            tool: tool.map(|tool| tool.name.as_str().into()),
            sees: names::at(&case.policy.names.levels, sees.index()),
            ceiling: names::at(&case.policy.names.levels, limit.index()),
        };
        let mode = if tool.is_some() { case.policy.mode } else { place.mode };
        let names = class_names(case.policy, classes);
        reasons.push(Reason::because(rule, names, Verdict::Deny, cause).in_mode(mode));
    }
}

fn of_approvals(case: &Case<'_>, reasons: &mut Vec<Reason>) {
    reasons.extend(case.approvals().map(|approval| {
        let cause = Cause::Approval { id: approval.id.clone(), by: approval.by.clone() };
        let rule = format!("approval.{}", approval.id);
        Reason::because(rule, Vec::new(), Verdict::Approval, cause).in_mode(approval.mode)
    }));
}

/// What permits a text in which nothing was objected to.
fn of_permission(case: &Case<'_>) -> Option<Reason> {
    let policy = case.policy;
    let permits =
        |role: &&usize| policy.roles.get(**role).is_some_and(|role| role.destinations.contains(&case.site.destination));
    let role = *case.site.roles.iter().find(permits)?;
    let cause = Cause::Permitted { role: names::at(&policy.names.roles, role), destination: destination(case) };
    Some(Reason::because(names::at(&policy.names.permissions, role), Vec::new(), Verdict::Allow, cause))
}

fn destination(case: &Case<'_>) -> Name {
    names::at(&case.policy.names.destinations, case.site.destination)
}

/// In the order of the policy, without repeats.
fn class_names(policy: &Policy, mut classes: Vec<ClassId>) -> Vec<Name> {
    classes.sort_unstable();
    classes.dedup();
    classes.iter().map(|class| names::at(&policy.names.classes, class.index())).collect()
}

impl Policy {
    /// How confidential a text is, and why: the sources, classes and cumulations at its highest level; none if that is
    /// the lowest level.
    ///
    /// # Example
    /// ```
    /// use llmguard_policy::{Ask, Found, Policy};
    ///
    /// let policy = Policy::template("einkauf-copilot")?;
    /// let price = [policy.class("price")?];
    /// let found = [Found { classes: &price, level: policy.lowest() }];
    /// let (level, why) = policy.classify(&Ask::default(), &found);
    /// assert_eq!(policy.level_name(level), "confidential");
    /// assert_eq!(why[0].message(), "class `price` is `confidential`");
    /// # Ok::<(), llmguard_types::Error>(())
    /// ```
    #[must_use]
    pub fn classify(&self, ask: &Ask<'_>, found: &[Found<'_>]) -> (Level, Vec<Reason>) {
        let raised = self.raised(ask, found);
        let sources = ask.sources.iter().filter_map(|name| self.sources.iter().find(|source| source.name == *name));
        let levels = found.iter().map(|found| self.level_of(found, &raised, false));
        let level = levels.chain(sources.clone().map(|source| source.label)).max().unwrap_or_default();
        let mut reasons = Vec::new();
        if level == self.lowest() {
            return (level, reasons);
        }
        let name = || self.level_name(level).to_owned();
        for source in sources.filter(|source| source.label == level) {
            let cause = Cause::Labelled { source: source.name.clone(), level: name() };
            reasons.push(Reason::because(format!("sources.{}", source.name), Vec::new(), Verdict::Allow, cause));
        }
        let at = |found: &&Found<'_>| self.level_of(found, &raised, false) == level;
        let classes: BTreeSet<ClassId> = found.iter().filter(at).flat_map(|found| found.classes).copied().collect();
        for class in classes {
            let names = class_names(self, vec![class]);
            let own = self.classes.get(class.index()).map_or(self.top(), |class| class.level);
            let lifted = raised.iter().any(|(other, to, enforced)| *other == class && *to == level && *enforced);
            let detected = found.iter().any(|found| found.level == level && found.classes.contains(&class));
            let cause = match own == level || detected {
                true => Cause::Classed { level: name() },
                false if lifted => Cause::Raised { level: name(), count: amount(ask, found, class) },
                false => continue,
            };
            reasons.push(Reason::because(format!("classes.{}", self.class_name(class)), names, Verdict::Allow, cause));
        }
        if found.iter().any(|found| found.level == level && found.classes.is_empty()) {
            let cause = Cause::Classed { level: name() };
            reasons.push(Reason::because("levels", Vec::new(), Verdict::Allow, cause));
        }
        (level, reasons)
    }
}
