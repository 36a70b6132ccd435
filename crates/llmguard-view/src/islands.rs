//! Islands: runs of base64, base32 or hexadecimal digits, read as the text that was encoded.
//!
//! A run says nothing of what it is. What it would decode to is looked at, and nearly always is no text: then it stays.
//!
//! ```text
//! Konto: REU4OSAzNzA0IDAwNDQ=       base64, 20 characters     Konto: DE89 3704 0044
//! sha1 2fd4e1c67a2d28fced849ee1     24 digits, no text        stays
//! ```
//!
//! Base64 of many lines is one run when all its lines but the last are equally long. Runs are read in pieces of
//! [`MAX_PIECE`] bytes, each decoded by itself.

use llmguard_types::Span;

use crate::base::{Decoded, base32, base64, hex, text_of};
use crate::changes::Changes;
use crate::reasons::{MIN_RUN, Reasons, is_base64};

/// How much of a run is read at a time, in bytes; a multiple of what every base encodes together.
const MAX_PIECE: usize = 48 * 1024;
/// Decimals from so many on are no number.
const MIN_NUMBER: usize = 24;
/// Lines of base64 are at least so long.
const MIN_LINE: usize = 56;
/// What parts two lines is no longer.
const MAX_BREAK: usize = 64;

/// A run of one or more lines.
struct Run {
    span: Span,
    /// The same without breaks and padding.
    digits: Vec<u8>,
}

pub(crate) fn islands(text: &str, reasons: &Reasons, changes: &mut Changes) {
    let bytes = text.as_bytes();
    let mut behind = 0;
    for at in &reasons.runs {
        if *at < behind {
            continue;
        }
        behind = *at;
        loop {
            let at = behind;
            let line = line(bytes, at);
            behind = at + line.len();
            // Of a run that begins like no text, only a part may be some.
            if may_decode(line) {
                let (run, more) = run(bytes, at);
                behind = run.span.end;
                let next_line = if line.len() < MIN_LINE { 0 } else { line.len() + MAX_BREAK };
                changes.goes_on(at, behind + next_line, text);
                read(text, &run, more, changes);
            } else {
                let last = line.iter().rposition(|b| !b.is_ascii_alphanumeric()).map_or(0, |last| last + 1);
                if behind == text.len() && may_yet_decode(line.get(last..).unwrap_or_default()) {
                    changes.goes_on(at + last, behind, text);
                }
                if last > 0 || line.starts_with(b"0x") {
                    parts(text, Span::new(at, behind), changes);
                }
            }
            // A longer run is read in pieces.
            if line.len() < MAX_PIECE || behind != at + line.len() {
                break;
            }
        }
    }
}

/// The digits from a place on, in its line.
fn line(bytes: &[u8], from: usize) -> &[u8] {
    let rest = bytes.get(from..).unwrap_or_default();
    let len = rest.iter().take(MAX_PIECE).take_while(|b| is_base64(**b)).count();
    rest.get(..len).unwrap_or_default()
}

/// Whether the first digits of a run decode to what may be text, in any base.
fn may_decode(digits: &[u8]) -> bool {
    let head = digits.get(..MIN_RUN).unwrap_or(digits);
    let mut bytes = [0; 12];
    for (four, three) in head.as_chunks::<4>().0.iter().zip(bytes.as_chunks_mut::<3>().0) {
        let [a, b, c, d] = four.map(value);
        *three = [a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d];
    }
    let hexadecimal = || {
        let nibble = |b: u8| char::from(b).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let mut bytes = [0; 8];
        for ([high, low], byte) in head.as_chunks::<2>().0.iter().zip(&mut bytes) {
            let (Some(high), Some(low)) = (nibble(*high), nibble(*low)) else { return false };
            *byte = high << 4 | low;
        }
        may_be_text(&bytes)
    };
    let base32 = || head.iter().all(|b| matches!(b, b'A'..=b'Z' | b'2'..=b'7'));
    may_be_text(bytes.get(..head.len() / 4 * 3).unwrap_or_default()) || hexadecimal() || base32()
}

/// Whether a run that has begun like this may decode to text once it is long enough.
pub(crate) fn may_yet_decode(begun: &[u8]) -> bool {
    let base64 = match begun {
        // What it would begin with begins no text, see `may_be_text`.
        [a, b, c, ..] => {
            let first = value(*a) << 2 | value(*b) >> 4;
            !(0x80..0xc0).contains(&first) || value(*b) << 4 | value(*c) >> 2 == 0
        }
        _ => true,
    };
    let other = |is: fn(&u8) -> bool| begun.iter().all(is);
    base64 || other(u8::is_ascii_hexdigit) || other(|b| matches!(b, b'A'..=b'Z' | b'2'..=b'7'))
}

/// The value of a digit of base64.
fn value(digit: u8) -> u8 {
    match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' | b'-' => 62,
        _ => 63,
    }
}

/// A path, or words joined by hyphens: one of its parts may be a run of its own.
fn parts(text: &str, span: Span, changes: &mut Changes) {
    let whole = span.of(text).unwrap_or_default();
    let mut at = span.start;
    for part in whole.as_bytes().split(|b| matches!(b, b'/' | b'-' | b'_' | b'+')) {
        let span = Span::new(at, at + part.len());
        at = span.end + 1;
        if part.len() < MIN_RUN {
            continue;
        }
        let padding = part.iter().rev().take_while(|b| **b == b'=').count();
        let digits = part.get(..part.len() - padding).unwrap_or_default();
        let prefixed = digits.strip_prefix(b"0x").unwrap_or(digits);
        if prefixed.len() >= MIN_RUN - 2
            && digits.len() >= MIN_RUN
            && (part.len() < whole.len() || prefixed.len() < digits.len())
            && may_decode(prefixed)
            && let Decoded::Text(read) = decode(prefixed, false)
        {
            changes.add(span, &read);
        }
    }
}

fn read(text: &str, run: &Run, more: bool, changes: &mut Changes) {
    match decode(&run.digits, more) {
        Decoded::Text(read) => changes.add(run.span, &read),
        Decoded::Oversize => changes.oversize.push(run.span),
        // A wrapped run has no parts.
        Decoded::Binary if run.digits.len() == run.span.of(text).unwrap_or_default().trim_end_matches('=').len() => {
            parts(text, run.span, changes);
        }
        Decoded::Binary => {}
    }
}

/// The first of the ways of reading digits that gives a text.
fn decode(digits: &[u8], more: bool) -> Decoded {
    for base in [hex, base32, base64] {
        // Two lines of an image tell as well as all.
        let head = digits.get(..16).unwrap_or(digits);
        if !base(head).is_some_and(|bytes| may_be_text(&bytes)) {
            continue;
        }
        if let Some(bytes) = base(digits) {
            match text_of(&bytes) {
                Decoded::Binary if more && bytes.starts_with(&[0x1f, 0x8b, 8]) => return Decoded::Oversize,
                // Every second number of sixteen digits would be some text.
                Decoded::Text(read)
                    if digits.len() < MIN_NUMBER && digits.iter().all(u8::is_ascii_digit) && !is_wordy(&read) => {}
                Decoded::Binary => {}
                read => return read,
            }
        }
    }
    Decoded::Binary
}

/// Whether bytes may be the beginning of text, or of something packed.
fn may_be_text(bytes: &[u8]) -> bool {
    // Most runs of letters are refused by what their first four would be.
    if let [0x80..0xc0, 1..=0xff, ..] = bytes {
        return false;
    }
    let begins = bytes.first().is_some_and(|b| !is_no_text(*b));
    let end = match begins.then(|| std::str::from_utf8(bytes)) {
        Some(Ok(_)) => bytes.len(),
        Some(Err(error)) if error.error_len().is_none() => error.valid_up_to(),
        _ => 0,
    };
    if end > 0 && !bytes.iter().take(end).copied().any(is_no_text) {
        return true;
    }
    // In UTF-16 every other byte is the same in nearly all of a script.
    let (units, _) = bytes.as_chunks::<2>();
    let bit = |byte: u8| 1_u64 << (byte & 63);
    let same = |of: fn(&[u8; 2]) -> u8| {
        let (_, twice) = units.iter().map(of).fold((0, 0), |(seen, twice), b| (seen | bit(b), twice | seen & bit(b)));
        units.iter().filter(|unit| twice & bit(of(unit)) != 0).count()
    };
    bytes.starts_with(&[0x1f, 0x8b, 8])
        || units.len() > 3 && same(|unit| unit[0]).max(same(|unit| unit[1])) >= units.len() / 2
}

/// Whether a byte stands in no text.
fn is_no_text(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x1b) || matches!(byte, 0x7f | 0xc0 | 0xc1 | 0xf5..)
}

fn is_wordy(text: &str) -> bool {
    let wordy = text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == ' ').count();
    5 * wordy > 4 * text.chars().count()
}

/// The run that begins at a place, and whether it goes on behind what is read at a time.
fn run(bytes: &[u8], start: usize) -> (Run, bool) {
    let first = line(bytes, start).len();
    let (mut digits, mut end) = (bytes.get(start..start + first).unwrap_or_default().to_vec(), start + first);
    while digits.len() + first <= MAX_PIECE && first >= MIN_LINE {
        let rest = bytes.get(end..).unwrap_or_default();
        let breaks = rest.iter().take(MAX_BREAK).take_while(|b| matches!(b, b'\r' | b'\n' | b' ' | b'\t')).count();
        let broken = rest.get(..breaks).is_some_and(|gap| gap.iter().filter(|b| **b == b'\n').count() == 1);
        let next = line(bytes, end + breaks).len();
        let behind = bytes.get(end + breaks + next);
        if !broken
            || next == 0
            || next > first
            || behind.is_some_and(|b| !b.is_ascii_whitespace() && *b != b'=' && *b != b'"')
        {
            break;
        }
        digits.extend(bytes.get(end + breaks..end + breaks + next).unwrap_or_default());
        end += breaks + next;
        if next < first {
            break;
        }
    }
    let more = digits.len() >= MAX_PIECE / 2
        && bytes.get(end).copied().is_some_and(|b| is_base64(b) || b.is_ascii_whitespace());
    end += bytes.get(end..).unwrap_or_default().iter().take(6).take_while(|b| **b == b'=').count();
    (Run { span: Span::new(start, end), digits }, more)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests_support::read_by;

    fn read(text: &str) -> String {
        read_by(islands, text)
    }

    #[test]
    fn what_was_encoded_is_read() {
        for (text, meant) in [
            ("Konto: REU4OSAzNzA0IDAwNDQ= ok", "Konto: DE89 3704 0044 ok"),
            ("x 4d6178406669726d612e6465 y", "x Max@firma.de y"),
            ("0x4d6178406669726d612e6465", "Max@firma.de"),
            ("JVQXQQDGNFZG2YJOMRSQ====", "Max@firma.de"),
            ("TQBhAHgAQABmAGkAcgBtAGEALgBkAGUA", "Max@firma.de"),
            ("https://h.de/p/TWF4QGZpcm1hLmRl/q", "https://h.de/p/Max@firma.de/q"),
        ] {
            assert_eq!(read(text), meant, "{text}");
        }
        let long = "Konto DE89 3704 0044 0532 0130 00 bei der Musterbank, bitte bis Freitag; danke!";
        let encoded = "S29udG8gREU4OSAzNzA0IDAwNDQgMDUzMiAwMTMwIDAwIGJlaSBkZXIgTXVzdGVyYmFuaywgYml0dGUg\nYmlzIEZyZWl0YWc7IGRhbmtlIQ==";
        assert_eq!(read(&format!("{encoded}\nEnde")), format!("{long}\nEnde"));
    }

    #[test]
    fn honest_text_stays() {
        for text in [
            "Donaudampfschifffahrtsgesellschaft",
            "getUserAccountSettingsForTenant",
            "/usr/lib/x86_64-linux-gnu/libstdc",
            "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12",
            "123e4567-e89b-12d3-a456-426614174000",
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
            "4111111111111111",
        ] {
            assert_eq!(read(text), text);
        }
    }
}
