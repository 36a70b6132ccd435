//! Released: what records hand out, step by step and as a whole. No `Debug` shows content.

use std::fmt;

use llmguard_types::Finding;

use crate::decision::Decision;

/// What was found in a value. `Debug` shows neither the value nor its name.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordFinding {
    /// What, and where: in bytes from the beginning of the input, quotes around the value excluded. What is escaped counts as
    /// it is written.
    pub finding: Finding,
    /// The number of its record, from 0; a header is number 0.
    pub record: usize,
    /// The JSON Pointer of its value, in the document or in the record of its line; of a field of CSV, `/` and the name of the
    /// column, escaped alike, or where it has none, the number of the column, from 0. Of one over 1024 bytes, `…` and its end.
    pub path: String,
}

/// What may happen to records that were whole, and the records that may go.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordsDecision {
    /// The decision about all of them. Its `findings` are those of `findings`, in bytes of the input; `edits` are empty.
    pub decision: Decision,
    /// What is reported, in order; of a record that may not go, what was found up to there.
    pub findings: Vec<RecordFinding>,
}

/// What [`Records`](super::Records) let go. `Debug` never shows the text.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReleasedRecords<'s> {
    /// The next records, whole, and what stands between them; often empty.
    pub text: &'s str,
    /// What is reported of these records; if the run is denied here, also what was found in the record that may not go.
    pub findings: &'s [RecordFinding],
    /// Whether the run has ended here because a record may not go; [`Records::decision`](super::Records::decision) says why.
    pub denied: bool,
}

impl fmt::Debug for RecordFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordFinding")
            .field("finding", &self.finding)
            .field("record", &self.record)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ReleasedRecords<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReleasedRecords")
            .field("bytes", &self.text.len())
            .field("findings", &self.findings)
            .field("denied", &self.denied)
            .finish()
    }
}
