//! Names: a compact tagger for names of people and places that no cue announces.
//!
//! `Bitte Frau Huber anrufen` has a cue, and detectors find it. In `Gestern hat Katharina Brandstetter angerufen` nothing
//! but the words themselves and their neighbours say that it is a name. A linear-chain conditional random field decides,
//! with whole numbers alone: the same spans on every machine.
//!
//! ```text
//! text        Gestern hat Katharina Brandstetter angerufen.
//! runs        ~~~~~~~     ~~~~~~~~~~~~~~~~~~~~~~               words with capitals that are not merely ordinary
//! promise                 does any word look like a name by itself?
//! features                word, ending, gazetteer, neighbours …  32 hashes a word
//! weights                 one row of 7 bytes for each hash that training kept
//! decoding                the best labels of the run             Person Person
//! ```
//!
//! Each step is a module: `token` and `folded`, `run`, `features`, `model`, `decode`. The weights are trained by
//! `llmguard-names-train` and lie in `weights.bin`. Organisations are learned, too, so that they are not taken for people; they
//! are not reported.
//!
//! # How sure a name is
//!
//! By how much the best labels with it are better than those without: its margin. From 400 on it is [`Name::sure`]. Of the
//! names tagged in the evaluation sets of `make names` at the point `balanced`, so many touch one that is marked:
//!
//! | margin from | share | of so many |
//! |--:|--:|--:|
//! | 0 | 0.577 | 293 |
//! | 50 | 0.625 | 320 |
//! | 100 | 0.743 | 549 |
//! | 200 | 0.738 | 519 |
//! | 300 | 0.854 | 569 |
//! | 400 | 0.914 | 987 |
//! | 600 | 0.968 | 760 |
//! | 800 | 0.966 | 626 |
//!
//! A place needs a margin of 500, 300 or 100 at the points `precise`, `balanced` and `thorough`. From 300 on, 79 to 90 of 100
//! are right in the training text that `llmguard-names-train try` keeps apart, by file, and in the evaluation sets 98 in
//! prompts, 88 in GermEval, 76 and 79 in English and German UNER.
//!
//! # What a name may depend on
//!
//! On [`LEFT`] bytes before it and [`RIGHT`] behind its begin, and on where the run before ended, which reaches no
//! further back than the row of capitals it is part of.

mod decode;
mod features;
mod folded;
mod gazetteer;
mod letters;
mod model;
mod run;
mod tagger;
mod token;
#[doc(hidden)]
pub mod training;

pub use tagger::{Name, Scratch, Tagger};

/// How many bytes before a run its names may depend on.
pub const LEFT: usize = 256;

/// How many bytes behind the first byte of a run its names may depend on.
pub const RIGHT: usize = 2048;
