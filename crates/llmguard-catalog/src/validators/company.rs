//! Company: where the name of a firm or an institution begins and ends.
//!
//! `Häring Krein GmbH & Co. KG` is told by its end, so the question is where it begins. A match that holds a word no name
//! holds (`Unsere Kunden Alpha GmbH`) is refused, and the next one begins a word later, until only the name is left. It
//! ends with the first legal form: of `Alpha GmbH und Beta AG` two are found. What is told by its beginning (`Firma
//! Muster`, `Amtsgericht Ulm`) ends before the first such word instead.

use llmguard_types::Accept;

use crate::words::{is_legal_form, is_no_firm, is_opener, is_title};

/// Legal forms of two capitals that are words or units elsewhere: a name in capitals before them is no reason.
const SHORT: &[&str] = &["AB", "AS", "BV", "NV", "SA", "SL", "UG"];

/// Words behind which `für` goes on with the name.
const FOR: &[&str] = &[
    "gesellschaft",
    "institut",
    "zentrum",
    "verein",
    "verband",
    "büro",
    "agentur",
    "akademie",
    "werkstatt",
    "stiftung",
    "anstalt",
    "fabrik",
    "werk",
    "werke",
    "haus",
    "verlag",
    "forum",
    "genossenschaft",
    "bank",
    "kanzlei",
];

/// What stands before the hyphen of no particular company: `Komplementär-GmbH`.
const KINDS: &[&str] = &[
    "Auffang",
    "Besitz",
    "Betreiber",
    "Betriebs",
    "Einmann",
    "Einpersonen",
    "Familien",
    "Holding",
    "Komplementär",
    "Management",
    "Mini",
    "Objekt",
    "Projekt",
    "Publikums",
    "Transfer",
    "Verwaltungs",
    "Vorrats",
];

/// Words with which another institution begins: `Ministry of Defence and University of Oxford`.
const INSTITUTIONS: &[&str] = &["Bank", "College", "Department", "Institute", "Ministry", "University"];

/// HGB §§ 17–19 and the company laws of the neighbours. Counted as 20; a short form behind capitals as 1.
#[must_use]
pub fn company(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let words = words(text);
    let (_, first) = *words.first()?;
    if is_legal_form(first) {
        return None;
    }
    let mut before = "";
    for (at, (start, word)) in words.iter().enumerate() {
        let next = words.get(at + 1).map(|(_, next)| *next);
        if at > 0 && is_form(word) {
            // `Polizei und SA`: nothing is named.
            if !before.starts_with(char::is_uppercase) && before.chars().all(char::is_alphabetic) {
                return None;
            }
            if next.is_some_and(|next| !goes_on(next)) {
                return Some(Accept::structure(candidate, 20)?.shortened(start + word.len()));
            }
            break;
        }
        // `Müller & Partner GmbH`, `Muster Vertrieb GmbH`: joined to the name, or right before its end.
        let joined = ["&", "+", "und", "u.", "and", "Van"].contains(&before) || at > 0 && next.is_some_and(is_form);
        let stops = is_opener(word) || next.is_some() && stops(word);
        if stops && !joined || matches!(*word, "für" | "for") && !takes_for(before) {
            return None;
        }
        before = word;
    }
    let generic = |kind: &str| first.strip_prefix(kind).is_some_and(|rest| ["-GmbH", "-AG", "-KG"].contains(&rest));
    if KINDS.iter().any(|kind| generic(kind)) {
        return None;
    }
    let name = text.get(..words.last().map_or(0, |(start, _)| *start))?;
    let short = words.last().is_some_and(|(_, last)| SHORT.contains(last));
    let bare = short && (text.ends_with("UG") || !name.contains(char::is_lowercase));
    Accept::structure(candidate, if bare { 1 } else { 20 })
}

/// A company before its number: the name alone. Counted as 20.
#[must_use]
pub fn company_numbered(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let name = text.get(..text.find(" (")?)?;
    (!words(name).iter().any(|(_, word)| stops(word) || is_title(word))).then_some(())?;
    Some(Accept::structure(candidate, 20)?.shortened(name.len()))
}

/// A name behind a word that announces a company: up to what no name holds. The validator only vetoes and shortens.
#[must_use]
pub fn organization_name(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    Some(Accept::structure(candidate, 1)?.shortened(name_len(text, 0)?))
}

/// An institution told by its first word: that and its name. Counted as 20.
#[must_use]
pub fn institution(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let kind = text.find(' ')?;
    Some(Accept::structure(candidate, 20)?.shortened(name_len(text, kind)?))
}

/// An institution told by its last word. Counted as 20.
#[must_use]
pub fn institution_named(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    (!words(text).iter().any(|(_, word)| stops(word) || is_title(word))).then_some(())?;
    Accept::structure(candidate, 20)
}

/// How far a name goes whose first `kind` bytes are certain: capitalised words with particles between, more than those.
fn name_len(text: &str, kind: usize) -> Option<usize> {
    let mut end = None;
    for (start, word) in words(text) {
        // Hospitals are named after doctors, firms are not.
        let another = kind > 0 && INSTITUTIONS.contains(&word);
        if start >= kind && (stops(word) || another || kind == 0 && is_title(word)) {
            break;
        }
        if word.starts_with(char::is_uppercase) && (start > kind || kind == 0) {
            end = Some(start + word.trim_end_matches('.').len());
        }
    }
    let letters = text.get(kind..end?)?.chars().filter(|c| c.is_alphabetic()).count();
    end.filter(|_| letters > 1)
}

/// The words of a text with where they begin; quotes and commas are none.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive([' ', '\u{a0}', '\n', '"', '„', '“', '”', '«', '»']) {
        let word = piece.trim_end_matches([' ', '\u{a0}', '\n', '"', '„', '“', '”', '«', '»', ',']);
        if !word.is_empty() {
            found.push((start, word));
        }
        start += piece.len();
    }
    found
}

/// Whether a word stands before or behind a company's name, not in it.
fn stops(word: &str) -> bool {
    let bare = word.trim_end_matches(['.', ':', ',']);
    is_opener(bare) || is_no_firm(bare)
}

/// Whether a word ends a company's name.
fn is_form(word: &str) -> bool {
    is_legal_form(word) && !["Co", "Co.", "Company", "Stiftung", "Verein"].contains(&word)
}

/// Whether a legal form goes on: `GmbH & Co. KG`, `OHG mbH`, `UG (haftungsbeschränkt)`.
fn goes_on(next: &str) -> bool {
    next.starts_with('&') || next.starts_with('(') || ["Co", "Co.", "KG", "mbH"].contains(&next)
}

fn takes_for(before: &str) -> bool {
    let folded = before.to_lowercase();
    FOR.iter().any(|word| folded.ends_with(word))
}
