//! Watch: fingerprints and a text that arrives in pieces.

use llmguard_types::Span;

use super::shingle::Shingler;
use super::trail::Trails;
use super::words::Reader;
use super::{Fingerprints, Passage};
use crate::dictionary;
use crate::dictionary::words::is_word;
use crate::mention::Known;

/// How far fingerprints have come in a text.
#[derive(Debug)]
pub(crate) struct Watch {
    reader: Reader,
    shingler: Box<Shingler>,
    trails: Trails,
    canaries: dictionary::Watch,
}

impl Watch {
    pub(crate) fn new(fingerprints: &Fingerprints) -> Watch {
        Watch {
            reader: Reader::default(),
            shingler: Box::new(Shingler::new(&fingerprints.keys)),
            trails: Trails::default(),
            canaries: dictionary::Watch::default(),
        }
    }

    /// Another text begins.
    pub(crate) fn reset(&mut self) {
        self.shingler.reset();
        (self.reader, self.trails, self.canaries) = Default::default();
    }

    /// Before this place everything is reported.
    pub(crate) fn open_from(&self, fingerprints: &Fingerprints) -> usize {
        let canaries = fingerprints.canaries.as_ref().map_or(usize::MAX, |_| self.canaries.open_from());
        self.trails.open_from().min(canaries)
    }

    /// Looks through what has been added, and reports what nothing that follows can change.
    pub(crate) fn advance(&mut self, fingerprints: &Fingerprints, known: Known<'_>, mut report: impl FnMut(Passage)) {
        let Watch { reader, shingler, trails, canaries } = self;
        let mut tell = |passage: Passage| report(trimmed(known, passage));
        reader.read(known, |_, end, number| {
            if !shingler.add(end, number) {
                look_up(fingerprints, shingler, trails, &mut tell);
            }
        });
        look_up(fingerprints, shingler, trails, &mut tell);
        trails.pass(if known.over { usize::MAX } else { known.dropped + known.text.len() }, &mut tell);
        if let Some(dictionary) = &fingerprints.canaries {
            canaries.advance(dictionary, known, |span| {
                let text = Span::new(span.start - known.dropped, span.end - known.dropped).of(known.text);
                report(Passage { span, document: fingerprints.canary(text.unwrap_or_default()) });
            });
        }
    }
}

/// Follows the shingles that stand in documents, of those that end with the words read last.
fn look_up(
    fingerprints: &Fingerprints,
    shingler: &mut Shingler,
    trails: &mut Trails,
    report: &mut impl FnMut(Passage),
) {
    let table = fingerprints.table();
    for some in shingler.chosen().chunks(64) {
        let mut admitted = 0u64;
        for (at, shingle) in some.iter().enumerate() {
            admitted |= u64::from(table.admits(shingle.sum)) << at;
        }
        while admitted != 0 {
            if let Some(shingle) = some.get(admitted.trailing_zeros() as usize)
                && let Some(place) = table.get(shingle.sum)
            {
                trails.follow(*shingle, place, &mut *report);
            }
            admitted &= admitted - 1;
        }
    }
}

/// The passage from its first word on.
fn trimmed(known: Known<'_>, passage: Passage) -> Passage {
    let Span { start, end } = passage.span;
    let text = known.text.get(start - known.dropped..end - known.dropped).unwrap_or_default();
    let start = start + text.find(is_word).unwrap_or(0);
    Passage { span: Span::new(start, end), ..passage }
}
