//! Golden: cases that every door (Rust, C, C++, Python) answers alike, read from `golden/*.toml`.
//!
//! One case is one call with what must come of it; what a case does not state is not compared:
//!
//! ```
//! use llmguard_testkit::golden::{Call, parse};
//!
//! let cases = parse("one.toml", r#"
//!     [[case]]
//!     name = "an IBAN"
//!     call = "redact"
//!     text = "Konto DE89 3704 0044 0532 0130 00"
//!     output = "Konto [REDACTED_IBAN]"
//! "#)?;
//! assert_eq!((cases[0].call, cases[0].input.bytes().len()), (Call::Redact, 33));
//! # Ok::<(), String>(())
//! ```
//!
//! The text is one of `text` (with `template = true`, templates of `llmguard_catalog::template` expand in `text` and
//! `output`, seed 1), `bytes_hex` or `repeat = { piece, times, tail }`. [`to_json`] and
//! [`to_header`](crate::golden_header::to_header) hand the cases to
//! the other languages.

use std::path::Path;

use llmguard_catalog::template;
use serde::{Deserialize, Serialize};

/// The policy of a case that names none.
pub const DEFAULT_POLICY: &str = "template:einkauf-copilot";

/// What a case calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Call {
    /// `scan`: compares `spans`.
    Scan,
    /// `redact`: compares `output` and `spans`.
    Redact,
    /// `check`: compares the decision.
    Check,
    /// `stream` of a session, in pieces of several sizes: compares the decision, `spans` in bytes, and what was released.
    Stream,
    /// `records` of a session, in pieces of several sizes, of the `format`: compares the decision, `spans` in bytes, `paths` and
    /// what was released.
    Records,
    /// `check_messages` of a session with `parts`: compares verdict, level and `outputs`.
    Chat,
    /// `protect`, then `reveal` of what it wrote, which must give the text back; `output` is what `protect` wrote.
    Roundtrip,
}

/// A text, as a piece that is repeated and what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Repeated `times` times.
    pub piece: String,
    /// How often.
    pub times: usize,
    /// Once, behind.
    #[serde(default)]
    pub tail: String,
    /// Bytes in hexadecimal, instead of all the others: for what is not UTF-8.
    #[serde(default)]
    pub hex: Option<String>,
}

impl Text {
    fn once(piece: String) -> Text {
        Text { piece, times: 1, ..Text::default() }
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        match &self.hex {
            Some(hex) => {
                let digits = hex.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap_or_default());
                digits.map(|pair| u8::from_str_radix(pair, 16).expect("bytes_hex is hexadecimal")).collect()
            }
            None => (self.piece.repeat(self.times) + &self.tail).into_bytes(),
        }
    }
}

/// A part of a chat history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldenPart {
    /// `text`, `tool-call`, `tool-result` or `retrieved`.
    pub kind: String,
    /// The tool or the source.
    #[serde(default)]
    pub name: String,
    /// Its text.
    pub text: String,
}

/// One finding that must be reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldenSpan {
    /// Label of its kind.
    #[serde(rename = "type")]
    pub kind: String,
    /// Id of its detector.
    pub detector: String,
    /// How sure.
    pub confidence: String,
    /// Start and end in bytes.
    pub byte: [u64; 2],
    /// Start and end in code points.
    pub codepoint: [u64; 2],
    /// Start and end in UTF-16 code units.
    pub utf16: [u64; 2],
}

/// One call and what must come of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Case {
    /// One sentence.
    pub name: String,
    /// What is called.
    pub call: Call,
    /// With which text.
    pub input: Text,
    /// The format of records: `json`, `jsonl`, `csv`, `logfmt` or `influx`.
    pub format: Option<String>,
    /// Name of an embedded policy, unless `policy_text` is given.
    pub policy_template: Option<String>,
    /// A policy.
    pub policy_text: Option<String>,
    /// A detector file, in addition to the built-in detectors.
    pub detectors: Option<String>,
    /// Roles of the request.
    pub roles: Vec<String>,
    /// Destination of the request.
    pub destination: String,
    /// Purpose of the request.
    pub purpose: Option<String>,
    /// Direction of the request; `prompt` otherwise.
    pub direction: Option<String>,
    /// Source labels of the request.
    pub source_labels: Vec<String>,
    /// Sources of the request.
    pub sources: Vec<String>,
    /// Tool of the request.
    pub tool: Option<String>,
    /// The chat history of a call `chat`.
    pub parts: Vec<GoldenPart>,
    /// The code of the error that must come, of the guard or of the call.
    pub error: Option<String>,
    /// Line of that error.
    pub error_line: Option<u64>,
    /// Offset of that error.
    pub error_offset: Option<u64>,
    /// The verdict. On `deny` and `approval` there must be no output.
    pub verdict: Option<String>,
    /// The level.
    pub level: Option<String>,
    /// The level after transforms.
    pub residual_level: Option<String>,
    /// The text that comes out.
    pub output: Option<Text>,
    /// Code of the first reason.
    pub reason_code: Option<String>,
    /// Rule of the first reason.
    pub reason_rule: Option<String>,
    /// Permitted destinations, in order.
    pub permitted: Option<Vec<String>>,
    /// How many findings were excluded.
    pub excluded: Option<u64>,
    /// How many tokens `reveal` turned back.
    pub restored: Option<u64>,
    /// The texts of the parts that come out.
    pub outputs: Option<Vec<String>>,
    /// Every finding.
    pub spans: Option<Vec<GoldenSpan>>,
    /// The record and the path of every finding, `1/Mail`.
    pub paths: Option<Vec<String>>,
}

/// A case as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    call: Call,
    #[serde(default)]
    template: bool,
    text: Option<String>,
    bytes_hex: Option<String>,
    repeat: Option<Text>,
    format: Option<String>,
    policy: Option<String>,
    detectors: Option<String>,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    destination: String,
    purpose: Option<String>,
    direction: Option<String>,
    #[serde(default)]
    source_labels: Vec<String>,
    #[serde(default)]
    sources: Vec<String>,
    tool: Option<String>,
    #[serde(default)]
    parts: Vec<GoldenPart>,
    error: Option<String>,
    error_line: Option<u64>,
    error_offset: Option<u64>,
    verdict: Option<String>,
    level: Option<String>,
    residual_level: Option<String>,
    output: Option<String>,
    output_repeat: Option<Text>,
    reason_code: Option<String>,
    reason_rule: Option<String>,
    permitted: Option<Vec<String>>,
    excluded: Option<u64>,
    restored: Option<u64>,
    outputs: Option<Vec<String>>,
    spans: Option<Vec<GoldenSpan>>,
    paths: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Written>,
}

/// The cases of one file.
///
/// # Errors
/// What is wrong with the file or a case.
pub fn parse(file: &str, source: &str) -> Result<Vec<Case>, String> {
    let read: File = toml::from_str(source).map_err(|error| format!("{file}: {error}"))?;
    read.case.into_iter().map(|case| resolve(case).map_err(|what| format!("{file}: {what}"))).collect()
}

/// Every case of `golden/*.toml`, ordered by file name.
///
/// # Panics
/// If a file cannot be read; that is the report of a test.
#[must_use]
pub fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let entries = std::fs::read_dir(folder).expect("there is a folder golden");
    let mut paths: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    let parsed = paths.iter().flat_map(|path| {
        let source = std::fs::read_to_string(path).expect("a golden file can be read");
        parse(&path.display().to_string(), &source).expect("golden cases are well formed")
    });
    parsed.collect()
}

fn resolve(case: Written) -> Result<Case, String> {
    let name = case.name;
    let expand = |text: String| match case.template {
        true => template::expand(&text, 1).map_err(|error| format!("{name}: {error}")),
        false => Ok(text),
    };
    let input = match (case.text, case.bytes_hex, case.repeat) {
        (Some(text), None, None) => Text::once(expand(text)?),
        (None, Some(hex), None) => Text { hex: Some(hex), ..Text::default() },
        (None, None, Some(repeat)) => repeat,
        (None, None, None) if case.call == Call::Chat => Text::default(),
        _ => return Err(format!("{name}: needs exactly one of text, bytes_hex and repeat")),
    };
    let output = match (case.output, case.output_repeat) {
        (Some(_), Some(_)) => return Err(format!("{name}: has both output and output_repeat")),
        (Some(text), None) => Some(Text::once(expand(text)?)),
        (None, repeat) => repeat,
    };
    let policy = case.policy.unwrap_or_else(|| DEFAULT_POLICY.to_owned());
    let policy_template = policy.strip_prefix("template:").map(str::to_owned);
    Ok(Case {
        name,
        call: case.call,
        input,
        format: case.format,
        policy_text: if policy_template.is_none() { Some(policy) } else { None },
        policy_template,
        detectors: case.detectors,
        roles: case.roles,
        destination: case.destination,
        purpose: case.purpose,
        direction: case.direction,
        source_labels: case.source_labels,
        sources: case.sources,
        tool: case.tool,
        parts: case.parts,
        error: case.error,
        error_line: case.error_line,
        error_offset: case.error_offset,
        verdict: case.verdict,
        level: case.level,
        residual_level: case.residual_level,
        output,
        reason_code: case.reason_code,
        reason_rule: case.reason_rule,
        permitted: case.permitted,
        excluded: case.excluded,
        restored: case.restored,
        outputs: case.outputs,
        spans: case.spans,
        paths: case.paths,
    })
}

/// The cases as one JSON array; absent values are `null`.
#[must_use]
pub fn to_json(cases: &[Case]) -> String {
    serde_json::to_string_pretty(cases).expect("cases are plain data") + "\n"
}
