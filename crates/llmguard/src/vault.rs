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
//! The model sees one person; the way back is exact.

use std::collections::HashMap;
use std::fmt;

use llmguard_types::{Code, Error};

use crate::token::{self, Token};

/// More forms of one value than this get a number of their own: a suffix has at most three letters.
const MAX_FORMS: usize = 18_000;

/// More values than this, each way of writing one counted, a vault does not take.
const MAX_VALUES: usize = 1_000_000;

/// The values of one conversation and their tokens. In memory only; `Debug` shows counts, never values.
#[derive(Default)]
pub(crate) struct Vault {
    values: Vec<Value>,
    /// Type and value as written to number and form.
    by_form: HashMap<(String, String), (u32, usize)>,
    /// Type and folded value to the value's place.
    by_value: HashMap<(String, String), usize>,
    /// Type and number to the value's place.
    by_number: HashMap<(String, u32), usize>,
    /// Type to the last number given out.
    counters: HashMap<String, u32>,
}

struct Value {
    number: u32,
    forms: Vec<String>,
}

impl Vault {
    /// The token for a value of a type, as it is written here.
    ///
    /// # Errors
    ///
    /// `V001` when the vault holds [`MAX_VALUES`] values already.
    pub(crate) fn token(&mut self, kind: &str, written: &str) -> Result<String, Error> {
        let form_key = (kind.to_owned(), written.to_owned());
        if let Some((number, form)) = self.by_form.get(&form_key) {
            return Ok(token::render(kind, *number, *form));
        }
        if self.by_form.len() >= MAX_VALUES {
            return Err(Error::new(Code::VaultFull, format!("the vault holds {MAX_VALUES} values already"))
                .mend("start a new session"));
        }
        let key = (kind.to_owned(), fold(kind, written));
        let place = match self.by_value.get(&key).copied().filter(|place| self.has_room(*place)) {
            Some(place) => place,
            None => self.insert(key),
        };
        let lost = || Error::new(Code::Internal, "the vault lost a value it had just taken");
        let value = self.values.get_mut(place).ok_or_else(lost)?;
        value.forms.push(written.to_owned());
        let (number, form) = (value.number, value.forms.len() - 1);
        self.by_form.insert(form_key, (number, form));
        Ok(token::render(kind, number, form))
    }

    /// What a token stands for; a suffix that was lost restores the first form.
    pub(crate) fn value(&self, token: &Token<'_>) -> Option<&str> {
        let place = self.by_number.get(&(token.kind.clone(), token.number))?;
        self.values.get(*place)?.forms.get(token::form(token.suffix)?).map(String::as_str)
    }

    fn has_room(&self, place: usize) -> bool {
        self.values.get(place).is_some_and(|value| value.forms.len() < MAX_FORMS)
    }

    fn insert(&mut self, key: (String, String)) -> usize {
        let counter = self.counters.entry(key.0.clone()).or_default();
        *counter += 1;
        let place = self.values.len();
        self.values.push(Value { number: *counter, forms: Vec::new() });
        self.by_number.insert((key.0.clone(), *counter), place);
        self.by_value.insert(key, place);
        place
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
