//! Catalogue: what llmguard looks for.
//!
//! Detectors are data. Each family is one file of `catalog/*.toml`, compiled by `build.rs` into a const table;
//! nothing is parsed when a program starts. A detector whose digits can be checked names a [validator](validators),
//! a plain function in `src/validators/`. To add a detector, add a table; only a new algorithm needs code. There is
//! no list to extend anywhere.
//!
//! Vectors are [templates](template), so that no file of this repository holds anything that looks like a live
//! secret.
//!
//! ```
//! use llmguard_catalog::{detectors, template, validator};
//!
//! let iban = detectors().iter().find(|d| d.id == "bank.iban").ok_or("no such detector")?;
//! let value = template::expand("${iban:DE}", 7)?;
//! let accept = iban.validate.ok_or("no validator")?(value.as_bytes()).ok_or("not valid")?;
//! assert_eq!(accept.len, 22);
//! assert!(validator("iban").is_some());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod brand;
mod calendar;
pub mod canary;
mod characters;
mod checks;
mod countries;
mod courts;
mod credentials;
mod digits;
mod districts;
mod encoding;
mod greeting;
mod lexicon;
mod months;
mod numbering;
mod orders;
mod phrases;
mod place_hash;
mod placeholder;
mod places;
mod seed_words;
pub mod target;
pub mod template;
mod word_list;
mod words;

/// Validators: one plain function for each algorithm, found by name.
///
/// Each takes the bytes of a pattern's match, ignores the separators it expects and says how many bytes belong to
/// the finding and what that is worth. The modules behind them are the files of `src/validators/`.
pub mod validators {
    include!(concat!(env!("OUT_DIR"), "/validators.rs"));
}

use llmguard_types::{Begins, Detector, Validate};

pub use crate::brand::brand;
pub use crate::greeting::greeting;

/// The generated table.
mod generated {
    use std::borrow::Cow;

    use llmguard_types::{Bounds, Detector};

    include!(concat!(env!("OUT_DIR"), "/catalog.rs"));
}

/// Every built-in detector, ordered by id.
#[must_use]
pub fn detectors() -> &'static [Detector] {
    generated::DETECTORS
}

/// The validator of this name, for the `validate` key of users' detector files.
#[must_use]
pub fn validator(name: &str) -> Option<Validate> {
    validators::by_name(name)
}

/// The words of this name, for the `begins` key of users' detector files: `given-name`, `only-given-name` (no
/// ordinary word) or `family-name`.
#[must_use]
pub fn begins(name: &str) -> Option<Begins> {
    lexicon::by_name(name)
}
