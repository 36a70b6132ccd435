//! Credentials: can this text be a password or a key, or does it stand for one?
//!
//! What people write where a secret belongs is of four kinds: a secret (`Xk9417?ta`), a default that opens a door all the
//! same (`changeme`, `admin`), a reference that says where the secret is (`${PW}`, `os.environ["PW"]`, `settings.password`)
//! and a word that stands for one (`<token>`, `xxxx`, `string`). The first two are worth something.

use crate::characters::randomness;
use crate::word_list::WordList;

/// Passwords that are in force where nobody changed them. Lower case.
static DEFAULTS: WordList = WordList::new(&[
    "admin",
    "administrator",
    "azerty",
    "changeit",
    "changeme",
    "geheim",
    "iloveyou",
    "letmein",
    "passw0rd",
    "qwerty",
    "qwertz",
    "root",
    "toor",
    "welcome",
]);

/// Words that name a secret, its type, its lack or its place. Lower case.
#[rustfmt::skip]
static NAMES: WordList = WordList::new(&[
    "123", "1234", "abc", "abc123", "api", "apikey", "arg", "auth", "basic", "bearer", "bool", "boolean", "char",
    "credential", "credentials", "default", "demo", "digest", "dummy", "empty", "false", "field", "foo", "hash",
    "hidden", "input", "insert", "int", "jwt", "kennwort", "key", "login", "masked", "mypassword", "mysecret",
    "mytoken", "nil", "none", "null", "number", "oauth", "object", "optional", "param", "pass", "passphrase", "passwd",
    "password", "passwort", "pin", "placeholder", "plaintext", "prompt", "pw", "pwd", "redacted", "removed",
    "required", "sample", "secret", "self", "sha", "str", "string", "test", "testing", "text", "this", "todo", "token",
    "true", "type", "undefined", "unknown", "user", "username", "val", "value", "var", "void", "xxx", "yourpassword",
]);

/// Endings of the names of files.
const ENDINGS: &[&str] = &[
    ".bin", ".cer", ".conf", ".crt", ".csv", ".env", ".go", ".gpg", ".html", ".java", ".js", ".json", ".key", ".log",
    ".md", ".pem", ".pfx", ".php", ".py", ".rs", ".toml", ".ts", ".txt", ".xml", ".yaml", ".yml",
];

/// Beginnings of the names of algorithms and standards that sentences about passwords mention.
const ALGORITHMS: &[&str] = &[
    "aes", "argon2", "base64", "bcrypt", "fido2", "hmac", "hs256", "iso", "md5", "oauth", "pbkdf2", "pkcs", "rfc",
    "rs256", "rsa", "scrypt", "sha", "tls", "totp", "utf", "wpa", "x509",
];

/// Beginnings of what is written where a password could stand and none does: what it is, what is done with it, where it comes
/// from. Lower case.
#[rustfmt::skip]
const ROLES: &[&str] = &[
    "action", "adgang", "always", "ask", "autocompl", "change", "clear", "confirm", "contras", "correct", "disab",
    "eingeb", "enab", "encod", "encrypt", "enter", "erford", "error", "flow", "forgot", "generat", "hash", "heslo",
    "icon", "implicit", "interactive", "invalid", "kein", "lock", "lösen", "mandat", "masked", "missing", "must",
    "never", "new-", "nicht", "notwend", "only", "option", "private", "protected", "public", "random", "read",
    "repeat", "requir", "reset", "salas", "sealed", "senha", "show", "siehe", "stdin", "strength", "strong", "submit",
    "toggle", "vergessen", "verif", "visible", "wachtw", "weak", "wrong", "şifre",
];

/// What names of secrets and of fields hold.
#[rustfmt::skip]
const NAMING: &[&str] = &[
    "_key", "apikey", "credential", "fake", "field", "hint", "input", "kennw", "label", "login", "pass", "pwd",
    "secret", "token", "user_",
];

/// What only a value holds that stands for a secret.
#[rustfmt::skip]
const STANDS_FOR: &[&str] = &[
    "***", "...", "…", "example", "placeholder", "redacted", "changethis", "replace", "insert", "xxxx", "•••",
    "|required", "required|",
];

/// From so many bits on a token is random.
const RANDOM: i32 = 15;
/// From so many bits on nothing else can be meant.
const CERTAIN: i32 = 40;

/// What a value without blanks is worth as a credential: 20 if hardly anything else looks like it, 1 if it can be one.
pub(crate) fn worth(value: &str) -> Option<u32> {
    if is_reference(value) || is_placeholder(value) || is_sample_uuid(value) {
        return None;
    }
    if is_default(value) {
        return Some(1);
    }
    let has = |kind: fn(char) -> bool| value.chars().any(kind);
    let (digits, upper, lower) = (has(|c| c.is_ascii_digit()), has(char::is_uppercase), has(char::is_lowercase));
    let sign = has_sign(value);
    let kinds = [digits, upper, lower, sign].into_iter().filter(|kind| *kind).count();
    let bits = randomness(value);
    match value.chars().count() {
        8.. if kinds >= 3 && (digits || bits >= RANDOM) || bits >= CERTAIN => Some(20),
        4.. if kinds >= 2 && (digits || sign) => Some(1),
        6.. if kinds == 1 && digits || bits >= RANDOM => Some(1),
        _ => None,
    }
}

/// What a value is worth in a place that holds nothing else, as behind `sshpass -p`: there a word is one too, and so is what
/// reads as a name of code.
pub(crate) fn given_worth(value: &str) -> Option<u32> {
    let folded = value.to_lowercase();
    let bare = value.starts_with(char::is_alphanumeric) && !value.contains(|c: char| "$%(){}[]<>\\`".contains(c));
    let word = value.chars().count() >= 4 && value.chars().any(char::is_alphabetic);
    let named = names_a_secret(&folded);
    let free = bare && word && !named && !is_placeholder(value) && !is_path(value) && !value.contains("://");
    worth(value).or_else(|| free.then_some(1))
}

/// Whether small letters say what stands where a secret could, or name one.
pub(crate) fn names_a_secret(folded: &str) -> bool {
    NAMING.iter().any(|part| folded.contains(part)) || ROLES.iter().any(|role| folded.starts_with(role))
}

/// Whether nothing but chance makes such a value.
pub(crate) fn is_random(value: &str) -> bool {
    value.chars().count() >= 12 && randomness(value) >= CERTAIN && worth(value).is_some()
}

/// Signs beyond ASCII that keyboards have and prose does not put into words.
const SIGNS: [char; 7] = ['§', '€', '£', '¥', '¤', '°', 'µ'];

/// Whether a sign stands in a value that is no part of names, of paths or of the end of a sentence.
fn has_sign(value: &str) -> bool {
    let inner = value.trim_start_matches('!').trim_end_matches(['!', '?']);
    inner.chars().any(|c| c.is_ascii_punctuation() && !"_-./:,;|+*=()[]{}<>\\'\"`".contains(c) || SIGNS.contains(&c))
        || (value.chars().any(|c| c.is_ascii_digit())
            && value.chars().any(|c| c.is_ascii_punctuation() && !"_-./".contains(c)))
}

/// Whether a value is a password that products come with.
pub(crate) fn is_default(value: &str) -> bool {
    DEFAULTS.has(&value.to_lowercase())
}

/// Whether a value says where the secret is instead of being it: a variable, a template, a call, a path, a tag.
pub(crate) fn is_reference(value: &str) -> bool {
    let marked = value.strip_prefix(['$', '%', '&', '*', '@', '#', '=', ':', '!', '~', '?']);
    let marked = marked.is_some_and(|rest| {
        rest.is_empty()
            || rest.starts_with(['(', '{', '[', '<', '$'])
            || rest
                .trim_end_matches(['%', '@', '$', '}'])
                .chars()
                .all(|c| c.is_ascii_alphabetic() || c == '_' || c == '.')
    });
    let templates = ["${", "{{", "$(", "#{", "%(", "<%"];
    let address = value
        .split_once("://")
        .is_some_and(|(scheme, _)| scheme.chars().all(|c| c.is_ascii_alphabetic() || "+.-".contains(c)));
    marked
        || address
        || is_embraced(value)
        || templates.iter().any(|template| value.contains(template))
        || (value.contains(['(', '<']) && is_name(value))
        || (value.contains("()") && is_name(value))
        || (value.contains('[') && is_name(value))
        || is_path(value)
        || is_name_of_code(value)
}

/// Whether brackets hold something that is not random: Maven encrypts into braces.
fn is_embraced(value: &str) -> bool {
    value.starts_with('<') || (value.starts_with(['{', '[', '(']) && randomness(value) < CERTAIN)
}

/// Whether a value begins as a name of code does: `settings[`, `get_token(`, `Option<`.
fn is_name(value: &str) -> bool {
    let name = value.split(['(', '[', '<']).next().unwrap_or_default();
    let letters = name.chars().all(|c| c.is_ascii_alphabetic() || "_.!?:".contains(c));
    let called = value.contains("()") && name.chars().all(|c| c.is_ascii_alphanumeric() || "_.".contains(c));
    name.len() >= 3 && (letters || called) && randomness(name) < RANDOM
}

/// `settings.password`, `PROJECT_NAME`, `user1.token`, `Vault::token`: names that dots and their like join.
fn is_name_of_code(value: &str) -> bool {
    let letters = value.chars().all(|c| c.is_ascii_alphabetic() || c == '_');
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
    };
    let joined = value.replace("::", ".").replace("->", ".").replace("?.", ".");
    let path = joined.contains('.') && joined.split('.').all(part);
    (value.contains('_') && letters || path) && randomness(value) < RANDOM
}

/// Whether a value is a path or the name of a file.
fn is_path(value: &str) -> bool {
    let folded = value.to_ascii_lowercase();
    let rooted = ["/", "./", "../", "~/"].iter().any(|root| value.starts_with(root)) && value.len() > 2;
    let parts = value.split('/').filter(|part| !part.is_empty()).count();
    let wordy = randomness(value) < RANDOM;
    let drive = folded.get(1..3) == Some(":\\");
    wordy && (rooted || parts > 2 || drive || ENDINGS.iter().any(|ending| folded.ends_with(ending)))
}

/// Whether a value stands for a secret: a word for one, a row of one character or of stars.
pub(crate) fn is_placeholder(value: &str) -> bool {
    let folded = value.to_lowercase();
    let bare = folded.trim_end_matches(|c: char| c.is_ascii_digit() || "!?.-_".contains(c));
    let numbered = folded.len() - bare.len() <= 1 && NAMES.has(bare);
    let mut chars = folded.chars().filter(|c| *c != '-' && *c != '_');
    let first = chars.next();
    NAMES.has(&folded)
        || numbered
        || folded.starts_with("your")
        || folded.starts_with("my-")
        || folded.starts_with("my_")
        || STANDS_FOR.iter().any(|mark| folded.contains(mark))
        || is_format(value)
        || chars.all(|c| Some(c) == first)
}

/// `%s`, `%-10d`, `{}`, `{0}`, `$1`, `?`.
fn is_format(value: &str) -> bool {
    let inner = value.trim_matches(['{', '}', '$', '?']);
    value.starts_with('%') && value.len() <= 6 && value.ends_with(|c: char| c.is_ascii_alphabetic())
        || value.starts_with(['{', '$', '?']) && inner.chars().all(|c| c.is_ascii_digit())
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

/// Whether a token says something about secrets in a sentence: an algorithm, a size, a date, an address, markup.
pub(crate) fn is_remark(token: &str) -> bool {
    let folded = token.to_ascii_lowercase();
    let letters = token.chars().filter(|c| c.is_alphabetic()).count();
    let digits = token.chars().filter(char::is_ascii_digit).count();
    let tail = token.trim_start_matches(|c: char| c.is_ascii_digit() || ".,-–+".contains(c));
    let unit = tail.len() < token.len() && tail.chars().all(char::is_alphabetic);
    let size = unit && letters > 0 && (letters <= 3 || token.contains('-') && randomness(tail) < RANDOM);
    let address = token.contains('@') && token.rsplit('@').next().is_some_and(|host| host.contains('.'));
    (letters == 0 && digits != token.len())
        || size
        || address
        || token.contains(['<', '>'])
        || folded.starts_with("www.")
        || is_algorithm(&folded)
}

/// `sha-256`, `base64-encoded`, `bcrypt`.
fn is_algorithm(folded: &str) -> bool {
    let first = folded.split('-').next().unwrap_or_default();
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    let digits = folded.chars().filter(char::is_ascii_digit).count();
    letters <= 6 && digits <= 4 && ALGORITHMS.iter().any(|name| first.starts_with(name))
}
