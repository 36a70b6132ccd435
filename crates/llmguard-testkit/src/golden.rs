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
//! `output`, seed 1), `bytes_hex` or `repeat = { piece, times, tail }`. [`to_json`] and [`to_header`] hand the cases to
//! the other languages.

use std::fmt::Write as _;
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
    /// Every finding.
    pub spans: Option<Vec<GoldenSpan>>,
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
    spans: Option<Vec<GoldenSpan>>,
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
        policy_text: if policy_template.is_none() { Some(policy) } else { None },
        policy_template,
        detectors: case.detectors,
        roles: case.roles,
        destination: case.destination,
        purpose: case.purpose,
        direction: case.direction,
        source_labels: case.source_labels,
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
        spans: case.spans,
    })
}

/// The cases as one JSON array; absent values are `null`.
#[must_use]
pub fn to_json(cases: &[Case]) -> String {
    serde_json::to_string_pretty(cases).expect("cases are plain data") + "\n"
}

/// The types of [`to_header`].
const HEADER: &str = r#"/* Golden cases, written by llmguard-testkit. A string whose ptr is NULL, a number of -1 and a list whose len is
   GOLDEN_UNSTATED are not stated and not compared. */
#ifndef LLMGUARD_GOLDEN_H
#define LLMGUARD_GOLDEN_H

#include <stddef.h>
#include <stdint.h>

#define GOLDEN_UNSTATED ((size_t)-1)

typedef struct golden_str { const char *ptr; size_t len; } golden_str;
typedef struct golden_text { golden_str piece; size_t times; golden_str tail; } golden_text;
typedef struct golden_list { const golden_str *ptr; size_t len; } golden_list;
typedef struct golden_span {
  golden_str type, detector, confidence;
  uint64_t start[3], end[3]; /* bytes, code points, UTF-16 */
} golden_span;
typedef struct golden_case {
  golden_str name, call;
  golden_text input;
  golden_str policy_template, policy_text, detectors;
  golden_list roles;
  golden_str destination, purpose, direction;
  golden_list source_labels;
  golden_str error;
  int64_t error_line, error_offset;
  golden_str verdict, level, residual_level;
  golden_text output;
  golden_str reason_code, reason_rule;
  golden_list permitted;
  int64_t excluded, restored;
  const golden_span *spans;
  size_t spans_len;
} golden_case;
"#;

/// The cases as a header for C and C++ with one static table, `golden_cases`.
#[must_use]
pub fn to_header(cases: &[Case]) -> String {
    let mut header = HEADER.to_owned();
    let mut table = String::new();
    for (at, case) in cases.iter().enumerate() {
        let roles = list(&mut header, &format!("golden_roles_{at}"), Some(&case.roles));
        let labels = list(&mut header, &format!("golden_labels_{at}"), Some(&case.source_labels));
        let permitted = list(&mut header, &format!("golden_permitted_{at}"), case.permitted.as_ref());
        let spans = spans(&mut header, &format!("golden_spans_{at}"), case.spans.as_ref());
        let fields = [
            string(Some(&case.name)),
            string(Some(word(case.call))),
            text(Some(&case.input)),
            string(case.policy_template.as_deref()),
            string(case.policy_text.as_deref()),
            string(case.detectors.as_deref()),
            roles,
            string(Some(&case.destination)),
            string(case.purpose.as_deref()),
            string(case.direction.as_deref()),
            labels,
            string(case.error.as_deref()),
            number(case.error_line),
            number(case.error_offset),
            string(case.verdict.as_deref()),
            string(case.level.as_deref()),
            string(case.residual_level.as_deref()),
            text(case.output.as_ref()),
            string(case.reason_code.as_deref()),
            string(case.reason_rule.as_deref()),
            permitted,
            number(case.excluded),
            number(case.restored),
            spans,
        ];
        let _ = writeln!(table, "  {{ {} }},", fields.join(",\n    "));
    }
    let _ = write!(
        header,
        "\nstatic const golden_case golden_cases[] = {{\n{table}}};\n\
         static const size_t golden_cases_len = sizeof golden_cases / sizeof golden_cases[0];\n\n#endif\n"
    );
    header
}

fn word(call: Call) -> &'static str {
    match call {
        Call::Scan => "scan",
        Call::Redact => "redact",
        Call::Check => "check",
        Call::Roundtrip => "roundtrip",
    }
}

/// Bytes as a C string with its length. Octal escapes end after three digits, and no `?` can begin a trigraph.
fn bytes(bytes: &[u8]) -> String {
    let mut literal = String::from("{ \"");
    for byte in bytes {
        match byte {
            b'"' | b'\\' | b'?' | 0..=31 | 127.. => drop(write!(literal, "\\{byte:03o}")),
            _ => literal.push(char::from(*byte)),
        }
    }
    let _ = write!(literal, "\", {} }}", bytes.len());
    literal
}

fn string(text: Option<&str>) -> String {
    text.map_or_else(|| "{ NULL, 0 }".to_owned(), |text| bytes(text.as_bytes()))
}

fn text(text: Option<&Text>) -> String {
    match text {
        None => "{ { NULL, 0 }, 0, { NULL, 0 } }".to_owned(),
        Some(text) if text.hex.is_some() => format!("{{ {}, 1, {{ \"\", 0 }} }}", bytes(&text.bytes())),
        Some(text) => {
            format!("{{ {}, {}, {} }}", string(Some(&text.piece)), text.times, string(Some(&text.tail)))
        }
    }
}

fn number(number: Option<u64>) -> String {
    number.map_or_else(|| "-1".to_owned(), |number| number.to_string())
}

fn list(header: &mut String, name: &str, list: Option<&Vec<String>>) -> String {
    match list {
        None => "{ NULL, GOLDEN_UNSTATED }".to_owned(),
        Some(list) if list.is_empty() => "{ NULL, 0 }".to_owned(),
        Some(list) => {
            let items: Vec<String> = list.iter().map(|item| string(Some(item))).collect();
            let _ = writeln!(header, "static const golden_str {name}[] = {{ {} }};", items.join(", "));
            format!("{{ {name}, {} }}", list.len())
        }
    }
}

fn spans(header: &mut String, name: &str, spans: Option<&Vec<GoldenSpan>>) -> String {
    match spans {
        None => "NULL, GOLDEN_UNSTATED".to_owned(),
        Some(spans) if spans.is_empty() => "NULL, 0".to_owned(),
        Some(spans) => {
            let _ = writeln!(header, "static const golden_span {name}[] = {{");
            for span in spans {
                let ([a, b], [c, d], [e, f]) = (span.byte, span.codepoint, span.utf16);
                let words = [&span.kind, &span.detector, &span.confidence].map(|word| string(Some(word)));
                let _ = writeln!(header, "  {{ {}, {{ {a}, {c}, {e} }}, {{ {b}, {d}, {f} }} }},", words.join(", "));
            }
            let _ = writeln!(header, "}};");
            format!("{name}, {}", spans.len())
        }
    }
}
