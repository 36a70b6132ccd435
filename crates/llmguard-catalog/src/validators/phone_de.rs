//! German phone number: `0`, an area code, a subscriber's number.
//!
//! Area codes are prefix-free: 30, 40, 69 and 89 have two digits, about a hundred large towns have three, all others
//! four or five. `0711 123456` and `06130 6463` fit, `0815/4711` does not: no area code begins with 815 and ends there.
//! A run of digits without any separator may be anything and needs a cue; so do `0157-2768`, which may be an ISSN, and
//! `0711-2024`, which may be a year.

use llmguard_types::Accept;

use crate::digits::runs;

/// Area codes of three digits, Bundesnetzagentur, "Verzeichnis der Ortsnetzkennzahlen". Ordered.
#[rustfmt::skip]
const TOWNS: &[u16] = &[
    201, 202, 203, 208, 209, 211, 212, 214, 221, 228, 231, 234, 241, 251, 261, 271, 281, 291, 331, 335, 340, 341, 345,
    351, 355, 361, 365, 371, 375, 381, 385, 391, 395, 421, 431, 441, 451, 461, 471, 481, 491, 511, 521, 531, 541, 551,
    561, 571, 581, 591, 611, 621, 631, 641, 651, 661, 671, 681, 711, 721, 731, 741, 751, 761, 771, 781, 791, 811, 821,
    831, 841, 851, 861, 871, 881, 906, 911, 921, 931, 941, 951, 961, 971, 981, 991,
];

/// DIN 5008; Bundesnetzagentur, Nummernplan. A known area code with a separator is counted as 25, others as 1.
#[must_use]
pub fn phone_de(candidate: &[u8]) -> Option<Accept> {
    let groups: Vec<(usize, usize)> = runs(candidate).collect();
    let digits = |(from, to): &(usize, usize)| to - from;
    let lengths: Vec<usize> = groups.iter().map(digits).collect();
    let [first, rest @ ..] = groups.as_slice() else { return None };
    if rest.is_empty() {
        return Accept::structure(candidate, 1);
    }
    if is_calendar(candidate, &groups, &lengths) {
        return None;
    }
    let area = candidate.get(first.0 + 1..first.1)?;
    let known = is_area(area);
    let slash = candidate.contains(&b'/');
    if !known && slash {
        return None;
    }
    // Whole groups, as many as a national number can have; less when another number begins with one of them.
    let fits = |n: &usize| (6..=12).contains(&(area.len() + sum(rest, *n)));
    let another = |n: &usize| {
        let begins = rest.get(*n).and_then(|(from, to)| candidate.get(*from..*to)).and_then(|g| g.strip_prefix(b"0"));
        begins.is_some_and(is_area) && sum(rest, rest.len()) - sum(rest, *n) >= 8
    };
    let count = (1..rest.len()).find(|n| fits(n) && another(n)).or_else(|| (1..=rest.len()).rev().find(fits))?;
    let end = rest.get(count - 1)?.1;
    let subscriber = candidate.get(rest.first()?.0..end)?;
    let issn = area.len() == 3 && subscriber.len() == 4 && candidate.get(first.1) == Some(&b'-');
    let year = subscriber.len() == 4 && (subscriber.starts_with(b"19") || subscriber.starts_with(b"20"));
    Some(Accept::structure(candidate, if known && !year && !issn { 25 } else { 1 })?.shortened(end))
}

fn sum(groups: &[(usize, usize)], count: usize) -> usize {
    groups.iter().take(count).map(|(from, to)| to - from).sum()
}

/// Whether the groups are a date (`01-02-2024`, `03 04 24`) or a month (`03/2024`).
fn is_calendar(candidate: &[u8], groups: &[(usize, usize)], lengths: &[usize]) -> bool {
    match lengths {
        [2, 2, 2 | 4] => true,
        [2, 4] => groups
            .last()
            .and_then(|(from, to)| candidate.get(*from..*to))
            .is_some_and(|year| year.starts_with(b"19") || year.starts_with(b"20")),
        _ => false,
    }
}

/// Whether an area code or the prefix of a mobile or service number, without its zero, has these digits.
fn is_area(area: &[u8]) -> bool {
    let town = |digits: &[u8]| {
        let code = digits.iter().fold(0, |n: u16, c| n * 10 + u16::from(c.wrapping_sub(b'0')));
        TOWNS.binary_search(&code).is_ok()
    };
    match area {
        b"30" | b"40" | b"69" | b"89" | b"32" => true,
        [b'1', b'5' | b'6' | b'7', _] | [b'1', b'5', _, _] => true,
        b"137" | b"180" | b"700" | b"800" | b"900" | [b'1', b'8', b'0', _] => true,
        [_, _, _] => town(area),
        [a, b, c, _] => *a != b'1' && !is_area(&[*a, *b]) && !town(&[*a, *b, *c]),
        [b'3', b, c, _, _] => *b != b'0' && !town(&[b'3', *b, *c]),
        _ => false,
    }
}
