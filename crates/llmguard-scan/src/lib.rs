//! The engine of llmguard: finds what detectors describe, in one pass over the text.
//!
//! # The idea
//!
//! A catalogue holds hundreds of patterns; running each of them over the whole text costs patterns × bytes. Engines
//! that join all patterns into one automaton pay per byte instead, and as soon as one pattern begins with a mere digit
//! they pay dearly, because then the automaton is busy everywhere. This engine asks of every byte only what a few vector
//! instructions can answer for 64 bytes at once, *may something begin here?*, and spends its time where the answer is
//! yes: cost is per candidate, not per byte and not per pattern.
//!
//! | step | modules | question |
//! |---|---|---|
//! | compile | `plan`, `literals`, `anchor`, `nfa`, `automaton`, `group`, `heads`, `prints`, `shared`, `image` | where is a detector tried, and how is it verified? |
//! | 2 | `simd`, `blocks`, `bitmap`, `candidates`, `words`, `shape` | where could any detector start? |
//! | 3 | `verify` | does the pattern match there, and exactly how far? |
//! | 4 | `verify` | do check digits and structure hold? |
//! | 5 | `context`, `cue` | does a cue word stand nearby? |
//! | 2–5 | `list`, `dictionary`, `matching`, `fingerprint` | what of the customer's own lists stands there? |
//! | 5 | `mention` | do words of earlier findings come again? |
//! | 6 | [`resolve()`] | which finding is reported where several overlap? |
//!
//! (Step 1, views, is the façade's. `stream` runs the others over a text that arrives in pieces, and `open` says how far
//! that can be decided.)
//!
//! # One worked example
//!
//! Two detectors. `key` is `ghp_[A-Za-z0-9]{36}`; `iban` is `[A-Z]{2}[0-9]{2}(?: ?[0-9]{4}){4} ?[0-9]{2}` with a mod 97
//! validator and the cue `iban`. The text is `IBAN DE89 3704 0044 0532 0130 00 ok`.
//!
//! **Compile.** `key` begins with text, so its trigger is the literal `ghp_`, in small letters and with two letters or
//! digits behind it, as every match has them. `iban` does not; but every match has a digit among the bytes 1 to 6
//! behind its first, which is rare enough: its trigger is that property, together with what its first four bytes may
//! be. All detectors without literals share automata: those that may begin with a digit by the shapes of their
//! numbers, the others by property.
//!
//! **Step 2.** The block pass looks up the class of every byte and writes one bitmap a class; arithmetic on bitmaps
//! makes the places where something is tried:
//!
//! ```text
//! text         I B A N   D E 8 9   3 7 0 4   0 0 4 4  …
//! word         1 1 1 1 . 1 1 1 1 . 1 1 1 1 . 1 1 1 1
//! begins       1 . . . . 1 . . . . 1 . . . . 1 . . .   no word character before
//! digit        . . . . . . . 1 1 . 1 1 1 1 . 1 1 1 1
//! digit ahead  . 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1   a digit here or among the next six
//! print        . . . . . 1 . . . . . . . . . . . . .   the first four bytes fit such a detector
//! code         . . . . . 1 . . . . . . . . . . . . .   begins and digit ahead and print
//! number       . . . . . . . . . . 1 . . . . 1 . . .   begins and digit
//! literal      . . . . . . . . . . . . . . . . . . .   the first four bytes, hashed, are those of `ghp_`
//! ```
//!
//! At 5 the automaton of the codes is asked: it accepts, for `iban`, up to 32, and nowhere else. At 10, 15 … the shape
//! of the number (4 digits, a blank, 4 digits, a blank) begins no match of the numbers. One candidate.
//!
//! **Step 3.** The group's automaton has said where the match ends; otherwise the detector's own would be asked.
//!
//! **Step 4.** The validator accepts all 27 bytes with strength 97.
//!
//! **Step 5.** Only now are cue words looked for, and only around the finding: `IBAN` ends within 64 bytes left of 5,
//! on the same line. Strength and cue raise `Low` twice: `High`.
//!
//! **Step 6.** Nothing overlaps, so the finding 5..32 is reported.
//!
//! # What a finding may depend on
//!
//! A finding of a detector depends on [`Program::left`] bytes before it and [`Program::right`] bytes behind it, and on
//! where that detector's previous finding ended; on nothing else, except that a mention depends on the last
//! [`MAX_MENTIONED`] words of earlier findings. Streams are built on that. No finding but a mention depends on other
//! detectors, and none on the instruction set or on whether the program was compiled or loaded from an [`Image`].
//!
//! # Untrusted input
//!
//! Text may be hostile. Time and memory are linear in its length: a match has at most [`MAX_MATCH`] bytes, so that
//! each candidate costs a bounded amount of work, and every position is a candidate of a detector at most once. The
//! dearest of some fifteen thousand floods costs under 3 µs a byte (`make bench`).
//! Patterns may come from users: the nondeterministic automaton of each is limited to [`MAX_AUTOMATON`] bytes, the
//! tables of a detector to 1 MiB, those that detectors share to 2 MiB for each 64 of them, and what is built on the way
//! to 24 MiB. What needs more is searched without tables, slowly. Nothing backtracks without bound.

mod anchor;
mod automaton;
mod bitmap;
mod blocks;
mod candidates;
mod compile;
mod context;
mod cue;
mod dictionary;
mod fingerprint;
mod group;
mod heads;
mod image;
mod letters;
mod list;
mod literals;
mod matching;
mod mention;
mod nfa;
mod open;
mod plan;
mod prints;
mod program;
mod resolve;
mod scanner;
mod sealed;
mod set;
mod shape;
mod shared;
mod simd;
mod starters;
mod stream;
mod verify;
mod words;

pub use dictionary::{Dictionary, DictionaryBuilder, DictionaryInfo, ListKey, MAX_TERM, MAX_TERMS};
pub use fingerprint::{
    Fingerprints, FingerprintsBuilder, FingerprintsInfo, MAX_DOCUMENTS, MAX_FINGERPRINTS, MAX_LABEL, Passage,
};
pub use image::Image;
pub use list::List;
pub use matching::{MAX_COLUMNS, Matching, MatchingBuilder, MatchingInfo, WINDOW};
pub use plan::Cost;
pub use program::Program;
pub use resolve::{Cluster, clusters, resolve};
pub use scanner::{Scan, Scanner, Statistics};
#[doc(hidden)]
pub use simd::Isa;
pub use stream::Stream;

/// The longest match of a detector, lead and tail included, in bytes.
pub const MAX_MATCH: usize = 8192;

/// How far left of a finding a cue word may begin, in bytes; at most one line break may lie between.
pub const CUE_LEFT: usize = 64;

/// How far right of a finding a cue word may end, in bytes; on the same line.
pub const CUE_RIGHT: usize = 24;

/// How many words of earlier findings a detector of mentions knows at a time.
pub const MAX_MENTIONED: usize = 64;

/// After how many bytes a chain of overlapping findings is closed.
pub const MAX_CHAIN: usize = 8192;

/// The largest nondeterministic automaton a pattern may need, in bytes.
pub const MAX_AUTOMATON: usize = 256 * 1024;
