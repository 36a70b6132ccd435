//! Input: files, standard input and policies, each read whole and checked.

use std::io::{Read, Write};
use std::path::Path;

use llmguard::{
    Code, DEFAULT_MAX_TEXT, Error, Guard, GuardBuilder, ListKey, Policy, Request, parse_detectors, text_from_utf8,
};

use crate::args::{CheckArgs, Lists, Setup, Source};

/// The largest file of a list, in bytes: more than any takes.
pub(crate) const MAX_LIST: usize = 256 << 20;
/// How much is read at a time, in bytes.
const PIECE: usize = 64 << 10;
/// The largest key file, in bytes: what shows that it is none.
const MAX_KEY: usize = 4096;

/// The text to work on.
pub(crate) fn text(source: &Source) -> Result<String, Error> {
    read(&source.file)
}

/// The guard that works on it.
pub(crate) fn guard(source: &Source) -> Result<Guard, Error> {
    builder(&source.setup)?.build()
}

/// A guard's parts: a policy, detectors and lists of one's own.
pub(crate) fn builder(setup: &Setup) -> Result<GuardBuilder, Error> {
    let mut builder = Guard::builder().policy(policy(&setup.policy)?);
    for file in &setup.detectors {
        let detectors = parse_detectors(&read(file)?).map_err(|error| error.in_file(name(file)))?;
        builder = builder.detectors(detectors);
    }
    if let Some(names) = setup.names {
        builder = builder.names(names);
    }
    lists(builder, &setup.lists)
}

/// Adds the lists of one's own.
fn lists(mut builder: GuardBuilder, lists: &Lists) -> Result<GuardBuilder, Error> {
    let Some(key_file) = &lists.key_file else { return Ok(builder) };
    let key = key(key_file)?;
    let kinds = [("dict", &lists.dictionaries), ("match", &lists.tables), ("fingerprint", &lists.fingerprints)];
    for (kind, (list, file)) in kinds.into_iter().flat_map(|(kind, all)| all.iter().map(move |one| (kind, one))) {
        let opened = builder.list(&format!("{kind}:{list}"), bytes(file, MAX_LIST)?, &key);
        builder = opened.map_err(|error| error.in_file(name(file)))?;
    }
    Ok(builder)
}

/// A key of 32 bytes, raw or as 64 hexadecimal digits with or without a line break.
pub(crate) fn key(file: &Path) -> Result<ListKey, Error> {
    let bytes = bytes(file, MAX_KEY)?;
    let digits = bytes.trim_ascii();
    let hex = (bytes.len() != 32 && digits.len() == 64).then(|| {
        let (pairs, _) = digits.as_chunks::<2>();
        pairs.iter().map(|[a, b]| Some(nibble(*a)? << 4 | nibble(*b)?)).collect::<Option<Vec<u8>>>()
    });
    ListKey::new(&hex.flatten().unwrap_or(bytes))
        .map_err(|error| error.mend("write 32 random bytes or 64 hexadecimal digits").in_file(name(file)))
}

fn nibble(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// A policy from a file, or an embedded one. What it extends is looked for beside it.
pub(crate) fn policy(place: &str) -> Result<Policy, Error> {
    if let Some(template) = place.strip_prefix("template:") {
        return Policy::template(template);
    }
    let folder = Path::new(place).parent().unwrap_or(Path::new(""));
    Policy::parse_with(&read(Path::new(place))?, &|base| read(&folder.join(base))).map_err(|error| error.in_file(place))
}

/// The source of a policy.
pub(crate) fn policy_source(place: &str) -> Result<String, Error> {
    let Some(name) = place.strip_prefix("template:") else { return read(Path::new(place)) };
    let found = Policy::templates().iter().find(|(own, _)| *own == name);
    found.map(|(_, source)| (*source).to_owned()).map_or_else(|| Policy::template(name).map(|_| String::new()), Ok)
}

/// What the command line asks.
pub(crate) fn request(args: &CheckArgs) -> Request {
    let mut request = Request::default();
    request.roles.clone_from(&args.roles);
    request.destination.clone_from(&args.destination);
    request.purpose.clone_from(&args.purpose);
    request.direction = args.direction.into();
    request.tool.clone_from(&args.tool);
    request.sources.clone_from(&args.sources);
    request.source_labels.clone_from(&args.source_labels);
    request
}

/// A file, or standard input for `-`, as text.
pub(crate) fn read(file: &Path) -> Result<String, Error> {
    let bytes = bytes(file, DEFAULT_MAX_TEXT)?;
    text_from_utf8(&bytes).map(str::to_owned).map_err(|error| error.in_file(name(file)))
}

/// A file, or standard input for `-`, of at most `limit` bytes. No more is read than what shows that it is too large.
pub(crate) fn bytes(file: &Path, limit: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    open(file)?.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(|error| unreadable(file, &error))?;
    if bytes.len() > limit {
        let error = Error::new(Code::InputTooLarge, format!("the input has more than {limit} bytes"));
        return Err(error.mend("split it").in_file(name(file)));
    }
    Ok(bytes)
}

/// A file, or standard input for `-`, in pieces.
pub(crate) fn pieces(file: &Path, mut take: impl FnMut(&[u8]) -> Result<bool, Error>) -> Result<(), Error> {
    let (mut reader, mut piece) = (open(file)?, vec![0; PIECE]);
    loop {
        match reader.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(len) if !take(piece.get(..len).unwrap_or_default())? => return Ok(()),
            Err(error) if error.kind() != std::io::ErrorKind::Interrupted => return Err(unreadable(file, &error)),
            _ => {}
        }
    }
}

/// A file, or standard input for `-`.
fn open(file: &Path) -> Result<Box<dyn Read>, Error> {
    if file == Path::new("-") {
        return Ok(Box::new(std::io::stdin().lock()));
    }
    Ok(Box::new(std::fs::File::open(file).map_err(|error| unreadable(file, &error))?))
}

fn unreadable(file: &Path, error: &std::io::Error) -> Error {
    Error::new(Code::InputFile, format!("cannot be read: {}", error.kind())).in_file(name(file))
}

/// The refusal of an input over the limit.
pub(crate) fn too_large() -> Error {
    Error::new(Code::InputTooLarge, format!("the input has more than {DEFAULT_MAX_TEXT} bytes")).mend("split it")
}

/// How a file is called in errors.
pub(crate) fn name(file: &Path) -> String {
    if file == Path::new("-") { String::from("<stdin>") } else { file.display().to_string() }
}

/// Writes to standard output; a reader that went away ends the command quietly.
pub(crate) fn write(bytes: &[u8]) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::new(Code::InputFile, format!("standard output cannot be written: {}", error.kind())))
        }
        _ => Ok(()),
    }
}
