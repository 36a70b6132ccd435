//! Evaluate: how well weights find what is marked in the evaluation sets, the tagger alone.
//!
//! Only names of persons count, as `../shared/tools/score_pii.py` counts them. What marks something else than a name is
//! left to the detectors: what is tagged there is neither right nor wrong.

use std::path::Path;

use llmguard_names::Tagger;

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

/// Counts the persons of a set.
fn count(tagger: &Tagger, records: &[Record], bias: i32) -> Count {
    let mut count = Count::default();
    for record in records {
        let all: Vec<(usize, usize, usize)> = record.names();
        let gold: Vec<(usize, usize)> = all.iter().filter(|name| name.2 == 0).map(|name| (name.0, name.1)).collect();
        let others = marks_of_others(record);
        let touch = |a: &(usize, usize), b: &(usize, usize)| a.0 < b.1 && b.0 < a.1;
        let found: Vec<(usize, usize)> = tagger
            .names_at(&record.text, bias)
            .into_iter()
            .map(|name| (name.0, name.1))
            .filter(|name| gold.iter().any(|mark| touch(name, mark)) || !others.iter().any(|mark| touch(name, mark)))
            .collect();
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
fn alarms(tagger: &Tagger, records: &[Record], bias: i32) -> Vec<(String, f64)> {
    let mut sources: Vec<(String, usize, usize)> = Vec::new();
    for record in records {
        let names = tagger.names_at(&record.text, bias).len();
        let source = format!("{} {}", record.source, record.lang);
        match sources.iter_mut().find(|(own, ..)| *own == source) {
            Some(entry) => (entry.1, entry.2) = (entry.1 + names, entry.2 + record.text.chars().count()),
            None => sources.push((source, names, record.text.chars().count())),
        }
    }
    sources.into_iter().map(|(source, names, chars)| (source, 1e4 * names as f64 / chars as f64)).collect()
}

/// Prints the figures of every set at each operating point.
pub(crate) fn show(tagger: &Tagger, folder: &Path, biases: &[i16]) {
    println!("set, bias against a person, exact P R F1 | overlap P R F1 of persons");
    let mut bands = [(0, 0); BANDS.len()];
    for set in SETS {
        let records = data::records(&folder.join(set));
        for bias in biases {
            println!("{set:<28} {bias:>5}  {}", count(tagger, &records, i32::from(*bias)).line());
        }
        band(tagger, &records, i32::from(biases[1]), &mut bands);
    }
    println!("\nshare of tagged persons that touch a marked one, by margin, over all sets");
    for (least, (right, all)) in BANDS.iter().zip(bands) {
        println!("  from {least:>5}: {:.3} of {all}", share(right, all));
    }
    println!("\npersons tagged per 10,000 characters where none is marked; in prose many are real");
    let records = data::records(&folder.join("benign.jsonl.gz"));
    let all: Vec<Vec<(String, f64)>> = biases.iter().map(|bias| alarms(tagger, &records, i32::from(*bias))).collect();
    for (at, (source, _)) in all[0].iter().enumerate() {
        let figures: String = all.iter().map(|alarms| format!(" {:>6.2}", alarms[at].1)).collect();
        println!("{source:<36}{figures}");
    }
}

/// Biases against a person that figures of what is kept apart are printed for.
const BIASES: [i32; 7] = [-40, 0, 40, 60, 80, 120, 160];

/// Prints the exact F1 of records that are kept apart by bias, for each file, and the means of F1 and precision.
pub(crate) fn show_apart(tagger: &Tagger, files: &[(&str, Vec<Record>)]) {
    println!("kept apart, bias against a person: exact F1 of persons by file | mean F1, mean precision");
    for bias in BIASES {
        let (mut line, mut sums) = (String::new(), (0.0, 0.0));
        for (name, records) in files {
            let count = count(tagger, records, bias);
            let (p, r) = (share(count.exact, count.found), share(count.exact, count.gold));
            sums = (sums.0 + f1(p, r), sums.1 + p);
            line += &format!(" {name} {:.3}", f1(p, r));
        }
        let files = files.len() as f64;
        println!("{bias:>5}:{line} | {:.4} {:.4}", sums.0 / files, sums.1 / files);
    }
}

/// Counts by margin which names touch one that is marked, of how many.
fn band(tagger: &Tagger, records: &[Record], bias: i32, bands: &mut [(usize, usize)]) {
    for record in records {
        let gold = record.names();
        for (start, end, margin) in tagger.names_at(&record.text, bias) {
            let Some(at) = BANDS.iter().rposition(|least| margin >= *least) else { continue };
            let right = gold.iter().any(|mark| mark.2 == 0 && mark.0 < end && start < mark.1);
            bands[at] = (bands[at].0 + usize::from(right), bands[at].1 + 1);
        }
    }
}
