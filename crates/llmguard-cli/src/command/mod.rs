//! Commands: one file a verb, and what some of them share.

pub(crate) mod check;
pub(crate) mod classify;
mod csv;
pub(crate) mod detectors;
pub(crate) mod dictionary;
pub(crate) mod explain;
pub(crate) mod fingerprint;
mod list;
pub(crate) mod matching;
pub(crate) mod policy;
mod records;
pub(crate) mod redact;
pub(crate) mod redteam;
pub(crate) mod scan;
