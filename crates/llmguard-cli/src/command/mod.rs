//! Commands: one file a verb.

pub(crate) mod check;
pub(crate) mod detectors;
pub(crate) mod dictionary;
pub(crate) mod explain;
pub(crate) mod policy;
pub(crate) mod redact;
pub(crate) mod scan;
