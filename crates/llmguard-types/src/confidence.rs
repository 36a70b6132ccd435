//! Confidence: how sure the engine is that a finding is what its detector says.

use serde::{Deserialize, Serialize};

/// How sure the engine is of one finding. Ordered; computed by one rule for every detector.
///
/// A finding starts `Low`; a distinctive prefix, a cue and a validator (or structure) of strength 20 or more
/// raise it by one step each; strength 1000 or more is `Verified` at once. See [`Confidence::of`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// The shape alone fits.
    Low,
    /// One independent reason: the default threshold of `scan`, `redact` and `check`.
    Medium,
    /// Two independent reasons.
    High,
    /// Check digits or a structure that a random candidate passes less than once in a thousand.
    Verified,
}

impl Confidence {
    /// The threshold that applies where nobody chose one.
    pub const DEFAULT_THRESHOLD: Confidence = Confidence::Medium;

    /// All values, weakest first.
    pub const ALL: [Confidence; 4] = [Confidence::Low, Confidence::Medium, Confidence::High, Confidence::Verified];

    /// The one rule: what a distinctive prefix, a cue and a strength (one over the share of random candidates
    /// that would pass) are worth together.
    ///
    /// ```
    /// use llmguard_types::Confidence;
    /// assert_eq!(Confidence::of(false, false, 1), Confidence::Low);
    /// assert_eq!(Confidence::of(true, true, 1), Confidence::High);
    /// assert_eq!(Confidence::of(false, false, 1000), Confidence::Verified);
    /// ```
    #[must_use]
    pub fn of(distinctive_prefix: bool, cue: bool, strength: u32) -> Confidence {
        if strength >= 1000 {
            return Confidence::Verified;
        }
        match u8::from(distinctive_prefix) + u8::from(cue) + u8::from(strength >= 20) {
            0 => Confidence::Low,
            1 => Confidence::Medium,
            2 => Confidence::High,
            _ => Confidence::Verified,
        }
    }

    /// The lower-case word used in TOML, JSON, C and Python.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
            Confidence::Verified => "verified",
        }
    }

    /// The value a lower-case word names.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Confidence> {
        Confidence::ALL.into_iter().find(|c| c.as_str() == name)
    }
}
