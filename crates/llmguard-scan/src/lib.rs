//! The engine of llmguard: finds what detectors describe, in one pass over the text.
//!
//! # The idea
//!
//! A catalogue holds hundreds of patterns; running each of them over the whole text costs patterns × bytes. This
//! engine asks one question of every byte instead: *could any detector begin here?* Only where the answer is yes is
//! that one detector's pattern tried, anchored, in a window of known length. Steps 2 to 6 of the way of one text
//! (see `DESIGN.md`) live here, one module each:
//!
//! | step | module | question |
//! |---|---|---|
//! | 2 | `candidates` | where could any detector start? |
//! | 3 | `verify` | does the pattern match there, and exactly how far? |
//! | 4 | `verify` | do check digits and structure hold? |
//! | 5 | `context` | does a cue word stand nearby? |
//! | 6 | [`resolve()`] | which finding is reported where several overlap? |
//!
//! # One worked example
//!
//! `IBAN DE89 3704 0044 0532 0130 00 ok`, one detector with the pattern `DE[0-9]{2}(?: ?[0-9]{4}){4} ?[0-9]{2}`, a
//! mod 97 validator and the cue `iban`.
//!
//! 1. When the program is compiled, the pattern's first bytes are worked out: `de0` … `de9`. They and the cue go into
//!    one Aho-Corasick automaton, folded to lower case.
//! 2. *candidates*: the automaton reports the cue at 0..4 and `DE8` at 5. One candidate: (5, this detector).
//! 3. *verify*: the pattern, anchored at 5, ends at 32.
//! 4. *validate*: the validator accepts all 27 bytes with strength 97.
//! 5. *context*: the cue ends within 64 bytes left of 5, on the same line. Strength and cue raise `Low` twice: `High`.
//! 6. *resolve*: nothing overlaps, so the finding 5..32 is reported.
//!
//! # What a finding may depend on
//!
//! A finding of a detector depends on [`Program::left`] bytes before it and [`Program::right`] bytes behind it, and on
//! where that detector's previous finding ended; on nothing else. Streams are built on that.
//!
//! # Untrusted input
//!
//! Text may be hostile. Time and memory are linear in its length: a match has at most [`MAX_MATCH`] bytes, so that
//! each candidate costs a bounded amount of work, and every position is a candidate of a detector at most once.
//! Patterns may come from users: their automata are limited to [`MAX_AUTOMATON`] bytes, and nothing backtracks without
//! bound.

mod candidates;
mod compile;
mod context;
mod cue;
mod dictionary;
mod program;
mod resolve;
mod scanner;
mod starts;
mod trigger;
mod verify;

pub use dictionary::{Dictionary, DictionaryBuilder, DictionaryInfo, DictionaryKey, MAX_TERM, MAX_TERMS};
pub use program::Program;
pub use resolve::{Cluster, clusters, resolve};
pub use scanner::{Scan, Scanner, Statistics};
pub use trigger::Plan;

/// The longest match of a detector, lead and tail included, in bytes.
pub const MAX_MATCH: usize = 8192;

/// How far left of a finding a cue word may begin, in bytes; at most one line break may lie between.
pub const CUE_LEFT: usize = 64;

/// How far right of a finding a cue word may end, in bytes; on the same line.
pub const CUE_RIGHT: usize = 24;

/// After how many bytes a chain of overlapping findings is closed.
pub const MAX_CHAIN: usize = 8192;

/// The largest automaton a pattern may need, in bytes.
pub const MAX_AUTOMATON: usize = 256 * 1024;
