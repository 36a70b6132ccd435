//! Password in prose: the word behind "das Passwort lautet", if it can be one.
//!
//! `Sommer2024!` and the PIN `4711` can; `abgelaufen`, `falsch` and `required` are what sentences say about passwords. The
//! candidate reaches beyond the word, because what follows tells too: `12` before `Zeichen` is no password.
//!
//! | announced by | what counts |
//! |---|---|
//! | a verb or a colon: `Passwort: …`, `the PIN is …` | digits, signs or chance: [`prose_password`] |
//! | nothing: `mit Passwort …` | letters and digits, or signs: [`prose_beside`] |
//! | quotes, or a verb that nothing else follows: `lautet …` | also words: [`announced_word`] |
//! | the name of a phrase, and a colon: `passphrase: …` | words that make no sentence: [`phrase_of_words`], [`joined_phrase`] |

use llmguard_types::Accept;

use crate::credentials::{is_placeholder, is_reference, is_remark, worth};
use crate::phrases::{is_joined_phrase, is_passphrase};
use crate::word_list::WordList;

/// Beginnings of what is counted in sentences about passwords: characters, digits, days, hours, attempts.
#[rustfmt::skip]
const COUNTED: &[&str] = &[
    "attempt", "buchstab", "caract", "caratter", "char", "chiffr", "cifr", "cijf", "cyfr", "dag", "day", "days", "dígit", "digit", "dni", "essai",
    "giorn", "godzin", "heur", "hour", "intent", "jahr", "jour", "letter", "mal", "min", "monat", "month", "or", "pogin", "prób", "sec",
    "sek", "stell", "stund", "symbol", "tag", "teken", "tent", "time", "uhr", "uur", "versuch", "wee", "woch", "year", "zeich", "ziff", "znak",
];

/// Beginnings of what sentences say of a password, a PIN or a key in place of itself. Lower case.
#[rustfmt::skip]
const SAID: &[&str] = &[
    "abgelaufen", "anders", "bekannt", "block", "blok", "błęd", "caduc", "change", "compromis", "correct", "default", "disabled", "empty",
    "errat", "erron", "expir", "failed", "falsch", "folgend", "gesperrt", "identi", "incorrec", "inkorrekt", "invalid", "korrekt",
    "locked", "mandatory", "missing", "nieprawid", "niepopr", "notwendig", "obbligat", "obligat", "onjuist", "optional", "pflicht", "requer",
    "requir", "requis", "richtig", "scadut", "strong", "ungültig", "unbekannt", "unchanged", "unverändert", "vergessen", "verlopen",
    "verplicht", "wrong", "wymag",
];

/// Whole words of the same kind, and those that go on with the sentence. Lower case.
#[rustfmt::skip]
static GOES_ON: WordList = WordList::new(&[
    "also", "always", "auch", "below", "bitte", "gleich", "immer", "ja", "jetzt", "known", "leer", "long", "nein",
    "nicht", "nie", "not", "razem", "same", "secret", "short", "siehe", "so", "weak", "wie",
]);

/// The word alone: digits, signs or chance. Only vetoes.
#[must_use]
pub fn prose_password(candidate: &[u8]) -> Option<Accept> {
    let (word, rest) = split(std::str::from_utf8(candidate).ok()?);
    let pin = (4..=16).contains(&word.len()) && word.bytes().all(|c| c.is_ascii_digit());
    (!is_counted(word, rest) && (pin || can_be(word))).then_some(())?;
    Some(Accept::structure(candidate, 1)?.shortened(word.len() + quoted_rest(rest)))
}

/// The word beside the name of a secret: letters with digits or signs. Only vetoes.
#[must_use]
pub fn prose_beside(candidate: &[u8]) -> Option<Accept> {
    let (word, rest) = split(std::str::from_utf8(candidate).ok()?);
    let mixed = word.chars().any(char::is_alphabetic) && word.chars().count() >= 6;
    let code = word.contains(['(', ')', '{', '}', '[', ']', ';', '=']);
    (mixed && !code && !is_counted(word, rest) && can_be(word)).then_some(())?;
    Some(Accept::structure(candidate, 1)?.shortened(word.len()))
}

/// Anything in quotes but what sentences say of passwords. Only vetoes.
#[must_use]
pub fn announced_word(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?.trim_end_matches([' ', '\u{a0}']);
    let folded = text.to_lowercase();
    let first = folded.split(' ').next().unwrap_or_default();
    let digits = text.bytes().any(|c| c.is_ascii_digit());
    let said = SAID.iter().any(|said| folded.starts_with(said)) || GOES_ON.has(first);
    let word = !text.contains(' ') && text.chars().count() >= 4 && !is_reference(text) && !is_placeholder(text);
    let phrase = text.contains(' ') && is_passphrase(text);
    ((digits || !said) && (word || phrase)).then_some(())?;
    Some(Accept::structure(candidate, 1)?.shortened(text.len()))
}

/// Words in a row that make no sentence, as a generator draws them. Only vetoes.
#[must_use]
pub fn phrase_of_words(candidate: &[u8]) -> Option<Accept> {
    is_passphrase(std::str::from_utf8(candidate).ok()?).then(|| Accept::structure(candidate, 1))?
}

/// The same, joined by hyphens. Only vetoes.
#[must_use]
pub fn joined_phrase(candidate: &[u8]) -> Option<Accept> {
    is_joined_phrase(std::str::from_utf8(candidate).ok()?).then(|| Accept::structure(candidate, 1))?
}

/// The word behind a verb that nothing but the password follows, where the sentence ends behind it. Only vetoes.
#[must_use]
pub fn stated_word(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let (word, rest) = split(text);
    let ends = rest.is_empty() || !rest.starts_with([' ', '-', '/']);
    (ends && !is_remark(word)).then_some(())?;
    let accept = announced_word(word.as_bytes())?;
    Some(accept.shortened(word.len()))
}

/// How much of what follows stands in the same quotes as the word: their end comes without a beginning. An apostrophe
/// within a word is no end.
fn quoted_rest(rest: &str) -> usize {
    let ends = |quote: char| {
        let at = rest.find(quote).filter(|at| *at > 1)?;
        let behind = rest.get(at + 1..)?;
        (rest.matches(quote).count() % 2 == 1 && !behind.starts_with(char::is_alphanumeric)).then_some(at)
    };
    ['"', '\''].into_iter().filter_map(ends).min().unwrap_or(0)
}

/// The first word without the punctuation of the sentence, and what follows.
fn split(text: &str) -> (&str, &str) {
    let token = text.split([' ', '\t', '\u{a0}']).next().unwrap_or_default();
    let mut word =
        before_end_of_string(token).trim_end_matches(['.', ',', ';', ':', '"', '“', '”', '»', '\'', '*', '`', '…']);
    if !word.contains('(') {
        word = word.trim_end_matches(')').trim_end_matches(['.', ',', ';']);
    }
    // A mark behind mere letters ends the sentence.
    let bare = word.trim_end_matches(['!', '?']);
    if bare.chars().all(char::is_alphabetic) {
        word = bare;
    }
    (word, text.get(word.len()..).unwrap_or_default())
}

/// What of a word stands in a string of JSON that ends there: the quote, and what goes on behind it, are no password.
fn before_end_of_string(token: &str) -> &str {
    let ends = |at: &usize| {
        let (before, behind) = token.split_at(*at);
        let behind = behind.get(1..).unwrap_or_default();
        let goes_on = [",\"", ",{", ",[", "}", "]", ":"].iter().any(|sign| behind.starts_with(sign));
        behind == "," || goes_on || (before.ends_with('\\') && behind.starts_with('"'))
    };
    let end = token.match_indices('"').map(|(at, _)| at).find(ends);
    end.and_then(|end| token.get(..end)).map_or(token, |before| before.trim_end_matches('\\'))
}

fn can_be(word: &str) -> bool {
    worth(word).is_some() && !is_remark(word)
}

/// Whether a number of things is meant: `12 Zeichen`, `8-20 characters`, `90 Tage`.
fn is_counted(word: &str, rest: &str) -> bool {
    let next = rest.trim_start_matches([' ', '\u{a0}', '.', '-']).to_lowercase();
    let number = word.chars().all(|c| c.is_ascii_digit() || "-–.,".contains(c));
    number && COUNTED.iter().any(|counted| next.starts_with(counted))
}
