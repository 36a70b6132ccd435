//! Called: shops, brands and places that are called as people are, in sentences that tell them apart.
//!
//! A family name, a given name and an invented word can each be a person, a shop or a town; what is said of them decides.
//!
//! ```text
//! The {F} branch in {T} was sold.      The Brandner branch in Jessica was sold.     a firm and a place
//! I owe {P} an answer.                 I owe Brandner an answer.                    a person
//! ```

use crate::crf::Dice;
use crate::data::{Mark, Record};

/// `{F}` a firm or a brand, `{T}` a town, `{P}` a person.
const SENTENCES: &[&str] = &[
    "The {F} branch in {T} was sold.",
    "{F} raised its prices again.",
    "Shares of {F} and {F} fell by 3%.",
    "The coffee at {F} is terrible, {F} is better.",
    "{F}'s fries are cold, and so is the service.",
    "Does {F} deliver on weekends?",
    "I work for {F}, before that for {F} in {T}.",
    "{F}, {F} and {F} all sell these filters.",
    "We compared {F} with {F} and bought the latter.",
    "{F} hired a new CEO, {P}.",
    "Is the new {F} faster than the old {F}?",
    "My {F} broke after two weeks.",
    "{F} recalled two models because of the brakes.",
    "a job at {F}",
    "Owner of {F} Pizza",
    "{F} & {F} LLP",
    "Lawyers at {F} told {P} to wait.",
    "Cheap flights to {T}?",
    "The mayor of {T} resigned.",
    "The road from {T} to {T} is closed.",
    "{T} has 12,000 inhabitants.",
    "{T} lies on the river {T}.",
    "Hotels near {T} are full in June.",
    "People in {T} are friendly, {P} says.",
    "How far is {T} from {T}?",
    "She grew up in {T} and studied in {T}.",
    "Storm {F} hit {T} on Sunday.",
    "The ship {F} left {T} yesterday.",
    "My dog {F} loves the snow.",
    "I owe {P} an answer.",
    "{P} grew up in {T}.",
    "{P} and {P} were there, too.",
    "{P} died in 1888.",
    "{P} works for {F}.",
    "Has {P} seen the draft?",
    "{P},\n\nsee below.",
    "{P} -\n\nsounds good to me.",
    "Thanks,\n\n{P}",
    "Cheers\n{P}",
    "Posted by {P} on Friday",
    "Forwarded by {P}/HOU/Corp",
    "{P} wrote:",
    "Bei {F} in {T} gibt es das billiger.",
    "Die Filiale von {F} zieht nach {T}.",
    "{F} liefert erst im März, {F} sofort.",
    "Der Zug nach {T} fällt aus.",
    "In {T} und {T} regnet es.",
    "Chez {F}, à {T}, c'est moins cher.",
    "{F} cierra su tienda de {T}.",
];

/// The words that sentences are filled with.
#[derive(Debug)]
pub(crate) struct Words<'l> {
    /// Given names that many have.
    pub(crate) given: &'l [String],
    /// Family names.
    pub(crate) family: &'l [String],
    /// Firms that everybody knows.
    pub(crate) firms: &'l [String],
    /// English words.
    pub(crate) english: &'l [String],
}

impl Words<'_> {
    /// So many records.
    pub(crate) fn records(&self, count: usize) -> Vec<Record> {
        let mut dice = Dice(909);
        (0..count).map(|_| self.record(&mut dice)).collect()
    }

    fn record(&self, dice: &mut Dice) -> Record {
        let (mut text, mut spans) = (String::new(), Vec::new());
        for part in SENTENCES[dice.below(SENTENCES.len())].split_inclusive(['{', '}']) {
            let (name, kind) = match part {
                "F}" => (self.firm(dice), "ORGANIZATION"),
                "T}" => (self.town(dice), "LOCATION"),
                "P}" => (self.person(dice), "PERSON"),
                _ => {
                    text.push_str(part.trim_end_matches('{'));
                    continue;
                }
            };
            let start = text.chars().count();
            text.push_str(&name);
            spans.push(Mark { start, end: text.chars().count(), kind: kind.to_owned() });
        }
        Record { lang: "x".to_owned(), text, spans, ..Record::default() }
    }

    fn person(&self, dice: &mut Dice) -> String {
        match dice.below(6) {
            0..3 => dice.pick(self.given),
            3 => dice.pick(self.family),
            _ => dice.pick(self.given) + " " + &dice.pick(self.family),
        }
    }

    fn firm(&self, dice: &mut Dice) -> String {
        match dice.below(12) {
            0..4 => dice.pick(self.firms),
            4 | 5 => dice.pick(self.family),
            6 => dice.pick(self.given),
            7 => dice.pick(self.family) + " " + &capital(&dice.pick(self.english)),
            8 => capital(&dice.pick(self.english)) + " " + &capital(&dice.pick(self.english)),
            9 => capital(&dice.pick(self.english)),
            _ => invented(dice),
        }
    }

    fn town(&self, dice: &mut Dice) -> String {
        match dice.below(4) {
            0 => dice.pick(self.family),
            1 => dice.pick(self.given),
            2 => invented(dice),
            _ => {
                let before = ["Port", "New", "San", "Fort", "Lake", "Bad", "Sankt", "East"][dice.below(8)];
                format!("{before} {}", dice.pick(self.family))
            }
        }
    }
}

/// A word that nobody has seen.
pub(crate) fn invented(dice: &mut Dice) -> String {
    const SYLLABLES: &[&str] = &[
        "ra", "fa", "gra", "post", "ma", "ri", "ng", "ix", "ker", "do", "lo", "ki", "ba", "na", "ve", "to", "mo", "na",
        "zen", "sam", "ku", "ber", "tis", "dock", "er", "pan", "da", "num", "py", "jen", "kins", "tra", "vis", "el",
        "as", "tic", "si", "mat",
    ];
    capital(&(0..2 + dice.below(2)).map(|_| SYLLABLES[dice.below(SYLLABLES.len())]).collect::<String>())
}

/// A word with a capital at its beginning.
pub(crate) fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}
