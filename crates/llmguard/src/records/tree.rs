//! Tree: the names above the values of a record, and the paths they make.

use std::fmt::Write;

use llmguard_types::Span;

use super::cell::{Form, Reading};

/// A name that says nothing of its own. What its value is called stands beside it or above:
///
/// ```text
/// {"name": "Temperature", "value": 182.4}      {"Temperature": {"Value": 182.4}}
/// ```
pub(super) const VALUE: &str = "value";

/// What stands above the values of a record.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    above: Option<usize>,
    step: Step,
    /// The string beside it that says what it is called.
    called: Option<Span>,
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
    /// What it is called instead, where the nearest says no more than `value`.
    pub(super) instead: Option<String>,
}

impl Names {
    pub(super) fn of(own: &str) -> Names {
        Names { own: own.to_owned(), instead: None }
    }

    /// What announces the value.
    pub(super) fn announcing(&self) -> &str {
        self.instead.as_deref().unwrap_or(&self.own)
    }
}

impl Tree {
    pub(super) fn add(&mut self, above: Option<usize>, step: Step) -> usize {
        self.nodes.push(Node { above, step, called: None });
        self.nodes.len() - 1
    }

    /// A string of JSON says what a node is called.
    pub(super) fn call(&mut self, node: usize, by: Span) {
        if let Some(node) = self.nodes.get_mut(node) {
            node.called = Some(by);
        }
    }

    /// A node and what is above it, from there up.
    fn way(&self, node: Option<usize>) -> impl Iterator<Item = &Node> {
        let get = |node: Option<usize>| self.nodes.get(node?);
        std::iter::successors(get(node), move |node| get(node.above))
    }

    /// What a node stands under.
    pub(super) fn names(&self, record: &str, node: Option<usize>) -> Names {
        let mut names = self.way(node).filter_map(|node| match node.step {
            Step::Name(span, form) => Some((said(record, span, form), node.called)),
            Step::Element(_) => None,
        });
        let (own, called) = names.next().unwrap_or_default();
        if !own.eq_ignore_ascii_case(VALUE) {
            return Names { own, instead: None };
        }
        let beside = called.map(|span| said(record, span, Form::String));
        Names { own, instead: beside.or_else(|| names.next().map(|(above, _)| above)) }
    }

    /// The JSON Pointer (RFC 6901) of a node.
    pub(super) fn path(&self, record: &str, node: Option<usize>) -> String {
        let steps: Vec<Step> = self.way(node).map(|node| node.step).collect();
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
