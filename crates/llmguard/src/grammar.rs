//! Grammar: what reads as a token, also after a model has copied it.
//!
//! A token has three marks: the bracket, the underscore and the upper-case type. Models lose one of them now and then;
//! two are enough to be read as a token, one never is:
//!
//! | text | marks | read as |
//! |---|---|---|
//! | `[PERSON_1]`, `[ PERSON_1 ]`, `\[PERSON\_1\]`, `%5BPERSON_1%5D` | all | token |
//! | `PERSON_1`, `**PERSON_1**`, `_PERSON_1_` | underscore, upper case | token |
//! | `[person_1]`, `[PERSON 1]`, `[PERSON-1]`, `[PERSON1]` | bracket and one more | token |
//! | `[Person 1]`, `person_1`, `PERSON 1`, `Person_1` | one | text |
//!
//! Where a policy asks for [surrogates](crate::surrogate), these are tokens as well.
//!
//! Letters may follow the number: a suffix, or an ending (`[PERSON_1s]`, `PERSON_1en`); the session says which.
//!
//! Text is read from left to right, once, and a token is decided without what follows it but for the characters that say
//! whether it goes on. Where a text is not over yet, reading stops at the first place that may still become a token. A
//! token as we write it is read as such whatever stands around it: reading never begins before its bracket and ends behind
//! it, so that what is between our tokens can be looked through by itself.

use std::ops::Range;

use llmguard_types::{Entities, Entity, Span};

use crate::reading::Stop::{No, Open};
use crate::reading::{MAX_EMPHASIS, Read, begins, first};
use crate::surrogate;
use crate::token::{Form, TEXT, Token};

/// More blanks or signs than this between two parts are no token.
const MAX_GAP: usize = 6;
/// The longest sign, in bytes.
const MAX_SIGN: usize = 6;
/// No surrogate is longer, in bytes: an IBAN with four blanks of three bytes at every place.
const MAX_SURROGATE: usize = 34 * 13;
/// Digits of the largest number.
const MAX_DIGITS: usize = 9;
/// Letters of the longest suffix.
const MAX_LETTERS: usize = 3;

/// Finds what reads as a token, for a given set of types.
#[derive(Debug)]
pub(crate) struct Grammar {
    /// In upper case, the longest first.
    kinds: Vec<String>,
    /// For each letter, as bits, the letters that follow it at the beginning of a type.
    pairs: [u64; 26],
    /// Whether surrogates are tokens, too.
    surrogates: bool,
}

/// What comes first in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next<'t> {
    Token(Token<'t>),
    /// From this place on it is not known yet.
    Open(usize),
    Nothing,
}

/// A way of writing brackets.
struct Bracket {
    open: &'static str,
    close: &'static str,
}

const BRACKETS: &[Bracket] = &[
    Bracket { open: "[", close: "]" },
    Bracket { open: "\\[", close: "\\]" },
    Bracket { open: "\\\\[", close: "\\\\]" },
    Bracket { open: "［", close: "］" },
    Bracket { open: "【", close: "】" },
    Bracket { open: "%5B", close: "%5D" },
    Bracket { open: "%5b", close: "%5d" },
    Bracket { open: "\\u005b", close: "\\u005d" },
    Bracket { open: "\\u005B", close: "\\u005D" },
    Bracket { open: "&#91;", close: "&#93;" },
];

/// What stands for an underscore, the longest first where one begins like another.
const UNDERSCORES: &[&str] = &["_", "\\_", "\\\\_", "＿", "\\u005f", "\\u005F", "%5F", "%5f", "&#95;"];
/// What else stands between parts.
const SIGNS: &[&str] = &["-", "\u{2010}", "\u{2011}", "\u{2013}", "\u{200b}", "\u{2060}", "\u{ad}", "*", "`"];
/// Blanks. At most one of them may be a line break.
const BLANKS: &[&str] = &[" ", "\u{a0}", "\u{202f}", "\u{2009}", "\t", "\r\n", "\n", "\\n"];

impl Grammar {
    /// The grammar for the built-in types and those an engine defined, with or without [surrogates](crate::surrogate).
    pub(crate) fn new(entities: &Entities, custom: impl Iterator<Item = Entity>, surrogates: bool) -> Grammar {
        let built_in = Entity::all().map(|(_, label)| label).chain([TEXT]);
        let custom = custom.map(|entity| entities.label(entity));
        let mut kinds: Vec<String> = built_in.chain(custom).map(str::to_ascii_uppercase).collect();
        kinds.retain(|kind| kind.starts_with(|c: char| c.is_ascii_uppercase()));
        kinds.sort_by_key(|kind| (std::cmp::Reverse(kind.len()), kind.clone()));
        kinds.dedup();
        let mut pairs = [0; 26];
        for kind in &kinds {
            let (first, second) = (kind.as_bytes().first(), kind.as_bytes().get(1));
            if let Some(pair) = first.and_then(|first| pairs.get_mut(usize::from(first - b'A'))) {
                *pair |= second.map_or(u64::MAX, |second| 1 << (second & 63));
            }
        }
        Grammar { kinds, pairs, surrogates }
    }

    /// Calls `found` with what reads as a token from `from` on, left to right. Returns up to where that is decided: all of
    /// the text if it is over.
    pub(crate) fn read<'t>(
        &'t self,
        text: &'t str,
        from: usize,
        over: bool,
        mut found: impl FnMut(Token<'t>),
    ) -> usize {
        let (mut floor, mut at) = (0, from);
        loop {
            match self.next(text, floor, at..text.len(), over) {
                Next::Token(token) => {
                    (floor, at) = (token.span.end, token.span.end);
                    found(token);
                }
                Next::Open(at) => return at,
                Next::Nothing => return text.len(),
            }
        }
    }

    /// What first reads as a token of those that begin in `starts`. Nothing before `floor` is looked at: what follows a token is
    /// read as if nothing stood before it, whatever is put into its place.
    pub(crate) fn next<'t>(&'t self, text: &'t str, floor: usize, starts: Range<usize>, over: bool) -> Next<'t> {
        let bytes = text.as_bytes();
        let (mut at, mut word) = (starts.start, false);
        while let Some(byte) = bytes.get(at).filter(|_| at < starts.end) {
            let read = match *byte {
                b'[' | b'\\' | b'%' | b'&' | 0xe3 | 0xef => self.bracketed(text, at, over),
                b'A'..=b'Z' | b'a'..=b'z' if !word && self.may_begin(bytes, at) => self.bare(text, floor, at, over),
                _ => Err(No),
            };
            let read = match read {
                Err(No) if self.surrogates && !word => surrogate_at(text, floor, at, over),
                read => read,
            };
            word = byte.is_ascii_alphanumeric();
            match read {
                Ok(token) => return Next::Token(token),
                Err(No) => at += 1,
                Err(Open) => return Next::Open(at),
            }
        }
        Next::Nothing
    }

    /// No token is longer, in bytes.
    pub(crate) fn longest(&self) -> usize {
        // Between two parts, and at either end, as many of the longest signs as there may be.
        let longest = |kind: &String| kind.len() + (kind.matches('_').count() + 4) * MAX_GAP * MAX_SIGN;
        self.kinds.iter().map(longest).max().unwrap_or(0).max(MAX_SURROGATE)
    }

    /// Whether a type may begin here, by two letters.
    fn may_begin(&self, bytes: &[u8], at: usize) -> bool {
        let first = bytes.get(at).map(u8::to_ascii_uppercase);
        let Some(pair) = first.and_then(|b| self.pairs.get(usize::from(b.wrapping_sub(b'A')))) else { return false };
        bytes.get(at + 1).is_none_or(|second| pair & (1 << (second.to_ascii_uppercase() & 63)) != 0)
    }

    /// A token in brackets.
    fn bracketed<'t>(&'t self, text: &'t str, at: usize, over: bool) -> Read<Token<'t>> {
        first(BRACKETS, |bracket| {
            let from = sign(text, at, bracket.open, over)?;
            let from = gap(text, from, over)?.blank_end()?;
            self.each_kind(text, from, over, |core| {
                let letters = core.letters(text, true, over)?;
                let end = gap(text, letters.end, over)?.blank_end()?;
                let end = sign(text, end, bracket.close, over)?;
                if core.underscore || core.upper { core.token(text, Span::new(at, end), letters) } else { Err(No) }
            })
        })
    }

    /// A token without brackets: it stands alone.
    fn bare<'t>(&'t self, text: &'t str, floor: usize, at: usize, over: bool) -> Read<Token<'t>> {
        let emphasis = begins(text.get(floor..at).unwrap_or_default(), "")?;
        self.each_kind(text, at, over, |core| {
            if !(core.underscore && core.upper && core.tight) {
                return Err(No);
            }
            let letters = core.letters(text, false, over)?;
            let rest = text.get(letters.end..).unwrap_or_default();
            let closing = rest.bytes().take_while(|b| *b == b'_').take(MAX_EMPHASIS + 1).count();
            match rest.get(closing..).unwrap_or_default().chars().next() {
                _ if closing > emphasis => Err(No),
                None if !over => Err(Open),
                Some(c) if c.is_alphanumeric() => Err(No),
                _ if closing != emphasis => Err(No),
                _ => core.token(text, Span::new(at, letters.end), letters),
            }
        })
    }

    /// What `rest` makes of the first type, the longest first, that reads here as far as its number.
    fn each_kind<'t>(
        &'t self,
        text: &'t str,
        at: usize,
        over: bool,
        rest: impl Fn(Core<'t>) -> Read<Token<'t>>,
    ) -> Read<Token<'t>> {
        match text.as_bytes().get(at) {
            None if !over => Err(Open),
            Some(byte) if byte.is_ascii_alphabetic() && self.may_begin(text.as_bytes(), at) => {
                first(&self.kinds, |kind| core(text, at, kind, over).and_then(&rest))
            }
            _ => Err(No),
        }
    }
}

/// A type and its number.
struct Core<'t> {
    kind: &'t str,
    number: u32,
    /// Behind the number.
    end: usize,
    underscore: bool,
    upper: bool,
    /// Whether nothing but underscores stands between the parts.
    tight: bool,
}

impl Core<'_> {
    /// The letters behind the number, with an apostrophe where there may be one. They do not go on.
    fn letters(&self, text: &str, apostrophe: bool, over: bool) -> Read<Span> {
        let quoted = ["'", "’"].iter().find(|mark| apostrophe && starts(text, self.end, mark));
        let from = self.end + quoted.map_or(0, |mark| mark.len());
        let rest = text.get(from..).unwrap_or_default();
        let count = rest.bytes().take_while(u8::is_ascii_alphabetic).take(MAX_LETTERS + 1).count();
        match rest.get(count..).and_then(|behind| behind.chars().next()) {
            _ if count > MAX_LETTERS => Err(No),
            None if !over => Err(Open),
            Some(c) if c.is_alphanumeric() => Err(No),
            _ => Ok(Span::new(self.end, from + count)),
        }
    }
}

impl<'t> Core<'t> {
    fn token(&self, text: &'t str, span: Span, letters: Span) -> Read<Token<'t>> {
        let letters = letters.of(text).unwrap_or_default();
        Ok(Token { span, kind: self.kind, number: self.number, form: Form::Suffix(letters) })
    }
}

/// A surrogate as a token.
fn surrogate_at(text: &str, floor: usize, at: usize, over: bool) -> Read<Token<'_>> {
    let surrogate = surrogate::read(text, floor, at, over)?;
    let span = Span::new(at, surrogate.end);
    let whole = span.of(text).unwrap_or_default();
    let (written, ending) = whole.split_at_checked(whole.len() - surrogate.ending).ok_or(No)?;
    let form = Form::Surrogate { place: surrogate.place, written, ending };
    Ok(Token { span, kind: surrogate.kind.label(), number: surrogate.number, form })
}

/// One type and a number behind it.
fn core<'t>(text: &str, at: usize, kind: &'t str, over: bool) -> Read<Core<'t>> {
    let (mut end, mut upper, mut underscore, mut tight) = (at, true, false, true);
    let mut between = |at: usize| {
        let gap = gap(text, at, over)?;
        underscore = gap.underscore;
        tight &= gap.tight && gap.underscore;
        Ok(gap.end)
    };
    for wanted in kind.bytes() {
        if wanted == b'_' {
            end = between(end)?;
            continue;
        }
        match text.as_bytes().get(end) {
            None => return Err(if over { No } else { Open }),
            Some(byte) if byte.to_ascii_uppercase() == wanted => upper &= *byte == wanted,
            Some(_) => return Err(No),
        }
        end += 1;
    }
    let from = between(end)?;
    let rest = text.get(from..).unwrap_or_default();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).take(MAX_DIGITS + 1).count();
    if digits == rest.len() && digits <= MAX_DIGITS && !over {
        return Err(Open);
    }
    let number = rest.get(..digits).and_then(|digits| digits.parse().ok());
    let number = number.filter(|number| *number > 0 && digits <= MAX_DIGITS).ok_or(No)?;
    Ok(Core { kind, number, end: from + digits, underscore, upper, tight })
}

/// What stands between two parts.
struct Gap {
    end: usize,
    underscore: bool,
    /// Whether nothing but one underscore stands there.
    tight: bool,
    blank: bool,
}

impl Gap {
    /// The end of a gap in which nothing but blanks stands.
    fn blank_end(&self) -> Read<usize> {
        if self.blank { Ok(self.end) } else { Err(No) }
    }
}

/// Blanks, signs and underscores from `at` on, as many as there may be.
fn gap(text: &str, at: usize, over: bool) -> Read<Gap> {
    let mut gap = Gap { end: at, underscore: false, tight: true, blank: true };
    let (mut breaks, mut count) = (0, 0);
    while count < MAX_GAP {
        let read = first(UNDERSCORES, |sign_| Ok((sign(text, gap.end, sign_, over)?, true, false)));
        let read = read.or_else(|stop| match stop {
            No => first(SIGNS, |sign_| Ok((sign(text, gap.end, sign_, over)?, false, false))),
            Open => Err(Open),
        });
        let read = read.or_else(|stop| match stop {
            No => first(BLANKS, |sign_| Ok((sign(text, gap.end, sign_, over)?, false, true))),
            Open => Err(Open),
        });
        let (end, underscore, blank) = match read {
            Ok(read) => read,
            Err(No) => break,
            Err(Open) => return Err(Open),
        };
        breaks += usize::from(text.get(gap.end..end).is_some_and(|blank| blank.contains('\n') || blank == "\\n"));
        if (underscore && gap.underscore) || breaks > 1 {
            break;
        }
        gap.tight &= underscore;
        gap.underscore |= underscore;
        gap.blank &= blank;
        (gap.end, count) = (end, count + 1);
    }
    Ok(gap)
}

/// The end of a sign that begins at `at`.
fn sign(text: &str, at: usize, sign: &str, over: bool) -> Read<usize> {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    if rest.starts_with(sign.as_bytes()) {
        Ok(at + sign.len())
    } else if !over && sign.as_bytes().starts_with(rest) {
        Err(Open)
    } else {
        Err(No)
    }
}

fn starts(text: &str, at: usize, sign: &str) -> bool {
    text.as_bytes().get(at..).is_some_and(|rest| rest.starts_with(sign.as_bytes()))
}

#[cfg(test)]
mod tests;
