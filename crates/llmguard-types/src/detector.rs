//! Detector: what to look for.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{DetectorSpec, Evidence, pattern};

/// A detector's place in one compiled engine. Detectors are ordered by id, so smaller index = smaller id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DetectorIndex(pub u32);

/// What must stand on either side of a detector's match (lead, pattern and tail together).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Bounds {
    /// No letter, digit or `_` (Unicode) on either side.
    #[default]
    Token,
    /// Anything.
    None,
    /// The beginning of a line before, the end of a line behind.
    Line,
}

/// What a validator says of a candidate it accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accept {
    /// How many bytes of the candidate belong to the finding. Never more than the candidate has; fewer where a
    /// greedy pattern ate into the next word.
    pub len: usize,
    /// One over the share of random candidates that would pass; 0 for something else: see [`Accept::other`].
    pub strength: u32,
    /// What the strength rests on: [`Evidence::CHECKSUM`] or [`Evidence::STRUCTURE`].
    pub evidence: Evidence,
}

impl Accept {
    /// The whole candidate, because its check digits hold.
    #[must_use]
    pub fn checksum(candidate: &[u8], strength: u32) -> Option<Accept> {
        Some(Accept { len: candidate.len(), strength, evidence: Evidence::CHECKSUM })
    }

    /// The whole candidate, because its structure is plausible.
    #[must_use]
    pub fn structure(candidate: &[u8], strength: u32) -> Option<Accept> {
        Some(Accept { len: candidate.len(), strength, evidence: Evidence::STRUCTURE })
    }

    /// The whole candidate is something else: it is passed over, nothing is found in it and the search goes on behind it.
    /// A date is no phone number, and neither are its last six digits.
    #[must_use]
    pub fn other(candidate: &[u8]) -> Option<Accept> {
        Some(Accept { len: candidate.len(), strength: 0, evidence: Evidence::NONE })
    }

    /// The same verdict on the first `len` bytes only.
    #[must_use]
    pub fn shortened(self, len: usize) -> Accept {
        Accept { len, ..self }
    }
}

/// A validator: `None` vetoes the candidate. Sees the bytes of the pattern's match and nothing else.
pub type Validate = fn(&[u8]) -> Option<Accept>;

/// A lexicon: the marks of a word, none for one it does not hold.
pub type Lexicon = fn(&[u8]) -> u8;

/// Which words a match begins with: see [`Detector::begins`].
#[derive(Debug, Clone, Copy)]
pub struct Begins {
    /// Asked with the letters that the match begins with, as they are written.
    pub lexicon: Lexicon,
    /// One of these marks is enough.
    pub marks: u8,
}

/// Letters in a row that are longer than this, in bytes, are in no lexicon and no memory.
pub const MAX_WORD: usize = 48;

/// What to look for: one table of a detector file, resolved and ready to compile.
///
/// Built-in detectors are constants; users' detectors own their strings.
#[derive(Debug, Clone)]
pub struct Detector {
    /// Two or three segments of `[a-z0-9-]`, stable for ever.
    pub id: Cow<'static, str>,
    /// One line for people, in the language of the thing.
    pub title: Cow<'static, str>,
    /// Label of the [`Entity`](crate::Entity).
    pub entity: Cow<'static, str>,
    /// Default level by name; a policy may only raise it.
    pub level: Cow<'static, str>,
    /// Where the thing comes from, ISO 3166 alpha-2; empty for everywhere.
    pub regions: Cow<'static, [Cow<'static, str>]>,
    /// Bounded context before the finding, not part of it.
    pub lead: Cow<'static, str>,
    /// The finding is exactly this.
    pub pattern: Cow<'static, str>,
    /// Bounded context behind the finding, not part of it.
    pub tail: Cow<'static, str>,
    /// What must stand on either side.
    pub bounds: Bounds,
    /// Longest match of lead, pattern and tail in bytes, for a pattern with an open repeat.
    pub max_len: Option<u32>,
    /// Whether the pattern begins with text that hardly occurs otherwise.
    pub prefix: bool,
    /// What the bare shape is worth: one over the share of random candidates that have it.
    pub strength: u32,
    /// Check digits and structure.
    pub validate: Option<Validate>,
    /// Words that make the finding more likely when they stand nearby.
    pub cues: Cow<'static, [Cow<'static, str>]>,
    /// Whether a match that begins with a digit is one only where a cue stands before it. Nearly every number of nine
    /// digits is the register number of some country; looking for a word first is faster than finding them all in vain.
    /// Takes cues and no lead.
    pub announced: bool,
    /// Words of a lexicon: a match counts only where the letters it begins with are one of them. Nearly every word of
    /// German may be a name; looking a word up first is faster than finding them all in vain.
    pub begins: Option<Begins>,
    /// Labels of entities: the detector finds again the words of findings of these kinds, from Medium on, that stand
    /// further up in the text, and nothing else. Of its match the words in front count that are known.
    pub mentions: Cow<'static, [Cow<'static, str>]>,
    /// Published examples and documentation ranges, which belong to nobody: a finding that is one of them carries
    /// [`Evidence::SPECIMEN`]. Compared without ASCII case, blanks, brackets, `-` and `/`; a `*` at the beginning or the
    /// end stands for anything.
    pub specimens: Cow<'static, [Cow<'static, str>]>,
    /// Where the format is written down.
    pub references: Cow<'static, [Cow<'static, str>]>,
    /// Vectors that must be found, as templates.
    pub matches: Cow<'static, [Cow<'static, str>]>,
    /// Vectors in which nothing may be found.
    pub rejects: Cow<'static, [Cow<'static, str>]>,
}

impl Detector {
    /// The regular expression of lead, pattern, tail and bounds; group 1 is the finding.
    #[must_use]
    pub fn regex(&self) -> String {
        pattern::regex(&self.lead, &self.pattern, &self.tail, self.bounds)
    }

    /// Whether the match is more than the finding: a lead or a tail belongs to it.
    #[must_use]
    pub fn has_context(&self) -> bool {
        !(self.lead.is_empty() && self.tail.is_empty())
    }

    /// Whether a finding is one of the detector's [`specimens`](Detector::specimens).
    ///
    /// ```
    /// use llmguard_types::{Detector, DetectorSpec};
    /// let specimens = vec!["DE89370400440532013000".into(), "192.0.2.*".into()];
    /// let detector = Detector::from_spec(DetectorSpec { specimens, ..DetectorSpec::plain("x.y", "[0-9.]+") }, None);
    /// assert!(detector.is_specimen("DE89 3704 0044 0532 0130 00") && detector.is_specimen("192.0.2.7"));
    /// assert!(!detector.is_specimen("192.0.3.7"));
    /// ```
    #[must_use]
    pub fn is_specimen(&self, found: &str) -> bool {
        self.specimens.iter().any(|specimen| match (specimen.strip_prefix('*'), specimen.strip_suffix('*')) {
            (Some(end), _) => starts(significant(found).rev(), significant(end).rev()),
            (None, Some(start)) => starts(significant(found), significant(start)),
            (None, None) => significant(found).eq(significant(specimen)),
        })
    }

    /// The detector a table of a detector file describes, with its validator already looked up. What it
    /// [`begins`](Detector::begins) with is for the caller to look up.
    #[must_use]
    pub fn from_spec(spec: DetectorSpec, validate: Option<Validate>) -> Detector {
        let own = |list: Vec<String>| Cow::Owned(list.into_iter().map(Cow::Owned).collect());
        Detector {
            id: spec.id.into(),
            title: spec.title.into(),
            entity: spec.entity.into(),
            level: spec.level.into(),
            regions: own(spec.regions),
            lead: spec.lead.into(),
            pattern: spec.pattern.into(),
            tail: spec.tail.into(),
            bounds: spec.bounds,
            max_len: spec.max_len,
            prefix: spec.prefix,
            strength: spec.strength,
            validate,
            cues: own(spec.cues),
            announced: spec.announced,
            begins: None,
            mentions: own(spec.mentions),
            specimens: own(spec.specimens),
            references: own(spec.references),
            matches: own(spec.matches),
            rejects: own(spec.rejects),
        }
    }
}

/// What counts of a number when it is compared with a specimen.
fn significant(text: &str) -> impl DoubleEndedIterator<Item = char> + '_ {
    let counts = |c: &char| !c.is_whitespace() && !matches!(c, '-' | '/' | '(' | ')');
    text.chars().filter(counts).map(|c| c.to_ascii_uppercase())
}

/// Whether one sequence begins with all of another.
fn starts(mut long: impl Iterator<Item = char>, mut short: impl Iterator<Item = char>) -> bool {
    short.all(|c| long.next() == Some(c))
}

/// Whether `id` has the form of a detector id: two or three segments of `[a-z0-9-]`, joined by dots.
#[must_use]
pub fn is_detector_id(id: &str) -> bool {
    let segments: Vec<&str> = id.split('.').collect();
    let plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
    (2..=3).contains(&segments.len()) && segments.iter().all(|s| !s.is_empty() && s.bytes().all(plain))
}
