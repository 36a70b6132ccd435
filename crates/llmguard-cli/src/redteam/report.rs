//! Report: what came of the cases, for people, for build servers (JUnit) and for code scanners (SARIF 2.1.0). No report holds
//! the text of a case.

use std::collections::BTreeMap;

use serde_json::json;

use super::baseline::Change;
use super::{Case, Outcome};

/// Counts of one channel.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) attacks: usize,
    pub(crate) reported: usize,
    pub(crate) stopped: usize,
    pub(crate) honest: usize,
    pub(crate) flagged: usize,
}

impl Count {
    fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Clean | Outcome::Flagged => self.honest += 1,
            _ => self.attacks += 1,
        }
        self.flagged += usize::from(outcome == Outcome::Flagged);
        self.stopped += usize::from(outcome == Outcome::Stopped);
        self.reported += usize::from(matches!(outcome, Outcome::Reported | Outcome::Stopped));
    }

    /// Attacks that are at least reported, in percent.
    pub(crate) fn caught_percent(self) -> f64 {
        percent(self.reported, self.attacks)
    }

    /// Honest cases that are flagged, in percent.
    pub(crate) fn flagged_percent(self) -> f64 {
        percent(self.flagged, self.honest)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a corpus")]
fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

/// The counts of each channel, ordered, and of all.
pub(crate) fn counts<'c>(cases: &'c [Case], outcomes: &[Outcome]) -> (BTreeMap<&'c str, Count>, Count) {
    let (mut channels, mut all) = (BTreeMap::new(), Count::default());
    for (case, outcome) in cases.iter().zip(outcomes) {
        channels.entry(case.channel.as_str()).or_insert_with(Count::default).add(*outcome);
        all.add(*outcome);
    }
    (channels, all)
}

/// A table of the channels, the cases that went wrong, and what changed.
pub(crate) fn text(cases: &[Case], outcomes: &[Outcome], changes: &[Change<'_>]) -> String {
    let (channels, all) = counts(cases, outcomes);
    let line = |name: &str, c: &Count| {
        let (caught, stopped) = (percent(c.reported, c.attacks), percent(c.stopped, c.attacks));
        format!(
            "{name:<24}{:>8}{caught:>9.1} %{stopped:>9.1} %{:>8}{:>9.1} %\n",
            c.attacks,
            c.honest,
            c.flagged_percent()
        )
    };
    let mut out =
        format!("{:<24}{:>8}{:>11}{:>11}{:>8}{:>11}\n", "channel", "attacks", "caught", "stopped", "honest", "flagged");
    channels.iter().for_each(|(name, count)| out += &line(name, count));
    out += &line("all", &all);
    for (case, outcome) in cases.iter().zip(outcomes).filter(|(_, outcome)| !outcome.is_good()) {
        out += &format!("{:<9}{}\n", outcome.as_str(), case.id);
    }
    for change in changes {
        let word = if change.is_worse() { "worse" } else { "better" };
        out += &format!("{word:<9}{}: {}, was {}\n", change.id, change.now.as_str(), change.before.as_str());
    }
    out
}

/// JUnit's XML: a suite a channel, a failure for each case that went wrong.
pub(crate) fn junit(cases: &[Case], outcomes: &[Outcome]) -> String {
    let (channels, _) = counts(cases, outcomes);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"llmguard redteam\">\n");
    for (channel, count) in channels {
        let failures = count.attacks - count.reported + count.flagged;
        let tests = count.attacks + count.honest;
        out += &format!("  <testsuite name=\"{}\" tests=\"{tests}\" failures=\"{failures}\">\n", escaped(channel));
        for (case, outcome) in cases.iter().zip(outcomes).filter(|(case, _)| case.channel == channel) {
            out += &format!("    <testcase classname=\"{}\" name=\"{}\"", escaped(channel), escaped(&case.id));
            out += &match outcome.is_good() {
                true => String::from("/>\n"),
                false => format!("><failure message=\"{}\"/></testcase>\n", outcome.as_str()),
            };
        }
        out += "  </testsuite>\n";
    }
    out + "</testsuites>\n"
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// SARIF: a result for each case that went wrong.
pub(crate) fn sarif(cases: &[Case], outcomes: &[Outcome]) -> String {
    let wrong = cases.iter().zip(outcomes).filter(|(_, outcome)| !outcome.is_good());
    let result = |(case, outcome): (&Case, &Outcome)| {
        let level = if *outcome == Outcome::Missed { "error" } else { "warning" };
        let said = format!("{} {}", case.id, outcome.as_str());
        json!({
            "ruleId": case.channel,
            "level": level,
            "message": {"text": said},
            "locations": [{"logicalLocations": [{"fullyQualifiedName": case.id}]}],
        })
    };
    let (channels, _) = counts(cases, outcomes);
    let rules: Vec<_> = channels.keys().map(|channel| json!({"id": channel})).collect();
    let driver = json!({"name": "llmguard redteam", "version": env!("CARGO_PKG_VERSION"), "rules": rules});
    let runs = json!([{"tool": {"driver": driver}, "results": wrong.map(result).collect::<Vec<_>>()}]);
    format!(
        "{}\n",
        json!({"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": runs})
    )
}
