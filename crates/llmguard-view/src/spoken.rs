//! Spoken: digits as words, and e-mail addresses with words for their signs.
//!
//! ```text
//! null eins fünf eins, zwei drei vier        0151234
//! max at firma dot de                        max@firma.de
//! ```

use llmguard_types::Span;

use crate::changes::Changes;
use crate::reasons::Reasons;

/// Fewer digits are no number that anybody hides …
const MIN_DIGITS: usize = 6;
/// … nor are shorter ones, in bytes: `1 2 3 4 5 6`. [`Reasons`] knows no place in them.
const MIN_LEN: usize = 16;
/// More digits than this begin another number.
const MAX_DIGITS: usize = 256;
/// The longest word of a digit, in bytes.
const MAX_WORD: usize = 6;
/// How far around a dot its address is looked for, in bytes.
const ADDRESS: usize = 96;
/// The longest label of a host, in characters, …
const MAX_LABEL: usize = 63;
/// … and how far two may stand apart.
const MAX_GAP: usize = 16;

const DIGITS: &[(&str, char)] = &[
    ("null", '0'),
    ("zero", '0'),
    ("oh", '0'),
    ("eins", '1'),
    ("ein", '1'),
    ("one", '1'),
    ("zwei", '2'),
    ("zwo", '2'),
    ("two", '2'),
    ("drei", '3'),
    ("three", '3'),
    ("vier", '4'),
    ("four", '4'),
    ("fünf", '5'),
    ("fÜnf", '5'),
    ("fuenf", '5'),
    ("five", '5'),
    ("sechs", '6'),
    ("six", '6'),
    ("sieben", '7'),
    ("seven", '7'),
    ("acht", '8'),
    ("eight", '8'),
    ("neun", '9'),
    ("nine", '9'),
    ("plus", '+'),
];

/// Digits as words.
pub(crate) fn digits(text: &str, reasons: &Reasons, changes: &mut Changes) {
    for at in &reasons.spoken {
        if *at < changes.end() {
            continue;
        }
        let Some(first) = word_around(text, *at).filter(|word| digit(text, *word).is_some()) else { continue };
        let from = changes.end();
        let before = std::iter::successors(Some(first), |word| digit_before(text, *word).filter(|w| w.start >= from));
        let start = before.take(MAX_DIGITS / 2).last().unwrap_or(first);
        let words = std::iter::successors(Some(start), |word| digit_behind(text, *word));
        let (mut read, mut end, mut letters) = (String::new(), start.end, 0);
        for word in words.take(MAX_DIGITS) {
            read.extend(digit(text, word));
            end = word.end;
            letters += usize::from(word.len() > 1);
        }
        changes.goes_on(start.start, end, text);
        if read.len() >= MIN_DIGITS && end - start.start >= MIN_LEN && letters > read.len() / 3 {
            changes.add(Span::new(start.start, end), &read);
        }
    }
}

/// The digit a word is, or is written as.
fn digit(text: &str, word: Span) -> Option<char> {
    let word = word.of(text)?;
    if let [one @ b'0'..=b'9'] = word.as_bytes() {
        return Some(char::from(*one));
    }
    DIGITS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|(_, digit)| *digit)
}

/// The word that stands at a place, before it or behind it, unless it is too long.
fn word_around(text: &str, at: usize) -> Option<Span> {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let gap: usize = text.get(at..)?.chars().take(2).take_while(|c| parts(*c)).map(char::len_utf8).sum();
    let start = word_start(text, at + gap)?;
    word_end(text, start).map(|end| Span::new(start, end))
}

fn word_start(text: &str, at: usize) -> Option<usize> {
    let before = text.get(..at)?.chars().rev().take(MAX_WORD + 1).take_while(|c| c.is_alphanumeric());
    Some(at - before.map(char::len_utf8).sum::<usize>())
}

fn word_end(text: &str, at: usize) -> Option<usize> {
    let len: usize =
        text.get(at..)?.chars().take(MAX_WORD + 1).take_while(|c| c.is_alphanumeric()).map(char::len_utf8).sum();
    (len > 0 && len <= MAX_WORD).then_some(at + len)
}

fn digit_before(text: &str, word: Span) -> Option<Span> {
    let gap: usize = text.get(..word.start)?.chars().rev().take(2).take_while(|c| parts(*c)).map(char::len_utf8).sum();
    let end = word.start - gap;
    let found = Span::new(word_start(text, end)?, end);
    (gap > 0 && digit(text, found).is_some()).then_some(found)
}

fn digit_behind(text: &str, word: Span) -> Option<Span> {
    let gap: usize = text.get(word.end..)?.chars().take(2).take_while(|c| parts(*c)).map(char::len_utf8).sum();
    let start = word.end + gap;
    let found = Span::new(start, word_end(text, start)?);
    (gap > 0 && digit(text, found).is_some()).then_some(found)
}

/// Whether a character may part two words of digits.
fn parts(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\t' | '-' | ',' | '.' | '/' | '_' | '\u{a0}')
}

/// What a word of an address is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    At,
    Dot,
    Label,
    /// What names no host.
    Other,
}

/// Behind an `at` in a sentence; nobody is reached there.
const ARTICLES: &[&str] = &[
    "the", "a", "an", "this", "that", "these", "those", "least", "most", "each", "every", "any", "all", "my", "our",
    "your", "their", "his", "her", "its", "one", "some",
];

/// E-mail addresses with words for their signs.
pub(crate) fn addresses(text: &str, reasons: &Reasons, changes: &mut Changes) {
    for dot in &reasons.dots {
        if *dot < changes.end() {
            continue;
        }
        let words = words(text, *dot);
        let kinds: Vec<Word> = words.iter().map(|(_, kind)| *kind).collect();
        let Some(dot) = words.iter().position(|(span, kind)| span.start == *dot && *kind == Word::Dot) else {
            continue;
        };
        let Some(at) = kinds.iter().take(dot).rposition(|kind| *kind == Word::At) else { continue };
        let behind = kinds.get(at + 1..).unwrap_or_default();
        let labels =
            behind.chunks(2).take_while(|pair| pair.first() == Some(&Word::Label) && pair.get(1) == Some(&Word::Dot));
        let last = at + 1 + 2 * labels.count();
        let before = kinds.get(..at).unwrap_or_default();
        let names = before.rchunks(2).take_while(|pair| *pair == [Word::Dot, Word::Label]).count();
        let Some(first) = at.checked_sub(1 + 2 * names) else { continue };
        if last <= dot || kinds.get(last) != Some(&Word::Label) || kinds.get(first) != Some(&Word::Label) {
            continue;
        }
        // From the end of one label to the beginning of the next there is one sign.
        for sign in (first + 1..last).step_by(2) {
            let (Some((label, _)), Some((_, kind)), Some((next, _))) =
                (words.get(sign - 1), words.get(sign), words.get(sign + 1))
            else {
                break;
            };
            changes.add(Span::new(label.end, next.start), if *kind == Word::At { "@" } else { "." });
        }
    }
}

/// The words around a place, in its line, as far as nothing but blanks and brackets parts them.
fn words(text: &str, at: usize) -> Vec<(Span, Word)> {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '+') || c == '-';
    let gap = |c: char| matches!(c, ' ' | '\t' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '_' | '*' | '|' | '/');
    let mut words = Vec::new();
    let mut from = text.get(..at).map_or(at, |before| {
        let near = |start: usize| start + ADDRESS > at;
        let reach = before.char_indices().rev().take_while(|(start, c)| near(*start) && (part(*c) || gap(*c))).last();
        reach.map_or(at, |(start, _)| start)
    });
    while let Some(rest) = text.get(from..) {
        let skipped = rest.chars().take(MAX_GAP).take_while(|c| gap(*c)).count();
        let start = from + skipped;
        let word = text.get(start..).unwrap_or_default().chars().take(MAX_LABEL + 1).take_while(|c| part(*c));
        let (chars, len) = word.fold((0, 0), |(chars, len), c| (chars + 1, len + c.len_utf8()));
        if len == 0 || chars > MAX_LABEL || start > at + ADDRESS {
            break;
        }
        let span = Span::new(start, start + len);
        let word = span.of(text).unwrap_or_default();
        let is = |names: &[&str]| names.iter().any(|name| word.trim_matches('-').eq_ignore_ascii_case(name));
        let kind = if is(&["at", "ät", "klammeraffe"]) {
            Word::At
        } else if is(&["dot", "punkt", "point"]) {
            Word::Dot
        } else if is(ARTICLES) {
            Word::Other
        } else {
            Word::Label
        };
        words.push((span, kind));
        from = span.end;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests_support::read_by;

    #[test]
    fn what_was_spoken_is_read() {
        for (text, meant) in [
            ("Tel. null eins fünf eins, zwei drei vier fünf sechs bitte", "Tel. 015123456 bitte"),
            ("plus-vier-neun-eins-fünf-eins-acht-neun", "+49151 89".replace(' ', "").as_str()),
            ("four one one one one one one one", "41111111"),
        ] {
            assert_eq!(read_by(digits, text), meant, "{text}");
        }
        for (text, meant) in [
            ("an max at firma dot de bitte", "an max@firma.de bitte"),
            ("max (at) firma (dot) co (dot) uk", "max@firma.co.uk"),
            ("max punkt muster [ät] muster-werke [punkt] de", "max.muster@muster-werke.de"),
            ("MAX AT FIRMA DOT DE", "MAX@FIRMA.DE"),
        ] {
            assert_eq!(read_by(addresses, text), meant, "{text}");
        }
    }

    #[test]
    fn honest_text_stays() {
        for text in ["eins, zwei, drei", "one of two or three", "sieben Zwerge und acht Ritter"] {
            assert_eq!(read_by(digits, text), text);
        }
        for text in ["look at the dot", "look at the dot com boom", "dot com", "der Punkt ist at home"] {
            assert_eq!(read_by(addresses, text), text);
        }
    }
}
