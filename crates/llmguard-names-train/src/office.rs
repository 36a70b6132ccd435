//! Office: sentences of colleagues about each other, with names that stand alone, and the same about things.
//!
//! The news that is marked calls people by both names. Colleagues write the family name alone, where German could as well
//! have a noun. So each sentence is made with a name or with a noun in the same place, and only the words tell them apart:
//!
//! ```text
//! Das hat {} gestern noch geprüft.       Das hat Wiesinger gestern noch geprüft.     a person
//!                                        Das hat Kostenausgleich gestern noch geprüft.     nothing
//! ```

use crate::crf::Dice;
use crate::data::{Mark, Record};

/// Sentences with places for a name or a noun.
const SENTENCES: &[&str] = &[
    "Das hat {} gestern noch geprüft.",
    "Bitte mit {} klären, bevor es rausgeht.",
    "Von {} kam bisher nichts.",
    "Ich habe {} gefragt, aber keine Antwort.",
    "Die Prüfung macht am Montag dann {} allein.",
    "{} ist ab Freitag im Urlaub.",
    "{} meint, dass das so nicht geht.",
    "Laut {} reicht die Menge nicht.",
    "Wenn {} zustimmt, bestellen wir.",
    "Kann {} das übernehmen?",
    "Das liegt bei {} auf dem Tisch.",
    "Sag bitte {} Bescheid.",
    "Termin mit {} und {} am Dienstag verschoben.",
    "TOP 3: {} berichtet über den Stand der Umbauten.",
    "Aufgabe: {} bis KW 12",
    "{}: Angebot einholen",
    "Für {} ist das erledigt, für {} noch nicht.",
    "Ohne {} geht es nicht weiter.",
    "Die Freigabe von {} fehlt noch.",
    "Seit {} weg ist, läuft die Linie schlechter.",
    "Gestern hat sich {} gemeldet.",
    "Am besten fragst du {}.",
    "Heute früh war {} in der Halle.",
    "Vertretung: {}",
    "an {} weitergeleitet",
    "{} hat die Abnahme unterschrieben, {} die Rechnung.",
    "Das war wieder typisch {}.",
    "Nach der Übergabe von {} an {} fehlte der Schlüssel.",
    "Nur {} kennt die Anlage so gut.",
    "Dem Vorschlag von {} folgen wir.",
];

/// The same in other languages, where a thing would not be capital.
const ELSEWHERE: &[&str] = &[
    "Please ask {} about the delivery.",
    "{} told me that the pump is broken.",
    "According to {}, the order was cancelled.",
    "I spoke with {} and {} this morning.",
    "Can {} take over?",
    "{} will be out on Friday.",
    "Selon {}, la pompe est en panne.",
    "Il faut demander à {} avant lundi.",
    "{} a signé la commande.",
    "Secondo {} la merce è arrivata.",
    "Lo ha detto {} ieri.",
    "Según {}, el pedido no llegó.",
    "Pregunta a {} por la factura.",
    "Volgens {} is de levering te laat.",
    "Vraag het even aan {}.",
    "Według {} dostawa jest opóźniona.",
    "Trzeba zapytać {} o fakturę.",
    "Podle {} je dodávka zpožděná.",
];

/// The words that sentences are filled with.
#[derive(Debug)]
pub(crate) struct Words<'l> {
    /// Given names that many have.
    pub(crate) given: &'l [String],
    /// Family names.
    pub(crate) family: &'l [String],
    /// German nouns.
    pub(crate) nouns: &'l [String],
}

impl Words<'_> {
    /// So many records.
    pub(crate) fn records(&self, count: usize) -> Vec<Record> {
        let mut dice = Dice(4141);
        (0..count).map(|_| self.record(&mut dice)).collect()
    }

    fn record(&self, dice: &mut Dice) -> Record {
        let (sentences, lang) = if dice.below(4) == 0 { (ELSEWHERE, "x") } else { (SENTENCES, "de") };
        let (mut text, mut spans) = (String::new(), Vec::new());
        for number in 0..1 + dice.below(3) {
            if number > 0 {
                text.push_str(["\n", " ", " "][dice.below(3)]);
            }
            let is_name = lang != "de" || dice.below(5) < 3;
            let mut parts = sentences[dice.below(sentences.len())].split("{}");
            text.push_str(parts.next().unwrap_or_default());
            for part in parts {
                let start = text.chars().count();
                text.push_str(&if is_name { self.name(dice) } else { self.thing(dice) });
                if is_name {
                    spans.push(Mark { start, end: text.chars().count(), kind: "PERSON".to_owned() });
                }
                text.push_str(part);
            }
        }
        Record { lang: lang.to_owned(), text, spans, ..Record::default() }
    }

    fn name(&self, dice: &mut Dice) -> String {
        match dice.below(10) {
            0..6 => dice.pick(self.family),
            6 | 7 => dice.pick(self.given),
            _ => dice.pick(self.given) + " " + &dice.pick(self.family),
        }
    }

    /// A noun, or one that nobody has seen.
    fn thing(&self, dice: &mut Dice) -> String {
        let noun = self.nouns[dice.below(self.nouns.len())].clone();
        if dice.below(2) == 0 { noun } else { noun + &self.nouns[dice.below(self.nouns.len())].to_lowercase() }
    }
}
