//! Decode: the best labels of a run, and by how much a name is better than none.
//!
//! ```text
//! run        Bitte   Dr  .   Peter   von  der  Heide
//! labels     -       -   -   Person  ………  ………  ………
//! margin                     the best labels with Peter, … as a name, less the best with one of them as none
//! ```

use crate::features::{Around, own};
use crate::model::{LABELS, Model, Scores};
use crate::token::Token;

/// The labels of a person. The others are nothing, and places and organisations, which are there to be preferred.
const BEGIN: usize = 1;
const INSIDE: usize = 2;

/// Scratch space of decoding.
#[derive(Debug, Default)]
pub(crate) struct Lattice {
    emissions: Vec<Scores>,
    /// The best score of all labels up to a token that end in each label.
    forward: Vec<Scores>,
    /// The best score behind a token that has each label.
    backward: Vec<Scores>,
    labels: Vec<usize>,
}

/// A name among the tokens of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tagged {
    /// First and last token, counted from the beginning of the run.
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) margin: i32,
}

fn best(scores: impl Iterator<Item = i32>) -> (usize, i32) {
    scores.enumerate().fold((0, i32::MIN), |best, (at, score)| if score > best.1 { (at, score) } else { best })
}

fn sums<'s>(left: &'s Scores, right: &'s Scores) -> impl Iterator<Item = i32> + 's {
    left.iter().zip(right).map(|(left, right)| left + right)
}

impl Lattice {
    /// Calls `found` for every name of a run, from left to right.
    pub(crate) fn decode(&mut self, model: &Model, tokens: &[Token], bias: i32, mut found: impl FnMut(Tagged)) {
        let Some(run) = Around::new(tokens) else { return };
        self.emit(model, &run, bias);
        self.forward.clear();
        for emission in &self.emissions {
            let mut scores = *emission;
            match self.forward.last() {
                None => scores.iter_mut().zip(model.begin).for_each(|(score, begin)| *score += begin),
                Some(last) => {
                    let into = model.into.iter().map(|into| best(sums(last, into)).1);
                    scores.iter_mut().zip(into).for_each(|(score, before)| *score += before);
                }
            }
            self.forward.push(scores);
        }
        if self.trace(model) {
            self.look_back(model);
            self.names(&mut found);
        }
    }

    fn emit(&mut self, model: &Model, run: &Around<'_>, bias: i32) {
        self.emissions.clear();
        for (at, token) in run.words().iter().enumerate() {
            let mut scores = model.scores(&own(token));
            scores.iter_mut().zip(model.scores(&run.features(at))).for_each(|(score, around)| *score += around);
            scores.iter_mut().skip(BEGIN).take(INSIDE).for_each(|person| *person -= bias);
            self.emissions.push(scores);
        }
    }

    /// The labels, from the last to the first. Says whether there is a person among them.
    fn trace(&mut self, model: &Model) -> bool {
        self.labels.clear();
        let mut behind = model.end;
        for scores in self.forward.iter().rev() {
            let (label, _) = best(sums(scores, &behind));
            self.labels.push(label);
            behind = model.into.get(label).copied().unwrap_or([0; LABELS]);
        }
        self.labels.reverse();
        self.labels.contains(&BEGIN)
    }

    fn look_back(&mut self, model: &Model) {
        self.backward.clear();
        self.backward.push(model.end);
        for emission in self.emissions.iter().skip(1).rev() {
            let next = self.backward.last().copied().unwrap_or_default();
            let mut ahead = next;
            ahead.iter_mut().zip(emission).for_each(|(score, own)| *score += own);
            let mut scores = [0; LABELS];
            scores.iter_mut().zip(&model.out).for_each(|(score, out)| *score = best(sums(&ahead, out)).1);
            self.backward.push(scores);
        }
        self.backward.reverse();
    }

    fn names(&self, found: &mut impl FnMut(Tagged)) {
        let mut open: Option<Tagged> = None;
        let places = self.labels.iter().zip(self.forward.iter().zip(&self.backward)).enumerate();
        for (at, (label, (forward, backward))) in places {
            let score = |label: usize| sums(forward, backward).nth(label).unwrap_or_default();
            let margin = score(*label) - score(0);
            match (*label, &mut open) {
                (INSIDE, Some(name)) => {
                    name.last = at;
                    name.margin = name.margin.min(margin);
                }
                (BEGIN, _) => {
                    open.take().into_iter().for_each(&mut *found);
                    open = Some(Tagged { first: at, last: at, margin });
                }
                _ => open.take().into_iter().for_each(&mut *found),
            }
        }
        open.into_iter().for_each(found);
    }
}
