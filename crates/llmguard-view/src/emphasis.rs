//! Emphasis: underscores around what they set off, as Markdown, Slack and Jira have them.
//!
//! An underscore is a part of words, so a value between two is no word of its own:
//!
//! ```text
//! Konto __DE89370400440532013000__ von _Sabine Becker_         Konto DE89370400440532013000 von Sabine Becker
//! self._name, __init__, a_b, _ x _                             stay
//! ```
//!
//! As many underscores open as close, with no blank inside of either and no letter or digit outside, on one line. A
//! single word of letters stays: it is a name in a program.

use llmguard_types::Span;

use crate::changes::Changes;
use crate::reasons::Reasons;

/// More underscores are a line to write on.
const MAX_RUN: usize = 3;
/// More bytes are not looked through for what closes.
const MAX_INSIDE: usize = 256;

pub(crate) fn emphasis(text: &str, reasons: &Reasons, changes: &mut Changes) {
    let mut runs = Vec::new();
    let mut closing = reasons.closing.as_slice();
    for at in &reasons.opening {
        let len = run_at(text, *at);
        let inside = at + len;
        if len > MAX_RUN || inside < text.len() && !opens(text, *at, inside) {
            continue;
        }
        closing = closing.get(closing.partition_point(|last| *last < inside)..).unwrap_or_default();
        let far = text.len().min(inside + MAX_INSIDE);
        let ends = closing.iter().map(|last| last + 1).take_while(|end| *end <= far);
        let end = ends.filter(|end| run_before(text, *end) == len).find(|end| closes(text, len, *end));
        let reached = end.unwrap_or(far);
        let within = text.as_bytes().get(inside..reached).unwrap_or_default();
        if end.is_none() && far < text.len() || within.contains(&b'\n') {
            continue;
        }
        if reached == text.len() {
            // What follows may close it, or be a letter.
            changes.goes_on(*at, reached, text);
        }
        if let Some(end) = end.filter(|_| !is_word(within)) {
            runs.extend([Span::new(*at, inside), Span::new(end - len, end)]);
        }
    }
    runs.sort_unstable_by_key(|run| run.start);
    runs.iter().for_each(|run| changes.add(*run, ""));
}

/// Whether no letter or digit stands before a run, and no blank behind.
fn opens(text: &str, start: usize, end: usize) -> bool {
    !char_before(text, start).is_some_and(char::is_alphanumeric)
        && !char_behind(text, end).is_none_or(char::is_whitespace)
}

/// Whether no blank stands before a run of `len`, and no letter or digit behind.
fn closes(text: &str, len: usize, end: usize) -> bool {
    !char_before(text, end - len).is_none_or(char::is_whitespace)
        && !char_behind(text, end).is_some_and(char::is_alphanumeric)
}

fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

fn char_behind(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// Letters and underscores only.
fn is_word(inside: &[u8]) -> bool {
    inside.iter().all(|b| b.is_ascii_alphabetic() || *b == b'_')
}

/// How many underscores stand here, as far as that matters.
fn run_at(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    rest.iter().take(MAX_RUN + 1).take_while(|b| **b == b'_').count()
}

/// How many stand before a place, as far as that matters.
fn run_before(text: &str, end: usize) -> usize {
    let before = text.as_bytes().get(..end).unwrap_or_default();
    before.iter().rev().take(MAX_RUN + 1).take_while(|b| **b == b'_').count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests_support::read_by;

    #[test]
    fn what_underscores_set_off_is_read_without_them() {
        for (text, meant) in [
            ("_Sabine Becker_", "Sabine Becker"),
            ("von __DE89370400440532013000__, bitte", "von DE89370400440532013000, bitte"),
            ("(___+49 170 1234567___)", "(+49 170 1234567)"),
            ("_max.muster@firma.de_ und _a b_", "max.muster@firma.de und a b"),
            ("_an __4111 1111__ von gestern_", "an 4111 1111 von gestern"),
            ("_a _b c_", "a b c"),
            ("„_Jörg Löß_“", "„Jörg Löß“"),
            ("**_86095742719_**", "**86095742719**"),
        ] {
            assert_eq!(read_by(emphasis, text), meant, "{text}");
        }
    }

    #[test]
    fn honest_text_stays() {
        let long = format!("_{} b_", "a ".repeat(MAX_INSIDE / 2));
        for text in [
            "__init__",
            "self._name = _other",
            "a_b_c 1_2",
            "_ 12 _",
            "_12 \n12_",
            "__12_",
            "_12__",
            "____12____",
            "ü_12_",
            "_12_ü",
            "_",
            "__",
            "Name: ______",
            "_x",
            &long,
        ] {
            assert_eq!(read_by(emphasis, text), text);
        }
    }
}
