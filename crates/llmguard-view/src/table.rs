//! Table: what Unicode says of the characters that a view replaces.
//!
//! `python/unicode_tables.py` writes the tables from a pinned version of Unicode and says what their records hold.

use std::str::from_utf8;

const CHARACTERS: &[u8] = include_bytes!("characters.bin");
const ENTITIES: &[u8] = include_bytes!("entities.bin");
/// Bytes of a record.
const CHARACTER: usize = 8;
const ENTITY: usize = 24;
const NAME: usize = 20;

/// Which of the first characters have a record, one bit each: nearly all that are looked up have none.
const DENSE: [u64; 192] = {
    let mut bits = [0; 192];
    let (mut records, _) = CHARACTERS.as_chunks::<CHARACTER>();
    while let [[low, middle, high, ..], rest @ ..] = records {
        let code = *low as usize | (*middle as usize) << 8 | (*high as usize) << 16;
        if code / 64 < bits.len() {
            #[expect(clippy::indexing_slicing, reason = "the compiler does it")]
            {
                bits[code / 64] |= 1 << (code % 64);
            }
        }
        records = rest;
    }
    bits
};

/// Why a character is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// A compatible form of an ASCII or German letter, digit or sign (`ｍ`, `𝐦`).
    Strong,
    /// The same, of a kind that honest text has here and there (`²`, `①`, `，`).
    Weak,
    /// A letter of another script that is drawn like an ASCII letter.
    Lookalike,
    /// Nothing is drawn.
    Drop,
    /// A mark that is drawn over or under the letter before it.
    Mark,
    /// A blank of another width, or one at which no line breaks.
    Space,
    /// A hyphen that is not that of ASCII.
    Hyphen,
    /// A dash or a minus, which stands for a hyphen between digits.
    Dash,
}

/// What is written in place of a character; `None` for one that stays.
pub(crate) fn look_up(c: char) -> Option<(Class, &'static str)> {
    let code = u32::from(c);
    // Letters of German and its neighbours, and what is beyond the scripts.
    if (0xc0..0x131).contains(&code) || (0x3200..0xa000).contains(&code) && code >= 0x3400 {
        return None;
    }
    if (0xe_0000..0xe_1000).contains(&code) {
        return Some((Class::Drop, ""));
    }
    if DENSE.get(code as usize / 64).is_some_and(|bits| bits >> (code % 64) & 1 == 0) {
        return None;
    }
    let record = record(
        CHARACTERS,
        CHARACTER,
        |record| {
            let [a, b, c, ..] = record else { return 0 };
            u32::from_le_bytes([*a, *b, *c, 0])
        },
        &code,
    )?;
    let [_, _, _, class, text @ ..] = record else { return None };
    let class = match class {
        1 => Class::Strong,
        2 => Class::Weak,
        3 => Class::Lookalike,
        4 => Class::Drop,
        5 => Class::Mark,
        6 => Class::Space,
        7 => Class::Hyphen,
        _ => Class::Dash,
    };
    Some((class, unpadded(text)))
}

/// The character a named HTML entity stands for.
pub(crate) fn entity(name: &str) -> Option<char> {
    let record = record(ENTITIES, ENTITY, |record| unpadded(record.get(..NAME).unwrap_or_default()), &name)?;
    let code: [u8; 4] = record.get(NAME..)?.try_into().ok()?;
    char::from_u32(u32::from_le_bytes(code))
}

/// The record with a key, in a table that is ordered by key.
fn record<'t, K: Ord>(table: &'t [u8], size: usize, key: impl Fn(&'t [u8]) -> K, wanted: &K) -> Option<&'t [u8]> {
    let at = |index: usize| table.get(index * size..(index + 1) * size);
    let (mut low, mut high) = (0, table.len() / size);
    while low < high {
        let middle = low.midpoint(high);
        match key(at(middle)?).cmp(wanted) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Equal => return at(middle),
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}

fn unpadded(text: &[u8]) -> &str {
    from_utf8(text).unwrap_or_default().trim_end_matches('\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_found_or_stay() {
        assert_eq!(look_up('ｍ'), Some((Class::Strong, "m")));
        assert_eq!(look_up('𝟗'), Some((Class::Strong, "9")));
        assert_eq!(look_up('²'), Some((Class::Weak, "2")));
        assert_eq!(look_up('а'), Some((Class::Lookalike, "a")));
        for unseen in ['\u{200b}', '\0', '\u{8}', '\u{7f}', '\u{81}', '\u{2800}', '\u{fffc}'] {
            assert_eq!(look_up(unseen), Some((Class::Drop, "")), "{unseen:?}");
        }
        assert!("\t\n\r\u{b}\u{c}\u{1b}\u{1d}\u{85}\u{9b} a~".chars().all(|c| look_up(c).is_none()));
        assert_eq!(look_up('\u{e0041}'), Some((Class::Drop, "")));
        assert_eq!(look_up('\u{301}'), Some((Class::Mark, "")));
        assert_eq!(look_up('\u{a0}'), Some((Class::Space, " ")));
        assert_eq!((look_up('\u{2011}'), look_up('–')), (Some((Class::Hyphen, "-")), Some((Class::Dash, "-"))));
        for stays in ['ä', 'ß', '€', '„', 'я', '漢', 'ع', 'א', '\u{5b0}', '\u{94d}', '…', '😀'] {
            assert_eq!(look_up(stays), None, "{stays:?}");
        }
    }

    #[test]
    fn entities_have_names() {
        assert_eq!(entity("commat"), Some('@'));
        assert_eq!(entity("uuml"), Some('ü'));
        assert_eq!(entity("nosuch"), None);
    }
}
