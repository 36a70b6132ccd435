//! Register: the values of one conversation and their tokens.
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
//! and is overwritten when the register goes. Forms and values are found by a keyed hash, those with the same one in a chain.
//!
//! Where the policy asks for keyed tokens, a number is not counted but made from what is written with a key of the
//! conversation; each way of writing is a value of its own then, and a number that is taken makes way for another:
//!
//! ```text
//! "Müller"    HMAC(key, PERSON, "Müller", turn 0) -> [PERSON_482913067]      whatever came before
//! ```
//!
//! Where it asks for [surrogates](crate::surrogate), two ways of writing a value that would look alike get numbers of their own,
//! and a number whose surrogate is a value itself is passed over.
//!
//! Behind a register may be a room of a [vault](llmguard_vault). Then it begins with what is kept there, and a token may leave
//! only after [`Register::commit`]. Numbers of values that are gone are never given to others.

mod fold;
mod shred;
mod surrogates;

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::hash::{BuildHasher, RandomState};

use llmguard_policy::{Policy, Tokens};
use llmguard_types::{Code, Error};
use llmguard_vault::{Entry, Room};
use zeroize::Zeroizing;

use self::fold::fold;
pub(crate) use self::fold::spelled_out;
use crate::arena::{Arena, Place};
use crate::keyed::Key;
use crate::token::{self, Form as Mark, Token};

/// More forms of one value than this get a number of their own: a suffix has at most three letters.
const MAX_FORMS: u32 = 18_000;

/// More values that fold alike than this are not asked whether they take another form.
const MAX_ALIKE: usize = 64;

/// More values than this, each way of writing one counted, a register does not take.
const MAX_VALUES: usize = 1_000_000;

/// The lowest and the highest number of a keyed token. What is counted never gets that far.
const KEYED: u32 = 100_000_000;
const MAX_NUMBER: u32 = 999_999_999;

/// What German and English put behind a name.
const ENDINGS: &[&str] = &["s", "es", "n", "en", "ns", "ens", "e", "er", "em", "'s", "’s", "'", "’"];

/// More keyed numbers than this are not tried; a million values leave one in a thousand taken.
const MAX_TURNS: u32 = 32;

/// Milliseconds of a day.
const DAY: u64 = 86_400_000;

/// No further one in a chain.
const NONE: u32 = u32::MAX;

/// The values of one conversation and their tokens. `Debug` shows counts, never values.
#[derive(Default)]
pub(crate) struct Register {
    arena: Arena,
    kinds: Vec<Kind>,
    values: Vec<Value>,
    forms: Vec<Form>,
    /// The last form, and the last value, of a hash.
    by_form: HashMap<u64, u32>,
    by_value: HashMap<u64, u32>,
    /// The values of a type and a number that do not stand with their [`Kind`].
    scattered: HashMap<(u16, u32), u32>,
    hasher: RandomState,
    /// Whether tokens are counted, and what they are made with where they are not.
    tokens: Tokens,
    key: Option<Key>,
    /// The numbers whose surrogates are values.
    taken: HashSet<(u16, u32)>,
    /// What time it is, in milliseconds since 1970-01-01 UTC, as far as anybody said; and how long values are kept.
    now: u64,
    lifetime: Option<u64>,
    /// Where values are kept, and how many of the forms are.
    room: Option<Room>,
    kept: usize,
}

/// A type.
struct Kind {
    label: String,
    /// The highest number of a value, and of one that is gone.
    highest: u32,
    gone: u32,
    /// The values by their numbers, from 1 on, as long as none is missing.
    values: Vec<u32>,
}

struct Value {
    kind: u16,
    number: u32,
    /// The number of its next form.
    forms: u32,
    /// The first and the last of its forms.
    first: u32,
    last: u32,
    /// The value before with the same hash.
    before: u32,
}

#[derive(Clone, Copy)]
struct Form {
    text: Place,
    value: u32,
    /// Its place among the forms of its value, and the next of them.
    number: u32,
    next: u32,
    /// The form before with the same hash.
    before: u32,
    /// From when on nobody may read it.
    expires: u64,
}

impl Register {
    /// A register of values in memory, as a policy wants it.
    pub(crate) fn new(policy: &Policy) -> Register {
        let lifetime = policy.retention().vault.max_days.map(|days| u64::from(days) * DAY);
        let tokens = policy.tokens();
        let key = if tokens == Tokens::Keyed { Key::random() } else { None };
        Register { lifetime, tokens, key, ..Register::default() }
    }

    /// The register of what is kept in a room.
    pub(crate) fn open(room: Room, policy: &Policy, now: u64) -> Result<Register, Error> {
        let (entries, gone) = room.load(now)?;
        let mut register = Register { now, ..Register::new(policy) };
        if policy.tokens() == Tokens::Keyed {
            register.key = Some(Key::new(*room.token_key()?));
        }
        for (label, number) in gone {
            let kind = register.kind(&label);
            if let Some(kind) = register.kinds.get_mut(usize::from(kind)) {
                // Which counted numbers a keyed one hides is not known; so many were never counted.
                kind.highest = if number < KEYED { number } else { KEYED / 2 };
                kind.gone = kind.highest;
            }
        }
        for entry in entries {
            let value = register.value_numbered(&entry.kind, entry.number, &entry.text);
            if !entry.is_erased() {
                register.note(&entry.text);
                register.add(value, Some(entry.form), &entry.text, entry.expires)?;
            }
        }
        (register.kept, register.room) = (register.forms.len(), Some(room));
        Ok(register)
    }

    /// Says what time it is. It never becomes earlier.
    pub(crate) fn tell_time(&mut self, now: u64) {
        self.now = self.now.max(now);
    }

    /// Whether it may still be used.
    ///
    /// # Errors
    ///
    /// `V007` once something of it was erased from its vault; then it forgets everything.
    pub(crate) fn usable(&mut self) -> Result<(), Error> {
        let usable = self.room.as_ref().map_or(Ok(()), Room::usable);
        if usable.is_err() {
            *self = Register { room: self.room.take(), ..Register::default() };
        }
        usable
    }

    /// Makes sure that what has a token is kept; before that, no token may leave.
    ///
    /// # Errors
    ///
    /// `V006` and `V007`, as [`Room::keep`].
    pub(crate) fn commit(&mut self) -> Result<(), Error> {
        let Some(room) = self.room.as_ref().filter(|_| self.kept < self.forms.len()) else { return Ok(()) };
        let entries: Option<Vec<Entry>> = self.forms.iter().skip(self.kept).map(|form| self.entry(form)).collect();
        room.keep(&entries.ok_or_else(lost)?)?;
        self.kept = self.forms.len();
        Ok(())
    }

    /// The token for a value of a type, as it is written here.
    ///
    /// # Errors
    ///
    /// `V001` when the register holds [`MAX_VALUES`] values already; `X001` if tokens are to be keyed and the system gave no
    /// random numbers for a key.
    pub(crate) fn token(&mut self, kind: &str, written: &str) -> Result<String, Error> {
        let (number, form) = self.numbers(kind, written)?;
        Ok(token::render(kind, number, form as usize))
    }

    /// The number of a value, and of the way it is written here, new if nobody has written it.
    fn numbers(&mut self, kind: &str, written: &str) -> Result<(u32, u32), Error> {
        let hash = self.hasher.hash_one((kind, written));
        let form = match self.find_form(hash, kind, written) {
            Some(form) => form,
            None => {
                self.note(written);
                let (value, form) = match self.tokens {
                    Tokens::Keyed => (self.keyed_value_of(kind, written)?, Some(0)),
                    Tokens::Bracket | Tokens::Surrogate => (self.value_of(kind, written)?, None),
                };
                let expires =
                    self.lifetime.filter(|_| self.now > 0).map_or(u64::MAX, |time| self.now.saturating_add(time));
                self.add(value, form, written, expires)?
            }
        };
        Ok((self.values.get(form.value as usize).ok_or_else(lost)?.number, form.number))
    }

    /// What a token stands for, and the ending a model has put behind it; a suffix that was lost restores the first form.
    pub(crate) fn value<'t>(&self, token: &Token<'t>) -> Option<(&str, &'t str)> {
        let kind = u16::try_from(self.kinds.iter().position(|kind| kind.label == token.kind)?).ok()?;
        let value = self.values.get(self.numbered(kind, token.number)? as usize)?;
        match token.form {
            Mark::Suffix(letters) => self.suffixed(value, letters),
            Mark::Surrogate { place, written, ending } => Some((self.dressed(value, place, written)?, ending)),
        }
    }

    /// The form that letters name, and what of them is an ending.
    fn suffixed<'t>(&self, value: &Value, letters: &'t str) -> Option<(&str, &'t str)> {
        let named = token::form(letters).filter(|form| *form < value.forms as usize);
        let (number, ending) = match named {
            Some(form) => (form, ""),
            None if ENDINGS.contains(&letters) => (0, letters),
            None => return None,
        };
        let form = self.forms_of(value).find(|form| form.number as usize == number && form.expires > self.now)?;
        Some((self.arena.text(form.text)?, ending))
    }

    /// The forms of a value, the first one first.
    fn forms_of(&self, value: &Value) -> impl Iterator<Item = &Form> + Clone {
        let first = self.forms.get(value.first as usize);
        std::iter::successors(first, |form| self.forms.get(form.next as usize))
    }

    fn find_form(&self, hash: u64, kind: &str, written: &str) -> Option<Form> {
        let mut at = *self.by_form.get(&hash)?;
        while let Some(form) = self.forms.get(at as usize) {
            let same = self.arena.text(form.text) == Some(written) && self.label(form.value) == Some(kind);
            if same && form.expires > self.now {
                return Some(*form);
            }
            at = form.before;
        }
        None
    }

    /// The value of what is written like this, under the number that the key makes of it.
    fn keyed_value_of(&mut self, kind: &str, written: &str) -> Result<u32, Error> {
        let place = self.kind(kind);
        for turn in 0..=MAX_TURNS {
            let fields = [kind.as_bytes(), written.as_bytes(), &turn.to_be_bytes()];
            let key = self.key.as_ref().ok_or_else(no_key)?;
            let drawn = key.number("token", fields) % u64::from(MAX_NUMBER - KEYED + 1);
            let number = KEYED + u32::try_from(drawn).unwrap_or_default();
            // One that was erased has no text, and keeps its number.
            if self.numbered(place, number).is_none_or(|value| self.first_text(value) == Some(written)) {
                return Ok(self.value_numbered(kind, number, written));
            }
        }
        Err(full())
    }

    /// The value that is written like this, new if nobody has written it.
    fn value_of(&mut self, kind: &str, written: &str) -> Result<u32, Error> {
        let place = self.kind(kind);
        let (highest, gone) = self.kinds.get(usize::from(place)).map_or((0, 0), |kind| (kind.highest, kind.gone));
        // Of a value that lost a form, nobody knows which numbers of forms were used.
        let takes_more = |value: &u32| {
            self.values.get(*value as usize).is_some_and(|value| {
                value.forms < MAX_FORMS && value.number > gone && self.looks_new(value, kind, written)
            })
        };
        if let Some(value) = self.alike(kind, written).take(MAX_ALIKE).find(takes_more) {
            return Ok(value);
        }
        let number = self.free(place, highest).filter(|number| *number < KEYED).ok_or_else(full)?;
        Ok(self.value_numbered(kind, number, written))
    }

    /// The values of a type that are written like this, the last one first.
    fn alike(&self, kind: &str, written: &str) -> impl Iterator<Item = u32> {
        let folded = fold(kind, written);
        let last = self.by_value.get(&self.hasher.hash_one((kind, folded.as_str()))).copied();
        let chain = std::iter::successors(last, |at| self.values.get(*at as usize).map(|value| value.before));
        chain.take_while(|at| *at != NONE).filter(move |at| {
            let first = self.first_text(*at);
            self.label(*at) == Some(kind) && first.is_some_and(|first| fold(kind, first) == folded)
        })
    }

    /// The way a value was written first.
    fn first_text(&self, value: u32) -> Option<&str> {
        let first = self.values.get(value as usize)?.first;
        self.arena.text(self.forms.get(first as usize)?.text)
    }

    /// The value of a type with a number.
    fn numbered(&self, kind: u16, number: u32) -> Option<u32> {
        let place = usize::try_from(number).ok()?.checked_sub(1)?;
        let value = self.kinds.get(usize::from(kind)).and_then(|kind| kind.values.get(place));
        value.or_else(|| self.scattered.get(&(kind, number))).copied()
    }

    /// The value of a type with a number, new if there is none.
    fn value_numbered(&mut self, kind: &str, number: u32, written: &str) -> u32 {
        let place = self.kind(kind);
        if let Some(value) = self.numbered(place, number) {
            return value;
        }
        let new = index(self.values.len());
        if let Some(kind) = self.kinds.get_mut(usize::from(place)) {
            kind.highest = if number < KEYED { kind.highest.max(number) } else { kind.highest };
        }
        match self.kinds.get_mut(usize::from(place)).filter(|kind| kind.values.len() + 1 == number as usize) {
            Some(kind) => kind.values.push(new),
            None => drop(self.scattered.insert((place, number), new)),
        }
        let hash = self.hasher.hash_one((kind, fold(kind, written).as_str()));
        let before = self.by_value.insert(hash, new).unwrap_or(NONE);
        self.values.push(Value { kind: place, number, forms: 0, first: NONE, last: NONE, before });
        new
    }

    /// Adds a form of a value, the next one if it has no number yet.
    fn add(&mut self, value: u32, number: Option<u32>, written: &str, expires: u64) -> Result<Form, Error> {
        if self.forms.len() >= MAX_VALUES {
            return Err(full());
        }
        let new = index(self.forms.len());
        let kind = self.label(value).ok_or_else(lost)?;
        let hash = self.hasher.hash_one((kind, written));
        let known = self.values.get_mut(value as usize).ok_or_else(lost)?;
        let number = number.unwrap_or(known.forms);
        match self.forms.get_mut(known.last as usize) {
            Some(last) => last.next = new,
            None => known.first = new,
        }
        (known.forms, known.last) = (known.forms.max(number.saturating_add(1)), new);
        let before = self.by_form.insert(hash, new).unwrap_or(NONE);
        let form = Form { text: self.arena.keep(written), value, number, next: NONE, before, expires };
        self.forms.push(form);
        Ok(form)
    }

    fn entry(&self, form: &Form) -> Option<Entry> {
        let text = Zeroizing::new(self.arena.text(form.text)?.to_owned());
        let (kind, number) = (self.label(form.value)?.to_owned(), self.values.get(form.value as usize)?.number);
        Some(Entry { expires: form.expires, number, form: form.number, kind, text })
    }

    /// The place of a type.
    fn kind(&mut self, label: &str) -> u16 {
        let place = self.kinds.iter().position(|known| known.label == label).unwrap_or_else(|| {
            self.kinds.push(Kind { label: label.to_owned(), highest: 0, gone: 0, values: Vec::new() });
            self.kinds.len() - 1
        });
        u16::try_from(place).unwrap_or(u16::MAX)
    }

    fn label(&self, value: u32) -> Option<&str> {
        let value = self.values.get(value as usize)?;
        self.kinds.get(usize::from(value.kind)).map(|kind| kind.label.as_str())
    }
}

impl fmt::Debug for Register {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Register").field("values", &self.values.len()).finish_non_exhaustive()
    }
}

fn index(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(NONE)
}

fn lost() -> Error {
    Error::new(Code::Internal, "the session lost a value it had just taken")
}

fn no_key() -> Error {
    Error::new(Code::Internal, "the system gave no random numbers for the key of tokens").mend("try again later")
}

fn full() -> Error {
    Error::new(Code::VaultFull, format!("the session holds {MAX_VALUES} values already")).mend("start a new session")
}

#[cfg(test)]
mod tests;
