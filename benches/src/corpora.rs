//! Corpora: the five texts that all engines are given, made from a seed.
//!
//! They differ in what costs time: prose has words and little else, code has signs and hexadecimal, logs have numbers,
//! chat has something to find every few hundred bytes, telemetry is numbers of every length that identifiers have and
//! is none of them. No value in them belongs to anybody; secrets are random and put together here, so that none stands
//! in this file.

use std::fmt::Write as _;

use crate::planted::{COMPANIES, NAMES, SENTENCES, fold, iban};
use crate::random::{Random, digits};

/// The names of the corpora.
pub const NAMES_OF_ALL: [&str; 5] = ["prose", "code", "logs", "chat", "telemetry"];

const HEX: &str = "0123456789abcdef";
const ALNUM: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// The corpus of this name with at least `bytes` bytes; `None` if there is none.
#[must_use]
pub fn corpus(name: &str, bytes: usize) -> Option<String> {
    let (seed, add): (u64, fn(&mut String, &mut Random)) = match name {
        "prose" => (11, prose),
        "code" => (12, code),
        "logs" => (13, log),
        "chat" => (14, chat),
        "telemetry" => (15, telemetry),
        _ => return None,
    };
    let mut random = Random(seed);
    let mut text = String::with_capacity(bytes + 1024);
    while text.len() < bytes {
        add(&mut text, &mut random);
    }
    Some(text)
}

/// A sentence in German or English, at times with a number; an empty line now and then.
fn prose(text: &mut String, random: &mut Random) {
    text.push_str(if random.below(2) == 0 { random.one_of(SENTENCES) } else { random.one_of(ENGLISH) });
    match random.below(12) {
        0 => text.push_str("\n\n"),
        1 => _ = writeln!(text, " ({} {})", random.one_of(&["Abschnitt", "Tabelle", "figure"]), 1 + random.below(99)),
        2..5 => text.push('\n'),
        _ => text.push(' '),
    }
}

/// A few lines of a program in one of three languages.
fn code(text: &mut String, random: &mut Random) {
    let (a, b) = (name(random), name(random));
    let number = random.below(5000);
    let _ = match random.below(8) {
        0 => {
            writeln!(text, "    let {a}: Vec<u{}> = {b}.iter().map(|x| x + {number}).collect();", 8 << random.below(4))
        }
        1 => writeln!(text, "    if ({a}->{b} != NULL && {a}->len > 0x{:04x}) {{ return -{number}; }}", number * 7),
        2 => writeln!(text, "def {a}(self, {b}: str = \"{a}\") -> None:\n    self.{b} = {b}[{number}:]"),
        3 => writeln!(text, "/// Returns the {a} of `{b}`, see section {}.{}.\n", number % 20, number % 7),
        4 => writeln!(text, "#define {}_{} 0x{:08x}", a.to_uppercase(), b.to_uppercase(), number * 77_777),
        5 => writeln!(text, "use crate::{a}::{{{b}, {a}_{b}}};"),
        6 => {
            writeln!(text, "{a} = {{ version = \"{}.{}.{}\", path = \"../{b}\" }}", number % 4, number % 30, number % 9)
        }
        _ => writeln!(
            text,
            "        assert_eq!({a}::{b}(&[{}, {}, {number}]), Ok({}));",
            number % 256,
            number % 77,
            number * 3
        ),
    };
}

/// A line of a service's log: time, level, thread, address, and what happened.
fn log(text: &mut String, random: &mut Random) {
    let host = format!("10.{}.{}.{}", random.below(256), random.below(256), random.below(256));
    let millis = random.below(86_400_000);
    let (hour, minute, second) = (millis / 3_600_000, millis / 60_000 % 60, millis / 1000 % 60);
    let _ = write!(text, "2025-{:02}-{:02} ", 1 + random.below(12), 1 + random.below(28));
    let _ = write!(text, "{hour:02}:{minute:02}:{second:02},{:03} ", millis % 1000);
    let _ = write!(text, "{:<5} [worker-{}] ", random.one_of(&["INFO", "WARN", "ERROR", "DEBUG"]), random.below(32));
    let _ = match random.below(6) {
        0 => {
            writeln!(text, "connection from {host}:{} accepted after {} ms", 1024 + random.below(60_000), millis % 977)
        }
        1 => writeln!(text, "{host} \"GET /api/v1/{}/{} HTTP/1.1\" 200 {millis}", name(random), random.below(100_000)),
        2 => {
            writeln!(text, "request {} done, {} bytes in {} us", uuid(random), random.below(9_999_999), millis % 99_991)
        }
        3 => writeln!(text, "block blk_{} replicated to {host}:50010 size {}", digits(random, 19), digits(random, 8)),
        4 => writeln!(text, "cache {} evicted: hits={} misses={millis}", name(random), digits(random, 6)),
        _ => writeln!(text, "could not open /var/lib/{}/{}.db: no such file", name(random), name(random)),
    };
}

/// A message as one line of JSON; in every third one something that is personal or secret.
fn chat(text: &mut String, random: &mut Random) {
    let role = random.one_of(&["user", "assistant"]);
    let _ = write!(text, "{{\"role\":\"{role}\",\"content\":\"");
    for _ in 0..=random.below(3) {
        prose(text, random);
        if text.ends_with('\n') {
            text.truncate(text.trim_end().len());
            text.push_str("\\n");
        }
    }
    if random.below(3) == 0 {
        entity(text, random);
    }
    text.push_str("\"}\n");
}

fn entity(text: &mut String, random: &mut Random) {
    let (person, company) = (random.one_of(NAMES), random.one_of(COMPANIES));
    let _ = match random.below(10) {
        0 => write!(text, "Rückfragen an {}@{}.example.", fold(person), fold(company)),
        1 => write!(text, "Herr {person} von {company} GmbH meldet sich."),
        2 => write!(text, "Zahlung auf IBAN {}.", iban(random)),
        3 => write!(text, "Tel.: +49 351 {}", 4_000_000 + random.below(999_999)),
        4 => write!(text, "card {}", card(random)),
        5 => write!(text, "token: ghp_{}", random.text(ALNUM, 36)),
        6 => write!(text, "export AWS_ACCESS_KEY_ID=AKIA{}", random.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16)),
        7 => write!(text, "the server is 192.168.{}.{}", random.below(256), random.below(256)),
        8 => write!(text, "ticket {}", uuid(random)),
        _ => write!(text, "Der Preis beträgt {},{:02} EUR.", 1 + random.below(900), random.below(100)),
    };
}

/// A row of 21 columns of a machine's telemetry: identifiers of 4 to 19 digits, measurements, a digest.
fn telemetry(text: &mut String, random: &mut Random) {
    if text.is_empty() {
        text.push_str(COLUMNS);
    }
    let at = 1_735_700_000_000 + random.below(100_000_000);
    let _ = write!(text, "{at},M{:04},", random.below(400));
    for length in [10, 4, 13, 9, 11, 16, 8, 19, 12, 5] {
        let _ = write!(text, "{},", digits(random, length));
    }
    for scale in [1, 10, 100, 1000, 10_000, 1000] {
        let sign = random.one_of(&["", "", "-"]);
        let _ = write!(text, "{sign}{}.{},", random.below(scale), digits(random, 4));
    }
    let batch = format!("L{}-{}", digits(random, 7), digits(random, 2));
    let _ = writeln!(text, "{batch},{},{}", random.text(HEX, 16), random.below(2));
}

const COLUMNS: &str =
    "millis,machine,job,step,serial,tool,operator,part,coil,trace,order,cycle,f1,f2,f3,f4,f5,f6,lot,digest,ok\n";

fn uuid(random: &mut Random) -> String {
    [8, 4, 4, 4, 12].map(|length| random.text(HEX, length)).join("-")
}

/// A Visa number whose last digit is Luhn's.
fn card(random: &mut Random) -> String {
    let body = format!("4{}", digits(random, 14));
    let sum: u32 = body.bytes().enumerate().fold(0, |sum, (at, digit)| {
        let digit = u32::from(digit - b'0') * if at % 2 == 0 { 2 } else { 1 };
        sum + digit / 10 + digit % 10
    });
    let number = format!("{body}{}", (10 - sum % 10) % 10);
    format!("{} {} {} {}", &number[..4], &number[4..8], &number[8..12], &number[12..])
}

fn name(random: &mut Random) -> String {
    let (a, b) = (random.one_of(WORDS), random.one_of(WORDS));
    if random.below(2) == 0 { a.to_owned() } else { format!("{a}_{b}") }
}

const WORDS: &[&str] = &[
    "buffer", "cursor", "entry", "field", "handle", "index", "job", "kernel", "layout", "merge", "node", "offset",
    "page", "queue", "reader", "segment", "table", "update", "value", "window", "writer", "zone",
];

const ENGLISH: &[&str] = &[
    "The function returns the number of bytes that were written, or an error if the device is full.",
    "Parts are stored in the second hall and leave it on the same day.",
    "See the section on thermal limits before you change the spindle speed.",
    "A supplier may withdraw an offer until it has been accepted in writing.",
    "Summarise the open points - all of them: prices, dates, quantities - and suggest a polite answer.",
    "The process was stable for 14 days; after that the reject rate rose to 3 percent.",
    "It's worth asking why the second shift produces fewer rejects than the first.",
    "Which of these arguments would persuade a buyer who cares about delivery dates?",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_corpus_is_made_and_a_longer_one_begins_like_a_shorter_one() {
        for name in NAMES_OF_ALL {
            let (short, long) = (corpus(name, 10_000).unwrap(), corpus(name, 20_000).unwrap());
            assert!(short.len() >= 10_000 && long.starts_with(&short), "{name}");
        }
        assert_eq!(corpus("poetry", 1), None);
    }

    #[test]
    fn rows_of_telemetry_have_a_value_in_every_column() {
        let text = corpus("telemetry", 5000).unwrap();
        assert!(text.lines().all(|row| row.matches(',').count() == 20), "{text}");
    }

    #[test]
    fn the_known_card_numbers_have_their_check_digit() {
        assert!(
            (0..50)
                .map(Random)
                .all(|mut random| llmguard_catalog::validators::card(card(&mut random).as_bytes()).is_some())
        );
    }
}
