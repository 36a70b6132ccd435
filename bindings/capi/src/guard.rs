//! Guard: compiled detectors and a policy behind a handle.

#![expect(unsafe_code, reason = "exported names; there is no unsafe block in this file")]

use std::sync::Arc;

use llmguard::{Code, Error, Guard, GuardBuilder, ListKey, MemoryLedger, Policy, Signer, Statement, parse_detectors};

use crate::boundary::{free, get, make};
use crate::error::llmguard_error;
use crate::fail::Fail;
use crate::handle::Kind;
use crate::numbers;
use crate::slice::{items, llmguard_str, read, texts};
use crate::text::llmguard_text;

/// Compiled detectors and a policy. Owned by whoever received it; release it with `llmguard_guard_free`. Immutable: any
/// number of threads may use it at once. What was made with it may outlive it.
pub struct llmguard_guard(pub(crate) Guard);

impl Kind for llmguard_guard {
    const TAG: [u8; 8] = *b"lgGUARD\0";
}

/// How to set up a guard. Fill it with zeros, set `size`, then what differs from the default. At most one of the three
/// policies and at most one of the two detector files may be given. The strings are read during the call only.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct llmguard_guard_options {
    /// `sizeof(llmguard_guard_options)`.
    pub size: u32,
    /// From which confidence on a finding counts, `LLMGUARD_CONFIDENCE_*`; 0 for the default, medium.
    pub threshold: u32,
    /// The longest text that is read, in bytes; 0 for the default, 32 MiB.
    pub max_text_bytes: u64,
    /// The name of an embedded policy; `einkauf-copilot` if no policy is given.
    pub policy_template: llmguard_str,
    /// A policy as TOML.
    pub policy_text: llmguard_str,
    /// The path of a policy file.
    pub policy_file: llmguard_str,
    /// A detector file as TOML; its detectors join the built-in ones.
    pub detectors_text: llmguard_str,
    /// The path of a detector file.
    pub detectors_file: llmguard_str,
    /// 32 secret bytes for digests of requests, texts and people; no string, and there are none.
    pub key: llmguard_str,
    /// Who may sign approvals and unlocks. Which grants were used is remembered in memory.
    pub signers: *const llmguard_signer,
    /// How many signers.
    pub signers_len: usize,
    /// Lists of your own.
    pub lists: *const llmguard_list,
    /// How many lists.
    pub lists_len: usize,
    /// The 32 bytes all lists were built with.
    pub list_key: llmguard_str,
    /// How eagerly names are looked for that nothing announces, `LLMGUARD_NAMES_*`; 0 leaves it to the policy, or it is balanced.
    pub names: u32,
    /// What becomes of addresses on other hosts than `allow_hosts`: `LLMGUARD_TRANSFORM_GENERALIZE`, which 0 is too, or
    /// `LLMGUARD_TRANSFORM_REDACT`.
    pub other_hosts: u32,
    /// The hosts that addresses in answers and tool calls may lead to, beside those of the policy: `example.com`,
    /// `*.example.com` for every one below it.
    pub allow_hosts: *const llmguard_str,
    /// How many hosts.
    pub allow_hosts_len: usize,
    /// What a model is told in confidence. A passage of it in an answer or a tool call is found as `output.leak.prompt`.
    pub confidential_prompt: llmguard_str,
}

/// Somebody who may sign approvals and unlocks. The strings are read during the call only.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct llmguard_signer {
    /// Who, as the caller names people.
    pub name: llmguard_str,
    /// Their roles.
    pub roles: *const llmguard_str,
    /// How many roles.
    pub roles_len: usize,
    /// Their Ed25519 public key, 32 bytes.
    pub key: llmguard_str,
}

/// A list of your own. The strings are read during the call only.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct llmguard_list {
    /// What policies call it: `dict:suppliers`, `match:customers` or `fingerprint:contracts`.
    pub name: llmguard_str,
    /// The path of the file that the command `llmguard` built.
    pub file: llmguard_str,
}

/// Makes a guard. `options` may be null: built-in detectors and the embedded default policy.
///
/// Fails with the codes of policies (`P*`), detector files (`D*`, `C*`) and lists (`T*`), with file and line where there
/// are any, `I007` for a file that cannot be read, and `LLMGUARD_STATUS_BAD_VALUE` for two policies at once or a key that
/// is not 32 bytes long.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_guard_new(
    options: *const llmguard_guard_options,
    guard: *mut *mut llmguard_guard,
    error: *mut *mut llmguard_error,
) -> u32 {
    make(guard, error, || {
        let builder = if options.is_null() { Guard::builder() } else { builder(&read(options)?)? };
        Ok(llmguard_guard(builder.build()?))
    })
}

/// What the guard's policy says: its SHA-256 digest, in hexadecimal. Grants are bound to it.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_guard_policy_digest(guard: *const llmguard_guard) -> llmguard_str {
    get(guard, llmguard_str::NONE, |guard| llmguard_str::of(guard.0.policy().digest()))
}

/// Signs a statement, written as JSON, with an Ed25519 secret key of 32 bytes: a grant, as JSON. Fails with `G001` for
/// what is no statement.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_grant_sign(
    statement: llmguard_str,
    secret: llmguard_str,
    grant: *mut *mut llmguard_text,
    error: *mut *mut llmguard_error,
) -> u32 {
    make(grant, error, || {
        Ok(llmguard_text::plain(Statement::from_json(statement.text()?)?.sign(&key(secret)?).to_json()))
    })
}

/// Releases a guard. Null is permitted. No other thread may be using it; sessions, findings and decisions made with it
/// stay valid.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_guard_free(guard: *mut llmguard_guard) {
    free(guard);
}

fn builder(options: &llmguard_guard_options) -> Result<GuardBuilder, Fail> {
    let mut builder = Guard::builder();
    if let Some(threshold) = numbers::threshold(options.threshold)? {
        builder = builder.threshold(threshold);
    }
    if options.max_text_bytes > 0 {
        builder = builder.max_text_bytes(usize::try_from(options.max_text_bytes).unwrap_or(usize::MAX));
    }
    let template = options.policy_template.optional()?;
    builder = match (template, source(options.policy_text, options.policy_file)?) {
        (Some(_), Some(_)) => return Err(Fail::BAD_VALUE),
        (Some(name), None) => builder.policy(Policy::template(&name)?),
        (None, Some(source)) => builder.policy(source.parse(Policy::parse)?),
        (None, None) => builder,
    };
    if let Some(source) = source(options.detectors_text, options.detectors_file)? {
        builder = builder.detectors(source.parse(parse_detectors)?);
    }
    let other_hosts = numbers::other_hosts(options.other_hosts)?;
    let allow_hosts = texts(options.allow_hosts, options.allow_hosts_len)?;
    if !allow_hosts.is_empty() || options.other_hosts != 0 {
        builder = builder.permit_links(allow_hosts, other_hosts);
    }
    if let Some(prompt) = options.confidential_prompt.optional()? {
        builder = builder.confidential_prompt(&prompt);
    }
    if let Some(names) = numbers::names(options.names)? {
        builder = builder.names(names);
    }
    if !options.key.ptr.is_null() {
        builder = builder.key(key(options.key)?);
    }
    let signers = items(options.signers, options.signers_len)?;
    if !signers.is_empty() {
        let signers: Vec<Signer> = signers.iter().map(signer).collect::<Result<_, Fail>>()?;
        builder = builder.grants(signers, Arc::new(MemoryLedger::default()));
    }
    for list in items(options.lists, options.lists_len)? {
        let (name, file) = (list.name.text()?, list.file.text()?);
        let bytes = std::fs::read(file).map_err(|error| unreadable(&error, file))?;
        builder = builder.list(name, bytes, &ListKey::new(options.list_key.bytes()?)?).map_err(|e| e.in_file(file))?;
    }
    Ok(builder)
}

fn signer(from: &llmguard_signer) -> Result<Signer, Fail> {
    Ok(Signer { name: from.name.text()?.to_owned(), roles: texts(from.roles, from.roles_len)?, key: key(from.key)? })
}

/// 32 bytes.
fn key(bytes: llmguard_str) -> Result<[u8; 32], Fail> {
    bytes.bytes()?.try_into().map_err(|_| Fail::BAD_VALUE)
}

fn unreadable(error: &std::io::Error, file: &str) -> Error {
    Error::new(Code::InputFile, format!("the file cannot be read: {}", error.kind())).in_file(file)
}

/// A text that is parsed, and the file it came from.
struct Source {
    text: String,
    file: Option<String>,
}

impl Source {
    fn parse<T>(self, parse: impl FnOnce(&str) -> Result<T, Error>) -> Result<T, Error> {
        parse(&self.text).map_err(|error| match self.file {
            Some(file) => error.in_file(file),
            None => error,
        })
    }
}

/// The text itself or the content of the file, whichever is given.
fn source(text: llmguard_str, file: llmguard_str) -> Result<Option<Source>, Fail> {
    match (text.optional()?, file.optional()?) {
        (Some(_), Some(_)) => Err(Fail::BAD_VALUE),
        (Some(text), None) => Ok(Some(Source { text, file: None })),
        (None, Some(file)) => match std::fs::read_to_string(&file) {
            Ok(text) => Ok(Some(Source { text, file: Some(file) })),
            Err(error) => Err(unreadable(&error, &file).mend("check the path and that it is UTF-8").into()),
        },
        (None, None) => Ok(None),
    }
}
