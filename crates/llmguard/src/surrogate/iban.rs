//! IBAN: of the same country and length, with right check digits, at a bank that does not exist.
//!
//! ```text
//! DE89 3704 0044 0532 0130 00     DE56 9999 9999 0007 3687 87
//! DE .. 99999999 000 nnnnnnn      bank code of nobody, zeros, seven digits that are the number
//! ```
//!
//! German bank codes begin with 1 to 8, the clearing area (Deutsche Bundesbank, Merkblatt Bankleitzahlendatei). The other codes
//! stand in none of the lists of banks that the central banks of these countries publish (compared in 2026 as collected by
//! `schwifty`). Countries that leave no such code, or that nobody has compared, have no surrogates.

use super::{Kind, Surrogate, put, took};
use crate::reading::{Cursor, Read, Stop, begins};

/// Country, what the number begins with behind the check digits, and its whole length.
type Country = (&'static str, &'static str, usize);

#[rustfmt::skip]
const COUNTRIES: &[Country] = &[
    ("AT", "99999", 20), ("CH", "99999", 21), ("CZ", "9999", 24), ("DE", "99999999", 22), ("DK", "9999", 18),
    ("ES", "9999", 24), ("FI", "999", 18), ("FR", "99999", 27), ("GB", "XXXX999999", 22), ("HU", "999", 28),
    ("IE", "XXXX999999", 22), ("IT", "X99999", 27), ("LI", "99999", 21), ("NL", "XXXX", 18), ("NO", "9999", 15),
    ("PL", "99999999", 28), ("PT", "9999", 25), ("SE", "999", 24), ("SK", "9999", 24),
];

/// Country code and check digits.
const HEAD: usize = 4;
/// The digits that are the number.
const DIGITS: usize = 7;
const SIZE: u64 = 10_u64.pow(DIGITS as u32);
/// What stands between groups.
const SIGNS: &str = " \u{a0}\u{202f}-.\r\n";
const MAX_SIGNS: usize = 4;

/// The surrogate for an IBAN that is written like this: its groups, and the case of its letters.
pub(super) fn write(number: u32, written: &str) -> Option<String> {
    let (country, bank, len) = COUNTRIES.get(place(written)?)?;
    let zeros = "0".repeat(len.checked_sub(HEAD + bank.len() + DIGITS)?);
    let account = format!("{bank}{zeros}{:07}", put(number, SIZE)?);
    let check = 98 - remainder(&format!("{account}{country}00"));
    let surrogate = format!("{country}{check:02}{account}");
    let mut letters = surrogate.chars();
    let dressed = written.chars().map(|c| match c.is_ascii_alphanumeric() {
        false => Some(c),
        true if c.is_ascii_lowercase() => letters.next().map(|letter| letter.to_ascii_lowercase()),
        true => letters.next(),
    });
    dressed.collect::<Option<String>>().filter(|_| written.chars().filter(char::is_ascii_alphanumeric).count() == *len)
}

pub(super) fn place(written: &str) -> Option<usize> {
    let country: String = written.chars().filter(char::is_ascii_alphanumeric).take(2).collect();
    COUNTRIES.iter().position(|(known, ..)| known.eq_ignore_ascii_case(&country))
}

pub(super) fn may_begin([_, second, third]: [u8; 3]) -> bool {
    second.is_ascii_alphabetic() && !third.is_ascii_alphabetic()
}

pub(super) fn read(text: &str, before: &str, at: usize, over: bool) -> Read<Surrogate> {
    let emphasis = begins(before, "")?;
    let mut cursor = Cursor::new(text, at, over);
    let first = cursor.take(|c| c.is_ascii_alphabetic())?;
    if !COUNTRIES.iter().any(|(country, ..)| country.starts_with(first.to_ascii_uppercase())) {
        return Err(Stop::No);
    }
    cursor.take(|c| c.is_ascii_alphabetic())?;
    let (place, (_, bank, len)) = place(cursor.between(at, cursor.at))
        .and_then(|place| COUNTRIES.get(place).map(|country| (place, country)))
        .ok_or(Stop::No)?;
    let mut next = |wanted: &dyn Fn(char) -> bool| {
        cursor.take_signs(SIGNS, MAX_SIGNS)?;
        cursor.take(wanted)
    };
    for _ in 2..HEAD {
        next(&|c| c.is_ascii_digit())?;
    }
    for wanted in bank.chars().chain(std::iter::repeat_n('0', len - HEAD - bank.len() - DIGITS)) {
        next(&|c| c.eq_ignore_ascii_case(&wanted))?;
    }
    let mut code = 0;
    for _ in 0..DIGITS {
        code = code * 10 + u64::from(next(&|c| c.is_ascii_digit())?.to_digit(10).ok_or(Stop::No)?);
    }
    cursor.ends(emphasis)?;
    Ok(Surrogate { kind: Kind::Iban, place, number: took(code, SIZE), end: cursor.at, ending: 0 })
}

/// The remainder by 97 of letters and digits read as one number, `A` = 10 (ISO 7064 MOD 97-10).
fn remainder(alnums: &str) -> u32 {
    let values = alnums.chars().filter_map(|c| c.to_digit(36));
    values.fold(0, |rest, value| (rest * if value < 10 { 10 } else { 100 } + value) % 97)
}
