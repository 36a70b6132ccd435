//! Username: the login of a person.
//!
//! `DOM\\rogge`, `anna.beispiel`, `mmuster7`. Accounts that are nobody's (`root`, `admin`) are none. Where the words before
//! may announce something else (`user input`), the login must look like one: a domain, a dot between two names or
//! letters that end in digits.

use llmguard_types::Accept;

use crate::word_list::WordList;

/// Accounts of systems and roles, and words that stand where a login could.
#[rustfmt::skip]
static NOBODY: WordList = WordList::new(&[
    "admin", "administrator", "all", "anonymous", "any", "backup", "bin", "bot", "daemon", "default", "demo",
    "deploy", "disabled", "email", "enabled", "example", "failed", "false", "from", "ftp", "git", "guest", "http",
    "https", "id", "info", "invalid", "is", "jenkins", "localhost", "login", "logout", "mail", "missing", "mysql",
    "name", "nginx", "nobody", "none", "not", "null", "operator", "oracle", "password", "passwort", "pi",
    "postgres", "public", "redis", "request", "required", "root", "service", "ssh", "str", "string", "sudo", "support",
    "sync", "sys", "system", "test", "tester", "the", "true", "ubuntu", "undefined", "unknown", "user", "username",
    "users", "webmaster", "www", "you", "your", "yourname",
]);

/// Folders beside those of people, and names that instructions give them.
#[rustfmt::skip]
const FOLDERS: &[&str] = &[
    "app", "build", "circleci", "coder", "codespace", "ec2-user", "gitlab-runner", "jovyan", "me", "node", "runner", "runneradmin", "shared", "vagrant",
    "vscode", "vsts", "your-name",
];

/// The login itself. Vetoes accounts of roles; every other candidate passes.
#[must_use]
pub fn username(candidate: &[u8]) -> Option<Accept> {
    (!is_nobody(candidate)).then_some(())?;
    Accept::structure(candidate, 1)
}

/// The login before a slash and the beginning of its password. Vetoes accounts of roles; every other candidate passes.
#[must_use]
pub fn username_pair(candidate: &[u8]) -> Option<Accept> {
    let len = candidate.iter().position(|c| matches!(c, b' ' | b'/'))?;
    Some(username(candidate.get(..len)?)?.shortened(len))
}

/// A login by its shape: `DOM\\rogge`, `anna.beispiel`, `mmuster4711`.
#[must_use]
pub fn username_shape(candidate: &[u8]) -> Option<Accept> {
    let name = local(candidate);
    let parts: Vec<&[u8]> = name.split(|c| matches!(c, b'.' | b'_')).collect();
    let letters = |part: &&[u8]| part.iter().all(u8::is_ascii_lowercase);
    let two_names = parts.len() == 2 && parts.iter().all(|part| part.len() >= 2 && letters(part));
    let digits = name.iter().rev().take_while(|c| c.is_ascii_digit()).count();
    let numbered = (1..=4).contains(&digits)
        && name.len() - digits >= 4
        && name.iter().rev().skip(digits).all(u8::is_ascii_lowercase);
    let domain = name.len() < candidate.len();
    ((domain || two_names || numbered) && !is_nobody(candidate)).then_some(())?;
    Accept::structure(candidate, 1)
}

/// The owner of a home folder. Vetoes accounts of roles, of machines, and those of instructions.
#[must_use]
pub fn home_folder(candidate: &[u8]) -> Option<Accept> {
    let machine = FOLDERS.iter().any(|known| candidate.eq_ignore_ascii_case(known.as_bytes()));
    (!machine).then(|| username(candidate))?
}

/// The part behind a domain.
fn local(candidate: &[u8]) -> &[u8] {
    candidate.rsplit(|c| *c == b'\\').next().unwrap_or(candidate)
}

fn is_nobody(candidate: &[u8]) -> bool {
    let name = local(candidate).to_ascii_lowercase();
    std::str::from_utf8(&name).is_ok_and(|name| NOBODY.has(name))
}
