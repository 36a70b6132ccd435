//! Session: one conversation, in which the same value gets the same token.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};

use llmguard_scan::resolve;
use llmguard_types::{Code, Error, Finding};

use crate::check;
use crate::decision::Decision;
use crate::flow::{Again, Flow, Part};
use crate::guard::Guard;
use crate::history::History;
use crate::judge::Judge;
use crate::request::Request;
use crate::stream::Stream;
use crate::transform::LookAlikes;
use crate::vault::Vault;

/// One conversation: a guard and the values its tokens stand for. Share it between threads; tokens are numbered by
/// arrival. The values live in memory and end with the last clone of the session and the last of its streams.
#[derive(Clone)]
pub struct Session(Arc<Shared>);

struct Shared {
    guard: Guard,
    vault: Mutex<Vault>,
    history: Mutex<History>,
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
        Session(Arc::new(Shared { guard, vault: Mutex::default(), history: Mutex::default() }))
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
        check::check(&self.0.guard, text, request, Some(self))
    }

    /// Replaces every finding that [`Guard::redact`] redacts by its token, whatever the policy says.
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
        let inner = self.0.guard.inner();
        let found = inner.rewritten_findings(text)?;
        let mut flow = Flow::new(self.0.guard.clone(), Judge::Tokenize, LookAlikes::Hide, Again::No);
        flow.push(text);
        flow.learn(&found, &found, text.len(), true);
        flow.advance(|_| None)?;
        let mut vault = self.vault()?;
        let mut protected = String::with_capacity(text.len());
        for part in &flow.parts {
            match part {
                Part::Keep(span) => protected.push_str(flow.text(*span)?),
                Part::Edit(planned) => {
                    protected.push_str(&planned.written(inner, flow.text(planned.span)?, &mut vault)?);
                }
            }
        }
        Ok(Protected { text: protected, findings: resolve(&found, inner.threshold) })
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
        let mut tokens = Vec::new();
        self.0.guard.inner().grammar().read(text, 0, true, |token| tokens.push(token));
        let mut revealed = Revealed { text: String::with_capacity(text.len()), restored: 0, unknown: 0 };
        let mut at = 0;
        for token in tokens {
            let Some((value, ending)) = vault.value(&token) else {
                revealed.unknown += 1;
                continue;
            };
            revealed.text.push_str(text.get(at..token.span.start).ok_or_else(lost)?);
            revealed.text.push_str(value);
            revealed.text.push_str(ending);
            revealed.restored += 1;
            at = token.span.end;
        }
        revealed.text.push_str(text.get(at..).ok_or_else(lost)?);
        Ok(revealed)
    }

    /// Begins a text that arrives in pieces and is decided about as [`Session::check`] decides about a whole one. If the
    /// request itself is refused, the stream is denied from the beginning.
    ///
    /// # Errors
    ///
    /// None that a test knows; a damaged detector image would be `C008`.
    pub fn stream(&self, request: &Request) -> Result<Stream, Error> {
        Stream::by_policy(self, request)
    }

    /// Begins a text that arrives in pieces and is rewritten as [`Session::protect`] rewrites a whole one.
    #[must_use]
    pub fn protect_stream(&self) -> Stream {
        Stream::protecting(self)
    }

    /// Begins a text that arrives in pieces and whose tokens are turned back as [`Session::reveal`] does. Whether the
    /// reader may see the values is the caller's decision here.
    #[must_use]
    pub fn reveal_stream(&self) -> Stream {
        Stream::revealing(self)
    }

    /// The guard this conversation belongs to.
    #[must_use]
    pub fn guard(&self) -> &Guard {
        &self.0.guard
    }

    /// What this conversation has seen and done.
    pub(crate) fn history(&self) -> &Mutex<History> {
        &self.0.history
    }

    pub(crate) fn vault(&self) -> Result<MutexGuard<'_, Vault>, Error> {
        self.0.vault.lock().map_err(|_| {
            Error::new(Code::Internal, "a thread panicked while it used this session").mend("start a new session")
        })
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("guard", &self.0.guard).finish_non_exhaustive()
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
