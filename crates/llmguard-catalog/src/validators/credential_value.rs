//! Credential value: what is assigned to a password or a key without quotes, told apart from code and placeholders.
//!
//! `password=Xk9417?ta` holds one. What comes behind may belong to it or to the text around, and only what follows tells:
//!
//! ```text
//! pwd=a;b1c            a;b1c      Pwd=ab1c;Uid=sa     ab1c      ?token=a1b2c3&x=1   a1b2c3
//! <pw>ab1c</pw>        ab1c       {password:ab1c}     ab1c      'secret=ab1c'       ab1c
//! ```

use llmguard_types::Accept;

use crate::characters::randomness;
use crate::credentials::{given_worth, is_random, worth};

/// CWE-798. What cannot be anything else counts as 20, what may be a password as 1.
#[must_use]
pub fn credential_value(candidate: &[u8]) -> Option<Accept> {
    let value = clip(std::str::from_utf8(candidate).ok()?);
    (!is_constant(value) && !is_prefixed(value)).then_some(())?;
    let strength = worth(value)?;
    Some(Accept::structure(candidate, strength)?.shortened(value.len()))
}

/// A value that is all of its line: what follows on it makes it a sentence. A few letters or digits by themselves are none.
/// Only vetoes.
#[must_use]
pub fn line_value(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?.trim_end();
    let long = text.chars().count() >= 8 && text.bytes().any(|b| b.is_ascii_digit());
    let plain = text.chars().all(char::is_alphanumeric) && !(long && text.chars().any(char::is_alphabetic));
    (!text.contains([' ', '\t']) && !plain && !text.ends_with([':', ',', '.'])).then_some(())?;
    worth(text)?;
    Some(Accept::structure(candidate, 1)?.shortened(text.len()))
}

/// The value of a place that holds nothing but a password, behind a flag or a setting: also a word.
#[must_use]
pub fn given_value(candidate: &[u8]) -> Option<Accept> {
    let value = clip(std::str::from_utf8(candidate).ok()?);
    Some(Accept::structure(candidate, given_worth(value)?)?.shortened(value.len()))
}

/// The same in quotes, whose end is known.
#[must_use]
pub fn given_quoted(candidate: &[u8]) -> Option<Accept> {
    Accept::structure(candidate, given_worth(std::str::from_utf8(candidate).ok()?)?)
}

/// Whether a value without quotes is a name of code with a digit in it: `API_KEY_1`, `OAuth2PasswordBearer`.
fn is_constant(value: &str) -> bool {
    let name = value.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let pairs = || value.as_bytes().windows(2);
    let humps =
        pairs().filter(|pair| matches!(pair, [a, b] if !a.is_ascii_uppercase() && b.is_ascii_uppercase())).count();
    let ends = value.ends_with(|c: char| c.is_ascii_digit());
    let capitals = !value.bytes().any(|c| c.is_ascii_lowercase()) && value.matches('_').count() >= 2;
    let camel = value.len() >= 12 && humps >= 2 && !ends;
    name && (capitals || camel) && randomness(value) < 15
}

/// Whether a value is a string with a prefix, `b'…`, whose quotes another detector reads.
fn is_prefixed(value: &str) -> bool {
    let rest = value.trim_start_matches(|c: char| "bBrRuUfFLN".contains(c));
    value.len() - rest.len() <= 2 && rest.len() < value.len() && rest.starts_with(['\'', '"'])
}

/// The value of a name that says little, `key`: only a random one counts.
#[must_use]
pub fn random_value(candidate: &[u8]) -> Option<Accept> {
    let value = clip(std::str::from_utf8(candidate).ok()?);
    // A digest has nothing but hexadecimal digits of one case, and is as often the key of a cache as a secret.
    let digest = matches!(value.len(), 32 | 40 | 56 | 64 | 96 | 128) && value.bytes().all(|c| c.is_ascii_hexdigit());
    (is_random(value) && !digest).then_some(())?;
    Some(Accept::structure(candidate, 20)?.shortened(value.len()))
}

/// The value that a pipe hands to a command: `Xk9417?ta' | sudo -S`.
#[must_use]
pub fn piped_value(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let value = text.split(['"', '\'', ' ', '|']).next()?;
    let strength = worth(value)?;
    Some(Accept::structure(candidate, strength)?.shortened(value.len()))
}

/// The value without what follows it.
fn clip(text: &str) -> &str {
    let end = text.char_indices().find(|(at, c)| ends(text, *at, *c)).map_or(text.len(), |(at, _)| at);
    let mut value = text.get(..end).unwrap_or_default();
    while let Some(last) = value.chars().next_back() {
        let open = match last {
            ')' => '(',
            ']' => '[',
            '}' => '{',
            ',' | ';' | '\\' | ':' => '\0',
            _ => break,
        };
        if value.contains(open) {
            break;
        }
        value = value.strip_suffix(last).unwrap_or_default();
    }
    value
}

/// Whether the value ends before the character at a place.
fn ends(text: &str, at: usize, c: char) -> bool {
    let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
    match c {
        '"' | '\'' | '`' | '“' | '”' | '»' => {
            rest.is_empty() || rest.starts_with(|c| ",;:)]}>\\.&|/+?<\"'`".contains(c))
        }
        ';' | ',' => rest.is_empty() || rest.starts_with(['"', '\'', '}', ')', ']', '{', '\\', '/']) || is_pair(rest),
        '&' => rest.is_empty() || is_pair(rest.strip_prefix("amp;").unwrap_or(rest)),
        '<' => rest.starts_with('/') || rest.starts_with("br"),
        '\\' => {
            rest.starts_with(['"', '\''])
                || (rest.starts_with(['n', 'r', 't']) && is_pair(rest.get(1..).unwrap_or_default()))
                || rest == "n"
        }
        '}' | ')' | ']' => {
            let open = match c {
                '}' => '{',
                ')' => '(',
                _ => '[',
            };
            let open = text.get(..at).is_some_and(|before| before.contains(open));
            let rest = rest.split("](").next().unwrap_or_default();
            !open && rest.trim_start_matches([')', ']', '}', ',', ';', '"', '\'']).is_empty()
        }
        _ => false,
    }
}

/// Whether a text begins with a name and what assigns to it.
fn is_pair(text: &str) -> bool {
    let name = text.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "_.-[]\"\\".contains(c));
    name.len() < text.len() && name.starts_with(['=', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_references() {
        for value in [
            "Xk9417?ta",
            "!qY353%ds",
            "hunter2",
            "Sommer2024!",
            "p@ss",
            "123456",
            "admin",
            "changeme",
            "$om3r!x",
            "xkqzjwvb",
            "743b294a-cd03-11ec-9d64-0242ac120002",
        ] {
            assert!(credential_value(value.as_bytes()).is_some(), "{value}");
        }
        for value in [
            "${PW}",
            "<token>",
            "xxxxxxxx",
            "None",
            "os.environ[x]",
            "get_token()",
            "settings.password",
            "user1.token",
            "true",
            "PROJECT_NAME_ALIAS",
            "********",
            "your-token-1",
            "bearer",
            "abgelaufen",
            "123e4567-e89b-12d3-a456-426614174000",
            "00000000-0000-0000-0000-000000000001",
            "876f5432-d10c-4e2f-b39a-765432109876",
            "%s",
            "$PASSWORD",
            "%PW%",
            "{0}",
            "/run/secrets/db_password",
            "certs/server1.key",
            "string",
            "password1",
            "!vault",
            "API_KEY_1",
            "OAuth2PasswordBearer",
            "Option<Token![",
            "braced!(content",
            "process.env.X1",
        ] {
            assert!(credential_value(value.as_bytes()).is_none(), "{value}");
        }
    }

    #[test]
    fn a_value_ends_where_the_text_around_goes_on() {
        for (text, value) in [
            ("a;b1c", "a;b1c"),
            ("ab1cd;Uid=sa", "ab1cd"),
            ("a1b2c3&x=1", "a1b2c3"),
            ("a1&b2c3", "a1&b2c3"),
            ("ab1cd</pw>", "ab1cd"),
            ("ab1cd}", "ab1cd"),
            ("ab1cd'", "ab1cd"),
            ("ab1cd)](https://example.com/", "ab1cd"),
            ("it's-4-me", "it's-4-me"),
            ("ab1cd,user:x", "ab1cd"),
            ("ab1cd\\nuser=x", "ab1cd"),
            ("r3alP4ssw0rd,", "r3alP4ssw0rd"),
        ] {
            assert_eq!(clip(text), value);
        }
    }
}
