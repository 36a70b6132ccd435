//! CRF: training of a linear chain by AdaGrad, with the sums of whole runs and no approximation.
//!
//! All arithmetic is that of IEEE 754 and our own exponential, one thread, one order: the same weights everywhere.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use llmguard_names::training::{Rows, Run, Trained};

/// Labels, and the edge of a run as the last.
const LABELS: usize = 7;
type Row = [f32; 8];

/// By how much steps of the last round are shorter than those of the first, at most.
const SLOWER: f32 = 0.4;

/// How the training goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    /// Rounds with all features, …
    pub(crate) epochs: usize,
    /// … and with those alone for which there are rows.
    pub(crate) last_epochs: usize,
    /// Rows of the file.
    pub(crate) rows: usize,
    /// Length of steps.
    pub(crate) rate: f32,
    /// Pull towards zero.
    pub(crate) pull: f32,
    /// A feature seen less often is dropped.
    pub(crate) least: u32,
    /// Of the words of names, this share is made unknown.
    pub(crate) unknown: f32,
}

/// A run and its labels.
#[derive(Debug, Clone)]
pub(crate) struct Example {
    /// The run.
    pub(crate) run: Run,
    /// A label for each token.
    pub(crate) labels: Vec<u8>,
}

/// Numbers that look random, the same every time.
#[derive(Debug, Clone)]
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// From 0 to 1.
    pub(crate) fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }

    /// One of some words.
    pub(crate) fn pick(&mut self, words: &[String]) -> String {
        words[self.below(words.len())].clone()
    }

    /// Less than `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

/// Hashes are hashes already.
#[derive(Default, Clone, Copy)]
struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

type Ids = HashMap<u64, u32, BuildHasherDefault<Same>>;

/// `e` to the power of `x`, by operations that are exact by standard.
fn exp(x: f64) -> f64 {
    let x = x.clamp(-700.0, 700.0);
    let twos = (x * std::f64::consts::LOG2_E).round();
    let rest = x - twos * std::f64::consts::LN_2;
    let mut sum = 1.0;
    for n in (1..=11).rev() {
        sum = 1.0 + sum * rest / f64::from(n);
    }
    sum * f64::from_bits(((twos as i64 + 1023) as u64) << 52)
}

/// Whether one label may follow another: the inside of a name only itself and its beginning.
fn follows(from: usize, to: usize) -> bool {
    to == 0 || to % 2 == 1 || from == to || from + 1 == to
}

struct Model {
    keys: Vec<u64>,
    counts: Vec<u32>,
    ids: Ids,
    weights: Vec<Row>,
    squares: Vec<Row>,
    transitions: [Row; 8],
    transition_squares: [Row; 8],
    kept: Vec<bool>,
    mean: Mean,
}

/// The mean of weights and transitions after some rounds: it depends less on the order of the text than those of the last.
#[derive(Default)]
struct Mean {
    weights: Vec<Row>,
    transitions: [Row; 8],
}

impl Mean {
    fn add(&mut self, weights: &[Row], transitions: &[Row; 8]) {
        self.weights.resize(weights.len(), [0.0; 8]);
        let sums = self.weights.iter_mut().chain(&mut self.transitions).flatten();
        sums.zip(weights.iter().chain(transitions).flatten()).for_each(|(sum, weight)| *sum += weight);
    }

    fn of(mut self, rounds: usize) -> (Vec<Row>, [Row; 8]) {
        let sums = self.weights.iter_mut().chain(&mut self.transitions).flatten();
        sums.for_each(|sum| *sum /= rounds as f32);
        (self.weights, self.transitions)
    }
}

/// What one run says about the weights.
#[derive(Default)]
struct Lattice {
    emissions: Vec<[f64; LABELS]>,
    forward: Vec<[f64; LABELS]>,
    backward: Vec<[f64; LABELS]>,
    gradient: Vec<Row>,
    features: Vec<u32>,
    ends: Vec<usize>,
}

/// Trains. `say` hears of the progress.
pub(crate) fn train(examples: &[Example], plan: Plan, say: &mut dyn FnMut(String)) -> Trained {
    let mut model = Model::new(examples, plan.least);
    say(format!("{} features", model.keys.len()));
    let mut dice = Dice(2026);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut lattice = Lattice::default();
    let total = plan.epochs + plan.last_epochs;
    for epoch in 0..total {
        if epoch == plan.epochs {
            say(format!("{} features have rows", model.keep(plan.rows)));
        }
        for at in (1..order.len()).rev() {
            order.swap(at, dice.below(at + 1));
        }
        let rate = plan.rate * (1.0 - SLOWER * epoch as f32 / total as f32);
        let mut loss = 0.0;
        for &at in &order {
            loss += model.learn(&examples[at], &mut lattice, &mut dice, plan, rate);
        }
        if epoch >= plan.epochs {
            model.mean.add(&model.weights, &model.transitions);
        }
        say(format!("round {} of {total}: {:.4} of labels unexpected", epoch + 1, loss / order.len() as f64));
    }
    (model.weights, model.transitions) = std::mem::take(&mut model.mean).of(plan.last_epochs);
    model.trained()
}

impl Model {
    fn new(examples: &[Example], least: u32) -> Model {
        let mut seen: Ids = Ids::default();
        for example in examples {
            for at in 0..example.labels.len() {
                example.run.features(at).into_iter().for_each(|hash| *seen.entry(hash).or_default() += 1);
            }
        }
        let mut kept: Vec<(u64, u32)> = seen.into_iter().filter(|(_, count)| *count >= least).collect();
        kept.sort_unstable();
        let (keys, counts): (Vec<u64>, Vec<u32>) = kept.into_iter().unzip();
        let ids = keys.iter().copied().zip(0..).collect();
        let empty = vec![[0.0; 8]; keys.len()];
        Model {
            ids,
            counts,
            weights: empty.clone(),
            squares: empty,
            transitions: [[0.0; 8]; 8],
            transition_squares: [[0.0; 8]; 8],
            kept: vec![true; keys.len()],
            mean: Mean::default(),
            keys,
        }
    }

    /// One step along one run. Returns how unexpected its labels were.
    fn learn(&mut self, example: &Example, lattice: &mut Lattice, dice: &mut Dice, plan: Plan, rate: f32) -> f64 {
        let mut run = example.run.clone();
        for (at, label) in example.labels.iter().enumerate() {
            let share = if *label > 0 { plan.unknown } else { plan.unknown * 0.4 };
            let (marks, word) = (dice.share(), dice.share());
            let unknown = (word < share * 0.5).then(|| dice.next());
            if marks < share || unknown.is_some() {
                run.forget(at, marks < share, unknown);
            }
        }
        let len = example.labels.len();
        self.emit(&run, len, lattice);
        let (moves, begin, end) = self.moves();
        lattice.sweep(&moves, &begin, &end);
        let mut moved = [[0f32; 8]; 8];
        let loss = lattice.compare(&example.labels, &moves, &mut moved);
        for (at, gradient) in lattice.gradient.iter().enumerate() {
            if gradient.iter().all(|by| by.abs() < 0.002) {
                continue;
            }
            for id in &lattice.features[lattice.ends[at]..lattice.ends[at + 1]] {
                let id = *id as usize;
                step(&mut self.weights[id], &mut self.squares[id], gradient, rate, plan.pull);
            }
        }
        let squares = self.transition_squares.iter_mut();
        for ((weights, squares), moved) in self.transitions.iter_mut().zip(squares).zip(&moved) {
            step(weights, squares, moved, rate, 0.0);
        }
        loss
    }

    /// What the features of each token say, as factors.
    fn emit(&self, run: &Run, len: usize, lattice: &mut Lattice) {
        lattice.features.clear();
        lattice.ends.clear();
        lattice.ends.push(0);
        lattice.emissions.clear();
        for at in 0..len {
            let mut sums = [0f32; 8];
            for hash in run.features(at) {
                let Some(&id) = self.ids.get(&hash) else { continue };
                if self.kept[id as usize] {
                    lattice.features.push(id);
                    let weights = &self.weights[id as usize];
                    (0..8).for_each(|label| sums[label] += weights[label]);
                }
            }
            lattice.ends.push(lattice.features.len());
            let most = sums.iter().take(LABELS).fold(f32::MIN, |most, sum| most.max(*sum));
            lattice.emissions.push(std::array::from_fn(|label| exp(f64::from(sums[label] - most))));
        }
    }

    /// Transitions as factors: between labels, at the beginning and at the end.
    fn moves(&self) -> ([[f64; LABELS]; LABELS], [f64; LABELS], [f64; LABELS]) {
        let factor = |from: usize, to: usize| exp(f64::from(self.transitions[from][to]));
        let moves = std::array::from_fn(|from| {
            std::array::from_fn(|to| if follows(from, to) { factor(from, to) } else { 0.0 })
        });
        let begin = std::array::from_fn(|to| if follows(LABELS + 1, to) { factor(LABELS, to) } else { 0.0 });
        (moves, begin, std::array::from_fn(|from| factor(from, LABELS)))
    }

    /// How much a feature matters.
    fn importance(&self, id: usize) -> f32 {
        let most = self.weights[id].iter().take(LABELS).fold(0f32, |most, weight| most.max(weight.abs()));
        most * (self.counts[id] as f32).sqrt()
    }

    /// Features by importance, the most important first.
    fn ranked(&self) -> Vec<usize> {
        let mut ranked: Vec<usize> = (0..self.keys.len()).filter(|id| self.kept[*id]).collect();
        ranked.sort_by(|a, b| self.importance(*b).total_cmp(&self.importance(*a)).then(a.cmp(b)));
        ranked
    }

    /// Keeps the features for which there is a row. Returns how many.
    fn keep(&mut self, rows: usize) -> usize {
        let mut table = Rows::new(rows);
        let mut kept = vec![false; self.keys.len()];
        for id in self.ranked() {
            kept[id] = self.importance(id) >= 0.02 && table.place(self.keys[id], 1);
        }
        self.kept = kept;
        self.kept.iter().filter(|kept| **kept).count()
    }

    /// In whole numbers.
    fn trained(&self) -> Trained {
        let ranked = self.ranked();
        let mut sizes: Vec<f32> =
            ranked.iter().flat_map(|id| self.weights[*id][..LABELS].iter().map(|w| w.abs())).collect();
        sizes.sort_by(f32::total_cmp);
        let clip = sizes[(sizes.len() - 1).min(sizes.len() * 9995 / 10000)];
        let scale = 127.0 / clip;
        let whole = |weight: f32| (weight * scale).round();
        let weights = ranked.into_iter().map(|id| {
            (self.keys[id], std::array::from_fn(|label| whole(self.weights[id][label]).clamp(-127.0, 127.0) as i8))
        });
        let transition = |from: usize, to: usize| {
            let allowed = if from == LABELS { follows(LABELS + 1, to) } else { to == LABELS || follows(from, to) };
            if allowed { whole(self.transitions[from][to]) as i16 } else { -20_000 }
        };
        let transitions = std::array::from_fn(|from| std::array::from_fn(|to| transition(from, to)));
        Trained {
            version: 1,
            bias: [0; 3],
            sure: 0,
            least: i16::MIN,
            place: [0; 3],
            transitions,
            weights: weights.collect(),
        }
    }
}

fn step(weights: &mut Row, squares: &mut Row, gradient: &Row, rate: f32, pull: f32) {
    for label in 0..8 {
        let by = gradient[label] - pull * weights[label];
        squares[label] += by * by;
        weights[label] += rate * by / (squares[label] + 1.0).sqrt();
    }
}

fn normalise(scores: &mut [f64; LABELS]) {
    let sum: f64 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= sum);
}

impl Lattice {
    /// Forwards and backwards, each place scaled to a sum of one.
    fn sweep(&mut self, moves: &[[f64; LABELS]; LABELS], begin: &[f64; LABELS], end: &[f64; LABELS]) {
        let len = self.emissions.len();
        self.forward.clear();
        self.backward.clear();
        self.backward.resize(len, *end);
        for at in 0..len {
            let mut scores: [f64; LABELS] = std::array::from_fn(|to| match at {
                0 => begin[to],
                _ => (0..LABELS).map(|from| self.forward[at - 1][from] * moves[from][to]).sum(),
            });
            (0..LABELS).for_each(|to| scores[to] *= self.emissions[at][to]);
            normalise(&mut scores);
            self.forward.push(scores);
        }
        for at in (0..len.saturating_sub(1)).rev() {
            let mut scores: [f64; LABELS] = std::array::from_fn(|from| {
                (0..LABELS).map(|to| moves[from][to] * self.emissions[at + 1][to] * self.backward[at + 1][to]).sum()
            });
            normalise(&mut scores);
            self.backward[at] = scores;
        }
    }

    /// What was marked less what was expected. Returns the share of unexpected labels.
    fn compare(&mut self, labels: &[u8], moves: &[[f64; LABELS]; LABELS], moved: &mut [Row; 8]) -> f64 {
        let len = labels.len();
        self.gradient.clear();
        let mut loss = 0.0;
        for at in 0..len {
            let mut expected: [f64; LABELS] =
                std::array::from_fn(|label| self.forward[at][label] * self.backward[at][label]);
            normalise(&mut expected);
            let own = labels[at] as usize;
            let mut row = [0f32; 8];
            (0..LABELS).for_each(|label| row[label] = -expected[label] as f32);
            row[own] += 1.0;
            loss += 1.0 - expected[own];
            if at == 0 {
                (0..LABELS).for_each(|label| moved[LABELS][label] += row[label]);
            } else {
                self.pairs(at, moves, moved);
                moved[labels[at - 1] as usize][own] += 1.0;
            }
            if at + 1 == len {
                (0..LABELS).for_each(|label| moved[label][LABELS] += row[label]);
            }
            self.gradient.push(row);
        }
        loss / len as f64
    }

    /// Takes what was expected of two labels in a row from `moved`.
    fn pairs(&self, at: usize, moves: &[[f64; LABELS]; LABELS], moved: &mut [Row; 8]) {
        let pair = |from: usize, to: usize| {
            self.forward[at - 1][from] * moves[from][to] * self.emissions[at][to] * self.backward[at][to]
        };
        let sum: f64 = (0..LABELS * LABELS).map(|cell| pair(cell / LABELS, cell % LABELS)).sum();
        for cell in 0..LABELS * LABELS {
            let (from, to) = (cell / LABELS, cell % LABELS);
            moved[from][to] -= (pair(from, to) / sum) as f32;
        }
    }
}
