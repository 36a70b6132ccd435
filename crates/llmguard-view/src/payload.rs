//! Payloads: text that is smuggled in characters which are not drawn, read between two blanks.
//!
//! | characters | hold |
//! |---|---|
//! | tags, U+E0020 to U+E007E | one ASCII character each |
//! | variation selectors, U+FE00 to U+FE0F and U+E0100 to U+E01EF | one byte each, from 0 up |
//! | zero-width spaces and joiners, two of them in turn | one bit each, eight a byte; a third may part bytes |
//!
//! The flag of Scotland is a black flag with five tags; what stands behind a black flag is its.

use llmguard_types::Span;

use crate::base::{Decoded, text_of};
use crate::changes::Changes;
use crate::reasons::Reasons;
use crate::table::{Class, look_up};

const BLOCK: usize = 64;
/// Fewer tags or selectors hold nothing.
const MIN_RUN: usize = 3;
/// So many other characters may stand between two of a run.
const MAX_GAP: usize = 2;
const FLAG: char = '\u{1f3f4}';

/// What holds something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Tag,
    Selector,
    ZeroWidth,
}

pub(crate) fn payloads(text: &str, reasons: &Reasons, changes: &mut Changes) {
    let bytes = text.as_bytes();
    let mut behind = 0;
    for start in &reasons.beyond {
        let block = bytes.get(*start..).unwrap_or_default();
        let leads = block.iter().take(BLOCK).enumerate().filter(|(_, b)| matches!(b, 0xe1 | 0xe2 | 0xef | 0xf3));
        for (at, _) in leads {
            let at = start + at;
            // Quotation marks and dashes begin like those that are not drawn.
            if at < behind || matches!(bytes.get(at..at + 3), Some([0xe2, 0x80, 0x90..=0xbf] | [0xe2, 0x82..=0xbf, _]))
            {
                continue;
            }
            let rest = text.get(at..).unwrap_or_default();
            let Some(sort) = rest.chars().next().and_then(sort) else { continue };
            let (run, len) = run(rest, sort);
            behind = at + len;
            changes.goes_on(at, behind, text);
            let flag =
                text.get(..at).is_some_and(|before| before.ends_with(FLAG)) && sort == Sort::Tag && run.len() <= 6;
            if run.len() >= MIN_RUN
                && !flag
                && let Some(read) = read(sort, &run)
            {
                changes.add(Span::new(at, behind), &format!(" {read} "));
            }
        }
    }
}

/// The characters of a sort that a text begins with, and where the last of them ends. Others that are not drawn may stand
/// between them, and one sign, the same everywhere.
fn run(text: &str, sort: Sort) -> (Vec<char>, usize) {
    let (mut run, mut end) = (Vec::new(), 0);
    let (mut gap, mut sign) = (0, None);
    for (at, c) in text.char_indices() {
        if self::sort(c) == Some(sort) {
            run.push(c);
            end = at + c.len_utf8();
            gap = 0;
            continue;
        }
        let hidden = self::sort(c).is_none_or(|other| sort != Sort::ZeroWidth && other == Sort::ZeroWidth)
            && matches!(look_up(c), Some((Class::Drop, _)));
        gap += 1;
        if gap > MAX_GAP || !(hidden || !c.is_alphanumeric() && *sign.get_or_insert(c) == c) {
            break;
        }
    }
    (run, end)
}

/// Whether a character may hold something.
pub(crate) fn holds(c: char) -> bool {
    sort(c).is_some()
}

fn sort(c: char) -> Option<Sort> {
    match c {
        '\u{e0000}'..='\u{e007f}' => Some(Sort::Tag),
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => Some(Sort::Selector),
        '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{180e}' => Some(Sort::ZeroWidth),
        _ => None,
    }
}

fn read(sort: Sort, run: &[char]) -> Option<String> {
    let bytes: Vec<u8> = match sort {
        Sort::Tag => run.iter().filter_map(|c| byte(*c, 0xe_0000)).filter(|b| (0x20..0x7f).contains(b)).collect(),
        Sort::Selector => run
            .iter()
            .filter_map(|c| if *c < '\u{10000}' { byte(*c, 0xfe00) } else { byte(*c, 0xe_0100 - 16) })
            .collect(),
        Sort::ZeroWidth => return bits(run),
    };
    text(&bytes)
}

fn byte(c: char, from: u32) -> Option<u8> {
    u8::try_from(u32::from(c).checked_sub(from)?).ok()
}

fn text(bytes: &[u8]) -> Option<String> {
    match text_of(bytes) {
        Decoded::Text(text) => Some(text),
        _ => None,
    }
}

/// Two characters are the bits, whichever is zero; a third stands between bytes, or one of them between any two.
fn bits(run: &[char]) -> Option<String> {
    let (pairs, _) = run.as_chunks::<2>();
    if let Some([_, noise]) = pairs.first()
        && pairs.len() > 1
        && pairs.iter().all(|[_, other]| other == noise)
    {
        return bits(&pairs.iter().map(|[bit, _]| *bit).collect::<Vec<_>>());
    }
    let mut seen: Vec<(char, usize)> = Vec::new();
    for c in run {
        match seen.iter_mut().find(|(known, _)| known == c) {
            Some((_, count)) => *count += 1,
            None => seen.push((*c, 1)),
        }
    }
    seen.sort_by_key(|(c, count)| (std::cmp::Reverse(*count), *c));
    let [(a, _), (b, _), rest @ ..] = seen.as_slice() else { return None };
    if rest.len() > 1 {
        return None;
    }
    [*a, *b].into_iter().find_map(|one| {
        let bits: Vec<bool> = run.iter().filter(|c| *c == a || *c == b).map(|c| *c == one).collect();
        let byte = |eight: &[bool]| eight.iter().fold(0, |byte, bit| byte << 1 | u8::from(*bit));
        let (eights, left) = bits.as_chunks::<8>();
        let bytes: Vec<u8> = eights.iter().map(|eight| byte(eight)).collect();
        if left.is_empty() && bytes.len() >= MIN_RUN { text(&bytes) } else { None }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests_support::read_by;

    #[test]
    fn what_is_smuggled_is_read() {
        let tags: String = "max@firma.de".chars().filter_map(|c| char::from_u32(0xe0000 + u32::from(c))).collect();
        assert_eq!(read_by(payloads, &format!("hi{tags}!")), "hi max@firma.de !");
        let selector = |b: u8| char::from_u32(if b < 16 { 0xfe00 } else { 0xe0100 - 16 } + u32::from(b));
        let selectors: String = "Grüße".bytes().filter_map(selector).collect();
        assert_eq!(read_by(payloads, &format!("😀{selectors}")), "😀 Grüße ");
        for (zero, one) in [('\u{200b}', '\u{200c}'), ('\u{2060}', '\u{200d}')] {
            let bits: String = b"max@firma.de"
                .iter()
                .flat_map(|b| (0..8).rev().map(move |n| if b >> n & 1 == 1 { one } else { zero }))
                .collect();
            assert_eq!(read_by(payloads, &format!("a{bits}b")), "a max@firma.de b");
        }
    }

    #[test]
    fn honest_text_stays() {
        for text in ["👨‍👩‍👧‍👦 ❤️ 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "می‌خواهم", "葛󠄀 辻󠄁", "क्‍ष"]
        {
            assert_eq!(read_by(payloads, text), text);
        }
    }
}
