//! Decision: what may happen to a text, why, and the text that may go.

use std::fmt;
use std::sync::Arc;

use llmguard_policy::{Reason, Route, Transform, Verdict};
use llmguard_scan::Statistics;
use llmguard_types::{Finding, Span};

/// What may happen to one text. `Debug` never shows the text.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Decision {
    /// Where to, as the request names it.
    pub destination: String,
    /// What happens.
    pub verdict: Verdict,
    /// What would happen if rules that observe or warn were enforced.
    pub would: Verdict,
    /// How confidential the text is, before transforms, as the policy names it.
    pub level: String,
    /// How confidential it still is for the destination, after transforms.
    pub residual_level: String,
    /// The text that may go; `None` unless the verdict is `Allow` or `Transform`.
    pub output: Option<String>,
    /// What caused the verdict, strictest first.
    pub reasons: Vec<Reason>,
    /// What else would have been a reason if every rule were enforced; those of mode `warn` are to be shown.
    pub observed: Vec<Reason>,
    /// The ids of the approvals and unlocks that were spent, where the text goes.
    pub used: Vec<String>,
    /// Where an approval is needed and the guard has a key: the keyed digest that the approval has to be bound to.
    pub request_digest: Option<String>,
    /// Every destination the roles may use, in the role's order, with its own verdict on the same text.
    pub destinations: Vec<Route>,
    /// How eagerly names were looked for and with which weights, `balanced 1+5f3a09c2`; `None` where none were.
    pub names: Option<Arc<str>>,
    /// What is reported of the text, disjoint and ordered.
    pub findings: Vec<Finding>,
    /// What was replaced, in order; empty unless the verdict is `Transform`.
    pub edits: Vec<AppliedEdit>,
    /// How many findings an `exclude` set aside.
    pub excluded: usize,
    /// What steps 2 to 4 did.
    pub statistics: Statistics,
}

/// One replacement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct AppliedEdit {
    /// What stood there, in bytes of the original.
    pub span: Span,
    /// What stands there now, in bytes of the output.
    pub output: Span,
    /// How it was replaced.
    pub transform: Transform,
}

impl Decision {
    /// Takes a rewritten text as output.
    pub(crate) fn take(&mut self, output: String, edits: Vec<AppliedEdit>) {
        if !edits.is_empty() {
            self.verdict = self.verdict.max(Verdict::Transform);
            self.would = self.would.max(Verdict::Transform);
        }
        self.edits = edits;
        self.output = Some(output);
    }

    /// Turns the decision into a denial for one more reason.
    pub(crate) fn deny(&mut self, reason: Reason) {
        self.verdict = Verdict::Deny;
        self.would = Verdict::Deny;
        self.output = None;
        self.edits.clear();
        self.used.clear();
        self.reasons.insert(0, reason);
    }

    /// The destinations this text may go to, in the role's order.
    pub fn permitted(&self) -> impl Iterator<Item = &str> {
        self.destinations.iter().filter(|route| route.verdict <= Verdict::Transform).map(|route| &*route.name)
    }
}

impl fmt::Debug for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decision")
            .field("destination", &self.destination)
            .field("verdict", &self.verdict)
            .field("would", &self.would)
            .field("level", &self.level)
            .field("residual_level", &self.residual_level)
            .field("output_bytes", &self.output.as_ref().map(String::len))
            .field("reasons", &self.reasons)
            .field("observed", &self.observed)
            .field("used", &self.used)
            .field("request_digest", &self.request_digest)
            .field("destinations", &self.destinations)
            .field("names", &self.names)
            .field("findings", &self.findings)
            .field("edits", &self.edits)
            .field("excluded", &self.excluded)
            .field("statistics", &self.statistics)
            .finish()
    }
}
