//! Model: weights and gazetteer as they lie in a file, and what features add up to.
//!
//! | from | bytes | what |
//! |--:|--:|---|
//! | 0 | 8 | `LGNAMES3` |
//! | 8 | 4 | version of the weights |
//! | 12 | 4 | number of rows |
//! | 16 | 4 | number of buckets of the gazetteer, a power of two |
//! | 20 | 8 | bias against a person at the points precise, balanced and thorough; the margin of a sure name |
//! | 28 | 2 | what the best word of a run must promise for the run to be looked at |
//! | 30 | 6 | the margin of a place at the points precise, balanced and thorough |
//! | 36 | 32 | SHA-256 of all other bytes |
//! | 68 | 128 | transitions: 8 by 8, from and to |
//! | 196 | 8 a row | check byte of the hash, then a weight for each label |
//! | | 8 a bucket | four entries of the gazetteer |
//!
//! All numbers are little-endian. A feature has one of two rows next to each other, that with the top byte of its hash; one
//! that training did not keep has none and adds nothing.

use std::hint::select_unpredictable;

use llmguard_types::{Code, Error, Names};
use sha2::{Digest, Sha256};

use crate::gazetteer::Gazetteer;

/// Nothing, then beginning and inside of a person, a place and an organisation.
pub(crate) const LABELS: usize = 7;
/// Room for the labels, a power of two.
pub(crate) const ROOM: usize = 8;
/// A number for each label, and one that means nothing.
pub(crate) type Scores = [i32; ROOM];

const MAGIC: &[u8; 8] = b"LGNAMES3";
const HEADER: usize = 196;
const DIGEST: std::ops::Range<usize> = 36..68;
/// The transition from the beginning of a run and to its end.
const EDGE: usize = LABELS;
/// The sign of each byte, and the lower byte of each lane of two.
const SIGNS: u64 = 0x8080_8080_8080_8080;
const LANES: u64 = 0x00ff_00ff_00ff_00ff;
/// What no label costs, so much that it is never chosen.
const NEVER: i32 = -(1 << 24);
/// Rows and buckets beyond are no weights of ours.
const MOST: usize = 1 << 20;

/// Weights and gazetteer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Model {
    version: u32,
    digest: [u8; 32],
    /// Bias against a person by operating point.
    bias: [i16; 3],
    /// A name with a margin of so much is sure.
    pub(crate) sure: i16,
    /// A run in which no word promises so much has no name.
    pub(crate) least: i16,
    /// A place with a margin of less is none, by operating point.
    place: [i16; 3],
    transitions: [[i16; 8]; 8],
    /// By label: what it costs to come from each other.
    pub(crate) into: [Scores; ROOM],
    /// By label: what it costs to go to each other.
    pub(crate) out: [Scores; ROOM],
    pub(crate) begin: Scores,
    pub(crate) end: Scores,
    /// Rows of features, the two that one feature may have side by side.
    rows: Vec<[u64; 2]>,
    pub(crate) gazetteer: Gazetteer,
}

/// What a model is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) version: u32,
    pub(crate) bias: [i16; 3],
    pub(crate) sure: i16,
    pub(crate) least: i16,
    pub(crate) place: [i16; 3],
    pub(crate) transitions: [[i16; 8]; 8],
    pub(crate) rows: Vec<u64>,
    pub(crate) buckets: Vec<u64>,
}

impl Content {
    /// The file.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut file = MAGIC.to_vec();
        for number in [self.version, self.rows.len() as u32, self.buckets.len() as u32] {
            file.extend(number.to_le_bytes());
        }
        let numbers = self.bias.iter().chain([&self.sure, &self.least]).chain(&self.place);
        numbers.for_each(|number| file.extend(number.to_le_bytes()));
        file.resize(DIGEST.end, 0);
        self.transitions.as_flattened().iter().for_each(|number| file.extend(number.to_le_bytes()));
        self.rows.iter().for_each(|row| file.extend(row.to_le_bytes()));
        self.buckets.iter().for_each(|bucket| file.extend(bucket.to_le_bytes()));
        let digest = digest(&file);
        file.iter_mut().skip(DIGEST.start).zip(digest).for_each(|(to, from)| *to = from);
        file
    }
}

impl Model {
    /// From the bytes of a file.
    pub(crate) fn from_bytes(file: &[u8]) -> Result<Model, Error> {
        let damaged = |why: &str| {
            Error::new(Code::NamesWeights, format!("the weights of the name tagger: {why}"))
                .mend("take the file as it was published")
        };
        let Some((header, rest)) = file.split_first_chunk::<HEADER>() else {
            return Err(damaged("the file is too short"));
        };
        if !header.starts_with(MAGIC) {
            return Err(damaged("it is no such file, or of another version"));
        }
        let own = header.get(DIGEST).and_then(|bytes| bytes.first_chunk::<32>()).copied().unwrap_or_default();
        if digest(file) != own {
            return Err(damaged("the digest is not that of the content"));
        }
        let number = |at| word(header, at).map(u32::from_le_bytes).unwrap_or_default();
        let short = |at| word(header, at).map(i16::from_le_bytes).unwrap_or_default();
        let (rows, buckets) = (number(12) as usize, number(16) as usize);
        let fits = rows.max(buckets) <= MOST && rows % 2 == 0 && buckets.is_power_of_two();
        if !fits || rest.len() != (rows + buckets) * 8 {
            return Err(damaged("its length is not what it says"));
        }
        let (rows, buckets) = rest.split_at(rows * 8);
        let mut transitions = [[0; 8]; 8];
        let cells = transitions.as_flattened_mut().iter_mut();
        cells.zip((DIGEST.end..).step_by(2)).for_each(|(cell, at)| *cell = short(at));
        let numbers = |bytes: &[u8]| bytes.as_chunks::<8>().0.iter().map(|bytes| u64::from_le_bytes(*bytes)).collect();
        let mut model = Model {
            version: number(8),
            digest: own,
            bias: [short(20), short(22), short(24)],
            sure: short(26),
            least: short(28),
            place: [short(30), short(32), short(34)],
            transitions,
            into: [[0; ROOM]; ROOM],
            out: [[0; ROOM]; ROOM],
            begin: [0; ROOM],
            end: [0; ROOM],
            rows: rows.as_chunks::<16>().0.iter().map(pair).collect(),
            gazetteer: Gazetteer::new(numbers(buckets)),
        };
        model.lay_out();
        Ok(model)
    }

    /// Sorts the transitions by what reads them.
    fn lay_out(&mut self) {
        let cell = |from: usize, to: usize| {
            self.transitions.get(from).and_then(|row| row.get(to)).copied().map(i32::from).unwrap_or_default()
        };
        let row = |score: &dyn Fn(usize) -> i32| -> Scores {
            std::array::from_fn(|label| if label < LABELS { score(label) } else { NEVER })
        };
        let into = std::array::from_fn(|to| row(&|from| cell(from, to)));
        let out = std::array::from_fn(|from| row(&|to| cell(from, to)));
        let (begin, end) = (row(&|to| cell(EDGE, to)), row(&|from| cell(from, EDGE)));
        (self.into, self.out, self.begin, self.end) = (into, out, begin, end);
    }

    /// The version of the weights and the begin of their digest.
    pub(crate) fn version(&self) -> String {
        let hex: String = self.digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        format!("{}+{hex}", self.version)
    }

    /// The bias against a person at an operating point.
    pub(crate) fn bias(&self, names: Names) -> i32 {
        at(self.bias, names)
    }

    /// The least margin of a place at an operating point.
    pub(crate) fn place(&self, names: Names) -> i32 {
        at(self.place, names)
    }

    /// What features say for each label, together.
    #[inline]
    pub(crate) fn scores<const N: usize>(&self, features: &[u64; N]) -> Scores {
        // Weights of one byte in lanes of two, those of odd and of even bytes; 128 more each, so that none is negative.
        let (mut even, mut odd) = (0u64, 0u64);
        for hash in features {
            let [one, two] = self.rows.get(slot(*hash, 2 * self.rows.len()) / 2).unwrap_or(&[0; 2]);
            // One of the two, or nothing, without a branch.
            let check = check(*hash);
            let row = select_unpredictable(*two as u8 == check, *two, 0);
            let row = select_unpredictable(*one as u8 == check, *one, row) ^ SIGNS;
            even += row & LANES;
            odd += row >> 8 & LANES;
        }
        let lane = |lanes: u64, at: usize| i32::from((lanes >> (16 * at)) as u16) - 128 * N as i32;
        // The lowest byte is the check byte; the weights of the labels follow.
        std::array::from_fn(|label| match label {
            LABELS.. => 0,
            _ if label % 2 == 0 => lane(odd, label / 2),
            _ => lane(even, label / 2 + 1),
        })
    }
}

/// What holds at an operating point.
fn at([precise, balanced, thorough]: [i16; 3], names: Names) -> i32 {
    i32::from(match names {
        Names::Off => i16::MAX,
        Names::Precise => precise,
        Names::Balanced => balanced,
        Names::Thorough => thorough,
    })
}

/// How much a word is rather of a person's name than of none.
#[inline]
pub(crate) fn promise(scores: &Scores) -> i32 {
    let [nothing, first, inside, ..] = scores;
    first.max(inside) - nothing
}

/// The first row of a feature; the other differs in the last bit.
#[inline]
pub(crate) fn slot(hash: u64, rows: usize) -> usize {
    (((hash & 0xffff_ffff) * rows as u64) >> 32) as usize
}

/// What tells a feature from others in its rows. Never that of an empty row.
#[inline]
pub(crate) fn check(hash: u64) -> u8 {
    (hash >> 56) as u8 | 1
}

fn pair(bytes: &[u8; 16]) -> [u64; 2] {
    let both = u128::from_le_bytes(*bytes);
    [both as u64, (both >> 64) as u64]
}

fn word<const N: usize>(header: &[u8], at: usize) -> Option<[u8; N]> {
    header.get(at..)?.first_chunk().copied()
}

fn digest(file: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(file.get(..DIGEST.start).unwrap_or_default());
    hash.update(file.get(DIGEST.end..).unwrap_or_default());
    hash.finalize().into()
}
