//! Names: what the tagger finds, beside what detectors do.
//!
//! The tagger of `llmguard-names` reads the text as it is. What it takes for the name of a person is a finding of
//! `person.name.tagged`, what for that of a place one of `place.name.tagged`, both with the evidence `model`, unless a detector
//! knows better: where one overlaps that has at least Medium confidence, the tagger keeps silent, but for names of the same
//! kind inside a longer one.
//!
//! ```text
//! text      Gestern hat Katharina Brandstetter dem Herrn Huber geschrieben, k.brandstetter@werk.de
//! tagged                ~~~~~~~~~~~~~~~~~~~~~~           ~~~~~              nothing in addresses
//! found                                                  ~~~~~              ~~~~~~~~~~~~~~~~~~~~~~
//! reported              person.name.tagged               person.name.salutation, contact.email
//! ```
//!
//! A whole text is one piece behind which nothing follows; a [`Trail`] is how far a text in pieces has been read. A name is
//! decided once everything that begins before its end is found, so it is the same however the text was cut.

use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::Arc;

use llmguard_catalog::{brand, greeting};
use llmguard_names::{LEFT, Name, Scratch, Tagger};
use llmguard_scan::{List, Program};
use llmguard_types::{
    Confidence, Detector, DetectorIndex, DetectorSpec, Entity, Error, Evidence, Finding, Names, Span,
};
use regex_automata::util::pool::Pool;

use crate::lists::Named;

/// The ids of the detectors that tagged names are findings of, for people and places.
const PERSON: &str = "person.name.tagged";
const PLACE: &str = "place.name.tagged";
/// So many bytes that are no longer needed are kept before they are dropped.
const SLACK: usize = 4096;
/// A row of capitals that is still open is read again when it has grown by one part in so many.
const PATIENCE: usize = 8;

/// The detectors, for a program.
pub(crate) fn detectors() -> [Named; 2] {
    let detector = |id, title: &str, entity: &str, level: &str| {
        let (title, entity, level) = (title.to_owned(), entity.to_owned(), level.to_owned());
        let spec = DetectorSpec { title, entity, level, ..DetectorSpec::plain(id, "") };
        (Detector::from_spec(spec, None), List::Elsewhere)
    };
    [
        detector(PERSON, "Name by the words themselves and their neighbours", "PERSON", "confidential"),
        detector(PLACE, "Place by the words themselves and their neighbours", "LOCATION", "internal"),
    ]
}

type Scratches = Pool<Scratch, Box<dyn Fn() -> Scratch + Send + Sync + UnwindSafe + RefUnwindSafe>>;

/// Finds names in the texts of a guard.
pub(crate) struct Finder {
    tagger: &'static Tagger,
    names: Names,
    /// How eagerly names are looked for, and with which weights.
    pub(crate) version: Arc<str>,
    person: DetectorIndex,
    place: DetectorIndex,
    scratches: Scratches,
}

/// How far a text has been read for names.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    /// The part of the text that is still needed, …
    text: String,
    /// … and how many bytes were before it. All other offsets count from the beginning of the text.
    dropped: usize,
    /// From where on to look for names, and how much was known when it was last done.
    open: usize,
    looked: usize,
    /// Names that may yet be something else.
    waiting: Vec<Finding>,
    /// Where detectors found something that is not far behind.
    found: Vec<Finding>,
}

impl Finder {
    /// Of the program that knows [`detectors`]; `None` where no names are looked for.
    pub(crate) fn new(names: Names, program: &Program) -> Result<Option<Finder>, Error> {
        let index = |id| {
            let index = program.detectors().position(|detector| detector.id == id);
            index.and_then(|index| u32::try_from(index).ok()).map(DetectorIndex)
        };
        let (Some(person), Some(place), true) = (index(PERSON), index(PLACE), names != Names::Off) else {
            return Ok(None);
        };
        let scratches = Pool::new(Box::new(Scratch::default) as Box<_>);
        let tagger = Tagger::embedded()?;
        let version = format!("{names} {}", tagger.version()).into();
        Ok(Some(Finder { tagger, names, version, person, place, scratches }))
    }

    /// The names of a whole text in which detectors have found this.
    pub(crate) fn whole(&self, text: &str, found: &[Finding]) -> Vec<Finding> {
        let mut names = Vec::new();
        self.tagger.advance(&mut self.scratches.get(), text, 0, true, self.names, &mut names);
        let found: Vec<Finding> = found.iter().filter(|finding| counts(finding)).copied().collect();
        let names = names.iter().filter(|name| is_name(name, text)).map(|name| self.finding(name, text, 0));
        new(names, &found).collect()
    }

    /// The name without a greeting before it; `text` begins at `base`.
    fn finding(&self, name: &Name, text: &str, base: usize) -> Finding {
        let before = if name.entity == Entity::PERSON { name.span.of(text).map_or(0, greeting) } else { 0 };
        Finding {
            span: Span::new(name.span.start + before + base, name.span.end + base),
            detector: if name.entity == Entity::PERSON { self.person } else { self.place },
            entity: name.entity,
            confidence: if name.sure { Confidence::High } else { Confidence::Medium },
            evidence: Evidence::PATTERN.with(Evidence::MODEL),
        }
    }
}

impl Trail {
    /// Takes a piece, what detectors found by it, and up to where they found everything. Adds the names that are decided,
    /// and returns up to where everything is.
    pub(crate) fn push(
        &mut self,
        finder: &Finder,
        piece: &str,
        over: bool,
        found: &mut Vec<Finding>,
        known: usize,
    ) -> usize {
        self.text.push_str(piece);
        self.found.extend(found.iter().filter(|finding| counts(finding)));
        self.found.sort_unstable_by_key(|finding| finding.span);
        let end = self.dropped + self.text.len();
        if over || end - self.looked > self.looked.saturating_sub(self.open) / PATIENCE {
            let mut names = Vec::new();
            let from = self.open - self.dropped;
            let open =
                finder.tagger.advance(&mut finder.scratches.get(), &self.text, from, over, finder.names, &mut names);
            (self.open, self.looked) = (self.dropped + open, end);
            let names = names.iter().filter(|name| is_name(name, &self.text));
            self.waiting.extend(names.map(|name| finder.finding(name, &self.text, self.dropped)));
        }
        let known = if over { end } else { known };
        let decided = self.waiting.partition_point(|name| name.span.end <= known);
        found.extend(new(self.waiting.drain(..decided), &self.found));
        let open = self.waiting.first().map_or(self.open, |name| name.span.start.min(self.open));
        self.found.retain(|finding| finding.span.end > open);
        self.drop_text();
        known.min(open)
    }

    fn drop_text(&mut self) {
        let mut by = (self.open - self.dropped).saturating_sub(LEFT);
        while !self.text.is_char_boundary(by) {
            by -= 1;
        }
        if by >= SLACK {
            self.text.drain(..by);
            self.dropped += by;
        }
    }
}

/// Whether what was tagged in a text as a person is no greeting, maker, product or method. Two words behind one of these may be
/// a person.
fn is_name(name: &Name, text: &str) -> bool {
    let greets = |written: &str| greeting(written) == written.len();
    if name.entity == Entity::PERSON && name.span.of(text).is_some_and(greets) {
        return false;
    }
    let behind = |written: &str| Some(written.get(brand(written)?..)?.split_whitespace().count());
    name.entity != Entity::PERSON || name.span.of(text).and_then(behind).is_none_or(|words| words > 1)
}

/// Whether a finding of a detector may silence the tagger.
fn counts(finding: &Finding) -> bool {
    finding.confidence >= Confidence::Medium
}

/// The names of which no detector knows better; both are ordered.
fn new(names: impl Iterator<Item = Finding>, found: &[Finding]) -> impl Iterator<Item = Finding> {
    let mut rest = found;
    names.filter(move |name| {
        while let Some((first, others)) = rest.split_first()
            && first.span.end <= name.span.start
        {
            rest = others;
        }
        let longer = |other: &Finding| {
            other.entity == name.entity && name.span.contains(other.span) && other.span.len() < name.span.len()
        };
        let near = rest.iter().take_while(|other| other.span.start < name.span.end);
        near.filter(|other| other.span.overlaps(name.span)).all(longer)
    })
}
