//! Records: JSON, CSV, logfmt and points of time series, checked value by value and written as what they are.
//!
//! Each value is read as what it says, without quotes and escapes, behind the name that announces it: the header cell of its
//! column or the nearest name above it; or where that is no more than `value`, the `name` beside it or the one above. What is
//! done with it is what would be done with that text:
//!
//! ```text
//! CSV        Konto,Betrag,Notiz                            JSON   {"password": 123456}
//!            DE89370400440532013000,12.5,"an ""jo@x.de"""
//! checked    Konto: DE89370400440532013000                        password: 123456
//!            Betrag: 12.5
//!            Notiz: an "jo@x.de"
//! written    Konto,Betrag,Notiz                            JSON   {"password": "[REDACTED_PASSWORD]"}
//!            [IBAN_1],12.5,"an ""[EMAIL_1]"""
//! ```
//!
//! Names are checked too, as values that nothing announces. `null` and what is empty stay. Everything that is not rewritten
//! goes as it came, byte for byte; a number that is rewritten to something else becomes a string. So what comes out has the
//! records, columns and members of what went in. (Two names of an object that are redacted may come to be the same.)
//!
//! Input comes in pieces. A record is released whole, once all of its values are decided, or not at all: the first one
//! that may not go ends the run.

use std::fmt;
use std::sync::Arc;

use llmguard_policy::Verdict;
use llmguard_types::{Code, Error};

use crate::audit::Tally;
use crate::check::{Before, Way, settle};
use crate::decision::Decision;
use crate::ended::Ended;
use crate::flow::{Flow, Stop};
use crate::grants;
use crate::guard::Guard;
use crate::history::Values;
use crate::records::cell::Reading;
use crate::records::clean::Clean;
use crate::records::cut::Cutter;
use crate::request::Request;
use crate::session::Session;
use crate::stream::utf8::Cut;

mod cell;
mod clean;
mod csv;
mod cut;
mod format;
mod json;
mod logfmt;
mod points;
mod released;
mod steps;
mod tree;

pub use format::RecordFormat;
pub use released::{RecordFinding, RecordsDecision, ReleasedRecords};

/// Records that come in pieces. Made by [`Session::records`]. It holds no more than one record, of at most
/// [`GuardBuilder::max_text_bytes`](crate::GuardBuilder::max_text_bytes).
///
/// # Example
///
/// ```
/// use llmguard::{Guard, RecordFormat, Request};
///
/// let session = Guard::new()?.session();
/// let mut records = session.records(RecordFormat::Csv, &Request::new("buyer", "eu"));
/// let mut sent = String::new();
/// for piece in ["Nr;Kontakt\n1;jo.hu", "ber@muster-werke.de\n2;", "keiner\n"] {
///     let released = records.push(piece)?;
///     sent.push_str(released.text);
///     for found in released.findings {
///         assert_eq!((found.record, found.path.as_str(), found.finding.span.start), (1, "/Kontakt", 13));
///     }
/// }
/// sent.push_str(records.finish()?.text);
/// assert_eq!(sent, "Nr;Kontakt\n1;[EMAIL_1]\n2;keiner\n");
/// assert_eq!(records.decision().unwrap().verdict, llmguard::Verdict::Transform);
/// # Ok::<(), llmguard::Error>(())
/// ```
pub struct Records {
    session: Session,
    request: Box<Request>,
    way: Way,
    before: Arc<Before>,
    flow: Flow,
    begun: Option<Leaves>,
    /// The rules whose grants were spent.
    spent: Vec<String>,
    cutter: Cutter,
    /// The columns' names, or `None` until the header has come.
    columns: Option<Vec<String>>,
    cut: Cut,
    /// What has come and is not released, and how many bytes came before.
    rest: String,
    base: usize,
    /// How many bytes have come.
    come: usize,
    /// The number of the next record.
    number: usize,
    reading: Reading,
    clean: Clean,
    out: String,
    findings: Vec<RecordFinding>,
    tally: Tally,
    excluded: usize,
    decision: Option<Decision>,
    ended: Option<Ended>,
}

/// When records leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leaves {
    OneByOne,
    /// None does unless all may.
    AtTheEnd,
}

impl Records {
    fn new(session: &Session, format: RecordFormat, request: &Request) -> Records {
        let way = Way::of(session.guard().inner(), request, true, false);
        let before = Arc::default();
        Records {
            session: session.clone(),
            request: Box::new(request.clone()),
            way,
            flow: way.flow(session.guard(), request, &before),
            before,
            begun: None,
            spent: Vec::new(),
            cutter: Cutter::new(format),
            columns: None,
            cut: Cut::default(),
            rest: String::new(),
            base: 0,
            come: 0,
            number: 0,
            reading: Reading::default(),
            clean: Clean::default(),
            out: String::new(),
            findings: Vec::new(),
            tally: Tally::default(),
            excluded: 0,
            decision: None,
            ended: None,
        }
    }

    /// Decides about the request, before anything is read: of its approvals those count that are for the input, where all of
    /// it is known.
    fn begin(&mut self, input: Option<&str>) -> Result<(), Error> {
        if self.begun.is_some() {
            return Ok(());
        }
        self.begun = Some(if input.is_some() { Leaves::AtTheEnd } else { Leaves::OneByOne });
        let inner = self.session.guard().inner();
        let granted = grants::verified(inner, input, &self.request);
        self.before = Arc::new(Before::of(inner, granted, 0, &self.request, Some(&self.session))?);
        self.flow = self.way.flow(self.session.guard(), &self.request, &self.before);
        let (decision, _) = settle(inner, &self.request, &[], &Values::new(), &self.before);
        if decision.verdict > Verdict::Transform {
            self.flow.stopped = Some(Stop::Ruling);
            self.end()?;
        }
        Ok(())
    }

    /// Sets what stands between the fields of CSV or the pairs of logfmt. Otherwise it is, in CSV, the one of `,`, `;`, tab
    /// and `|` that occurs most in the first line; in logfmt, blanks.
    ///
    /// # Errors
    ///
    /// `I026` for anything but an ASCII character that is no letter, digit, quote or end of line, nor in logfmt `=` or a
    /// backslash; and for other formats.
    pub fn delimiter(mut self, delimiter: char) -> Result<Records, Error> {
        let byte = u8::try_from(delimiter).ok().filter(u8::is_ascii);
        if byte.is_some_and(|byte| self.cutter.divide(byte)) {
            return Ok(self);
        }
        Err(Error::new(Code::InputDelimiter, "this cannot stand between fields")
            .mend("name `,`, `;`, a tab or `|`, for CSV or logfmt"))
    }

    /// Says that the first record of CSV is one like the others; columns have no names then, and nothing announces a value.
    #[must_use]
    pub fn without_header(mut self) -> Records {
        self.columns = Some(Vec::new());
        self
    }

    /// Takes a piece of the input, as it comes.
    ///
    /// # Errors
    ///
    /// `I025`, with the offset from the beginning, for what is not of the format; `I001` for a record over the limit; `V001`
    /// when the session holds a million values; `X001` after a panic in another thread that used the session; `I002` if bytes
    /// were pushed before and these end inside a character. Nothing is released any more then.
    pub fn push(&mut self, piece: &str) -> Result<ReleasedRecords<'_>, Error> {
        self.push_bytes(piece.as_bytes())
    }

    /// Takes a piece of UTF-8, which may be cut inside a character.
    ///
    /// # Errors
    ///
    /// As [`Records::push`]; `I002`, with the offset from the beginning, for what is not UTF-8.
    pub fn push_bytes(&mut self, piece: &[u8]) -> Result<ReleasedRecords<'_>, Error> {
        self.step(|records| {
            records.begin(None)?;
            records.come = records.come.saturating_add(piece.len());
            let mut cut = std::mem::take(&mut records.cut);
            let done = cut.whole(piece).and_then(|(head, rest)| {
                records.rest.push_str(head);
                records.rest.push_str(rest);
                records.take(false)
            });
            records.cut = cut;
            done
        })
    }

    /// Ends the input and releases its last record. Ending twice releases nothing more.
    ///
    /// # Errors
    ///
    /// As [`Records::push_bytes`].
    pub fn finish(&mut self) -> Result<ReleasedRecords<'_>, Error> {
        self.step(|records| {
            records.begin(None)?;
            records.cut.end()?;
            records.take(true)?;
            if records.ended.is_none() { records.end() } else { Ok(()) }
        })
    }

    /// Does something unless the run has ended; what failed once releases nothing any more.
    fn step(&mut self, act: impl FnOnce(&mut Records) -> Result<(), Error>) -> Result<ReleasedRecords<'_>, Error> {
        self.out.clear();
        self.findings.clear();
        if self.ended.is_none()
            && let Err(error) = act(self)
        {
            self.ended = Some(Ended::Broken(error));
        }
        match &self.ended {
            Some(Ended::Broken(error)) => Err(error.clone()),
            ended => Ok(ReleasedRecords {
                text: &self.out,
                findings: &self.findings,
                denied: matches!(ended, Some(Ended::Denied)),
            }),
        }
    }

    /// How many bytes of the input are held.
    #[must_use]
    pub fn held(&self) -> usize {
        if self.ended.is_some() { 0 } else { self.rest.len() + self.cut.len() }
    }

    /// How many records were released. Of a run that is denied, the next one may not go.
    #[must_use]
    pub fn released(&self) -> usize {
        self.number
    }

    /// What was decided about all records, once the input has ended; `None` before. Its output is `None` and its findings and
    /// edits are empty: they were handed out with the records.
    #[must_use]
    pub fn decision(&self) -> Option<&Decision> {
        self.decision.as_ref()
    }

    /// The conversation these records belong to.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }
}

impl Session {
    /// Begins records that come in pieces and are decided about value by value. If the request itself is refused, so is the
    /// first piece. Unlocks count, and are spent once for all records, before the first leaves that needs them; approvals are for
    /// one text and do not. The records are one step of the conversation's budget.
    #[must_use]
    pub fn records(&self, format: RecordFormat, request: &Request) -> Records {
        Records::new(self, format, request)
    }

    /// Decides about records that are whole, as [`Session::records`] does. Approvals of this input count, too, and grants are
    /// spent only if all records may go.
    ///
    /// # Errors
    ///
    /// As [`Records::push`].
    ///
    /// # Example
    ///
    /// ```
    /// use llmguard::{Guard, RecordFormat, Request};
    ///
    /// let session = Guard::new()?.session();
    /// let input = r#"[{"nr": 1, "mail": "jo.huber@muster-werke.de"}, {"nr": 2, "mail": null}]"#;
    /// let checked = session.check_records(input, RecordFormat::Json, &Request::new("buyer", "eu"))?;
    /// let output = r#"[{"nr": 1, "mail": "[EMAIL_1]"}, {"nr": 2, "mail": null}]"#;
    /// assert_eq!(checked.decision.output.as_deref(), Some(output));
    /// assert_eq!(checked.findings[0].path, "/0/mail");
    /// # Ok::<(), llmguard::Error>(())
    /// ```
    pub fn check_records(
        &self,
        input: &str,
        format: RecordFormat,
        request: &Request,
    ) -> Result<RecordsDecision, Error> {
        self.records(format, request).whole(input)
    }
}

impl Guard {
    /// Decides about records that are whole, as [`Session::check_records`] does in a conversation of their own.
    ///
    /// # Errors
    ///
    /// As [`Records::push`].
    pub fn check_records(
        &self,
        input: &str,
        format: RecordFormat,
        request: &Request,
    ) -> Result<RecordsDecision, Error> {
        self.session().check_records(input, format, request)
    }
}

impl Records {
    /// Takes all of the input and ends it. Grants count as in [`Session::check_records`], unless a piece was pushed before.
    ///
    /// # Errors
    ///
    /// As [`Records::push`].
    pub fn whole(mut self, input: &str) -> Result<RecordsDecision, Error> {
        let (mut output, mut findings) = (String::with_capacity(input.len()), Vec::new());
        let mut keep = |released: ReleasedRecords<'_>| {
            output.push_str(released.text);
            findings.extend_from_slice(released.findings);
        };
        keep(self.step(|records| records.begin(Some(input)))?);
        keep(self.push(input)?);
        keep(self.finish()?);
        let lost = || Error::new(Code::Internal, "records ended without a decision");
        let mut decision = self.decision.take().ok_or_else(lost)?;
        decision.output = (decision.verdict <= Verdict::Transform).then_some(output);
        decision.findings = findings.iter().map(|found| found.finding).collect();
        if decision.verdict == Verdict::Approval {
            decision.request_digest = grants::digest(self.session.guard().inner(), input, &self.request).ok();
        }
        Ok(RecordsDecision { decision, findings })
    }
}

impl fmt::Debug for Records {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Records")
            .field("session", &self.session)
            .field("records", &self.number)
            .field("held", &self.held())
            .finish_non_exhaustive()
    }
}
