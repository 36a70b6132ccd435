//! Brand: makers, products and methods that are called as people are.
//!
//! ```text
//! TIA Portal, Johnson Controls    begin with two words that nobody is called
//! Allen-Bradley CompactLogix      begins as the maker writes itself; `Allen Bradley` is a name
//! Bosch hat angefragt             the firm, where the word stands alone; in `Robert Bosch` and `Frau Bosch` it is a name
//! ```
//!
//! A name that is hidden without need is a nuisance, one that is not hidden is a leak: words that are a given name and a family
//! name, as in `Georg Fischer`, are not here, and neither is a firm whose name thousands of people have.

use crate::word_list::WordList;

/// How many bytes of a name that nothing announces are a maker, a product or a method; `None` if nothing says so.
#[must_use]
pub fn brand(name: &str) -> Option<usize> {
    let mut ends = name.match_indices(|c: char| !c.is_alphanumeric()).map(|(at, _)| at).chain([name.len()]);
    let begins = |end: &usize| name.get(..*end).is_some_and(|begin| BRANDS.has(begin));
    if ALONE.has(name) { Some(name.len()) } else { ends.find(begins) }
}

/// What names may begin with, as the makers write it.
#[rustfmt::skip]
static BRANDS: WordList = WordList::new(&[
    "Allen-Bradley", "Benz Sprinter", "Bosch Rexroth", "Bradley CompactLogix", "Bradley ControlLogix",
    "Bradley MicroLogix", "Bradley PanelView", "Bradley PowerFlex", "CODESYS", "Carl-Zeiss", "Codesys",
    "Dallmayr Prodomo", "Endress Hauser", "Endress+Hauser", "Fanuc Robot", "Fiori Launchpad", "Gantt Chart",
    "Gantt Diagramm", "Harting Stecker", "Hewlett Packard", "Hewlett-Packard", "Ishikawa Diagram",
    "Ishikawa Diagramm", "Jack Wolfskin", "Johnson Controls", "Leroy-Somer", "Mercedes-Benz", "Mettler Toledo",
    "Mettler-Toledo", "Otis Elevator", "Pareto Analyse", "Pareto Chart", "Pareto Diagramm", "Pepperl Fuchs",
    "Pepperl+Fuchs", "Phoenix Contact", "Poka Yoke", "Pratt Whitney", "Procter Gamble", "Rockwell Automation",
    "Rohde Schwarz", "Rolls Royce", "Rolls-Royce", "SIMATIC", "SINUMERIK", "Schneider Electric", "Simatic",
    "Sinumerik", "TIA Portal", "TwinCAT",
]);

/// Firms that are meant where the word stands alone.
#[rustfmt::skip]
static ALONE: WordList = WordList::new(&[
    "Bosch", "Continental", "Daimler", "Danfoss", "Fanuc", "Festo", "Heidenhain", "Lenze", "Otis", "Porsche",
    "Schaeffler", "Siemens", "Thyssen", "Thyssenkrupp", "Trumpf", "Voith", "Zeiss",
]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{FAMILY, GIVEN, marks_of};

    #[test]
    fn firms_are_told_from_people() {
        for name in ["TIA Portal", "Allen-Bradley CompactLogix", "Bosch", "Endress+Hauser", "Gantt Chart"] {
            assert!(brand(name).is_some(), "{name}");
        }
        for name in [
            "Robert Bosch",
            "Bosch Huber",
            "Anna Schmidt",
            "Allen Bradley",
            "Georg Fischer",
            "Tia Becker",
            "Fiori",
            "Anna Schmidt Pumpe",
            "Johnson Controlsen",
            "Conti",
            "",
        ] {
            assert_eq!(brand(name), None, "{name}");
        }
        assert_eq!(brand("Allen-Bradley Peter Huber"), Some("Allen-Bradley".len()));
    }

    #[test]
    fn nobody_is_called_as_a_brand() {
        let is_name = |brand: &&&str| {
            // A word in capitals is no name beside one that is not.
            let is = |word: &str, marks| {
                marks_of(word.as_bytes()) & marks != 0 && word.chars().skip(1).all(char::is_lowercase)
            };
            brand.split_once(' ').is_some_and(|(given, family)| is(given, GIVEN) && is(family, FAMILY | GIVEN))
        };
        let names: Vec<_> = BRANDS.words().iter().filter(is_name).collect();
        assert!(names.is_empty(), "{names:?}");
    }
}
