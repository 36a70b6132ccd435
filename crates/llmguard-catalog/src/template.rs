//! Template: a vector that is expanded when it is needed, so that no file holds a live-looking secret.
//!
//! `${name}` and `${name:argument}` stand for random text of a kind; `$${` is a plain `${`. One seed always gives one
//! text: the generator is splitmix64, written below.
//!
//! | template | expands to |
//! |---|---|
//! | `${digits:6}` `${nonzero:1}` `${hex:32}` `${lower:8}` `${upper:4}` | so many characters of that class |
//! | `${alnum:36}` `${base64:40}` `${base64url:43}` | as above; from 3 on always a digit, a capital and a small letter |
//! | `${base32:16}` `${base58:51}` `${bech32:58}` | `A`–`Z`, `2`–`7`; no `0`, `O`, `I`, `l`; capitals and digits of BIP 173 |
//! | `${iban:DE}` | a valid IBAN of that country |
//! | `${luhn:16}` `${luhn:4:16}` | a number that passes Luhn; beginning with, of that length |
//! | `${crc62:ghp_}` | the prefix, 30 characters and their checksum |
//! | `${jwt}` `${pem:RSA PRIVATE KEY}` | a token; a block of that kind |
//! | `${valid:steuer_id:nn nnn nnn nnn}` | a number that this validator accepts; in its shape `n` is a digit, `a` a capital, `c` either |
//! | `${steuer_id}` and other names of [`NUMBERS`] | the same, its shape known |
//!
//! ```
//! use llmguard_catalog::template::expand;
//! assert_eq!(expand("Kd.-Nr. ${digits:6}", 1)?, expand("Kd.-Nr. ${digits:6}", 1)?);
//! assert!(expand("ghp_${alnum:36}", 2)?.len() == 40);
//! assert_eq!(expand("a $${PLACEHOLDER}", 3)?, "a ${PLACEHOLDER}");
//! # Ok::<(), llmguard_types::Error>(())
//! ```

use llmguard_types::{Code, Error};

use crate::checks::{crc32, luhn};
use crate::countries::iban_len;
use crate::encoding::base62;
use crate::validators;

/// Numbers with check digits: the name of template and validator, and the shape that is drawn until it holds.
pub const NUMBERS: &[(&str, &str)] = &[
    ("ahv", "756nnnnnnnnnn"),
    ("bsn", "nnnnnnnnn"),
    ("codice_fiscale", "aaaaaannannannna"),
    ("dni", "nnnnnnnna"),
    ("kvnr", "annnnnnnnn"),
    ("nhs", "nnnnnnnnnn"),
    ("nie", "Xnnnnnnna"),
    ("nir", "1nnnnnnnnnnnnnn"),
    ("pesel", "nnnnnnnnnnn"),
    ("rvnr", "nnnnnnnnannn"),
    ("steuer_id", "nnnnnnnnnnn"),
    ("svnr_at", "nnnnnnnnnn"),
    ("vat_de", "DEnnnnnnnnn"),
];

const DIGITS: &str = "0123456789";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ALNUM: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
/// More draws than this are not needed for any shape of the table.
const DRAWS: usize = 100_000;

/// Expands the templates of a vector. The same seed always gives the same text.
///
/// # Errors
/// [`Code::DetectorTemplate`] for a template that does not exist, a count that is no number up to 8192 or a missing `}`.
pub fn expand(template: &str, seed: u64) -> Result<String, Error> {
    let mut random = Random(seed);
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once("${") {
        if let Some(plain) = before.strip_suffix('$') {
            text.push_str(plain);
            text.push_str("${");
            rest = behind;
            continue;
        }
        text.push_str(before);
        let (name, behind) = behind.split_once('}').ok_or_else(|| unknown("a template without its `}`"))?;
        text.push_str(&one(name, &mut random)?);
        rest = behind;
    }
    text.push_str(rest);
    Ok(text)
}

/// One template: what stood between the braces.
fn one(template: &str, random: &mut Random) -> Result<String, Error> {
    let (name, argument) = template.split_once(':').unwrap_or((template, ""));
    let count = || argument.parse().ok().filter(|n| *n <= 8192).ok_or_else(|| unknown("a count that is no number"));
    let all = [DIGITS, UPPER, LOWER].concat();
    Ok(match name {
        "digits" => random.of(DIGITS, count()?),
        "nonzero" => random.of("123456789", count()?),
        "lower" => random.of(LOWER, count()?),
        "upper" => random.of(UPPER, count()?),
        "hex" => random.of("0123456789abcdef", count()?),
        "base32" => random.of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", count()?),
        "base58" => random.of("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", count()?),
        "bech32" => random.of("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", count()?),
        "alnum" => random.mixed(&all, count()?),
        "base64" => random.mixed(&(all + "+/"), count()?),
        "base64url" => random.mixed(&(all + "-_"), count()?),
        "iban" => iban(argument, random)?,
        "luhn" => {
            let (prefix, len) = argument.split_once(':').unwrap_or(("", argument));
            let len: usize = len.parse().ok().filter(|n| *n <= 64).ok_or_else(|| unknown("a bad length"))?;
            random.until(|random| {
                let text = prefix.to_owned() + &random.of(DIGITS, len.saturating_sub(prefix.len()));
                luhn(&text.bytes().map(|c| c.wrapping_sub(b'0')).collect::<Vec<u8>>()).then_some(text)
            })?
        }
        "crc62" => {
            let body = random.mixed(&all, 30);
            let check: String = base62(crc32(body.as_bytes())).iter().map(|c| char::from(*c)).collect();
            format!("{argument}{body}{check}")
        }
        // {"alg":"HS256","typ":"JWT"}, then an object that begins with {".
        "jwt" => {
            let head = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
            format!("{head}.eyJ{}.{}", random.mixed(&all, 61), random.mixed(&(all + "-_"), 43))
        }
        "pem" => {
            let line = all + "+/";
            let lines: Vec<String> = (0..6).map(|_| random.mixed(&line, 64)).collect();
            format!("-----BEGIN {argument}-----\n{}\n-----END {argument}-----", lines.join("\n"))
        }
        "valid" => match argument.split_once(':') {
            Some((validator, shape)) => valid(validator, shape, random)?,
            None => return Err(unknown("a `valid` without a shape")),
        },
        _ => match NUMBERS.iter().find(|(known, _)| *known == name) {
            Some((validator, shape)) => valid(validator, shape, random)?,
            None => return Err(unknown(&format!("no template is called `{name}`"))),
        },
    })
}

/// Text of a shape, drawn until a validator accepts all of it.
fn valid(validator: &str, shape: &str, random: &mut Random) -> Result<String, Error> {
    let validate =
        validators::by_name(validator).ok_or_else(|| unknown(&format!("no validator is called `{validator}`")))?;
    random.until(|random| {
        let text: String = shape.chars().map(|c| random.shaped(c)).collect();
        validate(text.as_bytes()).filter(|accept| accept.len == text.len()).map(|_| text)
    })
}

fn iban(country: &str, random: &mut Random) -> Result<String, Error> {
    let code = <[u8; 2]>::try_from(country.as_bytes()).ok();
    let len = code.and_then(iban_len).ok_or_else(|| unknown("no country of the IBAN registry"))?;
    random.until(|random| {
        let text = format!("{country}{}", random.of(DIGITS, len - 2));
        validators::iban(text.as_bytes()).map(|_| text)
    })
}

fn unknown(what: &str) -> Error {
    let numbers: Vec<&str> = NUMBERS.iter().map(|(name, _)| *name).collect();
    Error::new(Code::DetectorTemplate, what).mend(format!(
        "use digits, nonzero, lower, upper, hex, base32, base58, bech32, alnum, base64, base64url, iban, luhn, valid, crc62, jwt, pem or {}; \
         write `$${{` for a plain `${{`",
        numbers.join(", ")
    ))
}

/// splitmix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// One character of an alphabet.
    fn one(&mut self, alphabet: &str) -> char {
        let at = self.next() % alphabet.len().max(1) as u64;
        alphabet.chars().nth(at as usize).unwrap_or('0')
    }

    /// One character of a shape, in the notation of ISO 13616: `n` a digit, `a` a capital, `c` either, others themselves.
    fn shaped(&mut self, c: char) -> char {
        match c {
            'n' => self.one(DIGITS),
            'a' => self.one(UPPER),
            'c' => self.one(ALNUM),
            _ => c,
        }
    }

    fn of(&mut self, alphabet: &str, count: usize) -> String {
        (0..count).map(|_| self.one(alphabet)).collect()
    }

    /// As [`Random::of`], but from three characters on one of each kind is among them.
    fn mixed(&mut self, alphabet: &str, count: usize) -> String {
        let kinds = [DIGITS, UPPER, LOWER];
        let first = if count >= kinds.len() { self.next() as usize % (count - 2) } else { count };
        (0..count)
            .map(|at| {
                let kind = at.checked_sub(first).and_then(|k| kinds.get(k));
                self.one(kind.copied().unwrap_or(alphabet))
            })
            .collect()
    }

    /// Draws until something comes of it.
    fn until<T>(&mut self, mut draw: impl FnMut(&mut Random) -> Option<T>) -> Result<T, Error> {
        (0..DRAWS).find_map(|_| draw(self)).ok_or_else(|| unknown("a template that no draw satisfies"))
    }
}
