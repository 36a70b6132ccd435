//! Outcome: whether a test that travels in a policy holds.

use llmguard_types::{Code, Error};

use crate::quote::quote;
use crate::{Ask, ClassId, Direction, Found, Policy, Reason, Verdict};

/// One `[[test]]`, as the policy writes it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Test {
    /// What it shows.
    pub name: String,
    /// Where it stands in the policy, counted from 1.
    pub line: u32,
    /// Who asks.
    pub role: String,
    /// Where to.
    pub destination: String,
    /// What for.
    pub purpose: Option<String>,
    /// Which way.
    pub direction: Direction,
    /// Which tool.
    pub tool: Option<String>,
    /// Where the text was retrieved from.
    pub sources: Vec<String>,
    /// How sure the caller is of an answer, in percent.
    pub answer_confidence: Option<u32>,
    /// The approvals that were given.
    pub approved: Vec<String>,
    /// The unlocks that are in use.
    pub unlocked: Vec<String>,
    /// A text to find something in; without one, `found` was found.
    pub text: Option<String>,
    /// What the text becomes.
    pub output: Option<String>,
    pub(crate) found: Vec<ClassId>,
    pub(crate) counts: Vec<(ClassId, u32)>,
    pub(crate) expected: Verdict,
    pub(crate) would: Option<Verdict>,
}

impl Test {
    /// Decides about one finding for each class of `found`, at no level of its own.
    #[must_use]
    pub fn run(&self, policy: &Policy) -> TestOutcome {
        let found: Vec<Found<'_>> =
            self.found.chunks(1).map(|classes| Found { classes, level: policy.lowest() }).collect();
        let ask = Ask {
            roles: &[&self.role],
            purpose: self.purpose.as_deref(),
            destination: &self.destination,
            direction: self.direction,
            tool: self.tool.as_deref(),
            sources: &names(&self.sources),
            amounts: &self.counts,
            answer_confidence: self.answer_confidence,
            approved: &names(&self.approved),
            unlocked: &names(&self.unlocked),
        };
        let ruling = policy.decide(&ask, &found);
        self.outcome(ruling.verdict, ruling.would, None, ruling.reasons)
    }

    /// What came of the test: its verdicts, the text that may go, and what caused the verdict.
    #[must_use]
    pub fn outcome(&self, verdict: Verdict, would: Verdict, output: Option<&str>, reasons: Vec<Reason>) -> TestOutcome {
        TestOutcome {
            name: self.name.clone(),
            line: self.line,
            expected: self.expected,
            got: verdict,
            would: self.would.map(|expected| (expected, would)),
            rewritten: self.output.as_deref().is_none_or(|expected| output == Some(expected)),
            reasons,
        }
    }
}

fn names(list: &[String]) -> Vec<&str> {
    list.iter().map(String::as_str).collect()
}

/// What a test of the policy expected and what was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TestOutcome {
    /// The name of the test.
    pub name: String,
    /// Where it stands in the policy, counted from 1.
    pub line: u32,
    /// The verdict it expects.
    pub expected: Verdict,
    /// The verdict decided.
    pub got: Verdict,
    /// What it expects and gets if every rule were enforced, where it says so.
    pub would: Option<(Verdict, Verdict)>,
    /// Whether the text became what the test says, where it says so.
    pub rewritten: bool,
    /// What caused the verdict decided.
    pub reasons: Vec<Reason>,
}

impl TestOutcome {
    /// Whether the test holds.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.expected == self.got && self.would.is_none_or(|(expected, got)| expected == got) && self.rewritten
    }

    /// The outcome as a result.
    ///
    /// # Errors
    /// `P013` with the line of the test if it does not hold.
    pub fn check(&self) -> Result<(), Error> {
        if self.passed() {
            return Ok(());
        }
        let why = self.reasons.first().map_or("", Reason::message);
        let what = match self.would {
            _ if self.expected != self.got => {
                format!("expects {} and gets {}: {why}", self.expected.as_str(), self.got.as_str())
            }
            Some((expected, got)) if expected != got => {
                format!("expects that it would be {} and gets {}: {why}", expected.as_str(), got.as_str())
            }
            _ => "does not get the text it expects".to_owned(),
        };
        Err(Error::new(Code::PolicyTest, format!("the test {} {what}", quote(&self.name)))
            .at_line(self.line)
            .mend("change the rules, or the test if it asks for the wrong thing"))
    }
}
