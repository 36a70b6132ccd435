//! Target: where an address leads, read as browsers read it.
//!
//! Who writes an address to be followed elsewhere than it seems counts on readers that differ. This one takes what the
//! lenient ones take: entities and percent signs are decoded, tabs and breaks dropped, a backslash is a slash, and any
//! number of slashes may stand behind the scheme. Where a backslash may also be one of Markdown, which takes the meaning of the
//! sign behind it, both readings count.
//!
//! ```
//! use llmguard_catalog::target::{Target, targets};
//! let read = |written| targets(written).map(|target: Target| target.host).collect::<Vec<_>>();
//! assert_eq!(read("ht&Tab;tps:\\\\shop.example@EVIL.example./a?b"), ["evil.example"]);
//! assert_eq!(read("a.png 1x, //cdn.example/b.png 2x"), ["cdn.example"]);
//! assert_eq!(read("https://ok.example/go?to=https%3A%2F%2Fevil.example"), ["ok.example", "evil.example"]);
//! assert_eq!(read("//evil.example\\@ok.example"), ["ok.example", "evil.example"]);
//! assert_eq!(read("images/plan.png#part"), [""; 0]);
//! ```

use std::borrow::Cow;

/// Where one address leads.
#[derive(Clone, PartialEq, Eq)]
pub struct Target {
    /// The scheme in lower case; empty for `//host` and `www.host`.
    pub scheme: String,
    /// The host in lower case, without port and final dot; empty for a scheme that has none (`javascript:`).
    pub host: String,
    /// The name before an `@`, which is no host.
    pub user: bool,
    /// What follows the host, or the scheme if there is none.
    pub rest: String,
    /// The scheme or the slashes are written as only lenient readers take them, or the host is encoded.
    pub lenient: bool,
}

/// Schemes with a host behind any number of slashes (WHATWG URL, section 3.1).
const SPECIAL: &[&str] = &["http", "https", "ftp", "ws", "wss"];
/// Names of entities that occur in addresses.
const ENTITIES: &[(&str, char)] = &[
    ("Tab;", '\t'),
    ("NewLine;", '\n'),
    ("colon;", ':'),
    ("sol;", '/'),
    ("bsol;", '\\'),
    ("period;", '.'),
    ("commat;", '@'),
    ("quest;", '?'),
    ("num;", '#'),
    ("lpar;", '('),
    ("rpar;", ')'),
    ("quot;", '"'),
    ("amp;", '&'),
    ("lt;", '<'),
    ("gt;", '>'),
];

/// No more targets of one value are told apart; a value with so many is permitted nowhere.
const MANY: usize = 32;
/// So much of an address within an address is read, in bytes: its host.
const HOST: usize = 512;

/// The first target of a written value, without all that follows its host.
pub(crate) fn first_host(written: &str) -> Option<Target> {
    target(&clean(head(written, HOST), Backslash::Markdown)).or_else(|| first_target(written))
}

/// The beginning of a text, of so many bytes at most.
pub(crate) fn head(text: &str, len: usize) -> &str {
    let mut end = len.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// The first target of a written value.
pub(crate) fn first_target(written: &str) -> Option<Target> {
    readings(written).find_map(|clean| target(&clean).or_else(|| parts(&clean).find_map(target)))
}

/// The targets of a written value: of each address in it, and of each that one holds. Relative ones have none.
pub fn targets(written: &str) -> impl Iterator<Item = Target> {
    let mut all: Vec<Target> = Vec::new();
    for clean in readings(written) {
        let mut read = Vec::new();
        // A list of several (`srcset`), or one that browsers mend by dropping what is in it.
        match target(&clean) {
            Some(first) => add(first, &mut read),
            None => parts(&clean).filter_map(target).take(MANY).for_each(|target| add(target, &mut read)),
        }
        let known = |new: &Target| all.iter().any(|known| known.scheme == new.scheme && known.host == new.host);
        read.retain(|new| !known(new));
        all.append(&mut read);
    }
    all.into_iter()
}

/// What a backslash is that stands before a sign.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Backslash {
    /// Nothing, as Markdown has it.
    Markdown,
    /// A slash, as browsers have it.
    Slash,
}

/// The ways to read a written value.
fn readings(written: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let slash = written.contains('\\').then_some(Backslash::Slash);
    std::iter::once(Backslash::Markdown).chain(slash).map(|backslash| clean(written, backslash))
}

/// What may be addresses in a list of several.
fn parts(clean: &str) -> impl Iterator<Item = &str> {
    clean.split([' ', ',', ';', '=', '\'', '"', '(']).filter(|part| !part.is_empty())
}

/// Adds a target and those that stand in what follows its host.
fn add(target: Target, all: &mut Vec<Target>) {
    let rest = &target.rest;
    if !rest.contains(['%', ':', ' ']) && !["=/", "=\\"].iter().any(|mark| rest.contains(mark)) {
        all.push(target);
        return;
    }
    let decoded = percent(&percent(rest)).into_owned();
    all.push(target);
    let marks = ["http:", "https:", "ftp:", "javascript:", "data:", "=//", "=/\\", "=\\\\", "://", " "];
    let lower = decoded.to_ascii_lowercase();
    let places = marks.iter().flat_map(|mark| lower.match_indices(mark));
    let mut places: Vec<usize> = places
        .map(|(at, mark)| if mark.starts_with(['=', ' ']) { at + 1 } else { at })
        .filter(|at| *at > 0 && decoded.is_char_boundary(*at))
        .collect();
    places.sort_unstable();
    if places.len() > MANY {
        let scheme = String::from("many");
        all.push(Target { scheme, host: String::new(), user: false, rest: String::new(), lenient: false });
    }
    for at in places.into_iter().take(MANY) {
        let inner = head(decoded.get(at..).unwrap_or_default(), HOST);
        let until = inner.find([' ', '&', '"', '\'', ',']).unwrap_or(inner.len());
        let mut found = inner.get(..until).and_then(target_of);
        // `://host` is the same again where its scheme was read.
        let same = |known: &Target, inner: &Target| {
            known.host == inner.host && (known.scheme == inner.scheme || inner.scheme.is_empty())
        };
        let new = |inner: &Target| !all.iter().any(|known| same(known, inner));
        if let Some(inner) = found.take().filter(|inner| all.len() < MANY && new(inner)) {
            all.push(inner);
        }
    }
}

fn target_of(written: &str) -> Option<Target> {
    target(written).or_else(|| target(written.trim_start_matches(':')))
}

/// The target of a clean address; `None` for a relative one.
fn target(clean: &str) -> Option<Target> {
    let (scheme, behind) = scheme(clean);
    let slashes = |text: &str| text.len() - text.trim_start_matches(['/', '\\']).len();
    if !scheme.is_empty() && !SPECIAL.contains(&scheme.as_str()) {
        return other(scheme, behind);
    }
    let count = slashes(behind);
    if scheme.is_empty() && count < 2 {
        let www = behind.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."));
        return (www && behind.len() > 6).then(|| with_host(scheme, behind, false));
    }
    let written = behind.get(..count).unwrap_or_default();
    Some(with_host(scheme, behind.get(count..)?, written != "//")).filter(|target| !target.host.is_empty())
}

/// Of a scheme without a host, or with one that is no page.
fn other(scheme: String, behind: &str) -> Option<Target> {
    let known = |list: &[&str]| list.contains(&scheme.as_str());
    let host = match scheme.as_str() {
        "mailto" => behind.split(['?', '#']).next().and_then(|to| to.rsplit_once('@')).map_or("", |(_, host)| host),
        _ if behind.starts_with("//") || behind.starts_with("\\\\") => {
            let rest = behind.trim_start_matches(['/', '\\']);
            rest.split(['/', '\\', '?', '#']).next().unwrap_or_default()
        }
        _ => "",
    };
    let harmless = scheme == "data"
        && ["image/png", "image/jpeg", "image/gif", "image/webp", "font/"].iter().any(|kind| behind.starts_with(kind));
    let is_scheme = known(ACTIVE) || scheme.starts_with("ms-") || scheme == "mailto" || behind.starts_with("//");
    (is_scheme && !harmless).then(|| Target {
        host: host.to_ascii_lowercase(),
        user: false,
        rest: behind.to_owned(),
        lenient: false,
        scheme,
    })
}

/// Schemes that run something, or hand it to another program.
pub(crate) const ACTIVE: &[&str] = &[
    "javascript",
    "vbscript",
    "livescript",
    "data",
    "file",
    "blob",
    "jar",
    "view-source",
    "smb",
    "ldap",
    "ldaps",
    "intent",
    "search-ms",
    "vscode",
    "res",
    "mhtml",
    "gopher",
    "telnet",
    "ssh",
    "tel",
    "sms",
    "magnet",
];

fn with_host(scheme: String, behind: &str, odd: bool) -> Target {
    let end = behind.find(['/', '\\', '?', '#']).unwrap_or(behind.len());
    let (authority, rest) = behind.split_at_checked(end).unwrap_or((behind, ""));
    let (user, host) = authority.rsplit_once('@').map_or(("", authority), |(user, host)| (user, host));
    let plain = percent(host);
    let lenient = odd && !scheme.is_empty() || plain != host || host.contains(['\u{3002}', '\u{ff0e}', '\u{ff61}']);
    let folded: String = if plain.is_ascii() {
        plain.to_ascii_lowercase()
    } else {
        plain.chars().filter_map(folded).flat_map(char::to_lowercase).collect()
    };
    let no_port = match folded.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !host.ends_with(':') => host,
        _ => &folded,
    };
    Target {
        scheme,
        host: unbracketed(no_port).trim_end_matches('.').to_owned(),
        user: !user.is_empty(),
        rest: rest.to_owned(),
        lenient,
    }
}

/// No host has a bracket within (`evil[.]example` is written not to be one); a reader that stops there takes what is before.
fn unbracketed(host: &str) -> &str {
    match host.find(['[', ']']).filter(|at| *at > 0) {
        Some(at) => host.get(..at).filter(|before| before.contains('.')).unwrap_or_default(),
        None => host,
    }
}

/// What stays of a character of a host: signs without width do not, wide forms are narrow (UTS #46).
fn folded(c: char) -> Option<char> {
    match c {
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => None,
        '\u{3002}' | '\u{ff61}' => Some('.'),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        _ => Some(c),
    }
}

/// The scheme in lower case, and what follows its colon.
fn scheme(clean: &str) -> (String, &str) {
    let Some((before, behind)) = clean.split_once(':') else { return (String::new(), clean) };
    let sign = |b: u8| b.is_ascii_alphanumeric() || b"+.-".contains(&b);
    let is_one =
        before.starts_with(|c: char| c.is_ascii_alphabetic()) && before.len() <= 32 && before.bytes().all(sign);
    // `host.example:443/path` begins with no scheme.
    let port = behind.starts_with(|c: char| c.is_ascii_digit());
    if is_one && !(port && before.contains('.')) {
        (before.to_ascii_lowercase(), behind)
    } else {
        (String::new(), clean)
    }
}

/// Entities decoded, tabs, breaks and signs without width dropped, blanks before and behind too.
fn clean(written: &str, backslash: Backslash) -> Cow<'_, str> {
    if written.bytes().all(|byte| (b' '..=b'~').contains(&byte) && !b"&\\".contains(&byte)) {
        return Cow::Borrowed(written.trim());
    }
    let mut clean = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(c) = rest.chars().next() {
        let (read, len) = if c == '&' { entity(rest) } else { (c, c.len_utf8()) };
        rest = rest.get(len..).unwrap_or_default();
        let sign = |c: char| c.is_ascii_punctuation() && !"\\/".contains(c);
        let before_sign = c == '\\' && rest.starts_with(sign);
        if before_sign && backslash == Backslash::Markdown {
            continue;
        }
        if !(read.is_control() || matches!(read, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')) {
            clean.push(read);
        }
    }
    Cow::Owned(clean.trim().to_owned())
}

/// The character an entity stands for and its length; `&` itself if it is none.
fn entity(text: &str) -> (char, usize) {
    let named = |(name, c): &(&str, char)| text.get(1..)?.starts_with(name).then_some((*c, name.len() + 1));
    numeric(text).or_else(|| ENTITIES.iter().find_map(named)).unwrap_or(('&', 1))
}

/// `&#104;`, `&#x68;`, also without the semicolon.
fn numeric(text: &str) -> Option<(char, usize)> {
    let body = text.strip_prefix("&#")?;
    let (digits, radix, before) = match body.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16, 3),
        None => (body, 10, 2),
    };
    let len = digits.bytes().take(8).take_while(|b| char::from(*b).is_digit(radix)).count();
    let c = char::from_u32(u32::from_str_radix(digits.get(..len)?, radix).ok()?)?;
    let semicolon = usize::from(digits.get(len..).is_some_and(|rest| rest.starts_with(';')));
    Some((c, before + len + semicolon))
}

/// Percent signs decoded; what is no UTF-8 then stays.
pub(crate) fn percent(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digit = |offset: usize| bytes.get(at + offset).and_then(|b| char::from(*b).to_digit(16));
        match (byte, digit(1), digit(2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Hosts that addresses may lead to: `example.com` is that host, `*.example.com` every one below it.
///
/// ```
/// use llmguard_catalog::target::permits;
/// let hosts = ["example.com".to_owned(), "*.wiki.example".to_owned()];
/// assert!(permits(&hosts, "https://example.com/a?b=c") && permits(&hosts, "//de.wiki.example/Seite"));
/// assert!(!permits(&hosts, "https://example.com.evil.example/") && !permits(&hosts, "https://wiki.example/"));
/// assert!(!permits(&hosts, "https://example.com/login?next=//evil.example") && !permits(&hosts, "javascript:alert(1)"));
/// ```
#[must_use]
pub fn permits<'h>(hosts: impl IntoIterator<Item = &'h String> + Clone, written: &str) -> bool {
    let on_list = |host: &str| {
        hosts.clone().into_iter().any(|known| match known.strip_prefix("*.") {
            Some(parent) => host.strip_suffix(parent).is_some_and(|label| label.len() > 1 && label.ends_with('.')),
            None => known == host,
        })
    };
    let page = |scheme: &str| scheme.is_empty() || scheme == "mailto" || SPECIAL.contains(&scheme);
    let all: Vec<Target> = targets(written).collect();
    all.len() < MANY && all.iter().all(|target| page(&target.scheme) && on_list(&target.host))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(written: &str) -> Vec<String> {
        targets(written).map(|target| target.host).collect()
    }

    #[test]
    fn lenient_spellings_are_read() {
        for written in [
            "https://evil.example/a",
            "//evil.example",
            "\\\\evil.example\\a",
            "/\\evil.example",
            "https:evil.example",
            "http:/evil.example",
            "http:\\\\evil.example",
            "HTTPS://EVIL.EXAMPLE:443/",
            "h\nttps://evil.example",
            "&#104;ttps://evil.example",
            "https&colon;//evil.example",
            "https://evil%2Eexample/",
            "https://evil。example/",
            "https://a:b@evil.example",
            "https://evil.example.",
            "  https://evil.example",
            "https://ev\u{ad}il.example",
            "www.evil.example",
            "http://////evil.example",
            "https\\://evil\\.example",
            "https://evil.example[.]other/",
        ] {
            let expected = if written.starts_with("www") { "www.evil.example" } else { "evil.example" };
            assert_eq!(hosts(written), [expected], "{written}");
        }
    }

    #[test]
    fn a_backslash_is_read_as_markdown_and_as_browsers_read_it() {
        let list = ["ok.example".to_owned(), "*.ok.example".to_owned()];
        for away in
            ["//evil.example\\@ok.example", "https:\\\\evil.example\\@ok.example", "//evil.example\\.ok.example/a"]
        {
            assert!(hosts(away).contains(&"evil.example".to_owned()) && !permits(&list, away), "{away}");
        }
        assert!(permits(&list, "https://ok.example/a\\_b\\(c\\)?d\\=e"));
    }

    #[test]
    fn a_value_with_many_addresses_is_permitted_nowhere() {
        let many = "https://ok.example/?a=https://ok.example/".to_owned() + &"https://ok.example/".repeat(40);
        let hosts = ["ok.example".to_owned()];
        assert!(permits(&hosts, "https://ok.example/?a=https://ok.example/") && !permits(&hosts, &many));
    }

    #[test]
    fn relative_addresses_have_no_target() {
        for written in [
            "",
            "a/b.png",
            "/a",
            "#x",
            "?q=1",
            "../a b.png",
            "data:image/png;base64,AAAA",
            "//evil[.]example/a",
            "C:\\Temp",
            "10:30",
            "Abb. 3",
        ] {
            assert!(targets(written).next().is_none(), "{written}");
        }
    }
}
