//! Session: one conversation, in which the same value gets the same token.

use std::fmt;
use std::sync::{Mutex, MutexGuard};

use llmguard_policy::Transform;
use llmguard_scan::resolve;
use llmguard_types::{Code, Error, Finding};

use crate::check;
use crate::decision::Decision;
use crate::edits::plan;
use crate::guard::Guard;
use crate::request::Request;
use crate::transform::rewrite;
use crate::vault::Vault;

/// One conversation: a guard and the values its tokens stand for. Share it between threads; tokens are numbered by
/// arrival. The values live in memory and end with the session.
pub struct Session {
    guard: Guard,
    vault: Mutex<Vault>,
}

/// A text whose findings were replaced by tokens. `Debug` never shows the text.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Protected {
    /// The text with every finding replaced by its token.
    pub text: String,
    /// What was found, disjoint and ordered, in bytes of the original.
    pub findings: Vec<Finding>,
}

/// A text whose tokens were turned back. `Debug` never shows the text.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Revealed {
    /// The text with every known token replaced by its value.
    pub text: String,
    /// How many tokens were turned back.
    pub restored: usize,
    /// How many read as tokens but belong to no value of this session; they were left as they are.
    pub unknown: usize,
}

impl Session {
    pub(crate) fn new(guard: Guard) -> Session {
        Session { guard, vault: Mutex::default() }
    }

    /// Decides about a text as [`Guard::check`] does; tokens stay the same throughout the conversation, and in text
    /// that already reads as a token that text is tokenised itself. In a response that is allowed, tokens are turned
    /// back if the policy's `reveal_for` names one of the roles.
    ///
    /// # Errors
    ///
    /// `I001` for a text over the limit; `V001` when the session holds a million values; `X001` after a panic in
    /// another thread that used this session.
    pub fn check(&self, text: &str, request: &Request) -> Result<Decision, Error> {
        check::check(&self.guard, text, request, Some(self))
    }

    /// Replaces every finding at or above the threshold by its token, whatever the policy says.
    /// `reveal(protect(x)) == x` for every text.
    ///
    /// # Errors
    ///
    /// `I001` for a text over the limit; `V001` when the session holds a million values; `X001` after a panic in another thread that used this session.
    ///
    /// # Example
    ///
    /// ```
    /// let session = llmguard::Guard::new()?.session();
    /// let text = "Antwort bitte an jo.huber@muster-werke.de, nicht an [EMAIL_1].";
    /// let protected = session.protect(text)?;
    /// assert_eq!(protected.text, "Antwort bitte an [EMAIL_1], nicht an [TEXT_1].");
    /// assert_eq!(session.reveal(&protected.text)?.text, text);
    /// # Ok::<(), llmguard::Error>(())
    /// ```
    pub fn protect(&self, text: &str) -> Result<Protected, Error> {
        let inner = self.guard.inner();
        let found = inner.sure_findings(text)?;
        let edits = plan(&found, |_| Transform::Tokenize);
        let rewritten = rewrite(inner, text, &edits, &mut *self.vault()?, true)?;
        Ok(Protected { text: rewritten.text, findings: resolve(&found, inner.threshold) })
    }

    /// Turns tokens back into the values they stand for, exactly as these were written. Whether the reader may see
    /// them is the caller's decision here; [`Session::check`] on a response leaves it to the policy.
    ///
    /// # Errors
    ///
    /// `X001` after a panic in another thread that used this session.
    pub fn reveal(&self, text: &str) -> Result<Revealed, Error> {
        let vault = self.vault()?;
        let lost = || Error::new(Code::Internal, "a token does not fit the text");
        let mut revealed = Revealed { text: String::with_capacity(text.len()), restored: 0, unknown: 0 };
        let mut at = 0;
        for token in self.guard.inner().grammar()?.tokens(text) {
            let Some(value) = vault.value(&token) else {
                revealed.unknown += 1;
                continue;
            };
            revealed.text.push_str(text.get(at..token.span.start).ok_or_else(lost)?);
            revealed.text.push_str(value);
            revealed.restored += 1;
            at = token.span.end;
        }
        revealed.text.push_str(text.get(at..).ok_or_else(lost)?);
        Ok(revealed)
    }

    /// The text as these roles may read it: with values where the policy's `reveal_for` names one of them.
    pub(crate) fn reveal_for(&self, text: &str, roles: &[String]) -> Result<String, Error> {
        let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
        if self.guard.policy().may_reveal(&roles) { Ok(self.reveal(text)?.text) } else { Ok(text.to_owned()) }
    }

    /// The guard this conversation belongs to.
    #[must_use]
    pub fn guard(&self) -> &Guard {
        &self.guard
    }

    pub(crate) fn vault(&self) -> Result<MutexGuard<'_, Vault>, Error> {
        self.vault.lock().map_err(|_| {
            Error::new(Code::Internal, "a thread panicked while it used this session").mend("start a new session")
        })
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("guard", &self.guard).finish_non_exhaustive()
    }
}

impl fmt::Debug for Protected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Protected").field("bytes", &self.text.len()).field("findings", &self.findings).finish()
    }
}

impl fmt::Debug for Revealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Revealed")
            .field("bytes", &self.text.len())
            .field("restored", &self.restored)
            .field("unknown", &self.unknown)
            .finish()
    }
}
