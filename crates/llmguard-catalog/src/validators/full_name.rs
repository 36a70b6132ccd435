//! Full name: a given name and what follows it, by what the lexicon knows of the words.
//!
//! No cue announces `Anna Schmidt`, so the words themselves have to tell. Each is worth something, and three points are a
//! name:
//!
//! ```text
//! given name    frequent 3, rare 2, frequent but also an ordinary word (Mark, Rose) 1
//! family name   known 3, another given name 2, known but also an ordinary word (Koch) 1, unknown 1
//! between them  a particle or an initial 1
//!
//! Anna Schmidt    3 + 3        Anna Koch      3 + 1        Egbert Xyberg    2 + 1        a name
//! Mark Becker     1 + 3        Rose Koch      1 + 1        none
//! Anna Bestellung an ordinary word that is no family name ends the name; Anna alone is none
//! ```
//!
//! A legal form behind makes it a company, which is another detector's; `Street` or `Band` makes it something else.

use llmguard_types::Accept;

use crate::brand::brand;
use crate::lexicon::{FAMILY, FREQUENT_GIVEN, GIVEN, ORDINARY, marks_of};
use crate::words::{is_calendar, is_legal_form, is_no_name, is_particle, is_place_word, is_saint, is_thing, is_title};

/// More words than this are no name.
const MAX_WORDS: usize = 4;
/// A compound has a tail of so many letters, behind so many.
const MIN_TAIL: usize = 5;
const MIN_HEAD: usize = 3;
/// So many capitals that nobody is known to be called are an abbreviation: `Mi NIE`.
const MAX_ABBREVIATION: usize = 4;
/// From this many points on it is a name.
const SURE: u32 = 3;

/// Given name first: `Anna Schmidt`, `Anna M. van den Berg`, `Hans-Peter Schmidt-Rohr`.
#[must_use]
pub fn full_name(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    if let Some(len) = brand(text) {
        return Accept::other(candidate).map(|other| other.shortened(len));
    }
    let mut words = words(text);
    let (first, mut end) = words.next()?;
    let given = given(first)?;
    let loud = is_loud(first);
    if loud && given < 3 && !words.clone().next().is_some_and(|(second, _)| is_loud(second)) {
        return None;
    }
    let (mut family, mut between, mut family_seen) = (None, 0, false);
    for (word, behind) in words.take(MAX_WORDS + 3) {
        if is_legal_form(word) {
            return None;
        }
        if is_particle(word) || is_initial(word) && !(word == "v." && family.is_some()) {
            (between, family_seen) = (1, false);
            continue;
        }
        let (bare, over) = ending(word);
        if is_place_word(bare) && family.is_some() {
            return None;
        }
        let loud_goes_on = |worth| !family_seen && (worth >= 2 || !loud && bare.chars().count() > MAX_ABBREVIATION);
        let known = self::family(bare, family_seen).filter(|worth| !is_loud(bare) || loud_goes_on(*worth));
        let Some(worth) = known else { break };
        family_seen = marks_of(bare.as_bytes()) & GIVEN == 0;
        (family, end) = (Some(worth), behind - (word.len() - bare.len()));
        if over {
            break;
        }
    }
    let sum = given + family? + between;
    accept(candidate, sum, end)
}

/// Family name first: `Schmidt, Anna`, `Schmidt, A.` and `SCHMIDT Anna`.
#[must_use]
pub fn family_first(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let mut words = words(text);
    let (first, _) = words.next()?;
    let comma = first.strip_suffix(',');
    let shouted = first.chars().all(|c| !c.is_lowercase()) && first.chars().count() >= 3;
    let bare = comma.unwrap_or(first);
    // `LG, Steffi` is a greeting.
    (shouted || bare.chars().any(char::is_lowercase)).then_some(())?;
    let given_too = marks_of(bare.as_bytes()) & FREQUENT_GIVEN != 0 && !shouted;
    let family = family(bare, false).filter(|_| (comma.is_some() && !given_too) || shouted)?;
    let (second, mut end) = words.next()?;
    if second.ends_with('.') && is_initial(second) {
        // `Pugh, L. Tremblay` are two.
        let alone = comma.is_some() && family == SURE && words.next().is_none();
        return alone.then(|| accept(candidate, family, end))?;
    }
    let (bare, over) = ending(second);
    end -= second.len() - bare.len();
    let second = bare;
    let whole = second.chars().any(char::is_lowercase) || comma.is_some();
    let given = given(second).filter(|_| whole)?;
    for (word, behind) in words.take(if over { 0 } else { 2 }) {
        if is_legal_form(word) {
            return None;
        }
        if !(self::given(word).is_some_and(|worth| worth >= 2) && is_capitalised(word)) {
            break;
        }
        end = behind;
    }
    accept(candidate, if family == 1 { given } else { given + 2 }, end)
}

/// The second of two names: `Schmidt` of `Anna Koch und Schmidt`. What stands before it announces it.
#[must_use]
pub fn second_name(candidate: &[u8]) -> Option<Accept> {
    name_where(candidate, |word| given(word).is_some() || family(word, false).is_some())
}

/// A name where a name may stand and other things do too: behind `From:`, in the field `name`. Its words are known.
#[must_use]
pub fn known_name(candidate: &[u8]) -> Option<Accept> {
    name_where(candidate, |word| given(word).is_some() || family(word, false).is_some_and(|worth| worth >= 2))
}

/// A name where what stands behind it leaves no other thing: `Huber` of `Huber aus der Instandhaltung`.
#[must_use]
pub fn name_of_department(candidate: &[u8]) -> Option<Accept> {
    let accept = known_name(candidate)?;
    let name = std::str::from_utf8(candidate.get(..accept.len)?).ok()?;
    brand(name).is_none().then_some(Accept { strength: 20, ..accept })
}

/// A whole name, or a single word that may be one and is no ordinary one.
fn name_where(candidate: &[u8], may_be: fn(&str) -> bool) -> Option<Accept> {
    if let Some(whole) = full_name(candidate).or_else(|| family_first(candidate)) {
        return Some(Accept { strength: 1, ..whole });
    }
    let text = std::str::from_utf8(candidate).ok()?;
    let (word, behind) = words(text).find(|(word, _)| !is_particle(word))?;
    let (bare, _) = ending(word);
    let ordinary = marks_of(bare.as_bytes()) & ORDINARY != 0;
    (!ordinary && !is_loud(bare) && may_be(bare) && !words(text).any(|(word, _)| is_legal_form(word))).then_some(())?;
    Some(Accept::structure(candidate, 1)?.shortened(behind - (word.len() - bare.len())))
}

/// A given name alone: `Anna` of `Anna: bin gleich da`.
#[must_use]
pub fn given_name(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let mut words = words(text);
    let (first, end) = words.next()?;
    let sure = given(first).filter(|worth| *worth == 3).is_some();
    let alone = words.next().is_none() && end == text.len();
    (sure && alone).then_some(())?;
    Accept::structure(candidate, 1)
}

/// A family name in a cell, before a given name in the next: `Becker` of `Becker;Anna`. Both are no ordinary words.
#[must_use]
pub fn family_cell(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let (family, given) = text.split_once(['\t', ';'])?;
    (self::family(family, true) == Some(SURE) && self::given(given) == Some(SURE)).then_some(())?;
    Some(Accept::structure(candidate, 20)?.shortened(family.len()))
}

/// A given name that shares the family name behind it: `Anna` of `Anna und Peter Schmidt`.
#[must_use]
pub fn paired_given(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let mut words = words(text);
    let (first, end) = words.next()?;
    given(first).filter(|worth| *worth == 3)?;
    let (_, and) = words.next()?;
    let (second, _) = words.next()?;
    given(second).filter(|worth| *worth >= 2)?;
    full_name(text.get(and + 1..)?.trim_start().as_bytes()).filter(|accept| accept.strength > 0)?;
    Some(Accept::structure(candidate, 20)?.shortened(end))
}

/// A name that was found before, unless its words are ordinary ones.
#[must_use]
pub fn name_again(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let ordinary = |word: &str| {
        let stem = word.strip_suffix('s').map_or(0, |stem| marks_of(stem.as_bytes()));
        is_no_name(word)
            || is_title(word)
            || is_calendar(word)
            || is_place_word(word)
            || is_legal_form(word)
            || is_particle(&word.to_lowercase())
            || (marks_of(word.as_bytes()) | stem) & ORDINARY != 0
    };
    (!text.split([' ', '\u{a0}', '-']).all(ordinary)).then_some(())?;
    Accept::structure(candidate, 1)
}

fn accept(candidate: &[u8], sum: u32, end: usize) -> Option<Accept> {
    (sum >= SURE).then_some(())?;
    Some(Accept::structure(candidate, 20)?.shortened(end))
}

/// A word without what ends a name: a full stop, an English genitive.
fn ending(word: &str) -> (&str, bool) {
    let bare = ["'s", "’s", "'", "’", "."].into_iter().find_map(|ending| word.strip_suffix(ending));
    (bare.unwrap_or(word), bare.is_some())
}

/// Whether a word is written in capitals only.
fn is_loud(word: &str) -> bool {
    word.chars().count() > 1 && !word.contains(char::is_lowercase)
}

/// The words of a candidate and where each ends.
fn words(text: &str) -> impl Iterator<Item = (&str, usize)> + Clone {
    text.split_inclusive([' ', '\u{a0}']).scan(0, |at, token| {
        let word = token.trim_end_matches([' ', '\u{a0}']);
        let end = *at + word.len();
        *at += token.len();
        Some((word, end))
    })
}

/// What a word is worth as a given name; none if it is none.
fn given(word: &str) -> Option<u32> {
    let mut parts = word.split(['-', '\'', '’']);
    let marks = marks_of(parts.next()?.as_bytes());
    let named = |part: &str| {
        let marks = marks_of(part.as_bytes());
        marks & (GIVEN | FAMILY) != 0 && (marks & ORDINARY == 0 || marks & FREQUENT_GIVEN != 0)
    };
    if marks & GIVEN == 0 || !is_capitalised(word) || is_no_name(word) || is_title(word) || is_saint(word) {
        return None;
    }
    parts.all(|part| part.chars().count() == 1 || named(part)).then_some(())?;
    Some(match (marks & FREQUENT_GIVEN != 0, marks & ORDINARY != 0) {
        (true, false) => 3,
        (false, false) => 2,
        (true, true) => 1,
        (false, true) => 0,
    })
}

/// What a word is worth as a family name; none if it ends the name. Behind a family name only known ones go on.
fn family(word: &str, behind_family: bool) -> Option<u32> {
    let no_name = is_roman(word) || is_no_name(word) || is_title(word) || is_calendar(word) || is_place_word(word);
    if !is_capitalised(word) || word.chars().count() < 2 || no_name {
        return None;
    }
    let worth = |part: &str| {
        let marks = marks_of(part.as_bytes());
        match (marks & FAMILY != 0, marks & ORDINARY != 0) {
            (true, false) => Some(3),
            (true, true) => Some(1).filter(|_| !behind_family),
            _ if marks & GIVEN != 0 && marks & ORDINARY == 0 => Some(2),
            (false, true) => None,
            (false, false) => Some(1).filter(|_| !behind_family && !is_thing(part) && !is_compound(part)),
        }
    };
    let mut parts = word.split(['-', '\'', '’']).filter(|part| part.chars().count() > 1).map(worth);
    parts.try_fold(None, |most, part| Some(most.max(Some(part?))))?
}

/// Whether a word that nobody knows ends with an ordinary one: `Reklamationsbericht`.
fn is_compound(word: &str) -> bool {
    let tails = word.char_indices().skip(MIN_HEAD).filter_map(|(at, _)| word.get(at..));
    let ordinary = |tail: &str| marks_of(tail.as_bytes()) & (ORDINARY | FAMILY | GIVEN) == ORDINARY;
    tails.filter(|tail| tail.chars().count() >= MIN_TAIL).any(ordinary)
}

/// Whether a word is a number as the Romans wrote it.
fn is_roman(word: &str) -> bool {
    word.bytes().all(|byte| b"IVX".contains(&byte))
}

fn is_capitalised(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Whether a word is one or two initials: `M.`, `M`, `J.-P.`
fn is_initial(word: &str) -> bool {
    word.split(['.', '-']).all(|part| part.chars().count() <= 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(validate: fn(&[u8]) -> Option<Accept>, text: &str) -> Option<(&str, u32)> {
        let accept = validate(text.as_bytes())?;
        Some((text.get(..accept.len)?, accept.strength))
    }

    #[test]
    fn words_that_are_names_make_a_name() {
        for (text, name) in [
            ("Anna Schmidt", "Anna Schmidt"),
            ("Anna Koch", "Anna Koch"),
            ("Sabine M. van den Berg", "Sabine M. van den Berg"),
            ("Hans-Peter Schmidt-Rohr", "Hans-Peter Schmidt-Rohr"),
            ("Anna Schmidt Projektleitung", "Anna Schmidt"),
            ("Anna Maria Schmidt Montag", "Anna Maria Schmidt"),
            ("Mark Becker", "Mark Becker"),
            ("Ernst-August Becker", "Ernst-August Becker"),
            ("Anna v. Xyberg", "Anna v. Xyberg"),
            ("Anna Becker v. Schmidt", "Anna Becker"),
            ("Anna XYBERG", "Anna XYBERG"),
        ] {
            assert_eq!(found(full_name, text), Some((name, 20)), "{text}");
        }
        for text in [
            "Anna Bestellung",
            "Anna Müller GmbH",
            "San Francisco",
            "Robert-Bosch-Straße Stuttgart",
            "Bestellung Schmidt",
            "Mi NIE",
            "Anna XYB",
        ] {
            assert_eq!(found(full_name, text), None, "{text}");
        }
    }

    #[test]
    fn family_names_come_first_before_a_comma_or_in_capitals() {
        assert_eq!(found(family_first, "Schmidt, Anna"), Some(("Schmidt, Anna", 20)));
        assert_eq!(found(family_first, "SCHMIDT Anna Bestellung"), Some(("SCHMIDT Anna", 20)));
        assert_eq!(found(family_first, "Schmidt Anna"), None);
        assert_eq!(found(family_first, "Schmidt, Bestellung"), None);
    }

    #[test]
    fn a_given_name_may_share_the_family_name() {
        assert_eq!(found(paired_given, "Anna und Peter Schmidt"), Some(("Anna", 20)));
        assert_eq!(found(paired_given, "Anna und Bestellung Schmidt"), None);
        assert_eq!(found(paired_given, "Anna & Peter GmbH"), None);
    }

    #[test]
    fn a_second_name_and_a_mention_are_no_ordinary_words() {
        assert_eq!(found(second_name, "Schmidt zum Audit"), Some(("Schmidt", 1)));
        assert_eq!(found(second_name, "Vertrieb"), None);
        assert_eq!(found(name_again, "Koch"), Some(("Koch", 1)));
        assert_eq!(found(name_again, "Bestellung"), None);
        assert_eq!(found(name_again, "Montag"), None);
        assert_eq!(found(given_name, "Anna"), Some(("Anna", 1)));
    }
}
