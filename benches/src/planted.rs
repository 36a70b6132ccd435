//! Planted: texts that know what is to be found in them.
//!
//! A measurement of a scanner that finds the wrong things is worth nothing, so [`Corpus::verify`] compares the findings
//! with what was planted before the clock starts.
//!
//! ```
//! let corpus = llmguard_benches::Corpus::chat(1024);
//! corpus.verify(&llmguard::Guard::new().unwrap());
//! ```

use std::fmt::Write as _;

use llmguard::Guard;

use crate::random::{Random, digits};

/// A text and what is to be found in it, as (label, value) in order.
pub struct Corpus {
    /// For reports.
    pub name: String,
    /// What is scanned.
    pub text: String,
    findings: Vec<(&'static str, String)>,
}

/// The sizes a chat is measured at, in bytes.
pub const SIZES: [usize; 3] = [1 << 10, 64 << 10, 1 << 20];

impl Corpus {
    /// Everything that is measured: chats of all sizes, and prose.
    #[must_use]
    pub fn all() -> Vec<Corpus> {
        SIZES.map(Corpus::chat).into_iter().chain([Corpus::prose(1 << 20)]).collect()
    }

    /// A conversation between purchasing and suppliers of at least `bytes` bytes, about one finding every 47 bytes.
    #[must_use]
    pub fn chat(bytes: usize) -> Corpus {
        let mut random = Random(1);
        let mut made = Corpus::empty(format!("chat of {} KB", bytes >> 10));
        while made.text.len() < bytes {
            made.message(&mut random);
        }
        made
    }

    /// German prose of at least `bytes` bytes with words, numbers and punctuation in which nothing is to be found.
    #[must_use]
    pub fn prose(bytes: usize) -> Corpus {
        let mut random = Random(2);
        let mut made = Corpus::empty(format!("prose of {} KB, nothing to find", bytes >> 10));
        while made.text.len() < bytes {
            made.say(random.one_of(SENTENCES));
            made.say(random.one_of(&[" ", " ", " ", "\n"]));
        }
        made
    }

    /// Compares what a guard finds with what is there.
    ///
    /// # Panics
    ///
    /// Where the two differ.
    pub fn verify(&self, guard: &Guard) {
        let found = guard.scan(&self.text).expect("the text is short enough");
        let seen = found.iter().map(|f| (guard.entity_label(f), f.span.of(&self.text).unwrap_or_default()));
        let expected = self.findings.iter().map(|(label, value)| (*label, value.as_str()));
        if let Some((at, (seen, expected))) =
            seen.zip(expected).enumerate().find(|(_, (seen, expected))| seen != expected)
        {
            panic!("{}: finding {at} is {seen:?}, expected {expected:?}", self.name);
        }
        assert_eq!(found.len(), self.findings.len(), "{}: number of findings", self.name);
    }

    /// How many findings there are.
    #[must_use]
    pub fn expected(&self) -> usize {
        self.findings.len()
    }

    fn empty(name: String) -> Corpus {
        Corpus { name, text: String::new(), findings: Vec::new() }
    }

    fn say(&mut self, words: &str) {
        self.text.push_str(words);
    }

    fn plant(&mut self, label: &'static str, value: String) {
        self.text.push_str(&value);
        self.findings.push((label, value));
    }

    /// One message: a question with a price, and a signature or an account.
    fn message(&mut self, random: &mut Random) {
        let (name, company) = (random.one_of(NAMES), random.one_of(COMPANIES));
        self.say("Frau ");
        self.plant("PERSON", name.to_owned());
        self.say(", ");
        self.plant("ORGANIZATION", format!("{company} GmbH"));
        self.say(", bietet die Charge für ");
        self.plant("PRICE", format!("{},{:02} EUR", 1 + random.below(900), random.below(100)));
        self.say(" an. ");
        self.say(random.one_of(SENTENCES));
        match random.below(3) {
            0 => {
                self.say(" Rückfragen an ");
                let (name, place) = (fold(name), fold(company));
                self.plant("EMAIL", format!("{name}@{place}.example"));
            }
            1 => {
                self.say(" Tel.: ");
                self.plant("PHONE", format!("+49 351 {}", 4_000_000 + random.below(999_999)));
            }
            _ => {
                self.say(" Zahlung auf IBAN ");
                self.plant("IBAN", iban(random));
            }
        }
        self.say(".\n");
    }
}

/// A German IBAN with its check digits, spaced as on paper (ISO 13616: 98 minus the rest of division by 97).
pub(crate) fn iban(random: &mut Random) -> String {
    let account = digits(random, 18);
    let rest = format!("{account}131400").bytes().fold(0u32, |rest, b| (rest * 10 + u32::from(b - b'0')) % 97);
    let mut spaced = format!("DE{:02}", 98 - rest);
    for group in account.as_bytes().chunks(4) {
        let _ = write!(spaced, " {}", String::from_utf8_lossy(group));
    }
    spaced
}

/// Lower case, without umlauts and spaces.
pub(crate) fn fold(name: &str) -> String {
    name.to_lowercase().replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss").replace(' ', "-")
}

pub(crate) const NAMES: &[&str] =
    &["Weber", "Schäfer", "Krüger", "Hoffmann", "Lindner", "Großmann", "Vogel", "Petersen"];

pub(crate) const COMPANIES: &[&str] =
    &["Muster Stahl", "Elbtal Guss", "Nordmetall", "Kessler Dreherei", "Sächsische Federn", "Hanse Draht"];

pub(crate) const SENTENCES: &[&str] = &[
    "Die Lieferung ist für die nächste Woche zugesagt, die Teile liegen im Lager bereit.",
    "Bitte prüfen Sie, ob die Oberfläche nach der Norm gehärtet werden kann.",
    "Wir haben in der letzten Verhandlung über Mengen, Fristen und Verpackung gesprochen.",
    "Der Rahmenvertrag läuft noch zwei Jahre und lässt sich danach verlängern.",
    "Für die Anlage fehlen 12 Halter und 3 Dichtungen, der Rest ist vollständig.",
    "Welche Argumente sprechen für eine kürzere Lieferzeit bei gleicher Qualität?",
    "Die Maschine stand gestern 45 Minuten, weil der Sensor verschmutzt war.",
    "Fasse die offenen Punkte zusammen und schlage eine höfliche Antwort vor.",
    "Das Werkzeug wurde im Mai geändert; seitdem liegt der Ausschuss unter 2 Prozent.",
];
