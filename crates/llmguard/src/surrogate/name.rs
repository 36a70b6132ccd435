//! Name: one word of a name, for another one.
//!
//! ```text
//! Hans Müller     Ansgar Sellmeyer      each word has a surrogate of its own, …
//! Herr Müller     Herr Sellmeyer        … so that the family name alone is that of the same person
//! MÜLLER          SELLMEYER             capitals go over
//! ```
//!
//! What reads as one is a name of a [pool](super::pools) with a capital first or throughout. An [ending](ENDINGS) may follow,
//! and stays: `Sellmeyers Angebot` is `Müllers Angebot`.

use super::{Kind, Surrogate, pools, put, took};
use crate::reading::{Cursor, Read, Stop, begins};

/// The names of a kind.
fn pool(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Family => pools::FAMILY,
        Kind::Female => pools::FEMALE,
        Kind::Male => pools::MALE,
        Kind::Given => pools::EITHER,
        Kind::Email | Kind::Iban | Kind::Phone => &[],
    }
}

/// What German puts behind a name, and nothing.
pub(super) const ENDINGS: &[&str] = &["", "s", "n", "ns", "sche", "schen", "scher", "sches", "schem"];

const KINDS: [Kind; 4] = [Kind::Family, Kind::Female, Kind::Male, Kind::Given];

/// How the letters of a word are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Capitalized,
    Capitals,
}

/// The case of a word of two letters or more; `None` for others.
pub(super) fn case(word: &str) -> Option<Case> {
    let mut letters = word.chars();
    let first = letters.next().filter(|c| c.is_uppercase())?;
    let rest = letters.as_str();
    match () {
        () if rest.is_empty() || !first.is_alphabetic() => None,
        () if rest.chars().all(char::is_lowercase) => Some(Case::Capitalized),
        () if rest.chars().all(char::is_uppercase) => Some(Case::Capitals),
        () => None,
    }
}

pub(super) fn write(kind: Kind, number: u32, written: &str) -> Option<String> {
    let names = pool(kind);
    let name = names.get(usize::try_from(put(number, names.len() as u64)?).ok()?)?;
    Some(match case(written)? {
        Case::Capitalized => (*name).to_owned(),
        Case::Capitals => name.to_uppercase(),
    })
}

/// For the first two letters of names, as bits, the letters that are its third.
#[expect(clippy::indexing_slicing, reason = "the compiler evaluates it")]
const BEGINNINGS: [u32; 26 * 26] = {
    let mut all = [0; 26 * 26];
    let (mut pool, pools) = (0, [pools::FAMILY, pools::FEMALE, pools::MALE, pools::EITHER]);
    while pool < pools.len() {
        let mut at = 0;
        while at < pools[pool].len() {
            if let [first, second, third, ..] = pools[pool][at].as_bytes() {
                all[letter(*first) * 26 + letter(*second)] |= 1 << letter(*third);
            }
            at += 1;
        }
        pool += 1;
    }
    all
};

/// The place of a letter in the alphabet, whatever its case.
const fn letter(letter: u8) -> usize {
    (letter.to_ascii_lowercase().wrapping_sub(b'a') as usize) % 26
}

pub(super) fn may_begin([first, second, third]: [u8; 3]) -> bool {
    let thirds = BEGINNINGS.get(letter(first) * 26 + letter(second)).copied().unwrap_or(0);
    first.is_ascii_uppercase() && thirds >> letter(third) & 1 == 1
}

pub(super) fn read(text: &str, before: &str, at: usize, over: bool) -> Read<Surrogate> {
    let emphasis = begins(before, "@.%+")?;
    let mut cursor = Cursor::new(text, at, over);
    if !cursor.rest().starts_with(|c: char| c.is_ascii_uppercase()) {
        return Err(Stop::No);
    }
    while cursor.rest().starts_with(|c: char| c.is_ascii_alphabetic()) {
        cursor.take(|_| true)?;
    }
    let word = cursor.between(at, cursor.at);
    let found = ENDINGS.iter().find_map(|ending| find(stem(word, ending)?).map(|found| (ending, found)));
    if cursor.peek() == Err(Stop::Open) && (found.is_some() || may_become(word)) {
        return Err(Stop::Open);
    }
    let (ending, (kind, index)) = found.ok_or(Stop::No)?;
    cursor.ends(emphasis)?;
    if cursor.peek()? == Some('@') {
        return Err(Stop::No);
    }
    let number = took(index as u64, pool(kind).len() as u64);
    Ok(Surrogate { kind, place: 0, number, end: cursor.at, ending: ending.len() })
}

/// The pool and the place in it of a name.
fn find(word: &str) -> Option<(Kind, usize)> {
    let case = case(word)?;
    KINDS.iter().find_map(|kind| {
        let names = pool(*kind);
        let index = names.partition_point(|name| lower(name).lt(lower(word)));
        let name = names.get(index).filter(|name| name.eq_ignore_ascii_case(word))?;
        (case == Case::Capitals || *name == word).then_some((*kind, index))
    })
}

/// A word without an ending that is written in the same case.
fn stem<'w>(word: &'w str, ending: &str) -> Option<&'w str> {
    let (stem, behind) = word.split_at_checked(word.len().checked_sub(ending.len())?)?;
    let capitals = stem.chars().all(char::is_uppercase);
    let same = if capitals {
        behind.eq_ignore_ascii_case(ending) && behind == behind.to_uppercase()
    } else {
        behind == ending
    };
    same.then_some(stem)
}

/// Whether letters are the beginning of a name, or of a name with an ending.
fn may_become(word: &str) -> bool {
    let begins = |kind: &Kind| {
        let names = pool(*kind);
        let index = names.partition_point(|name| lower(name).lt(lower(word)));
        names.get(index).is_some_and(|name| starts(name, word))
    };
    let ends = |ending: &&str| {
        let cut = |len: usize| ending.get(..len).and_then(|begin| stem(word, begin)).and_then(find);
        (1..ending.len()).any(|len| cut(len).is_some())
    };
    KINDS.iter().any(begins) || ENDINGS.iter().any(ends)
}

/// Whether a name begins with these letters, in a case that it may be written in.
fn starts(name: &str, word: &str) -> bool {
    let begins = name.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
    begins && (name.starts_with(word) || word.chars().all(|c| c.is_ascii_uppercase()))
}

fn lower(word: &str) -> impl Iterator<Item = u8> {
    word.bytes().map(|byte| byte.to_ascii_lowercase())
}
