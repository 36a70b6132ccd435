//! Fold: what two ways of writing one value have in common.

use crate::token;

/// How an umlaut is written without it; nothing for other letters.
pub(crate) fn spelled_out(umlaut: char) -> &'static str {
    match umlaut {
        'ä' => "ae",
        'ö' => "oe",
        'ü' => "ue",
        'ß' => "ss",
        _ => "",
    }
}

/// What two ways of writing one value have in common. Two values that fold alike only share a number; their tokens
/// still differ.
pub(super) fn fold(kind: &str, written: &str) -> String {
    if matches!(kind, token::TEXT | "PASSWORD" | "SECRET") {
        return written.to_owned();
    }
    let words = matches!(kind, "PERSON" | "ORGANIZATION" | "ADDRESS" | "LOCATION" | "URL");
    let mut folded = String::with_capacity(written.len());
    for c in written.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' | 'ö' | 'ü' | 'ß' => folded.push_str(spelled_out(c)),
            c if c.is_whitespace() && (!words || folded.ends_with(' ')) => {}
            c if c.is_whitespace() => folded.push(' '),
            c if c.is_alphanumeric() || words || "@+.".contains(c) => folded.push(c),
            _ => {}
        }
    }
    folded
}
