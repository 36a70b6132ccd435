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

/// Where the digits begin that a text ends with, or may with what follows.
pub(crate) fn pending_digits(text: &str) -> usize {
    let Some(start) = word_start(text, text.len()) else { return text.len() };
    let begun = text.get(start..).unwrap_or_default();
    let may_be = |(known, _): &(&str, char)| known.get(..begun.len()).is_some_and(|k| k.eq_ignore_ascii_case(begun));
    if !(DIGITS.iter().any(may_be) || digit(begun, Span::new(0, begun.len())).is_some()) {
        return text.len();
    }
    let last = Span::new(start, text.len());
    std::iter::successors(Some(last), |word| digit_before(text, *word))
        .take(MAX_DIGITS)
        .last()
        .map_or(start, |w| w.start)
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

/// Where an address begins that a text ends with, or may with what follows: where its first sign is.
pub(crate) fn pending_address(text: &str) -> usize {
    // Without a sign, nothing but the last two words counts.
    let near = Some(text).filter(|text| !has_sign(text)).map(|text| last_words(text, NEAR));
    let words = near.filter(|words| words.len() > 1).unwrap_or_else(|| last_words(text, 3 * ADDRESS));
    // A word that the text ends in may yet become a sign.
    let word = |span: &Span| kind(span.of(text).unwrap_or_default());
    let is_sign = |span: &Span, is: Word| sign(span.of(text).unwrap_or_default().trim_matches('-')) == Some(is);
    let begun = words.last().filter(|last| last.end == text.len());
    let may_be_sign = begun.is_some_and(|span| begins_sign(span.of(text).unwrap_or_default()));
    let whole = words.get(..words.len() - usize::from(may_be_sign)).unwrap_or_default();
    let has_host = |at: &usize| {
        let behind = whole.get(at + 1..).unwrap_or_default().iter().enumerate();
        let fits = |(at, span): (usize, &Span)| {
            span.end == text.len() || word(span) == if at % 2 == 0 { Word::Label } else { Word::Dot }
        };
        whole.get(*at).is_some_and(|span| is_sign(span, Word::At)) && behind.into_iter().all(fits)
    };
    // The first `at` that may yet have a host, or the one that may come.
    let at = (1..whole.len()).find(has_host).unwrap_or(whole.len());
    let pairs = whole.get(..at).unwrap_or_default().rchunks(2);
    let names = pairs.take_while(|pair| pair.iter().any(|span| is_sign(span, Word::Dot))).count();
    whole.get(at.saturating_sub(1 + 2 * names)).map_or(text.len(), |label| label.end)
}

/// Whether one of the last words of a text stands for a sign. In an address, every other word does.
fn has_sign(text: &str) -> bool {
    let tail = text.as_bytes().get(text.len().saturating_sub(3 * ADDRESS)..).unwrap_or_default();
    let parts = |b: &u8| !(b.is_ascii_alphanumeric() || matches!(b, b'.' | b'+' | b'-' | 0x80..));
    let mut words = tail.rsplit(parts).filter(|word| !word.is_empty()).take(LAST);
    words.any(|word| {
        let start = word.iter().take_while(|b| **b == b'-').count();
        let end = word.len() - word.iter().rev().take_while(|b| **b == b'-').count();
        let word = word.get(start..end).unwrap_or_default();
        signs().any(|sign| word.eq_ignore_ascii_case(sign.as_bytes()))
    })
}

/// The words that a text ends with, as far as some place in it has them around it.
fn last_words(text: &str, bytes: usize) -> Vec<Span> {
    let mut words = Vec::new();
    let mut from = reach(text, text.len(), bytes);
    while let Some(rest) = text.get(from..).filter(|rest| !rest.is_empty()) {
        let skipped = rest.bytes().take_while(|b| is_gap(char::from(*b))).count();
        let start = from + skipped;
        let len: usize =
            rest.get(skipped..).unwrap_or_default().chars().take_while(|c| is_part(*c)).map(char::len_utf8).sum();
        let span = Span::new(start, start + len);
        let word = span.of(text).unwrap_or_default();
        if skipped > MAX_GAP || word.chars().count() > MAX_LABEL {
            words.clear();
        }
        if len == 0 {
            break;
        }
        words.push(span);
        from = span.end;
    }
    words
}

fn signs() -> impl Iterator<Item = &'static &'static str> {
    AT.iter().chain(DOT)
}

/// Whether a word may become one that stands for a sign.
fn begins_sign(begun: &str) -> bool {
    let begun = begun.trim_matches('-');
    signs().any(|sign| sign.get(..begun.len()).is_some_and(|sign| sign.eq_ignore_ascii_case(begun)))
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

const AT: &[&str] = &["at", "ät", "klammeraffe"];
const DOT: &[&str] = &["dot", "punkt", "point"];
/// The last two words of a text are looked for so far from its end first, in bytes, …
const NEAR: usize = 32;
/// … unless one of so many is a sign.
const LAST: usize = 4;

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
    let mut words = Vec::new();
    let mut from = reach(text, at, ADDRESS);
    while let Some(rest) = text.get(from..) {
        let skipped = rest.chars().take(MAX_GAP).take_while(|c| is_gap(*c)).count();
        let start = from + skipped;
        let word = text.get(start..).unwrap_or_default().chars().take(MAX_LABEL + 1).take_while(|c| is_part(*c));
        let (chars, len) = word.fold((0, 0), |(chars, len), c| (chars + 1, len + c.len_utf8()));
        if len == 0 || chars > MAX_LABEL || start > at + ADDRESS {
            break;
        }
        let span = Span::new(start, start + len);
        words.push((span, kind(span.of(text).unwrap_or_default())));
        from = span.end;
    }
    words
}

/// How far back before a place there are only words and what parts them, up to so many bytes.
fn reach(text: &str, at: usize, bytes: usize) -> usize {
    let near = |start: usize| start + bytes > at;
    let before = text.get(..at).unwrap_or_default().char_indices().rev();
    before.take_while(|(start, c)| near(*start) && (is_part(*c) || is_gap(*c))).last().map_or(at, |(start, _)| start)
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '+' | '-')
}

fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\t' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '_' | '*' | '|' | '/')
}

fn kind(word: &str) -> Word {
    let word = word.trim_matches('-');
    match sign(word) {
        Some(sign) => sign,
        None if is_one_of(word, ARTICLES) => Word::Other,
        None => Word::Label,
    }
}

/// The sign that a word stands for.
fn sign(word: &str) -> Option<Word> {
    if is_one_of(word, AT) {
        Some(Word::At)
    } else if is_one_of(word, DOT) {
        Some(Word::Dot)
    } else {
        None
    }
}

fn is_one_of(word: &str, names: &[&str]) -> bool {
    names.iter().any(|name| word.eq_ignore_ascii_case(name))
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
