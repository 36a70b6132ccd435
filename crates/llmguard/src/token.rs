//! Token: the placeholder that stands for a value, and its grammar.
//!
//! A token is `[TYPE_n]`, or `[TYPE_nb]` for the second way the same value was written. It has three marks: the
//! bracket, the underscore and the upper-case type. Models lose one of them now and then; two are enough to be read
//! as a token, one never is:
//!
//! | text | marks | read as |
//! |---|---|---|
//! | `[PERSON_1]` | bracket, underscore, upper case | token |
//! | `PERSON_1` | underscore, upper case | token |
//! | `[person_1]`, `[Person 1]`… | bracket and underscore; bracket alone | token; text |
//! | `person_1` | underscore | text |

use llmguard_types::{Code, Entities, Entity, Error, Span};
use regex::Regex;

/// The type of tokens that stand for text which looked like a token itself.
pub(crate) const TEXT: &str = "TEXT";

/// Finds what reads as a token, for a given set of types.
#[derive(Debug)]
pub(crate) struct Grammar {
    pattern: Regex,
}

/// Something that reads as a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub(crate) span: Span,
    /// Type in upper case.
    pub(crate) kind: String,
    pub(crate) number: u32,
    /// Empty for the first form.
    pub(crate) suffix: &'a str,
}

impl Grammar {
    /// The grammar for the built-in types and those an engine defined.
    pub(crate) fn new(entities: &Entities, custom: impl Iterator<Item = Entity>) -> Result<Grammar, Error> {
        let mut kinds: Vec<&str> = Entity::all().map(|(_, label)| label).chain([TEXT]).collect();
        kinds.extend(custom.map(|entity| entities.label(entity)));
        kinds.sort_by_key(|kind| (std::cmp::Reverse(kind.len()), *kind));
        kinds.dedup();
        let source = format!("(\\[)?((?i-u:{}))([_ -]?)([0-9]{{1,9}})([a-z]{{0,3}})(\\])?", kinds.join("|"));
        let pattern =
            Regex::new(&source).map_err(|_| Error::new(Code::Internal, "the token grammar did not compile"))?;
        Ok(Grammar { pattern })
    }

    /// Everything in `text` that reads as a token, from left to right.
    pub(crate) fn tokens<'a>(&self, text: &'a str) -> Vec<Token<'a>> {
        let mut tokens = Vec::new();
        let mut at = 0;
        while let Some(groups) = self.pattern.captures_at(text, at) {
            let whole = groups.get_match();
            let part = |i| groups.get(i).map_or("", |m: regex::Match<'a>| m.as_str());
            let (kind, separator, number, suffix) = (part(2), part(3), part(4), part(5));
            let (open, close) = (groups.get(1).is_some(), groups.get(6).is_some());
            let bracket = open && close;
            let upper = kind.bytes().all(|b| !b.is_ascii_lowercase());
            let marks = u8::from(bracket) + u8::from(separator == "_") + u8::from(upper);
            // Half a bracket is not part of the token.
            let span = if bracket {
                Span::new(whole.start(), whole.end())
            } else {
                Span::new(whole.start() + usize::from(open), whole.end() - usize::from(close))
            };
            let number: u32 = number.parse().unwrap_or(0);
            if marks >= 2 && number > 0 && (bracket || stands_alone(text, span)) {
                at = span.end;
                tokens.push(Token { span, kind: kind.to_ascii_uppercase(), number, suffix });
            } else {
                at = next_boundary(text, whole.start());
            }
        }
        tokens
    }
}

/// Whether no word character touches a token that has no brackets.
fn stands_alone(text: &str, span: Span) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    !text.get(..span.start).unwrap_or("").ends_with(word) && !text.get(span.end..).unwrap_or("").starts_with(word)
}

fn next_boundary(text: &str, at: usize) -> usize {
    (at + 1..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
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

/// The form a suffix names.
pub(crate) fn form(suffix: &str) -> Option<usize> {
    if suffix.is_empty() {
        return Some(0);
    }
    let number = suffix.bytes().try_fold(0usize, |sum, b| {
        b.is_ascii_lowercase().then(|| sum.saturating_mul(26).saturating_add(usize::from(b - b'a') + 1))
    })?;
    // `a` would name the first form, which has no suffix.
    number.checked_sub(1).filter(|form| *form > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let grammar = Grammar::new(&Entities::default(), std::iter::empty()).unwrap();
        grammar.tokens(text).iter().map(|t| format!("{}/{}/{}@{}", t.kind, t.number, t.suffix, t.span.start)).collect()
    }

    #[test]
    fn two_of_three_marks_are_a_token_and_one_is_not() {
        assert_eq!(
            read("Hallo [PERSON_1], PERSON_2b und [person_3]s [PERSON 4]"),
            ["PERSON/1/@6", "PERSON/2/b@18", "PERSON/3/@32", "PERSON/4/@44"]
        );
        assert!(read("person_1 Person 1 [Person 1] XPERSON_1 PERSON_1x_ PERSON_0 [DATE OF]").is_empty());
        assert_eq!(read("[DATE_OF_BIRTH_2] [[IP_1]]"), ["DATE_OF_BIRTH/2/@0", "IP/1/@19"]);
    }

    #[test]
    fn forms_and_suffixes_are_one_to_one() {
        assert_eq!((0..4).map(suffix).collect::<Vec<_>>(), ["", "b", "c", "d"]);
        assert!((0..2000).all(|n| form(&suffix(n)) == Some(n)));
    }
}
