//! Units: percent, HTML entities and the escapes of JSON and C, each read as the character it stands for.
//!
//! ```text
//! max%40firma.de        percent         max@firma.de
//! max&#64;firma.de      entity          max@firma.de
//! max\u0040firma.de     JSON, C         max@firma.de
//! ```
//!
//! `\n` and its like stand in every program. They are read where a number or a word stuck to them would not be found:
//! before a digit, a `+`, or a word with a digit or `@`, and wherever something else near them is read. `\\` glues nothing
//! to a word (`C:\\v2`), so it is read where another escape appears (`\\u0040`).

use llmguard_types::Span;

use crate::changes::Changes;
use crate::reasons::Reasons;
use crate::table::entity;

/// So near to another unit, in bytes, the simple escapes are read too.
const NEAR: usize = 64;

/// A unit that was read: how many bytes it has and what it stands for.
struct Unit {
    len: usize,
    means: Meaning,
    /// Whether it stands in ordinary text of programs.
    simple: bool,
}

enum Meaning {
    Char(char),
    /// Bytes of one or more characters of UTF-8.
    Bytes(Vec<u8>),
}

pub(crate) fn units(text: &str, reasons: &Reasons, changes: &mut Changes) {
    // Simple escapes since the last unit that was read, which may yet be.
    let mut waiting: Vec<(Span, char)> = Vec::new();
    let mut last = None;
    let mut behind = 0;
    for at in &reasons.units {
        if *at < behind {
            continue;
        }
        let Some(rest) = text.get(*at..) else { continue };
        let Some(unit) = percent(rest).or_else(|| html(rest)).or_else(|| escape(rest)) else { continue };
        let span = Span::new(*at, at + unit.len);
        behind = span.end;
        let behind_it = text.get(span.end..).unwrap_or_default();
        let hides = if rest.starts_with(r"\\") { may_escape(behind_it) } else { sticks(behind_it) };
        let simple = unit.simple && !hides;
        match unit.means {
            Meaning::Char(c) if simple => {
                if last.is_some_and(|last| span.start <= last + NEAR) {
                    changes.add(span, c.encode_utf8(&mut [0; 4]));
                    last = Some(span.end);
                } else {
                    waiting.push((span, c));
                }
                continue;
            }
            means => {
                let near = waiting.iter().rposition(|(w, _)| w.end + NEAR < span.start).map_or(0, |far| far + 1);
                for (span, c) in waiting.drain(..).skip(near) {
                    changes.add(span, c.encode_utf8(&mut [0; 4]));
                }
                match means {
                    Meaning::Char(c) => changes.add(span, c.encode_utf8(&mut [0; 4])),
                    Meaning::Bytes(bytes) => changes.add(span, &String::from_utf8_lossy(&bytes)),
                }
                last = Some(span.end);
            }
        }
    }
}

/// `%40`, and as many as a character of UTF-8 has.
fn percent(rest: &str) -> Option<Unit> {
    utf8(rest, "%", 2)
}

/// Bytes in hexadecimal, each behind the same sign: as many as one character has.
fn utf8(rest: &str, sign: &str, digits: usize) -> Option<Unit> {
    let byte = |rest: &str| hex(rest.strip_prefix(sign)?, digits).and_then(|n| u8::try_from(n).ok());
    let size = sign.len() + digits;
    let lead = byte(rest)?;
    let count = match lead {
        0..0x80 => 1,
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return windows(lead, size),
    };
    let bytes: Option<Vec<u8>> = (0..count).map(|n| byte(rest.get(n * size..)?)).collect();
    match bytes.filter(|bytes| std::str::from_utf8(bytes).is_ok()) {
        Some(bytes) => Some(Unit { len: count * size, means: Meaning::Bytes(bytes), simple: false }),
        None => windows(lead, size),
    }
}

/// A byte that is no UTF-8 is one of Latin-1.
fn windows(byte: u8, len: usize) -> Option<Unit> {
    (byte >= 0xa0).then(|| Unit { len, means: Meaning::Char(char::from(byte)), simple: false })
}

/// `&#64;`, `&#x40;`, `&commat;`
fn html(rest: &str) -> Option<Unit> {
    named(rest.strip_prefix('&')?)
}

/// What stands behind the `&` of an entity.
fn named(body: &str) -> Option<Unit> {
    let end = body.bytes().take(24).position(|b| b == b';')?;
    let name = body.get(..end)?;
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
        None => entity(name)?,
    };
    // These hide nothing and stand everywhere.
    let again = || named(body.get(end + 1..).unwrap_or_default()).is_some();
    let simple = matches!(name, "lt" | "gt" | "quot" | "apos" | "nbsp") || name == "amp" && !again();
    Some(Unit { len: end + 2, means: Meaning::Char(c), simple })
}

/// `\u0040`, `\u{40}`, `\U00000040`, `\x40`, `\100` and `\n`, `\t`, `\r`, `\"`, `\'`, `\/`, `\\`
fn escape(rest: &str) -> Option<Unit> {
    let body = rest.strip_prefix('\\')?;
    let known = |len: usize, c: char| Some(Unit { len, means: Meaning::Char(c), simple: false });
    let simple = |c: char| Some(Unit { len: 2, means: Meaning::Char(c), simple: true });
    match body.bytes().next()? {
        b'u' => {
            if let Some(braced) = body.strip_prefix("u{") {
                let end = braced.bytes().take(7).position(|b| b == b'}')?;
                let code = u32::from_str_radix(braced.get(..end)?, 16).ok()?;
                return known(end + 4, char::from_u32(code)?);
            }
            let high = hex(body.get(1..)?, 4)?;
            match char::from_u32(high) {
                Some(c) => known(6, c),
                None => {
                    let low =
                        hex(body.get(5..)?.strip_prefix("\\u")?, 4).filter(|low| (0xdc00..0xe000).contains(low))?;
                    let code = 0x1_0000 + (high.checked_sub(0xd800)? << 10) + (low - 0xdc00);
                    known(12, char::from_u32(code)?)
                }
            }
        }
        b'U' => known(10, char::from_u32(hex(body.get(1..)?, 8)?)?),
        b'x' => utf8(rest, "\\x", 2),
        b'0'..=b'3' => {
            let digits = body.get(..3).filter(|digits| digits.bytes().all(|b| (b'0'..b'8').contains(&b)))?;
            let byte = u8::from_str_radix(digits, 8).ok().filter(|byte| (0x20..0x7f).contains(byte))?;
            known(4, char::from(byte))
        }
        b'n' => simple('\n'),
        b'r' => simple('\r'),
        b't' => simple('\t'),
        sign @ (b'"' | b'\'' | b'\\') => simple(char::from(sign)),
        b'/' => known(2, '/'),
        _ => None,
    }
}

/// Whether something stands right behind a simple escape that would be found if it did not.
fn sticks(behind: &str) -> bool {
    let mut word = behind.bytes().take(24).take_while(|b| b.is_ascii_graphic() && *b != b'\\');
    match word.next() {
        Some(b'0'..=b'9' | b'+') => true,
        Some(first) if first.is_ascii_alphabetic() => word.any(|b| b.is_ascii_digit() || b == b'@'),
        _ => false,
    }
}

/// Whether a backslash that was read begins another escape with this, one that is read by itself. What stands behind any
/// other backslash stands by itself already.
fn may_escape(behind: &str) -> bool {
    match behind.bytes().next() {
        Some(b'n' | b'r' | b't') => behind.get(1..).is_some_and(sticks),
        Some(b'u' | b'U' | b'x' | b'0'..=b'3') => sticks(behind),
        _ => false,
    }
}

/// So many hexadecimal digits.
fn hex(text: &str, digits: usize) -> Option<u32> {
    let digits = text.get(..digits).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u32::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests_support::read_by;

    #[test]
    fn units_are_read() {
        for (text, meant) in [
            ("max%40firma%2ede", "max@firma.de"),
            ("Gr%C3%BC%C3%9Fe gr%FC%DFe", "Grüße grüße"),
            ("max&#64;firma&period;de &#x40; &uuml;", "max@firma.de @ ü"),
            (r"max\u0040firma\u{2e}de \x40 \100 \U00000040", "max@firma.de @ @ @"),
            (r"\ud83d\ude00 \xc3\xbc", "😀 ü"),
            (r"say \nDE89 and \t+49", "say \nDE89 and \t+49"),
            ("max&amp;#64;firma.de", "max&#64;firma.de"),
            (r#"{\"a\u0040b\"}"#, r#"{"a@b"}"#),
            (r"an \\u0040 and \\n+49 and \\t12", r"an \u0040 and \n+49 and \t12"),
        ] {
            assert_eq!(read_by(units, text), meant, "{text}");
        }
    }

    #[test]
    fn honest_text_stays() {
        for text in [
            "100 % sure",
            "a && b",
            r"printf(\n)",
            r"C:\temp\users",
            r"C:\\v2\\max1",
            r"see \\f5gcloud\\fR",
            "%d %s",
            "AT&T; x",
            r"\d{4}",
            "Q&A &amp; B",
        ] {
            assert_eq!(read_by(units, text), text);
        }
    }
}
