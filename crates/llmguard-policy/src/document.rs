//! Document: a TOML text of which every key and value knows its line.
//!
//! A thin reader over toml's spanned tree. It hands out [`Word`]s (a text with its line), so that whoever refuses one
//! can say where it stands. Entries come in the order of the source. Readers by name return nothing where a value has
//! another type: [`schema::check`](crate::schema::check) has refused such a document before.

use llmguard_types::{Code, Error};
use toml::de::{DeTable, DeValue, Error as Syntax};

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

    /// A mistake in the TOML itself.
    pub(crate) fn syntax(&self, error: &Syntax) -> Error {
        let line = self.at(error.span().map_or(0, |span| span.start));
        Error::new(Code::PolicySyntax, format!("the policy is not valid TOML: {}", error.message()))
            .at_line(line)
            .mend("mend the TOML at or before this line")
    }
}

/// A text and the line it stands on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word<'d> {
    pub(crate) text: &'d str,
    pub(crate) line: u32,
}

/// A table: its entries and the line it begins on.
#[derive(Clone, Copy)]
pub(crate) struct Table<'d> {
    entries: &'d DeTable<'d>,
    lines: &'d Lines,
    pub(crate) line: u32,
}

/// A value and the line it begins on.
#[derive(Clone, Copy)]
pub(crate) struct Value<'d> {
    value: &'d DeValue<'d>,
    lines: &'d Lines,
    pub(crate) line: u32,
}

impl<'d> Table<'d> {
    pub(crate) fn root(entries: &'d DeTable<'d>, lines: &'d Lines) -> Table<'d> {
        Table { entries, lines, line: 1 }
    }

    /// Keys and values in the order of the source.
    pub(crate) fn entries(self) -> Vec<(Word<'d>, Value<'d>)> {
        let mut entries: Vec<_> = self.entries.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let place = |start| self.lines.at(start);
        entries
            .into_iter()
            .map(|(key, value)| {
                let word = Word { text: key.get_ref(), line: place(key.span().start) };
                let value = Value { value: value.get_ref(), lines: self.lines, line: place(value.span().start) };
                (word, value)
            })
            .collect()
    }

    pub(crate) fn get(self, key: &str) -> Option<Value<'d>> {
        let value = self.entries.get(key)?;
        Some(Value { value: value.get_ref(), lines: self.lines, line: self.lines.at(value.span().start) })
    }

    pub(crate) fn text(self, key: &str) -> Option<Word<'d>> {
        self.get(key)?.text()
    }

    /// The text of a key that the schema demands; empty, so that nothing accepts it, should it be missing.
    pub(crate) fn word(self, key: &str) -> Word<'d> {
        self.text(key).unwrap_or(Word { text: "", line: self.line })
    }

    pub(crate) fn words(self, key: &str) -> Vec<Word<'d>> {
        self.items(key).into_iter().filter_map(Value::text).collect()
    }

    pub(crate) fn flag(self, key: &str) -> Option<bool> {
        self.get(key)?.value.as_bool()
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
        let entries = self.table(key).map(Table::entries).unwrap_or_default();
        entries.into_iter().filter_map(|(name, value)| Some((name, value.table()?))).collect()
    }

    fn items(self, key: &str) -> Vec<Value<'d>> {
        self.get(key).and_then(Value::items).unwrap_or_default()
    }
}

impl<'d> Value<'d> {
    pub(crate) fn text(self) -> Option<Word<'d>> {
        self.value.as_str().map(|text| Word { text, line: self.line })
    }

    pub(crate) fn table(self) -> Option<Table<'d>> {
        self.value.as_table().map(|entries| Table { entries, lines: self.lines, line: self.line })
    }

    pub(crate) fn items(self) -> Option<Vec<Value<'d>>> {
        let items = self.value.as_array()?.iter();
        let place = |start| self.lines.at(start);
        Some(
            items
                .map(|item| Value { value: item.get_ref(), lines: self.lines, line: place(item.span().start) })
                .collect(),
        )
    }

    /// A whole number that fits; only `format` is one.
    pub(crate) fn number(self) -> Option<i64> {
        let number = self.value.as_integer()?;
        i64::from_str_radix(number.as_str(), number.radix()).ok()
    }

    pub(crate) fn is_flag(self) -> bool {
        self.value.is_bool()
    }

    pub(crate) fn is_number(self) -> bool {
        self.value.is_integer()
    }

    /// The type, with its article.
    pub(crate) fn kind(self) -> &'static str {
        match self.value {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number with a fraction",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        }
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
        let source = "z = 1\na = 2\n[m]\n";
        let lines = Lines::of(source);
        let tree = DeTable::parse(source).unwrap();
        let entries = Table::root(tree.get_ref(), &lines).entries();
        let keys: Vec<(&str, u32)> = entries.iter().map(|(key, _)| (key.text, key.line)).collect();
        assert_eq!(keys, [("z", 1), ("a", 2), ("m", 3)]);
    }
}
