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
    /// [`Records::delimiter`](super::Records::delimiter) and [`Records::without_header`](super::Records::without_header). A
    /// first line `sep=;` states the delimiter and stays.
    Csv,
    /// Pairs of a name and a value, `station=7 op="Hans Müller"`, a record a line
    /// (<https://pkg.go.dev/github.com/kr/logfmt>). Words without a `=` belong to the value before them, or are one that
    /// nothing announces. Other pairs, as in `STATION=7;OP=Müller`, with [`Records::delimiter`](super::Records::delimiter).
    Logfmt,
    /// Points of a time series, `press,hall=3 temp=182.4,shots=17i 1556813561098000000`, a record a line
    /// (<https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/>). The path of a value is
    /// `/press/temp`; a field that is called `value` is announced by what the point measures. A number that is rewritten to
    /// something else becomes a string; the time stays, unread.
    LineProtocol,
}

impl RecordFormat {
    /// Every format.
    pub const ALL: [RecordFormat; 5] = [
        RecordFormat::Json,
        RecordFormat::JsonLines,
        RecordFormat::Csv,
        RecordFormat::Logfmt,
        RecordFormat::LineProtocol,
    ];

    /// The word for it: `json`, `jsonl`, `csv`, `logfmt` or `influx`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            RecordFormat::Json => "json",
            RecordFormat::JsonLines => "jsonl",
            RecordFormat::Csv => "csv",
            RecordFormat::Logfmt => "logfmt",
            RecordFormat::LineProtocol => "influx",
        }
    }

    /// The format a word means.
    #[must_use]
    pub fn from_name(word: &str) -> Option<RecordFormat> {
        RecordFormat::ALL.into_iter().find(|format| format.as_str() == word)
    }
}
