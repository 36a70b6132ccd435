//! Phrases: a passphrase with blanks told apart from a sentence.
//!
//! `blaue Katze 77` and `correct horse battery staple` are passphrases; `enter 8 characters` is a sentence.

use crate::credentials::{is_placeholder, names_a_secret};
use crate::word_list::WordList;

/// More words than this are a sentence.
const MAX_WORDS: usize = 5;
/// From so many words on letters will do.
const PASSPHRASE: usize = 4;

/// Words of sentences and labels, which no passphrase of few words has. Lower case.
#[rustfmt::skip]
static SENTENCE: WordList = WordList::new(&[
    "a", "account", "again", "an", "and", "api", "are", "at", "be", "bitte", "by", "can", "cannot", "cet",
    "characters", "code", "confirm", "das", "der", "des", "die", "does", "du", "ein", "eingeben", "el", "enter",
    "error", "expired", "failed", "for", "from", "has", "if", "ihr", "in", "incorrect", "invalid", "is", "key", "la",
    "le", "login", "match", "missing", "must", "need", "new", "no", "not", "oder", "of", "on", "or", "password",
    "passwords", "passwort", "please", "required", "reset", "secret", "see", "select", "the", "this", "to", "token",
    "und", "use", "user", "username", "using", "value", "was", "when", "will", "with", "you", "your", "zeichen",
]);

/// Words of what hyphens join in the names of things, and of requests. Lower case.
#[rustfmt::skip]
static JOINED: WordList = WordList::new(&[
    "above", "access", "admin", "agent", "app", "auth", "aws", "azure", "bar", "baz", "below", "change", "client",
    "cloud", "cluster", "config", "customer", "data", "database", "default", "deploy", "dev", "doe", "example", "foo",
    "from", "gcp", "gehen", "hier", "id", "intern", "kein", "keine", "links", "local", "mail", "main", "name", "neu",
    "nicht", "oben", "only", "prod", "production", "rechts", "server", "service", "setzen", "siehe", "some", "stage",
    "staging", "stark", "strong", "system", "test", "too", "unten", "vault", "very", "weak", "web", "wie",
]);

/// Whether words that hyphens join are a passphrase: `mond-licht-gans`, and not `change-me-please`.
pub(crate) fn is_joined_phrase(text: &str) -> bool {
    let folded = text.to_lowercase();
    let sentence = |word: &str| SENTENCE.has(word) || JOINED.has(word);
    !folded.split('-').any(sentence) && !names_a_secret(&folded) && !is_placeholder(text)
}

/// Whether a text with blanks is a passphrase.
pub(crate) fn is_passphrase(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let letters = text.chars().any(char::is_alphabetic);
    let digits = text.chars().any(|c| c.is_ascii_digit());
    let sentence = words.iter().any(|word| {
        let word = word.trim_matches(|c: char| c.is_ascii_punctuation()).to_lowercase();
        SENTENCE.has(&word)
    });
    let template = ["${", "{{", "$(", "://"].iter().any(|mark| text.contains(mark));
    let reference = text.starts_with(['<', '[', '{', '$', '(']) || template;
    let lower = || words.iter().all(|word| word.chars().all(|c| c.is_lowercase() || c == '-'));
    let long = words.len() >= PASSPHRASE && words.len() <= 2 * PASSPHRASE && lower();
    let mixed = (2..=MAX_WORDS).contains(&words.len()) && letters && digits;
    (mixed || long) && !sentence && !reference && !is_placeholder(text) && text.trim() == text
}
