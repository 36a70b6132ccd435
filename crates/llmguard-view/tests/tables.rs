//! Tables: the ones that ship are what the pinned version of Unicode gives.

use std::path::Path;
use std::process::Command;

/// Skipped, loudly, where no CPython 3.11 is: another version has another Unicode.
#[test]
fn the_tables_are_those_of_the_pinned_unicode() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../python/unicode_tables.py");
    for python in ["python3.11", "python3"] {
        let Ok(version) =
            Command::new(python).args(["-c", "import unicodedata as u; print(u.unidata_version)"]).output()
        else {
            continue;
        };
        if String::from_utf8_lossy(&version.stdout).trim() == "14.0.0" {
            let checked = Command::new(python).arg(&script).arg("--check").output().unwrap();
            assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
            return;
        }
    }
    eprintln!("SKIPPED: no CPython with Unicode 14.0.0 (3.11) is here, python/unicode_tables.py --check was not run");
}
