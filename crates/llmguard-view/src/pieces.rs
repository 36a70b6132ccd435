//! Pieces: a text that arrives in pieces, looked through as the whole is.

use std::fmt;

use llmguard_types::Finding;

use crate::look::{Looking, REACH};
use crate::past::Past;
use crate::reading::{TOKEN, floor};
use crate::walk::{Known, MIN_STRETCH, Walk};
use crate::{CONTEXT, Seen, Views};

/// What stands before a stretch and is read with it.
const LEFT: usize = CONTEXT + TOKEN + 64;
/// So many bytes that are no longer needed are kept before they are dropped.
const SLACK: usize = 16 * 1024;
/// A stretch is looked at again when it is longer by one byte in so many …
const PATIENCE: usize = 32;
/// … or by so many bytes, unless it is long.
const STEP: usize = 32;

/// A text that arrives in pieces. Together, what is seen in it is what [`Views::look`] sees in the whole, however it was
/// cut; reversed text is not read. `Debug` never shows the text.
///
/// # Example
///
/// ```
/// use llmguard_types::Finding;
/// use llmguard_view::{Pieces, Views};
///
/// let mut pieces = Pieces::new(Views::default());
/// let scan = |_: &str| Ok::<Vec<Finding>, ()>(Vec::new());
/// for piece in ["Nothing hides in ", "this text."] {
///     // What was found in the text as it is, and up to where that is all there is.
///     pieces.push(piece);
///     pieces.learn(&[], pieces.len());
///     pieces.look(false, scan, |_, _| false)?;
/// }
/// pieces.look(true, scan, |_, _| false)?;
/// assert_eq!(pieces.open_from(), usize::MAX);
/// # Ok::<(), ()>(())
/// ```
pub struct Pieces {
    views: Views,
    /// What is held of the text, …
    text: String,
    /// … and how many bytes stood before it.
    base: usize,
    plain: Vec<Finding>,
    /// Up to where all is found in the text as it is.
    plain_to: usize,
    walk: Walk,
    past: Past,
    /// How long the text was when it was last looked at.
    looked: usize,
}

impl Pieces {
    /// The beginning of a text.
    #[must_use]
    pub fn new(views: Views) -> Pieces {
        Pieces {
            views,
            text: String::new(),
            base: 0,
            plain: Vec::new(),
            plain_to: 0,
            walk: Walk::new(),
            past: Past::default(),
            looked: 0,
        }
    }

    /// How long the text is so far, in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.base + self.text.len()
    }

    /// Whether there is no text yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a piece.
    pub fn push(&mut self, piece: &str) {
        let keep = (self.base + self.walk.start).saturating_sub(LEFT).min(self.open_from());
        let by = floor(&self.text, keep.saturating_sub(self.base).min(self.text.len()));
        if by > SLACK {
            self.text.drain(..by);
            self.walk.forget(by);
            (self.base, self.looked) = (self.base + by, self.looked.saturating_sub(by));
            let old = self.plain.partition_point(|f| f.span.start + REACH + LEFT < self.base);
            self.plain.drain(..old);
        }
        self.text.push_str(piece);
    }

    /// Takes what was found in the text as it is. Everything that begins before `known` is known then, whatever follows.
    pub fn learn(&mut self, found: &[Finding], known: usize) {
        if !found.is_empty() {
            self.plain.extend_from_slice(found);
            self.plain.sort_unstable_by_key(|f| (f.span.start, f.span.end, f.detector));
        }
        self.plain_to = known;
        self.past.found(self.len(), known);
    }

    /// What is newly decided, given how a text is scanned and which values are set aside; all the rest if the text is over.
    ///
    /// # Errors
    ///
    /// Those of `scan`.
    pub fn look<E>(
        &mut self,
        over: bool,
        mut scan: impl FnMut(&str) -> Result<Vec<Finding>, E>,
        mut excludes: impl FnMut(&Finding, &str) -> bool,
    ) -> Result<Seen, E> {
        let mut seen = Seen::default();
        if !self.views.usual {
            self.walk.open = usize::MAX;
            return Ok(seen);
        }
        let stretch = self.text.len() - self.walk.start;
        let step = if stretch > 2 * MIN_STRETCH { stretch / PATIENCE } else { (stretch / PATIENCE).min(STEP) };
        if !over && !self.walk.clean && self.text.len() < self.looked + step {
            return Ok(seen);
        }
        let known = Known {
            text: &self.text,
            base: self.base,
            plain: &self.plain,
            plain_to: self.plain_to.saturating_sub(self.base),
            over,
        };
        self.walk.advance(&mut Looking::new(&mut scan, &mut excludes), known, &mut self.past, &mut seen)?;
        self.looked = self.text.len();
        Ok(seen)
    }

    /// Up to where everything is seen: what is yet to be found begins there or behind. In bytes from the beginning of the
    /// text; never decreases.
    #[must_use]
    pub fn open_from(&self) -> usize {
        self.base.saturating_add(self.walk.open)
    }
}

impl fmt::Debug for Pieces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pieces")
            .field("bytes", &self.len())
            .field("open_from", &self.open_from())
            .finish_non_exhaustive()
    }
}
