//! Tree: the names above the values of a record, and the paths they make.

use std::fmt::Write;

use llmguard_types::Span;

use super::cell::{Form, Reading};

/// A name that says nothing of its own, as in `{"Temperature": {"Value": 182.4}}`: the one above announces its value.
const VALUE: &str = "value";

/// What stands above the values of a record.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    above: Option<usize>,
    step: Step,
}

/// How a node is reached from the one above.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// By the name that stands there, and how it is written.
    Name(Span, Form),
    /// As the element with this number.
    Element(usize),
}

/// What a value stands under.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Names {
    /// The nearest name.
    pub(super) own: String,
    /// The one above, where the nearest says no more than `value`.
    pub(super) above: Option<String>,
}

impl Names {
    pub(super) fn of(own: &str) -> Names {
        Names { own: own.to_owned(), above: None }
    }

    /// What announces the value.
    pub(super) fn announcing(&self) -> &str {
        self.above.as_deref().unwrap_or(&self.own)
    }
}

impl Tree {
    pub(super) fn add(&mut self, above: Option<usize>, step: Step) -> usize {
        self.nodes.push(Node { above, step });
        self.nodes.len() - 1
    }

    fn way(&self, node: Option<usize>) -> impl Iterator<Item = Step> {
        let get = |node: Option<usize>| self.nodes.get(node?);
        std::iter::successors(get(node), move |node| get(node.above)).map(|node| node.step)
    }

    /// The nearest names at or above a node.
    pub(super) fn names(&self, record: &str, node: Option<usize>) -> Names {
        let mut names = self.way(node).filter_map(|step| match step {
            Step::Name(span, form) => Some(said(record, span, form)),
            Step::Element(_) => None,
        });
        let own = names.next().unwrap_or_default();
        let above = if own.eq_ignore_ascii_case(VALUE) { names.next() } else { None };
        Names { own, above }
    }

    /// The JSON Pointer (RFC 6901) of a node.
    pub(super) fn path(&self, record: &str, node: Option<usize>) -> String {
        let steps: Vec<Step> = self.way(node).collect();
        steps.into_iter().rev().fold(String::new(), |mut path, step| {
            path.push('/');
            match step {
                Step::Name(span, form) => path.push_str(&escaped_step(&said(record, span, form))),
                Step::Element(number) => drop(write!(path, "{number}")),
            }
            path
        })
    }
}

/// A step of a JSON Pointer.
pub(super) fn escaped_step(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn said(record: &str, span: Span, form: Form) -> String {
    let mut reading = Reading::default();
    reading.read("", form, span.of(record).unwrap_or_default());
    reading.text
}
