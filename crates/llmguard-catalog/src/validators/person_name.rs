//! Person's name: what stands where a name should stand, if it is one.
//!
//! A pattern takes all the words that follow; the name is read from their beginning, word by word: initials, capitalised
//! words, particles between them. Of `A. von der Heide ruft an` it is `A. von der Heide`, of `Briemer. Danach` it is
//! `Briemer`. German capitalises all nouns, so `Liebe Kolleginnen` and `Kontakt: Vertrieb` are refused by a list of what
//! no name is. So are honorifics, titles and degrees, which are no part of a name: behind `Ansprechpartnerin: Frau Dr. `
//! comes a name or nothing. A legal form makes it a company, which is another detector's.

use llmguard_types::Accept;

use crate::lexicon::{FAMILY, GIVEN, ORDINARY, marks_of};
use crate::words::{is_legal_form, is_no_name, is_office, is_particle, is_title};

/// More capitalised words than this are no name.
const MAX_WORDS: usize = 4;
/// More initials than this before the first word are no name.
const MAX_INITIALS: usize = 2;

/// The validator only vetoes and shortens; that it is a name at all is said by what stands before it.
#[must_use]
pub fn person_name(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let opener = text.split([' ', '\u{a0}']).next()?;
    if ["dem", "den", "der", "und", "vom", "zum", "zur"].contains(&opener) {
        return None;
    }
    let (mut end, mut at, mut words, mut initials) = (0, 0, 0, 0);
    let mut family_first = false;
    // Where the name ends if a company's begins behind it: `Max von der Beispiel AG`, `Muster, Beispiel AG`.
    let mut before_company = None;
    for token in text.split_inclusive([' ', '\u{a0}']) {
        let word = token.trim_end_matches([' ', '\u{a0}']);
        let start = at;
        at += token.len();
        if is_legal_form(word.trim_end_matches(',')) {
            end = before_company?;
            break;
        }
        if is_particle(word) && !family_first {
            before_company = if word == "und" || words == 0 { before_company } else { Some(end) };
            continue;
        }
        let leading = initials_len(word);
        let rest = word.get(leading..)?;
        let name = word_len(rest);
        let bare = rest.get(..name)?;
        if stops(word) || stops(bare) {
            break;
        }
        if name == 0 {
            // An initial keeps its full stop while another word follows.
            initials += usize::from(leading > 0);
            if leading == 0 || initials > MAX_INITIALS || words == MAX_WORDS {
                break;
            }
            end = if words == 0 { end } else { start + leading - 1 };
            words += usize::from(words > 0);
            continue;
        }
        if words == MAX_WORDS {
            break;
        }
        words += 1;
        end = start + leading + name;
        match rest.get(name..)? {
            "" if family_first && words == MAX_WORDS - 1 => break,
            "" => {}
            // "Family, Given" is one name, "Anna Family, Berlin" is not.
            "," if words == 1 && initials == 0 && !family_first => {
                family_first = true;
                before_company = Some(end);
            }
            _ => break,
        }
    }
    let kept = text.get(..end)?;
    (kept.chars().filter(|c| c.is_alphabetic()).count() >= 2).then_some(())?;
    Some(Accept::structure(candidate, 1)?.shortened(end))
}

/// Who speaks in an exported chat: also what the owner of the telephone calls a person; a level of a log is in capitals.
#[must_use]
pub fn chat_name(candidate: &[u8]) -> Option<Accept> {
    std::str::from_utf8(candidate).ok()?.contains(char::is_lowercase).then_some(())?;
    person_name(candidate).filter(|accept| accept.len == candidate.len())
}

/// Whether a name cannot go on with this word.
fn stops(word: &str) -> bool {
    let bare = word.trim_end_matches(['.', ',', '-', '\'', '’']);
    let marks = marks_of(bare.as_bytes());
    if marks & (ORDINARY | FAMILY | GIVEN) == ORDINARY || (marks == 0 && is_office(bare)) {
        return true;
    }
    is_no_name(bare) || is_title(bare) || bare.split(['.', '-']).next().is_some_and(is_title)
}

/// How many bytes of a word are initials: `A.` of `A.Briemer`, all of `J.-P.`.
fn initials_len(word: &str) -> usize {
    let mut len = 0;
    let mut rest = word;
    while let Some(next) = rest.strip_prefix(char::is_uppercase).and_then(|r| r.strip_prefix('.')) {
        let next = next.strip_prefix('-').filter(|n| n.starts_with(char::is_uppercase)).unwrap_or(next);
        len += rest.len() - next.len();
        rest = next;
    }
    len
}

/// How many bytes of a word can be a name: it begins with a capital and has a second letter. `O'Brien` is one word, of
/// `Anna's` only `Anna` counts.
fn word_len(word: &str) -> usize {
    let mut chars = word.char_indices().peekable();
    let (mut len, mut letters) = (0, 0);
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let goes_on = match c {
            '-' => next.is_some_and(char::is_alphabetic),
            '\'' | '’' => next.is_some_and(char::is_uppercase),
            _ => c.is_alphabetic() && (at > 0 || c.is_uppercase()),
        };
        if !goes_on || (letters == 0 && !c.is_alphabetic()) {
            break;
        }
        letters += usize::from(c.is_alphabetic());
        len = at + c.len_utf8();
    }
    if letters >= 2 { len } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Option<&str> {
        text.get(..person_name(text.as_bytes())?.len)
    }

    #[test]
    fn the_name_is_read_from_the_beginning() {
        for (text, expected) in [
            ("Mustermann ruft an", "Mustermann"),
            ("A. von der Heide, Abteilung", "A. von der Heide"),
            ("J.-P. Briemer. Danach", "J.-P. Briemer"),
            ("E.Mustermann", "E.Mustermann"),
            ("von Stein", "von Stein"),
            ("Mary O'Brien wrote", "Mary O'Brien"),
            ("Anna's Auto", "Anna"),
            ("Müller-Lüdenscheidt Telefon", "Müller-Lüdenscheidt"),
            ("Muster, Lea, Tel", "Muster, Lea"),
            ("Max Muster, Zimmer", "Max Muster"),
            ("Max Muster, Berlin", "Max Muster"),
            ("Anna\u{a0}Muster\u{a0}ist", "Anna\u{a0}Muster"),
            ("Muster, Dr. Lea", "Muster"),
            ("Max von der Heide Prof. Dr", "Max von der Heide"),
            ("Garcia wurde von der Firma AG", "Garcia"),
            ("Max von der Beispiel AG", "Max"),
            ("Muster, Beispiel AG", "Muster"),
        ] {
            assert_eq!(name(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn honorifics_titles_and_degrees_are_no_names() {
        for text in [
            "Frau Dr",
            "Frau",
            "Hr",
            "Mr",
            "Mrs",
            "Ms",
            "Madame",
            "Dr",
            "Dr. med",
            "Dr.-Ing",
            "Prof. Dr",
            "Professorin",
            "Dipl.-Ing",
            "Dipl.-Kfm",
            "Mag",
            "PD Dr",
            "Ing",
            "M.Sc",
            "Rechtsanwältin",
            "Doktor",
            "Familie",
            "Ihr",
            "zur Verfügung",
            "Muster GmbH",
            "Muster und Sohn GmbH",
            "Vertrieb",
            "A",
            "A. B",
        ] {
            assert_eq!(name(text), None, "{text}");
        }
    }
}
