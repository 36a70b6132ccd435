//! Inserts: values of SQL rows under the names of their columns.
//!
//! ```text
//! INSERT INTO users (name, role, password) VALUES ('jo', 'dev', 'x-9')
//! INSERT INTO users (name, role, password) VALUES
//! name: jo
//!  'dev'
//! password: x-9
//! ```
//!
//! Which names count is said in `columns`. A row depends on the names, the rows before it and itself; it is none if it has more or
//! fewer values.

use std::sync::LazyLock;

use llmguard_types::Span;
use memchr::memmem::Finder;

use crate::changes::Changes;
use crate::columns::{hold_something, may_hold_something};
use crate::reading::floor;
use crate::reasons::Reasons;

/// The longest list of names, in bytes, …
const MAX_HEAD: usize = 2048;
/// … the most blanks between it, `VALUES` and a row, …
const MAX_BLANKS: usize = 64;
/// … and the longest row.
const MAX_ROW: usize = 4096;

/// What stands before the rows.
static VALUES: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| ["VALUES", "values"].map(Finder::new));

pub(crate) fn inserts(text: &str, reasons: &Reasons, changes: &mut Changes) {
    let from = floor(text, reasons.from.saturating_sub(MAX_HEAD));
    let bytes = text.as_bytes().get(from..).unwrap_or_default();
    let mut places: Vec<usize> = VALUES.iter().flat_map(|word| word.find_iter(bytes)).map(|at| from + at).collect();
    places.sort_unstable();
    let mut read = 0;
    for at in places {
        if at < read {
            continue;
        }
        let Some(names) = text.get(..at).and_then(names_before) else { continue };
        let mut row = at + "VALUES".len();
        while let Some(begin) = next_row(text, row) {
            let known = changes.list().len();
            let (end, is_row) = read_row(text, begin, &names, changes);
            read = end;
            if !is_row {
                break;
            }
            changes.row(known);
            changes.tables.push((Span::new(begin, end), None));
            row = end;
        }
    }
}

/// The names of columns at the end of a text, those that are worth a look.
fn names_before(text: &str) -> Option<Vec<Option<&str>>> {
    let near = text.get(floor(text, text.len().saturating_sub(MAX_HEAD))..)?;
    let list = near.trim_end().strip_suffix(')')?;
    let list = list.get(list.rfind('(')? + 1..)?;
    let names =
        || list.split(',').map(|name| name.trim_matches(|c: char| c.is_ascii_whitespace() || "`\"[]".contains(c)));
    let plain = |name: &str| name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '$'));
    let all = || names().map(|name| Some(name).filter(|name| may_hold_something(name))).collect();
    (names().all(plain) && hold_something(names)).then(all)
}

/// Where the next row begins, at its bracket: behind blanks and a comma.
fn next_row(text: &str, at: usize) -> Option<usize> {
    let rest = text.as_bytes().get(at..)?;
    let blanks = rest.iter().take(MAX_BLANKS).take_while(|b| b.is_ascii_whitespace() || **b == b',').count();
    (rest.get(blanks) == Some(&b'(')).then_some(at + blanks)
}

/// Reads a row. Returns up to where it was looked at, and whether it is one that ends there.
fn read_row(text: &str, begin: usize, names: &[Option<&str>], changes: &mut Changes) -> (usize, bool) {
    let row = text.as_bytes().get(begin..).unwrap_or_default();
    let row = row.get(..MAX_ROW).unwrap_or(row);
    let (mut values, mut start, mut depth, mut quote) = (Vec::new(), begin + 1, 0, None);
    let mut end = None;
    for (at, byte) in row.iter().enumerate().skip(1) {
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'\'' | b'"') => quote = Some(byte),
            (None, b'(') => depth += 1,
            (None, b')') if depth > 0 => depth -= 1,
            (None, b',' | b')') if depth == 0 => {
                values.push(Span::new(start, begin + at));
                start = begin + at + 1;
                if *byte == b')' {
                    end = Some(begin + at + 1);
                    break;
                }
            }
            _ => {}
        }
    }
    let Some(end) = end else {
        if row.len() < MAX_ROW {
            changes.goes_on(begin, text.len(), text);
            changes.tables.push((Span::new(begin, text.len()), None));
        }
        return (begin + row.len(), false);
    };
    if values.len() != names.len() {
        return (end, false);
    }
    let mut read = false;
    for (value, name) in values.iter().zip(names) {
        match name {
            Some(name) => {
                let inside = inside(text, *value);
                changes.add(Span::new(value.start - 1, inside.start), &format!("\n{name}: "));
                changes.add(Span::new(inside.end, value.end), "");
            }
            None if read => changes.add(Span::new(value.start - 1, value.start), "\n"),
            None => {}
        }
        read = name.is_some();
    }
    if read {
        changes.add(Span::new(end - 1, end), "\n");
    }
    (end, true)
}

/// A value without blanks around it and without its quotes, if what it holds needs none.
fn inside(text: &str, value: Span) -> Span {
    let written = value.of(text).unwrap_or_default();
    let trimmed = written.trim();
    let bare = ['\'', '"'].iter().find_map(|quote| trimmed.strip_prefix(*quote)?.strip_suffix(*quote));
    let bare = bare.filter(|bare| !bare.contains([',', ';', '\'', '"'])).unwrap_or(trimmed);
    let start = value.start + written.find(trimmed).unwrap_or_default() + (trimmed.len() - bare.len()) / 2;
    Span::new(start, start + bare.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests_support::read_by;

    #[test]
    fn rows_are_read_as_forms() {
        for (text, meant) in [
            (
                "INSERT INTO u (name, role, password) VALUES ('jo', 'dev', 'x-9');",
                "INSERT INTO u (name, role, password) VALUES \nname: jo\n 'dev'\npassword: x-9\n;",
            ),
            (
                "insert into u (`id`, \"passwd\")\nvalues (1, 'a, b'),\n (2, lower('X'));",
                "insert into u (`id`, \"passwd\")\nvalues (1\npasswd: 'a, b'\n,\n (2\npasswd: lower('X')\n;",
            ),
        ] {
            assert_eq!(read_by(inserts, text), meant, "{text}");
        }
    }

    #[test]
    fn other_rows_stay() {
        for text in [
            "INSERT INTO u (id, role) VALUES (1, 'dev');",
            "INSERT INTO u VALUES (1, 'x');",
            "(password) values are (often) short",
            "(id, password) VALUES (1)",
            "(password) VALUES ('x",
            "VALUES (1)",
        ] {
            assert_eq!(read_by(inserts, text), text);
        }
    }
}
