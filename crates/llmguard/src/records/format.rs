//! Format: how records are written down.

/// How records are written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecordFormat {
    /// A JSON document (RFC 8259). The elements of a list are its records; anything else is one record.
    Json,
    /// A JSON value a line. Blank lines stay.
    JsonLines,
    /// Delimited fields (RFC 4180), with `\n`, `\r\n` or `\r` behind a record and a header before all; see
    /// [`Records::delimiter`](super::Records::delimiter) and [`Records::without_header`](super::Records::without_header).
    Csv,
}

impl RecordFormat {
    /// Every format.
    pub const ALL: [RecordFormat; 3] = [RecordFormat::Json, RecordFormat::JsonLines, RecordFormat::Csv];

    /// The word for it: `json`, `jsonl` or `csv`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            RecordFormat::Json => "json",
            RecordFormat::JsonLines => "jsonl",
            RecordFormat::Csv => "csv",
        }
    }

    /// The format a word means.
    #[must_use]
    pub fn from_name(word: &str) -> Option<RecordFormat> {
        RecordFormat::ALL.into_iter().find(|format| format.as_str() == word)
    }
}
