//! Trail: from single shingles that stand in documents to passages that were copied.
//!
//! One shingle of six words may be a turn of phrase. A passage is a trail of them: shingles of one document, in its order
//! and about as far apart as there, that cover [`MIN_WORDS`] words together.
//!
//! ```text
//! document 3    … the press closes at 180 bar and holds the part for six seconds before the slide returns …
//! text          Note that the press closes at 190 bar and holds the part for six seconds, then opens.
//!                                                     ~~~~~~~~~~~~~~~~~~~~~~~ a shingle, then another one
//! reported                                                                    ^^^^^^^^^^^ passage of document 3
//! ```
//!
//! A finding begins behind the first shingle of its trail, because only then is anything suspected; what stands before
//! may long have been passed on. So text that begins no trail is held by nobody, and text that does is held until
//! [`REACH`] bytes have brought no other shingle.

use llmguard_types::Span;

use super::Passage;
use super::shingle::{Shingle, WORDS};
use super::table::Place;

/// How many words of the text a trail must cover.
pub(crate) const MIN_WORDS: usize = 12;
/// How far behind the last shingle of a trail the next one ends at most, in bytes.
pub(crate) const REACH: usize = 256;
/// After how many bytes a passage is reported although it goes on; what follows is another one.
pub(crate) const MAX_PASSAGE: usize = 4096;
/// By how many words the distances in text and document may differ.
const SLACK: u64 = 8;
/// How many trails are followed at a time.
const MAX_TRAILS: usize = 8;

/// The trails of a text that may go on.
#[derive(Debug, Default)]
pub(crate) struct Trails(Vec<Trail>);

#[derive(Debug)]
struct Trail {
    /// Behind the first shingle, or behind what was reported.
    start: usize,
    /// Behind the last shingle.
    end: usize,
    /// The last word of the last shingle, …
    word: u64,
    /// … and where it is in the document.
    place: Place,
    /// How many words were covered.
    words: usize,
}

impl Trails {
    /// Takes a shingle that stands in a document.
    pub(crate) fn follow(&mut self, shingle: Shingle, place: Place, mut report: impl FnMut(Passage)) {
        self.pass(shingle.end, &mut report);
        if let Some(trail) = self.0.iter_mut().find(|trail| trail.is_followed_by(shingle, place)) {
            if shingle.end - trail.start > MAX_PASSAGE {
                trail.passage().into_iter().for_each(&mut report);
                trail.start = trail.end;
            }
            trail.words += ((shingle.word - trail.word) as usize).min(WORDS);
            (trail.end, trail.word, trail.place) = (shingle.end, shingle.word, place);
            return;
        }
        if self.0.len() == MAX_TRAILS {
            self.0.remove(0).passage().into_iter().for_each(report);
        }
        let Shingle { word, end, .. } = shingle;
        self.0.push(Trail { start: end, end, word, place, words: WORDS });
    }

    /// Ends the trails that no shingle that ends at `end` or behind can follow.
    pub(crate) fn pass(&mut self, end: usize, mut report: impl FnMut(Passage)) {
        self.0.retain(|trail| {
            let lives = end <= trail.end.saturating_add(REACH);
            if !lives {
                trail.passage().into_iter().for_each(&mut report);
            }
            lives
        });
    }

    /// The first place at which a passage may begin that is not reported yet.
    pub(crate) fn open_from(&self) -> usize {
        self.0.iter().map(|trail| trail.start).min().unwrap_or(usize::MAX)
    }
}

impl Trail {
    fn is_followed_by(&self, shingle: Shingle, place: Place) -> bool {
        let there = u64::from(self.place.until(place));
        let here = shingle.word - self.word;
        self.place.document == place.document && there > 0 && here.abs_diff(there) <= SLACK
    }

    fn passage(&self) -> Option<Passage> {
        let span = Span::new(self.start, self.end);
        let told = self.words >= MIN_WORDS && !span.is_empty();
        told.then_some(Passage { span, document: self.place.document as usize })
    }
}
