//! Reason: one thing that contributed to a verdict, with a sentence in English and in German.
//!
//! The sentence is put together when somebody reads it: most decisions are only obeyed.

use std::sync::{Arc, OnceLock};

use llmguard_types::Code;

use crate::cause::Cause;
use crate::names::Name;
use crate::{Language, Mode, Verdict};

/// One thing that contributed to a verdict.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Reason {
    /// The code, where the request itself is refused.
    pub code: Option<Code>,
    /// The place in the policy, as a path: `transform[3]` (counted from 0), `destinations.eu.ceiling`, `roles`.
    pub rule: Arc<str>,
    /// The classes concerned, in the order of the policy.
    pub classes: Vec<Arc<str>>,
    /// The verdict this alone leads to.
    pub verdict: Verdict,
    /// `Enforce` for what decided; else it only would have.
    pub mode: Mode,
    cause: Cause,
    english: OnceLock<String>,
}

impl Reason {
    pub(crate) fn because(rule: impl Into<Name>, classes: Vec<Name>, verdict: Verdict, cause: Cause) -> Reason {
        Reason { code: None, rule: rule.into(), classes, verdict, mode: Mode::Enforce, cause, english: OnceLock::new() }
    }

    pub(crate) fn in_mode(self, mode: Mode) -> Reason {
        Reason { mode, ..self }
    }

    /// Refuses the request itself.
    pub(crate) fn refusal(code: Code, rule: &str, cause: Cause) -> Reason {
        Reason { code: Some(code), ..Reason::because(rule, Vec::new(), Verdict::Deny, cause) }
    }

    /// A denial that somebody else than the policy has a reason for: sentences in English and German, lower case but
    /// for German nouns, without a full stop.
    #[must_use]
    pub fn denial(code: Option<Code>, rule: &str, english: String, german: String) -> Reason {
        let cause = Cause::Other { english, german };
        Reason { code, ..Reason::because(rule, Vec::new(), Verdict::Deny, cause) }
    }

    /// One sentence in English, lower case, without a full stop.
    #[must_use]
    pub fn message(&self) -> &str {
        self.english.get_or_init(|| self.cause.sentence(&self.classes, Language::En))
    }

    /// The sentence in a language, without a full stop.
    #[must_use]
    pub fn sentence(&self, language: Language) -> String {
        match language {
            Language::En => self.message().to_owned(),
            Language::De => self.cause.sentence(&self.classes, Language::De),
        }
    }

    /// The role that may lift the verdict by approving.
    pub(crate) fn approver(&self) -> Option<&str> {
        match &self.cause {
            Cause::Approval { by, .. } => Some(by),
            _ => None,
        }
    }
}

impl PartialEq for Reason {
    fn eq(&self, other: &Reason) -> bool {
        (self.code, &self.rule, &self.classes, self.verdict, self.mode, &self.cause)
            == (other.code, &other.rule, &other.classes, other.verdict, other.mode, &other.cause)
    }
}

impl Eq for Reason {}
