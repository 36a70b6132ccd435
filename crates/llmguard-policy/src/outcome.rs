//! Outcome: whether a test that travels in a policy holds.

use llmguard_types::{Code, Error};

use crate::quote::quote;
use crate::{Ask, ClassId, Direction, Found, Policy, Reason, Verdict};

/// One `[[test]]`.
#[derive(Debug, Clone)]
pub(crate) struct Test {
    pub(crate) name: String,
    pub(crate) line: u32,
    pub(crate) role: String,
    pub(crate) destination: String,
    pub(crate) purpose: Option<String>,
    pub(crate) direction: Direction,
    pub(crate) found: Vec<ClassId>,
    pub(crate) expected: Verdict,
}

impl Test {
    /// One finding for each class, at no level of its own.
    pub(crate) fn run(&self, policy: &Policy) -> TestOutcome {
        let found: Vec<Found<'_>> =
            self.found.chunks(1).map(|classes| Found { classes, level: policy.lowest() }).collect();
        let ask = Ask {
            roles: &[&self.role],
            purpose: self.purpose.as_deref(),
            destination: &self.destination,
            direction: self.direction,
        };
        let ruling = policy.decide(&ask, &found);
        TestOutcome {
            name: self.name.clone(),
            line: self.line,
            expected: self.expected,
            got: ruling.verdict,
            reasons: ruling.reasons,
        }
    }
}

/// What a test of the policy expected and what was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestOutcome {
    /// The name of the test.
    pub name: String,
    /// Where it stands in the policy, counted from 1.
    pub line: u32,
    /// The verdict it expects.
    pub expected: Verdict,
    /// The verdict decided.
    pub got: Verdict,
    /// What caused the verdict decided.
    pub reasons: Vec<Reason>,
}

impl TestOutcome {
    /// Whether the test holds.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.expected == self.got
    }

    /// The outcome as a result.
    ///
    /// # Errors
    /// `P013` with the line of the test if it does not hold.
    pub fn check(&self) -> Result<(), Error> {
        if self.passed() {
            return Ok(());
        }
        let (expected, got) = (self.expected.as_str(), self.got.as_str());
        let why = self.reasons.first().map_or("", |reason| reason.message.as_str());
        let message = format!("the test {} expects {expected} and gets {got}: {why}", quote(&self.name));
        Err(Error::new(Code::PolicyTest, message)
            .at_line(self.line)
            .mend("change the rules, or the test if it asks for the wrong thing"))
    }
}
