//! Shared: what detectors are found by, collected from all of them: the spellings of cues, and fingerprints.
//!
//! Collecting takes longer than everything else that loading a program does. An image therefore has what its own
//! detectors share, for the program that is made of exactly these.

use std::borrow::Cow;
use std::collections::HashMap;

use llmguard_types::{Bounds, Detector, Error};

use crate::anchor::What;
use crate::cue;
use crate::heads::HEAD;
use crate::image::{Reader, Writer, digest, fingerprint};
use crate::literals::Text;
use crate::plan::{Plan, Trigger};
use crate::prints::{DEPTH, Print, Prints, SETS, SYMBOLS};
use crate::set::Set;
use crate::words::Opening;

/// What detectors share, in the order of their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shared {
    /// Which detectors.
    of: u64,
    /// The fingerprints that the block pass looks up.
    pub(crate) prints: [[[u8; SYMBOLS]; DEPTH]; SETS],
    /// Every spelling of every cue, with the number of the cue.
    pub(crate) spellings: Vec<(Cow<'static, [u8]>, u32)>,
    /// By number: whether a cue is one of a detector that is announced.
    pub(crate) announcing: Vec<bool>,
    /// Per detector.
    pub(crate) cues: Vec<Cues>,
}

/// The cues of one detector.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cues {
    /// Their numbers, ascending.
    pub(crate) numbers: Vec<u32>,
    /// The bytes they may begin with.
    pub(crate) first: Set,
}

impl Shared {
    /// Collects what detectors share that are ordered by id.
    pub(crate) fn of<'a>(detectors: impl Iterator<Item = (&'a Detector, &'a Plan)> + Clone) -> Result<Shared, Error> {
        let mut all = Collecting::default();
        for (detector, plan) in detectors.clone() {
            all.trigger(detector, plan);
            all.cues(detector)?;
        }
        for (spelling, _) in all.spellings.iter().filter(|(_, cue)| is_marked(&all.announcing, *cue)) {
            let print = if cue::may_be_tail(spelling) { Print::Tail } else { Print::Cue };
            all.prints.add(print, Opening::any_case(spelling).shape());
        }
        Ok(Shared {
            of: identity(detectors.map(|(detector, _)| (fingerprint(detector), detector))),
            prints: all.prints.tables(),
            spellings: all.spellings,
            announcing: all.announcing,
            cues: all.cues,
        })
    }

    /// Whether this is of detectors with these fingerprints.
    pub(crate) fn is_of<'a>(&self, detectors: impl Iterator<Item = (u64, &'a Detector)>) -> bool {
        self.of == identity(detectors)
    }

    /// The spellings of cues that announce.
    pub(crate) fn announcing(&self) -> impl Iterator<Item = &[u8]> {
        self.spellings.iter().filter(|(_, cue)| is_marked(&self.announcing, *cue)).map(|(spelling, _)| &**spelling)
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.word(self.of);
        self.prints.iter().flatten().for_each(|symbols| out.bytes(symbols));
        out.number(self.spellings.len());
        for (spelling, cue) in &self.spellings {
            out.bytes(spelling);
            out.number(*cue as usize);
        }
        out.number(self.announcing.len());
        self.announcing.iter().for_each(|announces| out.number(usize::from(*announces)));
        out.number(self.cues.len());
        for cues in &self.cues {
            out.number(cues.numbers.len());
            cues.numbers.iter().for_each(|number| out.number(*number as usize));
            cues.first.write(out);
        }
    }

    pub(crate) fn read(input: &mut Reader<'_>) -> Option<Shared> {
        let of = input.word()?;
        let mut prints = [[[0; SYMBOLS]; DEPTH]; SETS];
        for symbols in prints.iter_mut().flatten() {
            *symbols = input.bytes()?.as_ref().try_into().ok()?;
        }
        let number = |number: usize| u32::try_from(number).ok();
        Some(Shared {
            of,
            prints,
            spellings: input.list(|input| Some((input.bytes()?, number(input.number()?)?)))?,
            announcing: input.list(|input| Some(input.number()? != 0))?,
            cues: input.list(|input| {
                let numbers = input.list(|input| number(input.number()?))?;
                Some(Cues { numbers, first: Set::read(input)? })
            })?,
        })
    }
}

fn is_marked(announcing: &[bool], cue: u32) -> bool {
    announcing.get(cue as usize).is_some_and(|announces| *announces)
}

/// Tells lists of detectors apart by what is shared.
fn identity<'a>(detectors: impl Iterator<Item = (u64, &'a Detector)>) -> u64 {
    let mut out = Writer::default();
    for (fingerprint, detector) in detectors {
        out.word(fingerprint);
        out.number(detector.cues.len());
        detector.cues.iter().for_each(|cue| out.bytes(cue.as_bytes()));
    }
    digest(out.written())
}

/// What has been collected so far.
#[derive(Default)]
struct Collecting {
    prints: Prints,
    spellings: Vec<(Cow<'static, [u8]>, u32)>,
    announcing: Vec<bool>,
    cues: Vec<Cues>,
    /// The numbers of cues, and the bytes their spellings begin with.
    known: HashMap<String, (u32, Set)>,
}

impl Collecting {
    fn trigger(&mut self, detector: &Detector, plan: &Plan) {
        match &plan.trigger {
            Trigger::Literals(literals) if detector.bounds == Bounds::None => self.short(Print::Free, &literals.texts),
            Trigger::Literals(literals) => self.short(Print::Bounded, &literals.texts),
            Trigger::Shape { head, property, .. } => {
                self.prints.add(Print::Code(*property), head.map(|bytes| bytes.folded()));
            }
            Trigger::Anchor(anchor) => {
                if let What::Literals(literals, _) = &anchor.what {
                    self.short(Print::Free, &literals.texts);
                }
            }
            Trigger::Anywhere | Trigger::Word(_) | Trigger::Mention(_) | Trigger::List => {}
        }
    }

    /// Adds the literals that have no [head](crate::heads).
    fn short(&mut self, print: Print, texts: &[Text]) {
        texts.iter().filter(|text| text.bytes.len() < HEAD).for_each(|text| self.prints.add(print, text.shape()));
    }

    fn cues(&mut self, detector: &Detector) -> Result<(), Error> {
        let mut cues = Cues::default();
        for word in detector.cues.iter() {
            let (number, first) = self.cue(detector, word)?;
            cues.numbers.push(number);
            cues.first = cues.first.or(first);
            if let Some(announces) = self.announcing.get_mut(number as usize) {
                *announces |= detector.announced;
            }
        }
        cues.numbers.sort_unstable();
        self.cues.push(cues);
        Ok(())
    }

    /// The number of a cue, shared by every detector that has it, and the bytes its spellings begin with.
    fn cue(&mut self, detector: &Detector, word: &str) -> Result<(u32, Set), Error> {
        if let Some(known) = self.known.get(word) {
            return Ok(*known);
        }
        let number = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        let spellings = cue::spellings(detector, word)?;
        let begin = spellings.iter().filter_map(|spelling| spelling.bytes().next());
        let first = Set::of(begin.flat_map(|byte| [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()]));
        self.spellings.extend(spellings.into_iter().map(|spelling| (Cow::Owned(spelling.into_bytes()), number)));
        self.announcing.push(false);
        self.known.insert(word.to_owned(), (number, first));
        Ok((number, first))
    }
}
