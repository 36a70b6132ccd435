//! Policy tests: those that travel with a policy, from findings and from texts.
//!
//! ```text
//! given = { role = "buyer", destination = "eu", found = ["price"] }          the policy alone decides
//! given = { role = "buyer", destination = "eu", text = "12.500 EUR" }        the guard looks for something first
//! ```

use llmguard_policy::{Test, TestOutcome};
use llmguard_types::Error;

use crate::guard::Guard;
use crate::request::Request;

impl Guard {
    /// Runs every test the policy carries, in their order.
    ///
    /// # Errors
    ///
    /// `I001` for a text over the limit.
    ///
    /// # Example
    ///
    /// ```
    /// use llmguard::{Guard, Policy};
    ///
    /// let guard = Guard::builder().policy(Policy::template("purchasing")?).build()?;
    /// assert!(guard.run_policy_tests()?.iter().all(|outcome| outcome.passed()));
    /// # Ok::<(), llmguard::Error>(())
    /// ```
    pub fn run_policy_tests(&self) -> Result<Vec<TestOutcome>, Error> {
        let run = |test: &Test| match &test.text {
            None => Ok(test.run(self.policy())),
            Some(text) => {
                let decision = self.check(text, &request(test))?;
                Ok(test.outcome(decision.verdict, decision.would, decision.output.as_deref(), decision.reasons))
            }
        };
        self.policy().test_cases().iter().map(run).collect()
    }
}

fn request(test: &Test) -> Request {
    let mut request = Request::new(&test.role, &test.destination).direction(test.direction);
    request.purpose.clone_from(&test.purpose);
    request.tool.clone_from(&test.tool);
    request.sources.clone_from(&test.sources);
    request.answer_confidence = test.answer_confidence;
    request
}
