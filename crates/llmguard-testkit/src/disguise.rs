//! Disguise: ways to write a text so that it says the same and reads differently, one for each view.
//!
//! ```
//! use llmguard_testkit::disguise::by_name;
//! assert_eq!((by_name("percent").write)("a@b"), "%61%40%62");
//! assert_eq!((by_name("spaced").write)("DE89"), "D E 8 9");
//! ```

use std::fmt::Write as _;

/// One way of writing.
#[derive(Clone, Copy)]
pub struct Disguise {
    /// Names it in messages.
    pub name: &'static str,
    /// Writes a text differently.
    pub write: fn(&str) -> String,
    /// Whether every character is written by itself; otherwise the text is written as a whole.
    pub each: bool,
    /// Which texts it can write.
    pub takes: Takes,
}

/// Which texts a disguise can write.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Every text.
    All,
    /// Texts of ASCII.
    Ascii,
    /// Texts without control characters.
    Printed,
    /// Texts with a character beyond ASCII, all of them in Latin-1.
    Latin,
    /// Texts with words that [`leet`](by_name) knows.
    Words,
    /// Texts with an e-mail address.
    Address,
    /// Texts with a number of seven or more digits, and none that sticks to a letter.
    Number,
}

/// Every disguise.
pub const DISGUISES: &[Disguise] = &[
    each("fullwidth", |s| map(s, |c| if c.is_ascii_graphic() { shifted(c, 0xfee0) } else { c })),
    each("mathematical", |s| map(s, mathematical)),
    each("zero width", |s| behind_each(s, '\u{200b}')),
    each("bidi", |s| behind_each(s, '\u{202a}')),
    each("soft hyphens", |s| behind_each(s, '\u{ad}')),
    each("marks", |s| behind_each(s, '\u{335}')),
    each("no-break spaces", |s| s.replace(' ', "\u{a0}")),
    each("lookalikes", |s| map(s, lookalike)),
    each("percent", |s| bytes(s, |out, b| write!(out, "%{b:02x}"))),
    each("entities", |s| map_str(s, |out, c| write!(out, "&#{};", u32::from(c)))),
    each("json", |s| units(s, |out, unit| write!(out, "\\u{unit:04x}"))),
    each("c", |s| bytes(s, |out, b| write!(out, "\\x{b:02X}"))),
    each("quoted-printable", |s| bytes(s, |out, b| write!(out, "={b:02X}"))),
    Disguise { name: "utf-16", write: |s| behind_each(s, '\0'), each: true, takes: Takes::Ascii },
    each("spaced", |s| joined(s, " ")),
    each("dashed", |s| joined(s, "-")),
    whole("tags", Takes::Ascii, |s| map(s, |c| shifted(c, 0xe_0000))),
    whole("selectors", Takes::All, |s| s.bytes().map(selector).collect()),
    whole("zero-width bits", Takes::All, |s| {
        bytes(s, |out, b| write!(out, "{b:08b}")).replace('0', "\u{200b}").replace('1', "\u{200c}")
    }),
    Disguise { name: "mojibake", write: mojibake, each: true, takes: Takes::Latin },
    whole("base64 of lines", Takes::Printed, |s| {
        let digits = base64(format!("{LETTER}{s}").as_bytes(), b"+/", true);
        digits.as_bytes().chunks(64).map(String::from_utf8_lossy).collect::<Vec<_>>().join("\n")
    }),
    whole("base64", Takes::All, |s| base64(s.as_bytes(), b"+/", true)),
    whole("base64url", Takes::All, |s| base64(s.as_bytes(), b"-_", false)),
    whole("base32", Takes::All, |s| base32(s.as_bytes())),
    whole("hex", Takes::All, |s| bytes(s, |out, b| write!(out, "{b:02x}"))),
    whole("hex pairs", Takes::All, |s| bytes(s, |out, b| write!(out, "{b:02x} ")).trim_end().to_owned()),
    whole("gzip", Takes::All, |s| base64(&gzip(s.as_bytes()), b"+/", true)),
    whole("utf-16 in base64", Takes::All, |s| {
        base64(&s.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(), b"+/", true)
    }),
    Disguise { name: "leet", write: leet, each: true, takes: Takes::Words },
    Disguise {
        name: "at and dot",
        write: |s| s.replace('@', " at ").replace('.', " dot "),
        each: true,
        takes: Takes::Address,
    },
    Disguise { name: "Ziffern", write: |s| spoken(s, &GERMAN), each: true, takes: Takes::Number },
    Disguise { name: "digits", write: |s| spoken(s, &ENGLISH), each: true, takes: Takes::Number },
];

/// Of what is encoded in lines there is more than a line.
const LETTER: &str = "Sehr geehrte Damen und Herren, wie besprochen sende ich das Folgende: ";
const LEET: [&str; 3] = ["passwort", "streng", "vertraulich"];
const GERMAN: [&str; 10] = ["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"];
const ENGLISH: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/// The disguise of this name.
#[must_use]
pub fn by_name(name: &str) -> Disguise {
    *DISGUISES.iter().find(|disguise| disguise.name == name).expect("the name is one of DISGUISES")
}

impl Disguise {
    /// Whether a text can be written so.
    #[must_use]
    pub fn fits(&self, text: &str) -> bool {
        match self.takes {
            Takes::All => true,
            Takes::Printed => !text.contains(char::is_control),
            Takes::Latin => !text.is_ascii() && text.chars().all(|c| c < '\u{100}'),
            Takes::Ascii => text.bytes().all(|b| (0x20..0x7f).contains(&b)),
            Takes::Words => text.split(' ').any(|word| LEET.contains(&word.to_lowercase().as_str())),
            Takes::Address => text.split_once('@').is_some_and(|(name, host)| {
                name.ends_with(|c: char| c.is_ascii_alphanumeric())
                    && host.starts_with(|c: char| c.is_ascii_alphanumeric())
            }),
            Takes::Number => {
                let run = |run: &str| run.bytes().filter(u8::is_ascii_digit).count() >= 7;
                let sticks = |a: char, b: char| {
                    a.is_ascii_digit() && b.is_alphabetic() || a.is_alphabetic() && b.is_ascii_digit()
                };
                text.split(|c: char| !(c.is_ascii_digit() || c == ' ' || c == '+')).any(run)
                    && !text.chars().zip(text.chars().skip(1)).any(|(a, b)| sticks(a, b))
                    && !text.contains(['%', '&', '\\', '=', '@'])
            }
        }
    }
}

const fn each(name: &'static str, write: fn(&str) -> String) -> Disguise {
    Disguise { name, write, each: true, takes: Takes::All }
}

const fn whole(name: &'static str, takes: Takes, write: fn(&str) -> String) -> Disguise {
    Disguise { name, write, each: false, takes }
}

fn map(text: &str, to: impl Fn(char) -> char) -> String {
    text.chars().map(to).collect()
}

fn shifted(c: char, by: u32) -> char {
    char::from_u32(u32::from(c) + by).expect("the block has all of ASCII")
}

fn map_str(text: &str, mut write: impl FnMut(&mut String, char) -> std::fmt::Result) -> String {
    let mut out = String::new();
    text.chars().try_for_each(|c| write(&mut out, c)).expect("a string takes everything");
    out
}

fn bytes(text: &str, mut write: impl FnMut(&mut String, u8) -> std::fmt::Result) -> String {
    let mut out = String::new();
    text.bytes().try_for_each(|b| write(&mut out, b)).expect("a string takes everything");
    out
}

fn units(text: &str, mut write: impl FnMut(&mut String, u16) -> std::fmt::Result) -> String {
    let mut out = String::new();
    text.encode_utf16().try_for_each(|unit| write(&mut out, unit)).expect("a string takes everything");
    out
}

fn behind_each(text: &str, noise: char) -> String {
    text.chars().flat_map(|c| [c, noise]).collect()
}

fn joined(text: &str, gap: &str) -> String {
    text.chars().map(String::from).collect::<Vec<_>>().join(gap)
}

fn mathematical(c: char) -> char {
    let from =
        |first: char, bold: u32| char::from_u32(bold + u32::from(c) - u32::from(first)).expect("the block is full");
    match c {
        'A'..='Z' => from('A', 0x1d400),
        'a'..='z' => from('a', 0x1d41a),
        '0'..='9' => from('0', 0x1d7ce),
        c => c,
    }
}

fn lookalike(c: char) -> char {
    let pairs = "aаcсeеoоpрxхAАBВCСEЕHНKКMМOОPРSЅTТXХ".chars().collect::<Vec<_>>();
    pairs.chunks(2).find(|pair| pair[0] == c).map_or(c, |pair| pair[1])
}

/// UTF-8 read as Windows-1252.
fn mojibake(text: &str) -> String {
    // The second bytes of Latin-1 from 80 to 9f; where there is nothing, readers write a control character.
    let windows = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ".chars().collect::<Vec<_>>();
    let read = |b: u8| if (0x80..0xa0).contains(&b) { windows[usize::from(b - 0x80)] } else { char::from(b) };
    text.bytes().map(read).collect()
}

fn selector(byte: u8) -> char {
    let code = if byte < 16 { 0xfe00 } else { 0xe_0100 - 16 } + u32::from(byte);
    char::from_u32(code).expect("there are 256 selectors")
}

/// The words that announce something secret, and no others.
fn leet(text: &str) -> String {
    let announces = |word: &str| LEET.iter().any(|known| word.to_lowercase() == *known);
    let written = |c| match c {
        'a' => '4',
        'e' => '3',
        'o' => '0',
        c => c,
    };
    let word = |word: &str| if announces(word) { map(word, written) } else { word.to_owned() };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Digits as words, which blanks between them do not end.
fn spoken(text: &str, names: &[&str; 10]) -> String {
    let mut out = String::new();
    let mut open = false;
    for c in text.chars() {
        match c.to_digit(10) {
            Some(digit) => {
                out.push_str(if open { " " } else { "" });
                out.push_str(names[digit as usize]);
                open = true;
            }
            None if open && c == ' ' => {}
            None => {
                open = false;
                out.push(c);
            }
        }
    }
    out
}

/// Base64 with these two digits behind letters and decimals.
#[must_use]
pub fn base64(data: &[u8], last: &[u8; 2], padded: bool) -> String {
    let alphabet = [b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".as_slice(), last].concat();
    let digits = digits(data, 6, &alphabet);
    if padded { digits.clone() + &"=".repeat((4 - digits.len() % 4) % 4) } else { digits }
}

fn base32(data: &[u8]) -> String {
    let digits = digits(data, 5, b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
    digits.clone() + &"=".repeat((8 - digits.len() % 8) % 8)
}

fn digits(data: &[u8], size: usize, alphabet: &[u8]) -> String {
    let bits: Vec<bool> = data.iter().flat_map(|b| (0..8).rev().map(move |n| b >> n & 1 == 1)).collect();
    let digit = |bits: &[bool]| (0..size).fold(0, |n, at| n << 1 | usize::from(bits.get(at) == Some(&true)));
    bits.chunks(size).map(|bits| char::from(alphabet[digit(bits)])).collect()
}

/// A gzip member.
#[must_use]
pub fn gzip(data: &[u8]) -> Vec<u8> {
    let mut member = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    member.extend(miniz_oxide::deflate::compress_to_vec(data, 6));
    // Nobody here checks the checksum.
    member.extend([0; 4]);
    member.extend(u32::try_from(data.len()).expect("a test text is short").to_le_bytes());
    member
}
