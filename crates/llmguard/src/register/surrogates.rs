//! Surrogates: what a register has to know so that each stands for one way of writing one value.
//!
//! A name is kept word by word, each as a value of its own, so that a word is the same wherever it stands:
//!
//! ```text
//! Frau Petra Müller     PERSON_FEMALE 1 Petra     PERSON_FAMILY 1 Müller
//! Herrn MÜLLER                                    PERSON_FAMILY 1 MÜLLER
//! ```

use llmguard_policy::Tokens;
use llmguard_types::Error;

use super::{Register, Value};
use crate::surrogate::{self, Gender, Kind, Part};

/// More forms than this of a value have numbers of their own, so that none is compared with many.
const MAX_DRESSES: u32 = 16;

impl Register {
    /// The surrogate for a value of a type, as it is written here; a token in brackets where there is none.
    ///
    /// # Errors
    ///
    /// As [`Register::token`].
    pub(crate) fn surrogate(&mut self, label: &str, written: &str, gender: Option<Gender>) -> Result<String, Error> {
        let mut surrogate = String::with_capacity(written.len());
        for part in surrogate::parts(label, written, gender).unwrap_or_default() {
            match part {
                Part::Kept(text) => surrogate.push_str(text),
                Part::Surrogate { kinds, written: word } => {
                    let Some((kind, word, ending)) = self.known(&kinds, word) else {
                        return self.token(label, written);
                    };
                    let (number, _) = self.numbers(kind.label(), word)?;
                    match kind.write(number, word) {
                        Some(word) => surrogate.extend([word.as_str(), ending]),
                        None => return self.token(label, written),
                    }
                }
            }
        }
        if surrogate.is_empty() { self.token(label, written) } else { Ok(surrogate) }
    }

    /// The first of the kinds that has a word, or a name in the genitive; otherwise the first. With what is left of the genitive.
    fn known<'w>(&self, kinds: &[Kind], word: &'w str) -> Option<(Kind, &'w str, &'w str)> {
        let has = |word: &str| kinds.iter().find(|kind| self.alike(kind.label(), word).next().is_some()).copied();
        let first = kinds.first().copied()?;
        let genitive = || {
            let (stem, ending) = word.split_at_checked(word.len().checked_sub(1)?)?;
            let kind = has(stem).filter(|kind| kind.is_name() && ["s", "S"].contains(&ending))?;
            Some((kind, stem, ending))
        };
        has(word).map(|kind| (kind, word, "")).or_else(genitive).or(Some((first, word, "")))
    }

    /// Remembers what of somebody's text reads as a surrogate, so that it never becomes one.
    pub(super) fn note(&mut self, written: &str) {
        if self.tokens == Tokens::Surrogate {
            for surrogate in surrogate::all(written) {
                let kind = self.kind(surrogate.kind.label());
                self.taken.insert((kind, surrogate.number));
            }
        }
    }

    /// The first number of a type behind another that no value looks like.
    pub(super) fn free(&self, kind: u16, highest: u32) -> Option<u32> {
        (highest.checked_add(1)?..).find(|number| !self.taken.contains(&(kind, *number)))
    }

    /// Whether the surrogate of what is written looks like that of no other form of the value, which would not come back.
    pub(super) fn looks_new(&self, value: &Value, kind: &str, written: &str) -> bool {
        let Some(kind) = Kind::of(kind).filter(|_| self.tokens == Tokens::Surrogate) else { return true };
        if value.forms >= MAX_DRESSES {
            return false;
        }
        let surrogate = kind.write(value.number, written);
        let known = |text| self.arena.text(text).and_then(|text| kind.write(value.number, text));
        surrogate.is_none() || self.forms_of(value).all(|form| known(form.text) != surrogate)
    }

    /// What a surrogate of a value stands for: the form that is dressed like it, otherwise the first of that country that has
    /// one.
    pub(super) fn dressed(&self, value: &Value, place: usize, surrogate: &str) -> Option<&str> {
        let kind = Kind::of(&self.kinds.get(usize::from(value.kind))?.label)?;
        let alive = self.forms_of(value).filter(|form| form.expires > self.now);
        let mut first = None;
        for text in alive.filter_map(|form| self.arena.text(form.text)) {
            match kind.write(value.number, text) {
                Some(dressed) if dressed == surrogate => return Some(text),
                Some(_) if kind.place(text) == Some(place) => first = first.or(Some(text)),
                _ => {}
            }
        }
        first
    }
}
