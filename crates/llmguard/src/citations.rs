//! Citations: does an answer name its sources, and only such as it may?
//!
//! ```text
//! permitted   norm-7, 1, 2, wiki.example
//! answer      The torque is 12 Nm [1], see [norm-7] and [norm-8].       norm-8 is foreign
//! answer      The torque is 12 Nm.                                      a citation is missing
//! ```
//!
//! A citation is a number or the id of a source in brackets (`[1]`, `[1, 3]`, `[^2]`, `【4】`, `[source: norm-7]`,
//! `[Quelle: norm-7]`) or an address of the web. Brackets with other words are none, and so is the text of a link.

use llmguard_catalog::target::{permits, targets};
use llmguard_types::Span;

/// Sources that an answer may name.
#[derive(Debug, Clone, Default)]
pub struct Citations {
    sources: Vec<String>,
    hosts: Vec<String>,
}

/// What an answer says of its sources.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Citation {
    /// A permitted source is named here, in bytes of the answer.
    Permitted(Span),
    /// A source is named here that is not permitted.
    Foreign(Span),
    /// No permitted source is named anywhere.
    Missing,
}

impl Citations {
    /// Nothing may be named.
    #[must_use]
    pub fn new() -> Citations {
        Citations::default()
    }

    /// Permits a source by its id or number. Case does not count.
    #[must_use]
    pub fn source(mut self, id: &str) -> Citations {
        self.sources.push(id.trim().to_lowercase());
        self
    }

    /// Permits addresses on a host: `example.com`, or `*.example.com` for every one below it.
    #[must_use]
    pub fn host(mut self, host: &str) -> Citations {
        self.hosts.push(host.to_lowercase());
        self
    }

    /// What an answer cites, in order; [`Citation::Missing`] at the end if nothing of it is permitted.
    ///
    /// ```
    /// use llmguard::{Citation, Citations};
    /// let citations = Citations::new().source("1").source("norm-7").host("wiki.example");
    /// let found = citations.check("12 Nm [1], see [Quelle: norm-8] and https://wiki.example/a.");
    /// assert!(matches!(found[..], [Citation::Permitted(_), Citation::Foreign(_), Citation::Permitted(_)]));
    /// assert_eq!(citations.check("12 Nm."), [Citation::Missing]);
    /// ```
    #[must_use]
    pub fn check(&self, answer: &str) -> Vec<Citation> {
        let mut found: Vec<(Span, bool)> = self.in_brackets(answer);
        found.extend(self.addresses(answer));
        found.sort_unstable();
        let missing = !found.iter().any(|(_, permitted)| *permitted);
        let each = |(span, permitted)| if permitted { Citation::Permitted(span) } else { Citation::Foreign(span) };
        found.into_iter().map(each).chain(missing.then_some(Citation::Missing)).collect()
    }

    fn in_brackets(&self, answer: &str) -> Vec<(Span, bool)> {
        let mut found = Vec::new();
        for (start, open) in answer.match_indices(['[', '【']) {
            let Some(inner) = answer.get(start + open.len()..) else { continue };
            let Some(len) = inner.find([']', '】', '[', '\n']).filter(|len| *len > 0 && *len <= 200) else { continue };
            let behind = inner.get(len..).unwrap_or_default();
            let close = behind.chars().next().unwrap_or(' ');
            let is_link = behind.starts_with("](") || behind.starts_with("]:");
            if !matches!(close, ']' | '】') || is_link {
                continue;
            }
            let mut at = start + open.len();
            for part in inner.get(..len).unwrap_or_default().split_inclusive([',', ';']) {
                found.extend(self.cited(part, open == "【").map(|ok| (Span::new(at, at + part.len()), ok)));
                at += part.len();
            }
        }
        found
    }

    /// Whether a part of brackets is a citation, and a permitted one.
    fn cited(&self, part: &str, certain: bool) -> Option<bool> {
        let id = part.trim_matches([' ', ',', ';', '^', '#', '@']).to_lowercase();
        let named = ["source:", "quelle:", "src:", "ref:", "doc:"].iter().find_map(|name| id.strip_prefix(name));
        let (id, certain) = named.map_or((id.as_str(), certain), |id| (id.trim(), true));
        let number = !id.is_empty() && id.len() <= 3 && id.bytes().all(|b| b.is_ascii_digit());
        let known = self.sources.iter().any(|source| source == id);
        (known || number || certain).then_some(known)
    }

    fn addresses(&self, answer: &str) -> Vec<(Span, bool)> {
        let begins = answer.match_indices("://").filter_map(|(at, _)| {
            let before = answer.get(..at)?;
            Some(at - before.chars().rev().take_while(char::is_ascii_alphabetic).count())
        });
        let mut found: Vec<(Span, bool)> = Vec::new();
        for start in begins {
            let rest = answer.get(start..).unwrap_or_default();
            let len = rest.find(|c: char| c.is_whitespace() || "()<>[]\"".contains(c)).unwrap_or(rest.len());
            let written = rest.get(..len).unwrap_or_default().trim_end_matches(['.', ',', ';', ':', '!', '?']);
            let inside = found.last().is_some_and(|(last, _)| start < last.end);
            if !inside && targets(written).next().is_some() {
                found.push((Span::new(start, start + written.len()), permits(&self.hosts, written)));
            }
        }
        found
    }
}
