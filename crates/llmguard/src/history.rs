//! History: what a conversation has seen and done, so that later steps are judged by it.
//!
//! Three things are carried on, none of which a later step can take back:
//!
//! ```text
//! label    the highest level a model has been shown       a tool call of that model counts at least as much (taint)
//! values   the distinct values of classes that cumulate   twenty suppliers in twenty messages are twenty suppliers
//! budget   steps, tool calls and bytes                    beyond what the policy allows, everything is denied
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, RandomState};
use std::sync::OnceLock;

use llmguard_policy::{Budget, ClassId, Direction, Level, Reason};
use llmguard_types::Code;

use crate::classify::fold;
use crate::request::Request;

/// The distinct values of each class that a policy cumulates.
pub(crate) type Values = BTreeMap<ClassId, BTreeSet<Digest>>;

/// What tells a value from others, whatever its case and white space: a hash with a key of the process. Counting needs no more,
/// and a value that is erased is not to be left here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Digest(u64);

impl Digest {
    pub(crate) fn of(value: &str) -> Digest {
        static KEY: OnceLock<RandomState> = OnceLock::new();
        Digest(KEY.get_or_init(RandomState::new).hash_one(fold(value)))
    }
}

/// What a conversation has seen and done.
#[derive(Default)]
pub(crate) struct History {
    level: Level,
    values: Values,
    steps: u64,
    tool_calls: u64,
    bytes: u64,
}

/// What of it counts for the next step.
#[derive(Default)]
pub(crate) struct Carried {
    /// The level the text counts at, whatever is found in it.
    pub(crate) level: Option<Level>,
    values: Values,
}

impl History {
    /// Counts a step that is about to be taken; beyond the budget it is refused. Refused steps count as well.
    pub(crate) fn step(&mut self, budget: Budget, request: &Request, bytes: usize) -> Result<(), Box<Reason>> {
        self.steps = self.steps.saturating_add(1);
        self.tool_calls = self.tool_calls.saturating_add(u64::from(request.direction == Direction::ToolCall));
        self.bytes = self.bytes.saturating_add(bytes as u64);
        for (used, limit, name, german) in [
            (self.steps, budget.steps, "steps", "Schritte"),
            (self.tool_calls, budget.tool_calls, "tool calls", "Werkzeugaufrufe"),
            (self.bytes, budget.bytes, "bytes", "Bytes"),
        ] {
            if let Some(limit) = limit.filter(|limit| used > u64::from(*limit)) {
                let english = format!("the conversation has used up its {limit} {name}");
                let german = format!("das Gespräch hat seine {limit} {german} verbraucht");
                return Err(Box::new(Reason::denial(Some(Code::InputBudget), "budget", english, german)));
            }
        }
        Ok(())
    }

    /// Takes in a text that came in pieces, of which the receiver saw what was let go.
    pub(crate) fn read(&mut self, direction: Direction, sees: Level, values: Values, bytes: usize) {
        self.bytes = self.bytes.saturating_add(bytes as u64);
        self.remember(direction, sees, values);
    }

    /// What counts for a request: what a model was shown goes on in the tools it calls.
    pub(crate) fn carried(&self, request: &Request) -> Carried {
        let level = (request.direction == Direction::ToolCall).then_some(self.level);
        Carried { level, values: self.values.clone() }
    }

    /// Takes in a text that goes out, and what the receiver sees of it.
    pub(crate) fn remember(&mut self, direction: Direction, sees: Level, values: Values) {
        if direction != Direction::Response {
            self.level = self.level.max(sees);
        }
        for (class, values) in values {
            self.values.entry(class).or_default().extend(values);
        }
    }

    /// The highest level a model has been shown.
    pub(crate) fn level(&self) -> Level {
        self.level
    }
}

impl Carried {
    /// How many distinct values there are of each class, those of the text included.
    pub(crate) fn amounts(&self, own: &Values) -> Vec<(ClassId, u32)> {
        let classes: BTreeSet<ClassId> = self.values.keys().chain(own.keys()).copied().collect();
        let count = |class: ClassId| {
            let sets = [self.values.get(&class), own.get(&class)];
            sets.into_iter().flatten().flatten().collect::<BTreeSet<_>>().len()
        };
        classes.into_iter().map(|class| (class, u32::try_from(count(class)).unwrap_or(u32::MAX))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_apart_whatever_their_case_and_blanks() {
        assert_eq!(Digest::of("DE89 3704"), Digest::of("de893704"));
        assert_ne!(Digest::of("DE89 3704"), Digest::of("DE89 3705"));
        assert!(!format!("{:?}", Digest::of("Huber")).contains("uber"));
    }
}
