//! Past: what was known of a text when less of it was there.
//!
//! A change that is yet to come at `p` leaves everything before `p` as it is. What is found in its reading and begins before
//! `p` was therefore open in the text as it is when that ended at `p`, or nothing new:
//!
//! ```text
//! text       Rückfragen an jo.huber          %40werk.de
//! as it is              ^  open once `jo.huber` was there: what the reading has begins there or behind
//! ```
//!
//! The same holds for what is read in a reading: a change in it that begins before `p` was undecided when the text ended
//! there. So it goes on, [`DEPTH`] times at most.

use std::collections::VecDeque;

use crate::DEPTH;

/// How much of a text was known, and up to where it was decided then; all in bytes from its beginning.
type Steps = VecDeque<(usize, usize)>;

/// So many steps are remembered.
const STEPS: usize = 512;

/// What was known of a text when less of it was there.
#[derive(Default)]
pub(crate) struct Past {
    found: Steps,
    decided: Steps,
}

impl Past {
    /// Of so much text, everything is found as it is that begins before a place.
    pub(crate) fn found(&mut self, len: usize, to: usize) {
        remember(&mut self.found, len, to);
    }

    /// Of so much text, the changes are decided that begin before a place.
    pub(crate) fn decided(&mut self, len: usize, to: usize) {
        remember(&mut self.decided, len, to);
    }

    /// Where the first finding may begin that comes of changes from a place on, as long as none is before.
    pub(crate) fn reach(&self, change: usize) -> usize {
        let first = (1..DEPTH).fold(change, |at, _| known(&self.decided, at));
        known(&self.found, first)
    }
}

fn remember(steps: &mut Steps, len: usize, to: usize) {
    if steps.back().is_none_or(|(last, _)| *last < len) {
        steps.push_back((len, to.min(len)));
    }
    if steps.len() > STEPS {
        steps.pop_front();
    }
}

/// Up to where it was decided when the text ended at a place or before.
fn known(steps: &Steps, at: usize) -> usize {
    let known = steps.partition_point(|(len, _)| *len <= at);
    known.checked_sub(1).and_then(|last| steps.get(last)).map_or(0, |(_, to)| *to)
}
