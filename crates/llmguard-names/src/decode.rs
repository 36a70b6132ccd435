//! Decode: the best labels of a run, and by how much a name is better than none.
//!
//! ```text
//! run        Bitte   Dr  .   Peter   von  der  Heide
//! labels     -       -   -   Person  ………  ………  ………
//! margin                     the best labels with Peter, … as a name, less the best with one of them as none
//! ```

use crate::features::Around;
use crate::model::{Model, ROOM, Scores};
use crate::run::Run;

/// The labels of a person, …
const PERSON: [usize; 2] = [1, 2];
/// … and of a place: begin and inside. The others are nothing, and organisations, which are there to be preferred.
const PLACE: [usize; 2] = [3, 4];

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

/// What has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    Person,
    Place,
}

impl Named {
    /// What begins with a label.
    fn begins(label: usize) -> Option<Named> {
        match label {
            _ if label == PERSON[0] => Some(Named::Person),
            _ if label == PLACE[0] => Some(Named::Place),
            _ => None,
        }
    }
}

/// A name among the tokens of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tagged {
    /// First and last token, counted from the beginning of the run.
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) margin: i32,
    pub(crate) named: Named,
}

fn best(scores: impl Iterator<Item = i32>) -> (usize, i32) {
    scores.enumerate().fold((0, i32::MIN), |best, (at, score)| if score > best.1 { (at, score) } else { best })
}

fn sums<'s>(left: &'s Scores, right: &'s Scores) -> impl Iterator<Item = i32> + 's {
    left.iter().zip(right).map(|(left, right)| left + right)
}

/// The best score behind or before each label, by the scores on the other side and the moves from there.
#[inline]
fn step(scores: &Scores, moves: &[Scores; ROOM]) -> Scores {
    let mut all = [i32::MIN; ROOM];
    for (score, moves) in scores.iter().zip(moves) {
        all.iter_mut().zip(moves).for_each(|(best, by)| *best = (*best).max(score + by));
    }
    all
}

impl Lattice {
    /// Calls `found` for every name of a run, from left to right.
    pub(crate) fn decode(&mut self, model: &Model, run: &Run, bias: i32, mut found: impl FnMut(Tagged)) {
        let Some(around) = Around::new(&run.tokens) else { return };
        self.emit(model, &around, &run.own, bias);
        self.forward.clear();
        for emission in &self.emissions {
            let mut scores = *emission;
            match self.forward.last() {
                None => scores.iter_mut().zip(model.begin).for_each(|(score, begin)| *score += begin),
                Some(last) => {
                    let before = step(last, &model.out);
                    scores.iter_mut().zip(before).for_each(|(score, before)| *score += before);
                }
            }
            self.forward.push(scores);
        }
        if self.trace(model) {
            self.look_back(model);
            self.names(&mut found);
        }
    }

    fn emit(&mut self, model: &Model, around: &Around<'_>, own: &[Scores], bias: i32) {
        self.emissions.clear();
        for (at, own) in own.iter().enumerate() {
            let mut scores = model.scores(&around.features(at));
            scores.iter_mut().zip(own).for_each(|(score, own)| *score += own);
            let [begin, inside] = PERSON;
            scores.iter_mut().take(inside + 1).skip(begin).for_each(|person| *person -= bias);
            self.emissions.push(scores);
        }
    }

    /// The labels, from the last to the first. Says whether there is a name among them.
    fn trace(&mut self, model: &Model) -> bool {
        self.labels.clear();
        let mut behind = model.end;
        for scores in self.forward.iter().rev() {
            let (label, _) = best(sums(scores, &behind));
            self.labels.push(label);
            behind = model.into.get(label).copied().unwrap_or_default();
        }
        self.labels.reverse();
        self.labels.iter().any(|label| Named::begins(*label).is_some())
    }

    fn look_back(&mut self, model: &Model) {
        self.backward.clear();
        self.backward.push(model.end);
        for emission in self.emissions.iter().skip(1).rev() {
            let next = self.backward.last().copied().unwrap_or_default();
            let mut ahead = next;
            ahead.iter_mut().zip(emission).for_each(|(score, own)| *score += own);
            self.backward.push(step(&ahead, &model.into));
        }
        self.backward.reverse();
    }

    fn names(&self, found: &mut impl FnMut(Tagged)) {
        let mut open: Option<Tagged> = None;
        let places = self.labels.iter().zip(self.forward.iter().zip(&self.backward)).enumerate();
        for (at, (label, (forward, backward))) in places {
            let score = |label: usize| sums(forward, backward).nth(label).unwrap_or_default();
            let margin = score(*label) - score(0);
            match &mut open {
                // An inside follows nothing but its own begin.
                Some(name) if *label == PERSON[1] || *label == PLACE[1] => {
                    name.last = at;
                    name.margin = name.margin.min(margin);
                }
                _ => {
                    open.take().into_iter().for_each(&mut *found);
                    open = Named::begins(*label).map(|named| Tagged { first: at, last: at, margin, named });
                }
            }
        }
        open.into_iter().for_each(found);
    }
}
