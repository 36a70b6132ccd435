//! Characters: compatible forms, lookalikes, blanks, marks and what is not drawn, read as plain letters.
//!
//! ```text
//! ｍａｘ@firma.de        fullwidth        max@firma.de
//! DE89<200b>3704        zero width       DE893704
//! mаx@firma.de          Cyrillic а       max@firma.de
//! 0711<2011>231250      no-break hyphen  0711-231250
//! Ko\u{308}ln           two characters   Köln
//! ```
//!
//! Honest text has all of these. What is not drawn counts only beside ASCII (in Persian and Hindi, joiners stand among
//! letters of their own), a lookalike only in a word that has ASCII and nothing but lookalikes, a superscript only beside
//! another one, a hyphen only between letters or digits, a dash only between digits.

use llmguard_types::Span;
use unicode_normalization::char::compose;

use crate::changes::{Changes, NEAR, groups};
use crate::reasons::{Reasons, is_odd};
use crate::table::{Class, look_up};

/// How far to either side of a lookalike its word is looked at, in bytes.
const WORD: usize = 64;
const BLOCK: usize = 64;

/// What becomes of marks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marks {
    /// A letter and its mark become one character where Unicode has it.
    Compose,
    /// All are taken away.
    Strip,
}

/// Letters with one mark are read as one character, and of all others the marks are taken away. Near marks, a second way
/// of reading takes all of them away.
pub(crate) fn characters(text: &str, reasons: &Reasons, composed: &mut Changes, stripped: &mut Changes) {
    let marks = read(text, reasons, Marks::Compose, composed);
    if marks {
        read(text, reasons, Marks::Strip, stripped);
        stripped.retain_groups(|group| group.iter().any(|change| change.mark));
    }
    // Where there is none yet, the next one may be near enough.
    if let Some(last) = groups(composed.list()).last()
        && let [Some(first), Some(last)] = [last.first(), last.last()]
    {
        stripped.goes_on(first.span.start, last.span.end + 2 * NEAR, text);
    }
}

/// Whether there was a mark to decide about.
fn read(text: &str, reasons: &Reasons, marks: Marks, changes: &mut Changes) -> bool {
    let bytes = text.as_bytes();
    let mut any = false;
    let mut read_to = 0;
    for start in &reasons.beyond {
        let mut at = (*start).max(read_to);
        while at < (start + BLOCK).min(text.len()) {
            // What is drawn of ASCII stays, and so do letters of Latin-1, which two bytes stand for.
            match bytes.get(at) {
                Some(0xc3) => {
                    at += 2;
                    continue;
                }
                Some(byte) if !is_odd(*byte) => {
                    at += 1;
                    continue;
                }
                _ => {}
            }
            let Some(c) = next(text, at) else {
                at += 1;
                continue;
            };
            let behind = at + c.len_utf8();
            match look_up(c) {
                Some((Class::Mark, _)) => {
                    any = true;
                    at = run_of_marks(text, at, marks, changes);
                    read_to = at;
                    continue;
                }
                Some((class, with)) if counts(text, at, c, class) => changes.add(Span::new(at, behind), with),
                _ => {}
            }
            at = behind;
        }
    }
    any
}

/// Whether a character is there to hide something, as far as its neighbours tell.
fn counts(text: &str, at: usize, c: char, class: Class) -> bool {
    let behind = at + c.len_utf8();
    match class {
        Class::Strong => true,
        Class::Weak => {
            let wide = ('\u{ff00}'..'\u{ff5f}').contains(&c);
            let beside = |c: char| match look_up(c) {
                Some((Class::Weak | Class::Strong, with)) => with.chars().any(char::is_alphanumeric),
                _ => wide && c.is_ascii_graphic(),
            };
            neighbours(text, at, behind).into_iter().flatten().any(beside)
        }
        Class::Lookalike => is_lookalike(text, at),
        Class::Drop => beside_ascii(text, at, behind),
        // Between characters of an ideographic script, this one is a blank like any other.
        Class::Space if c == '\u{3000}' => is_between(text, at, behind, |c| c.is_ascii_graphic()),
        Class::Space => {
            previous(text, at).is_some_and(|c| c.is_ascii_graphic())
                || next(text, behind).is_some_and(|c| c.is_ascii_graphic())
        }
        Class::Hyphen => is_between(text, at, behind, |c| c.is_ascii_alphanumeric()),
        Class::Dash => is_between(text, at, behind, |c| c.is_ascii_digit()),
        Class::Mark => false,
    }
}

/// Whether the first drawn characters on both sides, or what they are read as, are such ones.
fn is_between(text: &str, at: usize, behind: usize, is: impl Fn(char) -> bool) -> bool {
    let fits = |c: char| match look_up(c) {
        Some((Class::Strong | Class::Weak, with)) => with.chars().all(&is),
        _ => is(c),
    };
    neighbours(text, at, behind).into_iter().all(|c| c.is_some_and(fits))
}

/// Whether the first drawn character before or behind is of ASCII, or is read as such.
fn beside_ascii(text: &str, at: usize, behind: usize) -> bool {
    let plain = |c: char| c.is_ascii() || matches!(look_up(c), Some((Class::Strong | Class::Lookalike, _)));
    neighbours(text, at, behind).into_iter().flatten().any(plain)
}

/// The first drawn character before a place and behind another.
fn neighbours(text: &str, at: usize, behind: usize) -> [Option<char>; 2] {
    let drawn = |c: &char| !matches!(look_up(*c), Some((Class::Drop | Class::Mark, _)));
    let before = text.get(..at).and_then(|text| text.chars().rev().take(WORD).find(drawn));
    let after = text.get(behind..).and_then(|text| text.chars().take(WORD).find(drawn));
    [before, after]
}

/// Whether the word around a lookalike has ASCII letters or digits, and no letters but these and lookalikes.
fn is_lookalike(text: &str, at: usize) -> bool {
    let mut ascii = false;
    let mut fits = |c: char| {
        ascii |= c.is_ascii_alphanumeric();
        c.is_ascii() || !c.is_alphabetic() || c < '\u{250}' || look_up(c).is_some()
    };
    let blank = |c: &char| !c.is_whitespace();
    let before = text.get(..at).map(|text| text.chars().rev().take(WORD).take_while(blank).all(&mut fits));
    let after = text.get(at..).map(|text| text.chars().take(WORD).take_while(blank).all(&mut fits));
    before == Some(true) && after == Some(true) && ascii
}

/// Reads a letter and the marks behind it. Returns where the marks end.
fn run_of_marks(text: &str, at: usize, marks: Marks, changes: &mut Changes) -> usize {
    let run = text.get(at..).unwrap_or_default();
    let len: usize =
        run.chars().take_while(|c| matches!(look_up(*c), Some((Class::Mark, _)))).map(char::len_utf8).sum();
    let end = at + len;
    let plain = |c: char| matches!(look_up(c), Some((Class::Strong | Class::Weak, _)));
    let Some(letter) = previous(text, at).filter(|c| c.is_alphanumeric() || c.is_ascii() || plain(*c)) else {
        return end;
    };
    let start = at - letter.len_utf8();
    changes.goes_on(start, end, text);
    let one = run.chars().next().filter(|c| c.len_utf8() == len);
    let composed = one.and_then(|mark| compose(letter, mark)).filter(|_| marks == Marks::Compose);
    let plain = match look_up(letter) {
        Some((Class::Strong | Class::Weak, with)) => with,
        _ => text.get(start..at).unwrap_or_default(),
    };
    let mut buffer = [0; 4];
    let with = composed.map_or(plain, |c| c.encode_utf8(&mut buffer));
    if changes.end() > start {
        // The letter itself has been replaced.
        changes.add_mark(Span::new(at, end), "");
    } else {
        changes.add_mark(Span::new(start, end), with);
    }
    end
}

fn previous(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

fn next(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}
