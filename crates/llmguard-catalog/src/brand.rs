//! Brand: what is called as people are, and is none: makers, their products, and methods named after somebody.
//!
//! ```text
//! Allen-Bradley CompactLogix    begins as a maker is called
//! TIA Portal, Gantt Chart       begin with a word that no name begins with, or end with a thing
//! Bosch hat angefragt           stands alone: the firm; in `Robert Bosch` and `Frau Bosch` it is a name
//! ```
//!
//! The names are those that makers of machines, controls, tools and software use on their own pages. A firm that is called
//! as thousands of people are (Bayer, Henkel, Wagner) is not here: it would hide them.

use crate::lexicon::{FAMILY, marks_of};

/// More words than this of a name are not looked at.
const MAX_WORDS: usize = 3;

/// How many bytes of a name that nothing announces are a maker, a product or a method; `None` if nothing says so.
#[must_use]
pub fn brand(name: &str) -> Option<usize> {
    let mut words = words(name).take(MAX_WORDS);
    let (first, first_end) = words.next()?;
    let is_one = |list: &[&str], word: &str| list.binary_search(&word).is_ok();
    let first = first.to_lowercase();
    let Some((second, second_end)) = words.next() else {
        return (is_one(ALONE, &first) || is_one(FIRST, &first)).then_some(first_end);
    };
    if is_one(PHRASES, &format!("{first} {}", second.to_lowercase())) {
        return Some(second_end);
    }
    let (last, end) = words.next().unwrap_or((second, second_end));
    match () {
        () if is_thing(last) => Some(end),
        () if is_thing(second) => Some(second_end),
        () => is_one(FIRST, &first).then_some(first_end),
    }
}

/// The words of a name, and where each ends.
fn words(name: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut end = 0;
    let pieces = name.split_inclusive(|c: char| !c.is_alphanumeric()).map(move |piece| {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        let behind = end + word.len();
        end += piece.len();
        (word, behind)
    });
    pieces.filter(|(word, _)| !word.is_empty())
}

/// Whether a word ends like a technical thing and is nobody's family name.
fn is_thing(word: &str) -> bool {
    let folded = word.to_lowercase();
    THINGS.iter().any(|thing| folded.ends_with(thing)) && marks_of(word.as_bytes()) & FAMILY == 0
}

/// Makers and products of two words, in lower case. Ordered by bytes.
#[rustfmt::skip]
const PHRASES: &[&str] = &[
    "alfa laval", "alfa romeo", "allen bradley", "arthur andersen", "aston martin", "bang olufsen", "black decker",
    "brown boveri", "carl zeiss", "coca cola", "cooper standard", "dr oetker", "dun bradstreet", "eaton moeller",
    "emerson fisher", "endress hauser", "ernst young", "georg fischer", "giddings lewis", "harley davidson",
    "hewlett packard", "hugo boss", "jack daniels", "jack wolfskin", "john deere", "johnson controls",
    "johnson matthey", "leroy somer", "louis vuitton", "mahr federal", "mary kay", "massey ferguson", "max planck",
    "mercedes benz", "mettler toledo", "morgan stanley", "müller weingarten", "parker hannifin", "pepperl fuchs",
    "phoenix contact", "pratt whitney", "price waterhouse", "procter gamble", "ralph lauren", "robert half",
    "rockwell automation", "rohde schwarz", "rolls royce", "schmidt haensch", "schneider electric", "sick stegmann",
    "stanley black", "thermo fisher", "tommy hilfiger", "werner mertz", "westinghouse electric", "wolf garten",
];

/// Words that no person's name begins with in business, though it may somewhere. Ordered by bytes.
#[rustfmt::skip]
const FIRST: &[&str] = &[
    "codesys", "dallmayr", "fanuc", "festo", "fiori", "gantt", "harting", "heidenhain", "ishikawa", "kaizen", "lenze",
    "pareto", "poka", "profinet", "rexroth", "schaeffler", "simatic", "sinumerik", "tia", "trumpf", "twincat",
];

/// Firms that are meant where the word stands alone. Ordered by bytes.
#[rustfmt::skip]
const ALONE: &[&str] = &[
    "bosch", "conti", "continental", "daimler", "danfoss", "porsche", "siemens", "thyssen", "thyssenkrupp", "voith",
    "zeiss",
];

/// What technical things end with.
#[rustfmt::skip]
const THINGS: &[&str] = &[
    "analyse", "antrieb", "aufzug", "automation", "board", "chart", "controls", "diagramm", "durchflussmesser",
    "getriebe", "kabel", "klemme", "launchpad", "motor", "portal", "pumpe", "roboter", "schalter", "schlauch",
    "schraube", "sensor", "steckdose", "stecker", "steuerung", "transformation", "umrichter", "ventil", "verteilung",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_ordered_and_firms_are_told_from_people() {
        for list in [PHRASES, FIRST, ALONE, THINGS] {
            assert!(list.windows(2).all(|pair| pair[0] < pair[1]), "{list:?}");
        }
        for brand in
            ["TIA Portal", "Allen-Bradley CompactLogix", "Bosch", "Endress+Hauser", "Pareto Analyse", "Otis Aufzug"]
        {
            assert!(super::brand(brand).is_some(), "{brand}");
        }
        for person in ["Robert Bosch", "Anna Schmidt", "Bradley Allen", "Max Motorwitz", "Hauser", "Ernst Jung", ""] {
            assert_eq!(super::brand(person), None, "{person}");
        }
        assert_eq!(super::brand("Allen-Bradley Peter Huber"), Some("Allen-Bradley".len()));
    }
}
