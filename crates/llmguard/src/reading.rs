//! Reading: a text that may not be over, read from left to right.
//!
//! What is read at a place is there, is not there ([`Stop::No`]), or depends on what follows and is not known
//! ([`Stop::Open`]):
//!
//! ```text
//! "[PERSON_1]"     there
//! "[PERSUADED"     not there
//! "[PERS"          open if more may follow, else not there
//! ```

/// Why nothing is read at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    No,
    /// More of the text has to be known.
    Open,
}

use Stop::{No, Open};

pub(crate) type Read<T> = Result<T, Stop>;

/// More underscores than this are no emphasis.
pub(crate) const MAX_EMPHASIS: usize = 3;

/// A place in a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'t> {
    text: &'t str,
    pub(crate) at: usize,
    over: bool,
}

impl<'t> Cursor<'t> {
    pub(crate) fn new(text: &'t str, at: usize, over: bool) -> Cursor<'t> {
        Cursor { text, at, over }
    }

    /// What stands before a place, from another on.
    pub(crate) fn between(&self, from: usize, to: usize) -> &'t str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// What follows.
    pub(crate) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next character; `None` at the end.
    pub(crate) fn peek(&self) -> Read<Option<char>> {
        match self.rest().chars().next() {
            None if !self.over => Err(Open),
            next => Ok(next),
        }
    }

    /// Passes over the next character, if it is one of these.
    pub(crate) fn take(&mut self, wanted: impl FnOnce(char) -> bool) -> Read<char> {
        let next = self.peek()?.filter(|c| wanted(*c)).ok_or(No)?;
        self.at += next.len_utf8();
        Ok(next)
    }

    /// The place behind these letters and signs, whatever their case.
    pub(crate) fn past(mut self, wanted: &str) -> Read<Cursor<'t>> {
        wanted.chars().try_for_each(|wanted| self.take(|c| c.eq_ignore_ascii_case(&wanted)).map(drop))?;
        Ok(self)
    }

    /// Passes over up to `most` of these signs, among them at most one line break.
    pub(crate) fn take_signs(&mut self, signs: &str, most: usize) -> Read<()> {
        let mut breaks = 0;
        for _ in 0..most {
            match self.peek()? {
                Some(sign) if signs.contains(sign) && breaks + usize::from(sign == '\n') <= 1 => {
                    breaks += usize::from(sign == '\n');
                    self.at += sign.len_utf8();
                }
                _ => break,
            }
        }
        Ok(())
    }

    /// Whether nothing goes on here but the emphasis that so many underscores began.
    pub(crate) fn ends(&self, emphasis: usize) -> Read<()> {
        let rest = self.rest();
        let closing = rest.bytes().take_while(|b| *b == b'_').take(MAX_EMPHASIS + 1).count();
        match rest.get(closing..).unwrap_or_default().chars().next() {
            _ if closing > emphasis => Err(No),
            None if !self.over => Err(Open),
            Some(c) if c.is_alphanumeric() => Err(No),
            _ => Ok(()),
        }
    }
}

/// How many underscores of emphasis stand at the end of what is before a place, if nothing else is glued to it: no letter,
/// no digit and none of `barred`.
pub(crate) fn begins(before: &str, barred: &str) -> Read<usize> {
    let emphasis = before.bytes().rev().take_while(|b| *b == b'_').take(MAX_EMPHASIS + 1).count();
    let outside = before.get(..before.len() - emphasis).unwrap_or_default();
    let glued = outside.ends_with(|c: char| c.is_alphanumeric() || barred.contains(c));
    if glued || emphasis > MAX_EMPHASIS { Err(No) } else { Ok(emphasis) }
}

/// The first that reads; if one before it may yet read, that is waited for.
pub(crate) fn first<'i, I, T>(items: &'i [I], read: impl Fn(&'i I) -> Read<T>) -> Read<T> {
    items.iter().map(read).find(|read| !matches!(read, Err(No))).unwrap_or(Err(No))
}
