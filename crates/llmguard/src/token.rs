//! Token: the placeholder that stands for a value.
//!
//! `[PERSON_1]` is the first way a value was written, `[PERSON_1b]` the second. What still reads as a token after a model
//! has copied it is for the [grammar](crate::grammar) to say.

use llmguard_types::Span;

use crate::surrogate::Kind;

/// The type of tokens that stand for text which looked like a token itself.
pub(crate) const TEXT: &str = "TEXT";

/// Something that reads as a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'t> {
    /// All of it, in bytes.
    pub(crate) span: Span,
    /// Type in upper case.
    pub(crate) kind: &'t str,
    pub(crate) number: u32,
    pub(crate) form: Form<'t>,
}

impl Token<'_> {
    pub(crate) fn is_surrogate(&self) -> bool {
        matches!(self.form, Form::Surrogate { .. })
    }

    /// Whether it is one to everybody, also where nobody knows it: a name may be a name.
    pub(crate) fn is_countable(&self) -> bool {
        !self.is_surrogate() || Kind::of(self.kind).is_none_or(|kind| !kind.is_name())
    }
}

/// Which way of writing the value a token names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form<'t> {
    /// Letters behind the number: a form, or an ending of German. Empty for the first form.
    Suffix(&'t str),
    /// A [surrogate](crate::surrogate): its country, how it is written, and the ending of a name.
    Surrogate { place: usize, written: &'t str, ending: &'t str },
}

/// The token of a value's form: `[PERSON_1]`, then `[PERSON_1b]`, `[PERSON_1c]` … `[PERSON_1aa]`.
pub(crate) fn render(kind: &str, number: u32, form: usize) -> String {
    format!("[{kind}_{number}{}]", suffix(form))
}

/// The suffix of a form: none for the first, then `b`, `c` … `z`, `aa`, `ab` …
pub(crate) fn suffix(form: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = if form == 0 { 0 } else { form + 1 };
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'a' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// The form a suffix names, whatever its case.
pub(crate) fn form(suffix: &str) -> Option<usize> {
    if suffix.is_empty() {
        return Some(0);
    }
    let number = suffix.bytes().map(|b| b.to_ascii_lowercase()).try_fold(0usize, |sum, b| {
        b.is_ascii_lowercase().then(|| sum.saturating_mul(26).saturating_add(usize::from(b - b'a') + 1))
    })?;
    // `a` would name the first form, which has no suffix.
    number.checked_sub(1).filter(|form| *form > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_count_like_columns_of_a_sheet() {
        assert_eq!([1, 25, 26, 27, 701].map(suffix), ["b", "z", "aa", "ab", "zz"]);
        assert_eq!((0..4).map(suffix).collect::<Vec<_>>(), ["", "b", "c", "d"]);
        assert!((0..2000).all(|n| form(&suffix(n)) == Some(n)));
        assert_eq!((form("a"), form("B"), form("1")), (None, Some(1), None));
    }
}
