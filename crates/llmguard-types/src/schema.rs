//! Schema: a detector file as it is written, before names are resolved.
//!
//! ```toml
//! [[detector]]
//! id         = "id.xx.badge"
//! title      = "Badge number"
//! entity     = "BADGE_NUMBER"
//! level      = "confidential"
//! pattern    = 'BG-[0-9]{6}'
//! references = ["plant handbook, section 4"]
//! match      = ["badge BG-${digits:6}"]
//! reject     = ["BG-12345"]
//! ```

use serde::{Deserialize, Serialize};

use crate::Bounds;

/// A detector file: families of built-ins and users' own files have this one form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DetectorFile {
    /// The detectors, in any order.
    pub detector: Vec<DetectorSpec>,
}

/// One table of a detector file. The fields are those of [`Detector`](crate::Detector).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DetectorSpec {
    /// Two or three segments of `[a-z0-9-]`.
    pub id: String,
    /// One line for people.
    pub title: String,
    /// Label of the kind.
    pub entity: String,
    /// Default level by name.
    pub level: String,
    /// ISO 3166 alpha-2 codes.
    #[serde(default)]
    pub regions: Vec<String>,
    /// Bounded context before.
    #[serde(default)]
    pub lead: String,
    /// The finding.
    pub pattern: String,
    /// Bounded context behind.
    #[serde(default)]
    pub tail: String,
    /// What must stand on either side.
    #[serde(default)]
    pub bounds: Bounds,
    /// Longest match in bytes, for a pattern with an open repeat.
    #[serde(default)]
    pub max_len: Option<u32>,
    /// Whether the pattern begins with text that hardly occurs otherwise.
    #[serde(default)]
    pub prefix: bool,
    /// What the bare shape is worth.
    #[serde(default = "one")]
    pub strength: u32,
    /// Name of a validator.
    #[serde(default)]
    pub validate: Option<String>,
    /// Cue words.
    #[serde(default)]
    pub cues: Vec<String>,
    /// Whether digits need a cue before them: see [`Detector::announced`](crate::Detector::announced).
    #[serde(default)]
    pub announced: bool,
    /// Name of a lexicon: see [`Detector::begins`](crate::Detector::begins).
    #[serde(default)]
    pub begins: Option<String>,
    /// Entities whose words are found again: see [`Detector::mentions`](crate::Detector::mentions).
    #[serde(default)]
    pub mentions: Vec<String>,
    /// Published examples, which are nobody's: see [`Detector::specimens`](crate::Detector::specimens).
    #[serde(default)]
    pub specimens: Vec<String>,
    /// Where the format is written down.
    pub references: Vec<String>,
    /// Vectors that must be found.
    #[serde(rename = "match")]
    pub matches: Vec<String>,
    /// Vectors in which nothing may be found.
    #[serde(rename = "reject")]
    pub rejects: Vec<String>,
}

fn one() -> u32 {
    1
}

impl DetectorSpec {
    /// A detector with nothing but an id and a pattern: for tests and examples of the engine.
    #[must_use]
    pub fn plain(id: &str, pattern: &str) -> DetectorSpec {
        DetectorSpec {
            id: id.to_owned(),
            title: String::new(),
            entity: String::from("OTHER_PII"),
            level: String::from("confidential"),
            regions: Vec::new(),
            lead: String::new(),
            pattern: pattern.to_owned(),
            tail: String::new(),
            bounds: Bounds::Token,
            max_len: None,
            prefix: false,
            strength: 1,
            validate: None,
            cues: Vec::new(),
            announced: false,
            begins: None,
            mentions: Vec::new(),
            specimens: Vec::new(),
            references: Vec::new(),
            matches: Vec::new(),
            rejects: Vec::new(),
        }
    }
}
