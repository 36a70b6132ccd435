//! Benches: what llmguard's measurements are made of. `benches/README.md` says how they are run and read.
//!
//! | module | holds |
//! |---|---|
//! | [`Corpus`] | texts that know what is to be found in them, for criterion |
//! | [`corpora`] | the five texts that all engines are given |
//! | [`detectors`] | the catalogue, padded with generated detectors to any number |
//!
//! Everything is made from a seed and is the same on every machine.

pub mod corpora;
pub mod detectors;
mod planted;
mod random;

pub use planted::{Corpus, SIZES};
