//! Steps: what is done with a record, and at the end.
//!
//! ```text
//! input ─ records ─ cells ─ text behind its name ─ findings ─ flow ─ written cells ─ released    end: decision, audit event
//! ```

use llmguard_policy::{Reason, Transform, Verdict};
use llmguard_scan::{CUE_LEFT, resolve};
use llmguard_types::{Code, Confidence, Error, Finding, Span};

use super::cell::{Cell, Place};
use super::cut::{Cutter, Fault, Next};
use super::tree::{MAX_NAME, Names, Tree, ending, escaped_step, shortened};
use super::{Leaves, RecordFinding, Records};
use crate::check::{reads, record, settle};
use crate::decision::Decision;
use crate::ended::{Ended, remember, stop};
use crate::flow::{Part, Stop};
use crate::grants;
use crate::ours::Ours;
use crate::transform::{LookAlikes, Planned};
use crate::view;

/// Text that some editors put before all others.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// A cell that is rewritten.
struct Rewritten {
    cell: Cell,
    pieces: Vec<Piece>,
}

/// A part of the value of a cell.
enum Piece {
    Keep(String),
    Edit(Planned, String),
}

impl Records {
    /// Takes the records that have come.
    pub(super) fn take(&mut self, over: bool) -> Result<(), Error> {
        let mut input = std::mem::take(&mut self.rest);
        let mut at = 0;
        if self.base == 0 && self.number == 0 && input.starts_with(BYTE_ORDER_MARK) {
            at = BYTE_ORDER_MARK.len_utf8();
            self.out.push(BYTE_ORDER_MARK);
        }
        while self.ended.is_none() {
            let rest = input.get(at..).unwrap_or_default();
            let next = self.cutter.next(rest, over).map_err(|fault| self.fault(at, fault))?;
            match next {
                Next::Glue(len) => {
                    self.out.push_str(rest.get(..len).unwrap_or_default());
                    at += len;
                }
                Next::Record(len) => {
                    self.check_len(len)?;
                    self.record(rest.get(..len).unwrap_or_default(), at)?;
                    at += len;
                }
                Next::More => {
                    self.check_len(rest.len())?;
                    break;
                }
            }
        }
        self.base += at;
        input.drain(..at);
        self.rest = input;
        Ok(())
    }

    fn check_len(&self, len: usize) -> Result<(), Error> {
        let limit = self.session.guard().inner().max_text;
        if len <= limit {
            return Ok(());
        }
        let what = format!("record {} has more bytes than the limit, {limit}", self.number);
        Err(Error::new(Code::InputTooLarge, what)
            .mend("check its format and quotes, divide it, or build the guard with a larger `max_text_bytes`"))
    }

    fn fault(&self, at: usize, fault: Fault) -> Error {
        let what = format!("record {}: {}", self.number, fault.what);
        Error::new(Code::InputFormat, what)
            .at_offset(self.base + at + fault.at)
            .mend("name the format that the input has, or have it written anew by what made it")
    }

    /// Takes a record that begins there in what has come.
    fn record(&mut self, record: &str, at: usize) -> Result<(), Error> {
        let (cells, tree) = self.cutter.cells(record).map_err(|fault| self.fault(at, fault))?;
        let is_header = matches!(self.cutter, Cutter::Csv(_)) && self.columns.is_none();
        let (mut header, mut rewritten) = (Vec::new(), Vec::new());
        for cell in cells {
            let names = self.names(record, cell, &tree);
            self.reading.read(
                ending(names.announcing(), CUE_LEFT),
                cell.form,
                cell.span.of(record).unwrap_or_default(),
            );
            if is_header {
                header.push(ending(self.reading.value(), MAX_NAME).to_owned());
            }
            let found = self.value(cell, &names, &mut rewritten)?;
            if !found.is_empty() {
                self.report(&found, cell, at, &self.path(record, cell, &tree));
            }
            if self.flow.stopped.is_some() {
                return self.end();
            }
        }
        if is_header {
            self.columns = Some(header);
        }
        if let Err(reason) = self.spend() {
            self.flow.stopped = Some(Stop::Reason(*reason));
            return self.end();
        }
        self.write(record, &rewritten)?;
        self.number += 1;
        Ok(())
    }

    /// Spends the grants that a record rests on which is about to leave.
    fn spend(&mut self) -> Result<(), Box<Reason>> {
        if !grants::any(&self.request) || self.begun == Some(Leaves::AtTheEnd) {
            return Ok(());
        }
        let used = self.settled().used;
        self.spend_for(used)
    }

    /// Spends the grants for these rules, each once.
    fn spend_for(&mut self, mut rules: Vec<String>) -> Result<(), Box<Reason>> {
        rules.retain(|rule| !self.spent.contains(rule));
        grants::spend(self.session.guard().inner(), &self.request, &rules)?;
        self.spent.extend(rules);
        Ok(())
    }

    /// What a cell stands under.
    fn names(&self, record: &str, cell: Cell, tree: &Tree) -> Names {
        match cell.place {
            Place::Name(_) => Names::default(),
            Place::Column(column) => self.column(column).map(Names::of).unwrap_or_default(),
            Place::Node(node) => tree.names(record, node),
        }
    }

    fn column(&self, column: usize) -> Option<&str> {
        self.columns.as_ref()?.get(column).map(String::as_str).filter(|name| !name.is_empty())
    }

    fn path(&self, record: &str, cell: Cell, tree: &Tree) -> String {
        match cell.place {
            Place::Column(column) => match self.column(column) {
                Some(name) => shortened(format!("/{}", escaped_step(name))),
                None => format!("/{column}"),
            },
            Place::Name(node) => self.path_in(record, Some(node), tree),
            Place::Node(node) => self.path_in(record, node, tree),
        }
    }

    fn path_in(&self, record: &str, node: Option<usize>, tree: &Tree) -> String {
        let path = tree.path(record, node);
        if self.cutter.is_list() && !path.starts_with('…') { format!("/{}{path}", self.number) } else { path }
    }

    /// Decides about the cell that was read. Returns what decided, as places in the text of the reading.
    fn value(&mut self, cell: Cell, names: &Names, rewritten: &mut Vec<Rewritten>) -> Result<Vec<Finding>, Error> {
        let text = &self.reading.text;
        let inner = self.session.guard().inner();
        let called = [Some(names.announcing()), names.instead.as_ref().map(|_| names.own.as_str())];
        let span = Span::new(self.reading.start, text.len());
        let claim = called.into_iter().flatten().find_map(|name| inner.columns.claim(name, span));
        if self.reading.value().is_empty() || (claim.is_none() && self.clean.has(text)) {
            return Ok(Vec::new());
        }
        let heading = inner.heading(&self.request);
        let mut looked = view::scan(inner, &mut inner.scanners.get(), text, heading)?;
        if let Some(claim) = claim {
            looked.findings.push(claim);
            looked.findings.sort_by_key(|f| (f.span.start, f.span.end, f.detector));
        }
        let mut read = Vec::new();
        for finding in &looked.findings {
            let Some(span) = self.reading.inside(finding.span) else { continue };
            if inner.excludes(finding, &looked.aside, finding.span.of(text).unwrap_or_default(), heading) {
                self.excluded += 1;
            } else if reads(inner, &self.request, heading, finding) {
                read.push(Finding { span, ..*finding });
            }
        }
        Ours::sift(inner, &self.request, Some(&self.session), text, &mut read)?;
        if read.is_empty() && !self.may_hold_tokens() {
            if looked.findings.is_empty() {
                self.clean.add(&self.reading.text);
            }
            return Ok(read);
        }
        self.flow.begin()?;
        let base = self.flow.end();
        self.flow.push(&self.reading.text);
        let moved = |found: &[Finding]| -> Vec<Finding> { found.iter().map(|f| shifted(f, base)).collect() };
        self.flow.learn(&moved(&looked.findings), &moved(&read), self.flow.end(), true);
        self.way.advance(&mut self.flow, Some(&self.session))?;
        self.rewrite(cell, base, rewritten);
        let back = |f: &Finding| Some(Finding { span: self.reading.inside(unshifted(f.span, base))?, ..*f });
        let mut decided: Vec<Finding> = self.flow.decided.iter().filter_map(back).collect();
        self.flow.decided.clear();
        if self.flow.stopped.is_some() {
            // All of the value is known, and so is all that speaks against it.
            read.retain(|finding| !decided.contains(finding));
            decided.append(&mut read);
        }
        decided.iter().for_each(|finding| self.tally.find(finding));
        Ok(decided)
    }

    /// Whether something in the text may read as a token, where that counts.
    fn may_hold_tokens(&self) -> bool {
        let mut any = false;
        if self.way.look_alikes != LookAlikes::Stay {
            self.session.guard().inner().grammar().read(&self.reading.text, 0, true, |_| any = true);
        }
        any
    }

    /// Takes what the flow makes of the cell, whose text begins there. What stands before the value stays.
    fn rewrite(&self, cell: Cell, base: usize, rewritten: &mut Vec<Rewritten>) {
        let text = |span: Span| span.of(&self.reading.text).unwrap_or_default().to_owned();
        let mut pieces = Vec::new();
        for part in &self.flow.parts {
            let span = match part {
                Part::Keep(span) => *span,
                Part::Edit(planned) => planned.span,
            };
            let Some(span) = self.reading.inside(unshifted(span, base)) else { continue };
            pieces.push(match part {
                Part::Edit(planned) if planned.value.is_some() || planned.transform > Transform::Keep => {
                    Piece::Edit(planned.clone(), text(span))
                }
                _ => Piece::Keep(text(span)),
            });
        }
        if pieces.iter().any(|piece| matches!(piece, Piece::Edit(..))) {
            rewritten.push(Rewritten { cell, pieces });
        }
    }

    /// Reports what was found in a cell of the record that begins there.
    fn report(&mut self, found: &[Finding], cell: Cell, at: usize, path: &str) {
        let start = self.base + at + cell.span.start;
        for finding in resolve(found, Confidence::Low) {
            let span = self.reading.written(finding.span);
            let span = Span::new(start + span.start, start + span.end);
            let finding = Finding { span, ..finding };
            self.findings.push(RecordFinding { finding, record: self.number, path: path.to_owned() });
        }
    }

    /// Releases a record.
    fn write(&mut self, record: &str, rewritten: &[Rewritten]) -> Result<(), Error> {
        if rewritten.is_empty() {
            self.out.push_str(record);
            return Ok(());
        }
        let inner = self.session.guard().inner();
        let mut register = self.session.register()?;
        let mut at = 0;
        for Rewritten { cell, pieces } in rewritten {
            let mut value = String::new();
            for piece in pieces {
                match piece {
                    Piece::Keep(text) => value.push_str(text),
                    Piece::Edit(planned, text) => {
                        value.push_str(&planned.written(inner, text, &mut register)?);
                        if planned.value.is_none() {
                            self.tally.edit(planned.transform);
                        }
                    }
                }
            }
            self.out.push_str(Span::new(at, cell.span.start).of(record).unwrap_or_default());
            let raw = cell.span.of(record).unwrap_or_default();
            self.cutter.write(cell.form, raw, &value, &mut self.out);
            at = cell.span.end;
        }
        self.out.push_str(record.get(at..).unwrap_or_default());
        register.commit()
    }

    /// Ends the run: what was decided, and the audit event.
    pub(super) fn end(&mut self) -> Result<(), Error> {
        let stopped = self.flow.stopped.take();
        self.ended = Some(if stopped.is_some() { Ended::Denied } else { Ended::Over });
        let mut decision = self.settled();
        remember(&self.session, &self.request, &self.flow, self.come, &decision)?;
        stop(&mut decision, stopped);
        decision.excluded = self.excluded;
        decision.statistics.bytes = self.come;
        if decision.verdict <= Verdict::Transform && self.tally.has_edits() {
            decision.verdict = Verdict::Transform;
            decision.would = decision.would.max(Verdict::Transform);
        }
        if decision.verdict <= Verdict::Transform
            && let Err(reason) = self.spend_for(decision.used.clone())
        {
            decision.deny(*reason);
        }
        decision.used.clone_from(&self.spent);
        let inner = self.session.guard().inner();
        record(inner, self.come, None, &self.request, &self.tally, &mut decision);
        if decision.verdict > Verdict::Transform {
            self.ended = Some(Ended::Denied);
        }
        self.decision = Some(decision);
        Ok(())
    }

    fn settled(&self) -> Decision {
        let inner = self.session.guard().inner();
        let kinds = self.tally.kinds();
        let (decision, _) = settle(inner, &self.request, &kinds, &self.flow.values(), &self.before);
        Decision { findings: Vec::new(), ..decision }
    }
}

impl Drop for Records {
    /// Records that were not finished were seen as far as they went.
    fn drop(&mut self) {
        if self.begun.is_some() && self.ended.is_none() {
            // A poisoned history denies every later step.
            drop(remember(&self.session, &self.request, &self.flow, self.come, &self.settled()));
        }
    }
}

fn shifted(finding: &Finding, by: usize) -> Finding {
    Finding { span: Span::new(finding.span.start + by, finding.span.end + by), ..*finding }
}

fn unshifted(span: Span, by: usize) -> Span {
    Span::new(span.start.saturating_sub(by), span.end.saturating_sub(by))
}
