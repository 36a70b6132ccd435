//! E-mail: four syllables at `example.com`, which nobody has (RFC 2606, RFC 6761).
//!
//! ```text
//! jo.huber@muster-werke.de    rudewodi@example.com        Jo.Huber@…    Rudewodi@example.com
//! ```
//!
//! Syllables name nobody, so that the address contradicts no name beside it.

use super::{Kind, Surrogate, put, took};
use crate::reading::{Cursor, Read, Stop, begins, first};

const CONSONANTS: &str = "bdflmnrstvwz";
const VOWELS: &str = "aeiou";
const SYLLABLE: u64 = (CONSONANTS.len() * VOWELS.len()) as u64;
const SYLLABLES: u32 = 4;
const SIZE: u64 = SYLLABLE.pow(SYLLABLES);
const DOMAIN: &str = "example.com";

/// What stands for the sign between name and domain.
const AT: &[&str] = &["@", "%40", "&#64;", "\\u0040"];

/// The surrogate for an address that is written like this. One in percent or other notation has none.
pub(super) fn write(number: u32, written: &str) -> Option<String> {
    let (name, domain) = written.split_once('@')?;
    let plain = |c: char| c.is_alphanumeric() || "!#$'*+/=?^_`{|}~.-".contains(c);
    if name.is_empty() || domain.is_empty() || !name.chars().chain(domain.chars()).all(plain) {
        return None;
    }
    let surrogate = format!("{}@{DOMAIN}", syllables(put(number, SIZE)?));
    let any = |is: fn(char) -> bool| written.contains(is);
    Some(match (any(char::is_uppercase), any(char::is_lowercase)) {
        (false, _) => surrogate,
        (true, false) => surrogate.to_uppercase(),
        (true, true) => capitalized(surrogate),
    })
}

pub(super) fn may_begin([first, second, third]: [u8; 3]) -> bool {
    let vowel = |byte: u8| VOWELS.as_bytes().contains(&byte.to_ascii_lowercase());
    !vowel(first) && vowel(second) && third.is_ascii_alphabetic() && !vowel(third)
}

pub(super) fn read(text: &str, before: &str, at: usize, over: bool) -> Read<Surrogate> {
    let emphasis = begins(before, ".-+%@")?;
    let mut cursor = Cursor::new(text, at, over);
    let mut code = 0;
    for _ in 0..SYLLABLES {
        let mut letter = |of: &str| {
            let letter = cursor.take(|c| of.contains(c.to_ascii_lowercase()))?.to_ascii_lowercase();
            of.find(letter).map(|place| place as u64).ok_or(Stop::No)
        };
        code = (code * CONSONANTS.len() as u64 + letter(CONSONANTS)?) * VOWELS.len() as u64 + letter(VOWELS)?;
    }
    let signs = cursor;
    cursor = first(AT, |sign| signs.past(sign))?;
    cursor = cursor.past(DOMAIN)?;
    cursor.ends(emphasis)?;
    is_over(cursor)?;
    Ok(Surrogate { kind: Kind::Email, place: 0, number: took(code, SIZE), end: cursor.at, ending: 0 })
}

/// `example.com.au` is another domain; a full stop is none.
fn is_over(mut cursor: Cursor<'_>) -> Read<()> {
    let behind = cursor.peek()?;
    if behind == Some('.') {
        cursor.take(|_| true)?;
    }
    let goes_on = behind == Some('@') || (behind == Some('.') && cursor.peek()?.is_some_and(char::is_alphanumeric));
    if goes_on { Err(Stop::No) } else { Ok(()) }
}

fn syllables(code: u64) -> String {
    let letter = |of: &str, place: u64| of.chars().nth(usize::try_from(place).unwrap_or(0)).unwrap_or_default();
    let syllable = |place: u32| {
        let syllable = code / SYLLABLE.pow(place) % SYLLABLE;
        let (consonant, vowel) = (syllable / VOWELS.len() as u64, syllable % VOWELS.len() as u64);
        [letter(CONSONANTS, consonant), letter(VOWELS, vowel)]
    };
    (0..SYLLABLES).rev().flat_map(syllable).collect()
}

fn capitalized(mut text: String) -> String {
    text.get_mut(..1).into_iter().for_each(str::make_ascii_uppercase);
    text
}
