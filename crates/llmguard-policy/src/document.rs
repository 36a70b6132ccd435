//! Document: a policy's text as a tree of which every key and value knows its line, whatever it was written in.
//!
//! Two readers make the tree ([`toml_reader`](crate::toml_reader), [`json_reader`](crate::json_reader)); everybody else
//! reads it through [`Table`] and [`Value`], which hand out [`Word`]s (a text with its line), so that whoever refuses one
//! can say where it stands. Readers by name return nothing where a value has another type:
//! [`schema::check`](crate::schema::check) has refused such a document before.
//!
//! ```text
//! mode = "warn"          {"mode":                Entry { key: mode (line 1), node: Text("warn") (line 1, line 2) }
//!                          "warn"}
//! ```

use llmguard_types::Error;

/// A value and the line it begins on.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) line: u32,
    pub(crate) data: Data,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(crate) enum Data {
    Text(String),
    Whole(i64),
    Flag(bool),
    List(Vec<Node>),
    Table(Vec<Entry>),
    /// Something no key takes: its kind, with the article.
    Other(&'static str),
}

/// A key with its line, and its value.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) line: u32,
    pub(crate) node: Node,
}

/// The tree of a source. A text that begins with `{` is JSON, which no TOML does.
pub(crate) fn read(source: &str) -> Result<Node, Error> {
    let start = source.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if start.starts_with('{') { crate::json_reader::read(source) } else { crate::toml_reader::read(source) }
}

/// A text and the line it stands on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word<'d> {
    pub(crate) text: &'d str,
    pub(crate) line: u32,
}

/// A table: its entries in the order of the source, and the line it begins on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table<'d> {
    entries: &'d [Entry],
    pub(crate) line: u32,
}

/// A value of the tree.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Value<'d> {
    node: &'d Node,
    pub(crate) line: u32,
}

impl Node {
    /// The tree as a table; an empty one if it is something else.
    pub(crate) fn root(&self) -> Table<'_> {
        Value::of(self).table().unwrap_or(Table { entries: &[], line: self.line })
    }
}

impl<'d> Table<'d> {
    /// Keys and values in the order of the source.
    pub(crate) fn entries(self) -> impl Iterator<Item = (Word<'d>, Value<'d>)> {
        let word = |entry: &'d Entry| Word { text: &entry.key, line: entry.line };
        self.entries.iter().map(move |entry| (word(entry), Value::of(&entry.node)))
    }

    pub(crate) fn get(self, key: &str) -> Option<Value<'d>> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| Value::of(&entry.node))
    }

    /// The line of a key's value, or that of the table.
    pub(crate) fn line_of(self, key: &str) -> u32 {
        self.get(key).map_or(self.line, |value| value.line)
    }

    pub(crate) fn text(self, key: &str) -> Option<Word<'d>> {
        self.get(key)?.text()
    }

    /// A text that is to be kept.
    pub(crate) fn string(self, key: &str) -> Option<String> {
        self.text(key).map(|word| word.text.to_owned())
    }

    /// The text of a key that the schema demands; empty, so that nothing accepts it, should it be missing.
    pub(crate) fn word(self, key: &str) -> Word<'d> {
        self.text(key).unwrap_or(Word { text: "", line: self.line })
    }

    pub(crate) fn words(self, key: &str) -> Vec<Word<'d>> {
        self.items(key).into_iter().filter_map(Value::text).collect()
    }

    pub(crate) fn flag(self, key: &str) -> Option<bool> {
        self.get(key)?.flag()
    }

    pub(crate) fn number(self, key: &str) -> Option<i64> {
        self.get(key)?.number()
    }

    pub(crate) fn table(self, key: &str) -> Option<Table<'d>> {
        self.get(key)?.table()
    }

    /// The tables of a list of tables (`[[key]]`).
    pub(crate) fn tables(self, key: &str) -> Vec<Table<'d>> {
        self.items(key).into_iter().filter_map(Value::table).collect()
    }

    /// The tables in a table of tables (`[key.name]`) with their names.
    pub(crate) fn named(self, key: &str) -> Vec<(Word<'d>, Table<'d>)> {
        let entries = self.table(key).into_iter().flat_map(Table::entries);
        entries.filter_map(|(name, value)| Some((name, value.table()?))).collect()
    }

    fn items(self, key: &str) -> Vec<Value<'d>> {
        self.get(key).and_then(Value::items).unwrap_or_default()
    }
}

impl<'d> Value<'d> {
    fn of(node: &'d Node) -> Value<'d> {
        Value { node, line: node.line }
    }

    pub(crate) fn text(self) -> Option<Word<'d>> {
        match &self.node.data {
            Data::Text(text) => Some(Word { text, line: self.line }),
            _ => None,
        }
    }

    pub(crate) fn table(self) -> Option<Table<'d>> {
        match &self.node.data {
            Data::Table(entries) => Some(Table { entries, line: self.line }),
            _ => None,
        }
    }

    pub(crate) fn items(self) -> Option<Vec<Value<'d>>> {
        match &self.node.data {
            Data::List(items) => Some(items.iter().map(Value::of).collect()),
            _ => None,
        }
    }

    pub(crate) fn number(self) -> Option<i64> {
        match self.node.data {
            Data::Whole(number) => Some(number),
            _ => None,
        }
    }

    pub(crate) fn flag(self) -> Option<bool> {
        match self.node.data {
            Data::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    /// The type, with its article.
    pub(crate) fn kind(self) -> &'static str {
        match self.node.data {
            Data::Text(_) => "a string",
            Data::Whole(_) => "a whole number",
            Data::Flag(_) => "true or false",
            Data::List(_) => "a list",
            Data::Table(_) => "a table",
            Data::Other(kind) => kind,
        }
    }
}

/// Where the lines of a source begin.
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    pub(crate) fn of(source: &str) -> Lines {
        Lines(source.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1).collect())
    }

    /// The line of a byte, counted from 1.
    pub(crate) fn at(&self, offset: usize) -> u32 {
        u32::try_from(self.0.partition_point(|start| *start <= offset)).unwrap_or(u32::MAX - 1) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_from_one() {
        let lines = Lines::of("a\nbc\r\n\nd");
        assert_eq!([0, 1, 2, 5, 6, 7, 8].map(|at| lines.at(at)), [1, 1, 2, 2, 3, 4, 4]);
    }

    #[test]
    fn entries_come_in_the_order_of_the_source() {
        for source in ["z = 1\na = 2\n[m]\n", "{\"z\": 1,\n\"a\":\n2, \n\"m\": {}}"] {
            let tree = read(source).unwrap();
            let keys: Vec<&str> = tree.root().entries().map(|(key, _)| key.text).collect();
            assert_eq!(keys, ["z", "a", "m"]);
        }
        let tree = read("z = 1\na = 2\n[m]\n").unwrap();
        assert_eq!(tree.root().entries().map(|(key, _)| key.line).collect::<Vec<_>>(), [1, 2, 3]);
    }
}
