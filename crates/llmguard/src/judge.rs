//! Judge: what is done with a finding, asked from left to right.
//!
//! A ruling rests on the kinds of finding in a text, so it is asked for again when a new kind turns up, and for nothing
//! else: a text of a thousand mail addresses asks once.

use std::collections::BTreeMap;
use std::sync::Arc;

use llmguard_policy::{ClassId, Transform, Verdict};
use llmguard_types::{Confidence, DetectorIndex, Finding};

use crate::check::{Before, rule};
use crate::classify::Kinds;
use crate::guard::Inner;
use crate::heading::Heading;
use crate::history::{Digest, Values};
use crate::request::Request;

/// What decides about findings.
pub(crate) enum Judge {
    /// Everything that is found is tokenised.
    Tokenize,
    /// The policy decides.
    Policy(Box<ByPolicy>),
}

pub(crate) struct ByPolicy {
    pub(crate) request: Request,
    before: Arc<Before>,
    /// Of each kind so far, the first finding and what is done with it.
    kinds: Vec<(Finding, Transform)>,
    /// The distinct values of classes that cumulate, as many as can matter, and where each was found first.
    values: BTreeMap<ClassId, BTreeMap<Digest, usize>>,
}

impl Judge {
    pub(crate) fn policy(request: Request, before: Arc<Before>) -> Judge {
        Judge::Policy(Box::new(ByPolicy { request, before, kinds: Vec::new(), values: BTreeMap::new() }))
    }

    /// Where the text is going.
    pub(crate) fn heading<'g>(&self, inner: &'g Inner) -> Heading<'g> {
        match self {
            Judge::Tokenize => Heading::default(),
            Judge::Policy(by) => inner.heading(&by.request),
        }
    }

    /// Whether the policy counts the values of a finding.
    pub(crate) fn counts(&self, inner: &Inner, finding: &Finding) -> bool {
        let mut classes = inner.standings.classes(finding).iter();
        matches!(self, Judge::Policy(_)) && classes.any(|class| inner.policy.cumulates(*class))
    }

    /// Takes a finding, and its value where that is counted. `None` if it may not go, or if for its sake another may not
    /// that has gone already.
    pub(crate) fn take(&mut self, inner: &Inner, finding: &Finding, value: Option<Digest>) -> Option<Transform> {
        let Judge::Policy(by) = self else { return Some(Transform::Tokenize) };
        let counted = by.count(inner, finding, value);
        let known = by.kinds.iter().position(|(known, _)| kind(known) == kind(finding));
        if let Some((_, transform)) = known.and_then(|at| by.kinds.get(at)).filter(|_| counted.is_empty()) {
            return Some(*transform);
        }
        let new = if known.is_none() { Some(*finding) } else { None };
        let found: Vec<Finding> = by.kinds.iter().map(|(finding, _)| *finding).chain(new).collect();
        let kinds = Kinds::of(&inner.standings, &found, inner.heading(&by.request));
        let ruling = rule(inner, &by.request, &kinds, &by.own(), &by.before);
        let mut now = found.iter().map(|finding| kinds.transform(&ruling, finding));
        let others = by.kinds.iter().zip(&mut now).all(|((_, before), now)| *before == now);
        if ruling.verdict > Verdict::Transform || !others {
            by.uncount(&counted);
            return None;
        }
        match known.and_then(|at| by.kinds.get(at)) {
            Some((_, transform)) => Some(*transform),
            None => {
                let transform = now.next()?;
                by.kinds.push((*finding, transform));
                Some(transform)
            }
        }
    }

    /// The distinct values of each class so far.
    pub(crate) fn values(&self) -> Values {
        if let Judge::Policy(by) = self { by.own() } else { Values::new() }
    }

    /// What is done with a finding that was taken.
    pub(crate) fn transform(&self, finding: &Finding) -> Transform {
        match self {
            Judge::Tokenize => Transform::Tokenize,
            Judge::Policy(by) => {
                let known = by.kinds.iter().find(|(known, _)| kind(known) == kind(finding));
                known.map_or(Transform::Block, |(_, transform)| *transform)
            }
        }
    }

    /// Forgets the kinds that first turned up at or behind a place.
    pub(crate) fn forget_from(&mut self, place: usize) {
        if let Judge::Policy(by) = self {
            by.kinds.retain(|(first, _)| first.span.start < place);
            by.values.values_mut().for_each(|values| values.retain(|_, first| *first < place));
        }
    }

    /// The class of a finding that an answer may not show: the policy forbids it, or rewrites it there and it was `revealed`.
    pub(crate) fn unshown<'p>(&self, inner: &'p Inner, finding: &Finding, revealed: bool) -> Option<&'p str> {
        let Judge::Policy(by) = self else { return None };
        let classes = inner.standings.classes(finding);
        if let Some(class) = classes.iter().find(|class| inner.policy.output_forbids(**class)) {
            return Some(inner.policy.class_name(*class));
        }
        let first = classes.first().filter(|_| revealed)?;
        let kinds = Kinds::of(&inner.standings, &[*finding], Heading::default());
        let ruling = rule(inner, &by.request, &kinds, &by.own(), &by.before);
        (kinds.transform(&ruling, finding) > Transform::Keep).then(|| inner.policy.class_name(*first))
    }
}

impl ByPolicy {
    /// Remembers a value that has not been there yet. Returns the classes it is new to.
    fn count(&mut self, inner: &Inner, finding: &Finding, value: Option<Digest>) -> Vec<(ClassId, Digest)> {
        let Some(value) = value else { return Vec::new() };
        let is_new = |class: &ClassId| {
            let known = self.values.entry(*class).or_default();
            let new = known.len() < inner.policy.cumulates_to(*class) as usize && !known.contains_key(&value);
            if new {
                known.insert(value, finding.span.start);
            }
            new
        };
        let classes = inner.standings.classes(finding).iter().copied();
        classes.filter(is_new).map(|class| (class, value)).collect()
    }

    fn uncount(&mut self, counted: &[(ClassId, Digest)]) {
        for (class, value) in counted {
            self.values.entry(*class).or_default().remove(value);
        }
    }

    /// The distinct values of each class so far.
    fn own(&self) -> Values {
        let known = self.values.iter().filter(|(_, values)| !values.is_empty());
        known.map(|(class, values)| (*class, values.keys().copied().collect())).collect()
    }
}

fn kind(finding: &Finding) -> (DetectorIndex, Confidence) {
    (finding.detector, finding.confidence)
}
