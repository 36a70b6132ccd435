//! Strict: readers of logfmt and of the line protocol that take what the published grammars say and nothing else.

/// The values of a line of logfmt, by the published grammar; `None` for what is none.
pub(super) fn logfmt(line: &str) -> Option<Vec<String>> {
    let mut chars = line.chars().peekable();
    let (mut values, ident) = (Vec::new(), |c: &char| *c > ' ' && !matches!(c, '=' | '"'));
    loop {
        while chars.next_if_eq(&' ').is_some() {}
        if chars.peek().is_none() {
            return Some(values);
        }
        chars.next_if(ident)?;
        while chars.next_if(ident).is_some() {}
        chars.next_if_eq(&'=')?;
        let mut value = String::new();
        if chars.next_if_eq(&'"').is_some() {
            loop {
                match chars.next()? {
                    '"' => break,
                    '\\' => value.push(chars.next()?),
                    c => value.push(c),
                }
            }
        } else {
            value.extend(std::iter::from_fn(|| chars.next_if(ident)));
        }
        values.push(value);
        chars.peek().is_none_or(|c| *c == ' ').then_some(())?;
    }
}

/// What a point holds: tags and kinds of fields; `None` for what is none.
pub(super) fn point(line: &str) -> Option<(usize, Vec<char>, Option<i64>)> {
    let (mut rest, mut tags, mut fields) = (line, 0, Vec::new());
    rest = escaped(rest, ", ")?;
    while let Some(tag) = rest.strip_prefix(',') {
        rest = escaped(escaped(tag, "=")?.strip_prefix('=')?, ", ")?;
        tags += 1;
    }
    rest = rest.strip_prefix(' ')?;
    loop {
        rest = escaped(rest, "=")?.strip_prefix('=')?;
        let (kind, behind) = match rest.strip_prefix('"') {
            Some(inside) => ('s', quoted(inside)?),
            None => {
                let (value, behind) = rest.split_at(rest.find([',', ' ']).unwrap_or(rest.len()));
                (figure(value)?, behind)
            }
        };
        fields.push(kind);
        match behind.strip_prefix(',') {
            Some(more) => rest = more,
            None if behind.is_empty() => return Some((tags, fields, None)),
            None => return Some((tags, fields, Some(behind.strip_prefix(' ')?.parse().ok()?))),
        }
    }
}

/// What stands behind a name or tag that ends before one of these.
fn escaped<'t>(text: &'t str, ends: &str) -> Option<&'t str> {
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            c if ends.contains(c) => return (at > 0).then(|| &text[at..]),
            ',' | '=' | ' ' => return None,
            _ => {}
        }
    }
    None
}

fn quoted(text: &str) -> Option<&str> {
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            '"' => return Some(&text[at + 1..]),
            _ => {}
        }
    }
    None
}

fn figure(text: &str) -> Option<char> {
    match text.chars().last()? {
        'i' => text[..text.len() - 1].parse::<i64>().ok().map(|_| 'n'),
        'u' => text[..text.len() - 1].parse::<u64>().ok().map(|_| 'n'),
        _ if ["t", "T", "true", "f", "F", "false", "FALSE"].contains(&text) => Some('b'),
        _ => text.parse::<f64>().ok().map(|_| 'n'),
    }
}
