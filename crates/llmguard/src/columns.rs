//! Columns: what a class claims by the name it stands under, whatever it is.
//!
//! A column is a detector like any other, to classes, excludes, decisions and audit. It finds nothing in texts; in records
//! every value whose column or nearest name is called so is one finding of it, from the first to the last byte:
//!
//! ```text
//! in policies    detect = ["column:machine-id"]
//! its id         column.machine-id
//! claims         Machine_ID, machineId, MACHINE ID: case, blanks and signs do not count, nor how umlauts are written
//! its label      MACHINE_ID, so that its token is [MACHINE_ID_1]
//! ```
//!
//! A name that is the label of a built-in kind (`email`) gives findings of that kind, unless its numbers are rounded. What is
//! found counts at the level of its class.

use std::collections::{BTreeMap, HashMap};

use llmguard_policy::{Policy, Step};
use llmguard_scan::{List, Program};
use llmguard_types::{Confidence, Detector, DetectorIndex, DetectorSpec, Entity, Error, Evidence, Finding, Span};

use crate::generalize::round;
use crate::lists::{self, Named};
use crate::register::spelled_out;

/// The first segment of the ids.
const KIND: &str = "column";

/// The columns that a policy names.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    /// By their folded names.
    claims: HashMap<String, (DetectorIndex, Entity)>,
    /// The kinds that only columns have, and what their numbers are rounded to.
    steps: BTreeMap<Entity, Option<Step>>,
}

/// The detectors of the columns that a policy names.
pub(crate) fn detectors(policy: &Policy) -> Result<Vec<Named>, Error> {
    let lowest = policy.levels().next().map_or("", |(_, name)| name);
    let detector = |(name, step): (&str, Option<Step>)| {
        let entity = lists::entity_label(name);
        let is_taken = step.is_some() && Entity::from_label(&entity).is_some();
        let spec = DetectorSpec {
            title: format!("Column `{name}`"),
            entity: if is_taken { entity + "_VALUE" } else { entity },
            level: lowest.to_owned(),
            ..DetectorSpec::plain(&format!("{KIND}.{name}"), "")
        };
        Ok((Detector::from_spec(spec, None), List::Elsewhere))
    };
    named(policy).into_iter().map(detector).collect()
}

/// The columns by name, each with the coarsest step of its classes.
fn named(policy: &Policy) -> BTreeMap<&str, Option<Step>> {
    let mut named = BTreeMap::new();
    let of_excludes = policy.excludes().iter().flat_map(|exclude| exclude.detect.columns());
    named.extend(of_excludes.map(|name| (name, None)));
    for class in policy.classes() {
        for name in class.detect().columns() {
            let step = named.entry(name).or_insert(None);
            let coarser = |known: Step| class.round_to().is_none_or(|new| known.is_coarser_than(new));
            if !step.is_some_and(coarser) {
                *step = class.round_to();
            }
        }
    }
    named
}

impl Columns {
    /// Of a program that knows [`detectors`].
    pub(crate) fn new(policy: &Policy, program: &Program) -> Columns {
        let mut columns = Columns::default();
        let named = named(policy);
        for (at, detector) in program.detectors().enumerate() {
            let name = detector.id.strip_prefix(KIND).and_then(|rest| rest.strip_prefix('.'));
            let Some((name, step)) = name.and_then(|name| named.get_key_value(name)) else { continue };
            let index = DetectorIndex(u32::try_from(at).unwrap_or(u32::MAX));
            let Some(entity) = program.entity(index) else { continue };
            columns.claims.insert(folded(name), (index, entity));
            if entity.number() >= Entity::FIRST_CUSTOM {
                columns.steps.insert(entity, *step);
            }
        }
        columns
    }

    /// What is claimed of a value that stands there, under a name.
    pub(crate) fn claim(&self, name: &str, span: Span) -> Option<Finding> {
        if self.claims.is_empty() {
            return None;
        }
        let (detector, entity) = *self.claims.get(&folded(name))?;
        let evidence = Evidence::LIST.with(Evidence::CUE);
        Some(Finding { span, detector, entity, confidence: Confidence::Verified, evidence })
    }

    /// The coarser form of a value of a column; `None` for values of other kinds, and for those that hold no number.
    pub(crate) fn generalize(&self, entity: Entity, value: &str) -> Option<String> {
        self.steps.get(&entity).and_then(|step| round(value, *step))
    }
}

/// What ways of writing one name have in common.
fn folded(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' | 'ö' | 'ü' | 'ß' => folded.push_str(spelled_out(c)),
            c if c.is_alphanumeric() => folded.push(c),
            _ => {}
        }
    }
    folded
}
