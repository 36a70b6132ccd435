//! Names: how eagerly names are looked for that nothing announces.

use std::fmt;
use std::str::FromStr;

use crate::{Code, Error};

/// How eagerly the tagger takes words for names. Each point finds all that the one before it finds, and more that is none.
///
/// ```
/// use llmguard_types::Names;
/// assert_eq!("balanced".parse::<Names>(), Ok(Names::Balanced));
/// assert_eq!(Names::Thorough.as_str(), "thorough");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Names {
    /// Not at all: names are found by cues and lists alone.
    Off,
    /// Where a name is nearly certain.
    Precise,
    /// Where a name is likelier than none. What holds where nobody says otherwise.
    #[default]
    Balanced,
    /// Where a name is possible: for redacting what must not leak.
    Thorough,
}

impl Names {
    /// All values, the least eager first.
    pub const ALL: [Names; 4] = [Names::Off, Names::Precise, Names::Balanced, Names::Thorough];

    /// The lower-case word used in TOML, JSON, C and Python.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Names::Off => "off",
            Names::Precise => "precise",
            Names::Balanced => "balanced",
            Names::Thorough => "thorough",
        }
    }
}

impl fmt::Display for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Names {
    type Err = Error;

    /// The value a lower-case word names.
    ///
    /// # Errors
    ///
    /// `P009` for another word.
    fn from_str(word: &str) -> Result<Names, Error> {
        Names::ALL.into_iter().find(|names| names.as_str() == word).ok_or_else(|| {
            Error::new(Code::PolicyValue, "no such eagerness of looking for names")
                .mend("write `off`, `precise`, `balanced` or `thorough`")
        })
    }
}
