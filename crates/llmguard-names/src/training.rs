//! Training: what `llmguard-names-train` needs to see of the tagger. No part of the library's promises.

pub use crate::features::COUNT as FEATURES;
use crate::features::{Around, own};
use crate::gazetteer::{BUCKET, Gazetteer, fingerprint, first, twin};
use crate::model::{Content, check, promise, slot};
use crate::run::{self, BEFORE, BEHIND, Next, Text};
use crate::token::{Token, hash};

/// Marks of words, a bit each.
pub mod marks {
    pub use crate::gazetteer::{COMMON, FAMILY, FREQUENT, GIVEN, PLACE};
}

/// A gazetteer in the making.
#[derive(Debug, Clone)]
pub struct Words(Gazetteer);

impl Words {
    /// From words and their marks, and how many buckets there are, a power of two. Says how many words found no room.
    #[must_use]
    pub fn new<'w>(words: impl IntoIterator<Item = (&'w str, u8)>, buckets: usize) -> (Words, usize) {
        let mut table = vec![[0u16; BUCKET]; buckets];
        let mut lost = 0;
        for (word, marks) in words {
            let hash = hash(word);
            let mut entry = fingerprint(hash) << 5 | u16::from(marks);
            let mut bucket = first(hash, buckets);
            let mut rounds = 0u16;
            // Whoever lives there moves to its other bucket.
            loop {
                let other = twin(bucket, entry >> 5, buckets);
                let free = [bucket, other].into_iter().find(|at| table.get(*at).is_some_and(|row| row.contains(&0)));
                if let Some(slot) = free.and_then(|at| table.get_mut(at)?.iter_mut().find(|slot| **slot == 0)) {
                    *slot = entry;
                    break;
                }
                rounds += 1;
                if rounds > 500 {
                    lost += 1;
                    break;
                }
                let at = usize::from((entry >> 5 ^ rounds) & 3);
                if let Some(slot) = table.get_mut(other).and_then(|row| row.get_mut(at)) {
                    std::mem::swap(slot, &mut entry);
                }
                bucket = other;
            }
        }
        let packed = |entries: &[u16; BUCKET]| entries.iter().rev().fold(0, |all, entry| all << 16 | u64::from(*entry));
        (Words(Gazetteer::new(table.iter().map(packed).collect())), lost)
    }

    /// What is known of a word.
    #[must_use]
    pub fn marks(&self, word: &str) -> u8 {
        self.0.marks(hash(word))
    }
}

/// A run of candidates and what stands around it.
#[derive(Debug, Clone)]
pub struct Run {
    tokens: Vec<Token>,
}

impl Run {
    /// Every run of a text, those of ordinary words included.
    #[must_use]
    pub fn all(text: &str, words: &Words) -> Vec<Run> {
        let text = Text { bytes: text.as_bytes(), over: true, gazetteer: &words.0, gate: None };
        let (mut at, mut runs, mut run) = (0, Vec::new(), run::Run::default());
        while let Next::Run(next) = text.next(at, &mut run) {
            runs.push(Run { tokens: run.tokens.clone() });
            at = next;
        }
        runs
    }

    /// Where its tokens stand.
    #[must_use]
    pub fn spans(&self) -> Vec<(usize, usize)> {
        self.run().map(|token| (token.start, token.end)).collect()
    }

    /// The hashes of the features of a token.
    #[must_use]
    pub fn features(&self, at: usize) -> [u64; FEATURES] {
        let mut features = [0; FEATURES];
        if let (Some(run), Some(token)) = (Around::new(&self.tokens), self.tokens.get(BEFORE + at)) {
            let all = own(token).into_iter().chain(run.features(at));
            features.iter_mut().zip(all).for_each(|(to, feature)| *to = feature);
        }
        features
    }

    /// Makes a token a word nobody knows, by its marks or by its letters.
    pub fn forget(&mut self, at: usize, marks: bool, word: Option<u64>) {
        if let Some(token) = self.tokens.get_mut(BEFORE + at) {
            if marks {
                token.marks &= marks::COMMON;
            }
            token.hash = word.unwrap_or(token.hash);
        }
    }

    fn run(&self) -> impl Iterator<Item = &Token> {
        self.tokens.iter().take(self.tokens.len() - BEHIND).skip(BEFORE)
    }
}

/// What training came to.
#[derive(Debug, Clone)]
pub struct Trained {
    /// The version of the weights.
    pub version: u32,
    /// Bias against a person at the points precise, balanced, thorough.
    pub bias: [i16; 3],
    /// The margin of a sure name.
    pub sure: i16,
    /// What the best word of a run must promise.
    pub least: i16,
    /// The least margin of a place at the points precise, balanced, thorough.
    pub place: [i16; 3],
    /// From and to, with the edge of a run as the eighth label.
    pub transitions: [[i16; 8]; 8],
    /// Weights of features, the most important first.
    pub weights: Vec<(u64, [i8; 7])>,
}

impl Trained {
    /// The file of weights with so many rows.
    #[must_use]
    pub fn file(&self, words: &Words, rows: usize) -> Vec<u8> {
        let mut table = Rows::new(rows);
        for (hash, weights) in &self.weights {
            let bytes = weights.map(|weight| weight as u8);
            let row = bytes.iter().rev().fold(0, |row, byte| row << 8 | u64::from(*byte));
            table.place(*hash, row);
        }
        let Trained { version, bias, sure, least, place, transitions, .. } = *self;
        Content { version, bias, sure, least, place, transitions, rows: table.0, buckets: words.0.buckets().to_vec() }
            .to_bytes()
    }
}

/// Which features there is room for.
#[derive(Debug, Clone)]
pub struct Rows(Vec<u64>);

impl Rows {
    /// So many empty rows, an even number.
    #[must_use]
    pub fn new(rows: usize) -> Rows {
        Rows(vec![0; rows])
    }

    /// Gives a feature one of its two rows, with the seven weights in the low bytes of `weights`. Says whether there was
    /// room.
    pub fn place(&mut self, hash: u64, weights: u64) -> bool {
        let own = check(hash);
        let at = slot(hash, self.0.len());
        let rows = [at, at ^ 1].map(|at| self.0.get(at).copied().unwrap_or_default());
        if rows.iter().any(|row| *row as u8 == own) {
            return false;
        }
        let free = [at, at ^ 1].into_iter().zip(rows).find(|(_, row)| *row == 0);
        match free.and_then(|(at, _)| self.0.get_mut(at)) {
            Some(row) => *row = weights << 8 | u64::from(own),
            None => return false,
        }
        true
    }
}

impl crate::Tagger {
    /// What the best word of a run promises; the higher, the more its words look like a name.
    #[doc(hidden)]
    #[must_use]
    pub fn promise(&self, run: &Run) -> i32 {
        run.run().map(|token| promise(&self.model().scores(&own(token)))).fold(i32::MIN, i32::max)
    }

    /// The names of a text at a bias against a person, places of any margin, each with its margin: what operating points are
    /// chosen by.
    #[doc(hidden)]
    #[must_use]
    pub fn names_at(&self, text: &str, bias: i32) -> Vec<(crate::Name, i32)> {
        let model = self.model();
        let text = Text { bytes: text.as_bytes(), over: true, gazetteer: &model.gazetteer, gate: Some(model) };
        let (mut at, mut run, mut found) = (0, run::Run::default(), Vec::new());
        let mut lattice = crate::decode::Lattice::default();
        while let Next::Run(next) = text.next(at, &mut run) {
            at = next;
            let words = run.tokens.get(BEFORE..).unwrap_or_default();
            lattice.decode(model, &run, bias, |tagged| {
                let name = crate::tagger::name(model, words, i32::MIN, tagged);
                found.extend(name.map(|name| (name, tagged.margin)));
            });
        }
        found
    }
}
