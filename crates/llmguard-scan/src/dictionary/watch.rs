//! Watch: a dictionary and a text that arrives in pieces.
//!
//! What has been looked through and can begin no term any more is behind. What is open is a term that may become longer,
//! or the word that the text ends with:
//!
//! ```text
//! terms   Knorr, Knorr Bremse AG
//! text    bei Knorr-Bremse             open from `Knorr`: reported alone, or with two words more
//! text    bei Knorr-Bremse in M        `Knorr` is reported; open from `M`
//! ```

use llmguard_types::Span;

use super::Dictionary;
use super::find::Finder;
use super::fold::MAX_WORD;
use super::words::{is_word, word_blocks};
use crate::mention::Known;

/// How far a dictionary has come in a text.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    /// What begins before is reported.
    at: usize,
    /// Whether a word goes on there that is too long for any term.
    inside: bool,
}

impl Watch {
    pub(crate) fn open_from(&self) -> usize {
        self.at
    }

    /// Looks through what has been added, and reports what nothing that follows can change.
    pub(crate) fn advance(&mut self, dictionary: &Dictionary, known: Known<'_>, mut report: impl FnMut(Span)) {
        let Known { text, dropped, over } = known;
        let mut from = self.at - dropped;
        if self.inside {
            let rest = text.get(from..).unwrap_or_default();
            self.inside = rest.chars().all(is_word);
            from += rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        }
        let rest = text.get(from..).unwrap_or_default();
        let last = last_word(rest);
        let too_long = rest.len() - last > MAX_WORD;
        let ended = if over || too_long { rest.len() } else { last };
        let ended = rest.get(..ended).unwrap_or_default();
        let found = |span: Span| report(Span::new(dropped + from + span.start, dropped + from + span.end));
        let open = Finder::new(dictionary, ended, found).run(word_blocks(ended), over || too_long);
        self.inside |= too_long;
        self.at = dropped + from + open.unwrap_or(ended.len());
    }
}

/// Where the word begins that a text ends with; of one that no term has, more than [`MAX_WORD`] bytes.
fn last_word(text: &str) -> usize {
    let mut start = text.len();
    for (at, c) in text.char_indices().rev() {
        if !is_word(c) || text.len() - start > MAX_WORD {
            break;
        }
        start = at;
    }
    start
}
