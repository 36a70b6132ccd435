//! Stream: findings over a text that arrives in pieces.

use std::ops::Range;
use std::sync::Arc;

use llmguard_types::{DetectorIndex, Error, Finding, Span};

use crate::context::{CuesBefore, is_final, weigh};
use crate::mention::Known;
use crate::open::Open;
use crate::verify::Hit;
use crate::{CUE_LEFT, Program, Scanner, Statistics};

/// What stands before the first place still needed: a cue, and the character before it.
const CONTEXT: usize = CUE_LEFT + char::MAX.len_utf8();
/// So many bytes that are no longer needed are kept before they are dropped.
const SLACK: usize = 4096;
/// Where this many times as much is open, it is waited until as much is decided.
const PATIENCE: usize = 8;

/// Findings over a text that arrives in pieces; the same as [`Scanner::scan_all`] has for the whole.
///
/// A finding is reported as soon as nothing that may follow can change it: `42` may become `4215`, and a key is not over
/// before something else follows. [`open_from()`](Stream::open_from) says how far everything is decided.
///
/// Offsets count bytes from the beginning of the text. Memory is that of the longest match; time is linear in the text,
/// however small the pieces are.
///
/// # Example
///
/// ```
/// use std::sync::Arc;
/// use llmguard_scan::{Program, Stream};
/// use llmguard_types::{Detector, DetectorSpec};
///
/// let spec = DetectorSpec::plain("test.badge", "BG-[0-9]{6}");
/// let program = Arc::new(Program::compile([Detector::from_spec(spec, None)])?);
/// let mut stream = Stream::new(program);
/// assert!(stream.push("the badge BG-12")?.is_empty());
/// assert_eq!(stream.open_from(), 10); // "the badge " can be passed on
/// assert!(stream.push("3456")?.is_empty()); // another digit would make it something else
/// let found = stream.push(", please")?;
/// assert_eq!((found[0].span.start, found[0].span.end), (10, 19));
/// # Ok::<(), llmguard_types::Error>(())
/// ```
#[derive(Debug)]
pub struct Stream {
    scanner: Scanner,
    /// The part of the text that is still needed, …
    text: String,
    /// … and how many bytes were before it. All other offsets count in `text`.
    dropped: usize,
    open: Open,
    /// Up to where starts have been looked through.
    done: usize,
    /// What was found and may yet get a cue.
    waiting: Vec<(DetectorIndex, Hit)>,
}

impl Stream {
    /// A stream for one text after another.
    #[must_use]
    pub fn new(program: Arc<Program>) -> Stream {
        Stream {
            scanner: Scanner::new(program),
            text: String::new(),
            dropped: 0,
            open: Open::default(),
            done: 0,
            waiting: Vec::new(),
        }
    }

    /// Adds a piece. Returns what is decided by it, in no particular order.
    ///
    /// # Errors
    ///
    /// As [`Scanner::scan_all`]. The piece is kept and looked through again with the next one.
    pub fn push(&mut self, piece: &str) -> Result<Vec<Finding>, Error> {
        self.text.push_str(piece);
        self.open.advance(self.scanner.program(), self.text.as_bytes());
        let (decided, open) = (self.open.place() - self.done, self.text.len() - self.done);
        if decided > 0 && decided >= open / PATIENCE {
            if let Some(starts) = self.open.take_found() {
                self.look_through(starts.clone()).inspect_err(|_| self.open.note(starts))?;
            }
            self.done = self.open.place();
        }
        let found = self.report(false)?;
        self.drop_text();
        Ok(found)
    }

    /// Adds the last piece and ends the text, as [`push`](Stream::push) and [`finish`](Stream::finish) would, without
    /// asking what is still open in between: a text in one piece costs what a scan does.
    ///
    /// # Errors
    ///
    /// As [`finish`](Stream::finish).
    pub fn finish_with(&mut self, piece: &str) -> Result<Vec<Finding>, Error> {
        self.text.push_str(piece);
        self.finish()
    }

    /// Ends the text. Returns all other findings, in no particular order; the next piece begins another text.
    ///
    /// # Errors
    ///
    /// As [`Scanner::scan_all`]; the text has ended all the same.
    pub fn finish(&mut self) -> Result<Vec<Finding>, Error> {
        let done = self.look_through(self.done..self.text.len());
        self.done = self.text.len();
        let found = self.report(true);
        self.scanner.next_text(self.text.len());
        (self.dropped, self.done, self.open) = (0, 0, Open::default());
        self.text.clear();
        done.and(found)
    }

    /// Up to where everything is decided: every finding that begins before has been reported. In bytes from the
    /// beginning of the text; never decreases.
    #[must_use]
    pub fn open_from(&self) -> usize {
        self.scanner.mentioned(self.scanner.watched(self.dropped + self.found_up_to()))
    }

    /// Up to where everything is found that patterns describe.
    fn found_up_to(&self) -> usize {
        self.waiting.iter().map(|(_, hit)| hit.span.start).fold(self.done, usize::min)
    }

    /// Finds what begins at one of `starts`.
    fn look_through(&mut self, starts: Range<usize>) -> Result<(), Error> {
        let (scanner, waiting) = (&mut self.scanner, &mut self.waiting);
        scanner.hits(&self.text, starts, &mut Statistics::default(), |rule, hit, _| waiting.push((rule, hit)))
    }

    /// What does not wait for a cue any more.
    fn report(&mut self, all: bool) -> Result<Vec<Finding>, Error> {
        let (program, text, dropped) = (self.scanner.program(), &self.text, self.dropped);
        let (mut found, mut before) = (Vec::new(), CuesBefore::default());
        self.waiting.retain(|(rule, hit)| {
            let wait = !all && !is_final(program, *rule, *hit, text);
            if !wait {
                let absolute =
                    |f: Finding| Finding { span: Span::new(f.span.start + dropped, f.span.end + dropped), ..f };
                found.extend(weigh(program, *rule, *hit, text, &mut before).map(absolute));
            }
            wait
        });
        let (known, to) = (Known { text, dropped, over: all }, dropped + self.found_up_to());
        self.scanner.watch(known, &mut found);
        self.scanner.mentions(known, self.scanner.watched(to), &mut found)?;
        Ok(found)
    }

    fn drop_text(&mut self) {
        let mut by =
            (self.open_from() - self.dropped).saturating_sub(CONTEXT.max(self.scanner.program().left_of_lists()));
        while !self.text.is_char_boundary(by) {
            by -= 1;
        }
        if by < SLACK {
            return;
        }
        self.text.drain(..by);
        self.scanner.forget(by);
        self.open.shift(by);
        (self.dropped, self.done) = (self.dropped + by, self.done - by);
        for (_, hit) in &mut self.waiting {
            hit.span = Span::new(hit.span.start - by, hit.span.end - by);
        }
    }
}
