//! Assigned key: a key without any mark of its own, told apart from what else is assigned to a service's name.
//!
//! `okta_token = 00Qx7…` and `datadog: 9f8e7d6c…` are keys. `github = my-org/my-repo-2024`, `sentry: 8.13.0-beta.2` and
//! `heroku = eu-west-1.example.com` are words with numbers in them. In random text every second or third character is of
//! another kind (small, capital, digit) than the one before; in names and versions few are.

use llmguard_types::Accept;

use crate::placeholder::{is_made_up, is_placeholder};

/// Shorter ones are names.
const SHORTEST: usize = 14;

/// The vendors' documentation gives lengths and alphabets from 14 characters on. The validator only vetoes: the name before it
/// is what speaks for a key, and a format of its own is known better.
#[must_use]
pub fn assigned_key(candidate: &[u8]) -> Option<Accept> {
    let text = candidate.trim_ascii_end();
    let key = text.get(..text.iter().rposition(|c| !b".:~".contains(c))? + 1)?;
    let alphanumeric = key.iter().filter(|c| c.is_ascii_alphanumeric()).count();
    let digits = key.iter().filter(|c| c.is_ascii_digit()).count();
    let random = 8 * changes(key) >= alphanumeric && changes(key) >= 3 && digits >= 1 && 5 * digits <= 4 * alphanumeric;
    let hand_made = is_placeholder(key) || is_made_up(key);
    let address = key.windows(3).any(|w| w == b"://");
    (alphanumeric >= SHORTEST && !address && !hand_made && (random || is_uuid(key))).then_some(())?;
    Some(Accept::structure(candidate, 1)?.shortened(key.len()))
}

/// How many characters are of another kind than their left neighbour; signs are no neighbours.
fn changes(key: &[u8]) -> usize {
    let kind = |c: u8| match c {
        b'0'..=b'9' => Some(0),
        b'a'..=b'z' => Some(1),
        b'A'..=b'Z' => Some(2),
        _ => None,
    };
    let differ = |a: u8, b: u8| kind(a).zip(kind(b)).is_some_and(|(a, b)| a != b);
    key.windows(2).filter(|pair| matches!(pair, [a, b] if differ(*a, *b))).count()
}

fn is_uuid(key: &[u8]) -> bool {
    let groups = key.split(|c| *c == b'-');
    key.iter().all(|c| c.is_ascii_hexdigit() || *c == b'-') && groups.map(<[u8]>::len).eq([8, 4, 4, 4, 12])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_names() {
        for key in ["q7z9k2m4x8w6r1t3", "3c59dc048e8850243be8079a5c74d079", "Zk9_Lm2-Xw4Rt6.Yp8Bv1", "0fA1b2C3d4E5f6"] {
            assert!(assigned_key(key.as_bytes()).is_some(), "{key}");
        }
        for name in [
            "my-org/my-repo-2024",
            "8.13.0-beta.2.20240101",
            "2024-01-01T00:00:00Z",
            "db1.eu-west-1.internal.example",
            "getGithubAccessTokenFromStore",
            "00000000-0000-0000-0000-000000000000",
            "your_okta_token_4711",
            "https://q7z9k2m4x8w6r1t3.example",
        ] {
            assert!(assigned_key(name.as_bytes()).is_none(), "{name}");
        }
    }
}
