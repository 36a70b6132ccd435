//! Marking: a confidentiality marking, and not its negation or a question about it.
//!
//! `STRENG VERTRAULICH` is one. `NICHT STRENG VERTRAULICH` is a form with a box to tick or a sentence in capitals, and `Was bedeutet
//! TLP:AMBER?` a question: both are taken as a whole, so that the marking in them is not found by itself, and are none.

use llmguard_types::Accept;

/// Words that negate what follows, in lower case.
#[rustfmt::skip]
const NEGATIONS: &[&str] = &[
    "cannot", "kein", "keine", "keinem", "keinen", "keiner", "keinerlei", "neither", "never", "nicht", "niemals",
    "no", "non", "not", "ohne", "weder", "without",
];
/// Words that begin a question, or speak of the marking as a word.
#[rustfmt::skip]
const QUESTIONS: &[&str] = &[
    "Was", "Wie", "Wann", "Warum", "Wer", "Wo", "Ist", "Sind", "Darf", "Muss", "Müssen", "Soll", "Welche", "Welcher",
    "Welches", "What", "How", "When", "Why", "Who", "Is", "Are", "Does", "Should", "Which", "bedeutet", "heißt",
    "Begriff", "Wort", "means", "term", "called",
];
/// How markings begin that begin with one of these words, in lower case.
#[rustfmt::skip]
const NEGATIVE: &[&str] = &[
    "darf das ", "darf die ", "keine ki-", "nicht außer haus", "nicht extern", "nicht für ki", "nicht nach ",
    "nicht weitergeben", "nicht zur ", "no ai ", "not for ai ", "not for dist", "not for external",
];

/// VDA ISA 6, information classification; FIRST TLP 2.0; VSA. A marking counts as 20.
#[must_use]
pub fn marking(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    if text.ends_with('?') {
        return Accept::other(candidate);
    }
    let first = text.split([' ', '-', '\u{a0}']).next()?.trim_end_matches(['"', '“', ',']);
    let negated = text.contains(' ') && (NEGATIONS.contains(&&*first.to_lowercase()) || QUESTIONS.contains(&first));
    let lower = text.to_lowercase();
    if negated && !NEGATIVE.iter().any(|head| lower.starts_with(head)) {
        return Accept::other(candidate);
    }
    Accept::structure(candidate, 20)
}

/// The same for the level below the highest one: "STRENG VERTRAULICH" is not "VERTRAULICH".
#[must_use]
pub fn marking_confidential(candidate: &[u8]) -> Option<Accept> {
    if candidate.starts_with(b"STRENG") { Accept::other(candidate) } else { marking(candidate) }
}

/// A marking behind its label, where nothing stands between; with a question mark it is none.
#[must_use]
pub fn marking_label(candidate: &[u8]) -> Option<Accept> {
    if candidate.ends_with(b"?") { Accept::other(candidate) } else { Accept::structure(candidate, 20) }
}

/// A marking alone on its line. Where the next line goes on in the middle of a sentence it is none.
#[must_use]
pub fn marking_alone(candidate: &[u8]) -> Option<Accept> {
    if candidate.contains(&b'\n') { Accept::other(candidate) } else { Accept::structure(candidate, 20) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pattern_takes_the_words_along_that_take_a_marking_back() {
        let detector = crate::detectors().iter().find(|d| d.id == "marking.tlp").unwrap();
        let regex = regex::Regex::new(&detector.regex()).unwrap();
        for word in NEGATIONS.iter().chain(QUESTIONS) {
            for text in [format!("{word} TLP:RED"), format!("{word} „Muster“ TLP:RED")] {
                assert_eq!(regex.find(&text).map(|found| found.as_str()), Some(&*text));
                assert_eq!(marking(text.as_bytes()), Accept::other(text.as_bytes()), "{text}");
            }
        }
    }
}
