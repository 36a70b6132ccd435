//! Vault: the reversible store behind tokens.
//!
//! One number per value, one suffix per way the value was written:
//!
//! ```text
//! value                forms                          tokens
//! person mueller       "Müller", "Mueller"            [PERSON_1], [PERSON_1b]
//! iban de8937…         "DE89 3704 …", "DE893704…"     [IBAN_1], [IBAN_1b]
//! ```
//!
//! The model sees one person; the way back is exact. Every form is kept once, in [memory](crate::arena) that never moves
//! and is overwritten when the vault goes. Forms and values are found by a keyed hash, those with the same one in a chain.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasher, RandomState};

use llmguard_types::{Code, Error};

use crate::arena::{Arena, Place};
use crate::token::{self, Token};

/// More forms of one value than this get a number of their own: a suffix has at most three letters.
const MAX_FORMS: u32 = 18_000;

/// More values than this, each way of writing one counted, a vault does not take.
const MAX_VALUES: usize = 1_000_000;

/// What German and English put behind a name.
const ENDINGS: &[&str] = &["s", "es", "n", "en", "ns", "ens", "e", "er", "em", "'s", "’s", "'", "’"];

/// No further one in a chain.
const NONE: u32 = u32::MAX;

/// The values of one conversation and their tokens. In memory only; `Debug` shows counts, never values.
#[derive(Default)]
pub(crate) struct Vault {
    arena: Arena,
    kinds: Vec<Kind>,
    values: Vec<Value>,
    forms: Vec<Form>,
    /// The last form, and the last value, of a hash.
    by_form: HashMap<u64, u32>,
    by_value: HashMap<u64, u32>,
    hasher: RandomState,
}

/// A type, and the values with a token of it by their numbers, from 1.
struct Kind {
    label: String,
    values: Vec<u32>,
}

struct Value {
    kind: u16,
    number: u32,
    /// How many forms it has, the first and the last of them.
    forms: u32,
    first: u32,
    last: u32,
    /// The value before with the same hash.
    before: u32,
}

struct Form {
    text: Place,
    value: u32,
    /// Its place among the forms of its value, and the next of them.
    number: u32,
    next: u32,
    /// The form before with the same hash.
    before: u32,
}

impl Vault {
    /// The token for a value of a type, as it is written here.
    ///
    /// # Errors
    ///
    /// `V001` when the vault holds [`MAX_VALUES`] values already.
    pub(crate) fn token(&mut self, kind: &str, written: &str) -> Result<String, Error> {
        let hash = self.hasher.hash_one((kind, written));
        if let Some(form) = self.find_form(hash, kind, written) {
            let number = self.values.get(form.value as usize).map_or(0, |value| value.number);
            return Ok(token::render(kind, number, form.number as usize));
        }
        if self.forms.len() >= MAX_VALUES {
            return Err(Error::new(Code::VaultFull, format!("the vault holds {MAX_VALUES} values already"))
                .mend("start a new session"));
        }
        let lost = || Error::new(Code::Internal, "the vault lost a value it had just taken");
        let value = self.value_of(kind, written);
        let (text, new) = (self.arena.keep(written), u32::try_from(self.forms.len()).unwrap_or(NONE));
        let before = self.by_form.insert(hash, new).unwrap_or(NONE);
        let known = self.values.get_mut(value as usize).ok_or_else(lost)?;
        let number = known.forms;
        match self.forms.get_mut(known.last as usize).filter(|_| known.forms > 0) {
            Some(last) => last.next = new,
            None => known.first = new,
        }
        (known.forms, known.last) = (number + 1, new);
        self.forms.push(Form { text, value, number, next: NONE, before });
        Ok(token::render(kind, known.number, number as usize))
    }

    /// What a token stands for, and the ending a model has put behind it; a suffix that was lost restores the first form.
    pub(crate) fn value<'t>(&self, token: &Token<'t>) -> Option<(&str, &'t str)> {
        let kind = self.kinds.iter().find(|kind| kind.label == token.kind)?;
        let value = kind.values.get(usize::try_from(token.number).ok()?.checked_sub(1)?)?;
        let value = self.values.get(*value as usize)?;
        let named = token::form(token.letters).filter(|form| *form < value.forms as usize);
        let (steps, ending) = match named {
            Some(form) => (form, ""),
            None if ENDINGS.contains(&token.letters) => (0, token.letters),
            None => return None,
        };
        let mut form = self.forms.get(value.first as usize)?;
        for _ in 0..steps {
            form = self.forms.get(form.next as usize)?;
        }
        Some((self.arena.text(form.text)?, ending))
    }

    fn find_form(&self, hash: u64, kind: &str, written: &str) -> Option<&Form> {
        let mut at = *self.by_form.get(&hash)?;
        while let Some(form) = self.forms.get(at as usize) {
            if self.arena.text(form.text) == Some(written) && self.label(form.value) == Some(kind) {
                return Some(form);
            }
            at = form.before;
        }
        None
    }

    /// The value that is written like this, new if nobody has written it.
    fn value_of(&mut self, kind: &str, written: &str) -> u32 {
        let folded = fold(kind, written);
        let hash = self.hasher.hash_one((kind, folded.as_str()));
        let mut at = self.by_value.get(&hash).copied().unwrap_or(NONE);
        while let Some(value) = self.values.get(at as usize) {
            let first = self.forms.get(value.first as usize).and_then(|form| self.arena.text(form.text));
            let same = self.label(at) == Some(kind) && first.is_some_and(|first| fold(kind, first) == folded);
            if same && value.forms < MAX_FORMS {
                return at;
            }
            at = value.before;
        }
        let place = self.kinds.iter().position(|known| known.label == kind).unwrap_or_else(|| {
            self.kinds.push(Kind { label: kind.to_owned(), values: Vec::new() });
            self.kinds.len() - 1
        });
        let new = u32::try_from(self.values.len()).unwrap_or(NONE);
        let mut number = 0;
        if let Some(kind) = self.kinds.get_mut(place) {
            kind.values.push(new);
            number = u32::try_from(kind.values.len()).unwrap_or(NONE);
        }
        let before = self.by_value.insert(hash, new).unwrap_or(NONE);
        let kind = u16::try_from(place).unwrap_or(u16::MAX);
        self.values.push(Value { kind, number, forms: 0, first: NONE, last: NONE, before });
        new
    }

    fn label(&self, value: u32) -> Option<&str> {
        let value = self.values.get(value as usize)?;
        self.kinds.get(usize::from(value.kind)).map(|kind| kind.label.as_str())
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("values", &self.values.len()).finish_non_exhaustive()
    }
}

/// What two ways of writing one value have in common. Two values that fold alike only share a number; their tokens
/// still differ.
fn fold(kind: &str, written: &str) -> String {
    if matches!(kind, token::TEXT | "PASSWORD" | "SECRET") {
        return written.to_owned();
    }
    let words = matches!(kind, "PERSON" | "ORGANIZATION" | "ADDRESS" | "LOCATION" | "URL");
    let mut folded = String::with_capacity(written.len());
    for c in written.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => folded.push_str("ae"),
            'ö' => folded.push_str("oe"),
            'ü' => folded.push_str("ue"),
            'ß' => folded.push_str("ss"),
            c if c.is_whitespace() && (!words || folded.ends_with(' ')) => {}
            c if c.is_whitespace() => folded.push(' '),
            c if c.is_alphanumeric() || words || "@+.".contains(c) => folded.push(c),
            _ => {}
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_per_value_one_suffix_per_form() {
        let mut vault = Vault::default();
        assert_eq!(vault.token("PERSON", "Müller").unwrap(), "[PERSON_1]");
        assert_eq!(vault.token("PERSON", "Mueller").unwrap(), "[PERSON_1b]");
        assert_eq!(vault.token("PERSON", "Huber").unwrap(), "[PERSON_2]");
        assert_eq!(vault.token("IBAN", "DE89 3704").unwrap(), "[IBAN_1]");
        assert_eq!(vault.token("IBAN", "DE893704").unwrap(), "[IBAN_1b]");
        assert_eq!(vault.token("PERSON", "Müller").unwrap(), "[PERSON_1]");
        assert!(!format!("{vault:?}").contains("ller"));
    }
}
