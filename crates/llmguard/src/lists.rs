//! Lists: what a customer brings to be found, under the names that policies use.
//!
//! A list called `suppliers` is a detector like any other, to classes, excludes, decisions and audit:
//!
//! ```text
//! given as      Guard::builder().dictionary("suppliers", …)    llmguard check --dictionary suppliers=FILE
//! its id        dict.suppliers
//! in policies   detect = ["dict:suppliers"]
//! its label     SUPPLIERS, so that its token is [SUPPLIERS_1]
//! ```
//!
//! Tables for exact data match are `match:customers`, fingerprints of documents `fingerprint:contracts`.
//!
//! A name that is the label of a built-in kind (`organization`) gives findings of that kind. What is found counts as
//! confidential unless a class raises it. Excludes take a dictionary among their values: `values = ["dict:products"]`.

use std::sync::Arc;

use llmguard_policy::Policy;
use llmguard_scan::{Dictionary, List, Program};
use llmguard_types::{Code, Detector, DetectorSpec, Error, Span, is_detector_id};

/// The level of what a list finds.
const LEVEL: &str = "confidential";

/// A passage of a document in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct DocumentPassage<'g> {
    /// Where in the text, in bytes: the span of the finding.
    pub span: Span,
    /// The id of the detector that found it, `fingerprint.contracts`.
    pub detector: &'g str,
    /// The label of the document, as it was given when the fingerprints were made.
    pub document: &'g str,
}

/// The passages of documents in a text, as the lists of a program find them, in order.
pub(crate) fn passages<'g>(program: &'g Program, text: &str) -> Vec<DocumentPassage<'g>> {
    let mut all = Vec::new();
    for (detector, list) in program.lists() {
        let List::Fingerprints(prints) = list else { continue };
        all.extend(prints.passages(text).into_iter().map(|passage| DocumentPassage {
            span: passage.span,
            detector: &detector.id,
            document: prints.label(passage.document).unwrap_or_default(),
        }));
    }
    all.sort_by_key(|passage| (passage.span, passage.detector));
    all
}

/// A list and the detector it is.
pub(crate) type Named = (Detector, List);

/// The detector that a list is, by its kind and name.
pub(crate) fn detector(kind: &str, name: &str) -> Result<Detector, Error> {
    let id = format!("{kind}.{name}");
    if !is_detector_id(&id) {
        return Err(Error::new(Code::DetectorId, "the name of a list has something else than [a-z0-9-] in it")
            .mend("call it `suppliers` or `own-products`"));
    }
    let spec = DetectorSpec {
        title: format!("List `{name}`"),
        entity: entity_label(name),
        level: LEVEL.to_owned(),
        ..DetectorSpec::plain(&id, "")
    };
    Ok(Detector::from_spec(spec, None))
}

/// The label of what is found under a name.
pub(crate) fn entity_label(name: &str) -> String {
    let label = name.to_ascii_uppercase().replace(['-', '.'], "_");
    if label.starts_with(|c: char| c.is_ascii_uppercase()) { label } else { format!("LIST_{label}") }
}

/// Makes sure that everything the policy names is there: what is not looked for cannot be denied.
pub(crate) fn check_named(policy: &Policy, program: &Program) -> Result<(), Error> {
    let of_classes = policy.classes().iter().map(|class| (class.detect(), class.line()));
    let of_excludes = policy.excludes().iter().map(|exclude| (&exclude.detect, exclude.line));
    let known: Vec<(&str, &str)> = program.detectors().map(|detector| (&*detector.id, &*detector.entity)).collect();
    for (list, line) in of_classes.chain(of_excludes) {
        if let Some(id) = list.lists().find(|id| program.detectors().all(|detector| detector.id != **id)) {
            return Err(missing(id).at_line(line));
        }
        if let Some(word) = list.idle(&known) {
            return Err(Error::new(
                Code::PolicySelector,
                format!("the policy names `{word}`, and no detector is called so"),
            )
            .mend("correct the name (`llmguard detectors list` has all), or give the detectors that it means")
            .at_line(line));
        }
    }
    Ok(())
}

/// The dictionary that a value of an exclude names (`dict:products`); `None` for a plain value.
pub(crate) fn excluded(value: &str, program: &Program) -> Result<Option<Arc<Dictionary>>, Error> {
    let Some(name) = value.strip_prefix("dict:") else { return Ok(None) };
    let id = format!("dict.{name}");
    match program.lists().find(|(detector, _)| detector.id == id) {
        Some((_, List::Dictionary(dictionary))) => Ok(Some(Arc::clone(dictionary))),
        _ => Err(missing(&id)),
    }
}

fn missing(id: &str) -> Error {
    let named = id.replacen('.', ":", 1);
    Error::new(Code::PolicySelector, format!("the policy names `{named}`, a list that the guard was not given"))
        .mend("give the list under this name, or remove it from the policy")
}
