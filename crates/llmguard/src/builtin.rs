//! Built-ins: the catalogue with the plans that were worked out when the library was built.

use std::borrow::Cow;

use llmguard_scan::Plan;
use llmguard_types::Detector;

/// The plans of the catalogue's detectors, in their order.
const PLANS: &[Plan] = include!(concat!(env!("OUT_DIR"), "/plans.rs"));

/// Every built-in detector, planned.
pub(crate) fn planned() -> impl Iterator<Item = (Detector, Plan)> {
    llmguard_catalog::detectors().iter().cloned().zip(PLANS.iter().cloned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_detector_has_its_own_plan() {
        assert_eq!(PLANS.len(), llmguard_catalog::detectors().len());
        for (detector, plan) in planned() {
            assert_eq!(Plan::of(&detector).as_ref(), Ok(&plan), "{}", detector.id);
        }
    }
}
