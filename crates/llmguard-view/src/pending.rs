//! Pending: where, near the end of a text that goes on, the first change may begin that what follows decides about.
//!
//! Most of what a text ends with is no beginning of anything. Each view is asked how far back it would reach:
//!
//! ```text
//! text        wir reichen sie nach, sobald vier|     zwei      `vier` may be the first of some digits
//! text        schreiben Sie an max at firm|          a dot d…  from `max` on it may be an address
//! text        das Kont|                              0         `Kont` may begin a word that announces something
//! text        wir danken Ihnen für die Lie|          ferung    begins nothing: all of it is decided
//! ```

use crate::islands::may_yet_decode;
use crate::reading::floor;
use crate::reasons::{MIN_RUN, is_base64, is_odd};
use crate::table::{Class, look_up};
use crate::{files, joined, leet, payload, spoken};

/// How far from the end a sign is decided by what follows, in bytes: a lookalike by its word, an escape by another one.
const SIGNS: usize = 288;
/// So many bytes tell whether letters or digits stand by themselves, and whether pairs do.
const ALONE: usize = 32;
/// So many characters before them may belong to them.
const BEFORE_ALONE: usize = 32;
/// The most characters that are read as the bytes of one.
const MOJIBAKE: usize = 4;

/// Where the first change may begin that a longer text would have or not have.
pub(crate) fn pending(text: &str) -> usize {
    [
        signs,
        mojibake,
        alone,
        pairs,
        spoken::pending_digits,
        spoken::pending_address,
        leet::pending,
        joined::pending,
        files::pending,
        run,
    ]
    .into_iter()
    .map(|first| first(text))
    .min()
    .unwrap_or(0)
}

/// Characters that are read as others, or introduce something encoded; and what the next one may be a mark of.
fn signs(text: &str) -> usize {
    let last = start_of_last(text, text.len());
    let mut from = floor(text, text.len().saturating_sub(SIGNS));
    while let Some(rest) = text.get(from..)
        && let Some(at) = rest.bytes().position(|b| is_odd(b) || matches!(b, b'%' | b'&' | b'\\' | b'='))
        && let Some(c) = rest.get(at..).and_then(|rest| rest.chars().next())
    {
        if is_sign(c) {
            return start_of_last(text, from + at).min(last);
        }
        from += at + c.len_utf8();
    }
    last
}

fn is_sign(c: char) -> bool {
    match c {
        '%' | '&' | '\\' | '=' => true,
        // Letters of Latin-1 stay.
        '\u{c0}'..='\u{ff}' => false,
        // What a hyphen or a dash is, the next character says.
        c => match look_up(c) {
            Some((Class::Hyphen | Class::Dash, _)) => false,
            Some(_) => true,
            None => payload::holds(c),
        },
    }
}

/// Characters beyond ASCII that may be bytes of one.
fn mojibake(text: &str) -> usize {
    let last = text.chars().rev().take(MOJIBAKE).take_while(|c| !c.is_ascii());
    text.len() - last.map(char::len_utf8).sum::<usize>()
}

/// Letters and digits by themselves, and what parts them.
fn alone(text: &str) -> usize {
    let bytes = text.as_bytes();
    let from = bytes.len().saturating_sub(ALONE);
    let word = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    let is_alone = |at: usize| word(Some(at)) && !word(at.checked_sub(1)) && !word(Some(at + 1));
    // What parts them is no letter, and the next one is near.
    let parted =
        |at: usize| text.get(at + 1..).and_then(|rest| rest.chars().next()).is_none_or(|c| !c.is_alphanumeric());
    let another = |at: usize| (2..=4).any(|by| at + by >= bytes.len() || is_alone(at + by));
    let first = |at: &usize| is_alone(*at) && parted(*at) && another(*at);
    let at = (from..bytes.len()).find(first).unwrap_or(bytes.len());
    let mut start = at;
    let mut behind = ' ';
    let mut before = text.get(..at).unwrap_or_default().chars().rev().take(BEFORE_ALONE).peekable();
    while let Some(c) = before.next() {
        let in_word = behind.is_alphanumeric() || before.peek().is_some_and(|c| c.is_alphanumeric());
        if c.is_alphanumeric() && in_word {
            break;
        }
        (start, behind) = (start - c.len_utf8(), c);
    }
    start
}

/// Two hexadecimal digits by themselves.
fn pairs(text: &str) -> usize {
    let bytes = text.as_bytes();
    let from = bytes.len().saturating_sub(ALONE);
    let word = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    let is_pair = |at: &usize| {
        let digits = bytes.get(*at..).unwrap_or_default().iter().take(2).take_while(|b| b.is_ascii_hexdigit()).count();
        let whole = digits == 2 || digits == 1 && at + 1 == bytes.len();
        whole && !word(at.checked_sub(1)) && !word(Some(at + digits))
    };
    (from..bytes.len()).find(is_pair).unwrap_or(bytes.len())
}

/// A run that is too short yet to be read.
fn run(text: &str) -> usize {
    let bytes = text.as_bytes();
    let len = bytes.iter().rev().take(MIN_RUN).take_while(|b| is_base64(**b)).count();
    let begun = bytes.get(bytes.len() - len..).unwrap_or_default();
    let parts = |b: &u8| !b.is_ascii_alphanumeric();
    let part = begun.iter().rposition(parts).map_or(begun, |last| begun.get(last + 1..).unwrap_or_default());
    let open = [begun, part].into_iter().filter(|begun| len < MIN_RUN && may_yet_decode(begun)).map(<[u8]>::len).max();
    bytes.len() - open.unwrap_or(0)
}

/// Where the character before a place begins.
fn start_of_last(text: &str, at: usize) -> usize {
    at - text.get(..at).and_then(|before| before.chars().next_back()).map_or(0, char::len_utf8)
}
