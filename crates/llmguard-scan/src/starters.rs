//! Starters: what may begin at a place, save for literals, for the walks of [`open`](crate::open).
//!
//! They are ordered, the farthest reaching first: where more is known behind a place than one reaches, it is over, and so
//! are all that follow. Which of them may have begun is told by the bytes at the place, of 64 at a time:
//!
//! ```text
//!             PEM body 8192   codes 2048   e-mail 320   recipes 200 …        text  M a i l :
//! begin with M            1            1            1             1
//! then i at 2             1            1            1             0
//! then : at 4             0            1            0             0           codes are walked
//! ```

use llmguard_types::{Bounds, DetectorIndex};

use crate::group::Place;
use crate::nfa::{FRONT, Front};
use crate::plan::Trigger;
use crate::prints::SYMBOLS;
use crate::program::Program;
use crate::set::Set;

/// What may begin, 64 at a time.
#[derive(Debug)]
pub(crate) struct Starters(Vec<Bundle>);

/// What begins in a way of its own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Starter {
    /// Its longest match, in bytes.
    pub(crate) reach: usize,
    pub(crate) what: What,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum What {
    /// A detector with an anchor.
    Detector(DetectorIndex),
    /// A group with an automaton, by its number.
    Group(usize),
    /// A group without.
    Blind,
    /// A detector whose matches begin with a word of a lexicon.
    Word(DetectorIndex),
}

/// How something begins.
struct Beginning {
    starter: Starter,
    first: Set,
    front: Front,
    /// Whether it may begin behind a letter or digit of ASCII.
    free: bool,
}

/// Up to 64 starters; number `n` is bit `n`.
#[derive(Debug)]
struct Bundle {
    starters: Vec<Starter>,
    /// Those that begin with a byte.
    first: [u64; 256],
    /// Those that have a [symbol](Set::folded) behind it.
    front: [[u64; SYMBOLS]; FRONT - 1],
    free: u64,
}

impl Starters {
    pub(crate) fn of(program: &Program) -> Starters {
        let anchored = program.anchored().iter().map(|(index, first)| {
            let rule = program.rule(*index);
            let front = match rule.map(|rule| &rule.plan.trigger) {
                Some(Trigger::Anchor(anchor)) => anchor.front,
                _ => [u64::MAX; FRONT],
            };
            let free = rule.is_some_and(|rule| rule.detector.bounds != Bounds::Token);
            let reach = rule.map_or(0, |rule| rule.plan.max_len);
            Beginning { starter: Starter { reach, what: What::Detector(*index) }, first: *first, front, free }
        });
        let worded = program.worded().iter().map(|(index, first)| {
            let reach = program.rule(*index).map_or(0, |rule| rule.plan.max_len);
            let starter = Starter { reach, what: What::Word(*index) };
            Beginning { starter, first: *first, front: [u64::MAX; FRONT], free: false }
        });
        let groups = program.all_groups().iter().enumerate().map(|(number, member)| {
            let group = &member.group;
            let first = match group.place {
                Place::Number => member.first.and(Set::digits()),
                Place::Code(_) => member.first.without(Set::digits()),
                // What these begin with is looked up first.
                Place::Word => Set::default(),
                Place::Token | Place::Everywhere => member.first,
            };
            let what = if group.automaton().is_some() { What::Group(number) } else { What::Blind };
            let starter = Starter { reach: group.reach(), what };
            Beginning { starter, first, front: group.front, free: group.place == Place::Everywhere }
        });
        let mut all: Vec<Beginning> = anchored.chain(worded).chain(groups).collect();
        all.sort_by_key(|beginning| std::cmp::Reverse(beginning.starter.reach));
        Starters(all.chunks(u64::BITS as usize).map(Bundle::of).collect())
    }

    /// What may begin with a text, the farthest reaching first; `bounded` says whether a boundary stands before.
    pub(crate) fn at<'a>(&'a self, text: &'a [u8], bounded: bool) -> impl Iterator<Item = &'a Starter> {
        self.0.iter().flat_map(move |bundle| {
            let mut may = bundle.at(text, bounded);
            std::iter::from_fn(move || {
                let number = (may != 0).then(|| may.trailing_zeros() as usize)?;
                may &= may - 1;
                bundle.starters.get(number)
            })
        })
    }
}

impl Bundle {
    fn of(beginnings: &[Beginning]) -> Bundle {
        let mut bundle = Bundle { starters: Vec::new(), first: [0; 256], front: [[0; SYMBOLS]; FRONT - 1], free: 0 };
        for (number, beginning) in beginnings.iter().enumerate() {
            bundle.starters.push(beginning.starter);
            bundle.free |= u64::from(beginning.free) << number;
            for (byte, bits) in (0..=u8::MAX).zip(&mut bundle.first) {
                *bits |= u64::from(beginning.first.contains(byte)) << number;
            }
            for (bits, symbols) in bundle.front.iter_mut().zip(beginning.front.iter().skip(1)) {
                bits.iter_mut().enumerate().for_each(|(symbol, bits)| *bits |= (symbols >> symbol & 1) << number);
            }
        }
        bundle
    }

    /// Those that may begin with a text, as bits.
    fn at(&self, text: &[u8], bounded: bool) -> u64 {
        let Some((first, rest)) = text.split_first() else { return 0 };
        let mut may = self.first.get(usize::from(*first)).copied().unwrap_or(0);
        if !bounded {
            may &= self.free;
        }
        for (bits, byte) in self.front.iter().zip(rest) {
            if may == 0 {
                break;
            }
            may &= bits.get(usize::from(byte & 63)).copied().unwrap_or(0);
        }
        may
    }
}
