//! Texts: strategies that make texts in which something is to be found, and near misses of it.

use llmguard_catalog::template;
use llmguard_types::Detector;
use proptest::prelude::*;

/// Ordinary words between findings, in German and English, with the characters that break naive tools.
pub const FILLER: &[&str] = &[
    "Bitte",
    "prüfen",
    "Sie",
    "die",
    "Bestellung",
    "und",
    "schicken",
    "uns",
    "ein",
    "Angebot",
    "the",
    "order",
    "was",
    "delivered",
    "Größe",
    "straße",
    "naïve",
    "😀",
    "👩‍🔧",
    "e\u{301}",
    "\u{a0}",
    "\n",
    "\r\n",
    "\t",
    ", ",
    ". ",
    ": ",
    "-",
    "/",
    "(",
    ")",
    "\"",
    "'",
    "=",
    "_",
    "1",
    "42",
    "2024",
    "12.08.2024",
    "3,5",
    "DIN",
    "M8",
    "…",
];

/// What reads as a token of a conversation, or nearly does.
const LOOK_ALIKES: &[&str] = &[
    "[PERSON_1]",
    "PERSON_1",
    "[person_2]",
    "[EMAIL 1]",
    "IBAN_",
    "[IBAN_1b",
    "[",
    "]",
    "_1",
    "[TEXT_1]",
    "[REDACTED_IBAN]",
    "\\[EMAIL\\_1\\]",
    "PERSON_2s",
    "__IBAN_1__",
    "%5BEMAIL_1%5D",
    "PRICE_",
];

/// What the built-in detectors find, and what reads as a token or nearly does, about one in five.
#[must_use]
pub fn stock_with_look_alikes() -> Vec<String> {
    let mut stock = stock(llmguard_catalog::detectors());
    let more = stock.len() / 4;
    stock.extend(LOOK_ALIKES.iter().cycle().take(more).map(ToString::to_string));
    stock
}

/// Texts of up to `pieces` pieces of `stock` and filler, some of them damaged by a few edits.
pub fn mixed(stock: Vec<String>, pieces: usize) -> impl Strategy<Value = String> {
    let stock = std::sync::Arc::new(stock);
    let piece = prop_oneof![
        4 => (0..stock.len().max(1)).prop_map({
            let stock = stock.clone();
            move |i| stock.get(i).cloned().unwrap_or_default()
        }),
        4 => proptest::sample::select(FILLER).prop_map(String::from),
        1 => any::<char>().prop_map(String::from),
    ];
    let glue = proptest::sample::select(&[" ", " ", " ", "", "\n", ": ", "  "][..]);
    let edits = proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), any::<char>()), 0..4);
    (proptest::collection::vec((piece, glue), 0..pieces), edits).prop_map(|(pieces, edits)| {
        let text: String = pieces.into_iter().flat_map(|(piece, glue)| [piece, glue.to_owned()]).collect();
        edits.into_iter().fold(text, |text, (at, kind, c)| damage(&text, at, kind, c))
    })
}

/// Every vector of the detectors, expanded with a few seeds, and their cue words.
pub fn stock(detectors: &[Detector]) -> Vec<String> {
    let mut stock = Vec::new();
    for detector in detectors {
        for vector in detector.matches.iter().chain(detector.rejects.iter()) {
            for seed in 0..2 {
                stock.push(template::expand(vector, seed).expect("catalogue vectors expand"));
            }
        }
        stock.extend(detector.cues.iter().map(ToString::to_string));
    }
    stock
}

/// One edit: a character dropped, doubled or replaced.
fn damage(text: &str, at: prop::sample::Index, kind: u8, c: char) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    if chars.is_empty() {
        return text.to_owned();
    }
    let at = at.index(chars.len());
    match kind % 4 {
        0 => drop(chars.remove(at)),
        1 => chars.insert(at, chars[at]),
        2 => chars[at] = c,
        _ => chars[at] = char::from(b'0' + kind % 10),
    }
    chars.into_iter().collect()
}
