//! Classify, step 7: which classes and levels does the policy see in the findings?
//!
//! A policy names classes and the detectors behind them; detectors carry a default level. Both are joined once,
//! when a guard is built, into one [`Standing`] a detector. For a text, all that is left is looking it up:
//!
//! ```text
//! detector           level          classes (from confidence)
//! bank.iban          confidential   person_id (medium)
//! secret.jose.jwt    never          secret (medium)
//! net.ipv4           internal       –
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use llmguard_policy::{ClassId, Found, Level, Policy, Ruling, Transform};
use llmguard_scan::{Dictionary, Program};
use llmguard_types::{Code, Confidence, Detector, DetectorIndex, Error, Finding};

use crate::guard::Inner;
use crate::heading::Heading;
use crate::history::{Digest, Values};
use crate::lists;

/// What a policy makes of each detector of a program.
#[derive(Debug)]
pub(crate) struct Standings {
    all: Vec<Standing>,
}

#[derive(Debug)]
struct Standing {
    level: Level,
    /// The classes a finding belongs to, by its confidence.
    classes: [Vec<ClassId>; 4],
    /// Values that are no finding of this detector, folded.
    excluded: Vec<String>,
    /// Dictionaries whose terms are no finding of this detector.
    excluded_terms: Vec<Arc<Dictionary>>,
}

impl Standings {
    /// Joins a policy and a program.
    pub(crate) fn new(policy: &Policy, program: &Program) -> Result<Standings, Error> {
        lists::check_named(policy, program)?;
        check_excludes(policy, program)?;
        let all = program.detectors().map(|detector| standing(policy, program, detector)).collect::<Result<_, _>>()?;
        Ok(Standings { all })
    }

    /// Whether the policy reads a finding in a text that goes there: it is sure enough by itself, a class asks for less, or
    /// it counts however sure it is.
    pub(crate) fn reads(&self, finding: &Finding, threshold: Confidence, heading: Heading<'_>) -> bool {
        let sure = finding.confidence >= threshold || !self.classes(finding).is_empty() || heading.insists(finding);
        sure && heading.counts(finding)
    }

    /// The classes of a finding at its confidence.
    pub(crate) fn classes(&self, finding: &Finding) -> &[ClassId] {
        let at = usize::from(finding.confidence > Confidence::Low)
            + usize::from(finding.confidence > Confidence::Medium)
            + usize::from(finding.confidence > Confidence::High);
        self.get(finding).and_then(|s| s.classes.get(at)).map_or(&[], Vec::as_slice)
    }

    /// The default level of a finding's detector.
    pub(crate) fn level(&self, finding: &Finding) -> Option<Level> {
        self.get(finding).map(|s| s.level)
    }

    /// Whether a value is excluded for a finding's detector.
    pub(crate) fn excludes_value(&self, finding: &Finding, value: &str, heading: Heading<'_>) -> bool {
        let by_policy = |s: &Standing| {
            (!s.excluded.is_empty() && s.excluded.contains(&fold(value)))
                || s.excluded_terms.iter().any(|dictionary| dictionary.is_term(value))
        };
        heading.permits(finding, value) || self.get(finding).is_some_and(by_policy)
    }

    fn get(&self, finding: &Finding) -> Option<&Standing> {
        self.all.get(finding.detector.0 as usize)
    }
}

/// The distinct kinds of finding in one text, as the policy sees them: what decides does not grow with repeats.
pub(crate) struct Kinds<'g> {
    /// Level and classes of each kind.
    kinds: Vec<(Option<Level>, &'g [ClassId])>,
    /// What is done with each kind at least.
    least: Vec<Transform>,
    /// The kind of each finding, by detector and confidence.
    of: BTreeMap<(DetectorIndex, Confidence), usize>,
}

impl<'g> Kinds<'g> {
    /// The kinds among the findings of one text.
    pub(crate) fn of(standings: &'g Standings, read: &[Finding], heading: Heading<'_>) -> Kinds<'g> {
        let mut kinds = Kinds { kinds: Vec::new(), least: Vec::new(), of: BTreeMap::new() };
        for finding in read {
            let next = kinds.kinds.len();
            if *kinds.of.entry((finding.detector, finding.confidence)).or_insert(next) == next {
                kinds.kinds.push((standings.level(finding), standings.classes(finding)));
                kinds.least.push(heading.least(finding));
            }
        }
        kinds
    }

    /// The kinds in the form the policy asks for; what has no level counts at the top.
    pub(crate) fn found(&self, top: Level) -> impl Iterator<Item = Found<'g>> {
        self.kinds.iter().map(move |(level, classes)| Found { classes, level: level.unwrap_or(top) })
    }

    /// What is done with some kinds at least, where a ruling asks for less; each once.
    pub(crate) fn lifted(&self, ruling: &Ruling) -> impl Iterator<Item = Transform> {
        let both = self.least.iter().zip(&ruling.transforms);
        both.filter(|(least, asked)| least > asked).map(|(least, _)| *least).collect::<BTreeSet<_>>().into_iter()
    }

    /// The transform a ruling on these kinds has for a finding. One the policy was not asked about cannot be here;
    /// if one were, it would be blocked.
    pub(crate) fn transform(&self, ruling: &Ruling, finding: &Finding) -> Transform {
        let kind = self.of.get(&(finding.detector, finding.confidence));
        let at = |kind: &usize| Some((*ruling.transforms.get(*kind)?).max(*self.least.get(*kind)?));
        kind.and_then(at).unwrap_or(Transform::Block)
    }
}

/// The distinct values of each class that the policy cumulates.
pub(crate) fn values(inner: &Inner, text: &str, read: &[Finding]) -> Values {
    let mut values = Values::new();
    for finding in read {
        for class in inner.standings.classes(finding).iter().filter(|class| inner.policy.cumulates(**class)) {
            values.entry(*class).or_default().insert(Digest::of(finding.span.of(text).unwrap_or_default()));
        }
    }
    values
}

fn standing(policy: &Policy, program: &Program, detector: &Detector) -> Result<Standing, Error> {
    let level = policy.level(&detector.level).ok_or_else(|| {
        let what =
            format!("detector `{}` has the level `{}`, which the policy does not name", detector.id, detector.level);
        Error::new(Code::PolicyDetectorLevel, what).mend("add the level to `levels`")
    })?;
    let classes = Confidence::ALL.map(|confidence| {
        let selected = |id: &ClassId| {
            policy.classes().get(usize::from(id.0)).is_some_and(|class| {
                class.min_confidence() <= confidence && class.detect().selects(&detector.id, &detector.entity)
            })
        };
        (0..policy.classes().len()).filter_map(|at| u16::try_from(at).ok().map(ClassId)).filter(selected).collect()
    });
    let (mut excluded, mut excluded_terms) = (Vec::new(), Vec::new());
    for exclude in policy.excludes().iter().filter(|e| e.detect.selects(&detector.id, &detector.entity)) {
        for value in &exclude.values {
            match lists::excluded(value, program).map_err(|error| error.at_line(exclude.line))? {
                Some(dictionary) => excluded_terms.push(dictionary),
                None => excluded.push(fold(value)),
            }
        }
    }
    Ok(Standing { level, classes, excluded, excluded_terms })
}

/// An exclude never lifts a floor nor the top level: not for any detector it selects, whatever the confidence.
fn check_excludes(policy: &Policy, program: &Program) -> Result<(), Error> {
    for exclude in policy.excludes() {
        for detector in program.detectors().filter(|d| exclude.detect.selects(&d.id, &d.entity)) {
            let standing = standing(policy, program, detector)?;
            let class = standing.classes.iter().flatten().find(|id| policy.is_protected(**id));
            if class.is_some() || standing.level == policy.top() {
                let why = class.map_or("the top level", |id| policy.class_name(*id));
                let what = format!("an exclude selects detector `{}`, which is protected by {why}", detector.id);
                return Err(Error::new(Code::PolicyExclude, what)
                    .at_line(exclude.line)
                    .mend("exclude detectors outside of floors and of the top level"));
            }
        }
    }
    Ok(())
}

/// What two ways of writing an excluded value have in common: case and white space do not count.
pub(crate) fn fold(value: &str) -> String {
    value.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}
