//! Matrix: who may send which class where, as one table for people.
//!
//! ```text
//! role     destination   person     price        secret
//! buyer    local         allow      allow        deny
//! buyer    eu            tokenize   generalize   deny
//! ```
//!
//! A cell says what happens to a finding of the class in a prompt: `allow`, the transform, `approval` or `deny`; behind
//! a `?` what only would happen. As text, as CSV, and as one page of HTML that needs nothing else.

use std::fmt::Write;

use crate::space::answer;
use crate::{Answer, Cell, Class, Direction, Policy, Subject, Transform, Verdict};

/// Who may send which class where.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Matrix {
    /// The title: id and version of the policy.
    pub title: String,
    /// `role`, `destination`, then the classes.
    pub header: Vec<String>,
    /// Role, destination, then what happens to each class.
    pub rows: Vec<Vec<String>>,
}

impl Matrix {
    /// The matrix of a policy, for prompts. Only the pairs of role and destination that are open.
    ///
    /// # Example
    /// ```
    /// use llmguard_policy::{Matrix, Policy};
    ///
    /// let matrix = Matrix::of(&Policy::template("observe")?);
    /// assert_eq!(matrix.header[..5], ["role", "destination", "nothing found", "secret", "special"]);
    /// assert_eq!(matrix.rows[0][..6], ["user", "any", "allow", "deny", "deny", "allow ? transform"]);
    /// # Ok::<(), llmguard_types::Error>(())
    /// ```
    #[must_use]
    pub fn of(policy: &Policy) -> Matrix {
        let subjects = || {
            let classes = policy.classes().iter().map(|class| Subject::Class(class.name().to_owned()));
            std::iter::once(Subject::Nothing).chain(classes)
        };
        let cell = |role: &str, destination: &str, subject| Cell {
            role: role.to_owned(),
            destination: destination.to_owned(),
            subject,
            many: false,
            granted: false,
            direction: Direction::Prompt,
            tool: None,
            purpose: policy.purposes().next().map(str::to_owned),
        };
        let mut rows = Vec::new();
        for role in &policy.roles {
            for destination in role.destinations.iter().filter_map(|place| policy.destinations.get(*place)) {
                let cells =
                    subjects().map(|subject| word(answer(policy, &cell(&role.name, &destination.name, subject))));
                rows.push([role.name.clone(), destination.name.clone()].into_iter().chain(cells).collect());
            }
        }
        let classes = policy.classes().iter().map(Class::name);
        let header = ["role", "destination", "nothing found"].into_iter().chain(classes).map(str::to_owned).collect();
        Matrix { title: format!("{} {}", policy.id(), policy.version()), header, rows }
    }

    /// Columns with spaces between, for a terminal.
    #[must_use]
    pub fn to_text(&self) -> String {
        let lines = || std::iter::once(&self.header).chain(&self.rows);
        let width = |column: usize| lines().filter_map(|line| line.get(column)).map(|cell| cell.chars().count()).max();
        let widths: Vec<usize> = (0..self.header.len()).map(|column| width(column).unwrap_or(0)).collect();
        let mut text = String::new();
        for line in lines() {
            let padded = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
            let _ = writeln!(text, "{}", padded.collect::<Vec<_>>().join("  ").trim_end());
        }
        text
    }

    /// CSV as RFC 4180 has it. A cell that a spreadsheet would calculate begins with an apostrophe.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let field = |cell: &String| {
            let safe = if cell.starts_with(['=', '+', '-', '@']) { format!("'{cell}") } else { cell.clone() };
            let quoted = safe.contains([',', '"', '\r', '\n']);
            if quoted { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
        };
        let line = |cells: &Vec<String>| cells.iter().map(field).collect::<Vec<_>>().join(",") + "\r\n";
        std::iter::once(&self.header).chain(&self.rows).map(line).collect()
    }

    /// One page of HTML without scripts, images or links.
    #[must_use]
    pub fn to_html(&self) -> String {
        let title = escaped(&self.title);
        let mut html = format!(
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>{STYLE}</style>\n\
             <h1>{title}</h1>\n<table>\n"
        );
        let mut line = |tag: &str, cells: &[String]| {
            let cells: String = cells
                .iter()
                .map(|cell| {
                    let word = cell.split(' ').next().unwrap_or("");
                    format!("<{tag} class=\"{}\">{}</{tag}>", escaped(word), escaped(cell))
                })
                .collect();
            let _ = writeln!(html, "<tr>{cells}</tr>");
        };
        line("th", &self.header);
        self.rows.iter().for_each(|row| line("td", row));
        html + "</table>\n</html>\n"
    }
}

const STYLE: &str = "body{font:14px sans-serif;margin:2em}table{border-collapse:collapse}\
th,td{border:1px solid #bbb;padding:.3em .6em;text-align:left}th{position:sticky;top:0;background:#eee}\
.allow{background:#dff0d8}.deny{background:#f2dede}.approval{background:#fcf8e3}\
.generalize,.mask,.tokenize,.redact{background:#d9edf7}";

fn word(answer: Answer) -> String {
    let one = |verdict: Verdict| match verdict {
        Verdict::Transform if answer.transform > Transform::Keep => answer.transform.as_str(),
        other => other.as_str(),
    };
    let would = if answer.would == answer.verdict { String::new() } else { format!(" ? {}", answer.would.as_str()) };
    let also = match answer.verdict {
        Verdict::Approval if answer.transform > Transform::Keep => format!(" + {}", answer.transform.as_str()),
        _ => String::new(),
    };
    format!("{}{also}{would}", one(answer.verdict))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
