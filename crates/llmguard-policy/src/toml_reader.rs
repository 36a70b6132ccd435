//! TOML reader: toml's spanned tree as a [`Node`].
//!
//! ```text
//! [classes]                            line 1  Table
//! pin = { level = "internal" }         line 2    pin: Table { level: Text("internal") }
//! ```

use llmguard_types::{Code, Error};
use toml::de::{DeTable, DeValue};

use crate::document::{Data, Entry, Lines, Node};

/// The tree of a TOML text, or where it is not TOML.
pub(crate) fn read(source: &str) -> Result<Node, Error> {
    let lines = Lines::of(source);
    let tree = DeTable::parse(source).map_err(|error| {
        let line = lines.at(error.span().map_or(0, |span| span.start));
        Error::new(Code::PolicySyntax, format!("the policy is not valid TOML: {}", error.message()))
            .at_line(line)
            .mend("mend the TOML at or before this line")
    })?;
    Ok(Node { line: 1, data: table(tree.get_ref(), &lines) })
}

fn table(entries: &DeTable<'_>, lines: &Lines) -> Data {
    let mut entries: Vec<_> = entries.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    let entry = |(key, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| {
        let key: (&std::borrow::Cow<'_, str>, usize) = (key.get_ref(), key.span().start);
        Entry { key: key.0.to_string(), line: lines.at(key.1), node: node(value, lines) }
    };
    Data::Table(entries.into_iter().map(entry).collect())
}

fn node(value: &toml::Spanned<DeValue<'_>>, lines: &Lines) -> Node {
    let data = match value.get_ref() {
        DeValue::String(text) => Data::Text(text.to_string()),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Data::Other("a number too large"), Data::Whole)
        }
        DeValue::Float(_) => Data::Other("a number with a fraction"),
        DeValue::Boolean(flag) => Data::Flag(*flag),
        DeValue::Datetime(_) => Data::Other("a date"),
        DeValue::Array(items) => Data::List(items.iter().map(|item| node(item, lines)).collect()),
        DeValue::Table(entries) => table(entries, lines),
    };
    Node { line: lines.at(value.span().start), data }
}
