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
use std::ops::Range;

use llmguard_types::{Confidence, DetectorIndex, Error, Evidence, Finding, Span};
use regex_automata::meta;

use crate::cue::is_word;
use crate::letters::letters;
use crate::program::{Mentioning, Program};
use crate::set::{Set, is_ascii_word};
use crate::verify::{exact, validate};
use crate::{MAX_MATCH, MAX_MENTIONED};

/// Words with fewer letters are not remembered.
const MIN_LETTERS: usize = 3;
/// More words than this are no mention.
const MAX_WORDS: usize = 4;
/// So many letters tell whether a known word may begin, …
const HEAD: usize = 3;
/// … hashed to so many bits.
const HEAD_BITS: u32 = 12;
/// The lowest bit of each of eight bytes, …
const LANES: u64 = u64::MAX / 0xff;
/// … and the highest.
const HIGH: u64 = LANES << 7;

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

#[derive(Debug)]
struct Memory {
    /// The one learnt last at the end.
    words: VecDeque<Word>,
    /// How they begin, as bits.
    heads: [u64; 1 << HEAD_BITS >> 6],
    /// Where the last mention ended.
    until: usize,
}

#[derive(Debug)]
struct Ahead {
    finding: Finding,
    words: Vec<Word>,
}

/// A word that is remembered.
#[derive(Debug, Clone, Copy)]
struct Word {
    key: u64,
    /// How it begins; see [`head`].
    head: Option<usize>,
}

impl Default for Memory {
    fn default() -> Memory {
        Memory { words: VecDeque::new(), heads: [0; 1 << HEAD_BITS >> 6], until: 0 }
    }
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
            let known_kind = program.mentions().iter().any(|by| by.entities.contains(&finding.entity));
            let span = Span::new(finding.span.start - known.dropped, finding.span.end - known.dropped);
            let text = if known_kind { span.of(known.text).unwrap_or_default() } else { "" };
            Ahead { finding: *finding, words: words(text).map(remembered).collect() }
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
        let text = known.text.as_bytes();
        let first = program.mentions().iter().fold(Set::default(), |all, by| all.or(by.first));
        while self.place < to {
            let next = self.ahead.front().map_or(to, |next| next.finding.span.end);
            if next <= self.place {
                self.learn(program);
                continue;
            }
            let until = next.min(to);
            if self.memories.iter().all(|memory| memory.words.is_empty()) {
                self.place = until;
                continue;
            }
            let Some(at) = self.next_known(text, self.place - known.dropped..until - known.dropped, first) else {
                self.place = until;
                continue;
            };
            self.place = at + known.dropped;
            let word = letters(text, at);
            if word.is_empty() || known.text.get(..at).is_none_or(|before| before.ends_with(is_word)) {
                self.place += 1;
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

    /// The next place in a range at which a known word may begin, with one of these bytes and behind no letter or digit
    /// of ASCII.
    fn next_known(&self, text: &[u8], range: Range<usize>, first: Set) -> Option<usize> {
        let is_start = |at: usize| {
            let inside = at.checked_sub(1).and_then(|before| text.get(before)).is_some_and(|byte| is_ascii_word(*byte));
            !inside && self.memories.iter().any(|memory| memory.may_know(text, at))
        };
        // Nearly always only capitals and what is beyond ASCII: eight bytes are looked at together.
        let narrow = first.is_subset(Set::CAPITALS);
        let (mut at, here) = (range.start, text.get(range).unwrap_or_default());
        for eight in here.chunks(8) {
            let mut marked = match eight.first_chunk() {
                Some(eight) if narrow => capitals(u64::from_le_bytes(*eight)),
                _ => HIGH >> (8 * (8 - eight.len())),
            };
            while marked != 0 {
                let offset = (marked.trailing_zeros() / 8) as usize;
                if eight.get(offset).is_some_and(|byte| first.contains(*byte)) && is_start(at + offset) {
                    return Some(at + offset);
                }
                marked &= marked - 1;
            }
            at += eight.len();
        }
        None
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

/// The highest bits of those of eight bytes that are capitals or beyond ASCII.
#[inline]
fn capitals(eight: u64) -> u64 {
    let below = eight & !HIGH;
    let capitals = (below + LANES * (0x80 - b'A' as u64)) & !(below + LANES * (0x7f - b'Z' as u64));
    (capitals | eight) & HIGH
}

impl Memory {
    fn learn(&mut self, word: Word) {
        self.words.retain(|known| known.key != word.key);
        if self.words.len() == MAX_MENTIONED {
            self.words.pop_front();
            self.heads = [0; 1 << HEAD_BITS >> 6];
            for head in self.words.iter().filter_map(|known| known.head) {
                mark(&mut self.heads, head);
            }
        }
        self.words.push_back(word);
        word.head.into_iter().for_each(|head| mark(&mut self.heads, head));
    }

    /// Whether a known word may begin at a place.
    #[inline]
    fn may_know(&self, text: &[u8], at: usize) -> bool {
        match text.get(at..).and_then(|rest| rest.first_chunk()).copied().and_then(head) {
            Some(head) => self.heads.get(head / 64).is_some_and(|word| word >> (head % 64) & 1 == 1),
            None => true,
        }
    }

    fn knows(&self, word: &str) -> bool {
        let genitive = word.strip_suffix(['s', 'S']).map(key);
        let word = key(word);
        self.words.iter().any(|known| known.key == word || Some(known.key) == genitive)
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

fn mark(heads: &mut [u64; 1 << HEAD_BITS >> 6], head: usize) {
    heads.get_mut(head / 64).into_iter().for_each(|word| *word |= 1 << (head % 64));
}

/// The bit of how a word begins, in whatever case; `None` if that is not ASCII.
#[inline]
fn head(begin: [u8; HEAD]) -> Option<usize> {
    let [a, b, c] = begin;
    let folded = u32::from_le_bytes([a, b, c, 0]) | 0x20_2020;
    begin.is_ascii().then_some((folded.wrapping_mul(0x9e37_79b1) >> (u32::BITS - HEAD_BITS)) as usize)
}

fn remembered(word: &str) -> Word {
    let mut begin = [0; HEAD];
    folded(word).zip(&mut begin).for_each(|(c, byte)| *byte = u8::try_from(c).unwrap_or(u8::MAX));
    Word { key: key(word), head: head(begin) }
}

/// A number for a word without case, and with umlauts as two letters.
fn key(word: &str) -> u64 {
    folded(word).fold(0xcbf2_9ce4_8422_2325, |key, c| (key ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3))
}

/// The letters of a word, small, umlauts as two.
fn folded(word: &str) -> impl Iterator<Item = char> {
    word.chars()
        .flat_map(char::to_lowercase)
        .flat_map(|c| match c {
            'ä' => ['a', 'e'],
            'ö' => ['o', 'e'],
            'ü' => ['u', 'e'],
            'ß' => ['s', 's'],
            c => [c, '\0'],
        })
        .filter(|c| *c != '\0')
}
