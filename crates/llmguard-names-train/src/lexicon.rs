//! Lexicon: the words of the gazetteer and their marks.
//!
//! Names of people come from the lists, places from what the training text marks. Ordinary words come from German law,
//! which names nobody, and from what the training text writes in lower case; a word may be both.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use llmguard_names::training::marks::{COMMON, FAMILY, FREQUENT, GIVEN, PLACE};

use crate::data::{self, Record};

/// Countries and regions; cities are those that the training text marks.
const COUNTRIES: &str = "Deutschland Österreich Schweiz Frankreich Italien Spanien Polen Tschechien Niederlande Belgien \
    Dänemark Schweden Norwegen Finnland Ungarn Rumänien Bulgarien Kroatien Slowenien Slowakei Griechenland Türkei Russland \
    Ukraine China Japan Indien Brasilien Mexiko Kanada USA Großbritannien England Irland Portugal Luxemburg Bayern Hessen \
    Sachsen Thüringen Brandenburg Niedersachsen Westfalen Saarland Tirol Steiermark Kärnten Europa Asien Afrika Amerika \
    Germany Austria Switzerland France Italy Spain Poland Netherlands Belgium Denmark Sweden Norway Finland Hungary Romania \
    Greece Turkey Russia India Brazil Mexico Canada Ireland Europe Asia Africa America Australia Allemagne Autriche Suisse \
    Italie Espagne Pologne Germania Svizzera Francia Italia Spagna Polonia Alemania Suiza España Polska Niemcy Duitsland \
    Nederland België Frankrijk Česko Deutschlands Österreichs Frankreichs Italiens Spaniens Polens Israel Iran Irak Syrien \
    Ägypten Korea Vietnam Thailand Kalifornien California Texas Florida";

/// A word of German law seen so often is ordinary.
const OFTEN_IN_LAW: u64 = 8;
/// A word written in lower case so often in other text is ordinary.
const OFTEN_LOWER: u32 = 4;

/// Words in their order and their marks.
pub(crate) fn words(folder: &Path, records: &[Record]) -> Vec<(String, u8)> {
    let mut words: BTreeMap<String, u8> = BTreeMap::new();
    let mut add = |word: &str, marks: u8| *words.entry(word.to_lowercase()).or_default() |= marks;
    for (file, own) in [("given-names.tsv.gz", GIVEN), ("family-names.tsv.gz", FAMILY)] {
        for line in data::read(&folder.join(file)).lines() {
            let (name, source) = line.split_once('\t').unwrap_or((line, ""));
            let frequent = source.contains("census") || source.contains("popular");
            if is_word(name) {
                add(name, own | if frequent { FREQUENT } else { 0 });
            }
        }
    }
    for record in records {
        for (start, end, _) in record.names().into_iter().filter(|name| name.2 == 1) {
            let words = record.text[start..end].split([' ', '-']);
            words.filter(|word| is_word(word) && is_capital(word)).for_each(|word| add(word, PLACE));
        }
    }
    COUNTRIES.split_whitespace().for_each(|word| add(word, PLACE));
    for line in data::read(&folder.join("german-words.tsv.gz")).lines() {
        let (word, count) = line.split_once('\t').unwrap_or((line, "0"));
        if count.parse::<u64>().is_ok_and(|count| count >= OFTEN_IN_LAW) && is_word(word) {
            add(word, COMMON);
        }
    }
    let mut lower: HashMap<String, u32> = HashMap::new();
    for word in records.iter().flat_map(|record| record.text.split(|c: char| !c.is_alphabetic())) {
        if is_word(word) && word.starts_with(char::is_lowercase) {
            *lower.entry(word.to_owned()).or_default() += 1;
        }
    }
    lower.iter().filter(|(_, count)| **count >= OFTEN_LOWER).for_each(|(word, _)| add(word, COMMON));
    words.into_iter().collect()
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Letters alone, two or more.
fn is_word(word: &str) -> bool {
    word.chars().nth(1).is_some() && word.chars().all(|c| c.is_alphabetic() || c == '-' || c == '\'')
}
