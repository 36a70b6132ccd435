//! Source: where a stream's findings come from: the text as it is, and its readings. Whatever else may read a text in pieces
//! is joined here.
//!
//! Findings are handed out in order, each when all that begins before it is known from every side:
//!
//! ```text
//! as it is    … an Frau Huber, Ko|nto REU4OSAz       known up to the bar
//! readings    … an Fr|au Huber, Konto REU4OSAz       a change may begin behind, and what it reads as before
//! handed out  … an Fr|
//! ```

use std::sync::Arc;

use llmguard_scan::{Program, Scanner, Stream};
use llmguard_types::{Error, Evidence, Finding, Span};
use llmguard_view::{Pieces, Read, Seen, rotated};

use crate::guard::Inner;
use crate::heading::Heading;
use crate::names::Trail;
use crate::view::{Aside, join};

/// The text with its letters rotated.
struct Rotated {
    stream: Stream,
    /// What is held of it, …
    text: String,
    /// … and how many bytes stood before.
    base: usize,
}

/// Findings of a text that arrives in pieces.
pub(crate) struct Source {
    program: Arc<Program>,
    plain: Stream,
    /// `None` where nothing is looked through.
    readings: Option<(Pieces, Scanner)>,
    rotated: Option<Rotated>,
    names: Trail,
    /// What was found and is not handed out.
    found: Vec<Finding>,
    seen: Seen,
}

impl Source {
    pub(crate) fn new(inner: &Inner) -> Source {
        let (program, views) = (Arc::clone(&inner.program), inner.views);
        Source {
            plain: Stream::new(Arc::clone(&program)),
            readings: views.usual.then(|| (Pieces::new(views), Scanner::new(Arc::clone(&program)))),
            rotated: views.rot13.then(|| Rotated {
                stream: Stream::new(Arc::clone(&program)),
                text: String::new(),
                base: 0,
            }),
            names: Trail::default(),
            found: Vec::new(),
            seen: Seen::default(),
            program,
        }
    }

    /// Adds a piece, the last one if it is over. Returns what is decided by it, which of that is excluded as it reads, and
    /// up to where everything is decided.
    pub(crate) fn push(
        &mut self,
        inner: &Inner,
        piece: &str,
        over: bool,
        heading: Heading<'_>,
    ) -> Result<(Vec<Finding>, Aside, usize), Error> {
        let (mut found, mut known) = push(&mut self.plain, piece, over)?;
        let plainly = known;
        if let Some((pieces, scanner)) = &mut self.readings {
            pieces.push(piece);
            pieces.learn(&found, known);
            let scan = |reading: &str| Ok(scanner.scan_all(reading)?.findings);
            let excludes = |finding: &Finding, value: &str| inner.standings.excludes_value(finding, value, heading);
            let seen = pieces.look(over, scan, excludes)?;
            self.seen.reads.extend(seen.reads);
            self.seen.oversize.extend(seen.oversize);
            known = known.min(pieces.open_from());
        }
        if let Some(names) = &inner.names {
            known = known.min(self.names.push(names, piece, over, &mut found, plainly));
        }
        self.found.extend(found);
        if let Some(rotated) = &mut self.rotated {
            let (reads, to) = rotated.push(inner, piece, over, heading)?;
            self.seen.reads.extend(reads);
            known = known.min(to);
        }
        let mut decided = self.found.extract_if(.., |f| f.span.start < known).collect();
        let seen = Seen {
            reads: self.seen.reads.extract_if(.., |read| read.finding.span.start < known).collect(),
            oversize: self.seen.oversize.extract_if(.., |span| span.start < known).collect(),
        };
        let aside = join(&self.program, &mut decided, seen);
        Ok((decided, aside, known))
    }
}

impl Rotated {
    /// What is decided by a piece, and up to where everything is.
    fn push(
        &mut self,
        inner: &Inner,
        piece: &str,
        over: bool,
        heading: Heading<'_>,
    ) -> Result<(Vec<Read>, usize), Error> {
        let piece = rotated(piece);
        self.text.push_str(&piece);
        let (found, known) = push(&mut self.stream, &piece, over)?;
        let read = |f: Finding| {
            let at = Span::new(f.span.start.saturating_sub(self.base), f.span.end.saturating_sub(self.base));
            let finding = Finding { evidence: f.evidence.with(Evidence::DECODED), ..f };
            let value = at.of(&self.text).unwrap_or_default();
            Read { finding, excluded: inner.standings.excludes_value(&finding, value, heading) }
        };
        let reads = found.into_iter().map(read).collect();
        let mut by = known.saturating_sub(self.base).min(self.text.len());
        while !self.text.is_char_boundary(by) {
            by -= 1;
        }
        self.text.drain(..by);
        self.base += by;
        Ok((reads, known))
    }
}

/// What is decided by a piece, and up to where everything is.
fn push(stream: &mut Stream, piece: &str, over: bool) -> Result<(Vec<Finding>, usize), Error> {
    let mut found = stream.push(piece)?;
    let known = stream.open_from();
    if !over {
        return Ok((found, known));
    }
    found.extend(stream.finish()?);
    Ok((found, usize::MAX))
}
