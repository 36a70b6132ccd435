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
//!
//! What many patterns of a file have in common is written once, as a part, and stands in them by its name in braces:
//!
//! ```
//! use llmguard_types::{DetectorFile, DetectorSpec};
//! let part = [("site".to_owned(), "HH|B|M".to_owned())].into();
//! let file = DetectorFile { part, detector: vec![DetectorSpec::plain("id.xx.badge", "{site}-[0-9]{6}")] };
//! assert_eq!(file.detectors()?[0].pattern, "(?:HH|B|M)-[0-9]{6}");
//! # Ok::<(), llmguard_types::Error>(())
//! ```

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Bounds, Code, Error};

/// A detector file: families of built-ins and users' own files have this one form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DetectorFile {
    /// Parts of patterns by name, `[a-z-]+`: `{name}` in a lead, a pattern or a tail. A part holds no other part.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub part: BTreeMap<String, String>,
    /// The detectors, in any order.
    pub detector: Vec<DetectorSpec>,
}

impl DetectorFile {
    /// The detectors, with the parts of the file written out.
    ///
    /// # Errors
    ///
    /// `D001` for a part whose name is malformed.
    pub fn detectors(self) -> Result<Vec<DetectorSpec>, Error> {
        let named = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte == b'-' || byte.is_ascii_lowercase());
        if let Some(name) = self.part.keys().find(|name| !named(name)) {
            return Err(Error::new(Code::DetectorSyntax, format!("the part `{name}` has a malformed name"))
                .mend("write letters a to z and hyphens"));
        }
        let written_out = |pattern: &mut String| {
            for (name, part) in &self.part {
                *pattern = pattern.replace(&format!("{{{name}}}"), &format!("(?:{part})"));
            }
        };
        let mut detectors = self.detector;
        for spec in &mut detectors {
            [&mut spec.lead, &mut spec.pattern, &mut spec.tail].into_iter().for_each(written_out);
        }
        Ok(detectors)
    }
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
    /// Bounded context behind: one character, so that automata can verify it. A longer one is verified by a search, which is
    /// slow.
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
    /// What the bare shape is worth. Without a lead, a cue or a validator that gives more, less than 20 stays Low.
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
    /// Vectors that must be found, with whatever confidence.
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
