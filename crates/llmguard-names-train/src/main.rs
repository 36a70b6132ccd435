//! Trains the weights of the name tagger, compares them with those that are committed, and says how good they are.
//!
//! ```text
//! llmguard-names-train build SHARED WEIGHTS      weights from SHARED/data/train and SHARED/data/lexicons
//! llmguard-names-train check SHARED WEIGHTS      the same, and whether they are these, byte for byte
//! llmguard-names-train evaluate SHARED WEIGHTS   figures of the evaluation sets, the tagger alone
//! llmguard-names-train try SHARED WEIGHTS        weights from a part of the training text, and figures of the rest of it
//! ```
//!
//! Every source is locked by its hash in `data.lock`, with its licence. No text that is kept for evaluation is learned from,
//! also where the training files hold it, and no setting is chosen by it: that is what `try` is for.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "a tool of developers stops where its data are not what it expects"
)]

mod called;
mod crf;
mod data;
mod evaluate;
mod known;
mod lexicon;
mod office;
mod renamed;
mod without;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use llmguard_names::Tagger;
use llmguard_names::training::{Run, Words};

use crate::crf::{Dice, Example, Plan};
use crate::data::Record;
use crate::renamed::Names;
use crate::without::Vocabulary;

/// Training files and how often each is learned from; from the second time on, about other people.
const FILES: &[(&str, usize)] = &[
    ("germeval_dev", 3),
    ("germeval_rest", 3),
    ("wikigold", 1),
    ("btc", 1),
    ("wnut17", 1),
    ("sec", 1),
    ("meddocan", 1),
    ("pl_pii_bench", 1),
    ("europeana_de", 1),
    ("europeana_fr", 1),
    ("europeana_nl", 1),
    ("generated", 1),
    ("neg", 1),
];

/// Training files that people have marked. One record in [`APART`] of them is kept apart by `try`.
const MARKED: &[&str] = &["germeval_rest", "wikigold", "btc", "wnut17"];
const APART: usize = 3;

/// How many made-up texts without names are learned from.
const WITHOUT: usize = 6000;
/// How many made-up texts of colleagues.
const OFFICE: usize = 4000;
/// How many made-up sentences about shops and places that are called as people are.
const CALLED: usize = 4000;
/// Buckets of the gazetteer.
const BUCKETS: usize = 1 << 16;
const PLAN: Plan = Plan { epochs: 8, last_epochs: 3, rows: 110_000, rate: 0.15, pull: 0.008, least: 2, unknown: 0.2 };

/// Bias against a person at the points precise, balanced and thorough, …
const BIAS: [i16; 3] = [120, 40, -40];
/// … and the margin of a sure name, by the figures of `evaluate`.
const SURE: i16 = 400;
/// The least margin of a place at the same points, by the figures of `try`.
const PLACE: [i16; 3] = [500, 300, 100];
/// What the best word of a run must promise, by the figures of `build`.
const LEAST: i16 = -150;
const VERSION: u32 = 2;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [verb, shared, weights] = arguments.as_slice() else {
        eprintln!("usage: llmguard-names-train build|check|evaluate|try SHARED WEIGHTS");
        return ExitCode::from(2);
    };
    let (shared, weights) = (PathBuf::from(shared), PathBuf::from(weights));
    let committed = || std::fs::read(&weights).unwrap_or_else(|error| panic!("{}: {error}", weights.display()));
    match verb.as_str() {
        "build" => std::fs::write(&weights, build(&shared.join("data"))).expect("weights are written"),
        "try" => std::fs::write(&weights, tried(&shared.join("data"))).expect("weights are written"),
        "check" if build(&shared.join("data")) != committed() => {
            eprintln!("these are not the weights in {}", weights.display());
            return ExitCode::FAILURE;
        }
        "check" => println!("these are the weights in {}", weights.display()),
        _ => evaluate::show(&Tagger::from_bytes(&committed()).expect("weights"), &shared.join("data"), &BIAS, &PLACE),
    }
    ExitCode::SUCCESS
}

/// The file of weights that the data come to.
fn build(data: &Path) -> Vec<u8> {
    data::check_lock(data);
    learned(data, &training(data))
}

/// The file of weights that a part of the data comes to; says how well it does on the rest.
fn tried(data: &Path) -> Vec<u8> {
    data::check_lock(data);
    let mut files = training(data);
    let apart: Vec<(&str, Vec<Record>)> = files
        .iter_mut()
        .filter(|file| MARKED.contains(&file.name))
        .map(|file| (file.name, file.records.extract_if(.., |record| data::part(record, APART) == 0).collect()))
        .collect();
    let file = learned(data, &files);
    evaluate::show_apart(&Tagger::from_bytes(&file).expect("weights"), &apart);
    file
}

/// The file of weights that training files come to.
fn learned(data: &Path, files: &[File]) -> Vec<u8> {
    let lexicons = data.join("lexicons");
    let all: Vec<Record> = files.iter().flat_map(|file| file.records.iter().cloned()).collect();
    let names = |file: &str, mark: &str| -> Vec<String> {
        let pairs = data::pairs(&lexicons.join(file)).into_iter();
        pairs.filter(|(_, marks)| marks.contains(mark)).map(|pair| pair.0).collect()
    };
    let (given, family) = (names("given-names.tsv.gz", "popular"), names("family-names.tsv.gz", ""));
    let german: Vec<(String, u64)> = data::pairs(&lexicons.join("german-words.tsv.gz"))
        .into_iter()
        .map(|(word, count)| (word, count.parse().unwrap_or_default()))
        .collect();
    let list = lexicon::words(&lexicons, &all);
    let (words, lost) = Words::new(list.iter().map(|(word, marks)| (word.as_str(), *marks)), BUCKETS);
    println!("{} words, {lost} without room", list.len());

    let mut runs = Vec::new();
    let others = Names { given: &given, family: &family, german: &german };
    let mut dice = Dice(77);
    for file in files {
        add(&mut runs, &file.records, &words);
        for _ in 1..file.times {
            let renamed: Vec<Record> = file.records.iter().map(|record| others.renamed(record, &mut dice)).collect();
            add(&mut runs, &renamed, &words);
        }
    }
    let vocabulary = Vocabulary::new(&all, &german, &family);
    add(&mut runs, &vocabulary.records(WITHOUT), &words);
    let office = office::Words { given: &given, family: &family, nouns: vocabulary.nouns() };
    add(&mut runs, &office.records(OFFICE), &words);
    let firms = known::firms();
    let called = called::Words { given: &given, family: &family, firms: &firms, english: vocabulary.english() };
    add(&mut runs, &called.records(CALLED), &words);
    println!("{} runs, {} words", runs.len(), runs.iter().map(|run| run.labels.len()).sum::<usize>());

    let mut trained = crf::train(&runs, PLAN, &mut |line| println!("{line}"));
    (trained.version, trained.bias, trained.place) = (VERSION, BIAS, PLACE);
    (trained.sure, trained.least) = (SURE, LEAST);
    let file = trained.file(&words, PLAN.rows);
    promises(&Tagger::from_bytes(&file).expect("weights"), &runs);
    file
}

/// Says how many runs with and without a person have a word that promises so much.
fn promises(tagger: &Tagger, runs: &[Example]) {
    let of = |person: bool| -> Vec<i32> {
        let has = |run: &&Example| run.labels.iter().any(|label| matches!(label, 1 | 2)) == person;
        runs.iter().filter(has).map(|run| tagger.promise(&run.run)).collect()
    };
    let (with, without) = (of(true), of(false));
    println!("what a word promises, runs with a person and without");
    for least in (-1000..=200).step_by(100) {
        let share = |runs: &[i32]| runs.iter().filter(|run| **run >= least).count() as f64 / runs.len() as f64;
        println!("  {least:>5}: {:.4} {:.4}", share(&with), share(&without));
    }
}

/// A training file.
#[derive(Debug)]
struct File {
    name: &'static str,
    records: Vec<Record>,
    times: usize,
}

/// The training files, without what is kept for evaluation.
fn training(data: &Path) -> Vec<File> {
    let kept_apart: HashSet<String> = data::evaluation(data);
    let read = |&(name, times): &(&'static str, usize)| {
        let mut records = data::records(&data.join("train").join(format!("{name}.jsonl.gz")));
        let all = records.len();
        records.retain(|record| !kept_apart.contains(&data::gist(&record.text)));
        println!("{name}: {} of {all} records, the others are evaluated", records.len());
        File { name, records, times }
    };
    FILES.iter().map(read).collect()
}

/// Adds the runs of records, each word with its label.
fn add(examples: &mut Vec<Example>, records: &[Record], words: &Words) {
    for record in records {
        let names = record.names();
        for run in Run::all(&record.text, words) {
            let mut last = None;
            let label = |(start, end): (usize, usize)| {
                // The full stop of an initial may stand behind the mark.
                let name = names.iter().position(|name| name.0 <= start && start < name.1 && end <= name.1 + 1);
                let label = name.map_or(0, |at| names[at].2 * 2 + if last == name { 2 } else { 1 });
                last = name;
                label as u8
            };
            let labels = run.spans().into_iter().map(label).collect();
            examples.push(Example { run, labels });
        }
    }
}
