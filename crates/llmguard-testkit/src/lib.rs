//! Oracle, generators and fuzz bodies for llmguard's tests; never published.
//!
//! The [`oracle`] says what is right, slowly: every detector alone, at every position, with the simplest engine there
//! is. [`texts`] makes texts in which something is to be found, and near misses of it. [`fakes`] are detectors that an
//! engine test can be read with: "foo", "badge", "secret". [`mod@fuzz`] holds what must be true of any bytes.

// Test support may stop on a broken assumption; that is its report.
#![expect(clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, reason = "test support stops loudly")]

pub mod disguise;
pub mod fakes;
pub mod fuzz;
pub mod golden;
pub mod golden_header;
pub mod oracle;
pub mod rewriting;
pub mod streams;
pub mod texts;
mod vault_file;

/// The Rust example of README.md, run as a documentation test.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
pub struct Readme;
