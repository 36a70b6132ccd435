//! Renamed: the same text about other people.
//!
//! Marked news is scarce and its people are few. Each further time a text is learned from, its people have other names from
//! the lists, and in German now and then an office before them that is no part of the name:
//!
//! ```text
//! Dann sprach Michael Huber zu den Gästen.
//! Dann sprach Verbandssprecher Goran Lindqvist zu den Gästen.
//! ```

use crate::crf::Dice;
use crate::data::{Mark, Record};

/// What offices end with.
const OFFICES: &[&str] = &[
    "minister",
    "ministerin",
    "sprecher",
    "sprecherin",
    "leiter",
    "leiterin",
    "chef",
    "chefin",
    "präsident",
    "direktor",
    "führer",
    "meister",
    "trainer",
    "spieler",
    "sieger",
    "berater",
    "vorstand",
    "inhaber",
    "händler",
    "anwalt",
    "anwältin",
    "arzt",
    "richter",
    "forscher",
    "autor",
    "sänger",
    "kollege",
    "bruder",
    "techniker",
    "ingenieur",
    "einkäufer",
    "prüfer",
    "planer",
    "vertreter",
];

/// Lists to take names from.
#[derive(Debug)]
pub(crate) struct Names<'l> {
    /// Given names that many have.
    pub(crate) given: &'l [String],
    /// Family names.
    pub(crate) family: &'l [String],
    /// German words, of which some begin offices.
    pub(crate) german: &'l [(String, u64)],
}

impl Names<'_> {
    /// A record with other people.
    pub(crate) fn renamed(&self, record: &Record, dice: &mut Dice) -> Record {
        let chars: Vec<char> = record.text.chars().collect();
        let mut marks: Vec<&Mark> = record.spans.iter().collect();
        marks.sort_by_key(|mark| (mark.start, mark.end));
        let (mut text, mut spans, mut at) = (String::new(), Vec::new(), 0);
        for mark in marks {
            if mark.start < at {
                continue;
            }
            text.extend(&chars[at..mark.start]);
            let own: String = chars[mark.start..mark.end].iter().collect();
            let new = if mark.kind == "PERSON" { self.other(&own, dice) } else { own };
            let begins = text.is_empty() || text.ends_with(' ');
            if mark.kind == "PERSON" && record.lang == "de" && begins && dice.below(5) == 0 {
                text.push_str(&self.office(dice));
                text.push(' ');
            }
            let start = text.chars().count();
            text.push_str(&new);
            spans.push(Mark { start, end: text.chars().count(), kind: mark.kind.clone() });
            at = mark.end;
        }
        text.extend(&chars[at..]);
        Record { text, spans, ..record.clone() }
    }

    fn other(&self, own: &str, dice: &mut Dice) -> String {
        let words: Vec<&str> = own.split(' ').collect();

        match words.as_slice() {
            [first, .., _] if words.iter().all(|word| word.starts_with(char::is_uppercase)) => {
                let given = if first.ends_with('.') { (*first).to_owned() } else { dice.pick(self.given) };
                format!("{given} {}", dice.pick(self.family))
            }
            // A genitive keeps its ending; half of the others stay.
            [word] if word.ends_with('s') || dice.below(2) == 0 => own.to_owned(),
            [_] if dice.below(3) == 0 => dice.pick(self.given),
            [_] => dice.pick(self.family),
            _ => own.to_owned(),
        }
    }

    /// `Verbandssprecher`, `SAGA-Sprecher`, `Sprecher`.
    fn office(&self, dice: &mut Dice) -> String {
        let office = OFFICES[dice.below(OFFICES.len())];
        let upper = |word: &str| {
            word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect::<String>()
        };
        let noun = &self.german[dice.below(self.german.len())].0;
        match dice.below(5) {
            0 | 1 => upper(office),
            2 => {
                format!("{}-{}", noun.chars().take(2 + dice.below(3)).collect::<String>().to_uppercase(), upper(office))
            }
            _ if noun.starts_with(char::is_uppercase) => format!("{noun}{office}"),
            _ => upper(office),
        }
    }
}
