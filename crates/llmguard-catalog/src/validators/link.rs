//! Link: an address that leads away from the text, and what is odd about it.
//!
//! Where it stands is for the pattern to say (an image, an attribute, a style sheet); these look at the address. One that
//! leads away counts as 1: whether its host may be named is for the list of permitted hosts. One that hides where it
//! leads, carries data or runs something counts as 20.
//!
//! A run of thousands of beginnings (`https://a:https://a:…`) is read once, not again from each of them: see [`nothing`].

use llmguard_types::Accept;

use crate::target::{ACTIVE, Target, first_host, first_target, head, percent, targets};

/// So much of an address is looked at for what it carries, in bytes.
const CARRIED: usize = 1024;
/// From so many signs behind which an address can begin, a run is read once.
const FEW: usize = 16;
/// A run may be cut off at 4,096 bytes; what begins in so many bytes before that is read again.
const CUT: usize = 512;

/// An address of the web, or one that names a host without a scheme. Ends with its first word if that is one.
#[must_use]
pub fn link(candidate: &[u8]) -> Option<Accept> {
    looked(candidate, 1, |text| {
        let len = first_word(text);
        first_host(text.get(..len)?).map(|_| len)
    })
}

/// An address in running text: the punctuation of the sentence is none of it.
#[must_use]
pub fn link_bare(candidate: &[u8]) -> Option<Accept> {
    looked(candidate, 1, |text| {
        let signs = ['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~', '…', '’', '“', '”', '`'];
        let address = text.trim_end_matches(signs);
        first_host(address).map(|_| address.len())
    })
}

/// One or several addresses, of which one leads away.
#[must_use]
pub fn link_list(candidate: &[u8]) -> Option<Accept> {
    looked(candidate, 1, |text| first_host(text).map(|_| text.len()))
}

/// An address whose host stands behind a sign at which other patterns stop, so that what they see leads elsewhere.
#[must_use]
pub fn link_attribute(candidate: &[u8]) -> Option<Accept> {
    looked(candidate, 1, |text| leads_elsewhere(text).then_some(text.len()))
}

/// The same of a destination in Markdown: it ends before a parenthesis that it did not open.
#[must_use]
pub fn link_destination(candidate: &[u8]) -> Option<Accept> {
    looked(candidate, 1, |text| {
        let len = balanced(text);
        leads_elsewhere(text.get(..len)?).then_some(len)
    })
}

/// Whether an address has another host than its beginning up to a quote, a bracket or a blank.
fn leads_elsewhere(text: &str) -> bool {
    let stops = |c: char| c.is_ascii_whitespace() || "\"'`<>()".contains(c);
    let text = text.trim_matches(|c: char| c.is_ascii_whitespace());
    let begin = text.find(stops).and_then(|at| text.get(..at));
    let host = |text: &str| first_host(text).map(|target| target.host);
    begin.is_some_and(|begin| host(text).is_some_and(|whole| host(begin).is_none_or(|begin| begin != whole)))
}

/// How much of a text stands before a parenthesis that closes and was not opened. Those behind a backslash do not count.
fn balanced(text: &str) -> usize {
    let (mut depth, mut escaped) = (0_u32, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' if depth == 0 => return at,
            ')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// An address that runs something or hands it to another program; images within the text are none.
#[must_use]
pub fn link_active(candidate: &[u8]) -> Option<Accept> {
    let active = |t: &Target| {
        let opens = match t.scheme.as_str() {
            "javascript" | "vbscript" | "livescript" => t.rest.contains(['(', '=', '`', '.']),
            "data" => t.rest.split(',').next().is_some_and(|kind| kind.contains('/') && kind.len() < 80),
            "file" | "smb" | "ldap" | "ldaps" | "gopher" | "intent" | "vscode" | "view-source" | "jar" => {
                t.rest.starts_with("//") || t.rest.starts_with("http")
            }
            "search-ms" => true,
            scheme => scheme.starts_with("ms-") && t.rest.len() > 3,
        };
        opens && (ACTIVE.contains(&t.scheme.as_str()) || t.scheme.starts_with("ms-"))
    };
    looked(candidate, 20, |text| targets(text).any(|target| active(&target)).then_some(text.len()))
}

/// A message that is written already: `mailto:` with a subject or a body.
#[must_use]
pub fn link_mail(candidate: &[u8]) -> Option<Accept> {
    looked(candidate, 20, |text| {
        let small = text.to_ascii_lowercase();
        ["body=", "subject=", "cc="].iter().any(|field| small.contains(field)).then_some(text.len())
    })
}

/// A host that is not what it seems: behind a name and `@`, in numbers, encoded, in letters of several scripts, or behind
/// slashes that are none.
#[must_use]
pub fn link_disguised(candidate: &[u8]) -> Option<Accept> {
    let seems = |t: &Target| t.user || t.lenient || is_number(&t.host) || is_mixed(&t.host);
    looked(candidate, 20, |text| seems(&first_host(text)?).then_some(text.len()))
}

/// An address within an address, of another host.
#[must_use]
pub fn link_redirect(candidate: &[u8]) -> Option<Accept> {
    looked(candidate, 20, |text| {
        let mut hosts = targets(text).map(|target| target.host);
        let first = hosts.next()?;
        hosts.any(|host| host != first).then_some(text.len())
    })
}

/// An address that carries something: text in its query or path, an encoded run, a name of a host full of digits, a place
/// to fill in, or a single letter.
#[must_use]
pub fn link_data(candidate: &[u8]) -> Option<Accept> {
    looked(candidate, 20, |text| carries(&first_target(head(text, CARRIED))?).then_some(text.len()))
}

/// The address in a candidate, up to where `look` says that it goes.
fn looked(candidate: &[u8], strength: u32, look: impl FnOnce(&str) -> Option<usize>) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    match look(text) {
        Some(len) => Some(Accept::structure(candidate, strength)?.shortened(len)),
        None => nothing(text),
    }
}

/// What was read and holds no such address: of a run with many beginnings nothing is asked again that was seen whole.
fn nothing(text: &str) -> Option<Accept> {
    let begins = [':', '=', '('];
    text.match_indices(begins).nth(FEW)?;
    let seen = match text.len() {
        len if len < 4096 - CUT => len,
        len => head(text, len - CUT).rfind(begins).filter(|at| *at > 0).unwrap_or(len),
    };
    Some(Accept::other(text.as_bytes())?.shortened(seen))
}

fn carries(target: &Target) -> bool {
    let rest = percent(&target.rest).replace('+', " ");
    let values = rest.split(['/', '?', '&', '=', '#', ';']).filter(|value| !value.is_empty());
    let label = |label: &str| label.len() >= 20 && !label.contains('-') && digits(label) >= 2;
    let letter = target.rest.strip_prefix('/').is_some_and(|rest| {
        let rest = rest.strip_prefix(['?', '#']).unwrap_or(rest);
        rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_alphabetic())
    });
    letter || target.host.split('.').any(label) || has_blank(&rest) || values.into_iter().any(is_payload)
}

/// A place where something is to be filled in.
fn has_blank(rest: &str) -> bool {
    let marks = [("{", "}"), ("[", "]"), ("<", ">"), ("${", "}"), ("%7b", "%7d")];
    rest.contains(['{', '[', '<', '%'])
        && marks.iter().any(|(open, close)| {
            let behind = rest.split_once(open).map(|(_, behind)| behind);
            behind.and_then(|behind| behind.split_once(close)).is_some_and(|(name, _)| {
                name.len() >= 3 && name.bytes().all(|b| b.is_ascii_alphabetic() || b"_- {$".contains(&b))
            })
        })
}

/// Text of several words, an address of mail, or an encoded run that is text.
fn is_payload(value: &str) -> bool {
    let words = value.split(' ').filter(|word| word.len() > 1).count();
    let mail = value.split_once('@').is_some_and(|(user, host)| user.len() > 1 && host.contains('.'));
    words >= 4 || mail || decoded(value).is_some_and(|bytes| is_text(&bytes))
}

/// What a run of base64 or hexadecimal digits stands for.
fn decoded(value: &str) -> Option<Vec<u8>> {
    let run = value.trim_end_matches('=');
    if run.len() >= 16 && run.len().is_multiple_of(2) && run.bytes().all(|b| b.is_ascii_hexdigit()) {
        let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        return run.as_bytes().chunks(2).map(pair).collect();
    }
    if run.len() < 12 {
        return None;
    }
    let (mut held, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for digit in run.bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' | b'-' | b' ' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        held = held << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((held >> count) as u8);
            held &= (1 << count) - 1;
        }
    }
    Some(bytes)
}

/// Whether bytes are words: nearly all of them letters, digits and blanks.
fn is_text(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let plain = text.chars().filter(|c| c.is_alphanumeric() || " .,:;=@-_/{}\"'\n".contains(*c)).count();
    let letters = text.chars().filter(|c| c.is_alphabetic() || *c == ' ').count();
    let count = text.chars().count();
    count >= 8 && plain == count && letters * 10 >= count * 5
}

fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// A host that is one number, or has hexadecimal or octal parts.
fn is_number(host: &str) -> bool {
    let parts: Vec<&str> = host.split('.').collect();
    let hex = |part: &str| part.strip_prefix("0x").is_some_and(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
    let number = |part: &str| hex(part) || !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let octal = |part: &&str| part.len() > 1 && part.starts_with('0');
    parts.iter().all(|part| number(part)) && (parts.len() != 4 || parts.iter().any(octal))
}

/// A label with Latin letters and letters of a script that has some alike.
fn is_mixed(host: &str) -> bool {
    let alike = |c: char| matches!(c, '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{52f}' | '\u{530}'..='\u{58f}');
    host.split('.').any(|label| label.contains(alike) && label.contains(|c: char| c.is_ascii_alphabetic()))
}

/// The first word, if it is an address already: what follows is a title or another attribute.
fn first_word(text: &str) -> usize {
    let blank = |c: char| c == ' ' || c == '\n' || c == '\t' || c == '\r';
    let start = text.len() - text.trim_start_matches(blank).len();
    let end = text.get(start..).and_then(|rest| rest.find(blank)).map_or(text.len(), |at| start + at);
    let is_one = text.get(..end).is_some_and(|word| first_host(word).is_some());
    if is_one { end } else { text.len() }
}
