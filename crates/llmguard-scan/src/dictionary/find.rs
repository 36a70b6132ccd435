//! Find: from a text to the spans of the terms in it.
//!
//! The common case is a word that begins no term. It costs a fold in one register, a multiplication and three bytes of
//! the filter; [`BATCH`] words are asked at once, so that their loads overlap. Whatever the filter lets through is read
//! again the long way: its mark is looked up, and if terms begin with it, the words behind it are chained on, as many as
//! the longest of these terms has.
//!
//! ```text
//! text       Die Knorr-Bremse AG liefert.      terms: Knorr Bremse AG, Knorr Bremse, AG
//! runs       ^^^ ^^^^^ ^^^^^^ ^^ ^^^^^^^
//! filter     no  yes   no     yes no
//! Knorr      mark known, terms of 2 and 3 words begin so: both are there, the longer one is reported
//! AG         lies inside what was reported: passed over
//! ```

use llmguard_types::Span;

use super::Dictionary;
use super::filter::Filter;
use super::fold::{Folded, quick};
use super::words::{joiner, next_word};

/// Words asked at once.
const BATCH: usize = 32;

/// One search.
pub(crate) struct Finder<'d, 't, F> {
    dictionary: &'d Dictionary,
    filter: Filter<'d>,
    text: &'t str,
    report: F,
    folded: Folded,
    /// Where the last finding ends.
    done: usize,
    starts: [usize; BATCH],
    sums: [u64; BATCH],
    count: usize,
}

impl<'d, 't, F: FnMut(Span)> Finder<'d, 't, F> {
    pub(crate) fn new(dictionary: &'d Dictionary, text: &'t str, report: F) -> Finder<'d, 't, F> {
        Finder {
            dictionary,
            filter: dictionary.filter(),
            text,
            report,
            folded: Folded::default(),
            done: 0,
            starts: [0; BATCH],
            sums: [0; BATCH],
            count: 0,
        }
    }

    /// Searches the runs of set bits; bit `i` of block `k` stands for byte `64 k + i`.
    pub(crate) fn run(mut self, blocks: impl Iterator<Item = u64>) {
        let (mut base, mut open, mut inside) = (0, 0, 0);
        for block in blocks {
            let shifted = block << 1 | inside;
            let (mut starts, mut ends) = (block & !shifted, !block & shifted);
            if inside == 0 && starts != 0 {
                open = base + starts.trailing_zeros() as usize;
                starts &= starts - 1;
            }
            while ends != 0 {
                self.word(open, base + ends.trailing_zeros() as usize);
                ends &= ends - 1;
                if starts != 0 {
                    open = base + starts.trailing_zeros() as usize;
                    starts &= starts - 1;
                }
            }
            inside = block >> 63;
            base += 64;
        }
        if inside != 0 {
            self.word(open, self.text.len());
        }
        self.ask();
    }

    /// A run of word characters and of characters that may be some.
    #[inline(always)]
    fn word(&mut self, start: usize, end: usize) {
        match quick(self.text.as_bytes(), start, end) {
            Some(block) => self.put(start, self.dictionary.keys.quick_sum(block)),
            None => self.slow_run(start, end),
        }
    }

    /// The same the long way: the run may hold several words or none.
    #[inline(never)]
    fn slow_run(&mut self, start: usize, end: usize) {
        let Some(run) = self.text.get(start..end) else { return };
        let mut at = 0;
        while let Some((from, to)) = next_word(run, at) {
            self.folded.read(run.get(from..to).unwrap_or_default());
            if let Some(stem) = self.folded.stem() {
                let sum = self.dictionary.keys.sum(stem);
                self.put(start + from, sum);
            }
            at = to;
        }
    }

    #[inline(always)]
    fn put(&mut self, start: usize, sum: u64) {
        if let (Some(to_start), Some(to_sum)) = (self.starts.get_mut(self.count), self.sums.get_mut(self.count)) {
            (*to_start, *to_sum) = (start, sum);
            self.count += 1;
        }
        if self.count == BATCH {
            self.ask();
        }
    }

    /// Asks the filter about the words that have come together.
    #[inline(never)]
    fn ask(&mut self) {
        let mut admitted = 0u64;
        for (at, sum) in self.sums.iter().enumerate() {
            admitted |= u64::from(self.filter.admits(*sum)) << at;
        }
        admitted &= !(u64::MAX << self.count);
        while admitted != 0 {
            let start = self.starts.get(admitted.trailing_zeros() as usize).copied().unwrap_or_default();
            if start >= self.done {
                self.term(start);
            }
            admitted &= admitted - 1;
        }
        self.count = 0;
    }

    /// Reports the longest term that begins at a word, if any does.
    fn term(&mut self, start: usize) {
        let (keys, table) = (&self.dictionary.keys, self.dictionary.table());
        let Some((_, mut end)) = next_word(self.text, start) else { return };
        let Some(mark) = self.mark(start, end) else { return };
        let lengths = table.get(mark);
        let mut longest = (lengths & 1 == 1).then_some(end);
        let mut chain = keys.chain(mark);
        let mut rest = lengths >> 1;
        while rest != 0 {
            let Some((from, to)) = next_word(self.text, end) else { break };
            let Some(joiner) = self.text.get(end..from).and_then(joiner) else { break };
            let Some(mark) = self.mark(from, to) else { break };
            chain = keys.extend(chain, joiner, mark);
            end = to;
            if rest & 1 == 1 && table.get(keys.close(chain)) & 1 == 1 {
                longest = Some(end);
            }
            rest >>= 1;
        }
        if let Some(end) = longest {
            self.done = end;
            (self.report)(Span::new(start, end));
        }
    }

    fn mark(&mut self, start: usize, end: usize) -> Option<u128> {
        self.folded.read(self.text.get(start..end)?);
        Some(self.dictionary.keys.mark(self.folded.stem()?))
    }
}
