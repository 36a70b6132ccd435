//! Internal hosts: names that no public server has, and paths on their shares.
//!
//! `srv-mes01.werk-le.intern` is one, `self.local` is a variable and `app.internal.users` a module. A share `\\fs01\daten` is
//! telling, a drive `D:\Rezepte` needs a cue, `C:\Windows` is nobody's.

use llmguard_types::Accept;

const SUFFIXES: &[&str] = &["local", "lan", "intern", "internal", "corp", "localdomain", "ads"];
/// Folders that every machine has.
const COMMON: &[&str] =
    &["windows", "program files", "program", "programme", "programdata", "python", "temp", "tmp", "path", "msys64"];

/// RFC 6762 appendix G. A label of four letters or more with a digit or a hyphen counts as 20, other names as 1.
#[must_use]
pub fn internal_host(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let (labels, suffix) = text.rsplit_once('.')?;
    if !SUFFIXES.contains(&suffix) {
        return Accept::other(candidate);
    }
    let telling = |label: &str| label.len() >= 4 && label.contains(|c: char| c.is_ascii_digit() || c == '-');
    Accept::structure(candidate, if labels.split('.').any(telling) { 20 } else { 1 })
}

/// A kind, a site and a number. Three groups with a short site, and servers, count as 20, others as 1.
#[must_use]
pub fn host_scheme(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let groups: Vec<&str> = text.split('-').collect();
    let telling = match groups.as_slice() {
        [_, site, _] => site.len() <= 4,
        [kind, _] => kind.eq_ignore_ascii_case("srv"),
        _ => false,
    };
    Accept::structure(candidate, if telling { 20 } else { 1 })
}

/// What a label calls a computer, which has a letter and either a digit or a hyphen: `example.com` is no computer.
#[must_use]
pub fn labelled_host(candidate: &[u8]) -> Option<Accept> {
    let letter = candidate.iter().any(u8::is_ascii_alphabetic);
    let named = candidate.iter().any(|c| c.is_ascii_digit() || matches!(c, b'-' | b'_'));
    (letter && named).then(|| Accept::structure(candidate, 1))?
}

/// A share. A host of three letters or more with a digit or a hyphen, or two folders behind it, count as 20, others as 1: in JSON
/// and in programs backslashes stand for other things.
#[must_use]
pub fn unc_path(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let parts: Vec<&str> = text.split('\\').filter(|part| !part.is_empty()).collect();
    let host = parts.first()?;
    (host.len() >= 3 && host.ends_with(|c: char| c.is_ascii_alphanumeric())).then_some(())?;
    let telling =
        host.contains(|c: char| c.is_ascii_digit() || c == '-') || parts.iter().filter(|p| p.len() > 2).count() >= 3;
    Accept::structure(candidate, if telling { 20 } else { 1 })
}

/// A folder of its own on a drive; what every machine has is none.
#[must_use]
pub fn drive_path(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let first = text.split('\\').nth(1)?.to_ascii_lowercase();
    let folder = first.trim_end_matches(|c: char| c.is_ascii_digit());
    (!COMMON.contains(&folder)).then_some(())?;
    Accept::structure(candidate, 1)
}
