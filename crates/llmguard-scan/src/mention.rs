//! Mention: words of an earlier finding that come again.
//!
//! A name that a salutation announced is used bare from then on. A detector of mentions remembers the words of what was
//! found of its kinds, the last [`MAX_MENTIONED`] of them, and is tried where one comes again further down:
//!
//! ```text
//! Frau Erika Mustermann hat angerufen.  Mustermann bittet um … Erika Mustermanns Antrag
//!      found, two words remembered      again                  again: words that follow one another are one mention
//! ```
//!
//! Case, umlauts and a genitive s make no difference. A finding that lies within a longer one of another kind is not
//! remembered: `Mustermann` of `Mustermann GmbH` is a company's name. A mention within a finding of the same kind says
//! nothing new and is left out.

use std::collections::VecDeque;

use llmguard_types::{Confidence, DetectorIndex, Error, Evidence, Finding, Span};
use regex_automata::meta;

use crate::cue::is_word;
use crate::letters::letters;
use crate::program::{Mentioning, Program};
use crate::verify::{exact, validate};
use crate::{MAX_MATCH, MAX_MENTIONED};

/// Words with fewer letters are not remembered.
const MIN_LETTERS: usize = 3;
/// More words than this are no mention.
const MAX_WORDS: usize = 4;

/// What a text has told so far. All offsets count from its beginning.
#[derive(Debug, Default)]
pub(crate) struct Mentions {
    /// One for each of the program's detectors of mentions.
    memories: Vec<Memory>,
    /// Findings of Medium or more that are not behind the place yet, ordered by end.
    ahead: VecDeque<Ahead>,
    /// Up to where mentions have been looked for.
    place: usize,
}

#[derive(Debug, Default)]
struct Memory {
    /// Keys of words, the one learnt last at the end.
    words: VecDeque<u64>,
    /// Where the last mention ended.
    until: usize,
}

#[derive(Debug)]
struct Ahead {
    finding: Finding,
    words: Vec<u64>,
}

/// The text as far as it is known.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    pub(crate) text: &'a str,
    /// How many bytes stood before it.
    pub(crate) dropped: usize,
    /// Whether nothing follows.
    pub(crate) over: bool,
}

impl Mentions {
    /// Up to where mentions have been looked for.
    pub(crate) fn place(&self) -> usize {
        self.place
    }

    /// Another text begins.
    pub(crate) fn reset(&mut self) {
        self.memories.clear();
        self.ahead.clear();
        self.place = 0;
    }

    /// Takes what has been found. Its text is still known.
    pub(crate) fn add(&mut self, program: &Program, found: &[Finding], known: Known<'_>) {
        let sure = found.iter().filter(|f| f.confidence >= Confidence::Medium);
        self.ahead.extend(sure.map(|finding| {
            let remembered = program.mentions().iter().any(|by| by.entities.contains(&finding.entity));
            let span = Span::new(finding.span.start - known.dropped, finding.span.end - known.dropped);
            let text = if remembered { span.of(known.text).unwrap_or_default() } else { "" };
            Ahead { finding: *finding, words: words(text).map(key).collect() }
        }));
        self.ahead.make_contiguous().sort_by_key(|a| (a.finding.span.end, a.finding.span.start, a.finding.detector));
    }

    /// Looks for mentions that begin before `to`, where all that begins before has been found, as far as the known text
    /// allows.
    pub(crate) fn look_through(
        &mut self,
        program: &Program,
        caches: &mut [Option<meta::Cache>],
        known: Known<'_>,
        to: usize,
        found: &mut Vec<Finding>,
    ) -> Result<(), Error> {
        self.memories.resize_with(program.mentions().len(), Memory::default);
        let mut to = to;
        while !known.text.is_char_boundary(to - known.dropped) {
            to -= 1;
        }
        while self.place < to {
            if self.ahead.front().is_some_and(|next| next.finding.span.end <= self.place) {
                self.learn(program);
            }
            if self.memories.iter().all(|memory| memory.words.is_empty()) {
                let next = self.ahead.iter().find(|ahead| !ahead.words.is_empty());
                self.place = next.map_or(to, |next| next.finding.span.end.min(to));
                continue;
            }
            let at = self.place - known.dropped;
            let Some(c) = known.text.get(at..).and_then(|rest| rest.chars().next()) else { break };
            let word = letters(known.text.as_bytes(), at);
            if word.is_empty() || known.text.get(..at).is_some_and(|before| before.ends_with(is_word)) {
                self.place += c.len_utf8();
                continue;
            }
            if !program.mentions().iter().any(|by| word.first().is_some_and(|byte| by.first.contains(*byte))) {
                self.place += word.len();
                continue;
            }
            if !known.over && at + word.len() == known.text.len() {
                break;
            }
            let mut wait = false;
            for (by, memory) in program.mentions().iter().zip(&mut self.memories) {
                if memory.until > self.place {
                    continue;
                }
                let Some(span) = memory.run(known, at) else {
                    wait = true;
                    break;
                };
                if let Some(new) = mention(program, by.rule, caches, known, span)? {
                    memory.until = new.span.end;
                    let again =
                        |a: &Ahead| by.entities.contains(&a.finding.entity) && a.finding.span.contains(new.span);
                    if !self.ahead.iter().take_while(|a| is_near(a, new.span)).any(again) {
                        found.push(new);
                    }
                }
            }
            if wait {
                break;
            }
            self.place += word.len();
        }
        Ok(())
    }

    /// Remembers the words of what ends at the place or before.
    fn learn(&mut self, program: &Program) {
        let behind = self.ahead.partition_point(|a| a.finding.span.end <= self.place);
        for (at, Ahead { finding, words }) in self.ahead.iter().take(behind).enumerate() {
            for (Mentioning { entities, .. }, memory) in program.mentions().iter().zip(&mut self.memories) {
                let longer = |a: &Ahead| {
                    a.finding.span.contains(finding.span)
                        && a.finding.span.len() > finding.span.len()
                        && !entities.contains(&a.finding.entity)
                };
                // What ends at the same place may be sorted before.
                let same = self.ahead.partition_point(|a| a.finding.span.end < finding.span.end).min(at);
                let near = self.ahead.iter().skip(same).take_while(|a| is_near(a, finding.span));
                if entities.contains(&finding.entity) && !near.into_iter().any(longer) {
                    words.iter().for_each(|word| memory.learn(*word));
                }
            }
        }
        self.ahead.drain(..behind);
    }
}

/// Whether what ends there may reach back to a span.
fn is_near(ahead: &Ahead, span: Span) -> bool {
    ahead.finding.span.end <= span.end.saturating_add(MAX_MATCH)
}

impl Memory {
    fn learn(&mut self, word: u64) {
        self.words.retain(|known| *known != word);
        if self.words.len() == MAX_MENTIONED {
            self.words.pop_front();
        }
        self.words.push_back(word);
    }

    fn knows(&self, word: &str) -> bool {
        let genitive = word.strip_suffix(['s', 'S']).map(key);
        self.words.contains(&key(word)) || genitive.is_some_and(|key| self.words.contains(&key))
    }

    /// The known words from a place on, parted by a blank or a hyphen, as a span of the known text; an empty one if the
    /// first is not known. `None` if more of the text may make it longer.
    fn run(&self, known: Known<'_>, at: usize) -> Option<Span> {
        let (mut end, mut from) = (at, at);
        for _ in 0..MAX_WORDS {
            let word = letters(known.text.as_bytes(), from);
            let rest = known.text.get(from + word.len()..)?;
            if rest.is_empty() && !known.over {
                return None;
            }
            if !std::str::from_utf8(word).is_ok_and(|word| !word.is_empty() && self.knows(word)) {
                break;
            }
            end = from + word.len();
            let Some(gap) = rest.chars().next().filter(|c| [' ', '\u{a0}', '-'].contains(c)) else { break };
            from = end + gap.len_utf8();
        }
        Some(Span::new(at, end))
    }
}

/// The finding that a run of known words is, if the detector's pattern and validator agree.
fn mention(
    program: &Program,
    index: DetectorIndex,
    caches: &mut [Option<meta::Cache>],
    known: Known<'_>,
    run: Span,
) -> Result<Option<Finding>, Error> {
    let (Some(rule), Some(cache)) = (program.rule(index), caches.get_mut(index.0 as usize)) else { return Ok(None) };
    if run.is_empty() || exact(rule, cache, known.text, run)? != Some(run) {
        return Ok(None);
    }
    let Some(hit) = validate(rule, known.text, run).filter(|hit| hit.strength > 0) else { return Ok(None) };
    Ok(Some(Finding {
        span: Span::new(hit.span.start + known.dropped, hit.span.end + known.dropped),
        detector: index,
        entity: rule.entity,
        confidence: Confidence::of(rule.detector.prefix, true, hit.strength),
        evidence: hit.evidence.with(Evidence::MENTION),
    }))
}

/// The words of a finding that are remembered.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| word.chars().count() >= MIN_LETTERS && word.starts_with(char::is_uppercase))
}

/// A word without case, and with umlauts as two letters.
fn key(word: &str) -> u64 {
    let mut key = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |c: char| key = (key ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3);
    for c in word.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => ['a', 'e'].into_iter().for_each(&mut add),
            'ö' => ['o', 'e'].into_iter().for_each(&mut add),
            'ü' => ['u', 'e'].into_iter().for_each(&mut add),
            'ß' => ['s', 's'].into_iter().for_each(&mut add),
            c => add(c),
        }
    }
    key
}
