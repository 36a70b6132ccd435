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

use std::collections::BTreeMap;

use llmguard_policy::{ClassId, Found, Level, Policy, Ruling, Transform};
use llmguard_scan::Program;
use llmguard_types::{Code, Confidence, Detector, DetectorIndex, Error, Finding};

/// What a policy makes of each detector of a program.
#[derive(Debug)]
pub(crate) struct Standings(Vec<Standing>);

#[derive(Debug)]
struct Standing {
    level: Level,
    /// The classes a finding belongs to, by its confidence.
    classes: [Vec<ClassId>; 4],
    /// Values that are no finding of this detector, folded.
    excluded: Vec<String>,
}

impl Standings {
    /// Joins a policy and a program.
    pub(crate) fn new(policy: &Policy, program: &Program) -> Result<Standings, Error> {
        check_excludes(policy, program)?;
        program.detectors().map(|detector| standing(policy, detector)).collect::<Result<_, _>>().map(Standings)
    }

    /// Whether the policy reads a finding: it is sure enough by itself, or a class asks for less.
    pub(crate) fn reads(&self, finding: &Finding, threshold: Confidence) -> bool {
        finding.confidence >= threshold || !self.classes(finding).is_empty()
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
    pub(crate) fn excludes(&self, finding: &Finding, text: &str) -> bool {
        self.get(finding).is_some_and(|s| {
            !s.excluded.is_empty() && finding.span.of(text).is_some_and(|value| s.excluded.contains(&fold(value)))
        })
    }

    fn get(&self, finding: &Finding) -> Option<&Standing> {
        self.0.get(finding.detector.0 as usize)
    }
}

/// The distinct kinds of finding in one text, as the policy sees them: what decides does not grow with repeats.
pub(crate) struct Kinds<'g> {
    /// Level and classes of each kind.
    kinds: Vec<(Option<Level>, &'g [ClassId])>,
    /// The kind of each finding, by detector and confidence.
    of: BTreeMap<(DetectorIndex, Confidence), usize>,
}

impl<'g> Kinds<'g> {
    /// The kinds among the findings of one text.
    pub(crate) fn of(standings: &'g Standings, read: &[Finding]) -> Kinds<'g> {
        let mut kinds = Kinds { kinds: Vec::new(), of: BTreeMap::new() };
        for finding in read {
            let next = kinds.kinds.len();
            if *kinds.of.entry((finding.detector, finding.confidence)).or_insert(next) == next {
                kinds.kinds.push((standings.level(finding), standings.classes(finding)));
            }
        }
        kinds
    }

    /// The kinds in the form the policy asks for; what has no level counts at the top.
    pub(crate) fn found(&self, top: Level) -> impl Iterator<Item = Found<'g>> {
        self.kinds.iter().map(move |(level, classes)| Found { classes, level: level.unwrap_or(top) })
    }

    /// The transform a ruling on these kinds has for a finding. One the policy was not asked about cannot be here;
    /// if one were, it would be blocked.
    pub(crate) fn transform(&self, ruling: &Ruling, finding: &Finding) -> Transform {
        let kind = self.of.get(&(finding.detector, finding.confidence));
        kind.and_then(|kind| ruling.transforms.get(*kind)).copied().unwrap_or(Transform::Block)
    }
}

fn standing(policy: &Policy, detector: &Detector) -> Result<Standing, Error> {
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
    let excluded = policy
        .excludes()
        .iter()
        .filter(|exclude| exclude.detect.selects(&detector.id, &detector.entity))
        .flat_map(|exclude| exclude.values.iter().map(|value| fold(value)))
        .collect();
    Ok(Standing { level, classes, excluded })
}

/// An exclude never lifts a floor nor the top level: not for any detector it selects, whatever the confidence.
fn check_excludes(policy: &Policy, program: &Program) -> Result<(), Error> {
    for exclude in policy.excludes() {
        for detector in program.detectors().filter(|d| exclude.detect.selects(&d.id, &d.entity)) {
            let standing = standing(policy, detector)?;
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
fn fold(value: &str) -> String {
    value.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}
