//! Surrogate: a value of the same kind that is nobody's, in the place of a value.
//!
//! ```text
//! jo.huber@muster-werke.de       rudewodi@example.com            RFC 2606 keeps the domain from everybody
//! DE89 3704 0044 0532 0130 00    DE56 9999 9999 0007 3687 87     no bank has the code, the check digits are right
//! 0711 23125-0                   030 23125-787                   the Bundesnetzagentur keeps it for films
//! Frau Petra Müller              Frau Adelheid Sellmeyer         out of lists, word for word; the gender stays
//! ```
//!
//! It is made from the number of its value by arithmetic, and says it again: what reads as a surrogate is looked up by kind
//! and number like any token, whatever a model has done to case, blanks and signs. The number is [shuffled](put), so that one
//! slip of a digit does not lead to the neighbour. How the value was written, its dress, goes over.
//!
//! **One pattern.** Whether text reads as a surrogate depends on what kind and place (country) have in common and on how many
//! letters and digits vary, or that they are one of a list, never on which: so it is known before values are numbered, and
//! [`crate::transform`] sees where one would not be read again for what is glued to it. There, and for kinds and countries
//! without surrogates, a token in brackets stands.

mod email;
mod iban;
mod name;
mod person;
mod phone;
mod pools;

use llmguard_types::Span;

use self::person::Piece;
pub(crate) use self::person::{Gender, is_between, salutation};
use crate::reading::{Read, Stop, first};

/// The label of what has its surrogates word by word.
const PERSON: &str = "PERSON";

/// What has surrogates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Email,
    Iban,
    Phone,
    /// A family name.
    Family,
    /// A given name of a woman, …
    Female,
    /// … of a man, …
    Male,
    /// … or of anybody.
    Given,
}

/// What reads as a surrogate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Surrogate {
    pub(crate) kind: Kind,
    /// The country, by its place in the table of the kind.
    pub(crate) place: usize,
    pub(crate) number: u32,
    /// Where it ends, …
    pub(crate) end: usize,
    /// … and how many bytes before that are what a language has put behind it.
    pub(crate) ending: usize,
}

/// A prime; no table has as many surrogates that it divides.
const PRIME: u64 = 7_368_787;

impl Kind {
    const ALL: [Kind; 7] = [Kind::Email, Kind::Iban, Kind::Phone, Kind::Family, Kind::Female, Kind::Male, Kind::Given];
    /// Those of given names.
    const GIVEN: [Kind; 3] = [Kind::Female, Kind::Male, Kind::Given];

    /// The kind with a label.
    pub(crate) fn of(label: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.label() == label)
    }

    /// The label of the entity, or of what a name is kept as.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Kind::Email => "EMAIL",
            Kind::Iban => "IBAN",
            Kind::Phone => "PHONE",
            Kind::Family => "PERSON_FAMILY",
            Kind::Female => "PERSON_FEMALE",
            Kind::Male => "PERSON_MALE",
            Kind::Given => "PERSON_GIVEN",
        }
    }

    /// Whether it is a word that others may use as well: one that nobody knows is no unknown token.
    pub(crate) fn is_name(self) -> bool {
        matches!(self, Kind::Family | Kind::Female | Kind::Male | Kind::Given)
    }

    /// The surrogate of a number for a value that is written like this; `None` where there is none.
    pub(crate) fn write(self, number: u32, written: &str) -> Option<String> {
        match self {
            Kind::Email => email::write(number, written),
            Kind::Iban => iban::write(number, written),
            Kind::Phone => phone::write(number, written),
            Kind::Family | Kind::Female | Kind::Male | Kind::Given => name::write(self, number, written),
        }
    }

    /// The place of the surrogates for a value that is written like this.
    pub(crate) fn place(self, written: &str) -> Option<usize> {
        match self {
            Kind::Email | Kind::Family | Kind::Female | Kind::Male | Kind::Given => Some(0),
            Kind::Iban => iban::place(written),
            Kind::Phone => phone::place(written),
        }
    }
}

/// The parts of a value of a type that is written like this, each a surrogate of its kind or kept as it is; `None` where
/// there is no surrogate. Given names may be of the first kind that knows them.
pub(crate) fn parts<'w>(label: &str, written: &'w str, gender: Option<Gender>) -> Option<Vec<Part<'w>>> {
    if label != PERSON {
        return Kind::of(label).map(|kind| vec![Part::Surrogate { kinds: vec![kind], written }]);
    }
    let part = |piece| match piece {
        Piece::Kept(text) => Part::Kept(text),
        Piece::Family(written) => Part::Surrogate { kinds: vec![Kind::Family], written },
        Piece::Given(written) => {
            let first = person::kind(written, gender);
            let others = Kind::GIVEN.into_iter().filter(|kind| *kind != first);
            Part::Surrogate { kinds: [first].into_iter().chain(others).collect(), written }
        }
    };
    Some(person::pieces(written, gender)?.into_iter().map(part).collect())
}

/// What a value that is written like this may be kept as under a label: itself, and the words of a name under those of names,
/// also without a genitive s.
pub(crate) fn words<'w>(label: &str, written: &'w str) -> Vec<&'w str> {
    let mut words = vec![written];
    if Kind::of(label).is_some_and(Kind::is_name) {
        for part in parts(PERSON, written, None).unwrap_or_default() {
            if let Part::Surrogate { kinds, written } = part
                && kinds.iter().any(|kind| kind.label() == label)
            {
                words.extend([written, written.strip_suffix(['s', 'S']).unwrap_or(written)]);
            }
        }
    }
    words
}

/// A part of what is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part<'w> {
    Kept(&'w str),
    /// The kinds it may have, the one that a new value has first.
    Surrogate {
        kinds: Vec<Kind>,
        written: &'w str,
    },
}

/// What stands for a value of a type that is written like this, with any number, and where its surrogates stand in that.
pub(crate) fn any(label: &str, written: &str) -> Option<(String, Vec<Span>)> {
    let (mut text, mut spans) = (String::with_capacity(written.len()), Vec::new());
    for part in parts(label, written, None)? {
        let start = text.len();
        match part {
            Part::Kept(kept) => text.push_str(kept),
            Part::Surrogate { kinds, written } => {
                text.push_str(&kinds.first()?.write(1, written)?);
                spans.push(Span::new(start, text.len()));
            }
        }
    }
    Some((text, spans))
}

/// Whether a surrogate may begin with three bytes.
type MayBegin = fn([u8; 3]) -> bool;
/// Reads a surrogate that begins at a place, behind what stands before it.
type Reader = fn(&str, &str, usize, bool) -> Read<Surrogate>;

/// Those that begin with a letter.
const LETTERED: [(MayBegin, Reader); 3] =
    [(email::may_begin, email::read), (iban::may_begin, iban::read), (name::may_begin, name::read)];

/// The surrogate that begins at a place of a text, of which nothing before `floor` is looked at.
pub(crate) fn read(text: &str, floor: usize, at: usize, over: bool) -> Read<Surrogate> {
    let before = text.get(floor..at).unwrap_or_default();
    match text.as_bytes().get(at) {
        Some(b'a'..=b'z' | b'A'..=b'Z') => {
            let start = text.as_bytes().get(at..).and_then(<[u8]>::first_chunk::<3>);
            first(&LETTERED, |(may_begin, read)| match start {
                Some(start) if !may_begin(*start) => Err(Stop::No),
                _ => read(text, before, at, over),
            })
        }
        Some(b'+' | b'(' | b'0') => phone::read(text, before, at, over),
        _ => Err(Stop::No),
    }
}

/// The surrogates in a text, each read by itself.
pub(crate) fn all(text: &str) -> impl Iterator<Item = Surrogate> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let found = read(text, at, at, true);
            at = found.map_or(at + 1, |surrogate| surrogate.end);
            if let Ok(surrogate) = found {
                return Some(surrogate);
            }
        }
        None
    })
}

/// Which of `size` surrogates a number has.
fn put(number: u32, size: u64) -> Option<u64> {
    let number = u64::from(number);
    (1..size).contains(&number).then(|| number * PRIME % size)
}

/// Whose number one of `size` surrogates is.
fn took(surrogate: u64, size: u64) -> u32 {
    u32::try_from(surrogate * inverse(PRIME % size, size) % size).unwrap_or(0)
}

/// What a number is multiplied with to give one, modulo `size`; Euclid's algorithm.
fn inverse(number: u64, size: u64) -> u64 {
    let (mut rest, mut next, mut factor, mut after) = (size, number, 0_u64, 1_u64);
    while next > 0 {
        let times = rest / next;
        (rest, next) = (next, rest % next);
        (factor, after) = (after, (factor + (size - after) * times) % size);
    }
    factor
}

#[cfg(test)]
mod tests;
