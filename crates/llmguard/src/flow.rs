//! Flow: steps 8 and 9 from left to right, for a whole text and for one that arrives in pieces alike.
//!
//! A flow takes text and its findings as far as they are decided, and hands out [parts](Part): text that stays and edits.
//! What it hands out depends on the text alone, never on where it was cut:
//!
//! ```text
//! text      … an Frau Huber, Tel. 0221/4710-456, we|       known up to the bar
//! found           ~~~~~      ~~~~~~~~~~~~~~                decided up to `, we`
//! written   … an Frau [PERSON_1], Tel. [PHONE_1], |        scanned again; handed out up to the blank
//! ```
//!
//! Each step takes the findings up to a place where none goes on, plans their edits, looks for [text that reads as a
//! token](crate::transform), [scans what it would write](crate::rescan) and hands out what no later finding can reach. A
//! finding that the writing brought about joins the others, and the step is taken again; one that follows from [`ROUNDS`]
//! such findings in turn, or that begins before everything that was rewritten, ends the text. So does a finding that
//! may not go: what is handed out then ends before it, at the same place however the text was cut.

use llmguard_policy::{Reason, Transform};
use llmguard_scan::clusters;
use llmguard_types::{Code, Error, Finding, Span};

use crate::decision::AppliedEdit;
use crate::edits::{Edit, plan_cluster, unshown};
use crate::gap::Gap;
use crate::guard::Guard;
use crate::history::{Digest, Values};
use crate::judge::Judge;
use crate::mapping::tried_at;
use crate::rescan::{CONTEXT, Rescan};
use crate::token::Token;
use crate::transform::{LookAlikes, Planned, Window, plan_window};

mod again;

/// How many findings in turn rewriting may bring about.
const ROUNDS: usize = 3;
/// How much is planned at a time.
const SLICE: usize = 8192;
/// What is glued together is not handed out in parts, up to so many bytes.
const GLUED: usize = 256;
/// So much text that is no longer needed is kept before it is dropped.
const SLACK: usize = 4 * CONTEXT;

/// What is scanned again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    /// Nothing.
    No,
    /// What edits brought about is a finding like any other.
    New,
    /// What the policy forbids in answers may not stand behind a token.
    Forbidden,
}

/// A part of the text as it goes.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// Text that stays.
    Keep(Span),
    /// Text that is replaced.
    Edit(Planned),
}

/// Why a text ended early.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The policy does not let a finding go.
    Ruling,
    /// Something else.
    Reason(Reason),
}

/// The way of a text from left to right.
pub(crate) struct Flow {
    guard: Guard,
    judge: Judge,
    look_alikes: LookAlikes,
    again: Again,
    /// The text from `base` on.
    text: String,
    base: usize,
    /// Everything that was found near what is not handed out, and all that rewriting brought about.
    found: Vec<Finding>,
    /// What decides and is not handed out.
    read: Vec<Finding>,
    /// What rewriting brought about, and how many findings in turn led to it.
    pub(crate) brought: Vec<(Finding, usize)>,
    /// Up to where everything is found.
    known: usize,
    over: bool,
    /// Up to where parts were handed out.
    released: usize,
    pub(crate) parts: Vec<Part>,
    /// What is tried for text that was handed out: the end of it, how long all of it is, and its last edits.
    tried: String,
    tried_len: usize,
    edits: Vec<AppliedEdit>,
    /// Where in what is tried the last token ends, ours or one that was turned back.
    wall: usize,
    rescan: Rescan,
    /// From where on to scan again after a finding was brought about.
    restart: Option<usize>,
    gap: Gap,
    slice: usize,
    pub(crate) stopped: Option<Stop>,
    /// What decided about what was handed out, and about where it stopped.
    pub(crate) decided: Vec<Finding>,
}

/// Findings up to a place where none goes on.
struct Slice {
    to: usize,
    edits: Vec<Edit>,
    clusters: Vec<Span>,
    /// A finding behind may not go.
    denied: bool,
    /// More is known than was planned.
    more: bool,
}

/// What is tried for a window.
struct Tried {
    text: String,
    edits: Vec<AppliedEdit>,
}

enum Seen {
    /// A finding was brought about.
    New,
    /// It ends here.
    Stop(usize, Reason),
    /// Nothing later reaches before this place.
    Clear(usize),
}

impl Flow {
    pub(crate) fn new(guard: Guard, judge: Judge, look_alikes: LookAlikes, again: Again) -> Flow {
        let rescan = Rescan::new(&guard.inner().program);
        Flow {
            guard,
            judge,
            look_alikes,
            again,
            text: String::new(),
            base: 0,
            found: Vec::new(),
            read: Vec::new(),
            brought: Vec::new(),
            known: 0,
            over: false,
            released: 0,
            parts: Vec::new(),
            tried: String::new(),
            tried_len: 0,
            edits: Vec::new(),
            wall: 0,
            rescan,
            restart: None,
            gap: Gap::default(),
            slice: SLICE,
            stopped: None,
            decided: Vec::new(),
        }
    }

    /// Begins another text of the same decision: nothing of the one before is near it. Places count on.
    pub(crate) fn begin(&mut self) -> Result<(), Error> {
        let base = self.end();
        self.text.clear();
        self.tried.clear();
        self.found.clear();
        self.read.clear();
        self.brought.clear();
        self.edits.clear();
        self.parts.clear();
        (self.base, self.known, self.released, self.tried_len, self.wall) = (base, base, base, base, base);
        (self.gap, self.slice, self.restart) = (Gap::default(), SLICE, None);
        self.rescan.forget()
    }

    /// Takes more of the text, after the parts were read.
    pub(crate) fn push(&mut self, piece: &str) {
        self.parts.clear();
        if self.released - self.base > SLACK {
            let mut by = self.released - self.base - CONTEXT;
            while !self.text.is_char_boundary(by) {
                by -= 1;
            }
            self.text.drain(..by);
            self.base += by;
            let old = self.base;
            let count = self.found.partition_point(|f| f.span.end.saturating_add(CONTEXT) < old);
            self.found.drain(..count);
        }
        self.text.push_str(piece);
    }

    /// Takes findings that begin at or behind the place known so far: all, and those that decide. Everything before
    /// `known` is found then.
    pub(crate) fn learn(&mut self, found: &[Finding], read: &[Finding], known: usize, over: bool) {
        if !found.is_empty() {
            self.found.extend_from_slice(found);
            self.read.extend_from_slice(read);
            self.sort();
        }
        (self.known, self.over) = (known, over);
    }

    /// A span of text that is not handed out, or was by the last call.
    pub(crate) fn text(&self, span: Span) -> Result<&str, Error> {
        let lost = || Error::new(Code::Internal, "a part does not fit the text");
        let start = span.start.checked_sub(self.base).ok_or_else(lost)?;
        Span::new(start, span.end.saturating_sub(self.base)).of(&self.text).ok_or_else(lost)
    }

    /// The distinct values so far of each class that the policy cumulates.
    pub(crate) fn values(&self) -> Values {
        self.judge.values()
    }

    /// How many bytes are not handed out.
    pub(crate) fn held(&self) -> usize {
        self.end() - self.released
    }

    /// Hands out what is decided. `value` says what a token stands for.
    pub(crate) fn advance(&mut self, mut value: impl FnMut(&Token<'_>) -> Option<String>) -> Result<(), Error> {
        while self.stopped.is_none() && self.step(&mut value)? {}
        Ok(())
    }

    /// One step. Says whether another may hand out more.
    fn step(&mut self, value: &mut impl FnMut(&Token<'_>) -> Option<String>) -> Result<bool, Error> {
        let slice = self.slice();
        let over = slice.denied || (self.over && slice.to == self.end());
        let before = self.tried.get(self.tried.len().saturating_sub(self.tried_len - self.wall)..);
        let window = Window {
            text: &self.text,
            base: self.base,
            span: Span::new(self.released, slice.to),
            over,
            before: before.unwrap_or_default(),
        };
        let inner = self.guard.inner();
        let (planned, decided) = plan_window(inner, window, &slice.edits, self.look_alikes, &mut self.gap, value)?;
        let tried = self.try_out(&planned, decided)?;
        let (clear, reason) = match self.look_again(&tried, decided, over)? {
            Seen::New => return Ok(true),
            Seen::Stop(at, reason) => (at, Some(reason)),
            Seen::Clear(at) => (at, None),
        };
        let ends = over && !slice.denied && reason.is_none();
        let to = if ends { clear } else { self.cut(clear, &slice.clusters, &planned) };
        let before = self.released;
        self.release(to, planned, tried)?;
        if let Some(reason) = reason {
            self.stopped = Some(Stop::Reason(reason));
        } else if slice.denied {
            self.decided.extend(clusters(&self.read).next().into_iter().flat_map(|cluster| cluster.findings));
            self.stopped = Some(Stop::Ruling);
        }
        let progress = self.released > before;
        self.slice = if progress || !slice.more { SLICE } else { self.slice * 2 };
        Ok(slice.more && !over)
    }

    /// The findings that decide next.
    fn slice(&mut self) -> Slice {
        let end = if self.over { self.end() } else { self.known.min(self.end()) };
        let horizon = self.released + self.slice;
        let mut slice = Slice { to: end, edits: Vec::new(), clusters: Vec::new(), denied: false, more: false };
        let inner = self.guard.inner();
        for cluster in clusters(&self.read) {
            if cluster.span.start >= horizon {
                (slice.to, slice.more) = (end.min(cluster.span.start), true);
                break;
            }
            if !self.over && !cluster.cut && cluster.span.end > self.known {
                slice.to = end.min(cluster.span.start);
                break;
            }
            let (judge, text, base) = (&mut self.judge, &self.text, self.base);
            let value = |finding: &Finding| {
                let start = finding.span.start.saturating_sub(base);
                Digest::of(Span::new(start, finding.span.end.saturating_sub(base)).of(text).unwrap_or_default())
            };
            let mut refused = |finding: &Finding| {
                let value = judge.counts(inner, finding).then(|| value(finding));
                judge.take(inner, finding, value).is_none()
            };
            if cluster.findings.iter().any(&mut refused) {
                (slice.to, slice.denied) = (cluster.span.start, true);
                break;
            }
            plan_cluster(&cluster, &mut slice.edits, &|finding| unshown(finding, self.judge.transform(finding)));
            slice.clusters.push(cluster.span);
        }
        // A chain that was cut may reach behind the beginning of the next.
        let last = slice.edits.last().map_or(0, |edit| edit.span.end);
        slice.to = slice.to.max(last).max(self.released);
        let last = slice.clusters.last().map_or(0, |span| span.end);
        if slice.to > horizon.max(last) {
            (slice.to, slice.more) = (self.boundary(horizon.max(last)), true);
        }
        slice
    }

    /// What is written for the window as far as it is decided, with tokens that are not numbered.
    fn try_out(&self, planned: &[Planned], decided: usize) -> Result<Tried, Error> {
        let mut tried = Tried { text: String::new(), edits: Vec::with_capacity(planned.len()) };
        if self.again == Again::No && self.look_alikes == LookAlikes::Stay {
            return Ok(tried);
        }
        let mut at = self.released;
        for planned in planned {
            tried.text.push_str(self.text(Span::new(at, planned.span.start))?);
            let start = self.tried_len + tried.text.len();
            tried.text.push_str(&planned.tried(self.guard.inner(), self.text(planned.span)?));
            let output = Span::new(start, self.tried_len + tried.text.len());
            tried.edits.push(AppliedEdit { span: planned.span, output, transform: planned.transform });
            at = planned.span.end;
        }
        tried.text.push_str(self.text(Span::new(at, decided.max(at)))?);
        Ok(tried)
    }

    /// Hands out everything before `to`.
    fn release(&mut self, to: usize, planned: Vec<Planned>, tried: Tried) -> Result<(), Error> {
        let mut at = self.released;
        let mut len = tried.text.len();
        for planned in planned.into_iter().take_while(|planned| planned.span.end <= to) {
            if planned.span.start > at {
                self.parts.push(Part::Keep(Span::new(at, planned.span.start)));
            }
            at = planned.span.end;
            self.parts.push(Part::Edit(planned));
        }
        if to > at {
            self.parts.push(Part::Keep(Span::new(at, to)));
        }
        if !tried.text.is_empty() {
            let all: Vec<AppliedEdit> = self.edits.iter().chain(&tried.edits).copied().collect();
            len = tried_at(&all, to).saturating_sub(self.tried_len);
        }
        self.tried.push_str(tried.text.get(..len).unwrap_or_default());
        self.tried_len += len;
        for edit in tried.edits.into_iter().filter(|edit| edit.span.end <= to) {
            // What was kept was read as a token.
            if edit.transform >= Transform::Tokenize || edit.transform == Transform::Keep {
                self.wall = edit.output.end;
            }
            self.edits.push(edit);
        }
        self.forget_tried();
        self.released = to;
        let handed_out = self.read.partition_point(|f| f.span.start < to);
        self.decided.extend(self.read.drain(..handed_out));
        Ok(())
    }

    /// Drops what is tried and too far back to matter. The last edit dropped says by how much places differ.
    fn forget_tried(&mut self) {
        if self.tried.len() > SLACK {
            let mut by = self.tried.len() - 2 * CONTEXT;
            while !self.tried.is_char_boundary(by) {
                by -= 1;
            }
            self.tried.drain(..by);
        }
        let from = self.tried_len.saturating_sub(SLACK);
        let behind = self.edits.partition_point(|edit| edit.output.end < from);
        if behind > 64 {
            self.edits.drain(..behind - 1);
        }
    }

    /// The last place at or before `at` up to which parts can be handed out: nothing glued to what follows, no edit and
    /// no chain of findings goes on there.
    fn cut(&self, at: usize, clusters: &[Span], planned: &[Planned]) -> usize {
        let mut at = at;
        loop {
            let cut = if self.again == Again::New { self.floor(at) } else { self.boundary(at) };
            let inside = |span: &Span| span.start < cut && cut < span.end;
            let chain = clusters.iter().find(|span| inside(span)).map(|span| span.start);
            let edit = planned.iter().map(|planned| planned.span).find(inside).map(|span| span.start);
            match chain.into_iter().chain(edit).min() {
                Some(start) => at = start,
                None => return cut.max(self.released),
            }
        }
    }

    /// Where what is glued to a place begins.
    fn floor(&self, at: usize) -> usize {
        let before = self.text.get(..at.saturating_sub(self.base)).unwrap_or_default();
        let glued = |c: &char| !c.is_whitespace() && *c < '\u{2e80}';
        let len: usize = before.chars().rev().take(GLUED).take_while(glued).map(char::len_utf8).sum();
        (at - len).max(self.released)
    }

    /// The first bound of a character at or behind a place.
    pub(crate) fn boundary(&self, at: usize) -> usize {
        let mut at = at.min(self.end());
        while !self.text.is_char_boundary(at.saturating_sub(self.base)) {
            at += 1;
        }
        at
    }

    /// How many bytes are known.
    pub(crate) fn end(&self) -> usize {
        self.base + self.text.len()
    }

    fn sort(&mut self) {
        self.found.sort_unstable_by_key(|f| (f.span.start, f.span.end, f.detector));
        self.read.sort_unstable_by_key(|f| (f.span.start, f.span.end, f.detector));
    }
}
