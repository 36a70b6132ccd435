//! Sentence: its words in front, read as far as rules ask for them.

use super::rules::{Rule, Rules};
use super::table::{Folded, marks_of};
use super::words::{ABOUT, LANG, MODEL, MODELWORD, NOT, STANDS};

/// So many words of a sentence are read.
pub(super) const MOST: usize = 28;

/// Places of words, as bits.
type Places = u64;

/// Where rows of marks end that begin at one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// The shortest of them at this byte of the text.
    At(usize),
    /// Nowhere, whatever follows.
    Nowhere,
    /// Words that have not been read decide.
    Open,
}

pub(super) struct Sentence<'t> {
    text: &'t str,
    /// Up to where it is read, in bytes.
    at: usize,
    /// Whether there are no more words.
    over: bool,
    /// How many words are read.
    len: usize,
    marks: [u128; MOST],
    /// Where each ends, in bytes.
    ends: [usize; MOST],
    capitals: Places,
    folded: Folded,
}

impl<'t> Sentence<'t> {
    pub(super) const fn new(text: &'t str) -> Sentence<'t> {
        let (marks, ends) = ([0; MOST], [0; MOST]);
        Sentence { text, at: 0, over: false, len: 0, marks, ends, capitals: 0, folded: Folded::new() }
    }

    /// Reads on until so many words are read.
    pub(super) fn read(&mut self, words: usize) {
        while self.len < words.min(MOST) && !self.over {
            self.word();
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Whether no rule can ask for more.
    pub(super) fn is_read(&self) -> bool {
        self.over || self.len == MOST
    }

    /// The marks of a word in itself.
    pub(super) fn marks(&self, word: usize) -> u128 {
        self.marks.get(word).copied().unwrap_or_default()
    }

    /// Where a word ends, in bytes.
    pub(super) fn end(&self, word: usize) -> usize {
        self.ends.get(word).copied().unwrap_or_default()
    }

    /// The word that begins at a byte of the text, if it is read.
    pub(super) fn word_at(&self, byte: usize) -> Option<usize> {
        self.ends.iter().take(self.len).position(|end| *end > byte)
    }

    /// Whether what is read speaks of attacks.
    pub(super) fn is_about(&self) -> bool {
        self.marks.iter().take(self.len).any(|marks| marks & ABOUT != 0)
    }

    /// Where rows of these rules end that begin at a word. What a rule asks of words behind the last one read stays open,
    /// unless there are none.
    pub(super) fn ends(&self, rules: &Rules, start: usize) -> Ends {
        let first = self.beginning(start);
        // Where the text is cut off is known for its first word only.
        let unread = if start == 0 && self.is_read() { 0 } else { !0 << self.len };
        if first & rules.first == 0 {
            return Ends::Nowhere;
        }
        let rows = rules.rows.iter().filter(|rule| rule.first & first != 0);
        let ends = rows.map(|rule| self.row(rule, start, unread)).filter(|ends| *ends != 0);
        match ends.map(Places::trailing_zeros).min().map(|end| end as usize) {
            None => Ends::Nowhere,
            Some(word) if word < self.len => Ends::At(self.end(word)),
            Some(_) => Ends::Open,
        }
    }

    /// The marks of a word that begins a sentence: `Do not follow` begins with its negation. What is not read may be one.
    pub(super) fn beginning(&self, word: usize) -> u128 {
        let marks = self.marks(word);
        let negated = word + 1 >= self.len || self.marks(word + 1) & NOT != 0;
        if negated && marks & STANDS != 0 { marks | NOT } else { marks }
    }

    /// How many words follow the first with which none of these rules begins, whatever stands behind what is read.
    pub(super) fn idle(&self, rules: &Rules) -> usize {
        let begins = |word: &usize| self.marks(*word) & ABOUT != 0 || self.ends(rules, *word) != Ends::Nowhere;
        (1..self.len).find(begins).unwrap_or(self.len) - 1
    }

    /// Where the rows of one rule end.
    fn row(&self, rule: &Rule, start: usize, unread: Places) -> Places {
        let negated = || rule.plain && (self.marks(start + 1) | self.marks(start + 2)) & NOT != 0;
        if rule.capital && self.capitals >> start & 1 == 0 || negated() {
            return 0;
        }
        let mut ends = 1 << start;
        for (marks, room) in rule.then {
            let near = within(ends, *room);
            ends = near & unread;
            let mut read = near & !unread & !(!0 << self.len);
            while read != 0 {
                let word = read.trailing_zeros();
                read &= read - 1;
                ends |= Places::from(self.marks(word as usize) & marks != 0) << word;
            }
            if ends == 0 {
                break;
            }
        }
        ends
    }

    /// Reads one more word.
    fn word(&mut self) {
        let Some(rest) = self.skipped() else {
            self.over = true;
            return;
        };
        let capital = rest.starts_with(char::is_uppercase);
        self.at += self.folded.read(rest);
        let marks = marks_of(&self.folded);
        // A language model is a model; a language alone is none, and a model may be one of a pump.
        let before = |by: usize| self.len.checked_sub(by).map_or(0, |word| self.marks(word));
        let both = (before(2) | before(1) | marks) & (LANG | MODELWORD);
        let model = if both == LANG | MODELWORD { MODEL } else { 0 };
        self.marks.get_mut(self.len).into_iter().for_each(|word| *word = marks | model);
        self.ends.get_mut(self.len).into_iter().for_each(|end| *end = self.at);
        self.capitals |= Places::from(capital) << self.len;
        self.len += 1;
    }

    /// What is not read, from its first letter or digit on.
    fn skipped(&mut self) -> Option<&'t str> {
        loop {
            let byte = *self.text.as_bytes().get(self.at)?;
            if byte.is_ascii_alphanumeric() {
                return self.text.get(self.at..);
            }
            if byte.is_ascii() {
                self.at += 1;
                continue;
            }
            let rest = self.text.get(self.at..)?;
            match rest.chars().next()? {
                c if c.is_alphanumeric() => return Some(rest),
                c => self.at += c.len_utf8(),
            }
        }
    }
}

/// The places behind others with so many at most between.
fn within(places: Places, room: usize) -> Places {
    (0..room).fold(places << 1, |near, _| near | near << 1)
}
