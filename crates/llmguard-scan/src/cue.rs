//! Cue: a word that makes a finding nearby more likely.
//!
//! A cue is written once, as a lower-case stem (`steuernummer`), and matched folded: without case, with `ä` or `ae`,
//! with the endings of a German or English plural or genitive, as a whole word or, from [`MIN_TAIL`] letters on, as the
//! tail of a compound (`Lohnsteuernummern`). Short stems must be whole words, or `tin` would be found in `Martin`.

use llmguard_types::{Code, Detector, Error};
use regex_syntax::try_is_word_character;

use crate::compile::at;

/// Endings a cue may carry, longest first.
const ENDINGS: [&str; 8] = ["ern", "en", "er", "es", "e", "n", "s", ""];
/// A stem of fewer characters never is the tail of a compound.
const MIN_TAIL: usize = 6;
/// More spellings than this are too many for one cue.
const MAX_SPELLINGS: usize = 81;

/// Every spelling of a cue that the word table, which ignores ASCII case itself, has to know.
///
/// Letters beyond ASCII are written as in `číslo`, `Číslo` or `ČÍSLO`: all small, the first one a capital, all capitals.
pub(crate) fn spellings(detector: &Detector, cue: &str) -> Result<Vec<String>, Error> {
    if cue.is_ascii() && !cue.trim().is_empty() && cue.len() <= crate::CUE_LEFT {
        return Ok(vec![cue.to_ascii_lowercase()]);
    }
    let upper = |c: char| c.to_uppercase().next().filter(|_| c.to_uppercase().count() == 1).unwrap_or(c);
    let first = |(at, c): (usize, char)| if at == 0 { upper(c) } else { c };
    let cases: [String; 3] =
        [cue.to_owned(), cue.chars().enumerate().map(first).collect(), cue.chars().map(upper).collect()];
    let mut spellings: Vec<String> = cases.iter().flat_map(|case| umlauts(case)).collect();
    spellings.sort_unstable();
    spellings.dedup();
    if cue.trim().is_empty() || cue.len() > crate::CUE_LEFT || spellings.len() > MAX_SPELLINGS {
        return Err(at(detector, Code::CompileCue, "a cue word is empty, too long or has too many spellings")
            .mend("use a stem of at most 64 bytes with at most four umlauts"));
    }
    Ok(spellings)
}

/// A word with each umlaut as it is or as two letters, ASCII letters small.
fn umlauts(word: &str) -> Vec<String> {
    let mut spellings = vec![String::with_capacity(word.len())];
    for c in word.chars() {
        let pair = match c {
            'ä' | 'Ä' => Some("ae"),
            'ö' | 'Ö' => Some("oe"),
            'ü' | 'Ü' => Some("ue"),
            'ß' => Some("ss"),
            _ => None,
        };
        let split: Vec<String> =
            pair.map(|pair| spellings.iter().map(|head| format!("{head}{pair}")).collect()).unwrap_or_default();
        spellings.iter_mut().for_each(|head| head.push(c.to_ascii_lowercase()));
        spellings.extend(split);
        if spellings.len() > MAX_SPELLINGS {
            break;
        }
    }
    spellings
}

/// Whether a spelling can stand behind a letter: as the tail of a compound, or because it begins with none.
pub(crate) fn may_be_tail(spelling: &[u8]) -> bool {
    spelling.len() >= MIN_TAIL || !spelling.first().is_some_and(u8::is_ascii_alphanumeric)
}

/// Where a spelling found at `start..end` of `text` ends as a word, its ending included; `None` if it is no word there.
pub(crate) fn word_end(text: &str, start: usize, end: usize) -> Option<usize> {
    let found = text.get(start..end)?;
    let first = found.chars().next()?;
    if let Some(before) = text.get(..start)?.chars().next_back()
        && is_word(first)
        && is_word(before)
        && !(before.is_alphabetic() && found.chars().count() >= MIN_TAIL)
    {
        return None;
    }
    if !found.chars().next_back().is_some_and(is_word) {
        return Some(end);
    }
    let rest = text.get(end..)?;
    ENDINGS.iter().find_map(|ending| {
        let head = rest.get(..ending.len())?;
        let free = head.eq_ignore_ascii_case(ending) && !rest.get(ending.len()..)?.chars().next().is_some_and(is_word);
        free.then_some(end + ending.len())
    })
}

/// What the `regex` crate calls a word character: letters, marks, digits and connectors such as `_`.
pub(crate) fn is_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() || c == '_' } else { try_is_word_character(c).unwrap_or(false) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, stem: &str) -> Option<usize> {
        let start = text.find(stem)?;
        word_end(text, start, start + stem.len())
    }

    #[test]
    fn whole_words_compounds_and_endings() {
        assert_eq!(found("iban: x", "iban"), Some(4));
        assert_eq!(found("lohnsteuernummern x", "steuernummer"), Some(17));
        assert_eq!(found("martin x", "tin"), None);
        assert_eq!(found("iban_1", "iban"), None);
        assert_eq!(found("st.-nr. 12", "st.-nr."), Some(7));
    }
}
