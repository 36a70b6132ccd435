//! Input: files, standard input and policies, each read whole and checked.

use std::io::{Read, Write};
use std::path::Path;

use llmguard::{Code, DEFAULT_MAX_TEXT, Error, Guard, Policy, Request, parse_detectors, text_from_utf8};

use crate::args::{CheckArgs, Source};

/// The text to work on.
pub(crate) fn text(source: &Source) -> Result<String, Error> {
    read(&source.file)
}

/// The guard that works on it.
pub(crate) fn guard(source: &Source) -> Result<Guard, Error> {
    let mut builder = Guard::builder().policy(policy(&source.policy)?);
    for file in &source.detectors {
        let detectors = parse_detectors(&read(file)?).map_err(|error| error.in_file(name(file)))?;
        builder = builder.detectors(detectors);
    }
    builder.build()
}

/// A policy from a file, or an embedded one.
pub(crate) fn policy(place: &str) -> Result<Policy, Error> {
    match place.strip_prefix("template:") {
        Some(template) => Policy::template(template),
        None => Policy::parse(&read(Path::new(place))?).map_err(|error| error.in_file(place)),
    }
}

/// What the command line asks.
pub(crate) fn request(args: &CheckArgs) -> Request {
    let mut request = Request::default();
    request.roles.clone_from(&args.roles);
    request.destination.clone_from(&args.destination);
    request.purpose.clone_from(&args.purpose);
    request.direction = args.direction.into();
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
    let unreadable = |error: std::io::Error| {
        Error::new(Code::InputFile, format!("cannot be read: {}", error.kind())).in_file(name(file))
    };
    let mut reader: Box<dyn Read> = if file == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(file).map_err(unreadable)?)
    };
    let mut bytes = Vec::new();
    reader.by_ref().take(limit as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() > limit {
        let error = Error::new(Code::InputTooLarge, format!("the input has more than {limit} bytes"));
        return Err(error.mend("split it").in_file(name(file)));
    }
    Ok(bytes)
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
