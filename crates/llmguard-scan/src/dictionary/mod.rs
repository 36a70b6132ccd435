//! Dictionary: a set of up to a million terms, found in text whatever their case, accents and endings.
//!
//! # The idea
//!
//! An automaton of a million terms would be hundreds of megabytes and run at memory latency. But terms consist of words,
//! and nearly every word of a text begins no term. So each word is folded to its stem, hashed, and a filter of 1.1 MB
//! that fits a processor's cache is asked whether *any* term begins so. Only then an exact table is asked.
//!
//! | module | noun |
//! |---|---|
//! | `fold` | a word without case, accents and ending |
//! | `words` | words of a text and what joins them in a term |
//! | `keys` | numbers that stand for words and say nothing without the key |
//! | `filter` | may a term begin with this word? |
//! | `table` | which words and terms are there exactly? |
//! | `file` | the bytes on disk, which are the bytes in memory |
//! | `builder` | from terms to a file |
//! | `find` | from a text to spans |
//! | `watch` | the same while a text arrives |
//!
//! # One worked example
//!
//! The terms are `Knorr-Bremse AG` and `Weidenbach`.
//!
//! 1. *build*: the first words `knorr` and `weidenbach` enter the filter. The table gets three marks: `knorr` (a term of
//!    3 words begins so), `weidenbach` (a term of 1 word) and `knorr brems ag` (a term).
//! 2. *find* in `an Weidenbachs Halle, KNORR BREMSE AG.`: the stems are `an`, `weidenbach`, `hall`, `knorr`, `brems`,
//!    `ag`; the filter admits the second and the fourth, and perhaps one of 256 others.
//! 3. The table knows `weidenbach` as a term: 3..14 is reported. It knows `knorr` as the beginning of three words; the
//!    chain `knorr` `brems` `ag` is in the table: 22..37 is reported.
//!
//! # What a file discloses
//!
//! Without the key: how many terms and first words there are, how many words the longest term has, and, of two files
//! with the same key, which of their entries are the same. Every mark in it is AES under a key drawn from yours.
//!
//! With the key: whoever has key and file can ask for any word whether it is in there, a hundred million times a second.
//! That is what a dictionary is for, and no hash prevents it. So a list of guessable things (surnames, customer numbers
//! of eight digits) is as secret as the key is, no more. Keep the key where the list itself would be kept, and apart from
//! the file.
//!
//! A file that was changed without the key is refused. A term that is not in the set is reported with a probability of
//! less than 2⁻⁶⁰ a word (see `table`).
//!
//! # What it does not do
//!
//! Words are what lies between non-word characters. Scripts that write no spaces (Chinese, Japanese, Thai) have terms of
//! whole runs only. Compounds are one word: `Weidenbachhalle` is not `Weidenbach`. A typing error is another word.

mod builder;
mod file;
pub(crate) mod filter;
mod find;
pub(crate) mod fold;
pub(crate) mod keys;
mod table;
mod watch;
pub(crate) mod words;

use std::ops::Range;

use llmguard_types::{Code, Error, Span};

pub use builder::DictionaryBuilder;
pub use keys::ListKey;
pub(crate) use watch::Watch;

use file::{Header, Layout, damaged};
use filter::{Filter, HEAD_BYTES};
use find::Finder;
use keys::{DICTIONARY, Keys};
use table::Table;

/// The most terms of one dictionary.
pub const MAX_TERMS: usize = 1_000_000;

/// The longest finding of a dictionary, in bytes: 16 words with what joins them.
pub const MAX_TERM: usize = table::MAX_WORDS * (fold::MAX_WORD + words::MAX_GAP);

/// A set of terms, ready to be found.
///
/// A finding depends on the text from its first byte to [`MAX_TERM`] bytes further (and on whether a word reaches beyond),
/// on the character before it, and on where the finding before it ended.
pub struct Dictionary {
    bytes: Vec<u8>,
    header: Header,
    layout: Layout,
    keys: Keys,
}

impl Dictionary {
    /// Takes the bytes of a file, which stay the dictionary's memory: nothing is copied.
    ///
    /// # Errors
    /// `T003` for what is no dictionary or a damaged one, `T004` for one of an unknown format or folding, `T005` if the
    /// key is not the one it was built with.
    pub fn open(mut bytes: Vec<u8>, key: &ListKey) -> Result<Dictionary, Error> {
        let header = Header::read(&bytes)?;
        let keys = Keys::new(key, DICTIONARY);
        if header.check != keys.check() {
            return Err(Error::new(Code::DictionaryKey, "the dictionary was built with another key")
                .mend("give the key it was built with"));
        }
        if header.seal != keys.seal(&header.digest) {
            return Err(damaged("the dictionary was changed by someone who had not its key"));
        }
        let layout = header.layout().ok_or_else(|| damaged("the header is wrong"))?;
        let filter = layout.cells.start..layout.heads.end;
        keys.cloak(header.nonce, bytes.get_mut(filter).unwrap_or_default());
        let dictionary = Dictionary { bytes, header, layout, keys };
        if !dictionary.table().is_sound() {
            return Err(damaged("the table is out of order"));
        }
        Ok(dictionary)
    }

    /// Calls `report` for every term of `text`: leftmost first, at one place the one of most words, no two overlapping.
    /// Spans are in bytes and hold whole words, endings included. Nothing is allocated.
    pub fn find(&self, text: &str, report: impl FnMut(Span)) {
        self.find_in(text, words::word_blocks(text), report);
    }

    /// The same where somebody else has already looked at every byte: bit `i` of block `k` says that byte `64 k + i` is
    /// an ASCII letter or digit, `_`, or part of a character that is not ASCII. Other bits give other words, never a
    /// panic.
    pub fn find_in(&self, text: &str, blocks: impl IntoIterator<Item = u64>, report: impl FnMut(Span)) {
        Finder::new(self, text, report).run(blocks.into_iter(), true);
    }

    /// The same as a list.
    #[must_use]
    pub fn find_all(&self, text: &str) -> Vec<Span> {
        let mut spans = Vec::new();
        self.find(text, |span| spans.push(span));
        spans
    }

    /// Whether a text is a term, whole and nothing else.
    #[must_use]
    pub fn is_term(&self, text: &str) -> bool {
        let mut whole = false;
        self.find(text, |span| whole |= span == Span::new(0, text.len()));
        whole
    }

    /// What the file says about itself.
    #[must_use]
    pub fn info(&self) -> DictionaryInfo {
        DictionaryInfo::of(&self.header, self.bytes.len())
    }

    /// What stands for a term, and for no other text; `None` for what cannot be a term.
    pub(crate) fn mark_of(&self, text: &str) -> Option<u128> {
        words::mark(&self.keys, &mut fold::Folded::default(), text)
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.keys
    }

    fn filter(&self) -> Filter<'_> {
        let (cells, heads) = (self.part(&self.layout.cells), self.part(&self.layout.heads));
        Filter { shape: self.header.shape, cells, heads: heads.first_chunk().unwrap_or(&[0; HEAD_BYTES]) }
    }

    fn table(&self) -> Table<'_> {
        Table {
            bucket_bits: self.header.bucket_bits,
            offsets: self.part(&self.layout.offsets),
            rests: self.part(&self.layout.rests),
            lengths: self.part(&self.layout.lengths),
        }
    }

    fn part(&self, range: &Range<usize>) -> &[u8] {
        self.bytes.get(range.clone()).unwrap_or_default()
    }
}

impl std::fmt::Debug for Dictionary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dictionary").field("info", &self.info()).finish_non_exhaustive()
    }
}

/// What everybody may know about a dictionary, with the key or without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct DictionaryInfo {
    /// How many terms it has; those that fold to the same count once.
    pub terms: usize,
    /// How many entries its table has: terms, and first words that are no terms themselves.
    pub entries: usize,
    /// How many words its longest term has.
    pub longest: usize,
    /// Its size in bytes, on disk and in memory.
    pub bytes: usize,
    /// The number of the folding rules it was built with.
    pub folding: u32,
    /// SHA-256 of its content.
    pub digest: [u8; 32],
}

impl DictionaryInfo {
    /// Reads what a file says about itself and makes sure that it is whole. Whether somebody changed it on purpose is
    /// known with the key only: [`Dictionary::open`].
    ///
    /// # Errors
    /// `T003` for what is no dictionary or a damaged one, `T004` for one of an unknown format or folding.
    pub fn read(file: &[u8]) -> Result<DictionaryInfo, Error> {
        Header::read(file).map(|header| DictionaryInfo::of(&header, file.len()))
    }

    fn of(header: &Header, bytes: usize) -> DictionaryInfo {
        DictionaryInfo {
            terms: header.terms as usize,
            entries: header.entries as usize,
            longest: header.longest as usize,
            bytes,
            folding: fold::VERSION,
            digest: header.digest,
        }
    }
}
