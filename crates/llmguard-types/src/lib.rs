//! The vocabulary of llmguard: the words that every other crate speaks, and nothing that acts.
//!
//! Text goes in, [`Finding`]s come out. A [`Detector`] says what to look for, an [`Entity`] says what kind
//! of thing that is, a [`Span`] says where it was, [`Confidence`] how sure the engine is and [`Evidence`] why.
//! Whatever goes wrong is an [`Error`] with a stable [`Code`].
//!
//! Positions are bytes of the original UTF-8 everywhere inside; [`OffsetUnit`] names what a caller may ask for
//! and [`convert_spans`] is the one place that translates.
//!
//! ```
//! use llmguard_types::{Confidence, Entity, Span};
//!
//! let span = Span::new(5, 32);
//! assert_eq!(span.len(), 27);
//! assert_eq!(Entity::from_label("IBAN"), Some(Entity::IBAN));
//! assert!(Confidence::Verified > Confidence::Medium);
//! ```

mod confidence;
mod detector;
mod entity;
mod error;
mod evidence;
mod finding;
mod names;
pub mod pattern;
mod schema;
mod span;

pub use confidence::Confidence;
pub use detector::{Accept, Begins, Bounds, Detector, DetectorIndex, Lexicon, MAX_WORD, Validate, is_detector_id};
pub use entity::{Entities, Entity};
pub use error::{Code, Error};
pub use evidence::Evidence;
pub use finding::Finding;
pub use names::Names;
pub use schema::{DetectorFile, DetectorSpec};
pub use span::{OffsetUnit, Span, convert_spans};
