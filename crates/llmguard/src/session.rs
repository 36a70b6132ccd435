//! Session: one conversation, in which the same value gets the same token.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};

use llmguard_scan::resolve;
use llmguard_types::{Code, Error, Finding};
use llmguard_vault::{Scope, Vault};

use crate::check;
use crate::decision::Decision;
use crate::flow::{Again, Flow, Part};
use crate::guard::Guard;
use crate::history::History;
use crate::judge::Judge;
use crate::register::Register;
use crate::request::Request;
use crate::stream::Stream;
use crate::transform::LookAlikes;

/// One conversation: a guard and the values its tokens stand for. Share it between threads; tokens are numbered by
/// arrival. What they look like is for the policy to say ([`Tokens`](crate::policy::Tokens)). The values live in memory and end with the last clone of the session and the last of its streams; those of
/// [`Guard::session_in`] are kept in a vault besides.
///
/// Values are gone when they are older than the policy's `retention.vault.max_days`, as far as the session knows what time
/// it is: from [`Request::now`](crate::Request::now), [`Session::tell_time`] and `session_in`.
#[derive(Clone)]
pub struct Session(Arc<Shared>);

struct Shared {
    guard: Guard,
    register: Mutex<Register>,
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
    /// How many read as tokens but belong to no value of this session; they were left as they are. A name is not counted.
    pub unknown: usize,
}

impl Session {
    pub(crate) fn new(guard: Guard) -> Session {
        let register = Register::new(guard.policy());
        Session::with(guard, register)
    }

    fn with(guard: Guard, register: Register) -> Session {
        Session(Arc::new(Shared { guard, register: Mutex::new(register), history: Mutex::default() }))
    }

    /// Decides about a text as [`Guard::check`] does; tokens stay the same throughout the conversation, and in text
    /// that already reads as a token that text is tokenised itself. In a response that is allowed, tokens are turned
    /// back if the policy's `reveal_for` names one of the roles.
    ///
    /// # Errors
    ///
    /// `I001` for a text over the limit; `V001` when the session holds a million values; `X001` after a panic in
    /// another thread that used this session; of a session in a vault, `V006` and `V007`.
    pub fn check(&self, text: &str, request: &Request) -> Result<Decision, Error> {
        check::check(&self.0.guard, text, request, Some(self))
    }

    /// Replaces every finding that [`Guard::redact`] redacts by its token, whatever the policy says.
    /// `reveal(protect(x)) == x` for every text.
    ///
    /// # Errors
    ///
    /// `I001` for a text over the limit; `V001` when the session holds a million values; `X001` after a panic in another thread that
    /// used this session; of a session in a vault, `V006` where its file cannot be written and `V007` once it was erased.
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
        let mut register = self.register()?;
        let mut protected = String::with_capacity(text.len());
        for part in &flow.parts {
            match part {
                Part::Keep(span) => protected.push_str(flow.text(*span)?),
                Part::Edit(planned) => {
                    protected.push_str(&planned.written(inner, flow.text(planned.span)?, &mut register)?);
                }
            }
        }
        register.commit()?;
        Ok(Protected { text: protected, findings: resolve(&found, inner.threshold) })
    }

    /// Turns tokens back into the values they stand for, exactly as these were written. Whether the reader may see
    /// them is the caller's decision here; [`Session::check`] on a response leaves it to the policy.
    ///
    /// # Errors
    ///
    /// `X001` after a panic in another thread that used this session; of a session in a vault, `V007` once it was erased.
    pub fn reveal(&self, text: &str) -> Result<Revealed, Error> {
        let register = self.register()?;
        let lost = || Error::new(Code::Internal, "a token does not fit the text");
        let mut tokens = Vec::new();
        self.0.guard.inner().grammar().read(text, 0, true, |token| tokens.push(token));
        let mut revealed = Revealed { text: String::with_capacity(text.len()), restored: 0, unknown: 0 };
        let mut at = 0;
        for token in tokens {
            let Some((value, ending)) = register.value(&token) else {
                revealed.unknown += usize::from(token.is_countable());
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

    /// Says what time it is, in milliseconds since 1970-01-01 UTC; it never becomes earlier. What has expired by then is not
    /// revealed any more, and its token is given to nothing else.
    ///
    /// # Errors
    ///
    /// As [`Session::reveal`].
    pub fn tell_time(&self, now: u64) -> Result<(), Error> {
        self.register()?.tell_time(now);
        Ok(())
    }

    /// Erases a value, in all the ways it was written and for every type it was found as: from memory, and from the file of a
    /// vault, whose bytes are overwritten. Its tokens are unknown from then on and stay where they stand; their numbers are given
    /// to nothing else, also if the value is written again. Returns whether there was one.
    ///
    /// What is asked for is the value, as a request for erasure names it; whoever has a token [reveals](Session::reveal) it
    /// first. A name for which other names stand is erased word by word, for everybody who is called so. Longer values that
    /// hold this one, such as the address of a page with a name in it, are values of their own. What a policy counts over the
    /// conversation stays counted; copies of the file keep what they have, as with [`Vault::shred_conversation`].
    ///
    /// # Errors
    ///
    /// As [`Session::reveal`], and `V006` where the file of a vault cannot be written: erase again then, or open the vault anew.
    ///
    /// # Example
    ///
    /// ```
    /// let session = llmguard::Guard::new()?.session();
    /// session.protect("Herr Müller schreibt an Herrn Mueller")?;
    /// assert!(session.shred_value("Müller")?);
    /// let revealed = session.reveal("Herr [PERSON_1] und Herr [PERSON_1b]")?;
    /// assert_eq!((revealed.text.as_str(), revealed.unknown), ("Herr [PERSON_1] und Herr [PERSON_1b]", 2));
    /// assert_eq!(session.protect("Herr Müller")?.text, "Herr [PERSON_2]");
    /// # Ok::<(), llmguard::Error>(())
    /// ```
    pub fn shred_value(&self, value: &str) -> Result<bool, Error> {
        self.register()?.shred(value)
    }

    pub(crate) fn register(&self) -> Result<MutexGuard<'_, Register>, Error> {
        let mut register = self.0.register.lock().map_err(|_| {
            Error::new(Code::Internal, "a thread panicked while it used this session").mend("start a new session")
        })?;
        register.usable()?;
        Ok(register)
    }
}

impl Guard {
    /// A conversation that goes on where it ended: its values are kept in a vault, and a token is handed out only when the
    /// value behind it is on disk, or in the [`Store`](crate::Store) that the vault lies in. One session at a time; its clones
    /// and streams share it. `now` is the time in milliseconds since 1970-01-01 UTC.
    ///
    /// Only tokens and their values are kept. What counts over a conversation (levels, values that cumulate, budgets) begins
    /// anew with the session.
    ///
    /// # Errors
    ///
    /// `V005` if the conversation is open already, `V006` where the vault cannot be read or written, `V002` where a store has
    /// something else than it was given. Calls of a session whose vault lies in a store also give `V005` once another process
    /// has written to the conversation.
    ///
    /// # Example
    ///
    /// ```
    /// use llmguard::{Guard, Scope, Vault, VaultKey};
    ///
    /// let path = std::env::temp_dir().join(format!("llmguard-doc-{}.vault", std::process::id()));
    /// let vault = Vault::open(&path, &VaultKey::new(&[7; 32])?)?; // from a key store in earnest
    /// let (guard, scope, now) = (Guard::new()?, Scope::new("werk-1", "chat-17").subject("mb"), 1_795_000_000_000);
    /// let session = guard.session_in(&vault, &scope, now)?;
    /// assert_eq!(session.protect("an jo.huber@muster-werke.de")?.text, "an [EMAIL_1]");
    /// drop(session); // a week later, in another process:
    /// let session = guard.session_in(&vault, &scope, now + 7 * 86_400_000)?;
    /// assert_eq!(session.reveal("[EMAIL_1] antwortet")?.text, "jo.huber@muster-werke.de antwortet");
    ///
    /// assert!(vault.shred_subject("werk-1", "mb")?); // erased: nobody reads it any more
    /// assert_eq!(session.reveal("[EMAIL_1]").unwrap_err().code().as_str(), "V007");
    /// # drop((session, vault));
    /// # for ending in ["", ".lock"] { std::fs::remove_file(format!("{}{ending}", path.display())).unwrap(); }
    /// # Ok::<(), llmguard::Error>(())
    /// ```
    pub fn session_in(&self, vault: &Vault, scope: &Scope, now: u64) -> Result<Session, Error> {
        let register = Register::open(vault.room(scope)?, self.policy(), now)?;
        Ok(Session::with(self.clone(), register))
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
