//! Data: marked texts and word lists, as they lie in `../shared/data`, packed with gzip.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

const LOCK: &str = include_str!("../data.lock");

/// A text and what is marked in it.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Record {
    /// Two letters, or `x` for several languages in one text.
    #[serde(default)]
    pub(crate) lang: String,
    /// Where it comes from.
    #[serde(default)]
    pub(crate) source: String,
    /// The text.
    pub(crate) text: String,
    /// Marks, in code points.
    pub(crate) spans: Vec<Mark>,
}

/// A mark of a text.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Mark {
    /// Where it begins, in code points.
    pub(crate) start: usize,
    /// Where it ends, in code points.
    pub(crate) end: usize,
    /// Its type, maybe with a detail behind a colon.
    #[serde(rename = "type")]
    pub(crate) kind: String,
}

impl Record {
    /// Marks of persons, places and organisations (0, 1, 2) in bytes.
    pub(crate) fn names(&self) -> Vec<(usize, usize, usize)> {
        let mut bytes: Vec<usize> = self.text.char_indices().map(|(at, _)| at).collect();
        bytes.push(self.text.len());
        let names = self.spans.iter().filter_map(|mark| {
            let kind = ["PERSON", "LOCATION", "ORGANIZATION"].iter().position(|kind| *kind == mark.kind)?;
            Some((bytes[mark.start], bytes[mark.end], kind))
        });
        names.collect()
    }
}

/// The content of a file, unpacked.
pub(crate) fn read(path: &Path) -> String {
    let file = bytes(path);
    let bytes = if path.extension().is_some_and(|end| end == "gz") { unpack(&file) } else { file };
    String::from_utf8(bytes).expect("data is UTF-8")
}

fn bytes(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The records of a file.
pub(crate) fn records(path: &Path) -> Vec<Record> {
    let text = read(path);
    let lines = text.lines().filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_str(line).expect("a record")).collect()
}

/// Makes sure that every source is the one in `data.lock`: a hash, a path and what licence it has on each line.
pub(crate) fn check_lock(folder: &Path) {
    for line in LOCK.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let (hash, path) = (fields.next().expect("a hash"), fields.next().expect("a path"));
        let own: String = Sha256::digest(bytes(&folder.join(path))).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(own, hash, "{path} is not the file in data.lock");
    }
}

/// Words with what stands behind the tab.
pub(crate) fn pairs(path: &Path) -> Vec<(String, String)> {
    let pair = |line: &str| line.split_once('\t').map(|(word, rest)| (word.to_owned(), rest.to_owned()));
    read(path).lines().filter_map(pair).collect()
}

/// A text without case, blanks and signs: what is the same in this form is the same text.
pub(crate) fn gist(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Which of so many parts a record belongs to, by its text: the same text is never in two.
pub(crate) fn part(record: &Record, parts: usize) -> usize {
    let digest = Sha256::digest(gist(&record.text));
    usize::from(digest[0]) % parts
}

/// The gists of every text that is kept for evaluation.
pub(crate) fn evaluation(folder: &Path) -> HashSet<String> {
    let files = fs::read_dir(folder).expect("evaluation data").map(|entry| entry.expect("a file").path());
    let sets = files.filter(|path| path.to_string_lossy().contains(".jsonl"));
    sets.flat_map(|path| {
        let text = read(&path);
        let gists =
            text.lines().filter_map(|line| Some(gist(serde_json::from_str::<Value>(line).ok()?["text"].as_str()?)));
        gists.collect::<Vec<String>>()
    })
    .collect()
}

/// The content of a gzip file of one member.
fn unpack(file: &[u8]) -> Vec<u8> {
    assert_eq!(file[..3], [0x1f, 0x8b, 8], "a gzip file");
    let mut at = 10;
    let flags = file[3];
    if flags & 4 != 0 {
        at += 2 + usize::from(u16::from_le_bytes([file[at], file[at + 1]]));
    }
    for _ in 0..(flags >> 3 & 1) + (flags >> 4 & 1) {
        at += file[at..].iter().position(|byte| *byte == 0).expect("a name ends") + 1;
    }
    at += usize::from(flags & 2);
    miniz_oxide::inflate::decompress_to_vec(&file[at..file.len() - 8]).expect("a whole gzip file")
}
