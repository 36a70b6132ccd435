//! Scanner: one thread's scratch space and the run of steps 2 to 5.

use std::ops::Range;
use std::sync::Arc;

use llmguard_types::{DetectorIndex, Error, Evidence, Finding};
use regex_automata::meta;

use crate::candidates::{Candidate, Finder};
use crate::context::{CuesBefore, weigh};
use crate::list::Watches;
use crate::mention::{Known, Mentions};
use crate::program::Program;
use crate::simd::Isa;
use crate::verify::{Hit, Outcome, verify};

/// One thread's scratch space. Owns its share of the [`Program`], so that no lifetime reaches a binding.
#[derive(Debug)]
pub struct Scanner {
    program: Arc<Program>,
    finder: Finder,
    progress: Progress,
    mentions: Mentions,
    watches: Watches,
}

/// How far each detector has come.
#[derive(Debug)]
struct Progress {
    /// Per detector: scratch of its exact search, made when first needed.
    caches: Vec<Option<meta::Cache>>,
    /// Per detector: where its last finding ended, on top of `base`.
    ends: Vec<usize>,
    /// Grows by every text, so that nothing needs to be reset between texts.
    base: usize,
    before: CuesBefore,
}

/// The findings of one text, and what they cost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scan {
    /// Every finding of every detector, overlaps and low confidence included, ordered by start, end and detector.
    pub findings: Vec<Finding>,
    /// What each step did.
    pub statistics: Statistics,
}

/// What each step of one scan did. Counts only, never content.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Bytes of text.
    pub bytes: usize,
    /// Places where a detector might have started (step 2).
    pub candidates: usize,
    /// Candidates whose pattern matched (step 3).
    pub matched: usize,
    /// Of these, how many a validator accepted or none was asked (step 4): all findings.
    pub validated: usize,
    /// Of these, how many have a cue word nearby or context of their own (step 5).
    pub with_cue: usize,
}

impl Scanner {
    /// Scratch space for one program.
    #[must_use]
    pub fn new(program: Arc<Program>) -> Scanner {
        Scanner::with_isa(program, Isa::best())
    }

    /// The same on one instruction set, which the machine must have; for tests and measurements.
    #[doc(hidden)]
    #[must_use]
    pub fn with_isa(program: Arc<Program>, isa: Isa) -> Scanner {
        let detectors = program.detectors().len();
        Scanner {
            finder: Finder::new(&program, isa),
            watches: Watches::new(&program),
            program,
            progress: Progress {
                caches: std::iter::repeat_with(|| None).take(detectors).collect(),
                ends: vec![0; detectors],
                base: 0,
                before: CuesBefore::default(),
            },
            mentions: Mentions::default(),
        }
    }

    /// Finds everything any detector describes, whatever its confidence.
    ///
    /// # Errors
    ///
    /// `C005` if a detector's automaton cannot be built, which [`Program::compile`] rules out for all but the
    /// largest patterns.
    ///
    /// # Example
    ///
    /// ```
    /// use std::sync::Arc;
    /// use llmguard_scan::{Program, Scanner};
    /// use llmguard_types::{Confidence, Detector, DetectorSpec};
    ///
    /// let spec = DetectorSpec { cues: vec!["badge".into()], ..DetectorSpec::plain("test.badge", "BG-[0-9]{6}") };
    /// let program = Arc::new(Program::compile([Detector::from_spec(spec, None)])?);
    /// let scan = Scanner::new(program).scan_all("his badge is BG-123456")?;
    /// assert_eq!(scan.findings[0].span.start, 13);
    /// assert_eq!(scan.findings[0].confidence, Confidence::Medium); // the shape, and the cue
    /// # Ok::<(), llmguard_types::Error>(())
    /// ```
    pub fn scan_all(&mut self, text: &str) -> Result<Scan, Error> {
        let program = Arc::clone(&self.program);
        let mut scan =
            Scan { statistics: Statistics { bytes: text.len(), ..Statistics::default() }, ..Scan::default() };
        let Scan { findings, statistics } = &mut scan;
        let done = self.hits(text, 0..text.len(), statistics, |rule, hit, before| {
            findings.extend(weigh(&program, rule, hit, text, before));
        });
        self.next_text(text.len());
        done?;
        let known = Known { text, dropped: 0, over: true };
        self.watch(known, &mut scan.findings);
        self.watches.reset();
        self.mentions(known, text.len(), &mut scan.findings)?;
        scan.statistics.with_cue = scan.findings.iter().filter(|f| f.evidence.contains(Evidence::CUE)).count();
        scan.findings.sort_unstable_by_key(|f| (f.span.start, f.span.end, f.detector));
        Ok(scan)
    }

    /// Adds what lists find in what has been added to the text.
    pub(crate) fn watch(&mut self, known: Known<'_>, found: &mut Vec<Finding>) {
        self.watches.advance(&self.program, known, found);
    }

    /// Up to where everything but mentions is found, if all that patterns describe is up to `place`.
    pub(crate) fn watched(&self, place: usize) -> usize {
        self.watches.open_from(place)
    }

    /// Adds the mentions that begin before `to` to what has been found since the last call; all that begins before has
    /// been found.
    pub(crate) fn mentions(&mut self, known: Known<'_>, to: usize, found: &mut Vec<Finding>) -> Result<(), Error> {
        if self.program.mentions().is_empty() {
            return Ok(());
        }
        self.mentions.add(&self.program, found, known);
        self.mentions.look_through(&self.program, &mut self.progress.caches, known, to, found)
    }

    /// Up to where everything is found, if all but mentions is up to `place`.
    pub(crate) fn mentioned(&self, place: usize) -> usize {
        if self.program.mentions().is_empty() { place } else { self.mentions.place().min(place) }
    }

    pub(crate) fn program(&self) -> &Program {
        &self.program
    }

    /// Calls `found` for what any detector finds at a start in `starts`, each detector's starts ascending. Everything
    /// before has been looked through or belongs to another text.
    pub(crate) fn hits(
        &mut self,
        text: &str,
        starts: Range<usize>,
        statistics: &mut Statistics,
        mut found: impl FnMut(DetectorIndex, Hit, &mut CuesBefore),
    ) -> Result<(), Error> {
        self.progress.before.reset();
        let mut from = starts.start;
        let mut done = Ok(());
        // Behind the starts there may be an anchor of what begins at one of them.
        while from < text.len() && done.is_ok() {
            let (candidates, next) = self.finder.chunk(&self.program, text.as_bytes(), from);
            from = next;
            let (program, progress) = (&self.program, &mut self.progress);
            done = candidates.iter().filter(|c| starts.contains(&c.start)).try_for_each(|candidate| {
                statistics.candidates += 1;
                if let Some(hit) = progress.try_one(program, text, *candidate, statistics)? {
                    found(candidate.rule, hit, &mut progress.before);
                }
                Ok(())
            });
        }
        self.finder.next_text(text.len());
        done
    }

    /// Another text begins.
    pub(crate) fn next_text(&mut self, len: usize) {
        self.forget(len + 1);
        self.mentions.reset();
        self.watches.reset();
    }

    /// The text begins `by` bytes later from now on; more than it has begins another.
    pub(crate) fn forget(&mut self, by: usize) {
        self.progress.base += by;
    }
}

impl Progress {
    /// Tries a candidate unless it lies inside its own detector's previous finding.
    fn try_one(
        &mut self,
        program: &Program,
        text: &str,
        candidate: Candidate,
        statistics: &mut Statistics,
    ) -> Result<Option<Hit>, Error> {
        let index = candidate.rule.0 as usize;
        let (Some(rule), Some(end), Some(cache)) =
            (program.rule(candidate.rule), self.ends.get_mut(index), self.caches.get_mut(index))
        else {
            return Ok(None);
        };
        if self.base + candidate.start < *end {
            return Ok(None);
        }
        if rule.detector.announced
            && text.as_bytes().get(candidate.start).is_some_and(u8::is_ascii_digit)
            && !self.before.has(program, rule, text, candidate.start)
        {
            return Ok(None);
        }
        match verify(rule, cache, text, candidate)? {
            Outcome::NoMatch => Ok(None),
            Outcome::Vetoed => {
                statistics.matched += 1;
                Ok(None)
            }
            Outcome::Other(behind) => {
                *end = self.base + behind;
                statistics.matched += 1;
                Ok(None)
            }
            Outcome::Hit(hit) => {
                *end = self.base + hit.span.end;
                statistics.matched += 1;
                statistics.validated += 1;
                Ok(Some(hit))
            }
        }
    }
}
