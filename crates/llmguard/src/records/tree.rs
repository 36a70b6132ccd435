//! Tree: the names above the values of a record, and the paths they make.

use llmguard_types::Span;

use super::cell::{Form, Reading};

/// A name that says nothing of its own. What its value is called stands beside it or above:
///
/// ```text
/// {"name": "Temperature", "value": 182.4}      {"Temperature": {"Value": 182.4}}
/// ```
pub(super) const VALUE: &str = "value";
/// So many bytes are read of a name.
pub(super) const MAX_NAME: usize = 1024;
/// So many bytes has a path.
const MAX_PATH: usize = 1024;

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

    /// The JSON Pointer (RFC 6901) of a node; of a long one the end.
    pub(super) fn path(&self, record: &str, node: Option<usize>) -> String {
        let (mut steps, mut len) = (Vec::new(), 0);
        for node in self.way(node) {
            let step = match node.step {
                Step::Name(span, form) => escaped_step(&said(record, span, form)),
                Step::Element(number) => number.to_string(),
            };
            len += step.len() + 1;
            steps.push(step);
            if len > MAX_PATH {
                break;
            }
        }
        let path: String = steps.iter().rev().flat_map(|step| ["/", step]).collect();
        shortened(path)
    }
}

/// A step of a JSON Pointer.
pub(super) fn escaped_step(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A path that is not too long to be told with every finding.
pub(super) fn shortened(path: String) -> String {
    if path.len() <= MAX_PATH { path } else { format!("…{}", ending(&path, MAX_PATH)) }
}

/// The last characters of a text, so many bytes at most.
pub(super) fn ending(text: &str, len: usize) -> &str {
    let mut from = text.len().saturating_sub(len);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..).unwrap_or_default()
}

/// What a name says. Of a long one it is the end, since every value below is read behind it.
fn said(record: &str, span: Span, form: Form) -> String {
    let mut reading = Reading::default();
    let written = span.of(record).unwrap_or_default();
    let end = ending(written, MAX_NAME);
    // Where it begins anew, what would be its quote is left out.
    let from = if end.len() < written.len() { end.find(|c: char| c.is_ascii()).unwrap_or(end.len()) } else { 0 };
    reading.read("", form, end.get(from..).unwrap_or_default());
    reading.text
}
