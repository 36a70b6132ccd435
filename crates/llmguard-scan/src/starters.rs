//! Starters: what may begin with a byte, save for literals, for the walks of [`open`](crate::open).
//!
//! Those of one byte stand together, the farthest reaching first: where more is known behind a place than the next one
//! reaches, it is over, and so are all that follow.
//!
//! ```text
//! V    PEM body 8192   codes 2048   e-mail 320   markings 200 …   handles 88        300 bytes are known: two may be open
//! ```

use llmguard_types::{Bounds, DetectorIndex};

use crate::group::Place;
use crate::program::Program;

/// By byte, what may begin with it.
#[derive(Debug)]
pub(crate) struct Starters(Vec<Vec<Starter>>);

/// What begins in a way of its own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Starter {
    /// Its longest match, in bytes.
    pub(crate) reach: usize,
    /// Whether it may begin behind a letter or digit of ASCII.
    pub(crate) free: bool,
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

impl Starters {
    pub(crate) fn of(program: &Program) -> Starters {
        let rule = |rule: DetectorIndex, what: What| {
            let known = program.rule(rule);
            let reach = known.map_or(0, |known| known.plan.max_len);
            let free = known.is_some_and(|known| known.detector.bounds != Bounds::Token);
            Starter { reach, free: free && matches!(what, What::Detector(_)), what }
        };
        let mut starters = Starters(vec![Vec::new(); 256]);
        for byte in 0..=u8::MAX {
            let anchored = program.anchored().iter().filter(|(_, first)| first.contains(byte));
            let worded = program.worded().iter().filter(|(_, first)| first.contains(byte));
            let groups = program.all_groups().iter().enumerate().filter(|(_, member)| match member.group.place {
                _ if !member.first.contains(byte) => false,
                Place::Number => byte.is_ascii_digit(),
                Place::Code(_) => !byte.is_ascii_digit(),
                // What these begin with is looked up first.
                Place::Word => false,
                Place::Token | Place::Everywhere => true,
            });
            let mut here: Vec<Starter> = anchored.map(|(index, _)| rule(*index, What::Detector(*index))).collect();
            here.extend(worded.map(|(index, _)| rule(*index, What::Word(*index))));
            here.extend(groups.map(|(number, member)| Starter {
                reach: member.group.reach(),
                free: member.group.place == Place::Everywhere,
                what: if member.group.automaton().is_some() { What::Group(number) } else { What::Blind },
            }));
            here.sort_by_key(|starter| std::cmp::Reverse(starter.reach));
            starters.0.get_mut(usize::from(byte)).into_iter().for_each(|slot| slot.clone_from(&here));
        }
        starters
    }

    /// What may begin with a byte, the farthest reaching first.
    pub(crate) fn with(&self, byte: u8) -> &[Starter] {
        self.0.get(usize::from(byte)).map_or(&[], Vec::as_slice)
    }
}
