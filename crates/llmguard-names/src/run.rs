//! Run: words in a row that may hold names, with what stands around them.
//!
//! A run begins with a capital and goes on over capitals, and over what stands inside names between two of them:
//!
//! ```text
//! text     Bitte an Dr. Peter von der Heide, Werk 3, senden.
//! runs     ~~~~~    ~~~~~~~~~~~~~~~~~~~~~~~~~~~
//! read     | Bitte | an Dr            before and behind each run three and two tokens
//! ```
//!
//! A run of ordinary words alone is passed over, and so is an abbreviation that nobody is called by. Inside addresses, paths, code and
//! identifiers no run begins. No run has more than [`MAX_RUN`] tokens; longer rows are cut.

use crate::features::own;
use crate::folded::Block;
use crate::gazetteer::{COMMON, FAMILY, FREQUENT, GIVEN, Gazetteer, PLACE};
use crate::letters::{Class, byte, letter, previous};
use crate::model::{Model, Scores, promise};
use crate::token::{Kind, Token, after, before, word};

/// The most tokens of a run.
pub(crate) const MAX_RUN: usize = 16;
/// How many tokens before a run are looked at, …
pub(crate) const BEFORE: usize = 3;
/// … and how many behind it.
pub(crate) const BEHIND: usize = 2;
/// How many bytes behind what is read may decide how it is read.
const LOOK: usize = 16;
/// A word before a full stop that goes on: `Dr. Huber`.
const SHORT: u8 = 4;

/// What looking for the next run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// A run is read; the next may begin here.
    Run(usize),
    /// What begins here is not decided before more of the text is known.
    Open(usize),
    /// There is none up to the end.
    None,
}

/// A run, with [`BEFORE`] tokens before it and [`BEHIND`] behind.
#[derive(Debug, Clone, Default)]
pub(crate) struct Run {
    pub(crate) tokens: Vec<Token>,
    /// What each of its own tokens says by itself; nothing where no model passes over runs.
    pub(crate) own: Vec<Scores>,
}

/// A text that is looked through.
#[derive(Clone, Copy)]
pub(crate) struct Text<'t> {
    pub(crate) bytes: &'t [u8],
    /// Nothing follows.
    pub(crate) over: bool,
    pub(crate) gazetteer: &'t Gazetteer,
    /// Passes over runs that have no name for sure; without it all are read.
    pub(crate) gate: Option<&'t Model>,
}

impl Text<'_> {
    /// Reads the first run that begins at a place or behind it.
    pub(crate) fn next(self, from: usize, run: &mut Run) -> Next {
        let Run { tokens, own } = run;
        let mut at = from;
        while let Some(start) = self.capital(at) {
            tokens.resize(BEFORE, Token::default());
            let mut seen = start;
            let (end, next) = self.read(start, tokens, &mut seen);
            if !self.is_known(seen) {
                return Next::Open(start);
            }
            at = end.max(start + 1);
            let words = tokens.get(BEFORE..).unwrap_or_default();
            if words.is_empty() || self.gate.is_some_and(|model| !may_be_name(words, model, own)) {
                continue;
            }
            let first = next.unwrap_or_else(|| after(self.bytes, end, Some(self.gazetteer)));
            // What is known of words matters in the run and right beside it.
            let second = after(self.bytes, first.end, None);
            tokens.extend([first, second]);
            if !self.is_known(second.end) {
                return Next::Open(start);
            }
            let (mut to, mut known) = (start, Some(self.gazetteer));
            for slot in tokens.iter_mut().take(BEFORE).rev() {
                *slot = before(self.bytes, to, known);
                to = slot.start.min(to);
                known = None;
            }
            return Next::Run(at);
        }
        Next::None
    }

    /// Whether nothing that follows can change what was read up to a place.
    fn is_known(self, place: usize) -> bool {
        self.over || place + LOOK <= self.bytes.len()
    }

    /// The first capital at a place or behind it that may begin a run.
    fn capital(self, from: usize) -> Option<usize> {
        let may_be = |byte: &u8| byte.is_ascii_uppercase() || (0xc3..0xd2).contains(byte);
        let mut at = from;
        loop {
            let rest = self.bytes.get(at..)?;
            // Most blocks have none, and that is seen for a whole block at once.
            let (blocks, _) = rest.as_chunks::<16>();
            let none = |block: &&[u8; 16]| !block.iter().fold(false, |any, byte| any | may_be(byte));
            let passed = 16 * blocks.iter().take_while(none).count();
            at += passed + rest.get(passed..)?.iter().position(may_be)?;
            if letter(self.bytes, at).class == Class::Upper && self.begins(at) {
                return Some(at);
            }
            at += 1;
        }
    }

    /// Whether a word that may be part of a name may begin at a place, by what stands before it.
    fn begins(self, at: usize) -> bool {
        if at == 0 {
            return true;
        }
        let last = previous(self.bytes, at);
        if letter(self.bytes, last).is_word() {
            return false;
        }
        let inner = last > 0 && letter(self.bytes, previous(self.bytes, last)).is_word();
        match byte(self.bytes, last) {
            b'@' | b'_' | b'\\' | b'/' | b'#' | b'$' | b'~' | b'=' | b'<' | b'%' | b'^' | b'|' | b'+' => false,
            b'-' | b'.' | b'\'' | b':' => !inner,
            _ => true,
        }
    }

    /// Whether a word is no part of a name, by what stands behind it.
    fn is_code(self, end: usize) -> bool {
        let next = byte(self.bytes, end + 1);
        match byte(self.bytes, end) {
            b'@' | b'_' | b'\\' | b'(' | b'[' | b'=' | b'{' | b'$' => true,
            b':' => matches!(next, b':' | b'/' | b'\\'),
            b'.' => next.is_ascii_lowercase() || next == b'_' || self.is_mailbox(end),
            b'/' => next.is_ascii_lowercase() || next == b'_',
            b'-' => next == b'>' || next.is_ascii_digit(),
            b'<' => next != b'/' && next != b' ',
            _ => false,
        }
    }

    /// Whether what goes on at a place is the rest of a mail address before its `@`, as far as one may look.
    fn is_mailbox(self, at: usize) -> bool {
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
        let mut near = self.bytes.iter().skip(at).take(LOOK);
        near.find(|byte| !is_part(byte)) == Some(&b'@')
    }

    /// Whether a token may be part of a name.
    fn fits(self, token: &Token) -> bool {
        token.is_capital()
            && (letter(self.bytes, token.start).class == Class::Upper || self.has_article(token))
            && (token.kind == Kind::Initial || !self.is_code(token.end))
    }

    /// Whether a word is a family name with an article before it: `al-Sadr`, `d'Arcy`.
    fn has_article(self, token: &Token) -> bool {
        let word = self.bytes.get(token.start..token.end).unwrap_or_default();
        [&b"al-"[..], b"el-", b"d'", b"d\xe2\x80\x99"].iter().any(|article| word.starts_with(article))
    }

    /// Reads the run that begins at a capital. Returns where it ends, or the word that is none, and the token behind it if
    /// that was read, too. What was read ends at `seen`.
    fn read(self, start: usize, tokens: &mut Vec<Token>, seen: &mut usize) -> (usize, Option<Token>) {
        let first = word(self.bytes, start, Some(self.gazetteer));
        *seen = first.end;
        if !self.fits(&first) {
            return (first.end, None);
        }
        tokens.push(first);
        let mut last = first;
        while tokens.len() < BEFORE + MAX_RUN {
            if self.is_over(last.end) {
                return (last.end, None);
            }
            let next = after(self.bytes, last.end, Some(self.gazetteer));
            *seen = next.end.max(*seen);
            if next.is_capital() && follows(&last, &next) {
                if !self.fits(&next) {
                    return (last.end, Some(next));
                }
                last = next;
            } else {
                let Some((joint, other)) = self.inside(last, next, BEFORE + MAX_RUN - tokens.len(), seen) else {
                    return (last.end, Some(next));
                };
                tokens.extend(joint);
                last = other;
            }
            tokens.push(last);
        }
        (last.end, None)
    }

    /// Whether a word follows that ends a run for sure, as most do, by its first bytes alone.
    fn is_over(self, at: usize) -> bool {
        let word = Block::at(self.bytes, at + 1);
        let end = at + 1 + word.len;
        let whole = byte(self.bytes, end).is_ascii() && !matches!(byte(self.bytes, end), b'-' | b'\'');
        let may_be_inside = word.len < 8 && (!whole || self.bytes.get(at + 1..end).is_some_and(is_inside));
        byte(self.bytes, at) == b' ' && word.lower & 0x80 == 0x80 && !may_be_inside
    }

    /// What may stand inside a name behind a candidate, and the candidate behind it.
    fn inside(
        self,
        last: Token,
        first: Token,
        room: usize,
        seen: &mut usize,
    ) -> Option<(impl Iterator<Item = Token> + use<>, Token)> {
        let sign = match byte(self.bytes, first.start) {
            _ if first.kind == Kind::Lower => false,
            b',' | b'&' | b'/' | b'-' | b'+' => true,
            b'.' => last.len <= SHORT && last.kind != Kind::Upper && first.start == last.end,
            _ => return None,
        };
        if room < 3 || !sign && !self.is_inside(first) {
            return None;
        }
        let second = after(self.bytes, first.end, Some(self.gazetteer));
        let (second, third) = if second.kind == Kind::Lower && !sign && self.is_inside(second) {
            (Some(second), after(self.bytes, second.end, Some(self.gazetteer)))
        } else {
            (None, second)
        };
        *seen = third.end.max(*seen);
        self.fits(&third).then(|| ([Some(first), second].into_iter().flatten(), third))
    }

    fn is_inside(self, token: Token) -> bool {
        self.bytes.get(token.start..token.end).is_some_and(is_inside)
    }
}

/// Whether a capital goes on with a run: behind a blank, or right behind an initial.
fn follows(last: &Token, next: &Token) -> bool {
    next.start > last.end || last.kind == Kind::Initial || next.kind == Kind::Initial
}

/// Whether a lower-case word stands inside names.
fn is_inside(word: &[u8]) -> bool {
    matches!(
        word,
        b"von"
            | b"van"
            | b"vom"
            | b"zu"
            | b"zum"
            | b"zur"
            | b"der"
            | b"den"
            | b"de"
            | b"del"
            | b"della"
            | b"di"
            | b"da"
            | b"do"
            | b"dos"
            | b"das"
            | b"du"
            | b"des"
            | b"la"
            | b"le"
            | b"les"
            | b"los"
            | b"las"
            | b"el"
            | b"al"
            | b"bin"
            | b"ibn"
            | b"ter"
            | b"ten"
            | b"y"
            | b"e"
            | b"und"
            | b"and"
            | b"of"
            | b"the"
            | b"for"
            | b"f\xc3\xbcr"
            | b"am"
            | b"an"
            | b"im"
            | b"in"
            | b"bei"
            | b"auf"
            | b"unter"
            | b"aan"
            | b"av"
            | b"af"
            | b"\xc3\xa0"
            | b"i"
    )
}

/// Whether a run is worth a look at what stands around it.
fn may_be_name(words: &[Token], model: &Model, scores: &mut Vec<Scores>) -> bool {
    if is_sign_of_code(words) || words.iter().all(is_ordinary) {
        return false;
    }
    scores.clear();
    scores.extend(words.iter().map(|word| model.scores(&own(word))));
    scores.iter().any(|scores| promise(scores) >= i32::from(model.least))
}

/// Whether these are a single word in capitals that few are called, or with capitals inside that nobody is: `IBAN` is a
/// given name in Spain.
pub(crate) fn is_sign_of_code(words: &[Token]) -> bool {
    let [word] = words else { return false };
    match word.kind {
        Kind::Upper => word.marks & FREQUENT == 0,
        Kind::Mixed => word.marks & (GIVEN | FAMILY) == 0,
        _ => false,
    }
}

/// Whether a token of a run says nothing of a name.
fn is_ordinary(token: &Token) -> bool {
    !token.is_capital()
        || (token.kind == Kind::Capital && token.marks & (GIVEN | FAMILY | PLACE | FREQUENT | COMMON) == COMMON)
}
