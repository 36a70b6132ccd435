//! URL password: what stands between `user:` and `@host`, if it is no variable and no placeholder.
//!
//! `postgres://app:s3cr3t@db` has one, `mysql://root:${PW}@db` and `mongodb://<user>:<password>@host` do not. The place is
//! unambiguous, so even a plain word counts.

use llmguard_types::Accept;

/// Words that documentation writes there, in lower case.
const PLACEHOLDERS: [&str; 10] =
    ["changeme", "mypassword", "pass", "passw0rd", "password", "passwort", "pw", "pwd", "secret", "user"];

/// RFC 3986 §3.2.1. The validator only vetoes.
#[must_use]
pub fn url_password(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    // In XML the tag that closes the element ends the value.
    let text = text.split("</").next()?;
    let variable = text.strip_prefix('%').is_some_and(|rest| rest.ends_with('%'));
    let reference = variable || text.starts_with(['{', '[', '*', '<']) || text.contains("${") || text.contains("$(");
    let first = text.chars().next()?;
    let row = text.len() > 1 && text.chars().all(|c| c.eq_ignore_ascii_case(&first));
    let reference =
        reference || text.starts_with('$') && text.bytes().skip(1).all(|c| c.is_ascii_alphabetic() || c == b'_');
    // `http://host:8080?to=a@b`: a port and what follows it.
    let port = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let port = port.len() < text.len() && port.starts_with(['?', '#', ',']);
    (!reference && !port && !row && !is_placeholder(&text.to_lowercase())).then_some(())?;
    Some(Accept::structure(candidate, 1)?.shortened(text.len()))
}

fn is_placeholder(folded: &str) -> bool {
    PLACEHOLDERS.contains(&folded) || folded.starts_with("your") || folded.starts_with("replace")
}
