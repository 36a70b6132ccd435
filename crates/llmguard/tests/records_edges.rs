//! Records at the edge: names without end, and what a spreadsheet writes before all others.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "a test stops where it fails")]

mod recorded;

use std::sync::OnceLock;

use llmguard::{Guard, Policy, RecordFormat};
use recorded::{request, run, written};

use RecordFormat::{Csv, Json};

const POLICY: &str = r#"
format = 1
id = "edges"
version = "1"
levels = ["public", "internal", "confidential", "strictly-confidential", "never"]
residual = { redact = "public" }
destinations = { eu = { ceiling = "confidential" } }
roles = { user = { destinations = ["eu"] } }
[classes]
found = { level = "confidential", detect = ["secret.*", "contact.*"] }
[[transform]]
classes = ["found"]
destinations = ["*"]
do = "redact"
"#;

fn guard() -> &'static Guard {
    static GUARD: OnceLock<Guard> = OnceLock::new();
    GUARD.get_or_init(|| Guard::builder().policy(Policy::parse(POLICY).unwrap()).build().unwrap())
}

/// A name is read for each value below it, and told with each finding: of a long one it is the end.
#[test]
fn a_long_name_costs_no_more_than_once() {
    let long = "lang".repeat(100_000);
    let mails = r#""jo@muster-werke.de","#.repeat(5_000);
    let inner = format!(r#"{{"{long} Passwort": ["Blau7haus!", {mails} 7]}}"#);
    for (input, format) in [
        (inner.clone(), Json),
        (r#"{"lang":"#.repeat(100).replace("lang", &long[..4_000]) + &inner + &"}".repeat(100), Json),
        (format!("{long} Passwort\n{}", "Blau7haus!\n".repeat(5_000)), Csv),
    ] {
        assert!(!written(guard(), &input, format).contains("Blau7haus!"));
        let checked = guard().check_records(&input, format, &request()).unwrap();
        let longest = checked.findings.iter().map(|found| found.path.len()).max().unwrap();
        assert!(checked.findings.len() >= 5_000 && longest < 1_100, "{longest}");
        let ends = |path: &str| path.starts_with('…') && path.contains("lang Passwort");
        assert!(checked.findings.iter().all(|found| ends(&found.path)));
    }
}

#[test]
fn a_first_line_may_state_the_delimiter() {
    let input = "sep=|\r\na;b;c|Passwort\r\n1|Blau7haus!\r\n";
    let output = "sep=|\r\na;b;c|Passwort\r\n1|[REDACTED_PASSWORD]\r\n";
    for cuts in [vec![], (0..input.len()).collect()] {
        let (out, found, _) = run(guard(), input, Csv, &cuts).unwrap();
        assert_eq!((out.as_str(), found[0].record), (output, 1));
    }
    for plain in ["sep=\nx\n", "sep=;a\n1;2\n", "sep", "sep=;", "se;p=\n1;2\n", "sep=;\r"] {
        let bytes: Vec<usize> = (0..plain.len()).collect();
        assert_eq!(run(guard(), plain, Csv, &bytes).unwrap().0, plain);
    }
}
