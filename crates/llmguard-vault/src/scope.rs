//! Scope: whose values these are.

use std::fmt;

use crate::record::{Name, Role};

/// Whose values these are: a conversation of a tenant, and within it those of a person. Tokens of one conversation say
/// nothing in another. The names stand in the file, sealed; `Debug` does not show them.
///
/// # Example
///
/// ```
/// use llmguard_vault::Scope;
///
/// let scope = Scope::new("werk-1", "chat-2026-11-23-17").subject("mb");
/// assert_eq!(format!("{scope:?}"), "Scope");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Scope {
    tenant: String,
    conversation: String,
    subject: Option<String>,
}

impl Scope {
    /// A conversation of a tenant.
    #[must_use]
    pub fn new(tenant: impl Into<String>, conversation: impl Into<String>) -> Scope {
        Scope { tenant: tenant.into(), conversation: conversation.into(), subject: None }
    }

    /// Whose values are added from here on: erasing this person erases them, in every conversation of the tenant.
    #[must_use]
    pub fn subject(mut self, subject: impl Into<String>) -> Scope {
        self.subject = Some(subject.into());
        self
    }

    pub(crate) fn conversation_name(&self) -> Name {
        Name { role: Role::Conversation, tenant: self.tenant.clone(), name: self.conversation.clone() }
    }

    pub(crate) fn subject_name(&self) -> Option<Name> {
        let name = |name: &String| Name { role: Role::Subject, tenant: self.tenant.clone(), name: name.clone() };
        self.subject.as_ref().map(name)
    }
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scope")
    }
}
