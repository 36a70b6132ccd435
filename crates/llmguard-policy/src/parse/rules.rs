//! Rules: `[[transform]]` and `[[raise]]`, and where a rule applies.

use std::cmp::Reverse;

use llmguard_types::{Code, Error};

use super::names::{Noun, filled, find_class, find_level, narrowed};
use super::{class_list, mode, number};
use crate::document::Table;
use crate::rule::{Raise, Rule};
use crate::scope::{Places, Scope};
use crate::{Direction, Mode, Policy, Transform};

/// Adds the rules to a policy that has its classes and places.
pub(super) fn add(root: Table<'_>, policy: &mut Policy) -> Result<(), Error> {
    // Answers are then judged by `[output]`, and by rules that name them.
    let judges_answers = root.table("output").is_some();
    let rules = root.tables("transform").into_iter().map(|table| transform(table, policy, judges_answers));
    policy.rules = rules.collect::<Result<_, _>>()?;
    let raises = root.tables("raise").into_iter().map(|table| raise(table, policy));
    policy.raises = raises.collect::<Result<_, _>>()?;

    let mut by_class = vec![Vec::new(); policy.classes.len()];
    for (index, rule) in policy.rules.iter().enumerate() {
        for class in &rule.classes {
            by_class.iter_mut().skip(class.index()).take(1).for_each(|own| own.push(index));
            let class = policy.classes.iter_mut().skip(class.index()).take(1);
            class.for_each(|class| class.protected |= rule.floor);
        }
    }
    for own in &mut by_class {
        own.dedup();
        own.sort_by_key(|index| Reverse(policy.rules.get(*index).map(|rule| rule.transform)));
    }
    policy.by_class = by_class;
    policy.observes = policy.mode != Mode::Enforce
        || policy.rules.iter().any(|rule| !rule.enforced())
        || policy.raises.iter().any(|raise| raise.mode != Mode::Enforce)
        || policy.destinations.iter().any(|destination| destination.mode != Mode::Enforce);
    Ok(())
}

fn transform(table: Table<'_>, policy: &Policy, judges_answers: bool) -> Result<Rule, Error> {
    let floor = table.flag("floor") == Some(true);
    let own = mode(table);
    if floor && own.is_some_and(|mode| mode != Mode::Enforce) {
        return Err(Error::new(Code::PolicyValue, "a floor cannot be observed")
            .at_line(table.line_of("mode"))
            .mend("remove `mode`: floors are always enforced"));
    }
    let mut scope = scope(table, policy, "tools")?;
    if judges_answers && table.get("directions").is_none() {
        let others = Direction::ALL.into_iter().filter(|direction| *direction != Direction::Response);
        scope.directions = Places::of(others.map(|direction| direction as usize));
    }
    Ok(Rule {
        classes: class_list(filled(table, "classes")?, policy)?,
        scope,
        transform: Transform::from_name(table.word("do").text).unwrap_or(Transform::Block),
        floor,
        mode: if floor { Mode::Enforce } else { own.unwrap_or(policy.mode) },
        line: table.line,
    })
}

fn raise(table: Table<'_>, policy: &Policy) -> Result<Raise, Error> {
    Ok(Raise {
        class: find_class(table.word("class"), policy)?,
        at_least: number(table, "distinct_at_least").unwrap_or(1),
        with: class_list(table.words("with"), policy)?,
        to: find_level(table.word("to"), policy)?,
        mode: mode(table).unwrap_or(policy.mode),
    })
}

/// Where a rule applies; `tools` is how it calls its tools.
pub(super) fn scope(table: Table<'_>, policy: &Policy, tools: &str) -> Result<Scope, Error> {
    let directions = table.words("directions").into_iter().filter_map(|word| Direction::from_name(word.text));
    Ok(Scope {
        destinations: narrowed(table, "destinations", Noun::Destination, policy.destination_names())?,
        roles: narrowed(table, "roles", Noun::Role, policy.roles())?,
        purposes: narrowed(table, "purposes", Noun::Purpose, policy.purposes())?,
        tools: narrowed(table, tools, Noun::Tool, policy.tools.iter().map(|tool| &*tool.name))?,
        directions: match table.get("directions") {
            Some(_) => {
                filled(table, "directions")?;
                Places::of(directions.map(|direction| direction as usize))
            }
            None => Places::ALL,
        },
    })
}
