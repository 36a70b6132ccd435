//! Again: how a flow scans what it would write, and what follows from a finding there.
//!
//! ```text
//! tried     … [NATIONAL_ID_1] 0221/4710-456, we         scanned from well before the edit
//! seen                        ~~~~~~~~~~~~~             not found before: it joins the findings, and the step is taken again
//! ```

use llmguard_policy::Transform;
use llmguard_types::{Error, Finding, Span};

use super::{Again, Flow, ROUNDS, Seen, Tried};
use crate::check::{behind_a_token, new_finding_reason};
use crate::decision::AppliedEdit;
use crate::mapping::{original, tried_at, untouched};
use crate::rescan::{CONTEXT, FAR, REACH, cause, existed};

impl Flow {
    /// Scans what is tried, around its edits.
    pub(super) fn look_again(&mut self, tried: &Tried, decided: usize, over: bool) -> Result<Seen, Error> {
        let fed = self.rescan.fed();
        let new = |edit: &&AppliedEdit| edit.output.end > fed;
        let idle = !self.rescan.is_on() && self.restart.is_none() && !tried.edits.iter().any(|edit| new(&edit));
        if self.again == Again::No || idle {
            return Ok(Seen::Clear(decided));
        }
        let all: Vec<AppliedEdit> = self.edits.iter().chain(&tried.edits).copied().collect();
        let end = self.tried_len + tried.text.len();
        loop {
            if !self.rescan.is_on() {
                let fed = self.rescan.fed();
                let next = || tried.edits.iter().find(|edit| edit.output.end > fed).map(|edit| edit.span.start);
                let Some(since) = self.restart.take().or_else(next) else { return Ok(Seen::Clear(decided)) };
                let from = tried_at(&all, since).saturating_sub(CONTEXT).max(self.tried_len - self.tried.len());
                self.rescan.begin(self.tried_boundary(tried, from), since)?;
            }
            // Where the next edit is far from the one before, the scan begins anew.
            let fed = self.rescan.fed();
            let since = self.rescan.since;
            let last_near = all.windows(2).find_map(|pair| match pair {
                [a, b] if a.span.start >= since => {
                    let far = a.output.end + FAR;
                    (b.output.start > far && far >= fed).then_some(a.output.end)
                }
                _ => None,
            });
            let to = last_near.map_or(end, |near| self.tried_boundary(tried, (near + FAR).min(end)));
            let cut = last_near.filter(|_| to < end);
            let last = cut.is_some() || over;
            let piece = self.tried_text(tried, Span::new(fed.min(to), to));
            self.rescan.feed(&piece, last)?;
            for finding in self.rescan.take(last) {
                // Where the piece is cut may look like a finding.
                let reached = cut.is_none_or(|near| finding.span.start <= near + REACH);
                if reached && let Some(seen) = self.see(tried, &all, finding)? {
                    return Ok(seen);
                }
            }
            if to == end {
                break;
            }
            self.rescan.end()?;
        }
        let reached = self.rescan.decided(over);
        let near = all.last().map_or(0, |edit| edit.output.end);
        if self.rescan.fed() > near + FAR {
            self.rescan.end()?;
        }
        if over || near + REACH <= reached {
            return Ok(Seen::Clear(decided));
        }
        let open = tried.edits.iter().find(|edit| edit.output.end >= reached).map(|edit| edit.span.start);
        let at =
            if reached <= self.tried_len { self.released } else { original(&all, Span::new(reached, reached)).start };
        Ok(Seen::Clear(at.min(decided).min(open.unwrap_or(usize::MAX))))
    }

    /// What a finding of what is tried leads to, if to anything.
    fn see(&mut self, tried: &Tried, all: &[AppliedEdit], finding: Finding) -> Result<Option<Seen>, Error> {
        let inner = self.guard.inner();
        let heading = self.judge.heading(inner);
        if !inner.standings.reads(&finding, inner.threshold, heading) {
            return Ok(None);
        }
        let Some(cause) = cause(all, self.rescan.since, finding.span) else { return Ok(None) };
        let value = self.tried_text(tried, finding.span);
        if inner.standings.excludes_value(&finding, &value, heading) {
            return Ok(None);
        }
        let span = original(all, finding.span);
        // Behind an edit nothing is handed out before its reach is scanned; before an edit, all up to what is glued to it.
        let floor = if self.again == Again::New { self.floor(cause.span.start) } else { cause.span.start };
        let stop = if cause.output.end < finding.span.start { span.start } else { span.start.max(floor) };
        if self.again == Again::Forbidden {
            let turned_back = |edit: &AppliedEdit| edit.transform == Transform::Keep;
            let revealed = all
                .iter()
                .filter(|edit| turned_back(edit))
                .any(|edit| edit.output.start < finding.span.end && finding.span.start < edit.output.end);
            let class = self.judge.unshown(inner, &finding, revealed);
            return Ok(class.map(|class| Seen::Stop(stop, behind_a_token(class))));
        }
        let parts = untouched(all, finding.span);
        if existed(&finding, &self.found, &parts) {
            return Ok(None);
        }
        let near = |f: &Finding| f.span.start <= span.end + REACH && span.start <= f.span.end + REACH;
        let depth = self.brought.iter().filter(|(f, _)| near(f)).map(|(_, depth)| depth + 1).max().unwrap_or(1);
        if span.start < floor || depth > ROUNDS {
            return Ok(Some(Seen::Stop(stop, new_finding_reason(inner, &finding))));
        }
        let new = Finding { span, ..finding };
        self.brought.push((new, depth));
        self.found.push(new);
        self.read.push(new);
        self.sort();
        self.judge.forget_from(self.released);
        self.rescan.forget()?;
        self.restart = Some(cause.span.start);
        Ok(Some(Seen::New))
    }

    fn tried_boundary(&self, tried: &Tried, at: usize) -> usize {
        let kept = self.tried_len - self.tried.len();
        let inside = |at: usize| match at.checked_sub(self.tried_len) {
            Some(at) => tried.text.is_char_boundary(at),
            None => self.tried.is_char_boundary(at.saturating_sub(kept)),
        };
        let mut at = at;
        while !inside(at) {
            at += 1;
        }
        at
    }

    /// A span of what is tried, before and in the window.
    fn tried_text(&self, tried: &Tried, span: Span) -> String {
        let kept = self.tried_len - self.tried.len();
        let part = |text: &str, from: usize| {
            let (start, end) = (span.start.saturating_sub(from), span.end.saturating_sub(from).min(text.len()));
            text.get(start.min(end)..end).unwrap_or_default().to_owned()
        };
        part(&self.tried, kept) + &part(&tried.text, self.tried_len)
    }
}
