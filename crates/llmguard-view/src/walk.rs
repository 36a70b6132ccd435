//! Walk: through a text from stretch to stretch, as far as it is known.
//!
//! The views look at one stretch after another, each by itself, so that nothing depends on what is far away. A stretch
//! ends behind a blank with no change near it, or after [`MAX_STRETCH`] bytes:
//!
//! ```text
//! text      | plain … %40 … %2E … plain … | plain … plain … | … known so far
//! stretch   first                           second            third
//! decided   all windows of it               all               up to where a change may still begin
//! ```
//!
//! All of this depends on the text alone. A walk through a text that arrives in pieces looks at the last stretch again when
//! more of it is known, and takes each window once, when nothing that follows can change it. As long as a stretch has no
//! change, it is enough to look for a reason in what has come to it.

use llmguard_types::{Finding, Span};

use crate::changes::{Change, NEAR, groups};
use crate::look::Looking;
use crate::past::Past;
use crate::reading::{before, floor, window};
use crate::reasons::BLOCK;
use crate::views::{LISTS, Look};
use crate::{CONTEXT, MAX_STRETCH, Seen};

/// A stretch is at least so long, in bytes, …
pub(crate) const MIN_STRETCH: usize = 16 * 1024;
/// … and its end is first looked for so far behind that.
const FIRST: usize = MIN_STRETCH + 1024;
/// No change is so near to where a stretch ends.
const QUIET: usize = CONTEXT + 2;

/// Where this much is not decided, it is not looked at with every piece.
const FAR: usize = 1024;

/// How far a walk has come. Positions count in the text that is held.
pub(crate) struct Walk {
    /// Where the stretch begins.
    pub(crate) start: usize,
    /// For each list, where the last window that was taken has its last change.
    taken: [usize; LISTS],
    oversize: usize,
    /// Nothing is found any more that begins before.
    pub(crate) open: usize,
    /// Up to where the stretch is decided and has no change, …
    sure: usize,
    /// … how much of the text was there then, …
    looked: usize,
    /// … and whether the last look showed nothing.
    pub(crate) clean: bool,
    look: Look,
    spans: Vec<Span>,
}

/// A text as far as it is known.
#[derive(Clone, Copy)]
pub(crate) struct Known<'t> {
    /// What is held of the text, …
    pub(crate) text: &'t str,
    /// … how many bytes stood before it, …
    pub(crate) base: usize,
    /// … what was found in it as it is, …
    pub(crate) plain: &'t [Finding],
    /// … up to where that is all there is, …
    pub(crate) plain_to: usize,
    /// … and whether nothing follows.
    pub(crate) over: bool,
}

impl Walk {
    pub(crate) fn new() -> Walk {
        Walk {
            start: 0,
            taken: [0; LISTS],
            oversize: 0,
            open: 0,
            sure: 0,
            looked: 0,
            clean: false,
            look: Look::default(),
            spans: Vec::new(),
        }
    }

    /// Takes every window that is decided.
    pub(crate) fn advance<S, X, E>(
        &mut self,
        looking: &mut Looking<'_, S, X>,
        known: Known<'_>,
        past: &mut Past,
        seen: &mut Seen,
    ) -> Result<(), E>
    where
        S: FnMut(&str) -> Result<Vec<Finding>, E>,
        X: FnMut(&Finding, &str) -> bool,
    {
        loop {
            let (decided, end) = self.stretch(known.text, known.over);
            let waits = self.take(looking, known, decided, end, seen)?;
            match end.filter(|_| waits.is_none()) {
                Some(end) => {
                    self.look.ends(known.text, self.start, end);
                    (self.start, self.taken, self.oversize) = (end, [end; LISTS], end);
                    (self.sure, self.looked) = (end, end);
                    if known.over && end == known.text.len() {
                        self.open = usize::MAX;
                        return Ok(());
                    }
                }
                None => {
                    past.decided(known.base + known.text.len(), known.base + decided);
                    let next = self.next(known, decided.max(self.start), past);
                    self.open = self.open.max(next.min(waits.unwrap_or(next)));
                    return Ok(());
                }
            }
        }
    }

    /// Where the first finding may begin that a change from `decided` on may bring about.
    fn next(&self, known: Known<'_>, decided: usize, past: &Past) -> usize {
        let next = before(known.text, decided);
        // A window that begins inside of a word, or with another change in it, may hold what was not open before.
        let blank = known.text.get(next..).is_some_and(|rest| rest.starts_with(char::is_whitespace));
        let begins = blank && decided - next <= 2 * CONTEXT || known.base + next == 0;
        let changed = self.look.lists().iter().any(|changes| changes.end() > next);
        if begins && !changed && next >= self.start {
            return past.reach(known.base + decided).saturating_sub(known.base).max(next);
        }
        next
    }

    /// Looks at the stretch. Returns up to where it is decided, and where it ends if that is.
    fn stretch(&mut self, text: &str, over: bool) -> (usize, Option<usize>) {
        if !over && let Some(decided) = self.glanced(text) {
            return (decided, self.quiet(text, decided));
        }
        let mut ahead = FIRST;
        loop {
            let cut = ahead >= MAX_STRETCH && self.start + MAX_STRETCH < text.len();
            let limit = floor(text, text.len().min(self.start + ahead.min(MAX_STRETCH)));
            let all = cut || over && limit == text.len();
            let stretch = text.get(self.start..limit).unwrap_or_default();
            self.look.read(stretch);
            let decided = if all { limit } else { (self.start + self.look.decided(stretch)).min(limit) };
            self.look.shift(self.start);
            let end = self.quiet(text, decided).or_else(|| all.then(|| self.last(text, limit, cut)));
            if end.is_some() || limit == text.len() || cut {
                self.remember(decided, limit);
                return (decided, end);
            }
            ahead *= 2;
        }
    }

    /// Up to where the stretch is decided, if what has come to it shows that there is still no change.
    fn glanced(&mut self, text: &str) -> Option<usize> {
        if !self.clean || text.len() > self.start + FIRST {
            return None;
        }
        // What two blocks behind showed nothing will not show anything for what follows.
        let from = self.sure.min(self.looked.saturating_sub(2 * BLOCK)).saturating_sub(self.start);
        let stretch = text.get(self.start..)?;
        self.look.read_behind(stretch, from / BLOCK * BLOCK);
        let decided = (self.start + self.look.decided(stretch)).min(text.len());
        self.remember(decided, text.len());
        self.clean.then_some(decided)
    }

    /// Remembers what the last look at a stretch showed.
    fn remember(&mut self, decided: usize, looked: usize) {
        self.clean = self.look.is_empty() && looked.saturating_sub(decided) < FAR;
        if self.clean {
            (self.sure, self.looked) = (decided, looked);
        }
    }

    /// The first place far enough behind a blank at which no change is near.
    fn quiet(&mut self, text: &str, decided: usize) -> Option<usize> {
        if self.start + MIN_STRETCH + QUIET > decided {
            return None;
        }
        self.spans.clear();
        let spans = self.look.lists().iter().flat_map(|changes| changes.list()).map(|change| change.span);
        self.spans.extend(spans.chain(self.look.tables().map(|(table, _)| table)).filter(|span| span.start < decided));
        self.spans.sort_unstable();
        let mut spans = self.spans.iter().peekable();
        let (mut end, mut changed) = (self.start + MIN_STRETCH, 0);
        loop {
            let rest = text.as_bytes().get(end - 1..decided)?;
            end += rest.iter().position(u8::is_ascii_whitespace)?;
            if end + QUIET > decided {
                return None;
            }
            while let Some(span) = spans.next_if(|span| span.start < end + QUIET) {
                changed = changed.max(span.end);
            }
            if changed + QUIET <= end {
                return Some(end);
            }
            end = changed + QUIET;
        }
    }

    /// Where a stretch ends for its length: before a run that does, or a row, unless that is nearly all of it.
    fn last(&self, text: &str, limit: usize, cut: bool) -> usize {
        let starts = self.look.lists().iter().filter_map(|changes| changes.list().last());
        let runs = starts.filter(|last| cut && last.span.end == limit).map(|last| last.span.start);
        let amid = self.look.tables().any(|(table, _)| cut && table.end >= limit);
        let row = amid.then(|| text.get(..limit)?.rfind('\n')).flatten();
        let runs = runs.chain(row);
        runs.filter(|start| *start > self.start + MAX_STRETCH / 4).min().unwrap_or(limit)
    }

    /// Takes the windows that are decided. Returns where the first begins that is not.
    fn take<S, X, E>(
        &mut self,
        looking: &mut Looking<'_, S, X>,
        known: Known<'_>,
        decided: usize,
        end: Option<usize>,
        seen: &mut Seen,
    ) -> Result<Option<usize>, E>
    where
        S: FnMut(&str) -> Result<Vec<Finding>, E>,
        X: FnMut(&Finding, &str) -> bool,
    {
        let to = end.unwrap_or(decided);
        let mut waits: Option<usize> = None;
        for (changes, taken) in self.look.lists().iter().zip(&mut self.taken) {
            let all = changes.list();
            let all = all.get(..all.partition_point(|change| change.span.start < to)).unwrap_or_default();
            for these in groups(all) {
                let last = these.last().map_or(0, |change: &Change| change.span.end);
                if last <= *taken {
                    continue;
                }
                let window = window(known.text, these);
                let whole = end.is_some() || last + NEAR < decided;
                let read = known.over || window.end < known.text.len() && window.end <= known.plain_to;
                if !(whole && read) {
                    waits = Some(waits.map_or(window.start, |waits| waits.min(window.start)));
                    break;
                }
                looking.window(known.text, known.base, known.plain, (changes, these), seen)?;
                *taken = last;
            }
            let new = changes.oversize.iter().filter(|span| span.start >= self.oversize && span.end <= to);
            seen.oversize.extend(new.map(|span| Span::new(span.start + known.base, span.end + known.base)));
        }
        let oversize = self.look.lists().iter().flat_map(|changes| &changes.oversize);
        let last = oversize.filter(|span| span.end <= to).map(|span| span.end).max();
        self.oversize = self.oversize.max(last.unwrap_or(0));
        Ok(waits)
    }

    /// The text that is held begins `by` bytes later.
    pub(crate) fn forget(&mut self, by: usize) {
        self.start -= by;
        self.open = self.open.saturating_sub(by);
        self.sure = self.sure.saturating_sub(by);
        self.looked = self.looked.saturating_sub(by);
        self.oversize = self.oversize.saturating_sub(by);
        self.taken.iter_mut().for_each(|taken| *taken = taken.saturating_sub(by));
    }
}
