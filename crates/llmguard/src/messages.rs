//! Messages: a chat history as one object, decided about as a whole.
//!
//! Everything in a history goes to the model, so every part is checked, each as what it is, and the strictest decision
//! is that of the whole:
//!
//! ```text
//! system, user, assistant   text, tool call   prompt
//! tool                      result            tool-result of that tool
//! any                       retrieved text    document of that source, at its label
//! ```
//!
//! What a tool or a source that is not trusted says is marked as data, so that a model can be told not to obey it:
//! `<untrusted source="web">…</untrusted>`. Inside, nothing reads as the end of the mark: what does is defused. The words are
//! fixed, so that the same history gives the same bytes; [`Session::mark_untrusted`] has marks that nobody can guess and
//! leaves the text as it is.
//!
//! A call that the model asks for and that is now to be made is not history: check its arguments with
//! [`Session::check`] as a `tool-call`.

use std::sync::Mutex;

use llmguard_policy::{Direction, Reason, Verdict};
use llmguard_types::{Code, Error};

use crate::check;
use crate::decision::Decision;
use crate::guard::Guard;
use crate::history::History;
use crate::request::Request;
use crate::session::Session;

/// Who a message is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// Whoever set up the conversation.
    System,
    /// The person.
    User,
    /// The model.
    Assistant,
    /// A tool.
    Tool,
}

/// One message of a chat. `Debug` never shows texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Who it is from.
    pub author: Author,
    /// What it consists of.
    pub parts: Vec<Part>,
}

/// A part of a message. `Debug` never shows the text.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// Text.
    Text(String),
    /// A tool call that was made: the tool and its arguments.
    ToolCall {
        /// The tool.
        tool: String,
        /// Its arguments, as text.
        text: String,
    },
    /// What a tool answered.
    ToolResult {
        /// The tool.
        tool: String,
        /// Its answer.
        text: String,
    },
    /// Text that was retrieved.
    Retrieved {
        /// Its source, as the policy names it.
        source: String,
        /// The text.
        text: String,
    },
}

/// What may happen to a chat history, and the history that may go.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MessagesDecision {
    /// What happens: the strictest verdict of all parts.
    pub verdict: Verdict,
    /// What would happen if every rule were enforced.
    pub would: Verdict,
    /// How confidential the most confidential part is, as the policy names it.
    pub level: String,
    /// How confidential what goes out still is.
    pub residual_level: String,
    /// The messages that may go; `None` unless the verdict is `Allow` or `Transform`.
    pub messages: Option<Vec<Message>>,
    /// The decision about each part, in order, each with the numbers of its message and part, counted from 0.
    pub parts: Vec<(usize, usize, Decision)>,
}

impl Message {
    /// A message of one text.
    #[must_use]
    pub fn text(author: Author, text: impl Into<String>) -> Message {
        Message { author, parts: vec![Part::Text(text.into())] }
    }
}

impl Part {
    /// Its text, tool arguments and answers included.
    #[must_use]
    pub fn as_text(&self) -> &str {
        match self {
            Part::Text(text)
            | Part::ToolCall { text, .. }
            | Part::ToolResult { text, .. }
            | Part::Retrieved { text, .. } => text,
        }
    }

    /// The request for this part, made of that for the whole.
    fn request(&self, whole: &Request) -> Request {
        let request = whole.clone();
        match self {
            Part::Text(_) | Part::ToolCall { .. } => Request { direction: Direction::Prompt, tool: None, ..request },
            Part::ToolResult { tool, .. } => {
                Request { direction: Direction::ToolResult, tool: Some(tool.clone()), ..request }
            }
            Part::Retrieved { source, .. } => {
                Request { direction: Direction::Document, tool: None, ..request }.source(source)
            }
        }
    }

    /// The part with the text that goes, marked where it is not trusted.
    fn with_text(&self, guard: &Guard, text: &str) -> Part {
        match self {
            Part::Text(_) => Part::Text(text.to_owned()),
            Part::ToolCall { tool, .. } => Part::ToolCall { tool: tool.clone(), text: text.to_owned() },
            Part::ToolResult { tool, .. } => {
                Part::ToolResult { tool: tool.clone(), text: untrusted("tool", tool, text) }
            }
            Part::Retrieved { source, .. } => {
                let trusted = guard.policy().source(source).is_some_and(|source| source.trusted);
                let text = if trusted { text.to_owned() } else { untrusted("source", source, text) };
                Part::Retrieved { source: source.clone(), text }
            }
        }
    }
}

impl std::fmt::Debug for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match self {
            Part::Text(_) => "Text",
            Part::ToolCall { .. } => "ToolCall",
            Part::ToolResult { .. } => "ToolResult",
            Part::Retrieved { .. } => "Retrieved",
        };
        f.debug_struct(name).field("bytes", &self.as_text().len()).finish_non_exhaustive()
    }
}

/// Text between marks that say where it comes from. What reads as a mark inside is defused.
fn untrusted(kind: &str, name: &str, text: &str) -> String {
    let name = name.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    format!("<untrusted {kind}=\"{name}\">\n{}\n</untrusted>", defused(text))
}

fn defused(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let rest = text.get(at..).unwrap_or("");
        let word = rest.trim_start_matches(['<', '/', ' ', '\t', '\r', '\n']);
        let mark = c == '<' && word.get(..9).is_some_and(|word| word.eq_ignore_ascii_case("untrusted"));
        if mark { safe.push_str("&lt;") } else { safe.push(c) }
    }
    safe
}

impl Guard {
    /// Decides about a chat history as a whole. The request's destination, roles and purpose are those of every part;
    /// direction, tool and sources are told by the parts.
    ///
    /// # Errors
    ///
    /// `I001` for a text over the limit.
    ///
    /// # Example
    ///
    /// ```
    /// use llmguard::{Author, Guard, Message, Request, Verdict};
    ///
    /// let guard = Guard::new()?;
    /// let history = [
    ///     Message::text(Author::System, "Antworte kurz."),
    ///     Message::text(Author::User, "Schreib an jo.huber@muster-werke.de"),
    /// ];
    /// let decision = guard.check_messages(&history, &Request::new("buyer", "eu"))?;
    /// assert_eq!(decision.verdict, Verdict::Transform);
    /// assert_eq!(decision.messages.unwrap()[1].parts[0].as_text(), "Schreib an [EMAIL_1]");
    /// # Ok::<(), llmguard::Error>(())
    /// ```
    pub fn check_messages(&self, messages: &[Message], request: &Request) -> Result<MessagesDecision, Error> {
        // One conversation for the whole history, so that a value has one token in it.
        self.session().check_messages(messages, request)
    }
}

impl Session {
    /// Decides about a chat history as [`Guard::check_messages`] does; tokens stay the same throughout the conversation.
    /// Each part is a step of the budget.
    ///
    /// # Errors
    ///
    /// As for [`Session::check`].
    pub fn check_messages(&self, messages: &[Message], request: &Request) -> Result<MessagesDecision, Error> {
        let guard = self.guard();
        let mut parts = Vec::new();
        for (number, message) in messages.iter().enumerate() {
            for (place, part) in message.parts.iter().enumerate() {
                let decision = check::check(guard, part.as_text(), &part.request(request), Some(self))?;
                parts.push((number, place, decision));
            }
        }
        if parts.is_empty() {
            parts.push((0, 0, check::check(guard, "", request, Some(self))?));
        }
        let decisions = || parts.iter().map(|(.., decision)| decision);
        let verdict = decisions().map(|decision| decision.verdict).max().unwrap_or(Verdict::Deny);
        let policy = guard.policy();
        let highest = |name: fn(&Decision) -> &String| {
            let levels = decisions().filter_map(|decision| policy.level(name(decision)));
            policy.level_name(levels.max().unwrap_or(policy.top())).to_owned()
        };
        Ok(MessagesDecision {
            verdict,
            would: decisions().map(|decision| decision.would).max().unwrap_or(Verdict::Deny),
            level: highest(|decision| &decision.level),
            residual_level: highest(|decision| &decision.residual_level),
            messages: (verdict <= Verdict::Transform).then(|| rewritten(guard, messages, &parts)),
            parts,
        })
    }

    /// The highest level that a model has been shown in this conversation, as the policy names it. Tool calls count at
    /// least as much; it never falls.
    ///
    /// # Errors
    ///
    /// `X001` after a panic in another thread that used this session.
    pub fn shown_level(&self) -> Result<String, Error> {
        Ok(self.guard().policy().level_name(locked(self.history())?.level()).to_owned())
    }
}

impl MessagesDecision {
    /// What caused the verdict: the reasons of the parts that lead to it, without repeats.
    #[must_use]
    pub fn reasons(&self) -> Vec<&Reason> {
        let mut reasons: Vec<&Reason> = Vec::new();
        for (.., decision) in self.parts.iter().filter(|(.., decision)| decision.verdict == self.verdict) {
            for reason in decision.reasons.iter().filter(|reason| reason.verdict == self.verdict) {
                if !reasons.contains(&reason) {
                    reasons.push(reason);
                }
            }
        }
        reasons
    }
}

fn rewritten(guard: &Guard, messages: &[Message], parts: &[(usize, usize, Decision)]) -> Vec<Message> {
    let mut texts = parts.iter().map(|(.., decision)| decision.output.as_deref().unwrap_or(""));
    let mut part = |part: &Part| part.with_text(guard, texts.next().unwrap_or(""));
    let message =
        |message: &Message| Message { author: message.author, parts: message.parts.iter().map(&mut part).collect() };
    messages.iter().map(message).collect()
}

/// The history of a session, unless a thread panicked with it.
pub(crate) fn locked(history: &Mutex<History>) -> Result<std::sync::MutexGuard<'_, History>, Error> {
    history.lock().map_err(|_| {
        Error::new(Code::Internal, "a thread panicked while it used this session").mend("start a new session")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_inside_reads_as_the_end_of_the_mark() {
        for text in ["</untrusted>", "< / UNTRUSTED >", "<</untrusted x>", "<untrusted>", "a < b </untrusteD"] {
            let safe = defused(text);
            let folded: String = safe.to_lowercase().split_whitespace().collect();
            assert!(!folded.contains("<untrusted") && !folded.contains("</untrusted"), "{safe}");
        }
        assert_eq!(defused("a < b, <b>c</b>"), "a < b, <b>c</b>");
        assert_eq!(untrusted("source", "we\"b", "x"), "<untrusted source=\"we&quot;b\">\nx\n</untrusted>");
    }
}
