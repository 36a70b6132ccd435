//! Stream: a text that arrives in pieces, and leaves as soon as nothing that follows can change it.
//!
//! ```text
//! push      "Bitte an hans.mue"   "ller@werk-muenchen"   ".de senden"
//! released  "Bitte an "           ""                     "[EMAIL_1] "      … "senden" with finish()
//! ```
//!
//! What is released, put together, is what the whole text would have become, however it was cut. In small pieces, a guard that
//! looks through disguises holds some 40 bytes of plain text: a few words, behind which a disguise may yet begin that they
//! belong to. What hides something is held until it ends, up to [`MAX_STRETCH`](llmguard_view::MAX_STRETCH). A text that may not go
//! ends early: what was released then is the beginning of what would have gone, and ends at the same place for every cut.

use std::fmt;
use std::sync::Arc;

use llmguard_policy::{Direction, Verdict};
use llmguard_scan::{MAX_CHAIN, resolve};
use llmguard_types::{Code, Confidence, Error, Finding};

use crate::check::{Before, Way, settle};
use crate::decision::{AppliedEdit, Decision};
use crate::ended::Ended;
use crate::flow::{Again, Flow, Stop};
use crate::grants::Granted;
use crate::history::Values;
use crate::judge::Judge;
use crate::ours::Ours;
use crate::request::Request;
use crate::session::Session;
use crate::source::Source;
use crate::stream::json::Json;
use crate::stream::utf8::Cut;
use crate::transform::LookAlikes;

mod json;
mod steps;
pub(crate) mod utf8;

pub(crate) use json::{code_point, escape};

/// How much a stream holds at most unless told otherwise, in bytes: more than any text makes it hold.
pub const DEFAULT_MAX_HOLD: usize = 256 * 1024;

/// A text that arrives in pieces. Made by [`Session::stream`], [`Session::protect_stream`] and
/// [`Session::reveal_stream`]; any number of them may share a session. It reads no clock and waits for nobody.
///
/// # Example
///
/// ```
/// use llmguard::{Direction, Guard, Request};
///
/// let session = Guard::new()?.session();
/// let mut prompt = session.stream(&Request::new("buyer", "eu"))?;
/// let mut sent = String::new();
/// for piece in ["Bitte an hans.mue", "ller@werk-muenchen", ".de senden"] {
///     sent.push_str(prompt.push(piece)?.text);
/// }
/// sent.push_str(prompt.finish()?.text);
/// assert_eq!(sent, "Bitte an [EMAIL_1] senden");
///
/// let mut answer = session.stream(&Request::new("buyer", "eu").direction(Direction::Response))?;
/// let mut read = answer.push("An [EMA")?.text.to_owned();
/// assert_eq!(read.len() + answer.held(), 7); // released or held
/// read.push_str(answer.push("IL_1] geschickt")?.text);
/// read.push_str(answer.finish()?.text);
/// assert_eq!(read, "An hans.mueller@werk-muenchen.de geschickt");
/// # Ok::<(), llmguard::Error>(())
/// ```
pub struct Stream {
    session: Session,
    kind: Kind,
    /// `None` where nothing is looked for.
    source: Option<Source>,
    /// `None` where no surrogates of the conversation stand.
    ours: Option<Ours>,
    flow: Flow,
    cut: Cut,
    json: Option<Json>,
    max_hold: usize,
    out: String,
    /// How many bytes were released.
    len: usize,
    /// What decided so far.
    read: Vec<Finding>,
    edits: Vec<AppliedEdit>,
    restored: usize,
    unknown: usize,
    excluded: usize,
    decision: Option<Decision>,
    ended: Option<Ended>,
}

enum Kind {
    Policy(Box<Request>, Way, Arc<Before>),
    Protect,
    Reveal,
}

/// What a stream lets go. `Debug` never shows the text.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Released<'s> {
    /// The next part of the text; often empty.
    pub text: &'s str,
    /// Whether the text has ended here because the rest may not go; [`Stream::decision`] says why.
    pub denied: bool,
}

impl Stream {
    pub(crate) fn by_policy(session: &Session, request: &Request) -> Result<Stream, Error> {
        let inner = session.guard().inner();
        let before = Arc::new(Before::of(inner, Ok(Granted::default()), 0, request, Some(session))?);
        let (decision, _) = settle(inner, request, &[], &Values::new(), &before);
        let way = Way::of(inner, request, true, false);
        let unread = request.direction == Direction::Response && !inner.policy.scans_output();
        let flow = way.flow(session.guard(), request, &before);
        let mut stream = Stream::new(session, Kind::Policy(Box::new(request.clone()), way, before), flow, !unread);
        stream.ours = Ours::of(inner, request, Some(session)).filter(|_| !unread);
        if let Some(bytes) = inner.policy.max_hold_bytes().filter(|_| request.direction == Direction::Response) {
            stream.max_hold = usize::try_from(bytes).unwrap_or(DEFAULT_MAX_HOLD);
        }
        if decision.verdict > Verdict::Transform {
            stream.flow.stopped = Some(Stop::Ruling);
            stream.end()?;
        }
        Ok(stream)
    }

    pub(crate) fn protecting(session: &Session) -> Stream {
        let flow = Flow::new(session.guard().clone(), Judge::Tokenize, LookAlikes::Hide, Again::No);
        Stream::new(session, Kind::Protect, flow, true)
    }

    pub(crate) fn revealing(session: &Session) -> Stream {
        let flow = Flow::new(session.guard().clone(), Judge::Tokenize, LookAlikes::Reveal, Again::No);
        Stream::new(session, Kind::Reveal, flow, false)
    }

    fn new(session: &Session, kind: Kind, flow: Flow, looks: bool) -> Stream {
        Stream {
            session: session.clone(),
            kind,
            source: looks.then(|| Source::new(session.guard().inner())),
            ours: None,
            flow,
            cut: Cut::default(),
            json: None,
            max_hold: DEFAULT_MAX_HOLD,
            out: String::new(),
            len: 0,
            read: Vec::new(),
            edits: Vec::new(),
            restored: 0,
            unknown: 0,
            excluded: 0,
            decision: None,
            ended: None,
        }
    }

    /// Sets how many bytes may be held after a push, 8192 at least; an answer starts with the policy's
    /// `output.max_hold_bytes`. A text that makes a stream hold more ends there, as
    /// one that is denied does: memory is worth more than the text then. The derived bound of any text is below
    /// [`DEFAULT_MAX_HOLD`]; under a smaller limit, what ends early depends on the size of the pieces.
    ///
    /// # Errors
    ///
    /// `I023` for less than 8192.
    pub fn max_hold_bytes(mut self, bytes: usize) -> Result<Stream, Error> {
        if bytes < MAX_CHAIN {
            let what = format!("a stream cannot do with {bytes} held bytes");
            return Err(Error::new(Code::InputHold, what).mend(format!("allow {MAX_CHAIN} or more")));
        }
        self.max_hold = bytes;
        Ok(self)
    }

    /// Says that the text is JSON, as the arguments of a tool call are: escapes are read as what they stand for, also where
    /// they are cut, and what is written instead is escaped. Findings count in the text that was read.
    ///
    /// # Example
    ///
    /// ```
    /// let session = llmguard::Guard::new()?.session();
    /// session.protect("an j\u{f6}rg.huber@muster-werke.de")?;
    /// let mut stream = session.protect_stream().json();
    /// let mut out = stream.push(r#"{"to":"j\u00"#)?.text.to_owned();
    /// out.push_str(stream.push(r#"f6rg.huber@muster-werke.de\n"}"#)?.text);
    /// out.push_str(stream.finish()?.text);
    /// assert_eq!(out, r#"{"to":"[EMAIL_1]\n"}"#);
    /// # Ok::<(), llmguard::Error>(())
    /// ```
    #[must_use]
    pub fn json(mut self) -> Stream {
        self.json = Some(Json::default());
        self
    }

    /// Takes a piece of the text, as it comes.
    ///
    /// # Errors
    ///
    /// `V001` when the session holds a million values; `X001` after a panic in another thread that used the session;
    /// `I002` if bytes were pushed before and these end inside a character. Nothing is released any more then.
    pub fn push(&mut self, piece: &str) -> Result<Released<'_>, Error> {
        self.push_bytes(piece.as_bytes())
    }

    /// Takes a piece of UTF-8, which may be cut inside a character.
    ///
    /// # Errors
    ///
    /// As [`Stream::push`]; `I002`, with the offset from the beginning of the text, for what is not UTF-8.
    pub fn push_bytes(&mut self, piece: &[u8]) -> Result<Released<'_>, Error> {
        self.out.clear();
        self.usable()?;
        if self.ended.is_none() {
            let mut cut = std::mem::take(&mut self.cut);
            let done = cut.whole(piece).and_then(|(head, rest)| {
                self.take(head, false)?;
                if rest.is_empty() { Ok(()) } else { self.take(rest, false) }
            });
            self.cut = cut;
            self.broken(done)?;
        }
        Ok(self.released())
    }

    /// Ends the text and releases what is held. Ending twice releases nothing more.
    ///
    /// # Errors
    ///
    /// As [`Stream::push_bytes`].
    pub fn finish(&mut self) -> Result<Released<'_>, Error> {
        self.out.clear();
        self.usable()?;
        if self.ended.is_none() {
            let done = self.cut.end().and_then(|()| self.take("", true));
            self.broken(done)?;
        }
        Ok(self.released())
    }

    /// How many bytes of the text are held.
    #[must_use]
    pub fn held(&self) -> usize {
        match &self.json {
            _ if self.ended.is_some() => 0,
            Some(json) => json.held() + self.cut.len(),
            None => self.flow.held() + self.cut.len(),
        }
    }

    /// What was decided about the text, once it has ended; `None` before, and where no policy was asked. Its output is
    /// `None`: it was released. On a denial its findings are those up to the one that may not go.
    #[must_use]
    pub fn decision(&self) -> Option<&Decision> {
        self.decision.as_ref()
    }

    /// What is reported of the text, disjoint and ordered, once it has ended.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let threshold = if matches!(self.kind, Kind::Policy(..)) {
            Confidence::Low
        } else {
            self.session.guard().inner().threshold
        };
        resolve(&self.read, threshold)
    }

    /// The conversation this text belongs to.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// How many tokens were turned back so far.
    #[must_use]
    pub fn restored(&self) -> usize {
        self.restored
    }

    /// How many read as tokens so far but belong to no value of the session; they were left as they are.
    #[must_use]
    pub fn unknown(&self) -> usize {
        self.unknown
    }
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stream")
            .field("session", &self.session)
            .field("released", &self.len)
            .field("held", &self.held())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Released<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Released").field("bytes", &self.text.len()).field("denied", &self.denied).finish()
    }
}
