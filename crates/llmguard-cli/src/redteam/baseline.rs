//! Baseline: the outcomes of an earlier run, one `id` and word a line, to be compared with.

use std::collections::BTreeMap;

use llmguard::{Code, Error};

use super::{Case, Outcome};

/// A case that ended otherwise than before.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Change<'c> {
    pub(crate) id: &'c str,
    pub(crate) before: Outcome,
    pub(crate) now: Outcome,
}

impl Change<'_> {
    pub(crate) fn is_worse(&self) -> bool {
        self.now < self.before
    }
}

/// The outcomes as a file.
pub(crate) fn write(cases: &[Case], outcomes: &[Outcome]) -> String {
    cases.iter().zip(outcomes).map(|(case, outcome)| format!("{}\t{}\n", case.id, outcome.as_str())).collect()
}

/// The cases that were there before and ended otherwise, in order.
pub(crate) fn changes<'c>(file: &str, cases: &'c [Case], outcomes: &[Outcome]) -> Result<Vec<Change<'c>>, Error> {
    let bad = |number| {
        Error::new(Code::InputRecord, "a line of the baseline is no id, tab and outcome")
            .at_line(number)
            .mend("write the file with `llmguard redteam --write-baseline`")
    };
    let mut before = BTreeMap::new();
    for (number, line) in (1..).zip(file.lines()) {
        let (id, word) = line.split_once('\t').ok_or_else(|| bad(number))?;
        before.insert(id, Outcome::from_word(word).ok_or_else(|| bad(number))?);
    }
    let change = |(case, now): (&'c Case, &Outcome)| {
        let before = *before.get(case.id.as_str())?;
        (before != *now).then_some(Change { id: &case.id, before, now: *now })
    };
    Ok(cases.iter().zip(outcomes).filter_map(change).collect())
}
