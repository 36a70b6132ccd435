//! Golden header: the golden cases as a C header, for the runners in C and C++.
//!
//! `"ü"` becomes `{ "\\303\\274", 2 }`: a string and its length, since a text may hold a NUL.

use std::fmt::Write as _;

use crate::golden::{Call, Case, GoldenPart, GoldenSpan, Text};

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
typedef struct golden_part { golden_str kind, name, text; } golden_part;
typedef struct golden_case {
  golden_str name, call;
  golden_text input;
  golden_str format, policy_template, policy_text, detectors;
  golden_list roles;
  golden_str destination, purpose, direction;
  golden_list source_labels, sources;
  golden_str tool;
  const golden_part *parts;
  size_t parts_len;
  golden_str error;
  int64_t error_line, error_offset;
  golden_str verdict, level, residual_level;
  golden_text output;
  golden_str reason_code, reason_rule;
  golden_list permitted;
  int64_t excluded, restored;
  golden_list outputs;
  const golden_span *spans;
  size_t spans_len;
  golden_list paths;
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
        let sources = list(&mut header, &format!("golden_sources_{at}"), Some(&case.sources));
        let parts = parts(&mut header, &format!("golden_parts_{at}"), &case.parts);
        let outputs = list(&mut header, &format!("golden_outputs_{at}"), case.outputs.as_ref());
        let permitted = list(&mut header, &format!("golden_permitted_{at}"), case.permitted.as_ref());
        let spans = spans(&mut header, &format!("golden_spans_{at}"), case.spans.as_ref());
        let paths = list(&mut header, &format!("golden_paths_{at}"), case.paths.as_ref());
        let fields = [
            string(Some(&case.name)),
            string(Some(word(case.call))),
            text(Some(&case.input)),
            string(case.format.as_deref()),
            string(case.policy_template.as_deref()),
            string(case.policy_text.as_deref()),
            string(case.detectors.as_deref()),
            roles,
            string(Some(&case.destination)),
            string(case.purpose.as_deref()),
            string(case.direction.as_deref()),
            labels,
            sources,
            string(case.tool.as_deref()),
            parts,
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
            outputs,
            spans,
            paths,
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
        Call::Stream => "stream",
        Call::Records => "records",
        Call::Chat => "chat",
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

fn parts(header: &mut String, name: &str, parts: &[GoldenPart]) -> String {
    if parts.is_empty() {
        return "NULL, 0".to_owned();
    }
    let _ = writeln!(header, "static const golden_part {name}[] = {{");
    for part in parts {
        let words = [&part.kind, &part.name, &part.text].map(|word| string(Some(word)));
        let _ = writeln!(header, "  {{ {} }},", words.join(", "));
    }
    let _ = writeln!(header, "}};");
    format!("{name}, {}", parts.len())
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
