//! Leet: digits and signs for letters, in words that announce something secret.
//!
//! Anything might be written so, and what a hash or a part number would read as is nothing: only the words below are
//! read. They are what detectors take as a cue or a marking.
//!
//! ```text
//! p4ssw0rt: …        passwort: …
//! str3ng v3rtr4ul1ch streng vertraulich
//! ```

use llmguard_types::Span;

use crate::changes::Changes;
use crate::reasons::Reasons;

const MAX_WORD: usize = 24;
const MIN_WORD: usize = 4;

const WORDS: &[&str] = &[
    "accesskey",
    "account",
    "apikey",
    "ausweis",
    "bankverbindung",
    "benutzername",
    "confidential",
    "confidentiel",
    "contrasena",
    "credential",
    "credentials",
    "email",
    "firmengeheim",
    "geheim",
    "geheimnis",
    "geschaeftsgeheimnis",
    "geschäftsgeheimnis",
    "iban",
    "intern",
    "internal",
    "kennwort",
    "konto",
    "kontonummer",
    "kreditkarte",
    "kreditkartennummer",
    "login",
    "nur",
    "number",
    "nummer",
    "only",
    "passcode",
    "passphrase",
    "passport",
    "passwd",
    "password",
    "passwords",
    "passwort",
    "passwörter",
    "personalausweis",
    "private",
    "privat",
    "reisepass",
    "schluessel",
    "schlüssel",
    "secret",
    "secrets",
    "sozialversicherungsnummer",
    "steuer",
    "steuerid",
    "steuernummer",
    "streng",
    "strictly",
    "telefon",
    "telefonnummer",
    "token",
    "username",
    "vertraulich",
    "vertraulichkeit",
    "zugang",
    "zugangsdaten",
];

pub(crate) fn leet(text: &str, reasons: &Reasons, changes: &mut Changes) {
    for at in &reasons.leet {
        if *at < changes.end() {
            continue;
        }
        let Some(word) = word_around(text, *at) else { continue };
        let Some(written) = word.of(text) else { continue };
        let letters = written.bytes().filter(u8::is_ascii_alphabetic).count();
        if written.len() < MIN_WORD || 2 * letters < written.len() {
            continue;
        }
        if let Some(known) = WORDS.iter().find(|known| stands_for(written, known)) {
            changes.add(word, &cased(written, (*known).to_owned()));
        }
    }
}

/// Where the word at the end of a text begins, if it may yet become one that is read.
pub(crate) fn pending(text: &str) -> usize {
    let ending = text.bytes().rev().take_while(|b| *b == b'!').count();
    let end = text.len() - ending;
    let letters = text.as_bytes().get(..end).unwrap_or_default().iter().rev();
    let start = end - letters.take(MAX_WORD + 1).take_while(|b| is_part(b)).count();
    let may_be = |to: usize| {
        let written = text.as_bytes().get(start..to).unwrap_or_default();
        let begins = |known: &&&str| known.as_bytes().get(..written.len()).is_some_and(|k| is_written_for(written, k));
        WORDS.iter().find(begins).is_some()
    };
    // What ends a sentence is no letter, unless more follows.
    if may_be(end) || may_be(text.len()) { start } else { text.len() }
}

/// Whether a word is written for a known one, letter by letter.
fn stands_for(written: &str, known: &str) -> bool {
    written.len() == known.len() && is_written_for(written.as_bytes(), known.as_bytes())
}

fn is_written_for(written: &[u8], known: &[u8]) -> bool {
    let letter = |(written, known): (u8, u8)| match written {
        b'0' => known == b'o',
        b'1' | b'!' | b'|' => matches!(known, b'i' | b'l'),
        b'3' => known == b'e',
        b'4' | b'@' => known == b'a',
        b'5' | b'$' => known == b's',
        b'7' => known == b't',
        b'8' => known == b'b',
        b'9' => known == b'g',
        written => written.to_ascii_lowercase() == known,
    };
    written.iter().copied().zip(known.iter().copied()).all(letter)
}

/// The letters and what stands for letters, around a place.
fn word_around(text: &str, at: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let before = bytes.get(..at)?.iter().copied().rev().take(MAX_WORD + 1).take_while(is_part).count();
    let behind = bytes.get(at..)?.iter().copied().take(MAX_WORD + 1).take_while(is_part).count();
    let word = bytes.get(at - before..at + behind)?;
    // What ends a sentence is no letter.
    let ending = word.iter().rev().take_while(|b| **b == b'!').count();
    let word = Span::new(at - before, at + behind - ending);
    (word.len() <= MAX_WORD && word.end > at).then_some(word)
}

/// Letters, and what stands for letters.
fn is_part(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'$' | b'!' | b'|') || *byte >= 0x80
}

/// A word with the capitals that it was written with.
fn cased(written: &str, read: String) -> String {
    if !written.chars().any(char::is_lowercase) {
        return read.to_uppercase();
    }
    let mut chars = read.chars();
    match chars.next().filter(|_| written.starts_with(char::is_uppercase)) {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => read,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests_support::read_by;

    #[test]
    fn words_are_read() {
        for (text, meant) in [
            ("p4ssw0rt: x", "passwort: x"),
            ("pa$$word!", "password!"),
            ("STR3NG V3RTR4UL1CH", "STRENG VERTRAULICH"),
            ("Str3ng vertr4ulich", "Streng vertraulich"),
            ("1BAN 5treng 70ken", "IBAN streng token"),
        ] {
            assert_eq!(read_by(leet, text), meant, "{text}");
        }
    }

    #[test]
    fn honest_text_stays() {
        for text in ["a1b2c3d4", "h264 mp3 x86 utf8", "12345678", "s3cr3t0815", "Passwort!"] {
            assert_eq!(read_by(leet, text), text);
        }
    }
}
