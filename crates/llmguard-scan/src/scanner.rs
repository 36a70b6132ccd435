//! Scanner: one thread's scratch space and the run of steps 2 to 5.

use std::sync::Arc;

use llmguard_types::{Error, Evidence, Finding};

use crate::candidates::{Candidate, CueHit, collect};
use crate::context::weigh;
use crate::program::Program;
use crate::verify::{Caches, Hit, Outcome, verify};

/// One thread's scratch space. Owns its share of the [`Program`], so that no lifetime reaches a binding.
#[derive(Debug)]
pub struct Scanner {
    program: Arc<Program>,
    candidates: Vec<Candidate>,
    cues: Vec<CueHit>,
    /// Per detector: scratch of its automata, made when first needed.
    caches: Vec<Caches>,
    /// Per detector: where its last finding ended.
    ends: Vec<usize>,
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
    /// Cue words in the text (step 2).
    pub cue_words: usize,
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
        let detectors = program.detectors().len();
        Scanner {
            program,
            candidates: Vec::new(),
            cues: Vec::new(),
            caches: std::iter::repeat_with(Caches::default).take(detectors).collect(),
            ends: vec![0; detectors],
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
        collect(&program, text, &mut self.candidates, &mut self.cues);
        self.ends.fill(0);
        let mut statistics = Statistics {
            bytes: text.len(),
            candidates: self.candidates.len(),
            cue_words: self.cues.len(),
            ..Statistics::default()
        };
        let mut findings = Vec::new();
        let candidates = std::mem::take(&mut self.candidates);
        for candidate in &candidates {
            let Some(rule) = program.rule(candidate.rule) else { continue };
            match self.try_one(&program, text, *candidate)? {
                None | Some(Outcome::NoMatch) => {}
                Some(Outcome::Vetoed) => statistics.matched += 1,
                Some(Outcome::Hit(hit)) => {
                    statistics.matched += 1;
                    statistics.validated += 1;
                    findings.push(weigh(rule, candidate.rule, hit, text, &self.cues));
                }
            }
        }
        self.candidates = candidates;
        statistics.with_cue = findings.iter().filter(|f| f.evidence.contains(Evidence::CUE)).count();
        findings.sort_unstable_by_key(|f| (f.span.start, f.span.end, f.detector));
        Ok(Scan { findings, statistics })
    }

    /// Tries a candidate unless it lies inside its own detector's previous finding.
    fn try_one(&mut self, program: &Program, text: &str, candidate: Candidate) -> Result<Option<Outcome>, Error> {
        let index = candidate.rule.0 as usize;
        let (Some(rule), Some(end), Some(caches)) =
            (program.rule(candidate.rule), self.ends.get_mut(index), self.caches.get_mut(index))
        else {
            return Ok(None);
        };
        if candidate.start < *end {
            return Ok(None);
        }
        let outcome = verify(rule, caches, text, candidate.start)?;
        if let Outcome::Hit(Hit { span, .. }) = outcome {
            *end = span.end;
        }
        Ok(Some(outcome))
    }
}
