//! Find: from a text to the spans of the terms in it.
//!
//! The common case is a word that begins no term. Its first four letters say so, or else a fold in one register, a
//! multiplication and three bytes of the filter; [`BATCH`] words are asked at once, so that their loads overlap. Whatever the filter lets through is read
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
use super::fold::{Folded, Short, head_of};
use super::words::{joiner, next_word};

/// Runs looked at together.
const BATCH: usize = 256;
/// The most runs that begin, or end, in 64 bytes.
const IN_BLOCK: usize = 32;
/// How many of them are written without asking whether there are so many; more are rare in text.
const USUAL: usize = 12;

/// One search.
pub(crate) struct Finder<'d, 't, F> {
    dictionary: &'d Dictionary,
    filter: Filter<'d>,
    text: &'t str,
    report: F,
    folded: Folded,
    /// Where the last finding ends.
    done: usize,
    /// Whether nothing follows the text.
    over: bool,
    /// Where a term begins that what follows may make longer.
    open: Option<usize>,
}

/// Where runs of word characters start and end: two lists, of which one element each makes a run. The last start may
/// still lack its end.
struct Batch {
    starts: [usize; BATCH],
    ends: [usize; BATCH],
}

impl<'d, 't, F: FnMut(Span)> Finder<'d, 't, F> {
    pub(crate) fn new(dictionary: &'d Dictionary, text: &'t str, report: F) -> Finder<'d, 't, F> {
        let folded = Folded::default();
        Finder { dictionary, filter: dictionary.filter(), text, report, folded, done: 0, over: true, open: None }
    }

    /// Searches the runs of set bits; bit `i` of block `k` stands for byte `64 k + i`. Unless the text is `over`, another
    /// word may follow it: gives where a term begins that may become longer, and reports none from there on.
    pub(crate) fn run(mut self, blocks: impl Iterator<Item = u64>, over: bool) -> Option<usize> {
        self.over = over;
        let mut batch = Batch { starts: [0; BATCH], ends: [0; BATCH] };
        let (mut started, mut ended) = (0, 0);
        let (mut base, mut inside) = (0, 0);
        for block in blocks {
            let shifted = block << 1 | inside;
            started = spread(block & !shifted, base, &mut batch.starts, started);
            ended = spread(!block & shifted, base, &mut batch.ends, ended);
            if started > BATCH - IN_BLOCK {
                let open = batch.starts.get(ended).copied();
                self.ask(&mut batch, ended);
                (started, ended) = (started - ended, 0);
                if let (Some(first), Some(open)) = (batch.starts.first_mut(), open) {
                    *first = open;
                }
            }
            inside = block >> 63;
            base += 64;
        }
        if let (true, Some(end)) = (started > ended, batch.ends.get_mut(ended)) {
            *end = self.text.len();
            ended += 1;
        }
        self.ask(&mut batch, ended);
        self.open
    }

    /// Asks the filter about the first runs of a batch.
    #[inline(never)]
    fn ask(&mut self, batch: &mut Batch, count: usize) {
        let kept = self.keep(batch, count);
        let (starts, ends) = (batch.starts.chunks(64), batch.ends.chunks(64));
        for (n, (starts, ends)) in starts.zip(ends).enumerate() {
            let runs = || starts.iter().zip(ends).take(kept.saturating_sub(64 * n));
            let mut admitted = 0u64;
            for (at, (start, end)) in runs().enumerate() {
                admitted |= u64::from(self.admits(*start, *end)) << at;
            }
            while admitted != 0 {
                if let Some((start, end)) = runs().nth(admitted.trailing_zeros() as usize) {
                    self.long_way(*start, *end);
                }
                admitted &= admitted - 1;
            }
        }
    }

    /// Moves the runs whose head the filter admits to the front, and says how many they are. What is not short is kept.
    /// No branch depends on the words.
    fn keep(&self, batch: &mut Batch, count: usize) -> usize {
        let (text, filter, head_key) = (self.text.as_bytes(), self.filter, self.dictionary.keys.head_key());
        let mut kept = 0;
        for at in 0..count.min(BATCH) {
            let (Some(start), Some(end)) = (batch.starts.get(at).copied(), batch.ends.get(at).copied()) else { break };
            let admitted =
                Short::at(text, start, end).is_none_or(|short| filter.admits_head(head_key.of(short.head())));
            if let (Some(to_start), Some(to_end)) = (batch.starts.get_mut(kept), batch.ends.get_mut(kept)) {
                (*to_start, *to_end) = (start, end);
            }
            kept += usize::from(admitted);
        }
        kept
    }

    /// Whether the filter admits the stem of a run. What is not short is admitted.
    #[inline(always)]
    fn admits(&self, start: usize, end: usize) -> bool {
        Short::at(self.text.as_bytes(), start, end)
            .is_none_or(|short| self.filter.admits(self.dictionary.keys.quick_sum(short.block())))
    }

    /// Looks at every word of a run: a run of ASCII is one, any other may hold several or none.
    fn long_way(&mut self, start: usize, end: usize) {
        let Some(run) = self.text.get(start..end) else { return };
        let mut word = if run.is_ascii() { Some((0, run.len())) } else { next_word(run, 0) };
        while let Some((from, to)) = word {
            if start + from >= self.done && self.open.is_none() && self.may_begin(run.get(from..to).unwrap_or_default())
            {
                self.term(start + from, start + to);
            }
            word = if to < run.len() { next_word(run, to) } else { None };
        }
    }

    fn may_begin(&mut self, word: &str) -> bool {
        let keys = &self.dictionary.keys;
        if head_of(word).is_some_and(|head| !self.filter.admits_head(keys.head_key().of(head))) {
            return false;
        }
        self.folded.read(word);
        self.folded.stem().is_some_and(|stem| self.filter.admits(keys.sum(stem)))
    }

    /// Reports the longest term that begins at a word, if any does.
    fn term(&mut self, start: usize, mut end: usize) {
        let (keys, table) = (&self.dictionary.keys, self.dictionary.table());
        let Some(mark) = self.mark(start, end) else { return };
        let lengths = table.get(mark);
        let mut longest = (lengths & 1 == 1).then_some(end);
        let mut chain = keys.chain(mark);
        let mut rest = lengths >> 1;
        while rest != 0 {
            let Some((from, to)) = next_word(self.text, end) else {
                if !self.over && self.text.get(end..).and_then(joiner).is_some() {
                    self.open = Some(start);
                    return;
                }
                break;
            };
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

/// Writes the positions of the set bits behind the first `count` of a list and says how many there are then. It asks
/// once whether there are more than usual, not once a bit: that question would be guessed wrong once a block.
#[inline(always)]
fn spread(bits: u64, base: usize, out: &mut [usize; BATCH], count: usize) -> usize {
    let Some(room) = out.get_mut(count..).and_then(|room| room.first_chunk_mut::<IN_BLOCK>()) else { return count };
    let (usual, more) = room.split_at_mut(USUAL);
    let mut rest = bits;
    let mut write = |place: &mut usize| {
        *place = base + rest.trailing_zeros() as usize;
        rest &= rest.wrapping_sub(1);
        rest
    };
    let mut left = 0;
    usual.iter_mut().for_each(|place| left = write(place));
    if left != 0 {
        more.iter_mut().for_each(|place| left = write(place));
    }
    count + bits.count_ones() as usize
}
