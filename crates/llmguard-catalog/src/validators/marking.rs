//! Marking: a confidentiality marking, and not its negation or a question about it.
//!
//! `STRENG VERTRAULICH` is one. `NICHT STRENG VERTRAULICH` is a form with a box to tick or a sentence in capitals, and `Was bedeutet
//! TLP:AMBER?` a question: both are taken as a whole, so that the marking in them is not found by itself, and are none.
//! Where other words stand before a marking the candidate is refused, and the search comes to the marking itself.

use llmguard_types::Accept;

/// How markings begin that are found anywhere.
#[rustfmt::skip]
const HEADS: &[&str] = &[
    "(streng", "(strictly", "(top", "ANWALTS", "ATTORNEY", "Absolut", "Ad-hoc", "Anwalts", "Art", "Attorney", "BUSINESS", "Besondere",
    "Bitte", "Business", "COMMERCIAL", "COMPANY", "CONFIDENTIEL", "CONTROLLED", "COSMIC", "CUI//", "Commercial", "Company",
    "Confidential under", "Covered by", "DIFFUSION", "DO NOT", "DR", "Darf das", "Darf die", "Disclosed", "Do Not", "Do not",
    "EINGESCHRÄNKT (", "EMBARGO", "EU", "EXPORT", "EYES", "Embargo", "Export", "Eyes", "FOR ", "FOUO", "For internal", "Fuer internen",
    "Für internen", "GEHEIM", "GHV", "Geheim", "Gemäß", "HIGHLY", "Highly", "INSIDER", "INTERN (", "INTERNAL", "ITAR", "Info", "Insider",
    "Internal", "KI-", "Keep it", "Keep this", "Keine KI-", "Kopieren", "LIMITED", "Limited", "NATO", "NICHT EXTERN", "NICHT FÜR KI",
    "NICHT WEITER", "NO AI", "NOFORN", "NOT FOR DIST", "NOT FOR EXT", "NUR FÜR", "Nicht außer", "Nicht extern", "Nicht für KI",
    "Nicht nach", "Nicht weiter", "Nicht zur", "No AI", "Not for", "Nur ", "OFFICIAL", "PRIVILEGED", "PROPRIETARY", "PROTOTYP",
    "Persönlich/", "Please keep", "Please treat", "Private", "Privileged", "Proprietary", "Proto", "RESTREINT", "Recipient", "Refer to",
    "SECRET", "SPÉCIAL", "STRENG", "STRICTLY", "SUBJECT", "Schutzvermerk", "Special", "Sperrfrist", "Str.", "Streng", "Strictly", "Subject",
    "TISAX", "TLP", "TRÈS", "The repro", "This document contains", "UK", "UNDER", "Um vertrauliche", "Under NDA", "Unter NDA", "Unterlieg",
    "VERTRAULICH", "VS", "Verteiler:", "Vertraulich", "Vertrauliche", "WEITERGABE", "Weitergabe", "absolut", "ad-hoc", "art", "besondere",
    "bitte", "company Internal", "company internal", "covered by", "darf das", "darf die", "disclosed", "do not share", "do not use with",
    "for internal", "fuer internen", "für internen", "gemäß", "insider", "internal use only", "keep it", "keep this", "nicht außer",
    "nicht extern", "nicht für KI-", "nicht nach", "nicht zur Weitergabe", "not for AI", "not for external", "nur fuer", "nur für",
    "nur zur", "please keep", "please treat", "refer to", "special", "streng geheim", "streng vertraulich", "subject", "um vertrauliche",
    "under NDA", "unter NDA", "unterlieg", "vertraulich", "vertrauliche", "à usage",
];
/// Words that negate what follows, in lower case.
const NEGATIONS: &[&str] = &[
    "cannot",
    "kein",
    "keine",
    "keinem",
    "keinen",
    "keiner",
    "keinerlei",
    "neither",
    "never",
    "nicht",
    "niemals",
    "no",
    "non",
    "not",
    "ohne",
    "weder",
    "without",
];
/// Words that begin a question, or speak of the marking as a word.
#[rustfmt::skip]
const QUESTIONS: &[&str] = &[
    "Was", "Wie", "Wann", "Warum", "Wer", "Wo", "Ist", "Sind", "Darf", "Muss", "Müssen", "Soll", "Welche", "Welcher", "Welches", "What", "How", "When", "Why",
    "Who", "Is", "Are", "Does", "Should", "Which", "bedeutet", "heißt", "Begriff", "Wort", "means", "term", "called",
];

/// VDA ISA 6, information classification; FIRST TLP 2.0; VSA. A marking counts as 20.
#[must_use]
pub fn marking(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    if text.ends_with('?') {
        return Accept::other(candidate);
    }
    let first = text.split([' ', '-', '\u{a0}']).next()?.trim_matches(['"', '“', '„', '”', ',']);
    if HEADS.iter().any(|head| text.starts_with(head)) || !text.contains(' ') {
        return Accept::structure(candidate, 20);
    }
    if NEGATIONS.contains(&first.to_lowercase().as_str()) || QUESTIONS.contains(&first) {
        return Accept::other(candidate);
    }
    None
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
