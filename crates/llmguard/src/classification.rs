//! Classification: how confidential a text is and why, as a whole and section by section.
//!
//! A section begins at a Markdown heading, and at a new page (form feed):
//!
//! ```text
//! # Anlass              internal        org.company
//! …
//! # Rezeptur            confidential    class `know_how`
//! …
//! whole                 confidential    class `know_how`
//! ```
//!
//! The whole may be more confidential than any of its sections: what the sources say counts for it, and so does a number
//! of values that no section has alone.

use llmguard_policy::{Ask, Found, Level, Reason};
use llmguard_types::{Code, Error, Finding, Span};

use crate::check::source_levels;
use crate::classify::{Kinds, values};
use crate::guard::{Guard, Inner};
use crate::heading::Heading;
use crate::history::Carried;
use crate::request::Request;

/// How confidential a text is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Classification {
    /// The level of the whole, as the policy names it.
    pub level: String,
    /// What has this level: sources, classes and numbers of values; empty at the lowest level.
    pub reasons: Vec<Reason>,
    /// What other vocabularies call the level: vocabulary and label, such as `vda-isa` and `high`.
    pub labels: Vec<(&'static str, &'static str)>,
    /// Its sections, in order; together they are the whole text.
    pub sections: Vec<Section>,
}

/// A section of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Section {
    /// Where it stands, in bytes.
    pub span: Span,
    /// Its level by itself, as the policy names it.
    pub level: String,
    /// What has this level.
    pub reasons: Vec<Reason>,
}

impl Guard {
    /// Says how confidential a text is, before anything is decided about it. Of the request, `direction`,
    /// `source_labels` and `sources` count, the latter two for the whole.
    ///
    /// # Errors
    ///
    /// `I001` for a text over the limit, `P005` for a source label that is not among the policy's levels, `I021` for a
    /// source that the policy does not know.
    ///
    /// # Example
    ///
    /// ```
    /// use llmguard::{Guard, Request};
    ///
    /// let text = "# Anlass\nGuten Morgen\n# Angebot\nDer Preis beträgt 12.500 EUR.\n";
    /// let classified = Guard::new()?.classify(text, &Request::default())?;
    /// assert_eq!(classified.level, "confidential");
    /// assert_eq!(classified.reasons[0].message(), "class `price` is `confidential`");
    /// assert_eq!(classified.labels, [("bsi", "hoch"), ("microsoft", "confidential"), ("vda-isa", "high")]);
    /// let levels: Vec<&str> = classified.sections.iter().map(|section| section.level.as_str()).collect();
    /// assert_eq!(levels, ["public", "confidential"]);
    /// # Ok::<(), llmguard::Error>(())
    /// ```
    pub fn classify(&self, text: &str, request: &Request) -> Result<Classification, Error> {
        let inner = self.inner();
        let labels = source_levels(inner, request).map_err(|reason| {
            Error::new(Code::PolicyLevel, reason.message()).mend("use a level of the policy, or `vocabulary:label`")
        })?;
        if request.sources.iter().any(|name| inner.policy.source(name).is_none()) {
            return Err(Error::new(Code::InputSource, "a source is not among those of the policy")
                .mend("add it to `sources`, or name one that is there"));
        }
        let read = self.deciding(text, request)?;
        let sources: Vec<&str> = request.sources.iter().map(String::as_str).collect();
        let (level, reasons) = weigh(inner, text, &read, &sources, &labels);
        let sections = sections(text).into_iter().map(|span| {
            let own: Vec<Finding> =
                read.iter().copied().filter(|f| (span.start..span.end).contains(&f.span.start)).collect();
            let (level, reasons) = weigh(inner, text, &own, &[], &[]);
            Section { span, level: inner.policy.level_name(level).to_owned(), reasons }
        });
        Ok(Classification {
            level: inner.policy.level_name(level).to_owned(),
            reasons,
            labels: inner.policy.labels_of(level).collect(),
            sections: sections.collect(),
        })
    }
}

/// The level of findings, sources and labels together, and what has it.
fn weigh(inner: &Inner, text: &str, read: &[Finding], sources: &[&str], labels: &[Level]) -> (Level, Vec<Reason>) {
    let policy = &inner.policy;
    let amounts = Carried::default().amounts(&values(inner, text, read));
    let ask = Ask { sources, amounts: &amounts, ..Ask::default() };
    let labels = labels.iter().map(|level| Found { classes: &[], level: *level });
    let kinds = Kinds::of(&inner.standings, read, Heading::default());
    let found: Vec<Found<'_>> = kinds.found(policy.top()).chain(labels).collect();
    policy.classify(&ask, &found)
}

/// Where the sections of a text stand.
fn sections(text: &str) -> Vec<Span> {
    let mut sections = Vec::new();
    let (mut from, mut at) = (0, 0);
    for line in text.split_inclusive(['\n', '\u{c}']) {
        let new_page = text.get(..at).is_some_and(|before| before.ends_with('\u{c}'));
        if at > from && (is_heading(line) || new_page) {
            sections.push(Span::new(from, at));
            from = at;
        }
        at += line.len();
    }
    if at > from || sections.is_empty() {
        sections.push(Span::new(from, at));
    }
    sections
}

/// `#` to `######` and a blank.
fn is_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - rest.len())) && rest.starts_with(' ')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sections_begin_at_headings_and_pages() {
        let parts = |text: &'static str| sections(text).iter().filter_map(|s| s.of(text)).collect::<Vec<_>>();
        assert_eq!(parts("a\n# b\nc\n## d\n"), ["a\n", "# b\nc\n", "## d\n"]);
        assert_eq!(parts("a\u{c}b\nc"), ["a\u{c}", "b\nc"]);
        assert_eq!(parts("#!/bin/sh\n#include\n####### x\n"), ["#!/bin/sh\n#include\n####### x\n"]);
        assert_eq!(parts(""), [""]);
    }

    proptest! {
        #[test]
        fn sections_are_the_whole_text(text in "([a#\u{c} ]{0,3}\n?){0,12}") {
            let mut at = 0;
            for section in sections(&text) {
                prop_assert_eq!(section.start, at);
                at = section.end;
            }
            prop_assert_eq!(at, text.len());
        }
    }
}
