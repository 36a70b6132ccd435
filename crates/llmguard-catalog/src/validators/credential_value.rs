//! Credential value: what is assigned to a password or a key, told apart from code, variables and placeholders.
//!
//! `password = "Xk9417?ta"` is one. `os.environ["PW"]`, `${PW}`, `<token>`, `None`, `changeme`, `get_token()` and
//! `settings.password` are not. A value of letters only is a word, unless it is long and mixed.

use llmguard_types::Accept;

/// Values people write where no secret is. Lower case, ordered.
#[rustfmt::skip]
const PLACEHOLDERS: &[&str] = &[
    "123", "abc123", "admin", "bearer", "change-me", "change_me", "changeit", "changeme", "default", "demo", "dummy", "empty",
    "example", "false", "geheim", "hidden", "insert", "kennwort", "masked", "my-password", "my-secret", "mypassword",
    "nil", "none", "null", "optional", "pass", "password", "password1", "passwort", "placeholder", "redacted", "required",
    "sample", "secret", "string", "test", "todo", "token", "true", "undefined", "xxx", "your-api-key", "your-password",
    "your_api_key", "your_password", "your_secret", "yourpassword",
];

/// OWASP, "Secrets Management Cheat Sheet" names the places. A value that looks random counts as 20, others as 1.
#[must_use]
pub fn credential_value(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let value = text.trim_end_matches([',', ';', ')', ']', '}', '\\', ':']);
    let balanced = value.contains('(') && text.strip_prefix(value).is_some_and(|cut| cut.starts_with(')'));
    if balanced || is_reference(value) || is_placeholder(value) || is_sample_uuid(value) {
        return None;
    }
    let has = |kind: fn(char) -> bool| value.chars().any(kind);
    let (digits, upper, lower) = (has(|c| c.is_ascii_digit()), has(char::is_uppercase), has(char::is_lowercase));
    let sign = has(|c| c.is_ascii_punctuation() && !"_-./".contains(c));
    let kinds = [digits, upper, lower, sign].iter().filter(|kind| **kind).count();
    let length = value.chars().count();
    let worth = match (length, kinds) {
        (8.., 3..) => 20,
        (20.., 2) if digits => 20,
        (4.., 2..) if digits || sign => 1,
        (6.., 1) if digits => 1,
        _ => return None,
    };
    Some(Accept::structure(candidate, worth)?.shortened(value.len()))
}

/// Whether a value names where the secret is instead of being it: a variable, a template, a call, a path in code.
fn is_reference(value: &str) -> bool {
    let name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let path = |separator: char| {
        let mut parts = value.split(separator);
        value.contains(separator)
            && parts.all(|p| p.starts_with(|c: char| c.is_ascii_alphabetic()) && p.chars().all(name))
    };
    let bare_name = value.contains('_') && value.chars().all(|c| c.is_ascii_alphabetic() || c == '_');
    value.starts_with(['$', '<', '{', '%', '[', '(', '&', '*', '@', '#', '=', ':'])
        || value.contains("${")
        || value.contains("{{")
        || value.contains("://")
        || value.contains(['(', '['])
        || value.contains("->")
        || value.contains("::")
        || (path('.') && !value.chars().any(|c| c.is_ascii_digit()))
        || bare_name
}

/// UUIDs that specifications and manuals print: RFC 9562 (and RFC 4122) and its namespaces, the usual examples.
const SAMPLE_UUIDS: [&str; 4] = [
    "123e4567-e89b-12d3-a456-426614174000",
    "550e8400-e29b-41d4-a716-446655440000",
    "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
    "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
];

/// Whether a value is a UUID that nobody drew: a published one, one of few different digits, or one whose last group
/// counts up or down.
fn is_sample_uuid(value: &str) -> bool {
    let groups: Vec<&[u8]> = value.as_bytes().split(|c| *c == b'-').collect();
    let uuid = groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.iter().all(u8::is_ascii_hexdigit));
    let counts = |step: u8| {
        let next = |a: u8, b: u8| a.is_ascii_digit() && b.is_ascii_digit() && (a - b'0' + step) % 10 == b - b'0';
        groups.last().is_some_and(|last| last.windows(2).all(|pair| matches!(pair, [a, b] if next(*a, *b))))
    };
    let distinct = (0..=u8::MAX).filter(|c| groups.iter().any(|group| group.contains(c))).count();
    uuid && (SAMPLE_UUIDS.contains(&value.to_lowercase().as_str()) || distinct <= 4 || counts(1) || counts(9))
}

/// Whether a value is a word that stands for a secret, a row of one character or of stars.
fn is_placeholder(value: &str) -> bool {
    let folded = value.to_lowercase();
    let mut chars = folded.chars().filter(|c| *c != '-' && *c != '_');
    let first = chars.next();
    PLACEHOLDERS.binary_search(&folded.as_str()).is_ok()
        || folded.starts_with("your")
        || folded.starts_with("xxx")
        || folded.contains("***")
        || folded.contains("...")
        || folded.contains("example")
        || folded.contains("placeholder")
        || chars.all(|c| Some(c) == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_ordered() {
        assert!(PLACEHOLDERS.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn values_and_references() {
        for value in [
            "Xk9417?ta",
            "!qY353%ds",
            "hunter2",
            "Sommer2024!",
            "p@ss",
            "123456",
            "r3alP4ssw0rd,",
            "743b294a-cd03-11ec-9d64-0242ac120002",
        ] {
            assert!(credential_value(value.as_bytes()).is_some(), "{value}");
        }
        for value in [
            "changeme",
            "${PW}",
            "<token>",
            "xxxxxxxx",
            "None",
            "os.environ[x]",
            "get_token()",
            "settings.password",
            "true",
            "PROJECT_NAME_ALIAS",
            "********",
            "your-token-1",
            "bearer",
            "abgelaufen",
            "123e4567-e89b-12d3-a456-426614174000",
            "00000000-0000-0000-0000-000000000001",
            "876f5432-d10c-4e2f-b39a-765432109876",
        ] {
            assert!(credential_value(value.as_bytes()).is_none(), "{value}");
        }
    }
}
