//! Evidence: the reasons a finding rests on, as a set of bits.

/// A set of reasons. Bits are stable: they are never renumbered or reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Evidence(u32);

impl Evidence {
    /// No reason at all.
    pub const NONE: Evidence = Evidence(0);
    /// The detector's pattern matched: true of every finding.
    pub const PATTERN: Evidence = Evidence(1);
    /// The pattern begins with text that hardly occurs otherwise (`ghp_`, `AKIA`).
    pub const PREFIX: Evidence = Evidence(1 << 1);
    /// Check digits or a cryptographic structure hold.
    pub const CHECKSUM: Evidence = Evidence(1 << 2);
    /// A cue word stands nearby, or the detector's own context (`lead`, `tail`) matched.
    pub const CUE: Evidence = Evidence(1 << 3);
    /// The shape itself is rarely met by accident (an e-mail with a dotted domain).
    pub const STRUCTURE: Evidence = Evidence(1 << 4);
    /// A published example or a number of a documentation range, which belongs to nobody (`DE89 3704 0044 0532 0130 00`).
    /// Says nothing of the confidence: a specimen is found like any other number.
    pub const SPECIMEN: Evidence = Evidence(1 << 5);

    /// A finding further up in the text has the same words.
    pub const MENTION: Evidence = Evidence(1 << 6);
    /// The text had to be decoded or repaired before it was found: the span covers what was written instead.
    pub const DECODED: Evidence = Evidence(1 << 7);

    /// A list of the customer's own has it: a dictionary, a table, a set of documents.
    pub const LIST: Evidence = Evidence(1 << 8);

    /// The words themselves and their neighbours look like a name to the tagger.
    pub const MODEL: Evidence = Evidence(1 << 9);

    const NAMES: [(Evidence, &'static str); 10] = [
        (Evidence::PATTERN, "pattern"),
        (Evidence::PREFIX, "prefix"),
        (Evidence::CHECKSUM, "checksum"),
        (Evidence::CUE, "cue"),
        (Evidence::STRUCTURE, "structure"),
        (Evidence::SPECIMEN, "specimen"),
        (Evidence::MENTION, "mention"),
        (Evidence::DECODED, "decoded"),
        (Evidence::LIST, "list"),
        (Evidence::MODEL, "model"),
    ];

    /// This set and another one together.
    #[must_use]
    pub const fn with(self, other: Evidence) -> Evidence {
        Evidence(self.0 | other.0)
    }

    /// Whether every bit of `other` is in this set.
    #[must_use]
    pub const fn contains(self, other: Evidence) -> bool {
        self.0 & other.0 == other.0
    }

    /// The raw bits, for bindings.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// The names of the reasons in this set, in the order of their bits.
    ///
    /// ```
    /// use llmguard_types::Evidence;
    /// let why = Evidence::PATTERN.with(Evidence::CHECKSUM);
    /// assert_eq!(why.names().collect::<Vec<_>>(), ["pattern", "checksum"]);
    /// ```
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Evidence::NAMES.into_iter().filter(move |(bit, _)| self.contains(*bit)).map(|(_, name)| name)
    }
}
