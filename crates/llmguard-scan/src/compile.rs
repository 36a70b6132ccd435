//! Compilation of one detector: its pattern checked, parsed and bounded.
//!
//! A pattern that passes has a known longest match, cannot match the empty text, names no huge character class, does
//! not look around itself and needs an automaton of limited size. What is refused is refused here, with a code and the mend.

use llmguard_types::{Code, Detector, Error, pattern};
use regex_automata::nfa::thompson::{self, NFA, WhichCaptures};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::Hir;

use crate::{MAX_AUTOMATON, MAX_MATCH};

/// A detector's pattern, parsed and found fit to run.
pub(crate) struct Compiled {
    /// Lead, pattern, tail and bounds; group 1 is the finding.
    pub(crate) hir: Hir,
    /// The same as an automaton, for working out triggers.
    pub(crate) nfa: NFA,
    /// The longest match of all of it, in bytes.
    pub(crate) max_len: usize,
}

/// Checks and parses one detector's pattern.
pub(crate) fn compile(detector: &Detector) -> Result<Compiled, Error> {
    for (part, source) in [("lead", &detector.lead), ("pattern", &detector.pattern), ("tail", &detector.tail)] {
        check_part(detector, part, source)?;
    }
    if detector.announced && (detector.cues.is_empty() || !detector.lead.is_empty()) {
        return Err(at(detector, Code::CompileCue, "what is announced needs a cue, and a lead is none")
            .mend("add `cues` and leave `lead` away, or leave `announced` away"));
    }
    let hir = parse(detector, "pattern", &detector.regex())?;
    let max_len = longest(detector, &hir)?;
    let captures = if detector.has_context() { WhichCaptures::All } else { WhichCaptures::Implicit };
    let config = thompson::Config::new().nfa_size_limit(Some(MAX_AUTOMATON)).which_captures(captures);
    let nfa = NFA::compiler().configure(config).build_from_hir(&hir).map_err(|_| {
        at(detector, Code::CompileSize, format!("the automaton needs more than {MAX_AUTOMATON} bytes"))
            .mend("shorten counted repeats or use smaller character classes")
    })?;
    Ok(Compiled { hir, nfa, max_len })
}

/// An error about one detector.
pub(crate) fn at(detector: &Detector, code: Code, what: impl AsRef<str>) -> Error {
    Error::new(code, format!("detector `{}`: {}", detector.id, what.as_ref()))
}

/// Lead, pattern and tail each stand for themselves: readable, without huge classes, look-around or groups, never
/// empty.
fn check_part(detector: &Detector, part: &str, source: &str) -> Result<(), Error> {
    if source.is_empty() && part != "pattern" {
        return Ok(());
    }
    if let Some(class) = huge_class(source) {
        return Err(at(
            detector,
            Code::CompileClass,
            format!("{part} uses `\\{class}`, which means thousands of ranges"),
        )
        .mend("use an ASCII class, {letter}, {upper} or {lower}"));
    }
    let hir = parse(detector, part, &pattern::expand(source))?;
    if !hir.properties().look_set().is_empty() {
        return Err(at(detector, Code::CompileLook, format!("{part} has an anchor or a word boundary"))
            .mend("what must stand on either side is set by `bounds`; context belongs into `lead` or `tail`"));
    }
    if hir.properties().explicit_captures_len() > 0 {
        return Err(at(detector, Code::CompileGroups, format!("{part} has a capture group"))
            .mend("write `(?:…)`; what is not part of the finding belongs into `lead` or `tail`"));
    }
    if hir.properties().minimum_len().unwrap_or(0) == 0 {
        return Err(at(detector, Code::CompileEmpty, format!("{part} matches the empty text"))
            .mend("make at least one character mandatory"));
    }
    Ok(())
}

/// The first escape that stands for a Unicode class.
fn huge_class(source: &str) -> Option<char> {
    let mut chars = source.chars();
    while let Some(c) = chars.next() {
        if c == '\\'
            && let Some(class) = chars.next()
            && "dDwWsSpP".contains(class)
        {
            return Some(class);
        }
    }
    None
}

/// Parses one part of a detector, or all of it.
pub(crate) fn parse(detector: &Detector, part: &str, source: &str) -> Result<Hir, Error> {
    ParserBuilder::new().build().parse(source).map_err(|error| {
        let why = match &error {
            regex_syntax::Error::Parse(e) => e.kind().to_string(),
            regex_syntax::Error::Translate(e) => e.kind().to_string(),
            _ => String::from("not understood"),
        };
        at(detector, Code::CompileSyntax, format!("{part} is not a valid regular expression: {why}"))
            .mend("use the syntax of the Rust regex crate")
    })
}

/// The longest match: worked out where the pattern is bounded, stated by `max_len` where a repeat is open.
fn longest(detector: &Detector, hir: &Hir) -> Result<usize, Error> {
    let stated = detector.max_len.map(|len| len as usize);
    match (hir.properties().maximum_len(), stated) {
        (_, Some(len)) | (Some(len), None) if len > MAX_MATCH => {
            Err(at(detector, Code::CompileUnbounded, format!("a match may have {len} bytes, the limit is {MAX_MATCH}"))
                .mend("shorten the repeats or state a smaller `max_len`"))
        }
        (Some(len), None) => Ok(len),
        (Some(len), Some(stated)) => Ok(len.min(stated)),
        (None, Some(stated)) => Ok(stated),
        (None, None) => Err(at(detector, Code::CompileUnbounded, "a match has no longest length")
            .mend("bound every repeat (`{1,64}`) or state `max_len`")),
    }
}
