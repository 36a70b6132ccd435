//! Records: JSON, CSV, logfmt and points of time series, checked value by value, whole or in pieces.

use llmguard::{Error, Guard, OffsetUnit, RecordFormat, ReleasedRecords, Span, convert_spans};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyGenericAlias, PyTuple, PyType};

use crate::call::call;
use crate::decision::Decision;
use crate::error;
use crate::finding::{Finding, findings};
use crate::pieces::Pieces;
use crate::text::{Piece, Text, translate};
use crate::words::{Offsets, Word};

/// How records are read, as Python says it.
pub(crate) struct Reading<'a> {
    pub(crate) format: Word<'a>,
    pub(crate) delimiter: Option<char>,
    pub(crate) header: bool,
}

impl Reading<'_> {
    /// Begins records.
    pub(crate) fn begin(
        &self,
        py: Python<'_>,
        session: &llmguard::Session,
        request: &llmguard::Request,
    ) -> PyResult<llmguard::Records> {
        let format = RecordFormat::from_name(self.format.0).ok_or_else(|| {
            let words = RecordFormat::ALL.map(RecordFormat::as_str).join(", ");
            PyValueError::new_err(format!("format is one of {words}"))
        })?;
        let mut records = session.records(format, request);
        if let Some(delimiter) = self.delimiter {
            records = records.delimiter(delimiter).map_err(|error| error::raise(py, &error))?;
        }
        Ok(if self.header { records } else { records.without_header() })
    }
}

/// What was found in a value of a record, and where.
#[pyclass(frozen, module = "llmguard")]
pub(crate) struct RecordFinding {
    finding: Py<Finding>,
    record: usize,
    path: String,
}

/// Findings whose spans are translated, for Python.
fn record_findings(py: Python<'_>, guard: &Guard, found: Vec<llmguard::RecordFinding>) -> PyResult<Vec<RecordFinding>> {
    let one = |found: llmguard::RecordFinding| {
        let finding = findings(guard, &[found.finding]).into_iter().next();
        let finding = finding.ok_or_else(|| PyValueError::new_err("a finding is needed"))?;
        Ok(RecordFinding { finding: Py::new(py, finding)?, record: found.record, path: found.path })
    };
    found.into_iter().map(one).collect()
}

#[pymethods]
impl RecordFinding {
    /// What, and where in the input.
    #[getter]
    fn finding(&self, py: Python<'_>) -> Py<Finding> {
        self.finding.clone_ref(py)
    }

    /// The number of its record, from 0; a header is number 0.
    #[getter]
    fn record(&self) -> usize {
        self.record
    }

    /// The JSON Pointer of its value, or the name of its column behind `/`.
    #[getter]
    fn path(&self) -> &str {
        &self.path
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("RecordFinding(record={}, finding={})", self.record, self.finding.bind(py).repr()?))
    }
}

/// What may happen to records that were whole.
#[pyclass(frozen, module = "llmguard")]
pub(crate) struct CheckedRecords {
    decision: Py<Decision>,
    findings: Py<PyTuple>,
}

impl CheckedRecords {
    /// Decides about records that are whole.
    pub(crate) fn check(
        py: Python<'_>,
        guard: &Guard,
        records: llmguard::Records,
        text: &Text<'_, '_>,
        offsets: Option<Offsets>,
    ) -> PyResult<CheckedRecords> {
        let (source, unit) = (text.as_str(), text.unit(offsets));
        let checked = call(py, text.len(), || {
            let mut checked = records.whole(source).map_err(|error| placed(error, source, unit))?;
            translate(source, unit, &mut checked.findings, |found| &mut found.finding.span);
            checked.decision.findings = checked.findings.iter().map(|found| found.finding).collect();
            Ok(checked)
        })?;
        Ok(CheckedRecords {
            decision: Py::new(py, Decision::new(guard, text, checked.decision))?,
            findings: PyTuple::new(py, record_findings(py, guard, checked.findings)?)?.unbind(),
        })
    }
}

/// An error whose offset counts what the caller counts.
fn placed(error: Error, source: &str, unit: OffsetUnit) -> Error {
    let Some(offset) = error.offset() else { return error };
    let mut place = [Span::new(offset, offset)];
    convert_spans(source, unit, &mut place);
    let [place] = place;
    error.at_offset(place.start)
}

#[pymethods]
impl CheckedRecords {
    /// The decision about all of them; its output is the records that may go.
    #[getter]
    fn decision(&self, py: Python<'_>) -> Py<Decision> {
        self.decision.clone_ref(py)
    }

    /// What is reported, in order, with record and path.
    #[getter]
    fn findings(&self, py: Python<'_>) -> Py<PyTuple> {
        self.findings.clone_ref(py)
    }

    #[classmethod]
    fn __class_getitem__<'py>(
        class: &Bound<'py, PyType>,
        key: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyGenericAlias>> {
        PyGenericAlias::new(class.py(), class, key)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let findings = self.findings.bind(py).len();
        Ok(format!("CheckedRecords(decision={}, findings={findings})", self.decision.bind(py).repr()?))
    }
}

/// Records that come in pieces. For one thread at a time.
#[pyclass(frozen, module = "llmguard")]
pub(crate) struct Records(Pieces<Recorded>);

struct Recorded {
    records: llmguard::Records,
    /// What was found in what the last step released.
    findings: Vec<llmguard::RecordFinding>,
}

impl Records {
    pub(crate) fn new(records: llmguard::Records) -> Records {
        Records(Pieces::new(Recorded { records, findings: Vec::new() }))
    }

    fn step(
        &self,
        py: Python<'_>,
        piece: Option<&Piece<'_>>,
        step: impl FnOnce(&mut llmguard::Records) -> Result<ReleasedRecords<'_>, Error> + Send,
    ) -> PyResult<Py<PyAny>> {
        self.0.step(py, piece, |Recorded { records, findings }| {
            let released = step(records)?;
            *findings = released.findings.to_vec();
            Ok((released.text.to_owned(), released.denied))
        })
    }
}

#[pymethods]
impl Records {
    /// Takes a piece, `str` or `bytes` that may be cut inside a character, and returns the records that may go.
    fn push(&self, py: Python<'_>, piece: Piece<'_>) -> PyResult<Py<PyAny>> {
        self.step(py, Some(&piece), |records| records.push_bytes(piece.bytes()))
    }

    /// Ends the input and returns its last record.
    fn finish(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.step(py, None, llmguard::Records::finish)
    }

    /// Whether the run has ended because a record may not go.
    #[getter]
    fn denied(&self, py: Python<'_>) -> PyResult<bool> {
        self.0.denied(py)
    }

    /// How many bytes of the input are held.
    #[getter]
    fn held(&self, py: Python<'_>) -> PyResult<usize> {
        self.0.read(py, |taken| taken.records.held())
    }

    /// How many records were released.
    #[getter]
    fn released(&self, py: Python<'_>) -> PyResult<usize> {
        self.0.read(py, |taken| taken.records.released())
    }

    /// What was found in what the last step released, and in a record that may not go. Positions count bytes.
    #[getter]
    fn findings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let (guard, found) =
            self.0.read(py, |taken| (taken.records.session().guard().clone(), taken.findings.clone()))?;
        PyTuple::new(py, record_findings(py, &guard, found)?)
    }

    /// What was decided about all records, once the input has ended.
    #[getter]
    fn decision(&self, py: Python<'_>) -> PyResult<Option<Decision>> {
        let (guard, decision) =
            self.0.read(py, |taken| (taken.records.session().guard().clone(), taken.records.decision().cloned()))?;
        Ok(decision.map(|decision| Decision::released(&guard, decision)))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let (released, denied) = (self.released(py)?, if self.denied(py)? { "True" } else { "False" });
        Ok(format!("Records(released={released}, held={}, denied={denied})", self.held(py)?))
    }
}
