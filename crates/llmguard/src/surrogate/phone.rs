//! Telephone: a number that a regulator keeps for films and examples, written as the value was.
//!
//! ```text
//! +49 (0)711/23125-0     +49 (0)30/23125-787      blanks and signs go over in order, as many as there is room for
//! 0711 23125-0           030 23125-787            what begins with a zero is taken for German
//! +33 6 12 34 56 78      +33 5 36 49 87 87
//! ```
//!
//! The ranges of a country have one layout. Numbers of other countries have no surrogates.

use super::{Kind, Surrogate, put, took};
use crate::reading::{Cursor, Read, Stop, begins, first};

/// The numbers of a country that are nobody's.
struct Range {
    /// Its dialling code.
    code: &'static str,
    /// How the numbers begin, all with as many digits.
    begins: &'static [&'static str],
    /// How many digits follow.
    free: u32,
    /// The digits of its groups.
    groups: &'static [usize],
}

#[rustfmt::skip]
const RANGES: &[Range] = &[
    // Bundesnetzagentur, Mitteilung 148/2021, Amtsblatt 7/2021: Berlin, Frankfurt, Hamburg, Munich.
    Range { code: "49", begins: &["3023125", "6990009", "4066969", "8999998"], free: 3, groups: &[2, 5, 3] },
    // Ofcom, "Telephone numbers for use in TV and radio drama programmes": towns of one layout.
    Range {
        code: "44",
        begins: &["1134960", "1144960", "1154960", "1164960", "1174960", "1184960", "1214960", "1314960", "1414960", "1514960", "1614960"],
        free: 3,
        groups: &[3, 3, 4],
    },
    // ARCEP, decision 2018-0881: numbers for audiovisual works.
    Range { code: "33", begins: &["19900", "26191", "35301", "46571", "53649", "63998"], free: 4, groups: &[1, 2, 2, 2, 2] },
    // NANPA: 555-0100 to 555-0199 of every area.
    Range {
        code: "1",
        begins: &["20255501", "21255501", "21355501", "31255501", "40455501", "41555501", "50355501", "61755501", "71355501", "80155501"],
        free: 2,
        groups: &[3, 3, 4],
    },
];

/// The places of the ranges.
const PLACES: [usize; RANGES.len()] = [0, 1, 2, 3];
/// What stands between digits.
const SIGNS: &str = " \u{a0}\u{202f}./-\u{2010}\u{2011}\u{2013}()\n";
const MAX_SIGNS: usize = 4;
/// The digit that is dialled at home only, behind the code of a country.
const TRUNK: &str = "(0)";

impl Range {
    fn size(&self) -> u64 {
        self.begins.len() as u64 * 10_u64.pow(self.free)
    }

    /// The digits behind the code.
    fn digits(&self, number: u32) -> Option<String> {
        let (code, block) = (put(number, self.size())?, 10_u64.pow(self.free));
        let begin = self.begins.get(usize::try_from(code / block).ok()?)?;
        Some(format!("{begin}{:0width$}", code % block, width = self.free as usize))
    }
}

/// How a number is written.
struct Dress<'w> {
    place: usize,
    /// Up to the code, or the zero.
    prefix: &'w str,
    /// What stands between its digits, from left to right.
    signs: Vec<&'w str>,
    /// Whether the first of them stands behind the code.
    abroad: bool,
}

impl Dress<'_> {
    fn of(written: &str) -> Option<Dress<'_>> {
        let bare = written.strip_prefix('(').unwrap_or(written);
        let abroad = bare.strip_prefix('+').or_else(|| bare.strip_prefix("00"));
        let (place, rest) = match abroad {
            Some(rest) => {
                let place = RANGES.iter().position(|range| rest.starts_with(range.code))?;
                (place, rest.get(RANGES.get(place)?.code.len()..)?)
            }
            None => (0, bare.strip_prefix('0')?),
        };
        let prefix = written.get(..written.len() - rest.len())?;
        if !rest.chars().all(|c| c.is_ascii_digit() || SIGNS.contains(c)) {
            return None;
        }
        let abroad = abroad.is_some();
        Some(Dress { place, prefix, signs: signs(rest, abroad), abroad })
    }
}

/// What stands between digits, the trunk zero in parentheses included.
fn signs(rest: &str, abroad: bool) -> Vec<&str> {
    let not_sign = |c: char| c.is_ascii_digit();
    let start = if abroad { 0 } else { rest.find(|c| !not_sign(c)).unwrap_or(rest.len()) };
    let (mut rest, mut signs) = (rest.get(start..).unwrap_or_default(), Vec::new());
    while !rest.is_empty() {
        let mut end = rest.find(not_sign).unwrap_or(rest.len());
        let trunk = end.checked_sub(1).and_then(|open| rest.get(open..)).is_some_and(|rest| rest.starts_with(TRUNK));
        if trunk && abroad && signs.is_empty() {
            let behind = rest.get(end + 1..).unwrap_or_default();
            end += 1 + behind.find(not_sign).unwrap_or(behind.len());
        }
        signs.push(rest.get(..end).unwrap_or_default());
        rest = rest.get(end..).unwrap_or_default();
        rest = rest.get(rest.find(|c| !not_sign(c)).unwrap_or(rest.len())..).unwrap_or_default();
    }
    signs
}

/// The surrogate for a number that is written like this.
pub(super) fn write(number: u32, written: &str) -> Option<String> {
    let dress = Dress::of(written)?;
    let range = RANGES.get(dress.place)?;
    let digits = range.digits(number)?;
    let (mut surrogate, mut at) = (dress.prefix.to_owned(), 0);
    let mut signs = dress.signs.iter();
    for (group, len) in range.groups.iter().enumerate() {
        if group > 0 || dress.abroad {
            surrogate.push_str(signs.next().copied().unwrap_or_default());
        }
        surrogate.push_str(digits.get(at..at + len)?);
        at += len;
    }
    Some(surrogate)
}

pub(super) fn place(written: &str) -> Option<usize> {
    Dress::of(written).map(|dress| dress.place)
}

pub(super) fn read(text: &str, before: &str, at: usize, over: bool) -> Read<Surrogate> {
    let emphasis = begins(before, "+")?;
    let mut cursor = Cursor::new(text, at, over);
    if cursor.peek()? == Some('(') {
        cursor.take(|_| true)?;
    }
    let (place, abroad) = prefix(&mut cursor)?;
    let range = RANGES.get(place).ok_or(Stop::No)?;
    let mut digits = String::new();
    let len: usize = range.groups.iter().sum();
    while digits.len() < len {
        if abroad || !digits.is_empty() {
            cursor.take_signs(SIGNS, MAX_SIGNS)?;
        }
        let digit = cursor.take(|c| c.is_ascii_digit())?;
        if abroad && digits.is_empty() && digit == '0' && cursor.between(at, cursor.at).ends_with("(0") {
            cursor.take(|c| c == ')')?;
            continue;
        }
        digits.push(digit);
        let fits = |begin: &&str| begin.starts_with(&digits) || digits.starts_with(begin);
        if !range.begins.iter().any(fits) {
            return Err(Stop::No);
        }
    }
    cursor.ends(emphasis)?;
    if !is_balanced(cursor.between(at, cursor.at)) {
        return Err(Stop::No);
    }
    let block = range.begins.iter().position(|begin| digits.starts_with(begin)).ok_or(Stop::No)?;
    let free = digits.get(len - range.free as usize..).and_then(|free| free.parse::<u64>().ok()).ok_or(Stop::No)?;
    let number = took(block as u64 * 10_u64.pow(range.free) + free, range.size());
    Ok(Surrogate { kind: Kind::Phone, place, number, end: cursor.at, ending: 0 })
}

/// Passes over the code of a country, or the zero of a number at home. Returns the place of the country, and whether it was
/// its code.
fn prefix(cursor: &mut Cursor<'_>) -> Read<(usize, bool)> {
    let zero = cursor.take(|c| c == '+' || c == '0')? == '0';
    if zero && cursor.peek()? != Some('0') {
        return Ok((0, false));
    }
    if zero {
        cursor.take(|c| c == '0')?;
    }
    let code = *cursor;
    let (place, behind) = first(&PLACES, |place| {
        let range = RANGES.get(*place).ok_or(Stop::No)?;
        Ok((*place, code.past(range.code)?))
    })?;
    *cursor = behind;
    Ok((place, true))
}

/// Whether every parenthesis that opens closes.
fn is_balanced(text: &str) -> bool {
    let depth = text.chars().try_fold(0_u32, |depth, c| match c {
        '(' => Some(depth + 1),
        ')' => depth.checked_sub(1),
        _ => Some(depth),
    });
    depth == Some(0)
}
