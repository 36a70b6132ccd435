//! Changes: what a view would write in place of pieces of a text.

use llmguard_types::Span;

use crate::{CONTEXT, MAX_WINDOW};

/// Behind a change, cue words and the rest of a match are closer.
pub(crate) const NEAR: usize = 2 * CONTEXT;
/// Rows of tables share a window up to so many bytes.
const MAX_ROWS: usize = 2048;
/// So near to the end of the text, what is there may go on.
const MARGIN: usize = 64;

/// What a view would write, in the order of the text. Changes are disjoint and none is of nothing.
#[derive(Default)]
pub(crate) struct Changes {
    list: Vec<Change>,
    texts: String,
    /// What holds more than is read.
    pub(crate) oversize: Vec<Span>,
    /// The tables, and where the head of each stands; nowhere if that is before the text.
    pub(crate) tables: Vec<(Span, Option<Span>)>,
    /// Where the rows begin that share a window with the last one.
    rows: usize,
    /// The first place from which on more of the text may tell otherwise, beyond what is looked ahead anyway.
    open: Option<usize>,
}

/// A piece of the text, and where in [`Changes::texts`] that stands which a view would write for it.
#[derive(Clone, Copy)]
pub(crate) struct Change {
    pub(crate) span: Span,
    with: Span,
    /// Whether it is about marks.
    pub(crate) mark: bool,
    /// Whether the ones before share no window with it.
    apart: bool,
}

impl Changes {
    /// Adds one behind all others; what overlaps the last one, or is none, is left out.
    pub(crate) fn add(&mut self, span: Span, with: &str) {
        if span.is_empty() || self.end() > span.start {
            return;
        }
        let start = self.texts.len();
        self.texts.push_str(with);
        self.list.push(Change { span, with: Span::new(start, self.texts.len()), mark: false, apart: false });
    }

    /// The same for a change of marks.
    pub(crate) fn add_mark(&mut self, span: Span, with: &str) {
        let before = self.list.len();
        self.add(span, with);
        self.list.iter_mut().skip(before).for_each(|change| change.mark = true);
    }

    /// A row of a table is all from a place of the list on. Rows share a window up to so many bytes.
    pub(crate) fn row(&mut self, at: usize) {
        let end = self.end();
        if let Some(first) = self.list.get_mut(at)
            && end > self.rows + MAX_ROWS
        {
            first.apart = true;
            self.rows = first.span.start;
        }
    }

    /// What begins at `at` was read up to `end`, and goes on there if the text does.
    pub(crate) fn goes_on(&mut self, at: usize, end: usize, text: &str) {
        if end + MARGIN > text.len() {
            self.open = Some(self.open.map_or(at, |open| open.min(at)));
        }
    }

    /// Up to where nothing that follows the text could change what was added.
    pub(crate) fn open(&self) -> usize {
        self.open.unwrap_or(usize::MAX)
    }

    /// Whether there is none, and nothing that is too long.
    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty() && self.oversize.is_empty()
    }

    /// The text begins `by` bytes earlier.
    pub(crate) fn shift(&mut self, by: usize) {
        let moved = |span: Span| Span::new(span.start + by, span.end + by);
        self.list.iter_mut().for_each(|change| change.span = moved(change.span));
        self.oversize.iter_mut().for_each(|span| *span = moved(*span));
        self.tables.iter_mut().for_each(|(span, head)| (*span, *head) = (moved(*span), head.map(moved)));
        self.open = self.open.map(|open| open + by);
    }

    /// Keeps what a test of its neighbourhood holds for.
    pub(crate) fn retain_groups(&mut self, keep: impl Fn(&[Change]) -> bool) {
        let kept: Vec<Change> = groups(&self.list).filter(|group| keep(group)).flatten().copied().collect();
        self.list = kept;
    }

    /// Where the last change ends.
    pub(crate) fn end(&self) -> usize {
        self.list.last().map_or(0, |last| last.span.end)
    }

    pub(crate) fn clear(&mut self) {
        self.list.clear();
        self.texts.clear();
        self.oversize.clear();
        self.tables.clear();
        self.rows = 0;
        self.open = None;
    }

    pub(crate) fn list(&self) -> &[Change] {
        &self.list
    }

    /// What is written in place of a change.
    pub(crate) fn with(&self, change: &Change) -> &str {
        change.with.of(&self.texts).unwrap_or_default()
    }
}

/// Changes that share a window, in the order of the text.
pub(crate) fn groups(changes: &[Change]) -> impl Iterator<Item = &[Change]> {
    let mut rest = changes;
    std::iter::from_fn(move || {
        let first = rest.first()?;
        let mut end = first.span.end;
        let more = rest.iter().skip(1).take_while(|next| {
            let near = !next.apart && next.span.start - end <= NEAR && next.span.end - first.span.start <= MAX_WINDOW;
            end = next.span.end;
            near
        });
        let (these, later) = rest.split_at_checked(1 + more.count())?;
        rest = later;
        Some(these)
    })
}
