//! Views: each of them asked what it would change in a text.

use crate::changes::Changes;
use crate::reasons::Reasons;
use crate::{chars, islands, leet, mojibake, payload, quoted, spaced, spoken, units};

/// How many lists of changes there are.
pub(crate) const LISTS: usize = 2 + VIEWS.len();

/// Every view but that of characters, which reads marks in two ways.
const VIEWS: &[fn(&str, &Reasons, &mut Changes)] = &[
    mojibake::mojibake,
    units::units,
    quoted::quoted,
    spaced::spaced,
    spaced::pairs,
    spoken::digits,
    spoken::addresses,
    leet::leet,
    payload::payloads,
    islands::islands,
];

/// Where a text ends that may go on, so many bytes are looked ahead before anything is decided, …
const AHEAD: usize = 160;
/// … and so many where a view has a reason near the end.
const FAR_AHEAD: usize = 288;

/// What the views would change in one text.
#[derive(Default)]
pub(crate) struct Look {
    reasons: Reasons,
    lists: [Changes; LISTS],
    len: usize,
}

impl Look {
    /// Takes another text.
    pub(crate) fn read(&mut self, text: &str) {
        self.len = text.len();
        self.reasons.read(text);
        self.lists.iter_mut().for_each(Changes::clear);
        let [composed, stripped, others @ ..] = &mut self.lists;
        chars::characters(text, &self.reasons, composed, stripped);
        for (view, changes) in VIEWS.iter().zip(others) {
            view(text, &self.reasons, changes);
        }
    }

    /// The changes of each view, and of marks taken away.
    pub(crate) fn lists(&self) -> &[Changes; LISTS] {
        &self.lists
    }

    /// Up to where no change begins that a longer text would not have, or the other way about.
    pub(crate) fn decided(&self) -> usize {
        let from = self.len.saturating_sub(FAR_AHEAD);
        let ahead = if self.reasons.is_any_behind(from) { FAR_AHEAD } else { AHEAD };
        let open = self.lists.iter().map(Changes::open).min().unwrap_or(usize::MAX);
        self.len.saturating_sub(ahead).min(open)
    }

    /// The text begins `by` bytes earlier, for the changes.
    pub(crate) fn shift(&mut self, by: usize) {
        self.lists.iter_mut().for_each(|changes| changes.shift(by));
    }
}
