//! Evaluate: how well weights find what is marked in the evaluation sets, the tagger alone.
//!
//! Names of persons and of places count, as `../shared/tools/score_pii.py` counts them. What marks something else than a name is
//! left to the detectors: what is tagged there is neither right nor wrong.

use std::path::Path;

use llmguard_names::Tagger;
use llmguard_types::Entity;

use crate::data::{self, Record};

/// The sets, by file name.
const SETS: &[&str] = &[
    "prompts.jsonl",
    "germeval2014_de.jsonl.gz",
    "uner_en.jsonl.gz",
    "uner_de.jsonl.gz",
    "presidio_research.jsonl.gz",
    "legal_ler_de.jsonl.gz",
    "europeana_de.jsonl.gz",
    "uner_da.jsonl.gz",
    "uner_pt.jsonl.gz",
    "meddocan_es.jsonl.gz",
    "pl_pii_bench.jsonl.gz",
];

/// Counts of names.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    gold: usize,
    found: usize,
    exact: usize,
    touched: usize,
    touching: usize,
}

/// Margins from which on precision is counted.
const BANDS: [i32; 8] = [0, 50, 100, 200, 300, 400, 600, 800];

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn f1(p: f64, r: f64) -> f64 {
    if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
}

impl Count {
    fn line(self) -> String {
        let (p, r) = (share(self.exact, self.found), share(self.exact, self.gold));
        let (op, or) = (share(self.touching, self.found), share(self.touched, self.gold));
        format!("{p:.3} {r:.3} {:.3} | {op:.3} {or:.3} {:.3}", f1(p, r), f1(op, or))
    }
}

/// What is counted: the names of one kind with a margin of at least so much, at a bias against a person.
#[derive(Debug, Clone, Copy)]
struct Point {
    entity: Entity,
    bias: i32,
    least: i32,
}

impl Point {
    fn person(bias: i32) -> Point {
        Point { entity: Entity::PERSON, bias, least: i32::MIN }
    }

    fn place(bias: i32, least: i32) -> Point {
        Point { entity: Entity::LOCATION, bias, least }
    }

    /// Where it finds names.
    fn names(self, tagger: &Tagger, text: &str) -> Vec<(usize, usize)> {
        let names = tagger.names_at(text, self.bias).into_iter();
        let names = names.filter(|(name, margin)| name.entity == self.entity && *margin >= self.least);
        names.map(|(name, _)| (name.span.start, name.span.end)).collect()
    }
}

/// Counts the names of a set.
fn count(tagger: &Tagger, records: &[Record], point: Point) -> Count {
    let mut count = Count::default();
    let kind = usize::from(point.entity == Entity::LOCATION);
    for record in records {
        let all: Vec<(usize, usize, usize)> = record.names();
        let gold: Vec<(usize, usize)> = all.iter().filter(|name| name.2 == kind).map(|name| (name.0, name.1)).collect();
        let others = marks_of_others(record);
        let touch = |a: &(usize, usize), b: &(usize, usize)| a.0 < b.1 && b.0 < a.1;
        let mut found = point.names(tagger, &record.text);
        found.retain(|name| gold.iter().any(|mark| touch(name, mark)) || !others.iter().any(|mark| touch(name, mark)));
        count.gold += gold.len();
        count.found += found.len();
        count.exact += found.iter().filter(|name| gold.contains(name)).count();
        count.touched += gold.iter().filter(|mark| found.iter().any(|name| touch(name, mark))).count();
        count.touching += found.iter().filter(|name| gold.iter().any(|mark| touch(name, mark))).count();
    }
    count
}

/// Marks that are no names, in bytes.
fn marks_of_others(record: &Record) -> Vec<(usize, usize)> {
    let mut bytes: Vec<usize> = record.text.char_indices().map(|(at, _)| at).collect();
    bytes.push(record.text.len());
    let is_name = |kind: &str| ["PERSON", "LOCATION", "ORGANIZATION"].contains(&kind);
    let others = record.spans.iter().filter(|mark| !is_name(&mark.kind));
    others.map(|mark| (bytes[mark.start], bytes[mark.end])).collect()
}

/// False alarms per 10,000 characters by source, where there is nothing to find.
fn alarms(tagger: &Tagger, records: &[Record], point: Point) -> Vec<(String, f64)> {
    let mut sources: Vec<(String, usize, usize)> = Vec::new();
    for record in records {
        let names = point.names(tagger, &record.text).len();
        let source = format!("{} {}", record.source, record.lang);
        match sources.iter_mut().find(|(own, ..)| *own == source) {
            Some(entry) => (entry.1, entry.2) = (entry.1 + names, entry.2 + record.text.chars().count()),
            None => sources.push((source, names, record.text.chars().count())),
        }
    }
    sources.into_iter().map(|(source, names, chars)| (source, 1e4 * names as f64 / chars as f64)).collect()
}

/// Prints the figures of every set at each operating point.
pub(crate) fn show(tagger: &Tagger, folder: &Path, biases: &[i16; 3], margins: &[i16; 3]) {
    let persons = biases.map(|bias| Point::person(i32::from(bias)));
    let places: Vec<Point> =
        biases.iter().zip(margins).map(|(bias, least)| Point::place(i32::from(*bias), i32::from(*least))).collect();
    println!("set, points precise, balanced, thorough: exact P R F1 | overlap P R F1");
    let mut bands = [(0, 0); BANDS.len()];
    for set in SETS {
        let records = data::records(&folder.join(set));
        for (kind, points) in [("PERSON", persons.as_slice()), ("LOCATION", &places)] {
            for point in points {
                println!("{set:<28} {kind:<8}  {}", count(tagger, &records, *point).line());
            }
        }
        band(tagger, &records, persons[1].bias, &mut bands);
    }
    println!("\nshare of tagged persons that touch a marked one, by margin, over all sets");
    for (least, (right, all)) in BANDS.iter().zip(bands) {
        println!("  from {least:>5}: {:.3} of {all}", share(right, all));
    }
    println!("\npersons, then places tagged per 10,000 characters where none is marked; in prose many are real");
    let records = data::records(&folder.join("benign.jsonl.gz"));
    let all: Vec<Vec<(String, f64)>> =
        persons.iter().chain(&places).map(|point| alarms(tagger, &records, *point)).collect();
    for (at, (source, _)) in all[0].iter().enumerate() {
        let figures: String = all.iter().map(|alarms| format!(" {:>6.2}", alarms[at].1)).collect();
        println!("{source:<36}{figures}");
    }
}

/// Biases against a person that figures of what is kept apart are printed for.
const BIASES: [i32; 7] = [-40, 0, 40, 60, 80, 120, 160];

/// Margins that figures of places that are kept apart are printed for.
const MARGINS: [i32; 6] = [0, 100, 200, 300, 400, 500];

/// Prints how records are tagged that are kept apart: for each bias and margin the exact F1 of each file, and the means of F1
/// and precision.
pub(crate) fn show_apart(tagger: &Tagger, files: &[(&str, Vec<Record>)]) {
    let line = |point: Point| {
        let (mut line, mut sums) = (String::new(), (0.0, 0.0));
        for (name, records) in files {
            let count = count(tagger, records, point);
            let (p, r) = (share(count.exact, count.found), share(count.exact, count.gold));
            sums = (sums.0 + f1(p, r), sums.1 + p);
            line += &format!(" {name} {p:.3} {:.3}", f1(p, r));
        }
        let files = files.len() as f64;
        format!("{line} | {:.4} {:.4}", sums.0 / files, sums.1 / files)
    };
    println!("kept apart, exact P and F1 by file | mean F1, mean precision");
    BIASES.iter().for_each(|bias| println!("persons, bias {bias:>5}:{}", line(Point::person(*bias))));
    MARGINS.iter().for_each(|least| println!("places, margin {least:>4}:{}", line(Point::place(0, *least))));
}

/// Counts by margin which names touch one that is marked, of how many.
fn band(tagger: &Tagger, records: &[Record], bias: i32, bands: &mut [(usize, usize)]) {
    for record in records {
        let gold = record.names();
        let names = tagger.names_at(&record.text, bias).into_iter();
        for (name, margin) in names.filter(|(name, _)| name.entity == Entity::PERSON) {
            let Some(at) = BANDS.iter().rposition(|least| margin >= *least) else { continue };
            let (start, end) = (name.span.start, name.span.end);
            let right = gold.iter().any(|mark| mark.2 == 0 && mark.0 < end && start < mark.1);
            bands[at] = (bands[at].0 + usize::from(right), bands[at].1 + 1);
        }
    }
}
