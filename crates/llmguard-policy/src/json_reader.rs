//! JSON reader: RFC 8259 as a [`Node`], with the line of every key and value.
//!
//! serde_json says where a text is not JSON, but not where its values stand; so this reader is our own. It is strict:
//! no comments, no trailing commas, a key once in its table, at most [`DEEPEST`] brackets inside each other.
//!
//! ```text
//! {"format": 1,           line 1  Table { format: Whole(1),
//!  "levels": ["low"]}     line 2          levels: List [Text("low")] }
//! ```

use llmguard_types::{Code, Error};

use crate::document::{Data, Entry, Lines, Node};

/// No policy has more than six.
const DEEPEST: usize = 16;

/// The tree of a JSON text, or where it is not JSON.
pub(crate) fn read(source: &str) -> Result<Node, Error> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let mut reader = Reader { source, at: 0, lines: Lines::of(source) };
    let node = reader.value(DEEPEST)?;
    reader.skip_space();
    if reader.at < source.len() { Err(reader.wrong("something stands behind the end")) } else { Ok(node) }
}

struct Reader<'s> {
    source: &'s str,
    /// Always between two characters.
    at: usize,
    lines: Lines,
}

impl<'s> Reader<'s> {
    fn wrong(&self, what: &str) -> Error {
        Error::new(Code::PolicySyntax, format!("the policy is not valid JSON: {what}"))
            .at_line(self.lines.at(self.at))
            .mend("mend the JSON at or before this line")
    }

    fn rest(&self) -> &'s str {
        self.source.get(self.at..).unwrap_or("")
    }

    fn skip_space(&mut self) {
        self.at += self.rest().bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count();
    }

    /// Whether this sign comes next; then it is read.
    fn take(&mut self, sign: &str) -> bool {
        self.skip_space();
        let here = self.rest().starts_with(sign);
        self.at += if here { sign.len() } else { 0 };
        here
    }

    fn value(&mut self, depth: usize) -> Result<Node, Error> {
        self.skip_space();
        let line = self.lines.at(self.at);
        let depth = depth.checked_sub(1).ok_or_else(|| self.wrong("too many brackets stand inside each other"))?;
        let data = match self.rest().bytes().next() {
            Some(b'{') => self.table(depth)?,
            Some(b'[') => self.list(depth)?,
            Some(b'"') => Data::Text(self.text()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ if self.take("true") => Data::Flag(true),
            _ if self.take("false") => Data::Flag(false),
            _ if self.take("null") => Data::Other("null"),
            _ => return Err(self.wrong("a value is missing")),
        };
        Ok(Node { line, data })
    }

    fn table(&mut self, depth: usize) -> Result<Data, Error> {
        let mut entries: Vec<Entry> = Vec::new();
        self.take("{");
        if self.take("}") {
            return Ok(Data::Table(entries));
        }
        loop {
            self.skip_space();
            let line = self.lines.at(self.at);
            let key = self.text()?;
            if entries.iter().any(|entry| entry.key == key) {
                return Err(self.wrong("duplicate key"));
            }
            if !self.take(":") {
                return Err(self.wrong("`:` is missing"));
            }
            entries.push(Entry { key, line, node: self.value(depth)? });
            match (self.take(","), self.take("}")) {
                (true, false) => {}
                (false, true) => return Ok(Data::Table(entries)),
                _ => return Err(self.wrong("`,` or `}` is missing")),
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Data, Error> {
        let mut items = Vec::new();
        self.take("[");
        if self.take("]") {
            return Ok(Data::List(items));
        }
        loop {
            items.push(self.value(depth)?);
            match (self.take(","), self.take("]")) {
                (true, false) => {}
                (false, true) => return Ok(Data::List(items)),
                _ => return Err(self.wrong("`,` or `]` is missing")),
            }
        }
    }

    /// A string; serde_json decodes what stands between the quotes.
    fn text(&mut self) -> Result<String, Error> {
        let mut escaped = false;
        let end = self.rest().bytes().enumerate().skip(1).find(|(_, byte)| {
            let ends = *byte == b'"' && !escaped;
            escaped = *byte == b'\\' && !escaped;
            ends
        });
        let string = end.and_then(|(end, _)| self.rest().get(..=end)).filter(|string| string.starts_with('"'));
        let Some(string) = string else { return Err(self.wrong("a string is missing or does not end")) };
        let text = serde_json::from_str(string).map_err(|_| self.wrong("a string has a wrong escape"))?;
        self.at += string.len();
        Ok(text)
    }

    fn number(&mut self) -> Result<Data, Error> {
        let signs = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E');
        let length = self.rest().bytes().take_while(|byte| signs(byte)).count();
        let number = self.rest().get(..length).unwrap_or("");
        if serde_json::from_str::<f64>(number).is_err() {
            return Err(self.wrong("a number is malformed"));
        }
        self.at += length;
        Ok(match number.parse() {
            Ok(whole) => Data::Whole(whole),
            Err(_) if number.contains(['.', 'e', 'E']) => Data::Other("a number with a fraction"),
            Err(_) => Data::Other("a number too large"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_json_is_refused_where_it_stands() {
        for (source, line, what) in [
            ("{", 1, "a string is missing or does not end"),
            ("{\n\"a\" 1}", 2, "`:` is missing"),
            ("{\"a\":\n1,}", 2, "`,` or `}` is missing"),
            ("{\"a\": [1\n2]}", 2, "`,` or `]` is missing"),
            ("{\"a\": 1, \"a\": 2}", 1, "duplicate key"),
            ("{\"a\": tru}", 1, "a value is missing"),
            ("{\"a\": 1-2}", 1, "a number is malformed"),
            ("{\"a\": \"\\x\"}", 1, "a string has a wrong escape"),
            ("{}\n{}", 2, "something stands behind the end"),
            (&"{\"a\":".repeat(17), 1, "too many brackets stand inside each other"),
        ] {
            let error = read(source).unwrap_err();
            assert_eq!(
                (error.line(), error.message()),
                (Some(line), &*format!("the policy is not valid JSON: {what}"))
            );
        }
    }

    #[test]
    fn strings_are_decoded() {
        let node = read("{\"a\\n\\u00e4\\\"\": \"\\\\\"}").unwrap();
        let root = node.root();
        assert_eq!(root.text("a\nä\"").map(|word| word.text), Some("\\"));
    }
}
