//! Elements: what XML says under the name of an element.
//!
//! ```text
//! <person><nachname>Huber</nachname><rolle>dev</rolle></person>
//! <person>
//! nachname: Huber
//! <rolle>dev</rolle></person>
//! ```
//!
//! Which names count is said in `columns`. A tag depends on itself alone.

use llmguard_types::Span;

use crate::changes::Changes;
use crate::columns::holds_something;
use crate::reasons::Reasons;

/// The longest tag, in bytes.
const MAX_TAG: usize = 128;
/// The most blanks before a value.
const MAX_BLANKS: usize = 64;

pub(crate) fn elements(text: &str, reasons: &Reasons, changes: &mut Changes) {
    let from = reasons.from.saturating_sub(MAX_TAG + MAX_BLANKS);
    let bytes = text.as_bytes().get(from..).unwrap_or_default();
    for at in memchr::memchr_iter(b'<', bytes).map(|at| from + at) {
        let Some(tag) = Tag::at(text, at) else { continue };
        if tag.is_open {
            changes.goes_on(at, text.len(), text);
        } else if !holds_something(tag.name) {
            continue;
        } else if tag.ends_element {
            changes.add(Span::new(at, tag.end), "\n");
        } else {
            let behind = text.as_bytes().get(tag.end..).unwrap_or_default();
            let blanks = behind.iter().take(MAX_BLANKS).take_while(|b| b.is_ascii_whitespace()).count();
            if blanks == behind.len() {
                changes.goes_on(at, text.len(), text);
            }
            changes.add(Span::new(at, tag.end + blanks), &format!("\n{}: ", tag.name));
        }
    }
}

/// A tag of an element.
struct Tag<'t> {
    /// Without its namespace.
    name: &'t str,
    end: usize,
    ends_element: bool,
    /// Whether the text ends in it.
    is_open: bool,
}

impl<'t> Tag<'t> {
    /// The tag that begins at a place.
    fn at(text: &'t str, at: usize) -> Option<Tag<'t>> {
        let rest = text.get(at + 1..)?;
        let ends_element = rest.starts_with('/');
        let begin = at + 1 + usize::from(ends_element);
        let inside = text.as_bytes().get(begin..)?;
        let inside = inside.get(..MAX_TAG).unwrap_or(inside);
        let len = inside.iter().take_while(|b| b.is_ascii_alphanumeric() || b"_-.:".contains(b) || **b >= 0x80).count();
        let starts = inside.first().is_none_or(|b| b.is_ascii_alphabetic() || *b == b'_' || *b >= 0x80);
        let name = text.get(begin..begin + len)?;
        let name = name.rsplit(':').next().unwrap_or(name);
        // What stands before a value in another tag, `<br/>`, is none.
        let goes_on = inside.get(len..)?;
        let end = match goes_on.first() {
            Some(b'>') => Some(0),
            Some(b' ' | b'\t' | b'\r' | b'\n') => goes_on.iter().position(|b| *b == b'>'),
            Some(_) => return None,
            None => None,
        };
        let is_open = end.is_none() && inside.len() < MAX_TAG;
        (starts && (end.is_some() || is_open)).then(|| Tag {
            name,
            end: begin + len + end.unwrap_or_default() + 1,
            ends_element,
            is_open,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests_support::read_by;

    #[test]
    fn elements_are_read_as_fields() {
        for (text, meant) in [
            ("<p><Nachname>Huber</Nachname><id>1</id></p>", "<p>\nNachname: Huber\n<id>1</id></p>"),
            ("<ns:iban type=\"x\">DE</ns:iban>", "\niban: DE\n"),
            ("<dateOfBirth>1979</dateOfBirth>", "\ndateOfBirth: 1979\n"),
        ] {
            assert_eq!(read_by(elements, text), meant, "{text}");
        }
    }

    #[test]
    fn other_tags_stay() {
        for text in ["<b>x</b>", "a < password > b", "<password", "<name>x</name>", "Vec<Password, x>", "<>", "<", "</"]
        {
            assert_eq!(read_by(elements, text), text);
        }
    }
}
