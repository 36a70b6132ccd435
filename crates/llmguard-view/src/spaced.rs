//! Spaced: letters and digits written one by one, or in pairs of hexadecimal digits, with the same thing between them.
//!
//! ```text
//! D E 8 9   3 7 0 4            DE89 3704
//! D-E-8-9- -3-7-0-4            DE89 3704
//! 4d 61 78 40 66               Max@f
//! ```
//!
//! What stands between any two is the same everywhere: that is what parts it from columns and lists.

use llmguard_types::Span;

use crate::base::{Decoded, text_of};
use crate::changes::Changes;
use crate::reasons::Reasons;

/// Fewer letters and digits are no reading.
const MIN_UNITS: usize = 6;
/// What may stand between two units, in characters.
const MAX_GAP: usize = 3;
/// More units than this begin another reading.
const MAX_UNITS: usize = 8192;
/// So many signs before the first letter or digit are units too.
const MAX_BEFORE: usize = 8;

/// Letters and digits written one by one.
pub(crate) fn spaced(text: &str, reasons: &Reasons, changes: &mut Changes) {
    let mut read_to = 0;
    for at in &reasons.alone {
        if *at < read_to {
            continue;
        }
        let Some(units) = units(text, *at, read_to) else { continue };
        let (Some(first), Some(last)) = (units.first(), units.last()) else { continue };
        changes.goes_on(first.start, last.end, text);
        let letters = units.iter().filter(|unit| unit.of(text).is_some_and(|u| u.chars().all(char::is_alphanumeric)));
        let few = letters.count() < MIN_UNITS.max(units.len() / 3);
        // What is short is looked at again from the next place, for another gap.
        if !few || units.len() > 2 * MIN_UNITS {
            read_to = last.end;
        }
        if few {
            continue;
        }
        // What stands between units is taken away, so that each stays where it is.
        for pair in units.windows(2) {
            let [unit, next] = pair else { break };
            if unit.of(text).is_some_and(|unit| unit.chars().nth(1).is_some()) {
                changes.add(*unit, " ");
            }
            changes.add(Span::new(unit.end, next.start), "");
        }
    }
}

/// The units around a place, none before `from`; a longer one is the gap between two words.
fn units(text: &str, at: usize, from: usize) -> Option<Vec<Span>> {
    let first = text.get(at..)?.chars().next()?;
    let gap = gap_at(text, at + first.len_utf8())?;
    let mut units = before(text, at, from, gap);
    units.push(Span::new(at, at + first.len_utf8()));
    while units.len() < MAX_UNITS {
        let from = units.last()?.end;
        let Some(behind) = text.get(from..).and_then(|rest| rest.strip_prefix(gap)) else { break };
        if let Some(wider) = wider(behind, gap) {
            // Two words.
            units.push(Span::new(from, from + gap.len() + wider));
            let start = from + gap.len() + wider;
            let Some(c) = text.get(start..).and_then(|rest| rest.chars().next()) else { break };
            units.push(Span::new(start, start + c.len_utf8()));
            continue;
        }
        let Some(c) = behind.chars().next() else { break };
        let unit = Span::new(from + gap.len(), from + gap.len() + c.len_utf8());
        let after = text.get(unit.end..).unwrap_or_default();
        // A line goes on in the next if the same stands before and behind its end.
        if c == '\n' && !after.starts_with(gap) {
            break;
        }
        // A word that begins here is no unit, nor is a blank behind the last one.
        let last = if c.is_alphanumeric() { !after.starts_with(char::is_alphanumeric) } else { is_last(c, after) };
        if !last && !after.starts_with(gap) {
            break;
        }
        units.push(unit);
    }
    Some(units)
}

/// Whether a sign ends what was parted.
fn is_last(c: char, after: &str) -> bool {
    !c.is_whitespace() && (after.is_empty() || after.starts_with(char::is_whitespace))
}

/// How many bytes behind a gap belong to a wider one, which no gaps and units are: `D E  3 7`, `D--E-- -3--7`.
fn wider(behind: &str, gap: &str) -> Option<usize> {
    let more: usize =
        behind.chars().take(2 * MAX_GAP).take_while(|c| *c == ' ' || gap.contains(*c)).map(char::len_utf8).sum();
    let (run, unit) = behind.split_at_checked(more)?;
    let exact = run.chars().next().is_some_and(|c| run.get(c.len_utf8()..) == Some(gap));
    let mut unit = unit.chars();
    (more > 0 && !exact && unit.next()?.is_alphanumeric() && unit.as_str().starts_with(gap)).then_some(more)
}

/// The units before a place, which is one too.
fn before(text: &str, at: usize, from: usize, gap: &str) -> Vec<Span> {
    let mut units: Vec<Span> = Vec::new();
    let mut start = at;
    while units.len() < MAX_BEFORE
        && let Some(left) = text.get(from..start).and_then(|left| left.strip_suffix(gap))
        && let Some(c) = left.chars().next_back().filter(|c| *c != '\n')
        && let Some(rest) = left.strip_suffix(c)
        // The end of a word is no unit.
        && (rest.is_empty()
 || rest.ends_with(gap)
 || !c.is_whitespace() && rest.ends_with(char::is_whitespace) || c.is_alphanumeric() && !rest.ends_with(char::is_alphanumeric))
    {
        let end = from + left.len();
        start = end - c.len_utf8();
        units.push(Span::new(start, end));
    }
    units.reverse();
    units
}

/// What stands between two units: blanks, or signs that part.
fn gap_at(text: &str, at: usize) -> Option<&str> {
    let rest = text.get(at..)?;
    let parts =
        |c: &char| matches!(c, ' ' | '\t' | '\n' | '-' | '_' | '.' | '*' | '|' | '/' | '~' | '·' | '•' | ',' | '+');
    let gap: usize = rest.chars().take(MAX_GAP + 1).take_while(parts).map(char::len_utf8).sum();
    let gap = rest.get(..gap)?;
    (!gap.is_empty() && gap.chars().count() <= MAX_GAP && gap != ",").then_some(gap)
}

/// Pairs of hexadecimal digits. What begins like no text is read from where it is one.
pub(crate) fn pairs(text: &str, reasons: &Reasons, changes: &mut Changes) {
    let bytes = text.as_bytes();
    let mut read_to = 0;
    for at in &reasons.pairs {
        if *at < read_to {
            continue;
        }
        let Some(gap) = bytes.get(at + 2).filter(|b| matches!(b, b' ' | b':' | b'-' | b',' | b'.' | b'_')) else {
            continue;
        };
        let mut decoded = Vec::new();
        let mut from = *at;
        while decoded.len() < MAX_UNITS
            && let Some(pair) = text.get(from..from + 2)
            && pair.bytes().all(|b| b.is_ascii_hexdigit())
            && let Ok(byte) = u8::from_str_radix(pair, 16)
            && !bytes.get(from + 2).is_some_and(u8::is_ascii_alphanumeric)
        {
            decoded.push(byte);
            from += 3;
            // A line may end anywhere between two pairs.
            if bytes.get(from - 1).is_none_or(|b| b != gap && *b != b'\n') {
                break;
            }
        }
        let end = (*at + 3 * decoded.len()).saturating_sub(1);
        changes.goes_on(*at, end, text);
        if decoded.len() < MIN_UNITS {
            continue;
        }
        read_to = end;
        let text_from = decoded.iter().rposition(|b| is_no_text(*b)).map_or(0, |last| last + 1);
        let tail = decoded.get(text_from..).filter(|tail| text_from > 0 && tail.len() >= MIN_UNITS);
        let read = |bytes: &[u8]| if let Decoded::Text(read) = text_of(bytes) { Some(read) } else { None };
        if let Some(all) = read(&decoded) {
            changes.add(Span::new(*at, end), &all);
        } else if let Some(tail) = tail.and_then(read) {
            changes.add(Span::new(*at + 3 * text_from, end), &tail);
        }
    }
}

/// Whether a byte stands in no text.
fn is_no_text(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r') || byte == 0x7f
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests_support::read_by;

    #[test]
    fn what_was_parted_is_joined() {
        for (text, meant) in [
            ("IBAN D E 8 9   3 7 0 4 ok", "IBAN DE89 3704 ok"),
            ("D-E-8-9- -3-7-0-4.", "DE89 3704."),
            ("s.e.c.r.e.t", "secret"),
            ("D E 8 9  3 7 0 4", "DE89 3704"),
            ("D--E--8--9-- -3--7--0--4", "DE89 3704"),
            ("% 4 4 % 4 5 % 3 8", "%44%45%38"),
            ("Tel: + 4 9   2 2 1   4 7 1 1", "Tel: +49 221 4711"),
            ("4 - 1 - 1 - 1 - 1 - 1", "411111"),
            ("s\nt\nr\ne\nn\ng", "streng"),
            ("S c h l ü s s e l", "Schlüssel"),
        ] {
            assert_eq!(read_by(spaced, text), meant, "{text}");
        }
        assert_eq!(read_by(pairs, "hex 4d 61 78 40 66 66 end"), "hex Max@ff end");
        assert_eq!(read_by(pairs, "4D:61:78:40:66:66"), "Max@ff");
    }

    #[test]
    fn honest_text_stays() {
        for text in ["1,2,3,4,5,6,7", "a + b", "| a | b |", "z. B. d. h.", "1 2 3 4"] {
            assert_eq!(read_by(spaced, text), text);
        }
        for text in ["00 1b 2c ff e0 91", "am an im in zu so"] {
            assert_eq!(read_by(pairs, text), text);
        }
    }
}
