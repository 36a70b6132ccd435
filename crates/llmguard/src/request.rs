//! Request: who asks, what for, where to, which way.

use llmguard_policy::Direction;
#[cfg(feature = "grants")]
use llmguard_policy::Grant;

/// Who asks, what for, where the text goes and which way. Says nothing about the text itself.
///
/// The library authorises, it does not authenticate: `subject` and `roles` come from the caller's own login.
///
/// ```
/// use llmguard::{Direction, Request};
/// let request = Request::new("buyer", "eu").purpose("supplier-negotiation").direction(Direction::Prompt);
/// assert_eq!(request.destination, "eu");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Request {
    /// Who, as the caller names people; goes to the audit record only.
    pub subject: Option<String>,
    /// Roles of the subject. A role the policy does not know denies.
    pub roles: Vec<String>,
    /// What for. The only purpose a policy declares is the default.
    pub purpose: Option<String>,
    /// Where to, as the policy names it.
    pub destination: String,
    /// Which way the text goes.
    pub direction: Direction,
    /// Model, for the audit record.
    pub model: Option<String>,
    /// Version of the model, for the audit record.
    pub model_version: Option<String>,
    /// Levels that the sources of the text carry, by the policy's names or as `vda-isa:high`, `bsi:hoch`,
    /// `microsoft:Confidential`; the text is at least as confidential.
    pub source_labels: Vec<String>,
    /// Where the text was retrieved from, as the policy names sources; each has to be allowed at the destination.
    pub sources: Vec<String>,
    /// The tool whose call or result the text is.
    pub tool: Option<String>,
    /// How sure the caller is of an answer, in percent.
    pub answer_confidence: Option<u32>,
    /// Approvals and unlocks. One that is not genuine or does not fit denies.
    #[cfg(feature = "grants")]
    pub grants: Vec<Grant>,
    /// The caller's trace id, for the audit record.
    pub trace_id: Option<String>,
    /// The caller's clock in milliseconds since 1970-01-01 UTC. The library reads no clock.
    pub now: Option<u64>,
}

impl Request {
    /// One role, one destination, a prompt.
    #[must_use]
    pub fn new(role: impl Into<String>, destination: impl Into<String>) -> Request {
        Request { roles: vec![role.into()], destination: destination.into(), ..Request::default() }
    }

    /// Sets who asks.
    #[must_use]
    pub fn subject(mut self, subject: impl Into<String>) -> Request {
        self.subject = Some(subject.into());
        self
    }

    /// Adds a role.
    #[must_use]
    pub fn role(mut self, role: impl Into<String>) -> Request {
        self.roles.push(role.into());
        self
    }

    /// Sets what for.
    #[must_use]
    pub fn purpose(mut self, purpose: impl Into<String>) -> Request {
        self.purpose = Some(purpose.into());
        self
    }

    /// Sets which way the text goes.
    #[must_use]
    pub fn direction(mut self, direction: Direction) -> Request {
        self.direction = direction;
        self
    }

    /// Sets the model and its version.
    #[must_use]
    pub fn model(mut self, model: impl Into<String>, version: impl Into<String>) -> Request {
        self.model = Some(model.into());
        self.model_version = Some(version.into());
        self
    }

    /// Adds a level that a source of the text carries.
    #[must_use]
    pub fn source_label(mut self, level: impl Into<String>) -> Request {
        self.source_labels.push(level.into());
        self
    }

    /// Adds a source of the text.
    #[must_use]
    pub fn source(mut self, source: impl Into<String>) -> Request {
        self.sources.push(source.into());
        self
    }

    /// Sets the tool whose call or result the text is.
    #[must_use]
    pub fn tool(mut self, tool: impl Into<String>) -> Request {
        self.tool = Some(tool.into());
        self
    }

    /// Sets how sure the caller is of an answer, in percent.
    #[must_use]
    pub fn answer_confidence(mut self, percent: u32) -> Request {
        self.answer_confidence = Some(percent);
        self
    }

    /// Adds an approval or an unlock. It needs `subject` and `now`.
    #[cfg(feature = "grants")]
    #[must_use]
    pub fn grant(mut self, grant: Grant) -> Request {
        self.grants.push(grant);
        self
    }

    /// Sets the trace id.
    #[must_use]
    pub fn trace_id(mut self, id: impl Into<String>) -> Request {
        self.trace_id = Some(id.into());
        self
    }

    /// Sets the caller's clock, in milliseconds since 1970-01-01 UTC.
    #[must_use]
    pub fn now(mut self, milliseconds: u64) -> Request {
        self.now = Some(milliseconds);
        self
    }
}
