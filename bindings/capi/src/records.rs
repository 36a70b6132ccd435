//! Records: JSON, CSV, logfmt and points of time series that come in pieces and are checked value by value.

#![expect(unsafe_code, reason = "exported names; there is no unsafe block in this file")]

use std::sync::{Mutex, MutexGuard};

use llmguard::{Error, OffsetUnit, RecordFinding, RecordFormat, Records, ReleasedRecords};

use crate::boundary::{call, fill, fill_or_fail, free, get};
use crate::decision::llmguard_decision;
use crate::error::llmguard_error;
use crate::fail::Fail;
use crate::handle::Kind;
use crate::numbers;
use crate::request::{llmguard_request, read_request};
use crate::session::llmguard_session;
use crate::slice::llmguard_str;
use crate::stream::llmguard_released;

/// Format: a JSON document. The elements of a list are its records; anything else is one record.
pub const LLMGUARD_FORMAT_JSON: u32 = 0;
/// Format: a JSON value a line.
pub const LLMGUARD_FORMAT_JSON_LINES: u32 = 1;
/// Format: CSV whose first record names the columns.
pub const LLMGUARD_FORMAT_CSV: u32 = 2;
/// Format: CSV whose first record is one like the others.
pub const LLMGUARD_FORMAT_CSV_WITHOUT_HEADER: u32 = 3;
/// Format: pairs of a name and a value a line, `station=7 op="Hans Müller"`.
pub const LLMGUARD_FORMAT_LOGFMT: u32 = 4;
/// Format: a point of a time series a line, `press,hall=3 temp=182.4 1556813561098000000`.
pub const LLMGUARD_FORMAT_LINE_PROTOCOL: u32 = 5;

/// Records that come in pieces. Owned by whoever received it; release it with `llmguard_records_free`. Let one thread push at
/// a time, or the pieces mix.
pub struct llmguard_records(Mutex<State>);

struct State {
    records: Records,
    /// What the last call released, and what was found in it.
    out: String,
    findings: Vec<RecordFinding>,
}

impl Kind for llmguard_records {
    const TAG: [u8; 8] = *b"lgRECRD\0";
}

/// What was found in a value of a record. Its strings live until the next call that pushes or finishes, and as the records. It
/// never holds the value itself.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct llmguard_record_finding {
    /// `sizeof(llmguard_record_finding)`, set by the caller.
    pub size: u32,
    /// What kind of thing, as a number: below 1024 the same for ever, above that a guard's own.
    pub entity: u32,
    /// How sure, `LLMGUARD_CONFIDENCE_*`.
    pub confidence: u32,
    /// Why, as a set of bits: 1 pattern, 2 prefix, 4 checksum, 8 cue, 16 structure, 32 specimen, 64 mention, 128 decoded,
    /// 256 list, 512 model.
    pub evidence: u32,
    /// The first byte inside, from the beginning of the input. What is escaped counts as it is written.
    pub start: u64,
    /// The first byte behind.
    pub end: u64,
    /// The number of its record, from 0; a header is number 0.
    pub record: u64,
    /// The JSON Pointer of its value in the document or in its line; of a field of CSV, `/` and the name of the column, or
    /// where it has none, the number of the column, from 0; of logfmt `/` and the name, and of a point `/`, what it measures, `/`
    /// and the name. Empty for what stands under no name.
    pub path: llmguard_str,
    /// The id of the detector, `bank.iban`. Stable for ever.
    pub detector: llmguard_str,
    /// What kind of thing, `IBAN`.
    pub entity_label: llmguard_str,
}

/// Begins records of a format, `LLMGUARD_FORMAT_*`, that are decided about value by value, each behind the name or header cell
/// that announces it. `delimiter` is the character between the fields of a CSV, 0 has it told from the first line; or between
/// the pairs of logfmt, 0 means blanks. A record is released whole or not at all: the first one that may not go ends the run.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_session_records(
    session: *const llmguard_session,
    request: *const llmguard_request,
    format: u32,
    delimiter: u32,
    records: *mut *mut llmguard_records,
    error: *mut *mut llmguard_error,
) -> u32 {
    call(session, records, error, |session| {
        let kind = match format {
            LLMGUARD_FORMAT_JSON => RecordFormat::Json,
            LLMGUARD_FORMAT_JSON_LINES => RecordFormat::JsonLines,
            LLMGUARD_FORMAT_CSV | LLMGUARD_FORMAT_CSV_WITHOUT_HEADER => RecordFormat::Csv,
            LLMGUARD_FORMAT_LOGFMT => RecordFormat::Logfmt,
            LLMGUARD_FORMAT_LINE_PROTOCOL => RecordFormat::LineProtocol,
            _ => return Err(Fail::BAD_VALUE),
        };
        let mut records = session.0.records(kind, &read_request(request)?);
        if delimiter != 0 {
            records = records.delimiter(char::from_u32(delimiter).ok_or(Fail::BAD_VALUE)?)?;
        }
        if format == LLMGUARD_FORMAT_CSV_WITHOUT_HEADER {
            records = records.without_header();
        }
        Ok(llmguard_records(Mutex::new(State { records, out: String::new(), findings: Vec::new() })))
    })
}

/// Takes a piece of UTF-8, which may be cut anywhere. Fills `released`, whose `size` must be set, with the records that may go.
/// After a failure nothing is released any more.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_records_push(
    records: *const llmguard_records,
    piece: llmguard_str,
    released: *mut llmguard_released,
    error: *mut *mut llmguard_error,
) -> u32 {
    fill_or_fail(records, released, error, |records| {
        let piece = piece.bytes()?;
        step(records, |records| records.push_bytes(piece))
    })
}

/// Ends the input and releases its last record. Fills `released`, whose `size` must be set.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_records_finish(
    records: *const llmguard_records,
    released: *mut llmguard_released,
    error: *mut *mut llmguard_error,
) -> u32 {
    fill_or_fail(records, released, error, |records| step(records, Records::finish))
}

fn step(
    records: &llmguard_records,
    body: impl FnOnce(&mut Records) -> Result<ReleasedRecords<'_>, Error>,
) -> Result<llmguard_released, Fail> {
    let mut state = lock(records)?;
    let State { records, out, findings } = &mut *state;
    out.clear();
    findings.clear();
    let released = body(records)?;
    out.push_str(released.text);
    findings.extend_from_slice(released.findings);
    let denied = u32::from(released.denied);
    Ok(llmguard_released { size: 0, denied, text: llmguard_str::of(out), held: records.held() as u64 })
}

fn lock(records: &llmguard_records) -> Result<MutexGuard<'_, State>, Fail> {
    records.0.lock().map_err(|_| Fail::POISONED)
}

/// How many findings there are in what the last call released, and in a record that may not go.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_records_findings(records: *const llmguard_records) -> usize {
    get(records, 0, |records| lock(records).map_or(0, |state| state.findings.len()))
}

/// Fills `finding`, whose `size` must be set, with the finding of this index.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_records_finding(
    records: *const llmguard_records,
    index: usize,
    finding: *mut llmguard_record_finding,
) -> u32 {
    fill(records, finding, |records| {
        let state = lock(records)?;
        let RecordFinding { finding, record, path, .. } = state.findings.get(index).ok_or(Fail::OUT_OF_RANGE)?;
        let guard = state.records.session().guard();
        Ok(llmguard_record_finding {
            size: 0,
            entity: u32::from(finding.entity.number()),
            confidence: numbers::confidence(finding.confidence),
            evidence: finding.evidence.bits(),
            start: finding.span.start as u64,
            end: finding.span.end as u64,
            record: *record as u64,
            path: llmguard_str::of(path),
            detector: llmguard_str::of(guard.detector_id(finding)),
            entity_label: llmguard_str::of(guard.entity_label(finding)),
        })
    })
}

/// What was decided about all records, once the input has ended: a copy, which the caller releases. It has no output, findings
/// and edits: they were handed out with the records. `LLMGUARD_STATUS_OUT_OF_RANGE` before the end.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_records_decision(
    records: *const llmguard_records,
    decision: *mut *mut llmguard_decision,
    error: *mut *mut llmguard_error,
) -> u32 {
    call(records, decision, error, |records| {
        let state = lock(records)?;
        let decision = state.records.decision().cloned().ok_or(Fail::OUT_OF_RANGE)?;
        Ok(llmguard_decision::new(state.records.session().guard(), "", OffsetUnit::Byte, decision))
    })
}

/// How many records were released. Of a run that is denied, the next one may not go.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_records_released(records: *const llmguard_records) -> u64 {
    get(records, 0, |records| lock(records).map_or(0, |state| state.records.released() as u64))
}

/// How many bytes of the input are held: of one record at most.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_records_held(records: *const llmguard_records) -> u64 {
    get(records, 0, |records| lock(records).map_or(0, |state| state.records.held() as u64))
}

/// Releases records. Null is permitted. No other thread may be using them.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_records_free(records: *mut llmguard_records) {
    free(records);
}
