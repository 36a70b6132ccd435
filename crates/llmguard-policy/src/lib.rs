//! Policies of llmguard: what may go where, who may send it, and what is done with it before.
//!
//! A policy is a TOML file that a data owner can read. It puts what the detectors find into *classes*, gives every
//! class a *level*, says which *destinations* there are and up to which level each may see (its *ceiling*), which
//! *roles* may use them, and which *transforms* are applied on the way. This crate parses it and decides; it never
//! sees a text, only the names and levels of what was found in one.
//!
//! ```
//! use llmguard_policy::{Ask, Found, Policy, Transform, Verdict};
//!
//! let policy = Policy::parse(r#"
//!     format = 1
//!     id = "quotes"
//!     version = "1"
//!     levels = ["public", "internal", "confidential", "never"]
//!
//!     [residual]                      # what the destination still sees after a transform
//!     tokenize = "internal"
//!
//!     [classes]
//!     secret = { level = "never", detect = ["secret.*"] }
//!     person = { level = "confidential", detect = ["person.*", "contact.*"] }
//!
//!     [destinations]
//!     plant = { ceiling = "confidential" }
//!     cloud = { ceiling = "internal" }
//!
//!     [roles]
//!     buyer = { destinations = ["cloud", "plant"] }
//!
//!     [[transform]]
//!     classes = ["person"]
//!     destinations = ["cloud"]
//!     do = "tokenize"
//!
//!     [[transform]]
//!     classes = ["secret"]
//!     destinations = ["*"]
//!     do = "block"
//!     floor = true
//!
//!     [[test]]
//!     name = "a password goes nowhere"
//!     given = { role = "buyer", destination = "plant", found = ["secret"] }
//!     expect = "deny"
//! "#)?;
//! for outcome in policy.run_tests() {
//!     outcome.check()?;
//! }
//!
//! let person = [policy.class("person")?];
//! let found = [Found { classes: &person, level: policy.lowest() }];
//! let ruling = policy.decide(&Ask { roles: &["buyer"], destination: "cloud", ..Ask::default() }, &found);
//! assert_eq!(ruling.verdict, Verdict::Transform);
//! assert_eq!(ruling.transforms, [Transform::Tokenize]);
//! assert_eq!(ruling.reasons[0].message(), "class `person` is tokenized for destination `cloud`");
//! assert_eq!(ruling.destinations[1].verdict, Verdict::Allow); // at the plant, nothing needs to be changed
//! # Ok::<(), llmguard_types::Error>(())
//! ```
//!
//! # How it decides
//! Three ordered scales, and on each the greater value wins, so the order of rules never matters:
//!
//! - levels, as many as the policy names;
//! - transforms: `keep < generalize < mask < tokenize < redact < block`;
//! - verdicts: `allow < transform < approval < deny`.
//!
//! What is found is judged kind by kind. Its level is the highest of its detector and its classes; its transform the
//! strictest of all rules for its classes at the destination. What the destination then sees is the level, lowered to
//! `residual` of that transform. Above the ceiling means `deny`, and so does `block`. The top level is lowered by
//! nothing but `redact`. Whatever is unknown (role, destination, purpose, class) is denied.
//!
//! # What a further rule can do
//! It never weakens the transform of anything, and a `deny` for any cause but the ceiling stays. A `deny` for the ceiling
//! may become `transform`: that is what transforms are for, and what goes out then was changed by a stricter one.
//!
//! # What is refused
//! Keys the format does not know (`P002`, with what was probably meant): nothing is ignored. Every key is listed in
//! `FORMAT.md`, and for editors in `policy.schema.json`. A policy may be written in TOML or in JSON. What is a fact for
//! people (`model`, `contract`, owners …) or for those who keep records (`audit`, `retention`) is checked and handed out.

mod admit;
mod ask;
mod because;
mod canonical;
mod cause;
mod class;
mod decide;
mod diff;
mod direction;
mod document;
mod exclude;
mod explain;
mod extend;
mod facts;
#[cfg(feature = "grants")]
mod grant;
mod json_reader;
mod keys;
mod labels;
mod language;
mod level;
mod lint;
mod matrix;
mod mode;
mod names;
mod near;
mod outcome;
mod parse;
mod policy;
mod published;
mod quote;
mod reason;
mod rule;
mod ruling;
mod schema;
mod scope;
mod selectors;
mod settings;
mod space;
mod tell;
mod templates;
mod tokens;
mod toml_reader;
mod transform;
mod verdict;
mod words;

pub use ask::{Ask, Found};
pub use class::{Class, ClassId, Step};
pub use diff::{CellChange, Diff, SettingChange};
pub use direction::Direction;
pub use exclude::Exclude;
pub use facts::{Audit, Budget, Destination, Keeping, Recorded, Retention, Source, Tool};
#[cfg(feature = "grants")]
pub use grant::{
    Grant, GrantKind, GrantLedger, MemoryLedger, Signer, Situation, SpendError, Spending, Statement, TOLERANCE,
};
pub use language::Language;
pub use level::Level;
pub use lint::Lint;
pub use matrix::Matrix;
pub use mode::Mode;
pub use outcome::{Test, TestOutcome};
pub use policy::Policy;
pub use reason::Reason;
pub use rule::{Approval, Unlock};
pub use ruling::{Route, Ruling};
pub use selectors::Selectors;
pub use space::{Answer, Cell, Subject};
pub use tokens::Tokens;
pub use transform::Transform;
pub use verdict::Verdict;
