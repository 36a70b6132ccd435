//! Look: what is found in a window's readings, and in theirs, and was not found in the text itself.
//!
//! Whoever calls says how a text is scanned and which values are set aside; nothing else is known of detectors here. A
//! finding of a reading counts if it holds something that was changed. If not, a change nearby must have made the
//! difference (a cue word that could not be read before): what the same window says undecoded is no news. Nor is what lies
//! within a finding of the same kind that was as sure without any decoding. Nor is what stands between a quote as it is and
//! an escaped one: these two belong to different strings.
//!
//! A reading is a text like any other, so that what is encoded twice is read twice, [`DEPTH`] times at most. Its own
//! readings count where they share a window with what was changed. All readings below one window of the text together
//! have [`FACTOR`] times its bytes and [`ALLOWANCE`] at most, which keeps time linear.

use std::cmp::Reverse;

use llmguard_types::{Evidence, Finding, Span};

use crate::changes::{Change, Changes, groups};
use crate::reading::Reading;
use crate::views::Look;
use crate::{ALLOWANCE, DEPTH, FACTOR, Read, Seen};

/// How many findings before one are looked at for one of the same kind that holds it, …
const BEFORE: usize = 16;
/// … and how far before its window they may begin, in bytes.
pub(crate) const REACH: usize = 16 * 1024;

/// Looks through one window after another.
pub(crate) struct Looking<'s, S, X> {
    pub(crate) scan: &'s mut S,
    pub(crate) excludes: &'s mut X,
    /// How many bytes may yet be read below a window of the text.
    left: usize,
}

impl<'s, S, X, E> Looking<'s, S, X>
where
    S: FnMut(&str) -> Result<Vec<Finding>, E>,
    X: FnMut(&Finding, &str) -> bool,
{
    pub(crate) fn new(scan: &'s mut S, excludes: &'s mut X) -> Looking<'s, S, X> {
        Looking { scan, excludes, left: 0 }
    }

    /// Adds what a window of the text has, given the changes in it. The text begins at `base`, and the findings of it as it
    /// is are ordered by where they begin.
    pub(crate) fn window(
        &mut self,
        text: &str,
        base: usize,
        plain: &[Finding],
        (changes, these): (&Changes, &[Change]),
        seen: &mut Seen,
    ) -> Result<(), E> {
        let Some(reading) = Reading::of(text, changes, these) else { return Ok(()) };
        self.left = FACTOR * reading.text.len() + ALLOWANCE;
        let (start, end) = (base + reading.window.start, base + reading.window.end);
        let from = plain.partition_point(|f| f.span.start + REACH < start);
        let to = plain.partition_point(|f| f.span.start < end);
        let mut inside = Seen::default();
        self.one(text, base, plain.get(from..to).unwrap_or_default(), &reading, 0, &mut inside)?;
        let moved = |span: Span| Span::new(span.start + base, span.end + base);
        let reads = inside.reads.into_iter();
        seen.reads.extend(reads.map(|r| Read { finding: Finding { span: moved(r.finding.span), ..r.finding }, ..r }));
        seen.oversize.extend(inside.oversize.into_iter().map(moved));
        Ok(())
    }

    /// Adds what the readings of a reading have, of those that share a window with what was changed.
    fn through(&mut self, of: &Reading, plain: &[Finding], depth: usize, seen: &mut Seen) -> Result<(), E> {
        let text = &of.text;
        let mut look = Look::default();
        look.read(text);
        for changes in look.lists() {
            seen.oversize.extend_from_slice(&changes.oversize);
            for these in groups(changes.list()) {
                let Some(reading) = Reading::of(text, changes, these) else { continue };
                if !of.changed_near(reading.window) {
                    continue;
                }
                match self.left.checked_sub(reading.text.len()) {
                    Some(left) => self.left = left,
                    None => continue,
                }
                self.one(text, 0, plain, &reading, depth, seen)?;
            }
        }
        Ok(())
    }

    /// Adds what one reading has. What was found in the text without it counts from `base` on.
    fn one(
        &mut self,
        text: &str,
        base: usize,
        plain: &[Finding],
        reading: &Reading,
        depth: usize,
        seen: &mut Seen,
    ) -> Result<(), E> {
        let found = (self.scan)(&reading.text)?;
        let mut deeper = Seen::default();
        if depth + 1 < DEPTH {
            self.through(reading, &found, depth + 1, &mut deeper)?;
        }
        seen.oversize.extend(deeper.oversize.iter().map(|span| reading.original(*span)));
        let direct = found.len();
        let excludes = |f: &Finding| (self.excludes)(f, f.span.of(&reading.text).unwrap_or_default());
        let excluded: Vec<bool> = found.iter().map(excludes).collect();
        let direct_reads = found.into_iter().zip(excluded).map(|(finding, excluded)| Read { finding, excluded });
        let mut known = None;
        let mut undecoded: Option<Vec<Finding>> = None;
        for (index, read) in direct_reads.chain(deeper.reads).enumerate() {
            let found = read.finding;
            let new = Finding { span: reading.original(found.span), ..decoded(found) };
            let known: &Known = known.get_or_insert_with(|| Known::new(plain));
            let at = Span::new(new.span.start + base, new.span.end + base);
            let unlike = index < direct && reading.quoted_unlike(found.span);
            if new.span.is_empty() || unlike || known.holds(&Finding { span: at, ..new }) {
                continue;
            }
            if index < direct && !reading.changed(found.span) {
                if !reading.changed_near(found.span) || reading.is_cut(found.span) {
                    continue;
                }
                if undecoded.is_none() {
                    undecoded = Some((self.scan)(reading.window.of(text).unwrap_or_default())?);
                }
                let same = |f: &Finding| {
                    let at = Span::new(f.span.start + reading.window.start, f.span.end + reading.window.start);
                    f.detector == new.detector && at == new.span && f.confidence >= new.confidence
                };
                if undecoded.iter().flatten().any(same) {
                    continue;
                }
            }
            seen.reads.push(Read { finding: new, ..read });
        }
        Ok(())
    }
}

pub(crate) fn decoded(found: Finding) -> Finding {
    Finding { evidence: found.evidence.with(Evidence::DECODED), ..found }
}

/// What was found without decoding, by kind and place.
struct Known(Vec<Finding>);

impl Known {
    fn new(plain: &[Finding]) -> Known {
        let mut all = plain.to_vec();
        all.sort_unstable_by_key(|f| (f.entity.number(), f.span.start, f.span.end));
        Known(all)
    }

    /// Whether a finding lies within one of the same kind that is as sure.
    fn holds(&self, new: &Finding) -> bool {
        let behind =
            self.0.partition_point(|f| (f.entity.number(), f.span.start) <= (new.entity.number(), new.span.start));
        let before = self.0.get(..behind).unwrap_or_default().iter().rev().take(BEFORE);
        before
            .take_while(|f| f.entity == new.entity)
            .any(|f| f.span.contains(new.span) && f.confidence >= new.confidence)
    }
}

/// Orders, and keeps of findings of the same detector at the same place the surest.
pub(crate) fn tidy(seen: &mut Seen) {
    let key = |r: &Read| {
        let f = r.finding;
        (f.span.start, f.span.end, f.detector, Reverse(f.confidence), f.evidence.bits())
    };
    seen.reads.sort_by_key(key);
    seen.reads.dedup_by(|other, kept| {
        let same = (other.finding.span, other.finding.detector) == (kept.finding.span, kept.finding.detector);
        kept.excluded &= !same || other.excluded;
        same
    });
    seen.oversize.sort_unstable();
    seen.oversize.dedup();
}
