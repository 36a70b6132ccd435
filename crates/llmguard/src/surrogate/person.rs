//! Person: the words of a name, and what each of them is.
//!
//! ```text
//! Hans-Peter von Müller     given Hans - given Peter   von   family Müller
//! Müller, Hans              family Müller ,  given Hans
//! Katharina                 given, where no salutation stands before it and the lexicon knows it as nothing else
//! H. Müller, Xi'an, müller  none: a token in brackets stands for it
//! ```

use super::name::case;
use super::{Kind, pools};

/// Words that stand between names as they are.
const PARTICLES: &[&str] =
    &["von", "vom", "van", "zu", "zur", "zum", "der", "den", "de", "del", "di", "da", "la", "le"];
/// Longer names have none.
const MAX_WORDS: usize = 6;
/// What is looked at before a name for its salutation, in bytes.
const BEFORE: usize = 48;

/// What a salutation or a given name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gender {
    Female,
    Male,
}

const SALUTATIONS: &[(&str, Gender)] = &[
    ("Frau", Gender::Female),
    ("Fr.", Gender::Female),
    ("Mrs", Gender::Female),
    ("Mrs.", Gender::Female),
    ("Ms", Gender::Female),
    ("Ms.", Gender::Female),
    ("Madame", Gender::Female),
    ("Herr", Gender::Male),
    ("Herrn", Gender::Male),
    ("Hr.", Gender::Male),
    ("Mr", Gender::Male),
    ("Mr.", Gender::Male),
    ("Monsieur", Gender::Male),
];

/// A part of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'w> {
    /// A blank, hyphen or comma, or a particle.
    Kept(&'w str),
    Given(&'w str),
    Family(&'w str),
}

/// The salutation before a name, over titles.
pub(crate) fn salutation(before: &str) -> Option<Gender> {
    let mut from = before.len().saturating_sub(BEFORE);
    while !before.is_char_boundary(from) {
        from += 1;
    }
    let words = before.get(from..).unwrap_or_default().rsplit([' ', '\u{a0}', '\n']).filter(|word| !word.is_empty());
    let is_title =
        |word: &str| word.ends_with('.') || ["Dr", "Prof", "Professor", "Professorin", "Doktor"].contains(&word);
    for word in words.take(4) {
        let known = SALUTATIONS.iter().find(|(salutation, _)| *salutation == word.trim_start_matches(['(', '"', '„']));
        match known {
            Some((_, gender)) => return Some(*gender),
            None if is_title(word) => {}
            None => return None,
        }
    }
    None
}

/// The parts of a name that is written like this; `None` if one of its words can have no surrogate.
pub(crate) fn pieces(written: &str, salutation: Option<Gender>) -> Option<Vec<Piece<'_>>> {
    let parts = split(written)?;
    let words = parts.iter().filter(|(_, is_name)| *is_name).count();
    if words == 0 || words > MAX_WORDS {
        return None;
    }
    let comma = parts.iter().position(|(part, _)| part.contains(','));
    // The last word and what is joined to it by a hyphen are the family's, before a comma all of them.
    let last = parts.iter().rposition(|(part, is_name)| !is_name && *part != "-").map_or(0, |blank| blank + 1);
    let alone = last == 0 && salutation.is_none() && parts.iter().all(|(part, _)| is_only_given(part));
    let is_family = |at: usize| comma.map_or(at >= last && !alone, |comma| at < comma);
    let mut pieces = Vec::with_capacity(parts.len());
    for (at, (part, is_name)) in parts.into_iter().enumerate() {
        pieces.push(match (is_name, is_family(at)) {
            (false, _) => Piece::Kept(part),
            (true, true) => Piece::Family(part),
            (true, false) => Piece::Given(part),
        });
    }
    Some(pieces)
}

/// Names, and what stands between them, in turn.
fn split(written: &str) -> Option<Vec<(&str, bool)>> {
    let (mut parts, mut rest) = (Vec::new(), written);
    while !rest.is_empty() {
        let letters = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(letters);
        if !word.is_empty() {
            let is_name = case(word).is_some();
            (is_name || PARTICLES.contains(&word)).then(|| parts.push((word, is_name)))?;
        }
        let sign = behind.find(char::is_alphabetic).unwrap_or(behind.len());
        let (sign, behind) = behind.split_at(sign);
        if !sign.is_empty() {
            [" ", "-", ", ", "\u{a0}"].contains(&sign).then(|| parts.push((sign, false)))?;
        }
        rest = behind;
    }
    parts.last().is_some_and(|(_, is_name)| *is_name).then_some(parts)
}

/// Whether a word is a given name, as far as the lexicon knows, and no family's.
fn is_only_given(word: &str) -> bool {
    let marked =
        |name| llmguard_catalog::begins(name).is_some_and(|words| (words.lexicon)(word.as_bytes()) & words.marks != 0);
    word == "-" || (marked("only-given-name") && !marked("family-name")) || gender(word).is_some()
}

/// What a given name says about who has it.
pub(crate) fn gender(name: &str) -> Option<Gender> {
    let among = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    match () {
        () if among(pools::WOMEN) || among(pools::FEMALE) => Some(Gender::Female),
        () if among(pools::MEN) || among(pools::MALE) => Some(Gender::Male),
        () => None,
    }
}

/// The kind of the surrogate for a given name.
pub(crate) fn kind(name: &str, salutation: Option<Gender>) -> Kind {
    match gender(name).or(salutation) {
        Some(Gender::Female) => Kind::Female,
        Some(Gender::Male) => Kind::Male,
        None => Kind::Given,
    }
}

/// Whether nothing but particles, blanks and signs of names stand between two of them.
pub(crate) fn is_between(text: &str) -> bool {
    let known = |word: &str| word.is_empty() || PARTICLES.contains(&word);
    text.len() <= 16 && text.split([' ', '-', ',', '\u{a0}']).all(known)
}
