//! Quote: a name from outside, safe to put into a sentence.

/// The longest name that is quoted whole, and the longest a policy may give to anything, in characters.
pub(crate) const LONGEST: usize = 64;

/// A name in backticks: at most [`LONGEST`] characters of it, invisible and control characters escaped.
pub(crate) fn quote(name: &str) -> String {
    let mut quoted = String::from("`");
    for c in name.chars().take(LONGEST) {
        match c {
            '`' => quoted.push_str("\\u{60}"),
            '\'' | '"' | '\\' => quoted.push(c),
            _ => quoted.extend(c.escape_debug()),
        }
    }
    if name.chars().nth(LONGEST).is_some() {
        quoted.push('…');
    }
    quoted.push('`');
    quoted
}

/// Names in backticks with commas between, or `none`.
pub(crate) fn list<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let quoted: Vec<String> = names.map(quote).collect();
    if quoted.is_empty() { "none".to_owned() } else { quoted.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_and_escaped() {
        assert_eq!(quote("Einkäufer"), "`Einkäufer`");
        assert_eq!(quote("a\n\u{202e}`b"), "`a\\n\\u{202e}\\u{60}b`");
        assert_eq!(quote(&"x".repeat(65)), format!("`{}…`", "x".repeat(64)));
        assert_eq!(list(["a", "b"].into_iter()), "`a`, `b`");
        assert_eq!(list([].into_iter()), "none");
    }
}
